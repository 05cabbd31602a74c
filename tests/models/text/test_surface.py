"""The spelling behind tokens: what the tokenizer folds together, drops or does not know is compared."""

import pytest

from verisieve.models.retriever import Retriever
from verisieve.models.text.surface import Surface, are_same, surface_of, unlike

LONG = "f" * 120
UNLIKE = [
    ("What does 🔴 mean?", "What does 🟢 mean?", "🔴 / 🟢"),
    ("如何取消订单？", "如何恢复订单？", "如何取消订单 / 如何恢复订单"),
    (LONG + "a1", LONG + "b2", "…ffffffffffa1 / …ffffffffffb2"),
    ("my résumé", "my resume", "résumé / resume"),
    ("कि", "कु", "कि / कु"),
    ("Did it help us?", "Did it help US?", "us / US"),
    ("Is 🔴 before 🟢 here?", "Is 🟢 before 🔴 here?", "🔴 🟢 / 🟢 🔴"),
    ("a \ue000 b", "a \ue001 b", "\ue000 / \ue001"),
    ("a \ud83d b", "a \ud83e b", None),
    ("What is this?", "What is 🔴 this?", "nothing / 🔴"),
    ("Pizza 🍕", "Pizza 🍔", "🍕 / 🍔"),
    ("🔴 means stop", "🟢 means stop", "🔴 / 🟢"),
]
ALIKE = [
    ("How do I pay? 🙏", "How do I pay?"),
    ("How do I pay 🙏", "how do I PAY"),
    ("my résumé", "my re\u0301sume\u0301"),
    ("HELP US", "help us"),
    ("“quoted” – dash", '"quoted" - dash'),
    ("What does 🔴 mean?", "what does 🔴\ufe0f  mean?"),
]


def surface(retriever: Retriever, text: str, max_tokens: int | None = None) -> Surface:
    tokens = retriever.tokenize([text], max_tokens)
    return surface_of(
        text, tokens.ids[0], tokens.mask[0], tokens.offsets[0], retriever.vocabulary,
        bool(tokens.truncated[0]),
    )  # fmt: skip


@pytest.mark.parametrize(("one", "other", "shown"), UNLIKE)
def test_what_the_tokens_do_not_show_is_told(retriever, one, other, shown):
    a, b = surface(retriever, one), surface(retriever, other)
    assert not are_same(a, b)
    assert unlike(a, b) == shown if shown else unlike(a, b)
    assert unlike(b, a)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_one_normal_form_is_the_same(retriever, one, other):
    a, b = surface(retriever, one), surface(retriever, other)
    assert are_same(a, b)
    assert unlike(a, b) is None


def test_words_that_the_tokenizer_reads_are_left_to_the_model(retriever):
    for one, other in [("C++ now", "C# now"), ("It is 5 €", "It is 5 $"), ("x² here", "x2 here")]:
        a, b = surface(retriever, one), surface(retriever, other)
        assert unlike(a, b) is None
        assert not are_same(a, b)


def test_a_passage_may_have_more_that_is_unread(retriever):
    passage = surface(
        retriever, "🔴 The shop opens at nine. Kaffee ₪ 5, tea ₫ 4, and the door is green. 🟢 x"
    )
    assert unlike(surface(retriever, "When does it open?"), passage) is None
    assert unlike(surface(retriever, "When does 🟡 open?"), passage)


def test_unknown_words_are_compared_by_their_spelling(retriever):
    tokens = retriever.tokenize(["What does 🔴 mean?", "What does 🟢 mean?", f"🔴 {LONG} dog"])
    assert (tokens.model_inputs["input_ids"][0] == tokens.model_inputs["input_ids"][1]).all()
    red, green = tokens.ids[0, 3], tokens.ids[1, 3]
    assert red != green
    assert tokens.ids.max() < 2**31
    assert min(red, green) >= retriever.vocabulary
    assert tokens.ids[1, 3] == retriever.tokenize(["🟢 x 🟢 y"]).ids[0, 2]
    assert (tokens.ids[:2, :3] == tokens.model_inputs["input_ids"][:2, :3]).all()


def test_offsets_are_those_of_the_text_as_it_was_given(retriever):
    text = "🙏 “Cafe\u0301”\u200b is&nbsp;**open** 🙏"
    tokens = retriever.tokenize([text])
    words = [text[start:end] for start, end in tokens.offsets[0][tokens.mask[0]].tolist()]
    assert words == ["“", "Cafe\u0301", "”\u200b", "is", "open"] or words == [
        "“",
        "Cafe\u0301",
        "”",
        "is",
        "open",
    ]


@pytest.mark.parametrize("end", ["", "\ufe0f", "\u200b", "\u0301", "\x07", "ु", "ั", " 🙏", "  "])
def test_truncation_is_judged_by_the_number_of_tokens(retriever, end):
    fits = "the " * 13 + "dog" + end
    assert not retriever.tokenize([fits], 16).truncated[0]
    assert retriever.tokenize([fits], 15).truncated[0]


def test_tokens_of_bytes_that_spell_one_character_count_together():
    from tokenizers import ByteLevelBPETokenizer  # bytes alone: every emoji is four tokens
    from tokenizers.processors import ByteLevel
    from transformers import PreTrainedTokenizerFast

    base = ByteLevelBPETokenizer()
    base.train_from_iterator([], vocab_size=256)
    base._tokenizer.post_processor = ByteLevel(trim_offsets=True)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=base._tokenizer)

    def read(text):
        batch = tokenizer([text], return_offsets_mapping=True, return_tensors="pt")
        ids, offsets = batch["input_ids"][0], batch["offset_mapping"][0]
        return surface_of(text, ids, ids >= 0, offsets, len(tokenizer))

    assert unlike(read("is 🔴 on"), read("is 🟢 on")) is None  # its tokens tell them apart
    assert not are_same(read("is 🔴 on"), read("is 🟢 on"))
