"""Modifier rebinding by exchange: what was said of one noun is said of the other, and the other way round.

"The small company acquired the large bank." -> "The large company acquired the small bank." Whether a
modifier was ever said of its new noun, plausibility/fit.py asks the corpus.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import combinations

from ...english.classes import one_class, thing_class
from ...english.kinds import comparable, is_name, kind
from ...english.lexicon import FIXED_NOUNS, MEASURE_NOUNS
from ...english.number_words import value
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Span, Word
from ...plausibility.contradiction import same_list
from ..edit import Change
from ..exchange import exchanges, is_determined, parallel, says_the_same
from ..index import lowers, related
from ..phrases import is_glossed
from ..rule import NEAR_MISS, rule
from .free import (
    FOREIGN,
    adjective_class,
    are_at_home,
    different_nouns,
    different_words,
    free_adjective,
    free_compound,
    free_numeral,
    is_participle,
    similar,
    unit_class,
)

_LISTS = word_lists(__package__, "exchanged")

_PARTITIVE = MEASURE_NOUNS | FIXED_NOUNS | _LISTS.partitive
_SCALES = tuple(frozenset(line.split()) for line in _LISTS.phrases("scales"))
MAX_RATIO = 8  # of two numbers that may exchange


Fits = Callable[[Word, Word], bool]


def of_words(sentence: Sentence, rule: str, found: list[Word], fits: Fits) -> Iterator[Change]:
    """The exchange of every two of some single modifiers of different nouns that fit."""
    pairs = [
        (a, b)
        for a, b in combinations(found, 2)
        if a.lower != b.lower and a.quote == b.quote and a.head is not b.head and fits(a, b)
    ]
    free = [pair for pair in pairs if not any(is_glossed(sentence, word.head) for word in pair)]
    for made in exchanges(sentence, rule, [pair for pair in free if are_at_home(*pair)], _alone):
        yield made._replace(placed=())
    yield from exchanges(sentence, rule, [pair for pair in free if not are_at_home(*pair)], _alone)


def _alone(_: Sentence, word: Word) -> Span:
    return Span(word.i, word.i + 1, word)


@lru_cache(maxsize=4)
def _free_adjectives(sentence: Sentence) -> tuple[Word, ...]:
    return tuple(w for w in related(sentence, "amod") if free_adjective(sentence, w) and w.head.i == w.i + 1)


@rule("modifier_rebinding.adjectives", NEAR_MISS, most=3)
def _adjectives(sentence: Sentence) -> Iterator[Change]:
    """The small company acquired the large bank. -> The large company acquired the small bank."""
    found = [w for w in _free_adjectives(sentence) if not is_participle(w)]
    yield from of_words(sentence, "adjectives", found, _adjectives_fit)


def _adjectives_fit(a: Word, b: Word) -> bool:
    """Whether two adjectives answer one question of their nouns ("how large?", "from where?"), or each is at
    home with both nouns. Others leave nonsense: "an exact tumor of benign origin".
    """
    if not different_nouns(a, b) or not different_words(a, b) or {a.lower, b.lower} <= _LISTS.worldwide:
        return False
    sort = adjective_class(a)
    return (
        sort == adjective_class(b)
        and (sort == "origin" or are_at_home(a, b) or any({a.lower, b.lower} <= one for one in _SCALES))
        and (a.tag == b.tag or sort == "origin")
        and a.text.isalpha() == b.text.isalpha()
    )


@rule("modifier_rebinding.participles", NEAR_MISS, most=3)
def _participles(sentence: Sentence) -> Iterator[Change]:
    """The stolen car hit the parked van. -> The parked car hit the stolen van."""
    found = [w for w in _free_adjectives(sentence) if is_participle(w)]
    yield from of_words(sentence, "participles", found, _participles_fit)


def _participles_fit(a: Word, b: Word) -> bool:
    one_form = a.lower.endswith("ing") == b.lower.endswith("ing")
    return one_form and different_nouns(a, b) and different_words(a, b) and similar(a.head, b.head)


@rule("modifier_rebinding.compounds", NEAR_MISS, most=3)
def _compounds(sentence: Sentence) -> Iterator[Change]:
    """The hotel manager thanked the bank clerk. -> The bank manager thanked the hotel clerk."""
    found = [w for w in related(sentence, "compound") if free_compound(sentence, w)]
    yield from of_words(sentence, "compounds", found, _compounds_fit)


def _compounds_fit(a: Word, b: Word) -> bool:
    if {a.head.lower, b.head.lower} & FOREIGN or not different_nouns(a, b) or not different_words(a, b):
        return False
    return a.tag == b.tag and a.lemma != b.lemma


@rule("modifier_rebinding.numerals", NEAR_MISS, most=3)
def _numerals(sentence: Sentence) -> Iterator[Change]:
    """Two cats chased six mice. -> Six cats chased two mice."""
    found = [w for w in related(sentence, "nummod") if free_numeral(sentence, w)]
    numbers = [w for w in sentence.words if w.tag == "CD" and w.rel == "nummod"]
    counted = (
        len(numbers) > 2 or _LISTS.counted & lowers(sentence) or any(w.text == "(" for w in sentence.words)
    )
    if len(found) > 1 and not counted and not any(_is_share(sentence, w) for w in found):
        yield from of_words(sentence, "numerals", found, _numerals_fit)


def _is_share(sentence: Sentence, word: Word) -> bool:
    """Whether a counted noun is part of another count, or a bracket explains it: "three of the nine"."""
    before, after = sentence.before(word).lower, sentence.after(word.head)
    if word.head.lemma == "time" or after.lower in ("old", "later", "ago"):
        return True
    return before in _LISTS.part or after.text == "-"


def _numerals_fit(a: Word, b: Word) -> bool:
    if a.text[0].isdigit() != b.text[0].isdigit() or min(len(a.head.lemma), len(b.head.lemma)) < 3:
        return False  # "two" and "2"; "ft", "mm"
    if unit_class(a.head) != unit_class(b.head) or a.head.tag != b.head.tag:
        return False
    if a.head.head is b.head or b.head.head is a.head:
        return a.head.lemma != b.head.lemma and "conj" in (a.head.rel, b.head.rel)
    if a.head.lemma == b.head.lemma and (
        same_list(a.head, b.head) or a.head.head is b.head or b.head.head is a.head
    ):
        return False  # "50 seats and 75 seats"
    low, high = sorted((value(a.text) or 0, value(b.text) or 0))
    return 0 < high <= MAX_RATIO * low and (low % 1 == 0) == (high % 1 == 0)


@rule("modifier_rebinding.possessors", NEAR_MISS, most=3)
def _possessors(sentence: Sentence) -> Iterator[Change]:
    """The bank's lawyer sued the city's mayor. -> The city's lawyer sued the bank's mayor."""
    found = [
        w
        for w in related(sentence, "nmod")
        if w.dep == "nmod:poss" and w.pos != "PRON" and w.head.i > w.i and w.child("case").i == w.i + 1
        and not is_name(w.head) and not w.child("conj", "appos", "acl", "nmod", "nmod:poss")
        and sum(other.lower == w.lower for other in sentence.words) == 1
    ]  # fmt: skip
    pairs = [(a, b) for a, b in combinations(found, 2) if _possessors_fit(a, b)]
    yield from exchanges(sentence, "possessors", pairs, _owner)


def _possessors_fit(a: Word, b: Word) -> bool:
    if not comparable(a, b) or is_name(a) != is_name(b) or a.child("case").lower != b.child("case").lower:
        return False
    if {a.head.lemma, b.head.lemma} & _LISTS.named_after:
        return False  # "Holt's disease"
    return kind(a) != "thing" and different_nouns(a, b) and a.head.lemma != b.head.lemma


def _owner(sentence: Sentence, word: Word) -> Span | None:
    """A possessor with its own words before it, without the 's."""
    start = min(word.left, word.i)
    whole = all(w is word or w.head is word for w in sentence.words[start : word.i + 1])
    return Span(start, word.i + 1, word) if whole else None


@rule("modifier_rebinding.prepositional", NEAR_MISS, most=3)
def _prepositional(sentence: Sentence) -> Iterator[Change]:
    """the roof of the house and the door of the barn -> the roof of the barn and the door of the house"""
    pairs = [(a, b) for a, b in parallel(sentence, ("nmod",)) if _phrases_fit(a, b)]
    yield from exchanges(sentence, "prepositional", pairs)


def _phrases_fit(a: Word, b: Word) -> bool:
    """Whether two nouns are of one sort, and so are the nouns that they belong to."""
    first, second = a.head, b.head
    if any(g.pos != "NOUN" or is_name(g) or g.lemma in _PARTITIVE for g in (first, second)):
        return False
    if says_the_same(first, second) or same_list(first, second):
        return False
    if {first.lemma, second.lemma} & {a.lemma, b.lemma}:
        return False
    sorts = {kind(a), kind(b)}
    if "thing" in sorts and not (is_determined(a) and is_determined(b)):
        return False
    if first.lemma == second.lemma or kind(first) == kind(second) != "thing":
        return "name" not in sorts
    return (sorts == {"place"} and a.child("case").lower != "of") or (
        one_class(a, b) and thing_class(a) == "place"
    )
