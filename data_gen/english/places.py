"""Which nouns name something that has a place: a room, a table, a hill, not an agreement or a court.

Read by edits/spatial/relation.py and edits/spatial/locative.py: a preposition is spatial where its noun is.
"""

from ..parsing.sentence import Word
from .classes import thing_class
from .kinds import is_name
from .lexicon import PLACE_SUFFIXES, PLACES, word_set
from .word_lists import word_lists

_LISTS = word_lists(__package__, "places")

_CLASSES = frozenset(("place", "object", "vehicle", "body", "plant", "sky", "matter"))
_CONCRETE = _LISTS.set("concrete")
_ABSTRACT = word_set("settlement case matter point issue question deal talk vote bill plan side scene bar")
HOLLOW = _LISTS.set("hollow")
"""Nouns of things that one can be in."""
TOPPED = _LISTS.set("topped")
"""Nouns of things that one can be on as well as under."""


def is_place_name(noun: Word) -> bool:
    """Whether the noun is the name of a known place, alone or with what kind of place it is ("the Dell
    River")."""
    return is_name(noun) and (noun.lower in PLACES or noun.lower in PLACE_SUFFIXES)


def is_concrete(noun: Word) -> bool:
    """Whether the noun names a thing, a building, a part of the body or a place, by its own name or a common
    one."""
    if is_name(noun):
        return is_place_name(noun)
    if noun.lemma in _ABSTRACT or noun.pos != "NOUN" or noun.text != noun.lower:
        return False
    return thing_class(noun) in _CLASSES or noun.lemma in _CONCRETE or noun.lower in _CONCRETE
