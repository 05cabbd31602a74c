# ruff: noqa: E501 (a parse is one long line)
from collections import Counter

from verisieve.data_gen.edits.apply import rewrite
from verisieve.data_gen.edits.edit import Replacement
from verisieve.data_gen.edits.families import rules_for
from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.edits.spans import differing_spans
from verisieve.data_gen.parsing.reading import read

COMPANY = (
    "The/DT/det/3 small/JJ/amod/3 company/NN/nsubj/4 acquired/VBD/root/0/acquire the/DT/det/7 large/JJ/amod/7 "
    "bank/NN/obj/4 ././punct/4"
)


def test_rows_have_spans_and_labels(parsed):
    doc = parsed(COMPANY)
    rows = list(make(doc, 0))
    assert {"negation", "argument_swap", "modifier_rebinding", "paraphrase"} <= {row.family for row in rows}
    for row in rows:
        assert row.rule.startswith(row.family + ".")
        assert row.label == rules_for("en")[row.rule].label
        assert row.text != doc.text
        assert row.source_spans or row.made_spans
    swapped = next(row for row in rows if row.family == "modifier_rebinding")
    assert [doc.text[a:b] for a, b in swapped.source_spans] == ["small", "large"]
    assert [swapped.text[a:b] for a, b in swapped.made_spans] == ["large", "small"]


def test_a_word_loses_the_capital_of_a_sentence_with_a_slip_in_it(nlp):
    sentence = read(nlp("Account managers can see the bill."))
    typo = Replacement(0, 7, "Avcount")
    assert (
        rewrite(sentence, (Replacement(0, 0, "only "), typo)).text
        == "Only avcount managers can see the bill."
    )
    assert rewrite(sentence, (typo,)).text == "Avcount managers can see the bill."


def test_spans_are_found_within_the_part_that_changed(nlp):
    """The shortcut that a made sentence takes gives what comparing the whole texts gives."""
    texts = [
        "Ana sold an old car to Ben on Monday.",
        "The tenant who left paid the landlord, and he thanked her.",
    ]
    rows = [row for text in texts for row in make(nlp(text), 0)]
    assert len(rows) >= 10
    for row in rows:
        assert row.spans == differing_spans(row.source, row.text)


def test_the_same_seed_makes_the_same_rows_and_leaves_the_doc_alone(parsed):
    doc = parsed(COMPANY)
    before = doc.to_bytes()
    first = list(make(doc, 3))
    assert first == list(make(doc, 3))
    assert doc.to_bytes() == before


def test_rejections_are_counted_by_guard(parsed):
    rejections: Counter[str] = Counter()
    fragment = parsed("The/DT/det/3 old/JJ/amod/3 house/NN/root/0 ././punct/3")
    assert list(make(fragment, 0, rejections=rejections)) == []
    assert rejections == {"no_finite_clause": 1}


def test_only_the_wanted_families_run(parsed):
    rows = make(parsed(COMPANY), 0, ["negation"])
    assert {row.family for row in rows} == {"negation"}


def test_only_the_wanted_rules_are_taken(parsed):
    everything = {row.rule for row in make(parsed(COMPANY), 0)}
    wanted = {"negation.do_support", "argument_swap.subject_object"}
    rejections: Counter[str] = Counter()
    rows = make(parsed(COMPANY), 0, ["negation", "argument_swap"], rejections, wanted)
    assert {row.rule for row in rows} <= wanted
    assert "argument_swap.subject_object" in everything


def test_texts_are_unique(parsed):
    doc = parsed("Anna/NNP/nsubj/2 saw/VBD/root/0/see Mary/NNP/obj/2 ././punct/2")
    texts = [row.text for row in make(doc, 0)]
    assert len(texts) == len(set(texts))
    assert texts.count("Mary saw Anna.") == 1
