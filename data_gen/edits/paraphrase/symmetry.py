"""Symmetric predicates (hard positives), where an exchange of the arguments says the same."""

from ...english.agreement import agreeing
from ...english.kinds import AGENTS, kind
from ...english.lexicon import EXACTLY_SYMMETRIC_VERBS, SYMMETRIC_ADJECTIVES, SYMMETRIC_WITH_VERBS
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..prelude import SAME, Proposals, Replacement, is_statement, replace, rule, word_lists
from .arguments import argument, is_closed, opens_whole, plural_of, shared_later, sides

_LISTS = word_lists(__package__, "symmetry")

_OBJECT_VERBS = EXACTLY_SYMMETRIC_VERBS | _LISTS.object_verbs
_WITH_VERBS = SYMMETRIC_WITH_VERBS | _LISTS.with_verbs
_ADJECTIVES = SYMMETRIC_ADJECTIVES | _LISTS.table("adjectives")
_RECIPROCAL = frozenset(("meet", "marry", "divorce"))
TRIGGERS = _OBJECT_VERBS | _WITH_VERBS | {"differ"}


@rule("paraphrase.symmetric_exchange", SAME, when=is_statement)
def symmetric(sentence: Sentence, clause: Clause) -> Proposals:
    """Anna met Ruth. -> Ruth met Anna.; Anna and Ruth met in June. -> Anna met Ruth in June.; Oslo is similar
    to Bergen. -> Bergen is similar to Oslo."""
    subject, predicate, finite = clause.subject, clause.predicate, clause.finite
    adjective = _ADJECTIVES.get(predicate.lower)
    if (adjective is None and predicate.lemma not in TRIGGERS) or not clause.is_told:
        return
    if (clause.passive and adjective is None) or any(w.lower == "than" for w in sentence.words):
        return
    manner = [c for c in predicate.all("advmod") if c is not clause.negation and c.lower.endswith("ly")]
    if manner or predicate.all("xcomp", "ccomp", "advcl", "conj", "expl", "parataxis"):
        return  # "finally met"; but "often met" may stay
    if shared_later(sentence, predicate):
        return
    yield from _reciprocal(sentence, clause)
    other = _other_side(clause, adjective)
    if not other:
        return
    turned = sides(sentence, subject, other)
    if turned is None or any(w.rel == "cc" or w.pos == "PUNCT" for w in sentence.subtree(subject)):
        return  # "the a, b and c methods are similar to d"
    a, b, new_subject, new_object = turned
    first = min([predicate, *clause.auxiliaries], key=lambda w: w.i)
    case = other.child("case")
    if (b.start if not case else case.i) != predicate.i + 1 or _mixed(subject, other):
        return
    if not opens_whole(sentence, a, first) or not (other.tag == "PRP" or is_closed(sentence, b)):
        return
    if predicate.lemma in ("meet", "match") and not (_is_agent(subject) and _is_agent(other)):
        return  # a device meets a standard
    plural = plural_of(other)
    form = agreeing(finite, plural) if plural is not None else None
    if form is None:
        return
    changed = [] if form == finite.text else [replace(finite, form)]
    yield (
        Replacement(*sentence.chars(a), new_subject),
        Replacement(*sentence.chars(b), new_object),
        *changed,
    )


def _other_side(clause: Clause, adjective: str | None) -> Word:
    predicate = clause.predicate
    if adjective is None and predicate.lemma in _OBJECT_VERBS and predicate.pos == "VERB":
        return clause.object
    wanted = adjective or {"differ": "from"}.get(predicate.lemma) or "with"
    found = NOTHING
    for child in predicate.all("obl", "nmod"):
        case = child.child("case")
        if case and case.lower == wanted and child.i > predicate.i:
            found = child
    return found


def _is_agent(head: Word) -> bool:
    return kind(head) in AGENTS or kind(head) == "name"


def _mixed(a: Word, b: Word) -> bool:
    """Whether one side is what only the other could be: a firm meets a demand, a device meets a standard."""
    person = ("person", "person_noun", "pronoun", "name", "organisation", "organisation_noun", "place")
    return (kind(a) in person) != (kind(b) in person)


def _reciprocal(sentence: Sentence, clause: Clause) -> Proposals:
    """ "Anna and Ruth met in May." -> "Anna met Ruth in May."."""
    verb, subject, finite = clause.predicate, clause.subject, clause.finite
    if not subject or verb.lemma not in _RECIPROCAL or clause.object or clause.passive or finite is not verb:
        return
    conjuncts = subject.all("conj")
    if len(conjuncts) != 1 or verb.tag != "VBD" or kind(subject) not in ("person", "person_noun", "name"):
        return
    if any(case.lower in ("with", "to", "by") for case in (w.child("case") for w in verb.all("obl"))):
        return
    last, joiner = conjuncts[0], conjuncts[0].child("cc")
    if joiner.lower != "and" or argument(sentence, subject) is None or last.right + 1 != verb.i:
        return
    second = sentence.slice(joiner.i + 1, last.right + 1)
    yield (
        Replacement(sentence.words[joiner.i - 1].end, sentence.words[last.right].end, ""),
        Replacement(verb.end, verb.end, f" {second}"),
    )
