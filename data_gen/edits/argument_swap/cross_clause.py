"""Argument swap of the head of a relative clause with an argument in it."""

from ...english.kinds import kind
from ...english.lexicon import SYMMETRIC
from ..exchange import exchanges
from ..index import by_relation
from ..phrases import own_words, simple_phrase
from ..prelude import NEAR_MISS, Changes, Sentence, Span, Word, rule
from .fillers import may_exchange

_DIRECTED = frozenset(("against", "from", "to", "for", "by", "of", "about", "over"))
_OWNERS = frozenset(("person_noun", "organisation_noun"))
_NO_ACTION = frozenset(("have", "be", "become", "include"))


@rule("argument_swap.relative", NEAR_MISS, when=may_exchange)
def relative(sentence: Sentence) -> Changes:
    """the driver who called the nurse -> the nurse who called the driver"""
    if "acl" not in by_relation(sentence):
        return
    for clause in sentence.clauses:
        verb = clause.predicate
        noun, pronoun = verb.head, verb.child("nsubj", "nsubj:pass")
        if verb.dep != "acl:relcl" or not pronoun or verb.lemma in SYMMETRIC | _NO_ACTION:
            continue
        if pronoun.lower not in ("who", "that", "which") or not noun.i < pronoun.i < verb.i:
            continue
        for other in verb.all("obj", "obl"):
            case = other.child("case")
            if other.i < verb.i or (case and case.lower not in (("by",) if clause.passive else _DIRECTED)):
                continue
            if kind(noun) != kind(other) or kind(noun) not in _OWNERS or noun.tag != other.tag:
                continue
            if noun.tag == "NN" or noun.child("det").lower == other.child("det").lower:
                yield from exchanges(sentence, "relative", [(noun, other)], _core)


def _core(sentence: Sentence, noun: Word) -> Span | None:
    """The determined words of a noun that nothing but a relative clause follows; else its whole phrase."""
    after = [c for c in noun.children if c.i > noun.i and c.rel != "punct"]
    if not after:
        return simple_phrase(sentence, noun)
    return own_words(sentence, noun) if len(after) == 1 and noun.child("det") else None
