"""What two texts are to each other by the rules beside the model, where the tokens hide nothing."""

from verisieve.models.judging import Relation, relation
from verisieve.models.text.surface import Surface


def related_both_ways(one: str, other: str) -> tuple[Relation, Relation]:
    """Return the relation of each text, as a query, to the other."""
    first, second = _spelt(one), _spelt(other)
    return relation(first, second), relation(second, first)


def _spelt(text: str) -> Surface:
    words = [word.casefold() for word in text.split()]
    return Surface(tuple(((int.from_bytes(word.encode()),), word) for word in words), (), ("", ""), text)
