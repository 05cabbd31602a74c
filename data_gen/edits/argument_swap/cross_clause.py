"""Argument swaps that reach beyond one verb's own arguments.

A subject with an argument of the verb it controls or shares, and the head of a relative clause with an
argument in it.
"""

from collections.abc import Iterator

from ...english.kinds import AGENTS, NAMES, kind
from ...english.lexicon import REPORTING, SYMMETRIC
from ..exchange import exchanges, swap_with_subject
from ..index import by_relation, pronouns
from ..phrases import own_words, simple_phrase
from ..prelude import NEAR_MISS, Changes, Clause, Sentence, Span, Word, rule
from .fillers import are_agents, group, may_exchange, with_subject

_DIRECTED = frozenset(("against", "from", "to", "for", "by", "of", "about", "over"))
_OWNERS = frozenset(("person_noun", "organisation_noun"))
_NO_ACTION = frozenset(("have", "be", "become", "include"))


@rule("argument_swap.controlled", NEAR_MISS, when=may_exchange, each=with_subject)
def controlled(sentence: Sentence, clause: Clause) -> Changes:
    """The bank agreed to buy the firm. -> The firm agreed to buy the bank.

    "rose and hit the man" likewise.
    """
    subject, verb = clause.subject, clause.predicate
    if not clause.finite or subject.i > clause.finite.i or kind(subject) not in AGENTS | NAMES:
        return
    for inner in _below(sentence, verb):
        if inner.lemma in SYMMETRIC | REPORTING | _NO_ACTION:
            continue
        for other in inner.all("obj", "iobj", "obl"):
            case = other.child("case")
            if other.i < inner.i or "pronoun" in (kind(subject), kind(other)):
                continue
            if case and (
                case.lower not in _DIRECTED or group(subject) != group(other) or kind(other) not in AGENTS
            ):
                continue  # "returning to the country"
            if any(w.rel == "conj" for w in sentence.words[other.left : other.right + 1]):
                continue  # "began to give clerks large and bright offices"
            if are_agents(sentence, inner, subject, other) and not _is_foretold(sentence, subject):
                yield from swap_with_subject(sentence, clause, other, "controlled")


def _is_foretold(sentence: Sentence, noun: Word) -> bool:
    """Whether a pronoun before a noun means it: "Because they know the town, the clerks ..."."""
    return any(word.i < noun.i and word.lower in ("he", "she", "they") for word in pronouns(sentence))


def _below(sentence: Sentence, verb: Word) -> Iterator[Word]:
    """Yield the verbs after `verb` whose unexpressed subject is the subject of `verb`."""
    for child in verb.children:
        if child.i < verb.i or child.pos != "VERB" or child.child("nsubj", "csubj", "expl", "aux:pass"):
            continue
        infinitive = any(c.tag == "TO" for c in child.children)
        purpose = child.rel == "advcl" and (
            infinitive or (child.tag == "VBG" and sentence.words[child.left - 1].text == ",")
        )
        if child.rel in ("xcomp", "conj") or purpose:
            if child.rel != "conj" and verb.child("obj", "iobj") and not purpose:
                continue  # "asked the bank to pay the firm": the object controls
            yield child
            yield from _below(sentence, child)


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
