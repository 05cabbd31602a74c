"""Another value of the same slot in the corpus (near-misses): "a small flat" -> "a bright flat".

Rule substitution.slot; the values are in corpus_slots.py. A value that may mean the same as the old one, or
that is of another kind (a person for a thing), is not taken.
"""

import random
from collections.abc import Iterator

from ...english.classes import _CLASS
from ...english.lexicon import (
    LEXICAL_COMPOUNDS,
    MEASURE_NOUNS,
    ORG_NOUNS,
    PERSON_NOUNS,
    RELATIONAL_ADJECTIVES,
    TIME_NOUNS,
)
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, change, replace
from ..index import lowers
from ..rule import NEAR_MISS, rule
from ..wordbook import is_plain
from .corpus_slots import Slot, Slots, slots_of
from .synonym_sets import are_near

_LISTS = word_lists(__package__, "slot")

_LIGHT = _LISTS.set("light")
_VAGUE = _LISTS.set("vague")


@rule(
    "substitution.slot",
    NEAR_MISS,
    "a small flat -> a bright flat (another value of the same slot in the corpus)",
    most=3,
)
def other_values(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield the sentence with one word replaced by another of its slot, for at most three words."""
    slots: Slots | None = sentence.slots
    if slots is None:
        return
    seen = lowers(sentence)
    candidates = []
    for slot, word in slots_of(sentence):
        values = slots.get(slot)
        if not values or not is_plain(sentence, word) or _is_fixed(slot, word):
            continue
        options = [value for value in values if value not in seen and _is_close(slot, word, value)]
        if options:
            candidates.append((word, rng.choice(options)))
    for word, value in rng.sample(candidates, min(3, len(candidates))):
        yield change("slot", replace(word, value))


def _is_fixed(slot: Slot, word: Word) -> bool:
    relation, governor, _ = slot
    if relation in ("amod", "compound"):
        return not word.head or word.head.text != word.head.lower or word.head.rel in ("flat", "compound")
    return governor in _LIGHT or word.lemma in _VAGUE or bool(word.child("amod"))


def _is_close(slot: Slot, word: Word, value: str) -> bool:
    old = word.lower
    if are_near(old, value) or value == old:
        return False
    relation = slot[0]
    if relation == "amod":
        return _adjective_sort(old) == _adjective_sort(value) != "verbal"
    if relation == "compound":
        if old in LEXICAL_COMPOUNDS or value.endswith("er") or value in LEXICAL_COMPOUNDS:
            return False
        return not value.endswith(_VERBAL) and not old.endswith(_VERBAL)
    lemma = _singular(value) if word.tag == "NNS" else value
    if lemma in _VAGUE or are_near(word.lemma, lemma):
        return False
    sort = _sort(word.lemma)
    return sort is not None and sort == _sort(lemma) and sort not in ("time", "measure")


_VERBAL = ("ed", "ing", "able", "ible")
_RELATIONAL = ("al", "ic", "ar", "ary", "ine", "oid")


def _adjective_sort(adjective: str) -> str:
    """Whether it tells a kind ("genetic"), a property ("bright"), or is made of a verb ("filmed")."""
    if adjective.endswith(_VERBAL):
        return "verbal"
    return "kind" if adjective in RELATIONAL_ADJECTIVES or adjective.endswith(_RELATIONAL) else "property"


def _singular(noun: str) -> str:
    return noun[:-3] + "y" if noun.endswith("ies") else noun.removesuffix("s")


def _sort(lemma: str) -> str | None:
    if lemma in PERSON_NOUNS:
        return "person"
    if lemma in ORG_NOUNS:
        return "organisation"
    if lemma in TIME_NOUNS:
        return "time"
    if lemma in MEASURE_NOUNS:
        return "measure"
    return _CLASS.get(lemma)
