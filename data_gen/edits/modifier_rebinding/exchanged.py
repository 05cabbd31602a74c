"""Modifier rebinding by exchange: what was said of one noun is said of the other, and the other way round.

"The new key opens the gate, the old one the door." -> "The old key opens the gate, the new one the door." Two
nouns of one name take whatever modifier the other one has. Between nouns that differ half of all exchanges
tear a term: there, only words of one scale are exchanged, of persons, of organisations or of things of one
class, and what goes with both nouns by kind (free.py). Whether a modifier was ever said of its new noun,
plausibility/fit.py asks the corpus.
"""

from collections.abc import Callable
from itertools import combinations, product

from ...english.casing import mid_sentence
from ...english.kinds import comparable, is_name, kind
from ...english.lexicon import DEMONYMS, FIXED_NOUNS, MEASURE_NOUNS
from ...english.number_words import value
from ...parsing.sentence import Sentence, Span, Word
from ...plausibility.contradiction import same_list
from ..argument_swap.fillers import of_listed_class
from ..exchange import are_told_of_one, exchanges, is_determined, is_equated, parallel, says_the_same
from ..index import are_echoed
from ..phrases import is_glossed, simple_phrase
from ..prelude import NEAR_MISS, Changes, change, lowers, related, replace, rule, word_lists
from .free import (
    are_at_home,
    are_coordinated,
    are_of_one_name,
    are_set_against,
    denies,
    different_nouns,
    different_words,
    free_modifier,
    free_numeral,
    is_explained,
    is_participle,
    is_told_in_order,
    may_tell_apart,
    others,
    unit_class,
)

_LISTS = word_lists(__package__, "exchanged")

_PARTITIVE = MEASURE_NOUNS | FIXED_NOUNS | _LISTS.partitive
_SCALES = tuple(frozenset(line.split()) for line in _LISTS.phrases("scales"))
MAX_RATIO = 8  # of two numbers that may exchange
MAX_MENTIONS = 3  # of one modifier of nouns of one name
MAX_ORDINALS = 2  # "in the first year ..., in the second ..., in the third": the order is told


Fits = Callable[[Word, Word], bool]


def of_words(sentence: Sentence, rule: str, found: list[Word], fits: Fits) -> Changes:
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


@rule("modifier_rebinding.adjectives", NEAR_MISS, most=3)
@rule("modifier_rebinding.participles", NEAR_MISS, most=3)
@rule("modifier_rebinding.compounds", NEAR_MISS, most=3)
def modifiers(sentence: Sentence) -> Changes:
    """adjectives: The new key opens the gate, the old one the door. -> The old key opens the gate, the new
    one the door. The small company acquired the large bank. -> The large company acquired the small bank.
    participles: Use a numbered list instead of a bulleted one. -> Use a bulleted list instead of a numbered
    one.
    compounds: Run the unit tests before the integration tests. -> Run the integration tests before the unit
    tests.

    "Stop the guest module before the host module." -> "Stop the host module before the guest module.".
    """
    found = [word for word in related(sentence, "amod", "compound") if free_modifier(sentence, word)]
    if len(found) < 2:
        return
    yield from _of_one_name(sentence, found)

    def fit(a: Word, b: Word) -> bool:
        one_name = a.head.lemma == b.head.lemma or "one" in (a.head.lemma, b.head.lemma)
        if one_name or not _fit(sentence, a, b) or is_equated(sentence):
            return False
        return not any(is_explained(sentence, word.head) for word in (a, b))

    for sort in ("adjectives", "participles", "compounds"):
        yield from of_words(sentence, sort, [w for w in found if _sort(w) == sort], fit)


def _sort(*words: Word) -> str:
    if all(word.rel == "compound" for word in words):
        return "compounds"
    return "participles" if any(is_participle(word) for word in words) else "adjectives"


