"""A direction that is turned round is never the same, where nothing else differs."""

import pytest

from verisieve.models.judging import TURNED_ROUND
from verisieve.tests.models.text.spelt import related_both_ways


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("CHF to NOK", "nok to chf", True),
        ("chf -> nok", "nok -> chf", True),
        ("ferry from Oslo to Kiel on Monday", "Ferry from Kiel to Oslo on Monday?", True),
        ("bus New Haven to Port Arthur harbour", "bus Port Arthur harbour to New Haven", True),
        ("convert ounces into grams", "convert grams into ounces", True),
        ("how far is it from Oslo to Kiel", "how far is it from Kiel to Oslo", False),  # left to the model
        ("ferry from Oslo to Kiel", "ferry to Kiel from Oslo", False),
        ("ferry from Oslo to Kiel", "ferry from Kiel to Bergen", False),
        ("day to day work", "day to day work!", False),
        ("I want to eat", "to eat I want", False),
    ],
)
def test_a_direction_turned_round_is_never_the_same(one, other, differ):
    for found in related_both_ways(one, other):
        assert (found.never_same, found.reason.startswith(TURNED_ROUND)) == (differ, differ)
