"""Bounds in time: until, by, within, no later than (near-misses)."""

import re

from ...english.lexicon import MONTHS, WEEKDAYS
from ..prelude import Found, Proposal, Proposals, Replacement, Sentence, Table, Word, lowers, word_lists
from ..requests import asks
from ..rule import NEAR_MISS, Random, rule
from .time_phrases import is_date, is_duration

_LISTS = word_lists(__package__, "bound")

_BOUNDS = Table(_LISTS.table("bounds"))
_POINT_SHARE = 0.25  # of the dates with a preposition: "in 1998" -> "before 1998"
_STOPS = (".", ",", ";", "?", "")
_OTHER_SIDE = _LISTS.table("other_side")
_DATED = re.compile(
    rf"\b(?P<side>{'|'.join(_OTHER_SIDE)}) "
    rf"(?=(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{'|'.join(sorted(MONTHS | WEEKDAYS))})\b"
    r"|(?:19|20)\d\d\b|noon\b|midnight\b|\d{1,2}(?:[:.]\d\d)? ?(?:am|pm)\b)",
    re.IGNORECASE,
)
_AROUND = {"before": "after", "after": "before", "ahead of": "behind", "behind": "ahead of"}
_BESIDE = re.compile(r"\b(?P<side>before|after|ahead of|behind) (?=[A-Z][a-z]+\b|(?:week|day|month|page) \d)")


@rule("temporal.bound", NEAR_MISS, most=2)
def bounds(sentence: Sentence, rng: Random) -> Proposals:
    """No refund is issued after 30 days. -> No refund is issued within 30 days.; by Friday -> after Friday"""
    for found in _BOUNDS(sentence):
        text, noun, before = found.text, found.governed(), found.before()
        if not _LISTS.fixed.isdisjoint(text.split()):
            yield found.replaced(found.options[0])
        elif (
            (text in ("until", "till") and _waits(found))
            or noun.rel not in ("obl", "nmod", "root")
            or _is_taken(before)
        ):
            continue
        elif text == "from":
            dates = found.governor().lemma == "date"  # "it dates from 1901"
            if is_date(noun) and not dates and _LISTS.ends.isdisjoint(lowers(sentence)):
                yield found.replaced("until")
        elif text in ("after", "within"):
            made = _deadline(sentence, found, noun)
            if made is not None:
                yield made
        elif text == "in":
            if _is_point(sentence, found, noun) and rng.random() < _POINT_SHARE:
                yield found.replaced(rng.choice(found.options))
        elif _is_end(sentence, found, noun):
            yield found.replaced("after")


def _waits(found: Found) -> bool:
    """Whether the verb lasts until then: "wait" or "stay until Monday", but not "after"."""
    return found.governor().lemma in _LISTS.waiting


def _is_end(sentence: Sentence, found: Found, noun: Word) -> bool:
    """Whether "by" or "until" and a date end what a rule or a plan says."""
    generic = found.text == "by" or _is_generic(sentence, found)
    explained = noun.child("acl", "advcl") or (
        sentence.after(noun).text == "," and sentence.words[noun.i + 2].lower in ("when", "which")
    )
    return bool(generic and is_date(noun) and not explained) and not found.governor().has("aux", "have")


def _is_taken(before: Word) -> bool:
    """Whether the word before belongs to the preposition: "up until", "not after", "from after"."""
    return before.lower in _LISTS.not_after or (before.rel in ("case", "mark") and before.lower != "due")


def _deadline(sentence: Sentence, found: Found, noun: Word) -> Proposal | None:
    """ "within 30 days of receipt" -> "more than 30 days after receipt"; "after 30 days" -> "within 30
    days"."""
    if found.before().lower == "event" or (found.text == "within" and _fails(found)) or not is_duration(noun):
        return None
    if not noun.child("nummod") or noun.child("nummod").i != found.end:
        return None
    follow = sentence.after(noun)
    if found.text == "after":
        if follow.text not in _STOPS or not _is_generic(sentence, found):
            return None
        return found.replaced("within")
    if follow.lower in ("of", "after", "from", "following"):
        number = sentence.slice(found.end, noun.i + 1)
        link = {"from": "from"}.get(follow.lower, "after")
        whole = Found(sentence, found.start, follow.i + 1, ())
        return whole.replaced(f"more than {number} {link}")
    return found.replaced("after") if follow.text in _STOPS else None


def _fails(found: Found) -> bool:
    """Whether the deadline is one that somebody misses: "unless he pays within 30 days"."""
    return found.governor().is_negated or not _LISTS.failing.isdisjoint(lowers(found.sentence))


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
    """Whether "in" and a date say when something happens, with no other bound in the sentence."""
    if (
        noun.lower in WEEKDAYS
        or not is_date(noun)
        or noun.i > found.end + 1
        or noun.rel != "obl"
        or not _is_verbal(found)
    ):
        return False
    if any(w.rel == "case" and w.lower in ("after", "before", "by") for w in sentence.words):
        return False  # "after the merger in 1947", "from 75 in 1970 to 55 by 2010"
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


@rule("temporal.bound", when=asks)
def asked_bounds(sentence: Sentence) -> Proposals:
    """ "claims submitted since 1 May" -> "claims submitted before 1 May"."""
    found = list(_DATED.finditer(sentence.text))
    if sentence.words[1].lower == "until" or "then" in lowers(sentence):
        return  # "days until Christmas"; "play it until midnight, then stop"
    if len(found) == 1 and not (_OTHER_SIDE.keys() | {"from", "between"}) & (
        lowers(sentence) - {found[0]["side"].lower()}
    ):
        (match,) = found
        yield Replacement(*match.span("side"), _OTHER_SIDE[match["side"].lower()])


@rule("temporal.bound", triggers=("before", "after", "ahead", "behind"), when=asks)
def asked_sides(sentence: Sentence) -> Proposals:
    """ "staff hired after Maria" -> "staff hired before Maria"; "runners who finished ahead of Nora"."""
    found = list(_BESIDE.finditer(sentence.text))
    if len(found) == 1 and found[0].start() and not {"before", "after"} <= lowers(sentence):
        yield Replacement(*found[0].span("side"), _AROUND[found[0]["side"]])
