"""Conditions, exceptions and defaults dropped or added (near-misses): the answer that is too general.

Part of the family condition: "Guests may cancel unless the flat is full" -> "Guests may cancel"; "every day
except Monday" -> "every day"; "Staff may open the safe" -> "Staff may open the safe in an emergency".
"""

import random
from collections.abc import Iterator

from ...english.word_lists import word_lists
from ...parsing.sentence import Clause, Sentence, Word
from ..direction import is_tied
from ..edit import Change, Replacement, change, insert_after
from ..index import lowers
from ..polarity import may_permits, points_back
from ..rule import NEAR_MISS, per_clause, rule
from .halves import ASKING

_LISTS = word_lists(__package__, "exception")

_MARKS = frozenset(("if", "unless", "provided", "providing"))
_NOT_BEFORE = _LISTS.set("not_before")
_EXCEPTING = _LISTS.phrases("excepting")
_DEFAULTS = _LISTS.phrases("defaults")
_ADDED = {
    "duty": _LISTS.phrases("duty"),
    "permission": _LISTS.phrases("permission"),
    "ban": _LISTS.phrases("ban"),
}
_CONDITIONAL = _LISTS.set("conditional")
_ENDS = (".", "?", "!", "")


@rule(
    "condition.dropped", NEAR_MISS, "Guests may cancel unless the flat is full. -> Guests may cancel.", most=2
)
def dropped(sentence: Sentence) -> Iterator[Change]:
    """Yield the sentence without its condition, its exception or its "by default"."""
    words = sentence.words
    for word in words:
        if word.lower in _MARKS and word.rel in ("mark", "advmod") and word.head.rel == "advcl":
            yield from _without_clause(sentence, word)
    for phrase in (*_EXCEPTING, *_DEFAULTS):
        parts = phrase.split()
        for word in words if parts[0] in lowers(sentence) else ():
            if [w.lower for w in words[word.i : word.i + len(parts)]] == parts:
                yield from _without_phrase(sentence, word, word.i + len(parts), phrase in _DEFAULTS)


def _without_clause(sentence: Sentence, mark: Word) -> Iterator[Change]:
    words, verb, main = sentence.words, mark.head, mark.head.head
    start, end = verb.left, verb.right + 1
    if (
        words[start].lower in ("only", "even", "and", "or", "but")
        or sentence.before(words[start]).lower in _NOT_BEFORE
    ):
        return
    if {main.lemma, sentence.before(mark).lemma} & ASKING or main.head or points_back(sentence, verb, main):
        return
    if not (main.has("nsubj") or main.has("expl") or main.tag == "VB") or verb.all("conj"):
        return
    listed = any(c.has("cc", "or") and c.child("nsubj", "expl") for c in main.all("conj"))
    if (
        listed
        or main.child("parataxis")
        or not any(w.pos in ("NOUN", "PROPN", "VERB", "ADJ") for w in words[start + 1 : end])
    ):
        return  # "If a page is missing, a link is broken, or ..., tell us."
    if verb.child("nsubj").lower in ("this", "that", "it", "so") or sentence.after(mark).lower == "so":
        return  # "If this happens, try again.": it says which case, not on what condition
    if any(w.lower in ("otherwise", "then", "would", "could") for w in words):
        return
    if start == sentence.first and end < len(words):
        comma = end if words[end].text == "," else end - 1
        if main.child("nsubj", "expl").left in range(comma + 1):
            return  # the subject is read as part of the condition
        if words[comma].text == "," and comma + 1 < len(words) and words[comma + 1].rel != "cc":
            yield change("dropped", Replacement(words[start].start, words[comma + 1].start, ""))
    elif start and words[min(end, len(words) - 1)].text in _ENDS:
        last = words[start - 1]
        left = words[start - 2].end if last.text == "," else last.end
        if start > 2 and last.text not in ("(", ":", ";"):
            yield change("dropped", Replacement(left, words[end - 1].end, ""))


def _without_phrase(sentence: Sentence, first: Word, end: int, whole: bool) -> Iterator[Change]:
    """Drop "by default", or "except ..." with all that belongs to it, at the end of the sentence."""
    words = sentence.words
    stop = end
    if not whole:
        stop = next((w.i for w in words[end:] if w.text in (".", ";", "?", "!", ",")), len(words))
        if stop == end or (stop < len(words) and words[stop].text not in _ENDS):
            return
    before = sentence.before(first)
    if not before or before.lower in _NOT_BEFORE:
        if whole and first.i == sentence.first and words[end].text == ",":
            yield change("dropped", Replacement(first.start, words[end + 1].start, ""))
        return
    if whole and words[min(end, len(words) - 1)].text not in (*_ENDS, ","):
        return
    left = words[before.i - 1].end if before.text == "," else before.end
    right = stop if before.text == "," and stop < len(words) and words[stop].text == "," else stop - 1
    yield change("dropped", Replacement(left, words[right].end, ""))


@rule(
    "condition.exception",
    NEAR_MISS,
    "Staff may open the safe. -> Staff may open the safe in an emergency.",
    share=0.5,
    most=1,
)
@per_clause
def exceptions(sentence: Sentence, clause: Clause, rng: random.Random) -> Iterator[Change]:
    """Yield a duty, ban or permission that holds always with a condition of its own."""
    verb, last = clause.predicate, sentence.words[-1]
    if not clause.is_root or last.text not in (".", "?") or is_tied(sentence) or sentence.root is not verb:
        return
    if not _CONDITIONAL.isdisjoint(lowers(sentence)) or verb.all("advcl", "conj", "parataxis", "ccomp"):
        return
    before = sentence.before(last)
    if before.pos not in ("NOUN", "VERB", "PROPN") or verb.pos != "VERB" or len(sentence.words) > 25:
        return
    if clause.finite.tag == "MD" and not clause.negation and may_permits(sentence, clause):
        kind_of = {"must": "duty", "shall": "duty", "may": "permission"}.get(clause.finite.lower, "")
        if sentence.is_question and clause.finite.lower == "can":
            kind_of = "permission"
    else:
        orders = sentence.words[sentence.first].lower == "do" and not clause.subject
        kind_of = "ban" if orders and clause.negation else ""
    if kind_of:
        yield change("exception", insert_after(before, " " + rng.choice(_ADDED[kind_of])))
