"""Numbers that name a thing: two texts that name another telephone, order or account never say the same.

A rule beside the model, which reads a long number as pieces of three digits and overlooks that some of them
differ; judging.py asks it before the model is heard. Amounts and dates are left to the model: they can be
written in many ways.
"""

import re
from functools import lru_cache

_DATE = re.compile(r"(?<!\d)(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{2,4})(?!\d)")
_NUMBER = re.compile(
    r"""(?<![\w.,$€£+-])(?:
        \d{5,}                                         # 48213
        | (?:\+\d+|\(\d+\)|0\d+)(?:[-/ .()]{1,2}\d+)+  # +49 30 123456, (0510) 555-0129, 0800 555 123
        | \d{2,4}(?:[-.]\d{2,4}){2,3}                   # 510-555-0129
    )(?![\w%-]|[.,]\d)""",
    re.VERBOSE,
)
DIGITS = 5
"""A number of so many digits names a thing; years and most amounts are shorter."""


def other_identifier(query: str, candidate: str) -> str:
    """Say which numbers differ, "48213 / 48231"; "" where either has none, or not as many, or one is shared.

    A number with the code of its country or town is the one without.
    """
    if not (ours := identifiers(query)) or len(ours) != len(theirs := identifiers(candidate)):
        return ""
    if any(one.endswith(other) or other.endswith(one) for one in ours for other in theirs):
        return ""
    return " / ".join(", ".join(side.values()) for side in (ours, theirs))


@lru_cache(maxsize=2)  # a query's are asked for with each of its candidates
def identifiers(text: str) -> dict[str, str]:
    """Return the identifying numbers of a text, by their digits, as they are written.

    >>> identifiers("Order 48213, call (0510) 555-0129 before 3 May 2031; 1,250,000 are left")
    {'48213': '48213', '05105550129': '(0510) 555-0129'}
    """
    found = {}
    for match in _NUMBER.finditer(_DATE.sub(" ", text)):
        digits = re.sub(r"\D", "", match[0])
        if len(digits) >= DIGITS:
            found[digits] = match[0].strip()
    return found
