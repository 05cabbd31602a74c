"""Quantifiers: all, some, most, few, none, both, only (near-misses, and the positives that belong to them).

Determiners in determiner.py, "only" in only.py, what says as much in same_amount.py; pronouns, degrees and
bounds
here. How often something happens ("always", "rarely") is temporal's, "never" negation's.
"""

MODULES = (
    "determiner",
    "wordings",
    "only",
    "same_amount",
)
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
