"""Checks of what callers hand the verifier: lists of texts, pairs of texts."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from ..common.errors import InputError

Item = TypeVar("Item")


def several(texts: Sequence[Item]) -> list[Item]:
    """Return texts as a list; InputError for a single text, of which the letters would be taken."""
    if isinstance(texts, str):
        raise InputError(f"a list of texts is needed, not one text ({texts[:40]!r}): give [text]")
    return list(texts)


def checked_pairs(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return pairs as a list. Raises InputError for the first that is not two texts."""
    result: list[tuple[str, str]] = []
    for number, pair in enumerate(several(pairs)):
        texts = () if isinstance(pair, str) or not isinstance(pair, Iterable) else tuple(pair)
        if len(texts) != 2 or not all(isinstance(text, str) for text in texts):
            raise InputError(
                f"pair {number}: must be a query and a candidate, two texts, not {str(pair)[:80]}"
            )
        result.append((texts[0], texts[1]))
    return result
