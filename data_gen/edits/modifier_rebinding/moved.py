"""Modifier rebinding of phrases and clauses: what was said of one noun is said of the other.

"The man with the hat greeted the woman." -> "The man greeted the woman with the hat." Relative clauses and
prepositional phrases move between a subject and a later noun that ends the sentence or its clause, where they
can belong to no other word; an adjective crosses a possessive 's. Part of the family modifier_rebinding.
"""

from collections.abc import Iterator

from ...english.casing import piece
from ...english.classes import one_class
from ...english.kinds import is_name, kind
from ...english.lexicon import DEMONYMS, FIXED_NOUNS, MEASURE_NOUNS, TIME_NOUNS
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ...plausibility.contradiction import contradicts
from ..edit import Change, change, delete, insert_after, insert_before
from ..index import related
from ..rule import NEAR_MISS, rule

_LISTS = word_lists(__package__, "moved")

MAX_WORDS = 9  # of a relative clause or a phrase that moves
_PARTITIVE = MEASURE_NOUNS | FIXED_NOUNS | TIME_NOUNS | _LISTS.partitive


# --- relative clauses -------------------------------------------------------------------------------


@rule("modifier_rebinding.relative_clauses", NEAR_MISS, most=3)
def relative_clauses(sentence: Sentence) -> Iterator[Change]:
    """The clerk called the driver who was late. -> The clerk who was late called the driver."""
    for verb in related(sentence, "acl"):
        noun = verb.head
        if verb.dep != "acl:relcl" or not noun or not _is_whole(sentence, noun, verb):
            continue
        pronoun = sentence.words[noun.i + 1].lower
        for target in _targets(sentence, noun, verb):
            if (
                target.tag == noun.tag
                and _of_one_sort(noun, target)
                and (pronoun != "who" or kind(target) in ("person_noun",))
            ):
                yield _moved(sentence, "relative_clauses", noun.i + 1, verb.right + 1, target)


def _is_whole(sentence: Sentence, noun: Word, verb: Word) -> bool:
    """Whether the clause directly follows its noun, opens with its subject and ends the phrase."""
    first = sentence.after(noun)
    if first.lower not in ("who", "that", "which") or first.head is not verb:
        return False
    if first.rel != "nsubj" or not noun.i < verb.left or verb.right - noun.i > MAX_WORDS:
        return False
    inner = sentence.words[noun.i + 1 : verb.right + 1]
    if any(w.text in ',;:()"“”' or w.tag in ("PRP", "PRP$") for w in inner):
        return False
    return kind(noun) in ("person_noun", "thing", "organisation_noun") and noun.right == verb.right


# --- prepositional phrases --------------------------------------------------------------------------


@rule("modifier_rebinding.pp_moved", NEAR_MISS, most=3)
def prepositional_phrases(sentence: Sentence) -> Iterator[Change]:
    """The man with the hat greeted the woman. -> The man greeted the woman with the hat."""
    for inner in related(sentence, "nmod"):
        noun, case = inner.head, inner.child("case")
        if not noun or not case or case.i != noun.i + 1 or case.lower not in _LISTS.prepositions:
            continue
        if inner.right - noun.i > MAX_WORDS or noun.right != inner.right or inner.left != case.i:
            continue
        if noun.rel != "nsubj" and (case.lower != "of" or noun.rel not in ("obj", "obl", "iobj")):
            continue  # "called the driver from Leeds" may be a call from Leeds
        if kind(noun) not in ("person_noun", "organisation_noun", "thing") or noun.lemma in _PARTITIVE:
            continue
        words = sentence.words[case.i : inner.right + 1]
        if any(w.text in ',;:()"“”' or w.tag in ("PRP", "PRP$", "WDT", "WP") for w in words):
            continue
        for target in _targets(sentence, noun, inner):
            if target.tag == noun.tag and _of_one_sort(noun, target) and _fits(case, noun, target):
                yield _moved(sentence, "pp_moved", case.i, inner.right + 1, target)


def _fits(case: Word, noun: Word, target: Word) -> bool:
    """Whether the phrase can belong to the target: "of" only between persons or organisations of one sort."""
    if target.lemma in _PARTITIVE or noun.lemma.endswith(("tion", "ment", "ing")):
        return False
    return case.lower != "of" or kind(noun) != "thing"


# --- where a phrase may go --------------------------------------------------------------------------


