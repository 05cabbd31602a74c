"""How often something happens: daily and weekly, twice a day, often and rarely (near-misses)."""

import re

from ...english.lexicon import MONTHS, WEEKDAYS
from ...english.number_words import is_year
from ..direction import may_turn
from ..prelude import NEAR_MISS, Found, Table, Word, lexical, lowers, word_lists

_LISTS = word_lists(__package__, "frequency")

_SPANS = frozenset(("hours", "days", "weeks", "months"))
_STOPS = (".", ",", ";", "!", "?", "")
_COUNTED = re.compile(r"\b(?:times|once|twice|every|each)\b")


@lexical("temporal.frequency", NEAR_MISS, Table(_LISTS.table("frequencies")))
def frequency(found: Found) -> bool | tuple[str, ...]:
    """The board meets every month. -> The board meets every week.; paid monthly -> paid weekly; twice a day
    -> twice a week; often -> rarely"""
    word, text, before, following = found.first, found.text, found.before(), found.after()
    seen = lowers(found.sentence)
    if not seen.isdisjoint(_LISTS.bound_by) or _is_one_of_two(found):
        return False  # "every other week", "twice daily at noon", "updated regularly with the latest"
    if found.sentence.text.lower().count(text) > 1 or following.lower == "or" or before.lower == "of":
        return False  # "daily or near daily", "the second week of every month"
    if text.startswith("per ") and before.lemma in _LISTS.spans:
        return tuple(o for o in found.options if o.split()[-1] != before.lemma)
    if text in _LISTS.adverbs:
        return len(_LISTS.adverbs & seen) == 1 and _tells(found) and may_turn(found.sentence, word)
    if text.startswith("a "):
        counted = before.lower in ("once", "twice", "times") or before.lemma == "dollar"
        if before.lower == "times" and not seen.isdisjoint(_SPANS):
            return False  # "takes several days, three times a year"
        return counted and (following.text in (".", ",", "?", ";", "") or following.pos != "NOUN")
    if following.text == "-":
        return False
    if not WEEKDAYS.isdisjoint(seen) or _is_dated(seen):
        return False  # "the weekly meeting on Tuesday", "in November every year"
    if " " in text:
        return following.pos not in ("NOUN", "PROPN", "ADJ", "NUM")
    if word.rel in ("amod", "compound"):
        regular = word.head.lemma in _LISTS.regular and before.lower not in ("or", "and")
        return regular and tuple(option.replace("annually", "annual") for option in found.options)
    return is_late_adverb(word)


def _is_dated(seen: frozenset[str] | set[str]) -> bool:
    return not MONTHS.isdisjoint(seen) or any(is_year(word) for word in seen)


def _is_one_of_two(found: Found) -> bool:
    """Whether another frequency is set against this one: "monthly or once a year?"."""
    return found.sentence.is_question and "or" in lowers(found.sentence)


def _tells(found: Found) -> bool:
    """Whether an adverb says how often its clause holds: no grade, no modal that leaves it open."""
    word, before, verb = found.first, found.before(), found.first.head
    if word.rel != "advmod" or word.i == found.sentence.first or before.lower in _LISTS.grading:
        return False
    if verb.pos not in ("VERB", "AUX", "ADJ") or verb.rel == "amod" or verb.is_negated:
        return False
    if found.text in ("often", "frequently") and found.after().lower in ("as", "than"):
        return False
    if (
        before.pos in ("PUNCT", "SCONJ")
        or before.lower in ("that", "which")
        or verb.child("mark").lower == "when"
    ):
        return False  # "that sometimes we err"
    if verb.tag in ("VBN", "VBG") and not verb.child("aux", "aux:pass", "cop", "nsubj", "nsubj:pass"):
        return False  # "often requested data that many need"
    if found.after().tag == "VBN" and found.after(2).tag in ("NN", "NNS"):
        return False  # "often asked questions"
    if verb.lower in _LISTS.advised or _is_elliptic(found) or _adds_result(found):
        return False
    if any(c.lower in ("may", "might", "can", "could", "should", "must", "shall") for c in verb.all("aux")):
        return False  # what may happen, and advice: "should often talk to the care team"
    if "also" in (before.lower, found.after().lower) or any(
        w.lower == "no" for w in found.sentence.subtree(verb)
    ):
        return False  # "also often", "usually causes no harm"
    if verb.rel == "conj" or _COUNTED.search(found.sentence.text):
        return False  # "usually goes there several times a week"
    return verb.lemma not in ("try", "strive", "aim", "welcome", "want") and not verb.has("conj")


def _is_elliptic(found: Found) -> bool:
    """ "... the best ones rarely are." """
    return (found.before().pos == "AUX" and found.after().text in _STOPS) or (
        found.after().pos == "AUX" and found.after(2).text in _STOPS
    )


def _adds_result(found: Found) -> bool:
    """Whether a participle tells what comes of it: "often breaks, leaving the users without power"."""
    return any(
        c.tag == "VBG" and c.i > found.start and found.sentence.before(c).text == ","
        for c in found.sentence.words
        if c.rel in ("advcl", "acl")
    )


def is_late_adverb(word: Word) -> bool:
    """Whether "monthly" or "annually" stands behind its verb ("paid monthly"), whatever the parser takes it
    for."""
    verb = word.head
    late = verb.pos == "VERB" and word.i > verb.i and word.tag in ("RB", "JJ", "NN")
    return late and word.rel in ("advmod", "obj", "obl", "xcomp") and not word.child("det", "amod")
