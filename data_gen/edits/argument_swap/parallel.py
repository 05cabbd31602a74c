"""Argument swaps of like phrases: objects of two verbs, obliques of one preposition, things around a verb."""

from collections.abc import Iterator
from itertools import combinations

from ...english.agreement import is_plural
from ...english.kinds import gender
from ...parsing.sentence import Sentence, Word
from ..edit import Change
from ..exchange import SYMMETRIC_PREPOSITIONS, exchanges, is_determined, is_light, parallel
from ..index import related
from ..rule import NEAR_MISS, rule
from .fillers import are_movable, group, is_dealing, is_plain_name, may_exchange, of_listed_class


@rule(
    "argument_swap.same_preposition",
    NEAR_MISS,
    "She lived in Oslo and worked in Rome. -> She lived in Rome and worked in Oslo.",
    when=may_exchange,
)
@rule(
    "argument_swap.objects",
    NEAR_MISS,
    "They sold the farm and kept the mill. -> They sold the mill and kept the farm.",
)
def of_two_verbs(sentence: Sentence) -> Iterator[Change]:
    """Objects of two verbs, or obliques with the same preposition: "sold the house and kept the car"."""
    for first, second in parallel(sentence, ("obj", "obl")):
        if first.head.lemma == second.head.lemma or not _fit(first, second):
            continue
        rule = "objects" if first.dep == "obj" else "same_preposition"
        yield from exchanges(sentence, rule, [(first, second)])


def _fit(first: Word, second: Word) -> bool:
    """Whether two nouns are of one sort and number; objects follow their verbs and are no part of them."""
    is_object = first.dep == "obj"
    if is_object and any(w.i < w.head.i for w in (first, second)):
        return False
    if is_plural(first) != is_plural(second) or gender(first) != gender(second):
        return False
    if first.text.isupper() != second.text.isupper():
        return False  # an acronym may name anything
    groups = {group(first), group(second)}
    if groups <= {"person", "organisation", "name"} and is_object:
        named = all(is_plain_name(w) for w in (first, second) if group(w) == "name")
        return named and is_dealing(first.head) and is_dealing(second.head)
    if groups == {"name"}:
        return is_plain_name(first) and is_plain_name(second)
    if groups != {"thing"}:
        return len(groups) == 1 or groups == {"person", "organisation"}
    light = is_object and (is_light(first) or is_light(second))
    return not light and of_listed_class(first, second) and is_determined(first) and is_determined(second)


@rule(
    "argument_swap.things",
    NEAR_MISS,
    "The broken lamp fell on the chair. -> The chair fell on the broken lamp.",
    most=3,
    when=may_exchange,
)
def things(sentence: Sentence) -> Iterator[Change]:
    """ "She put the bottle in the box." -> "She put the box in the bottle."."""
    nouns = [
        w for w in related(sentence, "nsubj", "obj", "obl") if w.tag in ("NN", "NNS") and w.head.pos == "VERB"
    ]
    for first, second in combinations(nouns, 2):
        if first.head is not second.head or first.tag != second.tag or not are_movable(first, second):
            continue
        if {w.child("case").lower for w in (first, second)} & (SYMMETRIC_PREPOSITIONS | _BESIDE):
            continue
        if "except" in {first.child("case").lower, second.child("case").lower}:
            continue  # "into the basket except the lamp"
        if first.lemma != second.lemma and not first.child("conj") and not second.child("conj"):
            yield from exchanges(sentence, "things", [(first, second)])


_BESIDE = frozenset(("near", "beside", "alongside", "opposite", "around"))
