"""Negation (near-misses): a clause gains or loses its negation; and the hard positives that belong to it.

Every finite clause of the sentence is a place of its own: main, subordinate, conjoined, relative. Scopes that
are already negative, focus adverbs and clauses whose negation says the same ("whether", "unless") are left
alone, and yes/no questions.
"""

MODULES = (
    "clauses",
    "prefix",
    "never_without",
    "no_and_any",
    "raising",
)
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
