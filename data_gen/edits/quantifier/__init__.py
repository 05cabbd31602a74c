"""Quantifiers: all, some, most, few, none, both, only (near-misses, and the positives that belong to them).

Determiners in determiner.py, "only" in only.py, lists and their members in lists.py, pronouns and degrees
in wordings.py, what says as much in same_amount.py. How often something happens ("always", "rarely") is
temporal's, "never" negation's, bounds of numbers ("at least two") are comparison's.
"""

MODULES = ("determiner", "wordings", "lists", "added", "alternatives", "only", "same_amount", "asked")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
