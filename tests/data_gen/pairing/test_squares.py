"""The design of the pairs: balanced texts, names of the edits, spans, and how many squares there can be."""

import random
from collections import Counter

import pytest

from verisieve.data_gen.pairing.quadruples import (
    Near,
    Wording,
    crossed_square,
    near_miss_row,
    same_row,
    square,
    squares,
)

TEXT = Wording("Ana met Ben on Monday.", 0)
NATURAL = Wording("It was on Monday that Ana saw Ben.", 1)
MOVED = Wording("On Monday, Ana met Ben.", 0, "paraphrase.adjunct_movement")


def near(rule: str, new: str) -> Near:
    plain = Wording(TEXT.text.replace("met", new), 0, rule, near_miss=True)
    reworded = Wording(MOVED.text.replace("met", new), 0, rule, near_miss=True)
    return Near(TEXT, plain, plain, reworded, (None, MOVED))


@pytest.mark.parametrize("exchanged", [False, True])
def test_in_a_square_the_near_miss_and_the_candidate_have_both_labels(exchanged):
    one = near("negation.never", "never met")
    rows = square(TEXT, MOVED, one, exchanged)
    labels: dict[str, list[int]] = {}
    for row in rows:
        labels.setdefault(row.candidate.text, []).append(row.label)
    assert sorted(map(sorted, labels.values())) == [[0, 1], [0, 1]]
    anchors = {row.label: {r.anchor.text for r in rows if r.label == row.label} for row in rows}
    assert anchors[0] == {TEXT.text, (one.reworded if exchanged else one.plain).text}
    assert anchors[1] == {TEXT.text, (one.plain if exchanged else one.reworded).text}
    assert all(row.anchor is not row.candidate for row in rows)
    for row in rows:  # the label is whether the two mean the same
        assert row.label == (row.anchor.near_miss == row.candidate.near_miss)


@pytest.mark.parametrize("exchanged", [False, True])
def test_what_stands_around_a_text_is_on_one_side_with_either_label(exchanged):
    framed = Wording(f"hi, {TEXT.text}", 0, "register.chatty")
    plain = Wording(TEXT.text.replace("met", "saw"), 0, "substitution.antonym", near_miss=True)
    reworded = Wording(f"hi, {plain.text}", 0, "substitution.antonym", near_miss=True)
    rows = crossed_square(TEXT, framed, Near(TEXT, plain, plain, reworded, (None, framed)), exchanged)
    sides = Counter(
        (row.label, row.anchor.text[:3] == "hi,", row.candidate.text[:3] == "hi,") for row in rows
    )
    assert sides == {(0, exchanged, not exchanged): 2, (1, exchanged, not exchanged): 2}
    for row in rows:
        assert row.label == (row.anchor.near_miss == row.candidate.near_miss)
    for text in {row.anchor.text for row in rows}:
        assert sorted(row.label for row in rows if row.anchor.text == text) == [0, 1]


def test_edits_name_every_step_with_the_one_that_decides_last():
    one = near("negation.never", "never met")
    where = one.spans()
    assert near_miss_row(TEXT, one.plain, one, where).edit == "negation.never"
    assert near_miss_row(MOVED, one.reworded, one, where).edit == "negation.never"
    assert near_miss_row(one.plain, MOVED, one, where).edit == "paraphrase.adjunct_movement+negation.never"
    assert near_miss_row(NATURAL, one.plain, one, where).edit == "paraphrase.natural+negation.never"
    natural = near_miss_row(NATURAL, one.reworded, one, where).edit
    assert natural == "paraphrase.natural+paraphrase.adjunct_movement+negation.never"
    same = square(TEXT, MOVED, one, exchanged=False)[2]
    assert (same.edit, same.family) == ("negation.never+paraphrase.adjunct_movement", "paraphrase")
    assert same_row(TEXT, NATURAL).edit == "paraphrase.natural"
    assert same_row(NATURAL, MOVED).edit == "paraphrase.natural+paraphrase.adjunct_movement"


