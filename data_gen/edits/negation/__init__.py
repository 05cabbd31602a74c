"""Negation (near-misses): a clause gains or loses its negation; and the hard positives that belong to it.

Every finite clause of the sentence is a place of its own: main, subordinate, relative. Left alone are scopes
that are already negative, focus adverbs, clauses whose negation says the same ("whether", "unless"), those
that the rest of the sentence builds upon (polarity.py), and yes/no questions.
"""

MODULES = ("clauses", "prefix", "double", "never", "without", "no_determiner", "weaker", "raising")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
