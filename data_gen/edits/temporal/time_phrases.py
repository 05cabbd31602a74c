"""What stands behind a word of time: a clause, a date, a length of time.

Read by order.py and bound.py.
"""

from ...english.kinds import kind
from ...english.lexicon import MONTHS, TIME_NOUNS, WEEKDAYS
from ..prelude import NOTHING, Found, Word, word_lists

_LISTS = word_lists(__package__, "time_phrases")


def opens_clause(found: Found) -> bool:
    """Whether the wording opens a clause with a subject and a finite verb, or with a gerund."""
    word = found.first
    last = found.sentence.words[found.end - 1]
    opening = last if last.rel == "mark" else word if word.rel in ("mark", "advmod") else NOTHING
    verb = opening.head
    if verb.rel != "advcl" or verb.i < found.end or verb.left < found.start:
        return False
    before = found.before()
    if before.lower in _LISTS.not_opened_after:
        return False
    following = found.after()
    if not following or following.lower in ("all", "having", "being", "that"):
        return False
    clauses = [c for c in found.sentence.clauses if c.predicate is verb and c.subject]
    finite = any(c.finite for c in clauses)
    if found.text in ("before", "after"):
        return finite or (following.tag == "VBG" and following is verb)
    return finite


def is_date(noun: Word) -> bool:
    """Whether the noun is a day, a month, a year or a day of a month."""
    if any(
        c.lower in _LISTS.relative or c.lower in ("the", "a", "early", "mid", "late") for c in noun.children
    ):
        return False
    if kind(noun) == "time" and (
        noun.tag == "CD" or noun.lower in WEEKDAYS or (noun.text[:1].isupper() and noun.lower in MONTHS)
    ):
        return True
    return noun.tag == "CD" and any(c.text[:1].isupper() and kind(c) == "time" for c in noun.children)


def is_duration(noun: Word) -> bool:
    """Whether the noun counts units of time: "30 days", "a few years", "years"."""
    if noun.lemma not in TIME_NOUNS:
        return False
    counted = bool(noun.child("nummod")) or any(c.lower in _LISTS.counting for c in noun.children)
    return counted or (noun.tag == "NNS" and not noun.child("det"))
