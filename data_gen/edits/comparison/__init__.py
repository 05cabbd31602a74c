"""Comparisons: more and less, at least and at most, rise and fall (near-misses, and the positives that
belong to them).

Degrees and comparatives in degree.py; bounds of amounts in bound.py and same_bound.py; verbs of change in
change.py, its nouns, participles and particles in change_words.py; equal and unequal in equality.py; the two
sides of a comparison in operands.py, ends of scales in
requests, asked.py. When any of them may be turned around: claims.py. The exchange of
a subject with what it is compared to is argument_swap/verb_arguments.py's.
"""

MODULES = ("degree", "bound", "same_bound", "change", "change_words", "equality", "operands", "asked")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
