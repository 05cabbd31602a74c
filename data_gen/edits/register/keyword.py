"""A sentence as the keywords of a search (positives): "What is the dose of it for adults?" -> "dose of it for
adults".

Left out are openers, articles, auxiliaries and what else says nothing of the thing; never a negation, a
preposition of direction or a word of amount.
"""

from collections.abc import Iterator
from itertools import pairwise

from ..prelude import SAME, Changes, Random, Replacement, Sentence, Word, change, rule, word_lists
from ..requests import ACTIONS, BAN, PROBLEM, QUERY, STATE, TAGGED, TOLD, WH, Asked, Request
from .openings import ended, is_general, opened

_LISTS = word_lists(__package__, "keyword")

_DROPPED = _LISTS.set("dropped")
_AUXILIARIES = _LISTS.set("dropped_auxiliaries")
_SUBJECTS = _LISTS.set("dropped_subjects")
_SEARCHES = _LISTS.set("searches")
_BE = frozenset(("is", "are", "was", "were", "am"))
_PERSONS = frozenset(("i", "you", "he", "she", "it", "we", "they"))
_MOST = 12  # words of what is wanted


@rule("register.keyword", SAME, "How do I block a card? -> block card", each=Asked(), most=1)
def keywords(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """Yield the keywords of a request, mostly in small letters."""
    if not found.is_closed or found.start:
        return
    if found.form in (BAN, PROBLEM, QUERY, STATE, TAGGED, TOLD):
        return
    gone = [Replacement(word.start, word.end, "") for word in _left_out(found)]
    if (
        len(found.words) > _MOST
        or any(w.lower in ("n't", "not") for w in found.words)
        or (found.form == WH and found.words[1].lower in ("is", "are", "was", "were"))
    ):
        return
    opening = [] if found.body == 0 else [opened(found, "how to" if is_general(found) else "")]
    if not (gone or opening) or len(found.words) - len(gone) < 2:
        return
    if any(one.lower in _BE and other.lower in _PERSONS for one, other in pairwise(found.words)):
        return  # "what time are you open"
    yield change("keyword", *opening, *gone, *ended(found, ""), lower=rng.random() < 0.6)


def _left_out(found: Request) -> Iterator[Word]:
    """Yield the words of what is wanted that a search does without."""
    words = found.words
    searched = (
        found.form in ACTIONS and words[0].lower in _SEARCHES and len(words) > 3 and not is_general(found)
    )
    for place, word in enumerate(words):
        if word.lower in _DROPPED and not (
            word.lower == "a" and place + 1 < len(words) and words[place + 1].tag == "CD"
        ):
            after = words[place + 1] if place + 1 < len(words) else None
            if after is not None and not _is_kept(words[place - 1] if place else word, word, after):
                yield word
        elif (
            (searched and place == 0)
            or (found.form == WH and word.lower in _AUXILIARIES and word.rel in ("aux", "cop", "aux:pass"))
            or (
                found.form == WH
                and word.lower in _SUBJECTS
                and place
                and words[place - 1].lower == "do"
                and found.sentence.after(word).lower not in ("and", "or")
            )
        ):
            yield word


def _is_kept(before: Word, word: Word, after: Word) -> bool:
    """Whether a small word belongs to what is asked: "a few", "once a year", "remind me to call"."""
    if word.lower == "a" and after.tag in ("TO", "IN", "CC", "HYPH"):
        return True  # "from A to Z"
    if word.lower in ("me", "us"):
        return after.lower in ("to", "when", "if", "about", "that", "how")
    return after.lower in _LISTS.with_article or before.lower in ("once", "twice", "times")
