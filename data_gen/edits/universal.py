"""Edits for any language: rules that read Universal Dependencies labels and features, and no English words.

What a rule exchanges keeps its form, so it only exchanges words that would have the same form in the other
place: equal Case, Gender and Number where the features tell, and the same ending. Languages in which names
carry no case endings are listed; in others names are exchanged only within one case. Families that need
words of the language (negation, modality, ...) are left out; the manifest says so.
"""

import random
import re
from collections.abc import Iterator
from functools import partial
from itertools import combinations, pairwise

from ..english.casing import piece
from .prelude import Change, Sentence, Span, Word, change, exchange, replace
from .rule import NEAR_MISS, OTHER, SAME, rule

NAMES_WITHOUT_CASE = frozenset(("ca", "da", "de", "es", "fr", "gl", "it", "nb", "nl", "nn", "no", "pt", "sv"))
SYMMETRIC = frozenset(  # verbs whose two arguments may change places without changing the meaning
    "begegnen gleichen heiraten treffen ähneln casar conocer encontrar igualar parecer".split()  # noqa: SIM905
    + "épouser rencontrer ressembler incontrare sposare assomigliare ontmoeten trouwen".split()  # noqa: SIM905
)
_NUMBER = re.compile(r"\d{1,6}$")
_NAME_PARTS = ("flat", "compound", "goeswith")
_rule = partial(rule, langs=OTHER, most=3)


@_rule("argument_swap.nouns", NEAR_MISS, "El perro muerde al hombre. -> El hombre muerde al perro.")
def argument_swap(sentence: Sentence) -> Iterator[Change]:
    """Exchange a subject and an object: "El perro muerde al hombre" -> "El hombre muerde al perro"."""
    for verb in sentence.words:
        subject, other = verb.child("nsubj"), verb.child("obj")
        if verb.pos != "VERB" or verb.lemma in SYMMETRIC or not subject or not other:
            continue
        if subject.pos == other.pos == "PROPN":
            one, two = _name(sentence, subject), _name(sentence, other)
            if one is not None and two is not None and _names_fit(sentence, subject, other):
                yield change("nouns", *exchange(sentence, one, two))
        elif _is_bare_noun(subject) and _is_bare_noun(other) and _agree(subject, other, "Gender", "Number"):
            yield change("nouns", *exchange(sentence, _one(subject), _one(other)))


@_rule("modifier_rebinding.adjectives", NEAR_MISS)
def modifier_rebinding(sentence: Sentence) -> Iterator[Change]:
    """la casa vieja y la puerta nueva -> la casa nueva y la puerta vieja"""
    adjectives = [
        word
        for word in sentence.words
        if word.pos == "ADJ" and word.rel == "amod" and not word.children and word.head
    ]
    for a, b in combinations(adjectives, 2):
        if a.head is b.head or a.lower == b.lower or _coordinated(a.head, b.head):
            continue
        alike = a.morph and a.morph == b.morph and a.lower[-1] == b.lower[-1]
        if alike and _is_before(a) == _is_before(b):
            yield change("adjectives", *exchange(sentence, _one(a), _one(b)))


