"""Which register two texts are compared in."""

import pytest

from verisieve.models.calibration import Calibration
from verisieve.models.text.register import is_request, register_of, registers_of
from verisieve.models.verdict import thresholds_of

REQUESTS = [
    "How do I cancel my order?",
    "how do i cancel my order",
    "Cancel my order.",
    "cancel order 4711",
    "I'd like to cancel my order.",
    "hey, my parcel is late, what now",
    "“Where is it?”",
    "flights Berlin Rome friday",
    "Please send the invoice again.",
    "need to move my appointment to Monday",
]
STATEMENTS = [
    "The tenant pays the landlord.",
    "Payment of the fee is due on the first day of each month.",
    "Request is the word that the form uses.",
    "A man in a red coat is riding a brown horse along the beach",
    "The river rises in the north and flows south into the lake.",
]


@pytest.mark.parametrize("text", REQUESTS)
def test_what_asks_for_something_is_a_request(text):
    assert is_request(text)
    assert register_of(text, "The tenant pays the landlord.") == "request"
    assert register_of("The tenant pays the landlord.", text) == "request"


@pytest.mark.parametrize("text", STATEMENTS)
def test_what_states_something_is_none(text):
    assert not is_request(text)
    assert register_of(text, text) == "statement"


def test_several_sentences_against_one_are_a_passage():
    passage = (
        "Orders can be cancelled from the account page until they are packed. After that, refuse the parcel "
        "at the door, and the money comes back within a week."
    )
    assert register_of("How do I cancel my order?", passage) == "passage"
    assert register_of("Orders can be cancelled.", passage) == "passage"
    assert register_of(passage, "How do I cancel my order?") == "request"


@pytest.mark.parametrize("text", ["", " ", "?", "!!!", "好的", "\U0001f642", "a\nb"])
def test_any_text_has_a_register(text):
    assert registers_of([(text, text)])[0] in ("request", "statement", "passage")


def test_a_register_has_the_thresholds_chosen_for_it_or_the_common_ones():
    calibration = Calibration(cache_threshold=0.8, gate_threshold=0.9, registers=(("request", 0.6, 0.7),))
    pairs = [("How long?", "For how long?"), ("It rains.", "It snows.")]
    cache, gate = thresholds_of(calibration, pairs)
    assert (cache.tolist(), gate.tolist()) == ([0.6, 0.8], [0.7, 0.9])
    assert [each.tolist() for each in thresholds_of(Calibration(), pairs)] == [[0.5, 0.5], [0.5, 0.5]]
    assert [each.shape for each in thresholds_of(calibration, [])] == [(0,), (0,)]
