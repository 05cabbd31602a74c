"""A direction that is turned round is never the same, where nothing else differs."""

import pytest

from verisieve.models.judging import TURNED_ROUND, relation
from verisieve.models.text.surface import Surface


def spelt(text: str) -> Surface:
    """A surface whose tokens hide nothing."""
    words = [word.casefold() for word in text.split()]
    return Surface(tuple(((int.from_bytes(word.encode()),), word) for word in words), (), ("", ""), text)


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
    for query, candidate in ((one, other), (other, one)):
        found = relation(spelt(query), spelt(candidate))
        assert (found.never_same, found.reason.startswith(TURNED_ROUND)) == (differ, differ)
