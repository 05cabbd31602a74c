# ruff: noqa: E501 (a parse is one long line)

import pytest

from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.edits.temporal.date import mentions, ordinal
from verisieve.data_gen.parsing.reading import read

MATCH = "The/DT/det/2 concert/NN/nsubj/3 took/VBD/root/0/take place/NN/obj/3 before/IN/case/7 the/DT/det/7 match/NN/obl/3 ././punct/3"
SIGNED = "She/PRP/nsubj/2 signed/VBD/root/0/sign the/DT/det/4 lease/NN/obj/2 before/IN/mark/7 she/PRP/nsubj/7 left/VBD/advcl/2/leave ././punct/2"
REFUND = "No/DT/det/2 refund/NN/nsubj:pass/4 is/VBZ/aux:pass/4/be issued/VBN/root/0/issue after/IN/case/7 30/CD/nummod/7 days/NNS/obl/4/day ././punct/4"

CASES = [
    (MATCH, "The concert took place after the match.", "order"),
    (MATCH, "The match took place before the concert.", "events"),
    (MATCH, "The match took place after the concert.", "converse"),
    (SIGNED, "She signed the lease after she left.", "order"),
    (SIGNED, "She left before she signed the lease.", "events"),
    (SIGNED, "She left after she signed the lease.", "converse"),
    (REFUND, "No refund is issued within 30 days.", "bound"),
    (REFUND, "No refund is issued after 60 days.", "duration"),
    ("It/PRP/nsubj/2 rained/VBD/root/0/rain on/IN/case/4 Monday/NNP/obl/2 ././punct/2", "It rained on Thursday.", "date"),
    ("It/PRP/nsubj/2 rained/VBD/root/0/rain for/IN/case/5 two/CD/nummod/5 weeks/NNS/obl/2/week ././punct/2",
     "It rained for 14 days.", "units"),
]  # fmt: skip

CLEARNLP = [
    ("No/DT/det/2 refund/NN/nsubjpass/4 is/VBZ/auxpass/4/be issued/VBN/ROOT/0/issue after/IN/prep/4 30/CD/nummod/7 days/NNS/pobj/5/day ././punct/4",
     "No refund is issued within 30 days.", "bound"),
    ("The/DT/det/2 concert/NN/nsubj/3 took/VBD/ROOT/0/take place/NN/dobj/3 before/IN/prep/3 the/DT/det/7 match/NN/pobj/5 ././punct/3",
     "The match took place after the concert.", "converse"),
    ("She/PRP/nsubj/2 signed/VBD/ROOT/0/sign the/DT/det/4 lease/NN/dobj/2 before/IN/mark/7 she/PRP/nsubj/7 left/VBD/advcl/2/leave ././punct/2",
     "She left after she signed the lease.", "converse"),
]  # fmt: skip

NOTHING = [
    "The/DT/det/2 boat/NN/nsubj:pass/4 was/VBD/aux:pass/4/be named/VBN/root/0/name after/IN/case/6 her/PRP/obl/4 ././punct/4",
    "He/PRP/nsubj/2 appeared/VBD/root/0/appear before/IN/case/5 the/DT/det/5 court/NN/obl/2 ././punct/2",
    "He/PRP/nsubj/3 may/MD/aux/3 leave/VB/root/0 ././punct/3",
]


@pytest.mark.parametrize(("table", "wanted", "rule"), CASES)
def test_universal_labels(parsed, made, table, wanted, rule):
    assert any(made(parsed(table), "temporal", seed).get(wanted) == rule for seed in range(40))


@pytest.mark.parametrize(("table", "wanted", "rule"), CLEARNLP)
def test_clearnlp_labels(parsed, made, table, wanted, rule):
    assert any(made(parsed(table), "temporal", seed).get(wanted) == rule for seed in range(40))


@pytest.mark.parametrize("table", NOTHING)
def test_other_senses_yield_nothing(parsed, made, table):
    assert all(made(parsed(table), "temporal", seed) == {} for seed in range(8))


def test_an_event_that_never_happened_has_no_converse(parsed):
    died = parsed(
        "He/PRP/nsubj/2 died/VBD/root/0/die before/IN/mark/5 he/PRP/nsubj/5 left/VBD/advcl/2/leave ././punct/2"
    )
    rows = [row for seed in range(8) for row in make(died, seed, ["temporal"])]
    assert rows
    assert all(row.label == 0 for row in rows)


def test_shifted_dates_keep_their_order_and_exist(parsed):
    doc = parsed(
        "It/PRP/nsubj/2 opened/VBD/root/0/open in/IN/case/4 1997/CD/obl/2 and/CC/cc/6 closed/VBD/conj/2/close "
        "in/IN/case/8 1999/CD/obl/6 ././punct/2"
    )
    shifted = 0
    for seed in range(60):
        for row in make(doc, seed, ["temporal"]):
            if row.rule == "temporal.date":
                first, last = (int(word) for word in row.text.replace(".", "").split() if word.isdigit())
                shifted += 1
                assert first < last
    assert shifted
    lease = parsed(
        "It/PRP/nsubj/2 ends/VBZ/root/0/end on/IN/case/5 June/NNP/nmod:unmarked/5 30/CD/obl/2 ././punct/2"
    )
    texts = {row.text for seed in range(200) for row in make(lease, seed, ["temporal"])}
    assert any("May 30" in text for text in texts)
    assert not any("February 30" in text for text in texts)


def test_mentions_are_dates_not_counts(parsed):
    books = parsed("Anna/NNP/nsubj/2 owns/VBZ/root/0/own 2000/CD/nummod/4 books/NNS/obj/2/book ././punct/2")
    closed = parsed("It/PRP/nsubj/2 closed/VBD/root/0/close in/IN/case/4 2000/CD/obl/2 ././punct/2")
    assert [m.text for m in mentions(read(books))] == []
    assert [(m.kind, m.text) for m in mentions(read(closed))] == [("year", "2000")]


def test_ordinals():
    assert [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 22, 30)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "30th",
    ]  # fmt: skip
