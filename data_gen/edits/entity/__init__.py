"""Entities: two names mentioned in one sentence change places (near-misses), a name takes its other form
(positive).

"Higgins left Southampton for Cape Town." -> "Higgins left Cape Town for Southampton." The names may stand
anywhere: what was said of the one is then said of the other. Descriptions, lists and names that may be one
and the same entity are left alone (names.py).
"""

MODULES = (
    "exchange",
    "aliases",
)
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
