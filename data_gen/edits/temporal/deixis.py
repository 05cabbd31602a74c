"""Another day or month, as seen from today (near-misses): "tomorrow" -> "today", "last month" -> "this
month".

Rule temporal.deixis. The tense must go on fitting: in a statement a past stays a past ("last week" -> "last
month"); a question, a command or a query takes whatever its verb allows. And of the rule temporal.date
what is typed in small letters.
"""

import re
from collections.abc import Sequence

from ...english.lexicon import MONTHS, WEEKDAYS, word_set
from ...english.number_words import is_year
from ...parsing.sentence import Sentence, Word
from ..prelude import NEAR_MISS, Proposals, Random, Replacement, lowers, replace, rule, word_lists
from ..requests import ACTIONS, QUERY, asks, request

_LISTS = word_lists(__package__, "deixis")

_LARGER = word_lists(__package__, "deixis").table("larger")
_DAYS = {"past": ("yesterday",), "present": ("today", "tonight"), "future": ("tomorrow",)}
_TIME_OF = {word: time for time, words in _DAYS.items() for word in words}
_WHICH = {"last": "past", "this": "present", "next": "future"}
_NOT_AFTER = MONTHS | WEEKDAYS | word_set("the a an that every each of than first later earlier early late")
_TYPED = re.compile(
    rf"\b(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)? (?P<month>{'|'.join(sorted(MONTHS - {'may', 'march'}))})\b"
)


@rule("temporal.deixis", NEAR_MISS, triggers={*_TIME_OF, *_WHICH}, most=2)
def deixis(sentence: Sentence, rng: Random) -> Proposals:
    """Show the invoices of last month -> Show the invoices of this month

    Yield the sentence with one time that is seen from today put elsewhere.
    """
    words = sentence.words
    if sum(word.lower in _TIME_OF or is_named(words, word) for word in words) > 1:
        return  # "this year compared with last year"
    for word in words:
        before = words[word.i - 1].lower if word.i else ""
        if before in _LISTS.parts or before == "as":
            continue  # "in the second quarter last year", "as early as today"
        after = words[word.i + 1]
        if word.lower in _TIME_OF and (word.text == word.lower or word.i == sentence.first):
            options = _other_days(sentence, word)
        elif is_named(words, word) and before not in _NOT_AFTER and not _is_counted(sentence):
            options = _other_units(sentence, word, after)
            if after.lower in _LARGER and words[after.i + 1].lower not in ("'s", "end"):
                options = options or [word.lower]
                if rng.random() < 0.5 or options == [word.lower]:
                    yield replace(after, rng.choice(_LARGER[after.lower].split()))
                    continue
        else:
            continue
        if options:
            yield replace(word, rng.choice(options))


def is_named(words: Sequence[Word], word: Word) -> bool:
    """Whether a word and the next name a time as seen from today: "last month"."""
    return word.lower in _WHICH and words[word.i + 1].lower in _LISTS.units


def _is_counted(sentence: Sentence) -> bool:
    """Whether the sentence tells of a row of times or of a year: "the ninth time this year"."""
    return not _LISTS.counting.isdisjoint(lowers(sentence)) or any(is_year(w.text) for w in sentence.words)


def _times(sentence: Sentence) -> set[str]:
    """Return the times that the sentence's verbs allow."""
    found = request(sentence)
    tags = {w.tag for w in sentence.words if w.pos in ("VERB", "AUX")}
    if found is not None and found.form in (*ACTIONS, QUERY) and not tags & {"VBD"}:
        return {"past", "present", "future"} if _names_things(sentence) else {"present", "future"}
    if tags & {"VBD"} or any(w.lower in ("did", "was", "were", "had") for w in sentence.words):
        return {"past", "present"} if sentence.is_question else {"past"}
    return {"present", "future"}


def _names_things(sentence: Sentence) -> bool:
    """Whether the time tells which things are meant, and not when something is to be done: "invoices from
    last month".
    """
    return any(
        w.lower in ("last", "yesterday")
        or (w.lower in ("from", "of") and sentence.words[w.i + 1].lower in _WHICH)
        for w in sentence.words
    )


def _other_days(sentence: Sentence, word: Word) -> list[str]:
    times = _times(sentence)
    words = sentence.words
    after = words[word.i + 1].lower
    is_told = any(w.tag in ("VBD", "MD") for w in words)
    if (
        word.lower != "yesterday"
        and not request(sentence)
        and "future" in _times(sentence)
        and not any(w.tag == "MD" for w in words)
    ):
        return []  # "what is still true today"
    if not (is_told or request(sentence)) or sentence.before(word).lower in ("even", "until", "since"):
        return []
    if after == "'s" or word.rel in ("nsubj", "root"):
        return []
    doing, doer = word.head, word.head.child("nsubj").lower
    is_used = doing.rel in ("ccomp", "acl") and doing.tag != "VBD" and doer in ("i", "we", "you")
    if is_used or (doing.rel == "acl" and doing.tag == "VBN"):
        return []  # "what I am using today", "the stars known today as dwarfs"
    if not {w.lower for w in words}.isdisjoint(_LISTS.hypothetical):
        return []
    told = not request(sentence)
    options = [day for time, days in _DAYS.items() if time in times for day in days if day != word.lower]
    if "future" not in times:
        options = [day for day in options if day != "tonight"]
    if word.lower != "yesterday" and (
        word.head.tag in ("VB", "VBP", "VBZ", "VBG") or (told and word.head.tag != "VBD")
    ):
        options = [day for day in options if day != "yesterday"]  # "due to leave tomorrow"
    if after in ("morning", "afternoon", "evening", "night"):
        options = [day for day in options if day in ("yesterday", "tomorrow")]
    if word.lower in ("today", "tonight"):
        options = [day for day in options if day not in ("today", "tonight")]
    return [day for day in options if not any(w.lower == day for w in words)]


def _other_units(sentence: Sentence, word: Word, unit: Word) -> list[str]:
    times = _times(sentence)
    if unit.lower in ("day", "night") or (word.lower == "this" and not request(sentence)):
        return []  # "the third time this month"
    return [
        which
        for which, time in _WHICH.items()
        if time in times and which != word.lower and _WHICH[word.lower] in times
    ]


@rule("temporal.date", triggers=MONTHS, when=asks)
def typed_dates(sentence: Sentence, rng: Random) -> Proposals:
    """ "days until 24 december" -> "days until 24 october"."""
    found = list(_TYPED.finditer(sentence.text))
    if len(found) == 1:
        months = sorted(month for month in MONTHS - lowers(sentence) if len(month) > 5)  # "feb", "march"
        yield Replacement(*found[0].span("month"), rng.choice(months))
