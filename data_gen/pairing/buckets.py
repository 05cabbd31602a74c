"""Into which bucket of length and word overlap a pair falls: what the audit counts and balancing evens."""

import re
from bisect import bisect_right
from collections import Counter
from functools import lru_cache

SENTENCE = "sentence"  # the grain of a pair of sentences, and of datasets made before there were two
WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")
LENGTHS = (11, 16, 21, 31, 61, 121)
DIFFERENCES = (1, 3, 6, 11)
OVERLAPS = (0.4, 0.6, 0.7, 0.8, 0.9, 1.0)


def words(text: str) -> list[str]:
    """Return a text's words and punctuation marks in lower case.

    >>> words("It's Rome's, no?")
    ["it's", "rome's", ',', 'no', '?']
    """
    return WORD.findall(text.lower())


@lru_cache(maxsize=64)  # the wordings of one source are compared with each other
def _counted(text: str) -> Counter[str]:
    return Counter(words(text))


def length_bucket(candidate: str) -> str:
    """Name the bucket of a candidate's length in words.

    >>> length_bucket("one two three")
    '1 to 10 words'
    """
    place = bisect_right(LENGTHS, len(candidate.split()))
    if place == len(LENGTHS):
        return f"{LENGTHS[-1]} words or more"
    low = LENGTHS[place - 1] if place else 1
    return f"{low} to {LENGTHS[place] - 1} words"


def difference_bucket(anchor: str, candidate: str) -> str:
    """Name the bucket of the difference in length of two texts, in words.

    >>> difference_bucket("one two three", "one")
    '1 to 2 words'
    """
    difference = abs(len(anchor.split()) - len(candidate.split()))
    place = bisect_right(DIFFERENCES, difference)
    if place == len(DIFFERENCES):
        return f"{DIFFERENCES[-1]} words or more"
    return f"{DIFFERENCES[place - 1]} to {DIFFERENCES[place] - 1} words" if place else "0 words"


def overlap(anchor: str, candidate: str, grain: str = SENTENCE) -> float:
    """Return how much of their words two texts share, 0 to 1: intersection over union of the two sets.

    For a candidate that is a passage: the share of the anchor's words that it holds.
    """
    first, second = _counted(anchor).keys(), _counted(candidate).keys()
    whole = first | second if grain == SENTENCE else first
    return len(first & second) / max(1, len(whole))


def shared(first: str, second: str) -> float:
    """Return the share of the longer text's words that the other text has as well, 0 to 1.

    >>> shared("Ruth saw Anna.", "Ruth met Anna on Monday.")
    0.5
    """
    one, other = _counted(first), _counted(second)
    return (one & other).total() / max(1, one.total(), other.total())


def overlap_bucket(anchor: str, candidate: str, grain: str = SENTENCE) -> str:
    """Name the bucket of two texts' word overlap.

    >>> overlap_bucket("Ruth saw Anna.", "Anna saw Ruth.")
    '1.0 (the same words)'
    >>> overlap_bucket("Ruth saw Anna.", "Ruth never saw Anna.")
    '0.8 to 0.9'
    """
    place = bisect_right(OVERLAPS, overlap(anchor, candidate, grain))
    if place == len(OVERLAPS):
        return "1.0 (the same words)"
    return f"{OVERLAPS[place - 1] if place else 0.0:.1f} to {OVERLAPS[place]:.1f}"