def test_spans_are_the_words_that_change_the_meaning():
    one = near("substitution.verb", "left")
    for anchor, candidate in (
        (TEXT, one.plain),
        (one.plain, TEXT),
        (MOVED, one.reworded),
        (MOVED, one.plain),
    ):
        row = near_miss_row(anchor, candidate, one, one.spans())
        shown = [
            [side.text[a:b] for a, b in spans]
            for side, spans in ((anchor, row.anchor_spans), (candidate, row.candidate_spans))
        ]
        assert shown == ([["left"], ["met"]] if anchor is one.plain else [["met"], ["left"]])
    assert near_miss_row(NATURAL, one.plain, one, one.spans()).anchor_spans == ()  # not known
    row = same_row(MOVED, TEXT)
    assert (row.anchor_spans, row.candidate_spans) == ((), ())  # nothing changes the meaning


def test_a_near_miss_may_be_paired_in_two_rewordings():
    now = Wording("Ana met up with Ben on Monday.", 0, "paraphrase.verb_phrase")
    edit = Wording("Ana met Ben on Friday.", 0, "temporal.date", near_miss=True)
    plain = Wording("Ana met up with Ben on Friday.", 0, "temporal.date", near_miss=True)
    reworded = Wording("On Friday, Ana met Ben.", 0, "temporal.date", near_miss=True)
    one = Near(TEXT, edit, plain, reworded, (now, MOVED))
    where = one.spans()
    assert near_miss_row(TEXT, plain, one, where).edit == "paraphrase.verb_phrase+temporal.date"
    assert near_miss_row(now, plain, one, where).edit == "temporal.date"
    row = near_miss_row(TEXT, plain, one, where)
    assert [TEXT.text[a:b] for a, b in row.anchor_spans] == ["Monday"]
    assert [plain.text[a:b] for a, b in row.candidate_spans] == ["Friday"]
    same = square(TEXT, MOVED, one, exchanged=False)[2]
    assert same.edit == "temporal.date+paraphrase.verb_phrase+paraphrase.adjunct_movement"
    assert (same.anchor, same.candidate) == (reworded, plain)


def test_no_pair_of_wordings_serves_two_squares():
    several = [near(f"substitution.v{n}", verb) for n, verb in enumerate(["left", "saw", "paid"])]
    made = list(squares([TEXT, MOVED], several, random.Random(0)))
    assert len(made) == 2  # (T, T+) and (T+, T)
    positives = [(row.anchor.text, row.candidate.text) for _, rows in made for row in rows if row.label == 1]
    assert len(positives) == len(set(positives))


def test_a_crossed_square_that_is_turned_takes_the_pair_that_it_shows():
    framed = Wording(f"hi, {TEXT.text}", 0, "register.chatty")
    several = []
    for verb in ("left", "saw", "paid"):
        plain = Wording(TEXT.text.replace("met", verb), 0, f"substitution.{verb}", near_miss=True)
        reworded = Wording(f"hi, {plain.text}", 0, plain.rule, near_miss=True)
        several.append(Near(TEXT, plain, plain, reworded, (None, framed)))
    for seed in range(8):
        made = list(squares([TEXT, framed], several, random.Random(seed)))
        positives = [(row.anchor.text, row.candidate.text) for _, rows in made for row in rows if row.label]
        assert len(positives) == len(set(positives))


def test_anchors_are_natural_texts_where_there_are_enough():
    several = [near(f"substitution.v{n}", verb) for n, verb in enumerate(["left", "saw"])]
    made = list(squares([TEXT, NATURAL, MOVED], several, random.Random(0)))
    anchors = Counter(row.anchor.text for _, rows in made for row in rows if not row.anchor.near_miss)
    assert set(anchors) == {TEXT.text, NATURAL.text}


def test_a_near_miss_without_rewording_makes_no_square():
    plain = Wording("Ana never met Ben on Monday.", 0, "negation.never", near_miss=True)
    alone = Near(TEXT, plain, plain)
    assert list(squares([TEXT, MOVED], [alone], random.Random(0))) == []
