"""Points of the compass: north and south, east and west (near-misses).

Helper of relation.py. Only in lower case: "northern Italy", not "North Korea".
"""

import random
from collections.abc import Iterator

from ...english.lexicon import word_set
from ...parsing.sentence import Sentence
from ..edit import Change, change
from ..index import lowers
from ..phrasebook import Phrasebook
from ..rule import NEAR_MISS, rule

_COMPASS = Phrasebook(
    {
        "north": "south|south|east|west",
        "south": "north|north|east|west",
        "east": "west|west|north|south",
        "west": "east|east|north|south",
        "northern": "southern|southern|eastern|western",
        "southern": "northern|northern|eastern|western",
        "eastern": "western|western|northern|southern",
        "western": "eastern|eastern|northern|southern",
        "northeast": "southwest|northwest|southeast",
        "northwest": "southeast|northeast|southwest",
        "southeast": "northwest|southwest|northeast",
        "southwest": "northeast|southeast|northwest",
        "northeastern": "southwestern|northwestern",
        "northwestern": "southeastern|northeastern",
        "southeastern": "northwestern|southwestern",
        "southwestern": "northeastern|southeastern",
        "northward": "southward",
        "southward": "northward",
        "northwards": "southwards",
        "southwards": "northwards",
        "eastward": "westward",
        "westward": "eastward",
        "eastbound": "westbound",
        "westbound": "eastbound",
        "northbound": "southbound",
        "southbound": "northbound",
    }
)
_CULTURAL = word_set(
    """blot blotting world medicine culture country power nation diet style music film philosophy society
    government civilization religion europe leader official diplomat intelligence analysis media ally value
    democracy"""
)

_NAMED_PARTS = word_set(
    """blot germany german germans korea korean koreans africa african america american virginia carolina
    dakota vietnam"""
)


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
            noun is not None
            and found.first.rel in ("amod", "compound")
            and {noun.lemma, noun.lower.removesuffix("s")} & _CULTURAL
        ):
            continue
        following, before = found.after(), found.before()
        if following is not None and following.text in ("-", "and", "or", "to") and len(matches) > 1:
            continue  # "north to south", "east and west"
        if before is not None and before.text in ("-", "and", "or", "to") and len(matches) > 1:
            continue
        if following is not None and (
            following.lower in _NAMED_PARTS
            or following.lower in ("pole", "star")
            or (following.text[:1].isupper() and found.start == 0)
        ):
            continue  # "east Germany"; "North American", first in its sentence
        if (
            found.first.tag == "NNP"
            and found.start == 0
            and (following is None or following.lower not in ("of", "from"))
        ):
            continue  # an airline
        if any(w is not None and w.lower in _DIRECTIONS for w in (before, following)):
            continue  # "south east", one direction in two words
        options = [o for o in found.options if o not in texts]
        if options:
            yield change("compass", found.replaced(rng.choice(options)))
