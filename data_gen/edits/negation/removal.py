"""Removal of a negation (near-misses): "does not pay" -> "pays", "no longer" -> "still".

Part of the family negation.
"""

from ...english.verb_forms import base_form, past, third_person
from ...english.word_lists import word_lists
from ...parsing.sentence import NEGATIONS, NOTHING, Clause, Sentence, Word
from ..edit import Change, Replacement, change, delete, replace

_LISTS = word_lists(__package__, "removal")

_FULL_FORM = {"ca": "can", "wo": "will", "sha": "shall"}

_NOT_REMOVABLE = _LISTS.set("not_removable")


def negator_of(clause: Clause) -> Word:
    """Return the clause's not, n't or never, or the longer of "no longer"."""
    if clause.negation:
        return clause.negation
    for child in clause.predicate.children:
        if child.rel == "advmod" and child.lower == "never":
            return child
        if child.rel == "advmod" and child.lower == "longer" and any(c.lower == "no" for c in child.children):
            return child
    return NOTHING


def remove(sentence: Sentence, clause: Clause, negator: Word) -> Change | None:
    """Return the edit that drops the negation of a clause, or None where the rest cannot stand."""
    words, verb = sentence.words, clause.predicate
    if sum(c.lower in NEGATIONS or c.lower == "never" for c in verb.children) > 1 or verb.child("cc:preconj"):
        return None
    if negator.lower == "longer":
        if words[negator.i - 1].lower != "no" or not clause.finite:
            return None
        still = "still"
        return change(
            "removal",
            replace(words[negator.i - 1], still),
            delete(sentence, negator.i, negator.i + 1),
        )
    repairs = _unpolarise(sentence, clause, negator)
    if repairs is None:
        return None
    if negator.lower == "never":
        if not clause.finite or negator.i == 0 or (clause.subject and clause.subject.i > negator.i):
            return None
        return change("never", delete(sentence, negator.i, negator.i + 1), *repairs)
    if not clause.finite:
        if words[0].lower == "do" and negator.i == 1 and verb.i == 2 and words[0].head is verb:
            return change("removal", delete(sentence, 0, 2), *repairs)
        if words[negator.i + 1].tag == "TO" and verb.rel == "xcomp":
            return change("removal", delete(sentence, negator.i, negator.i + 1), *repairs)
        return None
    finite = clause.finite
    if (
        finite.i > negator.i
        or finite.lower in ("ai", "need", "dare")
        or (clause.subject and clause.subject.i > finite.i)
    ):
        return None
    contracted = negator.lower != "not"
    rule = "contraction_removal" if contracted else "removal"
    if finite.lemma == "do" or finite.lower in ("do", "does", "did"):
        return _remove_do(sentence, clause, negator, rule, repairs)
    full = _FULL_FORM.get(finite.lower)
    if contracted:
        removed = Replacement(negator.start, negator.end, "")
        fixed = [replace(finite, full)] if full else []
        return change(rule, removed, *fixed, *repairs)
    if negator.start == finite.end:  # cannot
        return change(rule, Replacement(negator.start, negator.end, ""), *repairs)
    return change(rule, delete(sentence, negator.i, negator.i + 1), *repairs)


def _remove_do(
    sentence: Sentence, clause: Clause, negator: Word, rule: str, repairs: list[Replacement]
) -> Change | None:
    verb, auxiliary = clause.predicate, clause.finite
    base = base_form(verb.text, "VB", verb.lemma)
    if verb.tag not in ("VB", "VBP") or base is None or verb.all("conj"):
        return None
    if negator.i != auxiliary.i + 1:
        return None
    if not clause.subject and auxiliary.i != 0:
        return None
    form = {"do": base, "does": third_person(base), "did": past(base)}.get(auxiliary.lower)
    if form is None or (base == "be" and clause.subject):
        return None
    return change(rule, delete(sentence, auxiliary.i, negator.i + 1), replace(verb, form), *repairs)


def _unpolarise(sentence: Sentence, clause: Clause, negator: Word) -> list[Replacement] | None:
    """Return repairs for a clause that loses its negation, or None when it cannot stand without."""
    words, verb = sentence.words, clause.predicate
    repairs = []
    following = words[negator.i + 1] if negator.i + 1 < len(words) else negator
    if following.lower == "yet" and following.i + 1 < len(words) and following.head is verb:
        repairs.append(replace(following, "already"))
    elif following.lower in _NOT_REMOVABLE:
        return None
    previous = sentence.before(negator).lower
    if previous in ("if", "or", "why", "whether", "but", "and", ",", "-", "also", "still"):
        return None
    for word in sentence.subtree(verb):
        if word.i < negator.i:
            continue
        if word.lower in ("any", "anyone", "anybody", "anything", "anywhere"):
            if sentence.after(word).lower in (
                "more",
                "longer",
                "time",
                "other",
                "of",
                "further",
            ):
                return None
            repairs.append(replace(word, "some" + word.lower[3:]))
        elif word.lower in ("either", "nor", "anymore", "ever", "until", "unless", "slightest", "rather") or (
            word.lower == "yet" and word is not following
        ):
            return None
        elif word.lower == "but" and word.head.rel == "conj":
            if word.head.head is verb and not word.head.child("nsubj"):
                return None
            if word.head.head is not verb:
                return None
        elif word.lower == "least" and words[word.i - 1].lower == "in":
            return None
    return repairs
