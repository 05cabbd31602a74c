"""Things that one has, brings or gives, or not: where "with" and "without" say the opposite.

Word lists of the family negation.
"""

from ...english.word_lists import word_lists

_LISTS = word_lists(__package__, "carried")

CARRIED = _LISTS.set("carried")
"""Nouns after which both "with" and "without" are common, and opposite."""

NO_ACCOMPANIMENT = _LISTS.set("no_accompaniment")
"""Words whose "with" names no accompaniment: "comply with", "meet with"."""
