"""Sides and distances: left and right, top and bottom, near and far (near-misses).

A word is touched where the words around it say that it is spatial: "the left lung", "turn left", not "he
left" or "the right to appeal".
"""

from itertools import pairwise

from ...english.kinds import is_illness, kind
from ...english.lexicon import rows, word_set
from ...english.places import is_concrete
from ..direction import is_bracketed
from ..phrases import is_glossed
from ..prelude import (
    NEAR_MISS,
    Changes,
    Found,
    Sentence,
    Table,
    change,
    is_medical,
    lexical,
    lowers,
    rule,
    word_lists,
)
from .bound import is_argued_from, is_bound

_LISTS = word_lists(__package__, "side")

# --- left, top, upper, front ------------------------------------------------------------------------

_OF_SIDE = rows(_LISTS.table("of_side"))
_BOUND_TO = rows(_LISTS.table("bound_to"))


@lexical("spatial.side", NEAR_MISS, Table(_LISTS.table("sides")))
def sides(found: Found) -> bool:
    """Turn left at the second light. -> Turn right at the second light.; the upper floor -> the
    lower floor"""
    word, text, following = found.first, found.text, found.after()
    moved = text in ("top", "bottom") and not lowers(found.sentence).isdisjoint(("up", "down"))
    if moved or is_bracketed(found.sentence, word) or is_bound(found):
        return False  # "scroll down to the bottom", "the left (far) door"
    if text not in _OF_SIDE:  # an adverb that has no other sense
        beside = {found.before().lower, following.lower}
        told = word.head if word.rel == "amod" else word
        while told.rel in ("amod", "advmod") and told.head.i > told.i:
            told = told.head  # "outward turning lips"
        said = not _BOUND_TO.get(text, frozenset()).isdisjoint((told.lemma, word.head.lemma))
        if said or (text.endswith("stream") and word.pos == "NOUN"):
            return False  # "upstream", a server; "descends downward"
        if is_glossed(found.sentence, told) or not beside.isdisjoint(("and", "or", "/", "to")):
            return False
        if word.rel == "amod":
            return told.i == word.i + 1 and not is_illness(told)
        return word.rel in ("advmod", "obl", "root") and "the" not in beside
        # "upstream", a server; "passed downstream to the users"
    noun = word.head
    if word.rel in ("amod", "compound") and noun and noun.i > word.i:
        plain = noun.text == noun.lower and not is_glossed(found.sentence, noun)
        sided = noun.lemma in _OF_SIDE[text] or (text in _LISTS.of_anything and noun.lemma in _LISTS.anything)
        return sided and plain and found.after(1).tag != "CC"
    before, further = found.before(), found.before(2)
    hand = following.text == "-" or following.lower == "hand"
    if hand and text in ("left", "right"):
        return True
    ends = not following or following.lower in _LISTS.contexts or following.lower in ("at", "side", "to")
    if text in ("left", "right") and before.lemma in _LISTS.turns and ends:
        return text == "left" or before.lemma not in ("go", "move", "look", "keep")
    if text not in _LISTS.with_article or not before or not further:
        return False
    of = following.lower == "of"
    if text in ("right", "left") and not of and further.lower not in ("to", "on"):
        return False
    if text == "back" and not of:
        return False  # "strength of the back"
    if of and found.after(2).lower in ("way", "course", "appeal", "it", "this", "things"):
        return False
    return before.lower == "the" and further.lower in _LISTS.at and ends and not (text == "front" and not of)


# --- near, far, closer ------------------------------------------------------------------------------

DISTANCES = word_set("mile kilometer kilometre km meter metre foot yard block mi")
"""Units of distance."""


@rule("spatial.distance")
def within(sentence: Sentence) -> Changes:
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


@lexical("spatial.distance", NEAR_MISS, Table(_LISTS.table("distances")))
def distances(found: Found) -> bool:
    """Rome is closer than Paris. -> Rome is farther than Paris.; near the mill -> far from the mill"""
    text, noun, word = found.text, found.governed(), found.first
    following, before = found.after(), found.before()
    if is_argued_from(found.sentence) or is_medical(found.sentence):
        return False  # "creases near the ears"
    if not following or before.lower in ("as", "so", "how", "too", "no", "not"):
        return False
    if text in ("nearby", "distant", "nearest", "closest", "farthest"):
        head = word.head
        return (
            word.rel == "amod" and bool(head) and head.i == word.i + 1 and head.lemma in _LISTS.places_named
        )
    if text.endswith("than"):
        return following.lower != "ever" and (not noun or kind(noun) not in ("number", "measure", "time"))
    if following.tag in ("CD", "JJ", "RB", "VBG", "$", "VB") or following.lower in _LISTS.not_far:
        return False
    if text.split()[0] in ("closer", "nearer", "farther", "further"):
        if "than" in lowers(found.sentence):
            return False  # "closer to the mill than to the farm"
        return is_concrete(noun) or kind(noun) in ("place", "name", "person", "person_noun", "pronoun")
    return bool(noun) and noun.i >= found.end and is_concrete(noun) and not noun.child("nummod")
