"""Argument swaps of like phrases of two verbs: "lived in Oslo and worked in Rome", the other way round."""

from collections.abc import Iterator

from ...parsing.sentence import Sentence
from ..edit import Change, change, exchange
from ..exchange import parallel_phrases
from ..rule import NEAR_MISS, rule
from .guards import may_exchange


@rule(
    "argument_swap.same_preposition",
    NEAR_MISS,
    "She lived in Oslo and worked in Rome. -> She lived in Rome and worked in Oslo.",
    when=may_exchange,
)
@rule("argument_swap.objects")
def parallel(sentence: Sentence) -> Iterator[Change]:
    """Objects of two verbs, or obliques with the same preposition: "sold the house and kept the car"."""
    for a, b in parallel_phrases(sentence, ("obj", "obl")):
        rule = "objects" if a.head.rel == "obj" else "same_preposition"
        yield change(rule, *exchange(sentence, a, b))
