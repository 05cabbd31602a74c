"""Argument swaps around one verb: its subject with its object, recipient, agent, oblique; comparisons."""

from ...english.kinds import AGENTS, is_name, kind
from ...english.lexicon import PARTIES, SYMMETRIC, word_set
from ...parsing.sentence import NOTHING, Clause, Sentence, Span, Word
from ..exchange import swap_with_subject
from ..phrases import same_form
from ..prelude import NEAR_MISS, Changes, change, exchanged, replace, rule, word_lists
from .fillers import are_agents, are_things, group, is_dealing, may_exchange, with_subject

_DIRECTED = word_set("against from to for behind about")  # no means or times: "over", "after"
_STATES = word_set("have be become remain")
_TELLING = word_lists(__package__, "verb_arguments").set("telling")
_YOU_AND_WE = word_set("we us our ours you your yours")
_WHEN = word_set("after before when until once")
_PRECEDENCE = word_set("supersede prevail override outrank")


@rule("argument_swap.subject_object", NEAR_MISS, when=may_exchange, each=with_subject)
def _subject_object(sentence: Sentence, clause: Clause) -> Changes:
    """The tenant shall pay the landlord a late fee. -> The landlord shall pay the tenant a late fee.

    "The dog bit the man." -> "The man bit the dog."; with two objects the recipient exchanges.
    """
    subject, verb = clause.subject, clause.predicate
    other = verb.child("iobj") or clause.object
    if clause.passive or verb.pos != "VERB" or verb.child("cop") or verb.lemma in SYMMETRIC | _STATES:
        return
    fits = are_agents(sentence, verb, subject, other) or are_things(verb, subject, other)
    if fits and subject.i < verb.i < other.i:
        yield from swap_with_subject(sentence, clause, other, "subject_object")


@rule("argument_swap.subject_object", triggers=("you",), when=may_exchange)
def _told(sentence: Sentence) -> Changes:
    """ "You must notify your manager of a delay." -> "Your manager must notify you of a delay."."""
    for clause in sentence.clauses:
        verb, subject, other = clause.predicate, clause.subject, clause.predicate.child("iobj", "obj")
        if verb.lemma not in _TELLING or clause.finite.tag != "MD" or clause.passive or not other:
            continue
        noun = other if subject.lower == "you" else subject
        one, two = (Span(w.left, w.right + 1, w) for w in (subject, other))
        told = sum(w.lower == "you" for w in (subject, other)) == 1 and kind(noun) in AGENTS
        beside = {*range(one.start, one.end), *range(two.start, two.end)}
        if not told or noun.tag == "PRP" or noun.right > noun.i or not subject.i < verb.i < other.i:
            continue
        if all(w.i in beside for w in sentence.words if w.tag in ("PRP", "PRP$")):
            yield exchanged("subject_object", sentence, one, two)


@rule("argument_swap.subject_object", triggers=("we", "us"), when=may_exchange)
def _you_and_we(sentence: Sentence) -> Changes:
    """ "We refund the fee after you send us the form." -> "... after we send you the form."."""
    for clause in sentence.clauses:
        verb, subject, mark = clause.predicate, clause.subject, clause.predicate.child("mark", "advmod")
        ordered = verb.head.tag == "VB" and not verb.head.child(
            "nsubj"
        )  # "sign the form when you write to us"
        if (
            ordered
            or verb.rel != "advcl"
            or mark.lower not in _WHEN
            or not is_dealing(verb)
            or not clause.finite
        ):
            continue
        below = {w.i for c in verb.all("advcl") for w in sentence.subtree(c)}
        inside = [w for w in sentence.subtree(verb) if w.lower in _YOU_AND_WE and w.i not in below]
        others = [c for c in verb.all("obj", "iobj", "obl") if c.lower in ("us", "you")]
        if len(inside) != 2 or len(others) != 1 or subject.lower not in ("we", "you"):
            continue
        if (subject.lower == "we") != (others[0].lower == "you") or clause.finite.tag == "MD":
            continue
        new = ("you", "us") if subject.lower == "we" else ("we", "you")
        yield change("subject_object", replace(subject, new[0]), replace(others[0], new[1]))


@rule("argument_swap.subject_object", when=may_exchange, each=with_subject)
def _precedence(sentence: Sentence, clause: Clause) -> Changes:
    """ "The order form prevails over this lease." -> "This lease prevails over the order form."."""
    subject, verb = clause.subject, clause.predicate
    over = next((c for c in verb.all("obl") if c.child("case").lower == "over"), NOTHING)
    other = clause.object or over
    if clause.passive or not _PRECEDENCE.intersection((verb.lemma, f"{verb.lemma}e")) or not other:
        return
    if other.lower in ("those", "that"):
        subject, other = subject.child("nmod"), other.child("nmod")
    one, two = _named(sentence, subject), _named(sentence, other)
    if one is not None and two is not None and one.end <= verb.i < two.start:
        yield exchanged("subject_object", sentence, one, two)


def _named(sentence: Sentence, noun: Word) -> Span | None:
    """Return the phrase of a document with its determiner, where nothing else belongs to it."""
    first = noun.child("det", "nmod:poss")
    if noun.tag not in ("NN", "NNP") or not first or sentence.words[noun.right] is not noun:
        return None
    if noun.child("conj"):
        return None
    return Span(first.i, noun.i + 1, noun) if first.lower not in ("any", "all", "every", "no") else None


@rule("argument_swap.passive_agent", NEAR_MISS, when=may_exchange, each=with_subject)
def _passive_agent(sentence: Sentence, clause: Clause) -> Changes:
    """The clerk was fired by the owner. -> The owner was fired by the clerk."""
    subject, verb, agent = clause.subject, clause.predicate, passive_agent(clause)
    fits = bool(agent) and verb.lemma not in SYMMETRIC and are_agents(sentence, verb, subject, agent)
    if fits and subject.i < verb.i:
        yield from swap_with_subject(sentence, clause, agent, "passive_agent")


@rule("argument_swap.subject_oblique", NEAR_MISS, when=may_exchange, each=with_subject)
def _subject_oblique(sentence: Sentence, clause: Clause) -> Changes:
    """The seller delivers the goods to the buyer. -> The buyer delivers the goods to the seller."""
    subject, verb = clause.subject, clause.predicate
    if verb.lemma in SYMMETRIC or clause.passive or verb.pos != "VERB" or verb.child("cop"):
        return
    holders = [verb] if not clause.object else [verb, clause.object]
    for oblique in (c for holder in holders for c in holder.all("obl", "nmod")):
        case = oblique.child("case")
        if case.lower not in _DIRECTED or not subject.i < verb.i < oblique.i or oblique.child("conj"):
            continue
        if not all(w.lemma in PARTIES or is_name(w) for w in (subject, oblique)):
            continue  # nurses do much for their clients, and not the other way round
        groups = {group(subject), group(oblique)}
        if len(groups) == 1 and groups <= {"person", "organisation"} and same_form(subject, oblique):
            yield from swap_with_subject(sentence, clause, oblique, "subject_oblique")


def passive_agent(clause: Clause) -> Word:
    """Return the noun after "by" of a passive clause."""
    if not clause.passive:
        return NOTHING
    for child in clause.predicate.all("obl"):
        by = child.child("case").lower == "by" and child.i > clause.predicate.i
        if by and (child.dep == "obl:agent" or kind(child) in AGENTS | {"name"}):
            return child
    return NOTHING