@_rule("quantity.exchange", NEAR_MISS, "20 Gäste und 30 Zimmer -> 30 Gäste und 20 Zimmer")
@_rule("quantity.number", NEAR_MISS, "Das Seil ist 20 Meter lang. -> Das Seil ist 40 Meter lang.")
def quantity(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Exchange two numbers written in digits, or change one."""
    numbers = [
        word
        for word in sentence.words
        if word.pos == "NUM" and _NUMBER.fullmatch(word.text) and int(word.text) > 1 and not word.children
    ]
    for a, b in combinations(numbers, 2):
        if int(a.text) != int(b.text) and a.head is not b.head and _class(a.text) == _class(b.text):
            yield change("exchange", *exchange(sentence, _one(a), _one(b)))
    for word in numbers:
        yield change("number", replace(word, _other_number(word.text, rng)))


@_rule("entity.names", NEAR_MISS, "Anna fährt mit Maria nach Rom. -> Maria fährt mit Anna nach Rom.")
def entity(sentence: Sentence) -> Iterator[Change]:
    """Exchange two names that are in different roles: "Anna fährt mit Maria nach Rom"."""
    heads = [w for w in sentence.words if w.pos == "PROPN" and w.rel not in (*_NAME_PARTS, "appos")]
    for a, b in combinations(heads, 2):
        one, two = _name(sentence, a), _name(sentence, b)
        if one is None or two is None or a.head is b.head or a.head is b or b.head is a or _coordinated(a, b):
            continue
        same_role = a.rel == b.rel or {a.rel, b.rel} <= {"nsubj", "obj", "iobj"}
        if same_role and _names_fit(sentence, a, b) and a.lower != b.lower:
            yield change("names", *exchange(sentence, one, two))


@_rule("paraphrase.conjunct_reordering", SAME, "Anna und Maria -> Maria und Anna")
def paraphrase(sentence: Sentence) -> Iterator[Change]:
    """Exchange the two members of a coordination: "Anna und Maria" -> "Maria und Anna"."""
    for second in sentence.words:
        first = second.head
        if second.rel != "conj" or not first or not second.child("cc"):
            continue
        if first.pos not in ("NOUN", "PROPN") or second.pos not in ("NOUN", "PROPN"):
            continue
        if len(first.all("conj")) != 1 or (not first.child("det")) != (not second.child("det")):
            continue
        if first.child("case") and second.child("case"):
            continue
        allowed = ("det", "amod", "cc", "conj", "case", *_NAME_PARTS)
        if any(c.rel not in allowed for c in (*first.children, *second.children)):
            continue
        one, two = _member(sentence, first), _member(sentence, second)
        if one is not None and two is not None and one.end <= two.start:
            yield change("conjunct_reordering", *exchange(sentence, one, two))


def feature(word: Word, name: str) -> str | None:
    """Return a word's value of a feature ("Case" -> "Nom"), None where the parse does not tell."""
    for pair in word.morph.split("|"):
        key, _, value = pair.partition("=")
        if key == name:
            return value
    return None


def _agree(a: Word, b: Word, *names: str) -> bool:
    """Whether both words have the same, known values of the features."""
    return all(feature(a, name) is not None and feature(a, name) == feature(b, name) for name in names)


def _may_agree(a: Word, b: Word, *names: str) -> bool:
    """Whether the words have no different values of the features."""
    return all(None in (feature(a, n), feature(b, n)) or feature(a, n) == feature(b, n) for n in names)


def _names_fit(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether each name would have its form in the other's place."""
    cases = {feature(a, "Case"), feature(b, "Case")}
    if "Gen" in cases and len(cases) > 1:
        return False
    if sentence.lang not in NAMES_WITHOUT_CASE and (len(cases) > 1 or None in cases):
        return False
    has_article = bool(a.child("det", "amod")) or bool(b.child("det", "amod"))
    return _may_agree(a, b, "Number") and (not has_article or _agree(a, b, "Gender"))


def _is_bare_noun(word: Word) -> bool:
    """Whether a common noun in the singular has the form of its lemma, and a determiner to carry its case."""
    allowed = ("det", "case", "punct")
    return (
        word.pos == "NOUN"
        and feature(word, "Number") == "Sing"
        and word.lower == word.lemma
        and bool(word.child("det", "case"))
        and all(child.rel in allowed for child in word.children)
    )


def _name(sentence: Sentence, head: Word) -> Span | None:
    """Return the words of a name, its head and the parts that hang on it; None for another phrase."""
    parts = [head, *head.all(*_NAME_PARTS)]
    if any(child.rel not in (*_NAME_PARTS, "case", "det", "punct", "cc", "conj") for child in head.children):
        return None
    places = sorted(part.i for part in parts)
    if any(b - a != 1 for a, b in pairwise(places)) or any(part.pos != "PROPN" for part in parts):
        return None
    return Span(places[0], places[-1] + 1, head)


def _member(sentence: Sentence, head: Word) -> Span | None:
    """Return a member of a coordination with its determiner and adjectives, None where it has gaps."""
    words = [head, *head.all("det", "amod", *_NAME_PARTS)]
    if any(word.children for word in words if word is not head):
        return None
    places = sorted(word.i for word in words)
    if any(b - a != 1 for a, b in pairwise(places)) or not piece(sentence, places[0], places[-1] + 1):
        return None
    return Span(places[0], places[-1] + 1, head)


def _coordinated(a: Word, b: Word) -> bool:
    return (a.rel == "conj" and a.head is b) or (b.rel == "conj" and b.head is a)


def _is_before(word: Word) -> bool:
    return bool(word.head) and word.i < word.head.i


def _one(word: Word) -> Span:
    return Span(word.i, word.i + 1, word)


def _class(number: str) -> tuple[int, bool]:
    """Group numbers that nouns agree with alike (some languages tell 2 to 4 from 5 and more); years apart."""
    last = int(number) % 10 if int(number) % 100 not in (11, 12, 13, 14) else 5
    return (1 if last == 1 else 2 if last in (2, 3, 4) else 5), len(number) == 4 and number[0] in "12"


def _other_number(number: str, rng: random.Random) -> str:
    """Return another number of the same length and class."""
    low, high = 10 ** (len(number) - 1), 10 ** len(number) - 1
    if _class(number)[1]:
        low, high = int(number) - 30, int(number) + 30
    options = [n for n in range(max(2, low), high + 1) if n != int(number)] if high < 10_000 else []
    options = [n for n in options if _class(str(n)) == _class(number)]
    return str(rng.choice(options)) if options else str(int(number) + 10 * rng.randint(1, 9))
