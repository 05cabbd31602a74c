"""Noise that changes nothing (positives): slips of the keyboard, small letters, marks left out, another
spelling.

Frequent ones are drawn with a small share, so that they stay a small part of the positives. They stand in
near-misses as well (pairing/variants.py): a slip tells no label.
"""

MODULES = ("typo", "marks", "spelling", "abbreviation", "digits")
"""Where the rules are, in the order in which one edit that two of them make is the first one's."""
