"""Bounds in time: until, by, within, no later than, since (near-misses)."""

import random
from collections.abc import Iterator

from ...english.agreement import is_plural
from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.verb_forms import base_form, inflected
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, Replacement, change, replace
from ..index import lowers
from ..matching import Found, Table
from ..rule import NEAR_MISS, rule
from .time_phrases import is_date, is_duration, opens_clause

_LISTS = word_lists(__package__, "bound")

_BOUNDS = Table(_LISTS.table("bounds"))
_POINT_SHARE = 0.25  # of the dates with a preposition: "in 1998" -> "before 1998"
_FIXED = word_set("later earlier latest earliest or")
_ENDS = word_set("to until till through onwards onward on - –")
_NOT_AFTER = word_set("up not only as even")
_STOPS = (".", ",", ";", "?", "")


@rule(
    "temporal.bound",
    NEAR_MISS,
    "No refund is issued after 30 days. -> No refund is issued within 30 days.",
    most=2,
)
def bounds(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "No refund is issued after 30 days." -> "... within 30 days."; "by Friday" -> "after Friday"."""
    for found in _BOUNDS(sentence):
        text, noun, before = found.text, found.governed(), found.before()
        if not _FIXED.isdisjoint(text.split()):
            yield change("bound", found.replaced(found.options[0]))
        elif text in ("until", "till") and opens_clause(found) and _is_generic(sentence, found):
            yield change("bound", found.replaced("after"))
        elif noun.rel not in ("obl", "nmod", "root") or _is_taken(before):
            continue
        elif text == "from":
            if is_date(noun) and _ENDS.isdisjoint(lowers(sentence)):
                yield change("bound", found.replaced("until"))
        elif text in ("after", "within"):
            made = _deadline(sentence, found, noun)
            if made is not None:
                yield made
        elif text in ("in", "on"):
            if _is_point(sentence, found, noun) and rng.random() < _POINT_SHARE:
                yield change("bound", found.replaced(rng.choice(found.options)))
        elif _is_end(sentence, found, noun):
            yield change("bound", found.replaced("after"))


def _is_end(sentence: Sentence, found: Found, noun: Word) -> bool:
    """Whether "by" or "until" and a date end what a rule or a plan says."""
    generic = found.text == "by" or _is_generic(sentence, found)
    return generic and is_date(noun) and not found.governor().has("aux", "have")


def _is_taken(before: Word) -> bool:
    """Whether the word before belongs to the preposition: "up until", "not after", "from after"."""
    return before.lower in _NOT_AFTER or (before.rel in ("case", "mark") and before.lower != "due")


def _deadline(sentence: Sentence, found: Found, noun: Word) -> Change | None:
    """ "within 30 days of receipt" -> "more than 30 days after receipt"; "after 30 days" -> "within 30
    days"."""
    if not is_duration(noun) or not noun.child("nummod") or noun.child("nummod").i != found.end:
        return None
    follow = sentence.after(noun)
    if found.text == "after":
        if follow.text not in _STOPS or not _is_generic(sentence, found):
            return None
        return change("bound", found.replaced("within"))
    if follow.lower in ("of", "after", "from", "following"):
        number = sentence.slice(found.end, noun.i + 1)
        link = {"from": "from"}.get(follow.lower, "after")
        whole = Found(sentence, found.start, follow.i + 1, ())
        return change("bound", whole.replaced(f"more than {number} {link}"))
    return change("bound", found.replaced("after")) if follow.text in _STOPS else None


def _is_generic(sentence: Sentence, found: Found) -> bool:
    """Whether the clause that the wording hangs on states a rule or a plan: in the present, the future or an
    imperative.
    """
    word = found.first
    verb = word.head.head if word.rel == "mark" and word.head else found.governor()
    for clause in sentence.clauses:
        if clause.predicate is verb:
            finite = clause.finite
            return not finite or (finite.tag in ("MD", "VBZ", "VBP") and finite.lemma != "have")
    return False


def _is_point(sentence: Sentence, found: Found, noun: Word) -> bool:
    """Whether "in" or "on" and a date say when something happens, with no other bound in the sentence."""
    if not is_date(noun) or noun.i > found.end + 1 or noun.rel != "obl" or not _is_verbal(found):
        return False
    since = any(w.lower == "since" for w in sentence.words[: found.start])
    return not since and not _is_bounded(sentence, noun)


def _is_verbal(found: Found) -> bool:
    governor, before = found.governor(), found.before()
    return governor.pos == "VERB" and before.tag != "VBG"


def _is_bounded(sentence: Sentence, noun: Word) -> bool:
    """Whether the date is the start of a range or one of two."""
    words = sentence.words[noun.right + 1 : noun.right + 3]
    return any(w.lower in ("to", "and", "or", "-", "–", "through", "until", "when", "by") for w in words) or (
        bool(noun.child("conj", "acl", "advcl", "nmod", "appos"))
    )


# --- since and until --------------------------------------------------------------------------------

_SINCE_UNTIL = Table({"since": "until", "until": "since"})


@rule(
    "temporal.since_until", NEAR_MISS, "He has worked here since 1990. -> He worked here until 1990.", most=2
)
def since_until(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "He has worked here since 1990." <-> "He worked here until 1990."."""
    for found in _SINCE_UNTIL(sentence):
        noun, verb = found.governed(), found.governor()
        if noun.rel != "obl" or not verb or not _starts_a_span(noun):
            continue
        if any(w.lower in ("from", "between", "ever", "up", "when", "after") for w in sentence.words):
            continue
        for clause in sentence.clauses:
            if (
                clause.predicate is not verb
                or not clause.finite
                or clause.shared_subject
                or not clause.subject
            ):
                continue
            if verb.child("conj") or _has_other_time(verb, noun):
                continue
            repairs = _in_the_past(clause.finite, verb) if found.text == "since" else None
            if found.text == "until" and not clause.negation:
                repairs = _in_the_perfect(clause.finite, verb, is_plural(clause.subject))
            if repairs is not None:
                yield change("since_until", found.replaced(found.options[0]), *repairs)


def _starts_a_span(noun: Word) -> bool:
    if noun.lower in ("now", "then", "recently", "today", "today's"):
        return False
    return is_date(noun) or (noun.tag == "CD" and kind(noun) == "time")


def _has_other_time(verb: Word, noun: Word) -> bool:
    return any(c is not noun and c.rel == "obl" and (kind(c) == "time" or is_date(c)) for c in verb.children)


def _in_the_past(finite: Word, verb: Word) -> list[Replacement] | None:
    """Return what turns a present perfect into a past tense ([] for a past perfect), None where that is
    unsafe."""
    if finite.lower == "had" and finite is not verb:
        return []
    if finite.lower not in ("has", "have") or finite is verb or not verb.child("aux", "cop"):
        return None
    auxiliaries = [c for c in verb.children if c.rel in ("aux", "cop")]
    been = next((c for c in auxiliaries if c.lower == "been"), None)
    negated = any(c.lower in ("not", "n't") for c in verb.children)
    if been is not None:
        if len(auxiliaries) > 3 or any(w.lower == "n't" for w in verb.children):
            return None
        form = "was" if finite.lower == "has" else "were"
        return [Replacement(finite.start, finite.end, form), Replacement(been.start, been.end + 1, "")]
    base = base_form(verb.text, "VBN", verb.lemma)
    if base is None or len(auxiliaries) > 1 or verb.tag not in ("VBN", "VBD"):
        return None
    if negated:
        return [Replacement(finite.start, finite.end, "did"), replace(verb, base)]
    return [Replacement(finite.start, finite.end + 1, ""), replace(verb, inflected(base, "VBD"))]


def _in_the_perfect(finite: Word, verb: Word, plural: bool | None) -> list[Replacement] | None:
    """Return what turns a past tense into a present perfect, None where that is unsafe."""
    if plural is None or finite.tag != "VBD":
        return None
    have = "have" if plural else "has"
    if (
        finite.lower in ("was", "were") and finite is not verb and not verb.child("aux")
    ) or finite.lower == "had":
        return [replace(finite, f"{have} been")] if finite.lower != "had" else None
    if finite.lower in ("was", "were") and verb.child("aux:pass") is finite and len(verb.all("aux")) == 1:
        return [replace(finite, f"{have} been")]
    if finite is not verb:
        return None
    base = base_form(verb.text, "VBD", verb.lemma)
    return [replace(verb, f"{have} {inflected(base, 'VBN')}")] if base is not None and base != "be" else None
