"""Points of the compass: north and south, east and west (near-misses).

Only in lower case: "northern Italy", not "North Korea".
"""

from ...english.classes import thing_class
from ..prelude import NEAR_MISS, Found, Table, Word, lexical, lowers, word_lists

_LISTS = word_lists(__package__, "compass")
_TABLE = Table(_LISTS.table("compass"))


@lexical("spatial.compass", NEAR_MISS, _TABLE)
def compass(found: Found) -> bool:
    """The farm is north of the river. -> The farm is south of the river."""
    word, noun, beside = found.first, found.first.head, (found.before(), found.after())
    if not lowers(found.sentence).isdisjoint(("latitude", "longitude")):
        return False
    if word.rel in ("amod", "compound") and not _is_place(noun):
        return False  # "western music"
    if any(w.text in _LISTS.joined for w in beside) and len(_TABLE.firsts & lowers(found.sentence)) > 1:
        return False  # "north to south", "east and west"
    if any(w.lower in _LISTS.directions for w in beside):
        return False  # "south east", one direction in two words
    after = found.after()
    if after.lower in _LISTS.named_parts or (found.start == 0 and after.text[:1].isupper()):
        return False  # "east Germany"; "North American", first in its sentence
    return not (word.tag == "NNP" and found.start == 0 and after.lower not in ("of", "from"))  # an airline


def _is_place(noun: Word) -> bool:
    """Whether a noun names a place or a part of one."""
    return noun.tag in ("NNP", "NNPS") or thing_class(noun) == "place" or noun.lemma in _LISTS.parts