def _targets(sentence: Sentence, noun: Word, modifier: Word) -> Iterator[Word]:
    """Yield the nouns that may take what follows `noun`: one is the subject, the other the last word."""
    for target in related(sentence, "nsubj", "obj", "obl"):
        if target is noun or target.pos != "NOUN" or is_name(target) or target.right != target.i:
            continue
        if target.lemma == noun.lemma or modifier.left <= target.i <= modifier.right or target.child("conj"):
            continue
        if target.lemma in _PARTITIVE or not _is_determined(target) or contradicts(sentence, noun, target):
            continue
        first, last = (noun, target) if noun.i < target.i else (target, noun)
        if first.rel != "nsubj" or last.rel == "nsubj" or not _ends(sentence, last):
            continue
        if first.head and first.head.i > first.i and not _between(sentence, first, last):
            yield target


def _of_one_sort(noun: Word, target: Word) -> bool:
    """Whether two nouns name persons, organisations, or things of one class."""
    return kind(noun) == kind(target) and (kind(noun) != "thing" or one_class(noun, target))


def _ends(sentence: Sentence, noun: Word) -> bool:
    """Whether nothing but a full stop follows the noun and what belongs to it."""
    return all(w.text in ".?!" for w in sentence.words[noun.right + 1 :])


def _between(sentence: Sentence, first: Word, last: Word) -> bool:
    """Whether another clause or a quotation lies between the two nouns."""
    words = sentence.words[first.right + 1 : last.left]
    return any(
        w.text in ',;:()"“”' or (w.tag in ("WP", "WDT", "WRB", "CC", "IN") and w.rel == "mark") for w in words
    )


def _is_determined(noun: Word) -> bool:
    determiner = noun.child("det", "nmod:poss")
    return determiner.lower in _LISTS.articles or determiner.dep == "nmod:poss"


def _moved(sentence: Sentence, rule: str, start: int, end: int, target: Word) -> Change:
    """The edit that takes tokens start..end (end excluded) from their noun and puts them after the target."""
    return change(rule, delete(sentence, start, end), insert_after(target, " " + piece(sentence, start, end)))


# --- an adjective and a possessive 's ---------------------------------------------------------------


@rule("modifier_rebinding.scope", NEAR_MISS, most=3)
def scope(sentence: Sentence) -> Iterator[Change]:
    """The buyer's old contract expired. <-> The old buyer's contract expired."""
    for owner in related(sentence, "nmod"):
        owned, marker = owner.head, owner.child("case")
        if owner.dep != "nmod:poss" or not owned or marker.tag != "POS":
            continue
        if owned.pos != "NOUN" or owner.pos != "NOUN" or is_name(owner) or is_name(owned):
            continue
        if marker.i != owner.i + 1:
            continue
        if kind(owner) not in ("person_noun", "organisation_noun"):
            continue
        left = [c for c in owner.children if c.i < owner.i]
        if not left or left[0].rel not in ("det", "nmod") or left[0].lower not in _LISTS.articles:
            continue
        yield from _crossing(sentence, owner, owned, left)


def _crossing(sentence: Sentence, owner: Word, owned: Word, left: list[Word]) -> Iterator[Change]:
    """The adjective of one of the two nouns in front of the other."""
    inner = [c for c in owned.children if owner.i + 1 < c.i < owned.i]
    if len(left) == 1 and len(inner) == 1 and owned.i == owner.i + 3 and _crosses(inner[0], owner):
        adjective, place = inner[0], owner
    elif len(left) == 2 and not inner and owned.i == owner.i + 2 and _crosses(left[1], owned):
        adjective, place = left[1], owned
    else:
        return
    yield change(
        "scope", delete(sentence, adjective.i, adjective.i + 1), insert_before(place, adjective.text + " ")
    )


def _crosses(adjective: Word, noun: Word) -> bool:
    """Whether the adjective may describe the noun it would come to stand before."""
    if adjective.rel != "amod" or adjective.children or noun.child("nummod", "conj"):
        return False
    if adjective.lower in DEMONYMS:
        return (noun.rel != "nmod:poss" and kind(noun) == "person_noun") or noun.lemma in _LISTS.founded
    if adjective.lower in _LISTS.of_any or (adjective.lower in _LISTS.sizes and kind(noun) != "person_noun"):
        return noun.lemma not in TIME_NOUNS | MEASURE_NOUNS
    return adjective.lower in _LISTS.of_persons and kind(noun) == "person_noun"
