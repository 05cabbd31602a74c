"""Argument swaps between two clauses: their subjects take each other's place.

Two of one known sort do, things only as levels that rise and fall, or both determined and of one class; no
pronouns, whose clauses are written for whom they name.
"""

from itertools import combinations

from ...english.agreement import is_plural
from ...english.kinds import is_name, kind
from ...english.lexicon import PARTIES, REPORTING, SYMMETRIC
from ..exchange import exchanges, is_determined, may_be_one
from ..index import are_echoed
from ..phrases import same_form
from ..prelude import NEAR_MISS, NOTHING, Changes, Clause, Sentence, lowers, rule, word_lists
from ..substitution.antonym import MALE_OR_FEMALE
from .fillers import group, is_parenthesis, is_plain_name, may_exchange, of_listed_class

_LISTS = word_lists(__package__, "two_clauses")

_LEVELS = _LISTS.set("levels")
_THINKING = REPORTING | _LISTS.set("thinking")
_LINKING = _LISTS.set("linking")
_NEAR = [set(line.split()) for line in _LISTS.phrases("near")]
_APART = frozenset(("while", "whereas", "whilst"))
_RIVALS = MALE_OR_FEMALE | PARTIES - {"client", "customer", "user"}
_HE_OR_SHE = frozenset(("he", "she", "his", "her", "him"))


@rule("argument_swap.clause_subjects", NEAR_MISS, when=may_exchange)
def clause_subjects(sentence: Sentence) -> Changes:
    """The bridge was closed, but the tunnel was repaired. -> The tunnel was closed, but the bridge was
    repaired.
    """
    clauses = [
        c for c in sentence.clauses if c.subject and not c.shared_subject and c.subject.i < _verb_start(c)
    ]
    for first, second in combinations(clauses, 2):
        a, b = first.subject, second.subject
        if a is not b and not _same_predicate(first, second) and _fit(sentence, first, second):
            yield from exchanges(sentence, "clause_subjects", [(a, b)])


def _fit(sentence: Sentence, first: Clause, second: Clause) -> bool:
    """Whether the subjects of two clauses are of one sort, and nothing binds them to their clause."""
    a, b = first.subject, second.subject
    kinds = {kind(a), kind(b)}
    marks = {clause.predicate.child("mark").lower for clause in (first, second)}
    if (
        "as" in marks
        or "parataxis" in (first.predicate.rel, second.predicate.rel)
        or is_parenthesis(second.predicate)
    ):
        return False  # "the fee, lawyers say, is ..."
    if "name" in {group(a), group(b)} and not _HE_OR_SHE.isdisjoint(lowers(sentence)):
        return False  # one of two names of unknown kind: "Holt left, and Acme thanked his wife"
    if any(w.tag == "NNPS" and w.i == sentence.first for w in (a, b)):
        return False  # "Filters reduce the number", read as a name
    if kinds & {"other", "pronoun"} or "include" in _lemmas(first, second) or are_echoed(sentence, [a, b]):
        return False  # "coastal towns look to the coast"
    if a.child("conj") or b.child("conj") or {"one", "other"} <= lowers(sentence):
        return False  # agreement with "Anna and Ruth"; "one nurse is ill, and the other is not"
    if group(a) != group(b) or may_be_one(a, b) or is_plural(a) != is_plural(b):
        return False
    if bool(a.child("nmod:poss")) != bool(b.child("nmod:poss")) or any(
        w.child("nmod:poss").tag == "PRP$" for w in (a, b)
    ):
        return False  # "When Anna's father died, Karl became Anna's heir", "Police said her children ..."
    if any({a.lemma, b.lemma} <= near for near in _NEAR):
        return False  # "Groups meet, teams go out": other words for the same
    if kinds == {"thing"} and _are_contrasted(sentence, first, second):
        return True
    if not same_form(a, b):
        return False
    if kinds == {"thing"}:
        return _things_fit(first, second)
    if first.predicate.child("cop") and first.predicate.pos == "NOUN":
        return False  # "the mayor is a doctor and Anna ..."
    if group(a) == "name" and second.predicate.rel == "ccomp":
        return False  # what "she found" may be no person
    if group(a) == "place":
        return first.predicate.lemma == second.predicate.lemma  # a town and its country
    if group(a) in ("person", "organisation") and not (is_name(a) and is_name(b)):
        joined = second.predicate.rel == "conj" and second.predicate.head is first.predicate
        apart = joined or not marks.isdisjoint(_APART)
        return apart or {a.lemma, b.lemma} <= _RIVALS  # "The nurse ensures that the client ..."
    return group(a) in ("person", "organisation", "code") or (is_plain_name(a) and is_plain_name(b))


def _same_predicate(first: Clause, second: Clause) -> bool:
    """Whether both clauses say the same of their subjects ("Anna left and Omar left")."""
    a, b = first.predicate, second.predicate
    bare = all(not w.child("obj", "iobj", "obl", "xcomp", "ccomp", "advmod") for w in (a, b))
    negated = (not first.negation) != (not second.negation)
    return (a.lemma == b.lemma and bare and not negated) or _lemmas(first, second) <= SYMMETRIC


def _are_contrasted(sentence: Sentence, first: Clause, second: Clause) -> bool:
    """Whether "while" or "whereas" sets two clauses of one verb, or of two states, against each other."""
    a, b = first.predicate, second.predicate
    mark = a.child("mark") if a.head is b else b.child("mark") if b.head is a else NOTHING
    if mark.lower not in _APART:
        return False
    apart = mark.lower != "while" or mark.i == sentence.first or sentence.before(mark).text == ","
    return apart and (a.lemma == b.lemma or (a.has("cop") and b.has("cop")))


def _things_fit(first: Clause, second: Clause) -> bool:
    """Whether things may exchange as subjects: levels that rise and fall, or things of one class."""
    a, b, lemmas = first.subject, second.subject, _lemmas(first, second)
    said = any(c.predicate.pos == "NOUN" and c.predicate.child("cop") for c in (first, second))
    if said or lemmas & (_THINKING | _LINKING) or (is_name(a) != is_name(b)):
        return False
    bare = [w.tag == "NNS" and not w.child("det", "nmod:poss", "nummod") for w in (a, b)]
    if lemmas <= _LEVELS:
        return bare[0] == bare[1]
    joined = second.predicate.head is first.predicate and (
        second.predicate.rel == "conj" or second.predicate.child("mark").lower in _APART
    )
    return joined and of_listed_class(a, b) and (all(bare) or (is_determined(a) and is_determined(b)))


def _lemmas(*clauses: Clause) -> set[str]:
    return {clause.predicate.lemma for clause in clauses}


def _verb_start(clause: Clause) -> int:
    return clause.finite.i if clause.finite else clause.predicate.i
