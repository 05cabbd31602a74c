"""Checks of what callers hand the verifier: lists of texts, pairs of texts."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np

from ...common.errors import InputError

Item = TypeVar("Item")


def several(texts: Sequence[Item]) -> list[Item]:
    """Return texts as a list; InputError for a single text, of which the letters would be taken."""
    if isinstance(texts, str):
        raise InputError(f"a list of texts is needed, not one text ({texts[:40]!r}): give [text]")
    if not isinstance(texts, Iterable):
        raise InputError(f"a list of texts is needed, not {type(texts).__name__}")
    return list(texts)


def checked_texts(texts: Sequence[str]) -> list[str]:
    """Return texts as a list. Raises InputError for the first that is none."""
    result = several(texts)
    for number, text in enumerate(result):
        if not isinstance(text, str):
            raise InputError(f"text {number}: must be a text, not {type(text).__name__}")
    return result


def checked_count(name: str, value: int) -> int:
    """Return how many are wanted; InputError for what is no whole number from 1."""
    if not isinstance(value, int | np.integer) or isinstance(value, bool) or value < 1:
        raise InputError(f"{name} must be a whole number from 1, not {value!r:.40}")
    return int(value)


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
