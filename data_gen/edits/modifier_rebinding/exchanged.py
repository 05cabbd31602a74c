"""Modifier rebinding (near-misses): a modifier comes to belong to another noun or verb.

"The small company acquired the large bank." -> "The large company acquired the small bank." Adjectives,
participles, numerals, noun modifiers and possessors are exchanged between two nouns, or a modifier moves over
(an adjective here; phrases and clauses in moved.py).
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from ...english.kinds import comparable, is_name
from ...english.lexicon import FIXED_NOUNS, MEASURE_NOUNS, word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Span, Word
from ..edit import Change, change, delete, exchange, insert_before, replace
from ..exchange import parallel_phrases, says_the_same
from ..index import related
from ..rule import NEAR_MISS, rule
from .free import (
    FOREIGN,
    PORTABLE,
    adjective_class,
    bare_noun,
    compound_start,
    different_nouns,
    free_adjective,
    free_compound,
    free_numeral,
    has_place,
    inner,
    is_participle,
    number_of,
    similar,
    unit_class,
)

_LISTS = word_lists(__package__, "exchanged")


@lru_cache(maxsize=4)
def _free_adjectives(sentence: Sentence) -> tuple[Word, ...]:
    return tuple(w for w in related(sentence, "amod") if free_adjective(sentence, w))


@rule(
    "modifier_rebinding.adjectives",
    NEAR_MISS,
    "The small company acquired the large bank. -> The large company acquired the small bank.",
    most=3,
)
def _adjectives(sentence: Sentence) -> Iterator[Change]:
    """ "the small company ... the large bank" -> "the large company ... the small bank"."""
    found = _free_adjectives(sentence)
    for a, b in combinations([w for w in found if not is_participle(w)], 2):
        if a.lower == b.lower or a.quote != b.quote or not different_nouns(a, b):
            continue
        if {a.lower, b.lower} <= _WORLDWIDE:
            continue
        if a.tag != b.tag and adjective_class(a) != "origin":
            continue
        if adjective_class(a) != adjective_class(b) or a.text.isalpha() != b.text.isalpha():
            continue
        yield _exchanged(sentence, "adjectives", a, b)


_WORLDWIDE = word_set("global international worldwide multinational")


@rule(
    "modifier_rebinding.participles",
    NEAR_MISS,
    "The stolen car hit the parked van. -> The parked car hit the stolen van.",
    most=3,
)
def _participles(sentence: Sentence) -> Iterator[Change]:
    """ "the broken lamp ... the painted chair" -> "the painted lamp ... the broken chair"."""
    found = _free_adjectives(sentence)
    for a, b in combinations([w for w in found if is_participle(w)], 2):
        if not a.head or not b.head or a.lower == b.lower or not different_nouns(a, b):
            continue
        if a.lower.endswith("ing") == b.lower.endswith("ing") and similar(a.head, b.head):
            yield _exchanged(sentence, "participles", a, b)


def _exchanged(sentence: Sentence, rule: str, a: Word, b: Word) -> Change:
    """The exchange of two single words."""
    texts = inner(sentence, b), inner(sentence, a)
    return change(rule, replace(a, texts[0]), replace(b, texts[1]))


@rule(
    "modifier_rebinding.moved_adjective",
    NEAR_MISS,
    "An angry tenant called a nurse. -> A tenant called an angry nurse.",
    most=3,
)
def _moved_adjective(sentence: Sentence) -> Iterator[Change]:
    """ "the small company acquired the bank" -> "the company acquired the small bank"."""
    adjectives = _free_adjectives(sentence)
    if not adjectives:
        return
    nouns = related(sentence, "nsubj", "obj", "obl", "nmod", "iobj")
    targets = [w for w in nouns if bare_noun(sentence, w)]
    for adjective in adjectives:
        noun = adjective.head
        if (
            not noun
            or adjective.tag != "JJ"
            or len(noun.all("amod")) > 2
            or sentence.words[max(adjective.i - 1, 0)].text == ","
            or (adjective.lower not in PORTABLE and adjective_class(adjective) != "quality")
        ):
            continue
        for target in targets:
            if (
                not has_place(target)
                or target is noun
                or target.head is noun
                or noun.head is target
                or not different_nouns(adjective, target)
            ):
                continue
            if (
                not similar(noun, target)
                or target.lemma == noun.lemma
                or (target.tag != noun.tag and noun.tag == "NN")
            ):
                continue
            yield change(
                "moved_adjective",
                delete(sentence, adjective.i, adjective.i + 1),
                insert_before(
                    sentence.words[compound_start(sentence, target)], inner(sentence, adjective) + " "
                ),
            )


@rule(
    "modifier_rebinding.numerals", NEAR_MISS, "Two cats chased six mice. -> Six cats chased two mice.", most=3
)
def _numerals(sentence: Sentence) -> Iterator[Change]:
    """ "three dogs and five cats" -> "five dogs and three cats"."""
    found = [w for w in related(sentence, "nummod") if free_numeral(sentence, w)]
    for a, b in combinations(found, 2):
        if a.lower == b.lower or not a.head or not b.head or a.head is b.head:
            continue
        if a.text[0].isdigit() != b.text[0].isdigit() or len(a.head.lemma) < 3 or len(b.head.lemma) < 3:
            continue  # "two" and "2"; "ft", "mm"
        if unit_class(a.head) != unit_class(b.head) or a.head.tag != b.head.tag:
            continue
        if (
            number_of(a) is not None
            and number_of(b) is not None
            and ("million" in a.lower) != ("million" in b.lower)
        ):
            continue
        if a.head.lemma == b.head.lemma and (a.head.head is b.head or b.head.head is a.head):
            continue  # "50 seats and 75 seats"
        yield _exchanged(sentence, "numerals", a, b)


@rule(
    "modifier_rebinding.compounds",
    NEAR_MISS,
    "The hotel manager thanked the bank clerk. -> The bank manager thanked the hotel clerk.",
    most=3,
)
def _compounds(sentence: Sentence) -> Iterator[Change]:
    """ "the garden shed and the tool bench" -> "the tool shed and the garden bench"."""
    found = [w for w in related(sentence, "compound") if free_compound(sentence, w)]
    for a, b in combinations(found, 2):
        if a.quote != b.quote or {a.head.lower, b.head.lower} & FOREIGN:
            continue
        if a.tag != b.tag or a.lemma == b.lemma or not different_nouns(a, b) or a.head.lemma == b.head.lemma:
            continue
        yield _exchanged(sentence, "compounds", a, b)


@rule(
    "modifier_rebinding.possessors",
    NEAR_MISS,
    "The bank's lawyer sued the city's mayor. -> The city's lawyer sued the bank's mayor.",
    most=3,
)
def _possessors(sentence: Sentence) -> Iterator[Change]:
    """ "the bank's lawyer ... the city's mayor" -> "the city's lawyer ... the bank's mayor"."""
    found: list[tuple[Word, Span]] = []
    for word in related(sentence, "nmod"):
        if word.dep != "nmod:poss" or word.pos == "PRON" or not word.head or word.head.i < word.i:
            continue
        marker = word.child("case")
        if not marker or marker.i != word.i + 1 or word.all("conj", "appos", "acl", "nmod"):
            continue
        if word.all("nmod:poss"):
            continue
        start = min(word.left, word.i)
        if all(w is word or w.head is word for w in sentence.words[start : word.i + 1]):
            found.append((word, Span(start, word.i + 1, word)))
    for (a, first), (b, second) in combinations(found, 2):
        if is_name(a.head) or is_name(b.head):
            continue
        if any(sum(w.lower == p.lower for w in sentence.words) > 1 for p in (a, b)):
            continue
        same_suffix = a.child("case").lower == b.child("case").lower
        if not same_suffix or not comparable(a, b) or a.lower == b.lower or first.overlaps(second):
            continue
        if is_name(a) != is_name(b) or not different_nouns(a, b) or a.head.lemma == b.head.lemma:
            continue
        yield change("possessors", *exchange(sentence, first, second))


@rule(
    "modifier_rebinding.prepositional",
    NEAR_MISS,
    "the roof of the house and the door of the barn -> the roof of the barn and the door of the house",
    most=3,
)
def _prepositional(sentence: Sentence) -> Iterator[Change]:
    """ "the roof of the house ... the door of the barn" -> "the roof of the barn ... the door of the
    house".
    """
    for a, b in parallel_phrases(sentence, ("nmod",)):
        governors = [span.head.head for span in (a, b)]
        if says_the_same(*governors) or {g.lemma for g in governors if g} & {a.head.lemma, b.head.lemma}:
            continue
        texts = [sentence.slice(span.start, span.end).lower() for span in (a, b)]
        if any(sentence.text.lower().count(text) > 1 for text in texts):
            continue
        if all(g.pos == "NOUN" and not is_name(g) and g.lemma not in _PARTITIVE for g in governors):
            yield change("prepositional", *exchange(sentence, a, b))


_PARTITIVE = (
    MEASURE_NOUNS | FIXED_NOUNS | word_set("group dozen thousand million hundred piece pair set list")
)


@rule(
    "modifier_rebinding.adverbs",
    NEAR_MISS,
    "He spoke softly and left quickly. -> He spoke quickly and left softly.",
    most=3,
)
def _adverbs(sentence: Sentence) -> Iterator[Change]:
    """ "He spoke softly and walked quickly." -> "He spoke quickly and walked softly."."""
    found = [
        w
        for w in related(sentence, "advmod")
        if w.tag == "RB" and w.lower.endswith("ly") and w.head.pos == "VERB"
        and w.head.rel not in ("amod", "compound") and not w.children and w.lower not in _NOT_MANNER
    ]  # fmt: skip
    for a, b in combinations(found, 2):
        if a.head is not b.head and a.lower != b.lower:
            yield _exchanged(sentence, "adverbs", a, b)


_NOT_MANNER = _LISTS.set("not_manner")


# The relation that a rule's modifiers have, and how many there must be at least.