def _of_one_name(sentence: Sentence, found: list[Word]) -> Changes:
    """The exchange of two modifiers wherever they are said of nouns of one name."""
    mentions: dict[str, list[Word]] = {}
    if sum(word.lower in _LISTS.ordinals for word in sentence.words) > MAX_ORDINALS:
        found = [word for word in found if word.lower not in _LISTS.ordinals]
    for word in found:
        mentions.setdefault(word.lower, []).append(word)
    for one, other in combinations(mentions, 2):
        first, second = mentions[one], mentions[other]
        if max(len(first), len(second)) > MAX_MENTIONS or not different_words(first[0], second[0]):
            continue
        lemmas = (one, other, first[0].lemma, second[0].lemma)
        if sum(not {w.lower, w.lemma}.isdisjoint(lemmas) for w in sentence.words) > len(first) + len(second):
            continue
        heads = {first[0].head.lemma, second[0].head.lemma}
        if are_echoed(sentence, [w for w in sentence.words if w.pos == "NOUN" and w.lemma in heads]):
            continue  # "a slow start ..., a quick start and starts at once"
        if is_told_in_order(sentence, first[0], second[0]) or _is_one_thing(first[0], second[0]):
            continue
        if not _are_contrasted(sentence, first[0], second[0]) or _is_said_at_large(sentence, first[0].head):
            continue
        if all(may_tell_apart(sentence, word) for word in (*first, *second)) and all(
            are_of_one_name(sentence, a, b) for a, b in product(first, second)
        ):
            new = {one: mid_sentence(second[0]), other: mid_sentence(first[0])}
            yield change(_sort(first[0], second[0]), *(replace(w, new[w.lower]) for w in (*first, *second)))


