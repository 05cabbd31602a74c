"""Argument swaps between two clauses: their subjects, or phrases of the same relation.

Part of the family argument_swap. Pronouns take part where their case can be repaired and no other pronoun
could refer to them; things only with things of their class, or as levels that rise and fall.
"""

from collections.abc import Iterator
from itertools import combinations

from ...english.classes import one_class
from ...english.kinds import comparable, is_name, kind
from ...english.lexicon import REPORTING, SYMMETRIC, word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import Clause, Sentence, Span, Word
from ..edit import Change, change, exchange
from ..exchange import LINKING, agreement, are_agents, is_determined, may_be_one
from ..index import pronouns
from ..phrases import bound_pronoun, same_form, shares_name, simple_phrase
from ..rule import NEAR_MISS, rule
from .guards import may_exchange

_LISTS = word_lists(__package__, "two_clauses")

_LEVELS = _LISTS.set("levels")
_THINKING = REPORTING | _LISTS.set("thinking")
_FIRST_PERSON = word_set("i we you my our your me us")
_SUBJECT_PRONOUNS = word_set("i you he she we they")
_TAKES_OBJECT = _LISTS.set("takes_object")


@rule(
    "argument_swap.clause_subjects",
    NEAR_MISS,
    "The bridge was closed, but the tunnel was repaired. -> The tunnel was closed, but the bridge was "
    "repaired.",
    when=may_exchange,
)
def clause_subjects(sentence: Sentence) -> Iterator[Change]:
    """ "Anna sang and Bob danced." -> "Bob sang and Anna danced."."""
    clauses = [c for c in sentence.clauses if c.subject and not c.shared_subject]
    for first, second in combinations(clauses, 2):
        a_head, b_head = first.subject, second.subject
        if not a_head or not b_head or a_head is b_head:
            continue
        if a_head.i > _verb_start(first) or b_head.i > _verb_start(second):
            continue
        if not _may_exchange(sentence, first, a_head, second, b_head):
            continue
        a, b = simple_phrase(sentence, a_head), simple_phrase(sentence, b_head)
        if a is None or b is None or a.overlaps(b) or bound_pronoun(sentence, a, b):
            continue
        if shares_name(sentence, a, b) or _named_again(sentence, a) or _named_again(sentence, b):
            continue
        repairs = agreement(first, b_head, first.finite, a_head)
        more = agreement(second, a_head, second.finite, b_head)
        if repairs is None or more is None:
            continue
        yield change("clause_subjects", *exchange(sentence, a, b), *repairs, *more)


def _named_again(sentence: Sentence, span: Span) -> bool:
    return is_name(span.head) and sentence.text.count(sentence.slice(span.start, span.end)) > 1


def _may_exchange(sentence: Sentence, first: Clause, a: Word, second: Clause, b: Word) -> bool:
    """Whether the subjects of two clauses are of one sort, and nothing binds them to their clause."""
    kinds = (kind(a), kind(b))
    if "other" in (*kinds, a.lemma, b.lemma) or a.all("conj") or b.all("conj"):
        return False  # agreement with "Anna and Ruth"
    lemmas = {first.predicate.lemma, second.predicate.lemma}
    if "include" in lemmas or _same_predicate(first, second):
        return False
    if kinds == ("pronoun", "pronoun"):
        return _distinct_pronouns(sentence, a, b)
    if may_be_one(a, b):
        return False
    if "pronoun" in kinds:
        return first.predicate.rel not in ("advcl", "acl") and _pronoun_fits(sentence, a, second, b)
    if not same_form(a, b):
        return False
    if kinds == ("thing", "thing") or "thing" in kinds:
        return _things_fit(first, a, second, b)
    if first.predicate.child("cop") and first.predicate.pos == "NOUN":
        return False  # "the mayor is a doctor and Anna ..."
    return comparable(a, b)


def _same_predicate(first: Clause, second: Clause) -> bool:
    """Whether both clauses say the same of their subjects ("Anna left and Omar left")."""
    a, b = first.predicate, second.predicate
    bare = all(not w.child("obj", "iobj", "obl", "xcomp", "ccomp", "advmod") for w in (a, b))
    negated = (not first.negation) != (not second.negation)
    return (a.lemma == b.lemma and bare and not negated) or (a.lemma in SYMMETRIC and b.lemma in SYMMETRIC)


def _pronoun_fits(sentence: Sentence, a: Word, second: Clause, b: Word) -> bool:
    """Whether a pronoun that opens the sentence's first clause may exchange with a person of the second."""
    if kind(b) not in ("person", "person_noun", "organisation_noun") or not are_agents(a, b):
        return False
    if b.lemma in ("mouse", "rat"):
        return False  # "we show that mice ..."
    if a.lower not in ("he", "she", "they", "we") or second.predicate.lemma in REPORTING:
        return False  # "they believed it, witnesses said" may be about the witnesses
    if b.left and sentence.words[b.left - 1].lemma in _TAKES_OBJECT:
        return False  # "told the driver he ..."
    unrelated = _FIRST_PERSON | {"it", "its"} if kind(b) != "organisation_noun" else _FIRST_PERSON
    return sum(w.lower not in unrelated for w in pronouns(sentence)) <= 1 and a.quote == b.quote


def _distinct_pronouns(sentence: Sentence, a: Word, b: Word) -> bool:
    """Whether two pronouns surely have different referents, and no other pronoun refers to either."""
    lowers = {a.lower, b.lower}
    if len(lowers) < 2 or not lowers <= _SUBJECT_PRONOUNS or lowers in ({"i", "we"}, {"we", "they"}):
        return False
    if any(sentence.before(w).lemma in _TAKES_OBJECT for w in (a, b)):
        return False
    return a.quote == b.quote and len(pronouns(sentence)) == 2


def _things_fit(first: Clause, a: Word, second: Clause, b: Word) -> bool:
    """Whether things may exchange as subjects: levels that rise and fall, or things of one class."""
    lemmas = {first.predicate.lemma, second.predicate.lemma}
    if kind(a) != kind(b) or lemmas & (_THINKING | LINKING):
        return False
    forms = [s.tag == "NNS" and not s.child("det", "nmod:poss", "nummod") for s in (a, b)]
    if lemmas <= _LEVELS:
        return forms[0] == forms[1]
    both_passive = first.passive and second.passive
    return (both_passive or one_class(a, b)) and (all(forms) or (is_determined(a) and is_determined(b)))


def _verb_start(clause: Clause) -> int:
    return clause.finite.i if clause.finite else clause.predicate.i
