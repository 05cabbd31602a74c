"""Removal of a negation (near-misses): "does not pay" -> "pays", "no longer" -> "still".

Part of the family negation.
"""

from dataclasses import replace as with_

from ...english.lexicon import MASS_NOUNS
from ...english.verb_group import VerbGroup
from ...parsing.sentence import NEGATIONS, NOTHING, Clause, Sentence, Word
from ..polarity import BEFALLS, may_permits
from ..prelude import Change, Replacement, change, delete, replace, trimmed, word_lists
from .scope import infinitive_to

_LISTS = word_lists(__package__, "removal")

_NOT_REMOVABLE = word_lists(__package__, "removal").set("not_removable")


def negator_of(clause: Clause) -> Word:
    """Return the clause's not, n't or never, or the longer of "no longer"."""
    if clause.negation:
        return clause.negation
    for child in clause.predicate.all("advmod"):
        if child.lower == "never" or (
            child.lower == "longer" and any(c.lower == "no" for c in child.children)
        ):
            return child
    return NOTHING


def remove(sentence: Sentence, clause: Clause, negator: Word) -> Change | None:
    """Return the edit that drops the negation of a clause, or None where the rest cannot stand."""
    verb = clause.predicate
    negations = sum(w.lower in NEGATIONS or w.lower == "never" for w in sentence.words)
    if negations > 1 or verb.child("cc:preconj"):
        return None  # the other may lean on this one: "Do not pick a colour that does not fit."
    if negator.lower == "longer":
        compared = sentence.after(negator).lower == "than"
        if sentence.before(negator).lower != "no" or not clause.finite or compared:
            return None
        span = Replacement(sentence.before(negator).start, negator.end, "still")
        return change("removal", span)
    repairs = _unpolarise(sentence, clause, negator)
    if repairs is None:
        return None
    if negator.lower == "never":
        if not clause.finite or negator.i == 0 or (clause.subject and clause.subject.i > negator.i):
            return None
        return change("never", delete(sentence, negator.i, negator.i + 1), *repairs)
    if infinitive_to(verb):
        if sentence.after(negator).tag != "TO" or verb.rel != "xcomp":
            return None
        return change("removal", delete(sentence, negator.i, negator.i + 1), *repairs)
    return _positive(sentence, clause, negator, repairs)


def _positive(sentence: Sentence, clause: Clause, negator: Word, repairs: list[Replacement]) -> Change | None:
    """Write the verb group without its negation."""
    verb, group = clause.predicate, VerbGroup.of(clause)
    if group is None or (group.base == "be" and not group.tense and not group.modal):
        return None  # "Do not be late" -> "Be late"
    if verb.lemma in ("forget", "hesitate", "worry") and not clause.subject:
        return None  # "Do not forget to lock it."
    if not clause.subject and clause.auxiliaries[:1] != sentence.words[:1]:
        return None
    if clause.finite.lemma == "do" and verb.all("conj"):
        return None
    free = clause.subject.lower == "you" and verb.lemma not in BEFALLS  # "you may not have a key"
    if group.modal in ("may", "might") and not free and not may_permits(sentence, clause):
        group = with_(group, modal="will")
    text = group.render(negated=False)
    if text is None:
        return None
    outside = [one for one in repairs if not group.start <= one.start < group.end]
    rule = "removal" if negator.lower == "not" else "contraction_removal"
    return change(rule, trimmed(sentence, group.start, group.end, text), *outside)


def _unpolarise(sentence: Sentence, clause: Clause, negator: Word) -> list[Replacement] | None:
    """Return repairs for a clause that loses its negation, or None when it cannot stand without."""
    verb, following = clause.predicate, sentence.after(negator)
    already = following.lower == "yet" and following.head is verb and bool(sentence.after(following))
    repairs = [replace(following, "already")] if already else []
    if following.lower in _NOT_REMOVABLE and not already:
        return None
    if sentence.before(negator).lower in _LISTS.not_before:
        return None
    for word in sentence.subtree(verb):
        if word.i < negator.i or word is following:
            continue
        if word.lower in _LISTS.some:
            if sentence.after(word).lower in _LISTS.fixed_any:
                return None
            if sentence.before(word).lower == "if":
                continue  # "the logs, if any"
            free = (
                word.lower == "any" and word.head.all("conj") and word.head.rel != "obj"
            )  # "for any loss or damage"
            if clause.finite.lower not in ("may", "can", "ca") and not free:  # "you may use any gate"
                one = word.lower == "any" and word.head.tag == "NN" and word.head.lemma not in MASS_NOUNS
                repairs.append(replace(word, "a" if one else "some" + word.lower[3:]))
        elif (
            word.lower in _LISTS.scoped
            or (word.lower == "least" and sentence.before(word).lower == "in")
            or (word.lower == "much" and word.rel == "advmod" and word.head.pos == "VERB")
            or (word.lower == "but" and word.head.rel == "conj" and not word.head.child("nsubj"))
        ):
            return None
    return repairs
