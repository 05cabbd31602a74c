"""Times of the clock: two texts that name one time in two halves of the day never say the same.

A rule beside the model, for one letter that decides; judging.py asks it before the model is heard.
"""

import re
from functools import lru_cache

_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\s*([ap])\.?m\b\.?", re.IGNORECASE)


def other_half(query: str, candidate: str) -> str:
    """Say which time stands in two halves of the day, "9:00 am / 9:00 pm"; "" where none does."""
    if not (ours := _halves_of_day(query)):
        return ""
    theirs = _halves_of_day(candidate)
    for time, halves in ours.items():
        others = theirs.get(time, halves)
        if not halves & others:
            return " / ".join(
                " ".join(f"{time} {half}m" for half in sorted(side)) for side in (halves, others)
            )
    return ""


@lru_cache(maxsize=2)  # a query's are asked for with each of its candidates
def _halves_of_day(text: str) -> dict[str, set[str]]:
    """Return in which half of the day, "a" or "p", each clock time of a text is said to be.

    >>> _halves_of_day("from 9:00 am to 5 P.M.")
    {'9:00': {'a'}, '5:00': {'p'}}
    """
    found: dict[str, set[str]] = {}
    for hour, minute, half in _CLOCK.findall(text):
        found.setdefault(f"{int(hour)}:{minute or '00'}", set()).add(half.lower())
    return found
