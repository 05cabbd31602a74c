"""One time of the clock in two halves of the day is never the same."""

import pytest

from verisieve.models.judging import OTHER_HALF
from verisieve.models.text.clock import other_half
from verisieve.tests.models.text.spelt import related_both_ways


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("The meeting starts at 9:00 am.", "The meeting starts at 9:00 pm.", True),
        ("wake me at 7 a.m.", "Wake me at 7:00 PM", True),
        ("wake me at 7 am", "wake me at 7:00 a.m.", False),
        ("open from 9 am to 9 pm", "open from 9 am to 9 pm daily", False),
        ("open from 9 am to 9 pm", "opens at 9 pm", False),  # left to the model
        ("wake me at 7", "wake me at 7 pm", False),
        ("wake me at 7 am", "wake me at 8 pm", False),
        ("I am 9 and pm is short", "I am 9 and am is short", False),
    ],
)
def test_one_time_of_the_clock_in_two_halves_of_the_day_is_not_the_same(one, other, differ):
    for query, candidate in ((one, other), (other, one)):
        assert bool(other_half(query, candidate)) == differ
    for found in related_both_ways(one, other):
        assert (found.never_same, found.reason.startswith(OTHER_HALF)) == (differ, differ)
