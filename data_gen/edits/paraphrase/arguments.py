"""Phrases that a positive may move or put in another role, and small facts about them."""

from functools import lru_cache
from typing import NamedTuple

from ...english.agreement import is_plural
from ...english.casing import first_word, piece
from ...english.kinds import OBJECT_PRONOUNS, PERSONAL_PRONOUNS, is_name, kind
from ...english.verb_forms import base_form, inflected
from ..prelude import FINITE_TAGS, NOTHING, Clause, Sentence, Span, Word, word_lists

_LISTS = word_lists(__package__, "arguments")

_OPENS_OBJECT = frozenset(("DT", "PRP", "PRP$", "JJ", "NN", "NNS", "NNP", "CD"))
# A verb's tag: the tag of a noun of the same form, and the ending of the form.
_ENDINGS = {
    **dict.fromkeys(("VB", "VBP"), ("NN", "")),
    **dict.fromkeys(("VBD", "VBN"), ("", "ed")),
    "VBZ": ("NNS", ""),
    "VBG": ("", "ing"),
}


def argument(sentence: Sentence, head: Word) -> Span | None:
    """Return the phrase of a noun that can be moved, or None.

    Contiguous, within one quotation, without comma, clause or word that binds it to its place; no measure,
    number, time or impersonal pronoun.
    """
    if head.lower in _LISTS.unmovable_heads or kind(head) in ("measure", "number", "time", "other"):
        return None
    span = movable(sentence, head)
    if span is None or any(w.rel == "nmod" and _is_when(w) for w in sentence.words[span.start : span.end]):
        return None
    return span


def _is_when(word: Word) -> bool:
    """Whether this is "in June" or "early Friday", which belongs to a verb, not to a noun before it."""
    case = word.child("case")
    if not case:
        return word.dep != "nmod:poss" and kind(word) == "time"
    return case.lower in ("in", "on", "at", "during") and kind(word) in ("time", "number")


def movable(sentence: Sentence, head: Word) -> Span | None:
    """Return the phrase of a noun of any kind that can be moved, or None."""
    span = sentence.phrase(head)
    if span is None or not sentence.one_quote(span.start, span.end):
        return None
    words = sentence.words[span.start : span.end]
    first, text = words[0], sentence.slice(span.start, span.end)
    if text.endswith(".") and span.end == len(sentence.words):
        return None  # "the U.S.": its stop is the sentence's
    if span.start and first.lower == "that":
        return None  # it may be the conjunction: "the fact that tenants ..."
    if first.tag == "DT" and first.text[:1].isupper() and first.i > first_word(sentence):
        return None  # the sentence begins here: a heading stands before it
    if first.text in _LISTS.headings or text.count("(") != text.count(")"):
        return None
    for word in words:
        if (word.rel == "punct" and word.text != "-") or word.lower.endswith(("self", "selves")):
            return None
        if word.rel in ("acl", "advcl", "parataxis", "appos", "ccomp") or word.lower in _LISTS.unmovable:
            return None
        if word.tag in FINITE_TAGS or word.tag in ("WDT", "WP", "WP$", "WRB"):
            return None
        if word.rel == "cc" and not joins_nouns(sentence, word):
            return None
    return span


def joins_nouns(sentence: Sentence, joiner: Word) -> bool:
    """Whether what "and" adds to a noun surely is one: no second verb, taken for a noun or a modifier ("lift
    the mood and increase hope", "saw his move and promptly followed suit").
    """
    other = joiner.head
    opening = next((w for w in sentence.words[joiner.i + 1 :] if w.tag != "RB"), NOTHING)
    verb = next((w for w in reversed(sentence.words[: joiner.i]) if w.pos == "VERB"), NOTHING)
    form, ending = _ENDINGS.get(verb.tag, ("", ""))
    alike = opening.tag == form or bool(ending and opening.lower.endswith(ending))
    alone = opening is other and not other.head.child("det", "nmod:poss")
    alone = alone and sentence.after(other).tag not in _OPENS_OBJECT
    return not other.child("obj") and (alone or not alike)


def is_definite(head: Word) -> bool:
    """Whether the phrase names something known: a name, or "the", "this", a possessor."""
    if is_name(head):
        return not any(c.lower in ("a", "an") for c in head.children)
    return any(c.lower in _LISTS.definite or c.dep == "nmod:poss" for c in head.children if c.i < head.i)


def is_person(head: Word) -> bool:
    """Whether "who" may refer to the phrase: a person, not an animal."""
    return kind(head) == "person" or (kind(head) == "person_noun" and head.lemma not in _LISTS.animals)