def _are_contrasted(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether two modifiers are opposites, or the sentence sets their nouns against each other. Of others
    either may be said of either noun: "a feature that makes direct links to deep links".
    """
    opposites = denies(a, b) or any({a.lower, b.lower} <= one for one in _SCALES)
    return opposites or are_set_against(sentence, a.head, b.head)


def _is_said_at_large(sentence: Sentence, noun: Word) -> bool:
    """Whether the noun is named without a modifier, too: "all tests ... unit tests ... load tests"."""
    mentions = (word for word in sentence.words if word.pos == "NOUN" and word.lemma == noun.lemma != "one")
    return any(not word.child("amod", "compound") for word in mentions)


def _is_one_thing(a: Word, b: Word) -> bool:
    """Whether a second mention comes back to what a first one brought in: "If you have a direct copy, update
    your local copies." Words of one scale tell two things apart for all that.
    """
    first, second = sorted((a.head, b.head), key=lambda noun: noun.i)
    brought = first.child("det").lower in ("a", "an")
    known = second.child("det").lower == "the" or any(c.dep == "nmod:poss" for c in second.children)
    return brought and known and not any({a.lower, b.lower} <= one for one in _SCALES)


def _fit(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether two modifiers answer one question of two nouns of one sort ("how large?", "from where?"), or
    each is at home with both nouns. Others leave nonsense: "an exact tumor of benign origin".
    """
    if not different_nouns(a, b) or not different_words(a, b) or {a.lower, b.lower} <= _LISTS.worldwide:
        return False
    if are_at_home(a, b):
        return a.tag == b.tag
    if is_told_in_order(sentence, a, b):
        return False
    one_scale = any({a.lower, b.lower} <= one for one in _SCALES) and a.tag == b.tag
    origins = {a.lower, b.lower} <= DEMONYMS
    formed = is_participle(a) and is_participle(b) and a.lower.endswith("ing") == b.lower.endswith("ing")
    work = a.rel == b.rel == "compound" and a.tag == b.tag and kind(a.head) == "person_noun"
    work &= not are_coordinated(a.head, b.head)  # "an industry leader and community supporter": one man
    return (one_scale or origins or formed or work) and _are_of_one_sort(a.head, b.head)


def _are_of_one_sort(a: Word, b: Word) -> bool:
    kinds = {kind(a), kind(b)}
    return kinds in ({"person_noun"}, {"organisation_noun"}) or of_listed_class(a, b)


@rule("modifier_rebinding.numerals", NEAR_MISS, most=3)
def _numerals(sentence: Sentence) -> Changes:
    """Two cats chased six mice. -> Six cats chased two mice."""
    found = [w for w in related(sentence, "nummod") if free_numeral(sentence, w)]
    numbers = [w for w in sentence.words if w.tag == "CD" and not (w.text.isdigit() and len(w.text) == 4)]
    counted = (
        len(numbers) > 2 or _LISTS.counted & lowers(sentence) or any(w.text == "(" for w in sentence.words)
    )
    ranked = any(w.tag in ("JJS", "RBS") or w.lower in ("up", "down") for w in sentence.words)
    if len(found) > 1 and not counted and not ranked and not any(_is_share(sentence, w) for w in found):
        yield from of_words(sentence, "numerals", found, _numerals_fit)


def _is_share(sentence: Sentence, word: Word) -> bool:
    """Whether a counted noun is part of another count, or a bracket explains it: "three of the nine"."""
    before, after = sentence.before(word).lower, sentence.after(word.head)
    if before == "the" and sentence.before(word, 2).lower in _LISTS.part:
        return True
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
    if a.head.lemma == b.head.lemma and (same_list(a.head, b.head) or are_told_of_one(a.head, b.head)):
        return False  # "50 seats and 75 seats"
    low, high = sorted((value(a.text) or 0, value(b.text) or 0))
    return 0 < high <= MAX_RATIO * low and (low % 1 == 0) == (high % 1 == 0)


@rule("modifier_rebinding.possessors", NEAR_MISS, most=3)
def _possessors(sentence: Sentence) -> Changes:
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
    if a.child("det", "nmod:poss").lower != b.child("det", "nmod:poss").lower:
        return False  # "the clerk's rule (author's note)", "the state's plan of a worker's life"
    if {a.head.lemma, b.head.lemma} & _LISTS.named_after or {kind(a), kind(b)} <= {"name", "place"}:
        return False  # "Holt's disease"; a name may be a town as well as a man
    return kind(a) != "thing" and different_nouns(a, b) and a.head.lemma != b.head.lemma


def _owner(sentence: Sentence, word: Word) -> Span | None:
    """A possessor with its own words before it, without the 's."""
    start = min(word.left, word.i)
    whole = all(w is word or w.head is word for w in sentence.words[start : word.i + 1])
    return Span(start, word.i + 1, word) if whole else None


@rule("modifier_rebinding.prepositional", NEAR_MISS, most=3)
def _prepositional(sentence: Sentence) -> Changes:
    """The date of the lease precedes the date of the sale. -> The date of the sale precedes the date of the
    lease."""
    pairs = [
        (a, b)
        for a, b in parallel(sentence, ("nmod",))
        if _phrases_fit(a, b)
        and not any(is_glossed(sentence, noun.head) for noun in (a, b))
        and not any(word.text in _LISTS.parting for word in sentence.words[a.i : b.i])
    ]
    yield from exchanges(sentence, "prepositional", pairs, _complement)


def _complement(sentence: Sentence, noun: Word) -> Span | None:
    """The whole phrase behind a preposition, if none goes on behind it: "in responses to stress"."""
    span = simple_phrase(sentence, noun)
    if span is None or sentence.before(sentence.words[span.start]) is not noun.child("case"):
        return None
    return None if sentence.after(sentence.words[span.end - 1]).rel == "case" else span


def _phrases_fit(a: Word, b: Word) -> bool:
    """Whether two nouns of one sort belong to nouns of one name, or to two persons or organisations."""
    first, second = a.head, b.head
    if any(g.pos != "NOUN" or is_name(g) or g.lemma in _PARTITIVE for g in (first, second)):
        return False
    if says_the_same(first, second) or same_list(first, second):
        return False
    if {first.lemma, second.lemma} & {a.lemma, b.lemma} or others(first) != others(second):
        return False  # "the cranial cavity of the skull ... the vertebral cavity of the spine"
    if "as" in (first.child("case").lower, second.child("case").lower):
        return False  # "the head of state serves as the head of government": one man
    sorts = {kind(a), kind(b)}
    if "thing" in sorts and not (is_determined(a) and is_determined(b)):
        return False
    one_sort = first.lemma == second.lemma or kind(first) == kind(second) != "thing"
    return one_sort and "name" not in sorts
