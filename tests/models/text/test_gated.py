"""Which candidates the gate may drop."""

import pytest

from verisieve.models.calibration import NEVER, Calibration
from verisieve.models.text.gated import is_gated
from verisieve.models.verdict import thresholds_of

PASSAGE = (
    "The court may lower a late fee. A tenant who pays by the tenth of the month owes no late fee at all."
)
CLAIM = "A tenant who pays by the tenth owes a late fee."


@pytest.mark.parametrize(
    "topic", ["late fees of tenants", "lowering of fees by a court", "rent law", "comparison of late fees"]
)
def test_nothing_that_a_topic_recalls_is_dropped(topic):
    assert not is_gated(topic, PASSAGE)
    assert not is_gated(
        topic, "fees, charges, interest and other costs that landlords ask of tenants for late payment"
    )


@pytest.mark.parametrize(
    "claim",
    [
        "Judges reduce charges for overdue rent.",
        "Courts lower late fees.\nThat holds for every lease signed after the reform of last year.",
        "Interest accrues on overdue rent from the tenth day.",
    ],
)
def test_a_passage_that_repeats_no_claim_s_words_is_not_dropped(claim):
    assert not is_gated(
        claim, f"{PASSAGE} Nothing else is owed. The rule holds for flats and for shops alike."
    )


@pytest.mark.parametrize(
    "more",
    [
        "where the landlord, who has to ask for it in writing and within a year, can show a bank was late",
        "as soon as a court, an agency or an arbitrator has found that neither side kept its promises",
    ],
)
def test_a_long_sentence_that_holds_a_claim_s_words_among_many_says_something_else(more):
    sentence = f"A tenant who pays by the tenth owes no late fee, {more}."
    assert not is_gated(CLAIM, f"{sentence} Nothing else is owed.")
    assert is_gated(CLAIM, "A tenant who pays by the tenth owes no late fee. Nothing else is owed.")


@pytest.mark.parametrize(
    ("query", "candidate"),
    [
        ("Who pays the late fee?", PASSAGE),
        ("who pays the late fee", PASSAGE),
        (CLAIM, PASSAGE),
        (CLAIM, f"Rent is due on the first. {PASSAGE}"),
        ("cancel my lease", PASSAGE),
        ("flights Berlin Rome friday", "flights Rome Berlin friday"),
        ("flights Berlin Rome friday", "Are there flights from Rome to Berlin on Friday?"),
        ("The tenant pays.", "The landlord is paid."),
        (PASSAGE, "late fees"),
    ],
)
def test_what_asks_or_is_repeated_or_of_one_length_is_gated(query, candidate):
    assert is_gated(query, candidate)


@pytest.mark.parametrize("text", ["", " ", "?", "1", "好的", "\U0001f642", "a\nb", "." * 200])
def test_any_two_texts_have_an_answer(text):
    for other in (text, PASSAGE, ""):
        assert isinstance(is_gated(text, other), bool)
        assert isinstance(is_gated(other, text), bool)


def test_the_gate_threshold_of_what_is_not_gated_is_never_reached():
    calibration = Calibration(cache_threshold=0.8, gate_threshold=0.9, registers=(("passage", 0.7, 0.95),))
    long = f"{PASSAGE} Nothing else is owed."
    cache, gate = thresholds_of(calibration, [("late fees", long), (CLAIM, long), ("It rains.", "It snows.")])
    assert (cache.tolist(), gate.tolist()) == ([0.7, 0.7, 0.8], [NEVER, 0.95, 0.9])
