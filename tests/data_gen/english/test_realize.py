# ruff: noqa: E501 (a parse is one long line)
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc
from spacy.vocab import Vocab

from verisieve.data_gen.edits.apply import rewrite
from verisieve.data_gen.edits.edit import Replacement
from verisieve.data_gen.edits.spans import differing_spans, left_out
from verisieve.data_gen.english.articles import indefinite_article
from verisieve.data_gen.english.casing import mid_sentence, piece
from verisieve.data_gen.parsing.reading import read
from verisieve.data_gen.parsing.sentence import Sentence

WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "an",
            "old",
            "apple",
            "honest",
            "dog",
            "sees",
            "green",
            "grass",
            "quickly",
            "Rome",
            "USA",
            "18",
        ]
    ),
    min_size=3,
    max_size=9,
)


def sentence_of(words: list[str]) -> Sentence:
    text = [words[0][:1].upper() + words[0][1:], *words[1:], "."]
    tags = ["NNP" if w in ("Rome", "USA") else "NN" for w in words] + ["."]
    doc = Doc(
        Vocab(), words=text, spaces=[True] * (len(text) - 2) + [False, False], tags=tags,
        pos=["PROPN" if t == "NNP" else "PUNCT" if t == "." else "NOUN" for t in tags],
        heads=[0] * len(text), deps=["ROOT"] + ["dep"] * len(words), lemmas=[w.lower() for w in text],
    )  # fmt: skip
    return read(doc)


@given(WORDS, st.data())
def test_text_outside_the_spans_is_untouched_and_spaces_stay_single(words, data):
    sentence = sentence_of(words)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start, len(words)))
    new = data.draw(st.sampled_from(["", "blue ", "an owl ", "never "]))
    first = sentence.words[start].start
    last = sentence.words[end].start if end < len(words) else sentence.words[-1].start
    result = rewrite(sentence, [Replacement(first, last, new)])
    assert "  " not in result.text
    assert " ." not in result.text
    source_spans, made_spans = differing_spans(sentence.text, result.text)
    assert _without(sentence.text, source_spans) == _without(result.text, made_spans)
    for text, spans in ((sentence.text, source_spans), (result.text, made_spans)):
        assert all(0 <= a < b <= len(text) and text[a:b].strip() == text[a:b] for a, b in spans)


def _without(text: str, spans) -> list[str]:
    for start, end in reversed(spans):
        text = text[:start] + " " + text[end:]
    return text.lower().replace(".", " .").split()


@given(WORDS)
def test_no_replacement_changes_nothing(words):
    sentence = sentence_of(words)
    result = rewrite(sentence, [])
    assert (result.text, *differing_spans(sentence.text, result.text)) == (sentence.text, (), ())


def test_capitals_and_articles_follow_the_words(parsed):
    sentence = read(
        parsed(
            "After/IN/case/3 a/DT/det/3 merger/NN/obl/6 ,/,/punct/3 Rome/NNP/nsubj/6 bought/VBD/root/0/buy "
            "apples/NNS/obj/6/apple ././punct/6"
        )
    )
    moved = piece(sentence, 0, 3)
    assert moved == "after a merger"
    start, stop = sentence.words[0].start, sentence.words[4].start
    end = sentence.words[6].end
    text = rewrite(sentence, [Replacement(start, stop, ""), Replacement(end, end, f" {moved}")]).text
    assert text == "Rome bought apples after a merger."
    first = sentence.words[2]
    assert rewrite(sentence, [Replacement(first.start, first.end, "audit")]).text.startswith(
        "After an audit,"
    )


def test_a_first_word_that_is_pushed_inwards_loses_its_capital(parsed):
    sentence = read(parsed("The/DT/det/2 bank/NN/nsubj/3 paid/VBD/root/0/pay ././punct/3"))
    assert rewrite(sentence, [Replacement(0, 0, "on Friday, ")]).text == "On Friday, the bank paid."


def test_commas_do_not_double_or_dangle(parsed):
    sentence = read(
        parsed(
            "We/PRP/nsubj/2/we paid/VBD/root/0/pay ,/,/punct/2 however/RB/advmod/2 ,/,/punct/4 today/NN/obl/2 ././punct/2"
        )
    )
    words = sentence.words
    assert rewrite(sentence, [Replacement(words[3].start, words[3].end, "")]).text == "We paid, today."
    assert rewrite(sentence, [Replacement(words[3].start, words[5].end, "")]).text == "We paid."


def test_overlapping_replacements_are_refused(parsed):
    sentence = read(parsed("We/PRP/nsubj/2/we paid/VBD/root/0/pay ././punct/2"))
    with pytest.raises(ValueError, match="overlap"):
        rewrite(sentence, [Replacement(0, 4, "a"), Replacement(2, 5, "b")])


@pytest.mark.parametrize(
    ("word", "article"),
    [("hour", "an"), ("unit", "a"), ("uninsured", "an"), ("FBI", "an"), ("NATO", "a"), ("8-year-old", "an"), ("18", "an"),
     ("180", "a"), ("European", "a"), ("apple", "an"), ("one-day", "a"), ("U.S", "a"), ("SMS", "an")],
)  # fmt: skip
def test_indefinite_article(word, article):
    assert indefinite_article(word) == article


def test_mid_sentence_keeps_names_and_acronyms(parsed):
    words = read(
        parsed(
            "Rome/NNP/nsubj/4 NATO/NNP/conj/1 Jewish/JJ/amod/1 said/VBD/root/0/say Officials/NNS/obj/4/official I/PRP/obj/4 ././punct/4"
        )
    ).words
    assert [mid_sentence(words[i]) for i in (0, 1, 2, 4, 5)] == ["Rome", "NATO", "Jewish", "officials", "I"]


def test_differing_spans_ignore_case():
    source, made = "The dog bit the man.", "the man bit the dog."
    a, b = differing_spans(source, made)
    assert [source[i:j] for i, j in a] == ["dog", "man"]
    assert [made[i:j] for i, j in b] == ["man", "dog"]


def test_the_first_half_of_a_hyphenated_word_is_no_name(parsed):
    doc = parsed(
        "Low/NNP/compound/3 -/HYPH/punct/1 income/NN/compound/4 earners/NNS/nsubj/5/earner pay/VBP/root/0 ././punct/5"
    )
    assert mid_sentence(read(doc).words[0]) == "low"


def test_an_adjective_read_as_a_name_loses_its_capital(parsed):
    sentence = read(parsed("Remote/NNP/amod/2 access/NN/nsubj/3 failed/VBD/root/0/fail ././punct/3"))
    assert mid_sentence(sentence.words[0]) == "remote"
    sentence = read(parsed("Oslo/NN/nsubj/2 grew/VBD/root/0/grow ././punct/2"))
    assert mid_sentence(sentence.words[0]) == "Oslo"


@pytest.mark.parametrize(
    ("made", "source", "words"),
    [
        (
            "We mend the boiler.",
            "We repair the boiler if the tenant asks for it.",
            ["if the tenant asks for it"],
        ),
        ("Kettles and ovens are sold.", "Lamps, kettles and ovens are on sale.", ["Lamps,"]),
        ("The lamps are used.", "The lamps aren't used.", ["aren't"]),
        ("The same.", "The same.", []),
    ],
)
def test_what_was_left_out_is_found_beside_other_rewordings(made, source, words):
    assert [source[start:end] for start, end in left_out(made, source)] == words
