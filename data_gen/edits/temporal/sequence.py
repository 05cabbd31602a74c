"""Moments without a date: first and last, previous and next, beginnings and ends (near-misses)."""

from ...english.kinds import kind
from ...english.lexicon import TIME_NOUNS
from ..direction import may_turn
from ..prelude import NEAR_MISS, NOTHING, Found, Table, Word, lexical, lowers, word_lists
from ..requests import asks
from .date import MONTHS

_LISTS = word_lists(__package__, "sequence")

# --- first and last, early and late -----------------------------------------------------------------


@lexical("temporal.sequence", NEAR_MISS, Table(_LISTS.table("sequence")))
def sequence(found: Found) -> bool:
    """the first day of the month -> the last day of the month; early in the morning -> late in the morning

    What is first or next of other things is so in what is asked for only ("the next page").
    """
    word, text, before, following = found.first, found.text, found.before(), found.after()
    if before.lower in _LISTS.not_after or following.lower in _LISTS.not_before:
        return False
    if not may_turn(found.sentence, word) or before.lower in found.options:
        return False  # "the next previous step"
    if text in ("morning", "evening", "afternoon"):
        return before.lower in ("the", "every", "each") and (
            word.child("case").lower in ("in", "during") or word.has("det", "every", "each")
        )
    noun = word.head if word.rel in ("amod", "compound", "nummod") else NOTHING
    if (
        text == "last"
        and following.lemma in _LISTS.dated | {"night"}
        and following.tag == "NN"
        and before.rel != "det"
    ):
        return False  # "last month": the one before this
    if text in ("early", "late"):
        return _is_early(found, noun)
    if text == "next" and noun.lemma in TIME_NOUNS:
        return False  # "next week": no "previous week" without its article
    if noun.lemma in TIME_NOUNS and noun.child("nummod"):
        return False  # "the last 90 days"
    if noun.i < word.i or noun.lemma not in _LISTS.steps:
        return False
    if not _LISTS.numbering.isdisjoint(lowers(found.sentence)):
        return False
    return asks(found.sentence) or any(c.has("case", "of") and kind(c) == "time" for c in noun.all("nmod"))


def _is_early(found: Found, noun: Word) -> bool:
    """ "in early May", "the late 1990s", "early in the morning"; not "the late president"."""
    following, before = found.after(), found.before()
    if not following or not before:
        return False
    if noun.i > found.start:
        dated = following.text[:1].isdigit() or following.text in MONTHS or following.lemma in _LISTS.dated
        return dated and before.lower in ("in", "since", "until", "by", "from", "the", "during", "to", "of")
    return following.lower == "in" and found.after(3).lemma in _LISTS.dated | {"game", "season"}


# --- beginnings and ends ----------------------------------------------------------------------------

LASTING = (TIME_NOUNS | _LISTS.set("lasting")) - {"moment"}
"""Nouns of what lasts: it has a beginning and an end."""


@lexical("temporal.anchor", NEAR_MISS, Table(_LISTS.table("anchors")))
def anchor(found: Found) -> bool:
    """The lease ends on June 30. -> The lease begins on June 30.; by the end of the year -> by the beginning
    of the year"""
    word, before, following = found.first, found.before(), found.after()
    if not before or not following or found.sentence.words[word.left].lower == "before":
        return False
    if word.pos == "NOUN":
        last = found.sentence.words[found.end]
        whole, link = last.head, found.before(2).lower
        if whole.lemma == "day" or "unless" in lowers(found.sentence):
            return False  # "at the end of the day, it is up to you"
        if before.lower != "the" or following.lower != "of" or link not in _LISTS.at:
            return False
        if "current" in found.sentence.text:
            return False
        if whole and not whole.child("det", "nmod:poss", "amod", "nummod") and whole.lemma in _LISTS.whole:
            return False
        return whole.lemma in LASTING or whole.tag == "CD" or whole.text[:1].isupper()
    if word.pos != "VERB" or word.tag == "VBN":
        return False
    if word.child("conj", "obj", "xcomp", "ccomp", "aux:pass", "compound:prt"):
        return False
    subject = word.child("nsubj")
    asked = following.text == "?" and found.sentence.first < word.i
    timed = following.lower in _LISTS.points and following.rel != "compound:prt"
    if not subject or subject.i > word.i or not (timed or asked):
        return False
    if word.lemma in ("open", "close"):
        return following.lower == "at" or asked
    return subject.lemma in LASTING or subject.lemma in _LISTS.bounded
