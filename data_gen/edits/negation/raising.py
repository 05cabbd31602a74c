"""Negation understood one clause lower (hard positives): "I do not think he came", "I think he did not come".

Part of the family negation: the rule neg_raising, both ways. Verbs of opinion with a clause, "seem" and
others with an infinitive; only where nothing in the lower clause would see the difference.
"""

from ...english.verb_group import VerbGroup
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..prelude import SAME, Proposals, Replacement, delete, insert_before, is_statement, rule, word_lists
from .insertion import insert_not, is_plain_verb
from .removal import remove
from .scope import RAISING_CLAUSE, RAISING_INFINITIVE, infinitive_to

_LISTS = word_lists(__package__, "raising")

TRIGGERS = RAISING_CLAUSE | RAISING_INFINITIVE
_NEGATORS = ("not", "n't")


@rule("negation.neg_raising", SAME, when=is_statement)
def neg_raising(sentence: Sentence) -> Proposals:
    """I think the bridge is not safe. <-> I do not think the bridge is safe.

    Yield the sentence with the negation of a verb of opinion moved into its clause, or out of it.
    """
    for clause in sentence.clauses:
        verb = clause.predicate
        if verb.lemma not in TRIGGERS or not clause.subject or not clause.finite:
            continue
        if clause.subject.i > clause.finite.i or _quantified(clause.subject) or verb.all("conj", "advcl"):
            continue
        content = verb.child("ccomp", "xcomp")
        inner = sentence.clause(content)
        if not content or inner is None or content.i < verb.i or _sees(sentence, content):
            continue
        if any(c.rel == "advmod" and c.lower not in _NEGATORS for c in verb.children):
            continue
        if content.rel == "ccomp" and verb.lemma in RAISING_CLAUSE | {"seem", "appear"}:
            changes = _clause(sentence, clause, inner)
        elif content.rel == "xcomp" and infinitive_to(content):
            changes = _infinitive(sentence, clause, content)
        else:
            changes = None
        if changes:
            yield changes


def _quantified(subject: Word) -> bool:
    return subject.lower in _LISTS.sees_the_scope or any(
        c.lower in _LISTS.sees_the_scope for c in subject.children
    )


def _sees(sentence: Sentence, content: Word) -> bool:
    """Whether the lower clause holds a quantifier, a clause or an adverb that the negation would meet."""
    words = list(sentence.subtree(content))
    if sum(w.lower in _NEGATORS for w in words) > 1 or content.all("conj", "cc"):
        return True
    if any(w.rel in ("advcl", "parataxis") for w in words if w is not content):
        return True
    return any(w.lower in _LISTS.sees_the_scope and not _perfect(w, content) for w in words)


def _perfect(word: Word, content: Word) -> bool:
    """Whether "has" is the auxiliary of "has come"."""
    return word.lemma == "have" and word.rel == "aux" and content.tag == "VBN"


def _clause(sentence: Sentence, outer: Clause, inner: Clause) -> list[Replacement] | None:
    """Move the negation between "think" and its finite clause."""
    if outer.negation and not inner.negation:
        lost, gained = _turned(outer), insert_not(sentence, inner)
    elif inner.negation and not outer.negation:
        removed = remove(sentence, inner, inner.negation)
        lost, gained = list(removed.replacements) if removed else None, insert_not(sentence, outer)
        if outer.finite is not outer.predicate:
            return None
    else:
        return None
    return [*lost, *gained.replacements] if lost and gained is not None else None


def _turned(clause: Clause) -> list[Replacement] | None:
    """Return what takes "not" from the clause, or gives it to it."""
    group = VerbGroup.of(clause)
    text = group.render(negated=not group.negated) if group else None
    if group is None or text is None or group.modal or group.adverbs:
        return None
    return [Replacement(group.start, group.end, text)]


def _infinitive(sentence: Sentence, outer: Clause, content: Word) -> list[Replacement] | None:
    """Move the negation between "seem" and its infinitive."""
    verb, to = outer.predicate, infinitive_to(content)
    inner_negation = next((c for c in content.children if c.lower in _NEGATORS), NOTHING)
    if not (outer.passive and verb.lemma in _LISTS.passive) and verb.lemma not in RAISING_INFINITIVE:
        return None
    turned = _turned(outer)
    if turned is None:
        return None
    if outer.negation and not inner_negation and verb.i + 1 == to.i:
        return [*turned, insert_before(to, "not ")]
    if not outer.negation and inner_negation and inner_negation.i + 1 == to.i:
        if outer.finite is verb and not is_plain_verb(sentence, outer):
            return None
        return [*turned, delete(sentence, inner_negation.i, inner_negation.i + 1)]
    return None
