"""Moments without a date: first and last, previous and next, beginnings and ends, how often something
happens.

Helper of order.py.
"""

import random
from collections.abc import Iterator

from ...english.lexicon import TIME_NOUNS, word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Sentence, Word
from ..edit import Change, change
from ..phrasebook import Found, Phrasebook
from ..rule import NEAR_MISS, rule
from .date import MONTHS

_LISTS = word_lists(__package__, "sequence")

# --- first and last, earlier and later --------------------------------------------------------------

_SEQUENCE = Phrasebook(_LISTS.table("sequence"))
_STEPS = _LISTS.set("steps")
_UNITS = word_set("second minute hour day week month year decade century")
_NOT_FIRST = _LISTS.set("not_first")
_NEWS = word_set("report study evidence demonstration description knowledge look glance")
_ENTITLED = frozenset(("the", "his", "her", "its", "their", "my", "our", "your", "this"))


@rule("temporal.sequence", NEAR_MISS, "the first day of the month -> the last day of the month", most=2)
def sequences(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "the first day of the month" -> "the last day of the month"; "two years later" -> "two years
    earlier"."""
    for found in _SEQUENCE(sentence):
        if _in_sequence(found):
            yield change("sequence", found.replaced(rng.choice(found.options)))


def _in_sequence(found: Found) -> bool:
    word, text, before, following = found.first, found.text, found.before(), found.after()
    noun = word.head if word.rel in ("amod", "compound", "nummod") else NOTHING
    if before.lower in (
        "as",
        "so",
        "too",
        "how",
        "no",
        "not",
        "than",
        "and",
        "or",
        "at",
        "very",
    ):
        return False
    if following.lower in ("and", "or", "than", "but", "-"):
        return False
    if text in ("morning", "evening", "afternoon"):
        return before.lower in ("the", "every", "each") and _has_preposition(word)
    if text in ("earlier", "later"):
        past = word.head.tag == "VBD" or bool(word.head.child("aux", "cop", "aux:pass"))
        return word.rel == "advmod" and before.lemma in _UNITS and past
    if text in ("early", "late"):
        return _is_early(found, noun)
    if text.endswith("ly") or text in ("beforehand", "afterwards"):
        verbal = word.head.pos == "VERB" and word.head.rel != "amod"
        reduced = following.tag == "VBN" and before.pos in ("DET", "ADJ")
        return (
            word.rel == "advmod"
            and bool(following)
            and word.tag == "RB"
            and word.i > 0
            and verbal
            and not reduced
        )
    if not noun or noun.i < word.i or noun.text != noun.lower or noun.lemma in _NOT_FIRST:
        return False
    if text in ("first", "last"):
        determiner = noun.child("det", "nmod:poss")
        if not determiner or determiner.i > word.i or not before or noun.tag == "CD":
            return False
        if noun.lemma in _NEWS or (noun.lemma == "time" and (found.before(2) or word).lower == "for"):
            return False
        if text == "last" and (
            before.lower not in ("the", "his", "her", "its", "their") or _is_recent(word, noun)
        ):
            return False
        return before is determiner or before.tag == "POS"
    return noun.lemma in _STEPS and before.lower in _ENTITLED and word.i == noun.i - 1


def _is_recent(word: Word, noun: Word) -> bool:
    """ "the last three years", "the last decade": the time before now, not the last of several."""
    if any(c.tag == "CD" or c.lower in ("few", "couple", "several") for c in noun.children):
        return True
    return noun.lemma in TIME_NOUNS and not noun.child("nmod")


def _is_early(found: Found, noun: Word) -> bool:
    """ "in early May", "the late 1990s", "early in the morning"; not "the late president"."""
    following, before = found.after(), found.before()
    if not following or not before:
        return False
    if noun and noun.i > found.start:
        dated = (
            following.text[:1].isdigit() or following.text in MONTHS or following.lemma in _UNITS | _SEASONS
        )
        return dated and before.lower in ("in", "since", "until", "by", "from", "the", "during", "to", "of")
    in_time = found.after(3)
    return following.lower == "in" and (
        in_time.lemma in _UNITS | _SEASONS | {"morning", "evening", "afternoon", "game", "season"}
    )


_SEASONS = word_set("spring summer autumn fall winter morning afternoon evening century twenties thirties")


def _has_preposition(word: Word) -> bool:
    case = word.child("case")
    return case.lower in ("in", "during") or any(c.lower in ("every", "each") for c in word.children)


# --- beginnings and ends ----------------------------------------------------------------------------

_ANCHORS = Phrasebook(_LISTS.table("anchors"))
_AT = _LISTS.set("at")
LASTING = (TIME_NOUNS | _LISTS.set("lasting")) - {"moment"}
"""Nouns of what lasts: it has a beginning and an end."""
_POINTS = frozenset(("on", "in", "at", "after", "before", "when", "once", "upon", "by", "as"))


@rule("temporal.anchor", NEAR_MISS, "The lease ends on June 30. -> The lease begins on June 30.", most=2)
def anchors(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "by the end of the year" -> "by the beginning of the year"; "the lease begins on May 1" -> "ends"."""
    for found in _ANCHORS(sentence):
        if _is_anchor(found):
            yield change("anchor", found.replaced(rng.choice(found.options)))


def _is_anchor(found: Found) -> bool:
    word, before, following = found.first, found.before(), found.after()
    if not before or not following:
        return False
    if word.pos == "NOUN":
        if before.lower != "the" or following.lower != "of" or (found.before(2) or word).lower not in _AT:
            return False
        last = found.sentence.words[found.end]
        whole = last.head
        bare = bool(whole) and not whole.child("det", "nmod:poss", "amod", "nummod")
        if bare and whole.lemma in ("life", "day", "time", "work", "war"):
            return False
        return whole.lemma in LASTING or whole.tag == "CD" or whole.text[:1].isupper()
    if (
        word.pos != "VERB"
        or word.tag == "VBN"
        or word.child("conj", "obj", "xcomp", "ccomp", "aux:pass", "compound:prt")
    ):
        return False
    subject = word.child("nsubj")
    if not subject or subject.i > word.i or following.lower not in _POINTS or following.rel == "compound:prt":
        return False
    if word.lemma in ("open", "close"):
        return following.lower == "at"
    return subject.lemma in LASTING or subject.lemma in _BOUNDED


_BOUNDED = _LISTS.set("bounded")
