"""Entities: a name takes another's place (near-misses), or its other established form (positive).

Two names that one sentence mentions change places, so that what was said of the one is then said of the
other (exchange.py): "Higgins left Southampton for Cape Town." -> "Higgins left Cape Town for Southampton.";
or a name from outside the sentence comes in (sibling.py). Descriptions, lists and names that may be one and
the same entity are left alone (edits/names.py).
"""

MODULES = ("exchange", "sibling", "aliases")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
