"""Argument swap (near-misses): two phrases of comparable kind take each other's role.

Subjects with objects, recipients or agents, obliques with one another, the sides of a comparison, the
subjects of two clauses, the parties of a contract, persons, organisations and things anywhere in the
sentence. Symmetric predicates and coordinations, where the exchange says the same, are left to
paraphrase/; names are entity/exchange.py's, dates temporal/order.py's, numbers quantity/'s.
"""

from collections.abc import Iterator
from itertools import combinations

from ...english.kinds import AGENTS, comparable, kind
from ...english.lexicon import SYMMETRIC, word_set
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..edit import Change, change, exchange
from ..exchange import PLACE_NOUNS, are_agents, are_things, is_one_way, swap_with_subject
from ..index import lowers
from ..phrases import bound_pronoun, same_form, simple_phrase
from ..rule import NEAR_MISS, per_clause, rule
from .cross_clause import MUTUAL
from .from_to import told_apart, turned_verb
from .guards import may_exchange, per_clause_with_subject

_DIRECTED = word_set("against from to for over behind after about")


# --- arguments of one clause ------------------------------------------------------------------------


@rule(
    "argument_swap.subject_object",
    NEAR_MISS,
    "The tenant shall pay the landlord a late fee. -> The landlord shall pay the tenant a late fee.",
    when=may_exchange,
)
@per_clause_with_subject
def _subject_object(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "The dog bit the man." -> "The man bit the dog."; with two objects the recipient exchanges."""
    subject, verb = clause.subject, clause.predicate
    if not subject or clause.passive or verb.pos != "VERB" or subject.i > verb.i:
        return
    if verb.child("cop") or verb.lemma in SYMMETRIC or verb.lemma in _STATES:
        return
    other = verb.child("iobj") or clause.object
    if not other or other.i < verb.i:
        return
    if is_one_way(verb, subject, other):
        return
    if are_agents(subject, other) or are_things(verb, subject, other):
        yield from swap_with_subject(sentence, clause, other, "subject_object")


_STATES = word_set("have be become remain")


@rule(
    "argument_swap.passive_agent",
    NEAR_MISS,
    "The clerk was fired by the owner. -> The owner was fired by the clerk.",
    when=may_exchange,
)
@per_clause_with_subject
def _passive_agent(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "X was sued by Y." -> "Y was sued by X."."""
    subject, verb = clause.subject, clause.predicate
    agent = passive_agent(clause)
    if not agent or not subject or verb.lemma in SYMMETRIC or subject.i > verb.i:
        return
    if is_one_way(verb, subject, agent):
        return
    if are_agents(subject, agent) or are_things(verb, subject, agent):
        yield from swap_with_subject(sentence, clause, agent, "passive_agent")


_DIRECTIONS = frozenset(
    ("", *word_set("to from for against into about over by of upon toward towards behind"))
)


@rule(
    "argument_swap.object_oblique",
    NEAR_MISS,
    "The agency referred the client to the bank. -> The agency referred the bank to the client.",
    when=may_exchange,
)
@rule(
    "argument_swap.obliques",
    NEAR_MISS,
    "She complained to the manager about the clerk. -> She complained to the clerk about the manager.",
)
@rule(
    "argument_swap.from_to",
    NEAR_MISS,
    "The train ran from Lyon to Turin. -> The train ran from Turin to Lyon. It spread from the left "
    "lung to the right lung. -> ... from the right lung to the left lung. The rate rose from 3 percent "
    "to 5 percent. -> The rate fell from 5 percent to 3 percent.",
)
@per_clause
def _obliques(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "flew from Paris to Rome" -> "flew from Rome to Paris"; "sold the chain to the bank" likewise by
    kind.
    """
    verb = clause.predicate
    arguments = [c for c in verb.children if c.dep in ("obj", "obl", "obl:agent", "nmod") and c.i > verb.i]
    if len(arguments) < 2 or verb.lemma in MUTUAL:
        return
    for first, second in combinations(arguments, 2):
        cases = [c.child("case") for c in (first, second)]
        lowers = [c.lower for c in cases]
        if lowers[0] == lowers[1] or not set(lowers) <= _DIRECTIONS:
            continue
        pair = set(lowers) == {"from", "to"}
        apart = told_apart(first, second) if pair else None
        if apart is not None:
            yield change("from_to", *apart)
            continue
        a, b = simple_phrase(sentence, first), simple_phrase(sentence, second)
        if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
            continue
        if "" in lowers and not set(lowers) & {"to", "from", "for", "against", "into", "about", "over", "by"}:
            continue
        numbers = pair and kind(first) == kind(second) and kind(first) in ("number", "measure")
        if not numbers and not (
            comparable(first, second)
            and same_form(first, second)
            and "pronoun" not in (kind(first), kind(second))
        ):
            continue
        if not pair and (kind(first) == "thing" or (kind(first) == "place" and "on" in lowers)):
            continue
        if numbers and _unit(sentence, first) != _unit(sentence, second):
            continue
        rule = "from_to" if pair else "object_oblique" if "" in lowers else "obliques"
        turned = turned_verb(clause) if pair else ()
        if turned is not None:
            yield change(rule, *exchange(sentence, a, b), *turned)


@rule(
    "argument_swap.subject_oblique",
    NEAR_MISS,
    "The seller delivers the goods to the buyer. -> The buyer delivers the goods to the seller.",
    when=may_exchange,
)
@per_clause_with_subject
def _subject_oblique(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "AOL filed a lawsuit against Microsoft." -> "Microsoft filed a lawsuit against AOL."."""
    subject, verb = clause.subject, clause.predicate
    if not subject or subject.i > verb.i or verb.lemma in SYMMETRIC or clause.passive:
        return
    if verb.pos != "VERB" or verb.child("cop"):
        return
    holders = [verb] if not clause.object else [verb, clause.object]
    for oblique in (c for holder in holders for c in holder.all("obl", "nmod")):
        case = oblique.child("case")
        if case.lower not in _DIRECTED or oblique.i < verb.i:
            continue
        kinds = {kind(subject), kind(oblique)}
        if kinds != {"name"} and not kinds <= AGENTS:
            continue  # "her to Lima"
        if ("pronoun" in kinds and "organisation_noun" in kinds) or (
            oblique.lemma in PLACE_NOUNS and case.lower != "against"
        ):
            continue
        if are_agents(subject, oblique) and oblique.tag != "PRP":
            yield from swap_with_subject(sentence, clause, oblique, "subject_oblique")


@rule(
    "argument_swap.comparison",
    NEAR_MISS,
    "Oslo is colder than Rome. -> Rome is colder than Oslo.",
    when=may_exchange,
)
@per_clause_with_subject
def _comparison(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "Rome is closer than Paris." -> "Paris is closer than Rome."."""
    subject, predicate = clause.subject, clause.predicate
    if not subject or "than" not in lowers(sentence):
        return
    standard = comparison_standard(predicate)
    if not standard or subject.i > standard.i:
        return
    if any(predicate.i < c.i < standard.left for c in predicate.all("obl")):
        return  # "greater among men than women" compares other two
    if not same_form(subject, standard) and not _differ_by_modifier(subject, standard):
        return
    if {kind(subject), kind(standard)} & {"other", "number", "measure", "time"}:
        return
    yield from swap_with_subject(sentence, clause, standard, "comparison")


def _differ_by_modifier(a: Word, b: Word) -> bool:
    """ "the new drug ... the old drug"."""
    modifiers = [{c.lower for c in w.all("amod", "compound")} for w in (a, b)]
    return a.lower == b.lower and all(modifiers) and modifiers[0] != modifiers[1]


def comparison_standard(predicate: Word) -> Word:
    """Return the noun after "than" of a comparative predicate, or NOTHING."""
    for holder in (predicate, *predicate.all("advmod", "xcomp")):
        if holder.tag not in ("JJR", "RBR") and not any(c.lower in ("more", "less") for c in holder.children):
            continue
        for below in (holder, *(c for c in holder.children if c.lower in ("more", "less"))):
            for noun in below.all("obl", "nmod", "advcl"):
                case = noun.child("case", "mark")
                if case.lower == "than" and len(noun.all("case")) < 2 and noun.pos in ("NOUN", "PROPN"):
                    return noun
    return NOTHING


def passive_agent(clause: Clause) -> Word:
    """Return the noun after "by" of a passive clause."""
    if not clause.passive:
        return NOTHING
    for child in clause.predicate.all("obl"):
        by = child.child("case").lower == "by" and child.i > clause.predicate.i
        if by and (child.dep == "obl:agent" or kind(child) in AGENTS | {"name"}):
            return child
    return NOTHING


def _unit(sentence: Sentence, head: Word) -> str:
    return (
        "$"
        if any(w.tag == "$" for w in sentence.subtree(head))
        else head.lemma
        if not head.text[:1].isdigit()
        else ""
    )
