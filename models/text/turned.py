"""Directions: two texts of the same words in which the two sides of a "to" change places never say the same.

A rule beside the model, which has few words to go by where it is all that is typed, "EUR to USD"; judging.py
asks it before the model is heard. What is the same both ways, a distance or a likeness, is left to the model.
"""

import re

_WORD = re.compile(r"->|→|[\w'’]+")
_TO = frozenset(("to", "into", "->", "→"))
_SYMMETRIC = frozenset(
    (
        *("adjacent", "close", "closer", "compare", "compared", "distance", "equal", "equivalent", "far"),
        *("identical", "married", "near", "next", "parallel", "related", "relative", "similar"),
    )
)
SIDE = 3
"""Words of a side, at most: "New York City to San Francisco"."""
SIGNS = 10
"""Texts of the same words differ by no more than so many signs and spaces."""


def turned_round(query: str, candidate: str) -> str:
    """Say which direction is turned round, "eur to usd / usd to eur"; "" where none is, or more differs."""
    if abs(len(query) - len(candidate)) > SIGNS:
        return ""
    ours, theirs = (_WORD.findall(text.casefold()) for text in (query, candidate))
    if ours == theirs or sorted(ours) != sorted(theirs) or not _SYMMETRIC.isdisjoint(ours):
        return ""
    for place, word in enumerate(ours):
        for start in range(max(0, place - SIDE), place) if word in _TO else ():
            for end in range(place + 2, min(place + SIDE + 1, len(ours)) + 1):
                left, right = ours[start:place], ours[place + 1 : end]
                if [*ours[:start], *right, word, *left, *ours[end:]] == theirs:
                    one, other = " ".join([*left, word, *right]), " ".join([*right, word, *left])
                    return f"{one} / {other}"
    return ""
