"""Spatial relations: where things are and move (near-misses, and the positives that belong to them).

Prepositions here; words for sides, directions and distances in side.py; exchanges of the two things,
converses and synonyms in locative.py. A preposition is touched where its noun has a place ("under the
table"), not where it is figurative ("under the law").
"""

MODULES = ("relation", "side", "compass", "locative")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
