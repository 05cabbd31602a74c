"""Sides and distances: left and right, top and bottom, near and far (near-misses).

A word is touched where the words around it say that it is spatial: "the left lung", "turn left", not "he
left" or "the right to appeal".
"""

from collections.abc import Iterator
from itertools import pairwise

from ...english.kinds import is_illness, kind
from ...english.lexicon import word_set
from ...english.places import is_concrete
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence
from ..edit import Change, change
from ..matching import Found, Table, holds, lexical
from ..phrases import is_glossed
from ..rule import NEAR_MISS, rule

_LISTS = word_lists(__package__, "side")

# --- left, top, upper, front ------------------------------------------------------------------------

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


@lexical(
    "spatial.side",
    NEAR_MISS,
    "Turn left at the second light. -> Turn right at the second light.",
    Table(_LISTS.table("sides")),
)
def sides(found: Found) -> bool:
    """ "Turn left." -> "Turn right."; "the upper floor" -> "the lower floor"; "at the top of the page"."""
    word, text, following = found.first, found.text, found.after()
    name = _SIDE_WORDS.get(text)
    if name is None:  # an adverb that has no other sense
        beside = {found.before().lower, following.lower}
        thing = word.pos == "NOUN" and text.endswith("stream")
        told = word.head if word.rel == "amod" else word
        if is_glossed(found.sentence, told) or not beside.isdisjoint(("and", "or", "/", "to")):
            return False
        if word.rel == "amod":
            return told.i == word.i + 1 and not is_illness(told)
        return word.rel in ("advmod", "obl", "root") and not thing and "the" not in beside
        # "upstream", a server; "passed downstream to the users"
    if found.text == "front" and holds(found.sentence, "rear"):
        return False
    noun = word.head
    if word.rel in ("amod", "compound") and noun and noun.i > word.i:
        plain = noun.text == noun.lower and not is_glossed(found.sentence, noun)
        return noun.lemma in _OF_SIDE[name] and plain and found.after(1).tag != "CC"
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
    if text in ("right", "left") and not of and further.lower not in ("to", "on"):
        return False
    if text == "back" and not of:
        return False  # "strength of the back"
    if of and found.after(2).lower in ("way", "course", "appeal", "it", "this", "things"):
        return False
    return before.lower == "the" and further.lower in _AT and ends and not (text == "front" and not of)


# --- near, far, closer ------------------------------------------------------------------------------

_PLACES_NAMED = _LISTS.set("places_named")
_NOT_FAR = word_set("over clear certain sure perfect enough being complete it ideal the true")
DISTANCES = word_set("mile kilometer kilometre km meter metre foot yard block mi")
"""Units of distance."""


@rule("spatial.distance")
def within(sentence: Sentence) -> Iterator[Change]:
    """ "within five miles of the mill" -> "more than five miles from the mill"."""
    for found in _WITHIN(sentence):
        words = sentence.words[found.end : found.end + 4]
        for unit, link in pairwise(words):
            if unit.lemma in DISTANCES and link.lower in ("of", "from"):
                number = sentence.slice(found.end, unit.i + 1)
                whole = Found(sentence, found.start, link.i + 1, ())
                if any(w.tag == "CD" or w.lower == "a" for w in words[: unit.i - found.end]):
                    yield change("distance", whole.replaced(f"more than {number} from"))


_WITHIN = Table({"within": ""})


@lexical(
    "spatial.distance",
    NEAR_MISS,
    "Rome is closer than Paris. -> Rome is farther than Paris.",
    Table(_LISTS.table("distances")),
)
def distances(found: Found) -> bool:
    """ "Rome is closer than Paris." -> "Rome is farther than Paris."; "near the mill" -> "far from the
    mill"."""
    text, noun, word = found.text, found.governed(), found.first
    following, before = found.after(), found.before()
    if not following or before.lower in ("as", "so", "how", "too", "no", "not"):
        return False
    if text in ("nearby", "distant", "nearest", "closest", "farthest"):
        head = word.head
        return word.rel == "amod" and bool(head) and head.i == word.i + 1 and head.lemma in _PLACES_NAMED
    if text.endswith("than"):
        return following.lower != "ever" and (not noun or kind(noun) not in ("number", "measure", "time"))
    if following.tag in ("CD", "JJ", "RB", "VBG", "$", "VB") or following.lower in _NOT_FAR - {"the", "it"}:
        return False
    if text.split()[0] in ("closer", "nearer", "farther", "further"):
        return is_concrete(noun) or kind(noun) in ("place", "name", "person", "person_noun", "pronoun")
    return bool(noun) and noun.i >= found.end and is_concrete(noun) and not noun.child("nummod")
