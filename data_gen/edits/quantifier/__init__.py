"""Quantifiers: all, some, most, few, none, both, only (near-misses, and the positives that belong to them).

Determiners in determiner.py, "only" in only.py, what says as much in same_amount.py; pronouns, degrees and
bounds
here. How often something happens ("always", "rarely") is temporal's, "never" negation's.
"""

from .wordings import RULES, propose

__all__ = ["RULES", "propose"]
