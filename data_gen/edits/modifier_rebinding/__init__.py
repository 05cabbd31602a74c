"""Modifier rebinding (near-misses): a modifier comes to belong to another noun or verb.

"The small company acquired the large bank." -> "The large company acquired the small bank." Adjectives,
participles, numerals, noun modifiers and possessors are exchanged between two nouns (exchanged.py), adverbs
and quantities between two clauses (degrees.py).
"""

MODULES = ("exchanged", "degrees")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
