"""Quantities: another number, unit or share (near-misses), and the same one in another form (positives).

Numbers, percentages, ranges and multiples in number.py, two amounts exchanged in exchange.py, units and
conversions in unit.py, other forms in form.py; numbers that name ("type 2", "port 443") and other literals in
literals.py, lists of the former in labels.py. Years, dates and durations are the family temporal's.
"""

MODULES = ("number", "unit", "literals", "labels", "form", "exchange", "asked")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
