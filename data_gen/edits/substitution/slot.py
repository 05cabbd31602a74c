"""Another value of the same slot in the corpus (near-misses): "hire a driver" -> "hire a gardener".

Rule substitution.slot; the values are in corpus_slots.py. That two words may fill one slot says little of
them ("a blood test", "a driving test"): a value is taken where the corpus has both in one list, or in other
slots as well. One that may mean the same as the old one, or that is of another kind (a person for a thing),
is not taken. Only what somebody asks for himself is changed: in a text that tells something, two values of a
slot are as often two words for one thing ("members" and "users" of a site).
"""

from functools import lru_cache

from ...english.classes import class_of
from ...english.lexicon import (
    LEXICAL_COMPOUNDS,
    MEASURE_NOUNS,
    ORG_NOUNS,
    PERSON_NOUNS,
    RELATIONAL_ADJECTIVES,
    TIME_NOUNS,
)
from ...parsing.sentence import Sentence, Word
from ..corpus_slots import Slot, Slots, slots_of
from ..matching import is_plain
from ..phrases import is_glossed
from ..prelude import NEAR_MISS, Changes, Random, change, is_echoed, lowers, replace, rule, word_lists
from ..request_lines import is_somebodys
from ..requests import asks

_LISTS = word_lists(__package__, "slot")

_LIGHT = _LISTS.set("light")
_VAGUE = _LISTS.set("vague")
OTHER_SLOTS = {"amod": 3, "compound": 2}  # slots beside this one in which both words must have been seen
_VERBAL = ("ed", "ing", "able", "ible")
_RELATIONAL = ("ic", "ar", "ary", "ine", "oid", "ous", "tal", "nal", "ral", "ial", "ant", "ive")


@rule("substitution.slot", NEAR_MISS, most=3)
def other_values(sentence: Sentence, rng: Random) -> Changes:
    """Who hired the driver? -> Who hired the gardener? (seen alike elsewhere in the corpus)

    Yield the sentence with one word replaced by another of its slot, for at most three words.
    """
    slots: Slots | None = sentence.slots
    if slots is None or not (asks(sentence) and is_somebodys(sentence)):
        return
    seen = lowers(sentence)
    candidates = []
    for slot, word in slots_of(sentence):
        values = slots.get(slot)
        if len(values) < 2 or not is_plain(sentence, word) or _is_fixed(sentence, slot, word):
            continue
        options = [
            value
            for value in values
            if value not in seen
            and _is_alike(slots, slot, word.lower, value)
            and _is_close(slot, word, value)
        ]
        if options:
            candidates.append((word, rng.choice(options)))
    for word, value in rng.sample(candidates, min(3, len(candidates))) if candidates else ():
        yield change("slot", replace(word, value))


def _is_alike(slots: Slots, slot: Slot, old: str, new: str) -> bool:
    """Whether the corpus uses the two words alike."""
    return new in slots.listed_with(old) or slots.shared(old, new) > OTHER_SLOTS.get(slot[0], 1)


def _is_fixed(sentence: Sentence, slot: Slot, word: Word) -> bool:
    relation, governor, _ = slot
    if relation in ("amod", "compound"):
        noun = word.head
        if len(noun.all("amod", "compound")) > 1 or noun.head.lemma in ("call", "name", "term", "know"):
            return True  # "coronary heart disease", "this is called heart disease"
        if noun.has("cop"):
            return True  # "It is a brain disease that destroys memory."
        if noun.text != noun.lower or noun.rel in ("flat", "compound") or is_glossed(sentence, noun):
            return True
        return noun.i != word.i + 1 or is_echoed(sentence, word)
    if governor in _LIGHT or word.lemma in _VAGUE or is_echoed(sentence, word):
        return True
    return bool(word.child("amod")) or is_glossed(sentence, word)


def _is_close(slot: Slot, word: Word, value: str) -> bool:
    old = word.lower
    if are_near(old, value) or value == old or {old, value} & _VAGUE:
        return False
    relation = slot[0]
    if relation == "amod":
        return tells_kind(old) and tells_kind(value)
    if relation == "compound":
        if old in LEXICAL_COMPOUNDS or value.endswith("er") or value in LEXICAL_COMPOUNDS:
            return False
        if value.endswith(_VERBAL) or old.endswith(_VERBAL):
            return False
        return class_of(old) is not None and class_of(old) == class_of(value)  # "brain", not "cell damage"
    lemma = _singular(value) if word.tag == "NNS" else value
    if lemma in _VAGUE or are_near(word.lemma, lemma):
        return False
    sort = _sort(word.lemma)
    return sort is not None and sort == _sort(lemma) and sort not in ("time", "measure")


def tells_kind(adjective: str) -> bool:
    """Whether it tells a kind ("genetic"), not a property ("bright", "rare"), which says little alone."""
    return adjective in RELATIONAL_ADJECTIVES or adjective.endswith(_RELATIONAL)


def _singular(noun: str) -> str:
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


def _sort(lemma: str) -> str | None:
    for sort, nouns in (
        ("person", PERSON_NOUNS),
        ("organisation", ORG_NOUNS),
        ("time", TIME_NOUNS),
        ("measure", MEASURE_NOUNS),
    ):
        if lemma in nouns:
            return sort
    return class_of(lemma)


# --- words that may mean the same -------------------------------------------------------------------


@lru_cache(maxsize=1)
def _near() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _LISTS.text("near").strip().splitlines():
        words = line.split()
        for word in words:
            found.setdefault(word, set()).update(words)
    return {word: frozenset(some) for word, some in found.items()}


def are_near(a: str, b: str) -> bool:
    """Whether two words may mean the same: listed, variants of each other, or one in the other."""
    if b in _near().get(a, ()) or a in b or b in a:
        return True
    shorter = min(len(a), len(b))
    return shorter >= 5 and a[:5] == b[:5]
