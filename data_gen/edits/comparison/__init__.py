"""Comparisons: more and less, at least and at most, rise and fall (near-misses, and the positives that
belong to them).

Degrees and comparatives in degree.py; bounds of amounts in bound.py; verbs and nouns of
change in change.py; equal and unequal in equality.py; the two sides of a comparison in operands.py. The
exchange of a subject with what it is compared to is argument_swap/verb_arguments.py's.
"""

MODULES = ("degree", "bound", "change", "equality", "operands")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
