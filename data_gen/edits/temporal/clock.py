"""When a clock starts and what kind of day it counts (near-misses): "within 30 days of receipt" -> "within 30
days of dispatch", "5 days" -> "5 business days".
"""

import re

from ..prelude import Found, Proposals, Replacement, Sentence, Table, lexical, lowers, replace, word_lists
from ..requests import asks
from ..rule import NEAR_MISS, rule

_LISTS = word_lists(__package__, "clock")

_OWNERS = r"(?:(?:the|your|our|its|their|his|her|an?) )?"
_UNITS = r"(?:minute|hour|day|week|month|year)s?"
_LEADS = re.compile(
    rf"(?:(?:within (?:[\w-]+ ){{1,4}}{_UNITS} of|{_UNITS} (?:after|from|following)) {_OWNERS}"
    rf"(?:(?:date|day|time) of {_OWNERS})?"
    rf"|\b(?:from|since|on|upon|after|before) {_OWNERS}(?:date|day|time) of {_OWNERS}|\b(?:up)?on )$",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"\b(?:within|in|after|least|to|than|of|by|takes?|allow) "
    r"(?:\d{1,2}|two|three|five|seven|ten|fourteen|thirty)"
    r"(?P<kind> (?:business|working|calendar))? days\b(?! (?:a|per|old)\b)",
    re.IGNORECASE,
)
_SIDES = {"before": "after", "prior to": "after", "after": "before"}
_NOTICE = ("every ", "each ", "within ", "at least ", "a minimum of ", "no later than ")
_SIDE = re.compile(
    r"(?P<count>\b(?:\d+|two|three|five|seven|ten|fourteen|thirty)\)? (?:business |working |calendar )?"
    r"(?:minute|hour|day|week|month)s (?P<side>before|prior to|after))"
    r"(?= (?:the|your|our|its|their|an?|such|check|arrival|departure|travel|surgery|delivery|receipt)\b)",
    re.IGNORECASE,
)


@lexical("temporal.clock", NEAR_MISS, Table(_LISTS.table("starts")))
def clock_start(found: Found) -> bool:
    """within 30 days of receipt -> within 30 days of dispatch; 5 days -> 5 business days; from the date of
    purchase -> from the date of delivery"""
    if found.text == "delivery" and not _LISTS.births.isdisjoint(lowers(found.sentence)):
        return False
    if found.text in ("termination", "exposure") and found.after().lower in ("of", "to"):
        return False  # no "notice of this agreement"
    if found.before(2).lemma in _LISTS.abstract or found.first.child("compound:prt"):
        return False  # "a focus on delivery", "upon signing up"
    led = _LEADS.search(found.sentence.text[: found.first.start])
    return led is not None and found.first.tag in ("NN", "VBG") and found.after().pos != "NOUN"


@rule("temporal.clock", triggers=("days",))
def kinds_of_day(sentence: Sentence) -> Proposals:
    """ "within 5 days" -> "within 5 business days"; "10 business days" -> "10 calendar days"."""
    dealt = sentence.is_question or not _LISTS.dealings.isdisjoint(lowers(sentence))
    off = any(word.lower in _LISTS.on_leave and word.pos in ("NOUN", "PROPN") for word in sentence.words)
    for match in _DAYS.finditer(sentence.text):
        kind = match["kind"]
        if kind is None and (not dealt or off):
            continue  # "the rash appears within 5 days"; "ten days of leave"
        if kind is None:
            at = match.end() - len(" days")
            yield Replacement(at, at, " business")
        else:
            other = " business" if kind == " calendar" else " calendar"
            yield Replacement(*match.span("kind"), other)


@rule("temporal.clock", triggers=("before", "prior", "after"))
def sides(sentence: Sentence) -> Proposals:
    """ "15 minutes before the meeting" -> "15 minutes after the meeting"; no notice that somebody gives in
    time: "at least 30 days before the change".
    """
    ruled = asks(sentence) or any(word.tag == "MD" for word in sentence.words) or sentence.root.tag == "VB"
    found = list(_SIDE.finditer(sentence.text))
    seen = lowers(sentence)
    if not ruled or len(found) != 1 or ("before" in seen and "after" in seen):
        return
    (match,) = found
    before = sentence.text[max(0, match.start() - 20) : match.start()].lower()
    if not any(notice in before for notice in _NOTICE):
        yield Replacement(*match.span("side"), _SIDES[match["side"].lower()])


@rule("temporal.clock", triggers=("immediately", "instantly"))
def at_once(sentence: Sentence) -> Proposals:
    """ "We will bill you immediately." -> "We will bill you at the end of the month."."""
    seen = lowers(sentence)
    ruled = any(word.tag == "MD" and word.lower != "would" for word in sentence.words)
    if not ruled or _LISTS.dealings.isdisjoint(seen) or not _LISTS.urgent.isdisjoint(seen):
        return
    for word in sentence.words[2:]:
        if word.lower not in ("immediately", "instantly") or word.rel != "advmod" or word.head.i > word.i:
            continue
        after, before = sentence.after(word), sentence.before(word)
        if (after.text in (".", ",", ";", "?", "") or after.lower in ("and", "if")) and before.pos != "ADJ":
            charged = word.head.lemma in _LISTS.money
            yield replace(word, "at the end of the month" if charged else "within 30 days")
