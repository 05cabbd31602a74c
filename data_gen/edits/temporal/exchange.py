"""Two dates or times of one sentence exchanged: what happened when.

Dates of one form change places ("in 1992 ... in 1995"), and whole adjuncts of time
("in 1992 ... on Friday").
"""

import re
from itertools import combinations

from ...english.kinds import kind
from ...english.lexicon import WEEKDAYS
from ...parsing.sentence import Sentence, Span, Word
from ..phrases import contains, is_part_of
from ..prelude import (
    NEAR_MISS,
    NOTHING,
    Proposals,
    Random,
    Replacement,
    exchange,
    lowers,
    related,
    rule,
    word_lists,
)
from .date import Mention, mentions

_LISTS = word_lists(__package__, "exchange")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_END = rf"(?:\d|{_MONTH}|\w+day\b|[A-Z]\w+\. \d)"
_RANGE_AFTER = re.compile(rf"\s?(?:to|and|or|through|until|till|-|–)\s?(?:on |in )?{_END}")
_RANGE_BEFORE = re.compile(r"(?:\d|day|[a-z]{3}) ?(?:to|through|until|till|-|–) ?$|\bbetween $|\bfrom $")


@rule("temporal.exchange", NEAR_MISS, most=2)
def date_exchanges(sentence: Sentence, rng: Random) -> Proposals:
    """The fire of 1953 was worse than that of 1962. -> The fire of 1962 was worse than that of 1953."""
    if not lowers(sentence).isdisjoint(_LISTS.tied):
        return  # "on 17 January and eight days later, on 25 January"
    made = [*_of_one_form(sentence), *_adjuncts(sentence)]
    if len(made) > 1:
        rng.shuffle(made)
    yield from made


def _of_one_form(sentence: Sentence) -> Proposals:
    for a, b in combinations(mentions(sentence), 2):
        if a.kind != b.kind or a.match.re is not b.match.re or a.text == b.text:
            continue
        if bool(a.match.groupdict().get("year")) != bool(b.match.groupdict().get("year")):
            continue
        if (
            _are_alike(sentence, a, b)
            and not _is_listed(sentence, a, b)
            and not _in_range(a)
            and not _in_range(b)
        ):
            yield (Replacement(a.start, a.end, b.text), Replacement(b.start, b.end, a.text))


def _are_alike(sentence: Sentence, a: Mention, b: Mention) -> bool:
    """Whether the two tell when things of one sort were, so that either could have been first: "the fire of
    1889 and the fire of 1910"; but not "founded in 1889, it was closed in 1910".
    """
    heads = [next((w for w in sentence.words if w.start == m.start), NOTHING) for m in (a, b)]
    within = [
        next((w for w in h.upwards() if not m.start <= w.start < m.end), NOTHING)
        for h, m in zip(heads, (a, b), strict=True)
    ]
    return sentence.is_question or _are_heads_alike(*within)


def _are_heads_alike(a: Word, b: Word) -> bool:
    same = a.lemma == b.lemma or b.lower in ("that", "those", "one") or a.lower in ("that", "those")
    # "The rent is paid in May and the bonus in June."
    gapped = b.rel == "conj" and b.pos == "NOUN" and a in (b.head, b.head.head)
    return bool(a and b) and a is not b and (same or gapped)


def _is_listed(sentence: Sentence, a: Mention, b: Mention) -> bool:
    """Whether the two are a range or members of one list, or stand in brackets of their own."""
    between = [w for w in sentence.words if a.end <= w.start and w.end <= b.start]
    before = [w.lower for w in sentence.words if w.end <= a.start][-2:]
    if sentence.is_question and any(w.lower == "or" for w in between):
        return True  # "Was it warmer last May or last June?" asks the same either way
    if "between" in before or len(between) < 2:
        return True
    if all(w.lower in _LISTS.listed or w.tag == "CD" for w in between):
        return True
    return sum(w.text == "(" for w in between) != sum(w.text == ")" for w in between)


def _in_range(mention: Mention) -> bool:
    """Whether a date is one end of "from 1990 to 1995", "between May and July", "1990-95"."""
    text = mention.match.string
    return (
        _RANGE_AFTER.match(text, mention.end) is not None
        or _RANGE_BEFORE.search(text[: mention.start]) is not None
    )


def _adjuncts(sentence: Sentence) -> Proposals:
    """Whole phrases, with their prepositions: "founded in 1992 ... said on Friday"."""
    if not mentions(sentence):
        return
    found = [
        (head, span)
        for head in related(sentence, "obl", "nmod")
        if head.dep != "nmod:poss" and (span := _adjunct(sentence, head)) is not None
    ]
    text = sentence.text.lower()
    for (first, a), (second, b) in combinations(found, 2):
        if not _are_heads_alike(first.head, second.head):
            continue
        if first.head is second.head or contains(first, second) or a.overlaps(b) or is_part_of(first, second):
            continue
        if _direction(sentence, a) != _direction(sentence, b):
            continue
        if sentence.words[a.start].lower != sentence.words[b.start].lower:
            continue  # "in 1960", "on Saturday": a year for a day reads oddly
        texts = [sentence.slice(span.start, span.end).lower() for span in (a, b)]
        if any(c.isdigit() for c in texts[0]) != any(c.isdigit() for c in texts[1]):
            continue  # "in August", "in September 2002"
        if texts[0] != texts[1] and not any(text.count(t) > 1 for t in texts):
            yield exchange(sentence, a, b)


def _adjunct(sentence: Sentence, head: Word) -> Span | None:
    """The whole phrase of a time, with its preposition."""
    if kind(head) != "time" or head.all("conj", "appos", "acl", "advcl", "punct"):
        return None
    case = head.child("case")
    if not case and (head.dep == "nmod" or (not head.child("amod", "det") and not _is_day(head))):
        return None
    if case and case.lower not in _LISTS.prepositions:
        return None
    span = sentence.phrase(head, adposition=True)
    if span is None or span.end - span.start > 6 or not sentence.one_quote(span.start, span.end):
        return None
    if span.end < len(sentence.words) and sentence.words[span.end].tag in ("JJ", "NN", "NNS", "NNP", "CD"):
        return None
    if any(w.lower in _LISTS.relative for w in sentence.words[span.start : span.end]):
        return None
    return span


def _direction(sentence: Sentence, span: Span) -> str:
    """Whether a time lies in the past or the future of now by its words ("last week", "in two days")."""
    lowers = {w.lower for w in sentence.words[span.start : span.end]}
    if lowers & {"last", "past", "yesterday", "previous"}:
        return "past"
    plural = sentence.words[span.end - 1].tag == "NNS"
    return "future" if plural or lowers & {"next", "tomorrow", "coming"} else ""


def _is_day(head: Word) -> bool:
    return head.lower in WEEKDAYS or head.lower in ("today", "yesterday", "tomorrow")
