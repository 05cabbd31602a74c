"""Points of the compass: north and south, east and west (near-misses).

Helper of relation.py. Only in lower case: "northern Italy", not "North Korea".
"""

import random
from collections.abc import Iterator

from ...english.lexicon import word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence
from ..edit import Change, change
from ..index import lowers
from ..phrasebook import Phrasebook
from ..rule import NEAR_MISS, rule

_LISTS = word_lists(__package__, "compass")

_COMPASS = Phrasebook(_LISTS.table("compass"))
_CULTURAL = _LISTS.set("cultural")

_NAMED_PARTS = _LISTS.set("named_parts")


_DIRECTIONS = word_set("north south east west northeast northwest southeast southwest")


@rule(
    "spatial.compass", NEAR_MISS, "The farm is north of the river. -> The farm is south of the river.", most=2
)
def compass(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "The farm is north of the river." -> "The farm is south of the river."."""
    matches = list(_COMPASS(sentence))
    if matches and not {"latitude", "longitude"}.isdisjoint(lowers(sentence)):
        return
    texts = {found.text for found in matches}
    for found in matches:
        noun = found.first.head
        if (
            noun
            and found.first.rel in ("amod", "compound")
            and {noun.lemma, noun.lower.removesuffix("s")} & _CULTURAL
        ):
            continue
        following, before = found.after(), found.before()
        if following.text in ("-", "and", "or", "to") and len(matches) > 1:
            continue  # "north to south", "east and west"
        if before.text in ("-", "and", "or", "to") and len(matches) > 1:
            continue
        if (
            following.lower in _NAMED_PARTS
            or following.lower in ("pole", "star")
            or (following.text[:1].isupper() and found.start == 0)
        ):
            continue  # "east Germany"; "North American", first in its sentence
        if found.first.tag == "NNP" and found.start == 0 and following.lower not in ("of", "from"):
            continue  # an airline
        if any(w.lower in _DIRECTIONS for w in (before, following)):
            continue  # "south east", one direction in two words
        options = [o for o in found.options if o not in texts]
        if options:
            yield change("compass", found.replaced(rng.choice(options)))
