"""Where an opposite would not fit: fixed expressions, and the nouns with which two words are opposites at
all.

The data of antonym.py.
"""

from ...english.lexicon import word_set
from ...english.word_lists import word_lists
from ..wordbook import rows

_LISTS = word_lists(__package__, "antonym_limits")

_NOT_BEFORE = _LISTS.table("not_before")
_ONLY_BEFORE = _LISTS.table("only_before")
_OBJECTS = _LISTS.table("objects")

NOT_BEFORE = rows(_NOT_BEFORE)
"""The nouns before which an adjective is part of a fixed expression."""
ONLY_BEFORE = rows(_ONLY_BEFORE)
"""The nouns before which alone an adjective has the opposite that is listed."""
OBJECTS = {tuple(pair.split(">")): nouns for pair, nouns in rows(_OBJECTS).items()}
"""{(verb, its opposite): the objects with which they are opposites}; a pair that is not here takes any."""

# --- where the context decides ---------------------------------------------------------------------

OF_ONE_SEX = _LISTS.set("of_one_sex")
MADE = _LISTS.set("made")
RENEWED = word_set("contract lease licence license membership policy subscription agreement order plan visa")
BY_MACHINE = _LISTS.set("by_machine")
INQUIRIES = _LISTS.set("inquiries")
SEPARATING = word_set("prevent prohibit forbid discourage dissuade")
