"""Sides, directions and distances: left and right, top and bottom, north and south, near and far.

Helper of relation.py. A word is touched where the words around it say that it is spatial: "the left lung",
"turn left", not "he left" or "the right to appeal".
"""

import random
from collections.abc import Iterator
from itertools import pairwise

from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.places import is_concrete
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, change
from ..phrasebook import Found, Phrasebook
from ..rule import NEAR_MISS, rule

_LISTS = word_lists(__package__, "side")

# --- left, top, upper, front ------------------------------------------------------------------------

_SIDES = Phrasebook(_LISTS.table("sides"))
_BODY = """arm leg eye ear hand foot lung kidney ventricle atrium hemisphere shoulder knee ankle hip breast
    lobe thigh wrist elbow cheek thumb ovary cortex"""
_ANYWHERE = (
    "side edge corner end part half portion panel pane button door window margin column row layer shelf"
)
_OF_SIDE = {
    "left": word_set(
        f"{_BODY} {_ANYWHERE} bank lane turn arrow wheel brain hook glove shoe aisle tower engine foot"
    ),
    "upper": word_set(_ANYWHERE) | _LISTS.set("of_side_upper"),
    "top": word_set(f"{_ANYWHERE} drawer floor bunk step lip surface rung deck section stair"),
    "front": word_set(
        f"{_ANYWHERE} seat wheel tire tyre yard leg porch garden entrance page cover tooth bumper axle gate"
    ),
    "inner": word_set(
        f"{_ANYWHERE} ring wall ear membrane surface planet circle shell courtyard coat lining island"
    ),
    "internal": _LISTS.set("of_side_internal"),
    "indoor": _LISTS.set("of_side_indoor"),
    "horizontal": _LISTS.set("of_side_horizontal"),
}
_SIDE_WORDS = {
    side: name
    for name, sides in {
        "left": ("left", "right", "leftmost", "rightmost"),
        "upper": ("upper", "lower"),
        "top": ("top", "bottom"),
        "front": ("front", "back", "rear"),
        "inner": ("inner", "outer"),
        "internal": ("internal", "external"),
        "indoor": ("indoor", "outdoor"),
        "horizontal": ("horizontal", "vertical"),
    }.items()
    for side in sides
}
_TURNS = _LISTS.set("turns")
_AT = frozenset(("to", "on", "at", "from", "towards", "toward", "near"))
_CONTEXTS = word_set("of . , and ? ; when as )")


@rule("spatial.side", NEAR_MISS, "Turn left at the second light. -> Turn right at the second light.", most=2)
def sides(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "Turn left." -> "Turn right."; "the upper floor" -> "the lower floor"; "at the top of the page"."""
    for found in _SIDES(sentence):
        if _is_side(found):
            yield change("side", found.replaced(rng.choice(found.options)))


def _is_side(found: Found) -> bool:
    word, text, following = found.first, found.text, found.after()
    name = _SIDE_WORDS.get(text)
    if name is None:  # an adverb that has no other sense
        return word.rel in ("advmod", "amod", "obl", "root") and not _is_paired(found)
    if _is_paired(found):
        return False
    noun = word.head
    if word.rel in ("amod", "compound") and noun and noun.i > word.i:
        return noun.lemma in _OF_SIDE[name] and noun.text == noun.lower
    before, further = found.before(), found.before(2)
    hand = following.text == "-" or following.lower == "hand"
    if hand and text in ("left", "right"):
        return True
    ends = not following or following.lower in _CONTEXTS or following.lower in ("at", "side", "to")
    if text in ("left", "right") and before.lemma in _TURNS and ends:
        return text == "left" or before.lemma not in ("go", "move", "look", "keep")
    if name not in ("left", "top", "front") or not before or not further:
        return False
    of = following.lower == "of"
    if text in ("right", "back", "left") and not of and further.lower not in ("to", "on"):
        return False
    if of and found.after(2).lower in ("way", "course", "appeal"):
        return False
    return before.lower == "the" and further.lower in _AT and ends and not (text == "front" and not of)


def _is_paired(found: Found) -> bool:
    """Whether both sides are named ("from top to bottom", "left and right"): an exchange, not an opposite."""
    present = {w.lower for w in found.sentence.words}
    return not present.isdisjoint(found.options) or (found.text == "front" and "rear" in present)


# --- near, far, closer ------------------------------------------------------------------------------

_DISTANCES = Phrasebook(_LISTS.table("distances"))
_PLACES_NAMED = _LISTS.set("places_named")
_NOT_FAR = word_set("over clear certain sure perfect enough being complete it ideal the true")
DISTANCES = word_set("mile kilometer kilometre km meter metre foot yard block mi")
"""Units of distance."""


@rule("spatial.distance", NEAR_MISS, "Rome is closer than Paris. -> Rome is farther than Paris.", most=2)
def distances(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "Rome is closer than Paris." -> "Rome is farther than Paris."; "near the mill" -> "far from the
    mill"."""
    for found in _DISTANCES(sentence):
        if _is_distance(found):
            yield change("distance", found.replaced(rng.choice(found.options)))
    for within in _WITHIN(sentence):
        words = sentence.words[within.end : within.end + 4]
        for unit, link in pairwise(words):
            if unit.lemma in DISTANCES and link.lower in ("of", "from"):
                number = sentence.slice(within.end, unit.i + 1)
                whole = Found(sentence, within.start, link.i + 1, ())
                if any(w.tag == "CD" or w.lower == "a" for w in words[: unit.i - within.end]):
                    yield change("distance", whole.replaced(f"more than {number} from"))


_WITHIN = Phrasebook({"within": ""})


def _is_distance(found: Found) -> bool:
    text, noun, word = found.text, found.governed(), found.first
    following, before = found.after(), found.before()
    if not following or before.lower in ("as", "so", "how", "too", "no", "not"):
        return False
    if text in ("nearby", "distant", "nearest", "closest", "farthest"):
        head = word.head
        return word.rel == "amod" and bool(head) and head.i == word.i + 1 and _is_site(head)
    if text.endswith("than"):
        return following.lower != "ever" and (not noun or kind(noun) not in ("number", "measure", "time"))
    if following.tag in ("CD", "JJ", "RB", "VBG", "$", "VB") or following.lower in _NOT_FAR - {"the", "it"}:
        return False
    if text.split()[0] in ("closer", "nearer", "farther", "further"):
        return bool(noun) and kind(noun) not in ("number", "measure")
    return bool(noun) and noun.i >= found.end and is_concrete(noun) and not noun.child("nummod")


def _is_site(noun: Word) -> bool:
    return noun.lemma in _PLACES_NAMED
