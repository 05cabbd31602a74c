"""Counterparts change places (near-misses): "Men outlive women." -> "Women outlive men.".

Two words that a list of the substitutions holds together (opposites, words of one kind, groups that a rule is
for) fit each other's place. Every mention of the one becomes the other, so that the sentence stays coherent
and only which is which changes.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from ...english.lexicon import MEASURE_NOUNS, SYMMETRIC, TIME_NOUNS
from ...english.nouns import plural
from ..exchange import SYMMETRIC_PREPOSITIONS, is_equated
from ..index import are_echoed
from ..matching import NOUN, is_plain
from ..phrases import contains, is_glossed
from ..prelude import NEAR_MISS, Changes, Sentence, Word, change, lowers, replace, rule, word_lists
from ..substitution.antonym import MALE_OR_FEMALE, OF_ONE_SEX, OPPOSITES
from ..substitution.audience import GROUPS
from ..substitution.co_hyponym import NOUNS
from .fillers import may_exchange

Sets = dict[str, frozenset[str]]

_LISTS = word_lists(__package__, "counterparts")
_SYMMETRIC = SYMMETRIC_PREPOSITIONS - {"than"}
MAX_MENTIONS = 3  # of each of the two
_LINKING = ("CCONJ", "ADP", "DET", "PUNCT")  # two of one list, and nothing else
_ROLES = frozenset(("nsubj", "obj", "iobj", "obl", "nmod", "advcl"))
_ARTICLES = frozenset(("a", "an", "the"))
_BOUNDS = frozenset(("minimum", "maximum", "diagnosis", "treatment"))  # of an order, or of an amount


def joined(*tables: Iterable[tuple[str, Iterable[str]]] | Mapping[str, Iterable[str]]) -> Sets:
    """Return {word: its counterparts of all tables}."""
    found: dict[str, set[str]] = {}
    for table in tables:
        for word, others in table.items() if isinstance(table, Mapping) else table:
            for other in set(others) - {word}:
                found.setdefault(word, set()).add(other)
                found.setdefault(other, set()).add(word)
    return {word: frozenset(others) for word, others in found.items() if word not in _BOUNDS}


_NOUNS = joined(
    NOUNS,
    ((word, others) for (pos, word), others in OPPOSITES.items() if pos == NOUN),
    ((word, group) for group in GROUPS for word in group),
    ((word, other.split()) for word, other in _LISTS.table("ends").items()),
)


def pairs(sentence: Sentence, pos: str, sets: Sets) -> Iterator[tuple[list[Word], list[Word]]]:
    """Yield the mentions of two counterparts, of all that stand in a sentence."""
    found: dict[str, list[Word]] = {}
    for word in sentence.words:
        if word.lemma in sets and word.pos == pos:
            found.setdefault(word.lemma, []).append(word)
    for first, second in combinations(found, 2):
        if second in sets[first] and max(len(found[first]), len(found[second])) <= MAX_MENTIONS:
            yield found[first], found[second]


@rule("argument_swap.counterparts", NEAR_MISS, when=may_exchange)
def nouns(sentence: Sentence) -> Changes:
    """Men were paid more than women. -> Women were paid more than men."""
    for first, second in pairs(sentence, "NOUN", _NOUNS):
        mentions = [*first, *second]
        if _is_about_time(first[0]) or not all(_may_leave(sentence, word) for word in mentions):
            continue
        if len({_told(word) for word in mentions}) > 1 or len({word.tag for word in mentions}) > 1:
            continue  # "a client ... an upstream server": nobody has upstream clients; "heart ... lungs"
        if any(_says_the_same(a, b) or _are_listed(sentence, a, b) for a in first for b in second):
            continue
        if is_equated(sentence) or any(_are_steps(a, b) for a in first for b in second):
            continue
        nested = any(contains(a, b) for a in first for b in second)
        if nested and not any(word.has("case", "than") for word in mentions):
            continue  # "the mother of a daughter"
        own = {word.lower for word in mentions}
        if are_echoed(sentence, mentions) or sum(w.lower in own for w in sentence.words) > len(mentions):
            continue  # a mention that was read as something else
        sexes = {first[0].lemma, second[0].lemma} <= MALE_OR_FEMALE
        if sexes and not (lowers(sentence) - own).isdisjoint(OF_ONE_SEX):
            continue
        new = {first[0].lemma: second[0].lemma, second[0].lemma: first[0].lemma}
        yield change(
            "counterparts",
            *(replace(w, new[w.lemma] if w.lower == w.lemma else plural(new[w.lemma])) for w in mentions),
        )


def _told(word: Word) -> frozenset[str]:
    """The words that say of what kind a mention is."""
    return frozenset(c.lower for c in word.all("amod", "acl", "det", "nmod:poss") if c.lower not in _ARTICLES)


def _are_steps(a: Word, b: Word) -> bool:
    """Whether one is where something begins and one where it ends: "grow from kittens into cats"."""
    return "from" in (a.child("case").lower, b.child("case").lower) and a.head in (b, b.head, b.head.head)


def _says_the_same(a: Word, b: Word) -> bool:
    """Whether the same is said of both: "one copy is from the mother and one is from the father"."""
    first, second = (a.head, b.head) if a.head.i < b.head.i else (b.head, a.head)
    subjects = [verb.child("nsubj", "nsubj:pass") for verb in (first, second)]
    alike = subjects[1].lemma in ("one", subjects[0].lemma)
    return first.lemma == second.lemma and second.rel == "conj" and second.head is first and alike


def _are_listed(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether two stand side by side in one list, however it is read: "for nurses and for doctors"."""
    between = sentence.words[min(a.i, b.i) + 1 : max(a.i, b.i)]
    joined_by = any(word.tag == "CC" for word in between)
    first, second = (word.child("case").lower for word in sorted((a, b), key=lambda word: word.i))
    return (
        joined_by
        and second in ("", first)
        and all(word.pos in _LINKING or word.tag == "POS" for word in between)
    )


def _is_about_time(noun: Word) -> bool:
    return noun.lemma in TIME_NOUNS or noun.lemma in MEASURE_NOUNS


def _may_leave(sentence: Sentence, word: Word) -> bool:
    """Whether a mention is a whole noun phrase's head, in no list and explained by nothing beside it."""
    if word.rel not in _ROLES or word.child("conj", "compound", "appos", "flat"):
        return False
    if is_glossed(sentence, word) or word.child("case").lower in _SYMMETRIC or word.head.lemma in SYMMETRIC:
        return False
    return is_plain(sentence, word) and word.tag in ("NN", "NNS")
