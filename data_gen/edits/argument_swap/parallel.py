"""Argument swap of the places where two things were done: "lived in Oslo and worked in Rome"."""

from ...english.agreement import is_plural
from ...english.kinds import gender
from ..exchange import exchanges, is_determined, parallel
from ..prelude import NEAR_MISS, Changes, Sentence, Word, rule
from .fillers import group, is_plain_name, may_exchange, of_listed_class


@rule("argument_swap.same_preposition", NEAR_MISS, when=may_exchange)
def of_two_verbs(sentence: Sentence) -> Changes:
    """She lived in Oslo and worked in Rome. -> She lived in Rome and worked in Oslo."""
    pairs = [
        (first, second)
        for first, second in parallel(sentence, ("obl",))
        if first.head.lemma != second.head.lemma
        and _are_joined(first.head, second.head)
        and _fit(first, second)
    ]
    yield from exchanges(sentence, "same_preposition", pairs)


def _are_joined(verb: Word, other: Word) -> bool:
    """Whether two verbs stand side by side: what is done for the other is done where that is."""
    beside = other.rel == "conj" or other.child("mark").lower in ("while", "whereas")
    return beside and other.head is verb


def _fit(first: Word, second: Word) -> bool:
    """Whether two nouns are of one sort and number."""
    if is_plural(first) != is_plural(second) or gender(first) != gender(second):
        return False
    if first.text.isupper() != second.text.isupper():
        return False  # an acronym may name anything
    groups = {group(first), group(second)}
    if groups == {"name"}:
        return is_plain_name(first) and is_plain_name(second)
    if groups != {"thing"}:
        return len(groups) == 1 or groups == {"person", "organisation"}
    return of_listed_class(first, second) and is_determined(first) and is_determined(second)
