"""Where a synonym would not fit: fixed expressions, and the objects with which alone two verbs say the same.

The data of synonym.py.
"""

from ...english.word_lists import word_lists
from ..wordbook import rows

_LISTS = word_lists(__package__, "synonym_limits")

_ONLY_WITH = _LISTS.table("only_with")
_NOT_BEFORE = _LISTS.table("not_before")

ONLY_WITH = rows(_ONLY_WITH)
"""The objects with which alone a verb may give way to its synonyms."""
NOT_BEFORE = rows(_NOT_BEFORE)
"""The nouns before which an adjective is part of a fixed expression."""