def has_possessive(sentence: Sentence, *spans: Span) -> bool:
    """Whether a possessive pronoun stands in one of the phrases: it may refer to the other one."""
    return any(w.tag == "PRP$" for span in spans for w in sentence.words[span.start : span.end])


def opens_whole(sentence: Sentence, subject: Span, finite: Word) -> bool:
    """Whether the subject opens its clause and the verb follows: nothing of it was cut off."""
    words = sentence.words
    before = words[subject.start - 1] if subject.start else NOTHING
    opens = not before or before.pos in ("PUNCT", "SCONJ") or before.lower == "that"
    if before.pos == "CCONJ":
        opens = sentence.before(before).text == ","  # else it may join two nouns
    between = words[subject.end : finite.i]
    return opens and all(w.rel == "advmod" for w in between) and subject.end <= finite.i


def is_closed(sentence: Sentence, span: Span) -> bool:
    """Whether a comma, a conjunction, a time or the end follows the phrase, nothing that may belong to it."""
    words = sentence.words
    after = words[span.end]
    if after.rel == "punct" or after.pos in ("CCONJ", "SCONJ"):
        return after.text not in ("(", "-", "–", "/")
    return after.rel == "case" and bool(after.head) and kind(after.head) == "time"


class Sides(NamedTuple):
    """A subject and a later argument that change roles: their phrases, and what each is in its new role."""

    subject: Span
    other: Span
    new_subject: str
    new_object: str


def sides(sentence: Sentence, subject: Word, other: Word) -> Sides | None:
    """Return a subject and another argument in each other's role, or None where one of the two cannot move
    there, or a possessive pronoun stands in one of them.
    """
    a, b = argument(sentence, subject), argument(sentence, other)
    if a is None or b is None or a.end > b.start or has_possessive(sentence, a, b):
        return None
    new_subject, new_object = _cased(sentence, b, OBJECT_PRONOUNS), _cased(sentence, a, PERSONAL_PRONOUNS)
    return None if new_subject is None or new_object is None else Sides(a, b, new_subject, new_object)


def _cased(sentence: Sentence, span: Span, other: dict[str, str]) -> str | None:
    """Return the phrase in mid-sentence form, a pronoun in its other case; None if it has none."""
    head = span.head
    if head.tag != "PRP":
        first, text = sentence.words[span.start], piece(sentence, span.start, span.end)
        doubtful = first.rel in ("compound", "amod") and first.text[1:].islower() and not is_name(head)
        return None if doubtful and first.i == sentence.first and text[:1].isupper() else text
    if span.end - span.start > 1:
        return None
    return head.lower if head.lower in ("you", "it") else other.get(head.lower)


def plural_of(head: Word) -> bool | None:
    """Return whether the phrase takes a plural verb as a subject, an objective pronoun included."""
    return (
        True if head.lower in ("them", "us") else False if head.lower in ("him", "her") else is_plural(head)
    )


def is_past(clause: Clause) -> bool:
    """Whether the finite verb is a past tense ("had" and "was" included)."""
    finite = clause.finite
    return finite.tag == "VBD" or finite.lower in ("was", "were", "had", "did")


def verb_form(base: str, verb: Word, clause: Clause, plural: bool) -> str | None:
    """Return `base` in the form of the clause's verb, agreeing with a subject of this number."""
    if base_form(verb.text, verb.tag, verb.lemma) is None:
        return None
    if clause.finite is verb and verb.tag in ("VBZ", "VBP"):
        return inflected(base, "VBP" if plural else "VBZ")
    return inflected(base, verb.tag)


def final_stop(sentence: Sentence) -> int | None:
    """Return the index of the final full stop, or None."""
    last = sentence.words[-1]
    return last.i if last.text == "." and last.i > 2 and sentence.words[-2].text[-1:].isalnum() else None


@lru_cache(maxsize=4)
def is_plain(sentence: Sentence) -> bool:
    """Whether there is no quotation, bracket, dash or semicolon anywhere."""
    return not any(w.quote or w.text in ("(", "--", ";", ":", "–", "—") for w in sentence.words)


def shared_later(sentence: Sentence, verb: Word) -> bool:
    """Whether a later conjunct has no subject of its own and may lean on this clause's subject."""
    return any(
        c.predicate.i > verb.i
        and c.predicate.rel == "conj"
        and c.finite
        and (not c.subject or c.shared_subject)
        for c in sentence.clauses
    )
