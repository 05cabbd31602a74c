"""A request as a heading names it, and a query with or without its prepositions (positives): "How do I reset
it?" -> "resetting it"; "flights Berlin Rome friday" <-> "flights from Berlin to Rome on friday".
"""

from collections.abc import Iterator
from itertools import pairwise

from ...english.lexicon import PLACES, word_set
from ...english.verb_forms import gerund
from ..prelude import SAME, Changes, Random, Replacement, Sentence, Word, change, rule, word_lists
from ..requests import HOW, QUERY, THING, WANT, Asked, Request
from . import openings
from .openings import ended, opened

_LISTS = word_lists(__package__, "fragment")

_TRAVEL = _LISTS.set("travel")
_DAYS = _LISTS.set("days")
_NO_DAY_BEFORE = word_set("on every each next last this from until by before after to and or since")


@rule("register.fragment", SAME, each=Asked(), most=2)
def fragments(sentence: Sentence, found: Request, rng: Random) -> Changes:
    """flights Berlin Rome friday -> flights from Berlin to Rome on friday

    Yield the request as a noun phrase, or the query with prepositions put in or left out.
    """
    if not found.is_closed or found.has_context:
        return
    if found.form == WANT and found.sentence.text.endswith(".") and found.begins("we "):
        return  # "We want to find out how it is done.": what a text is about
    opener = rng.choice(openings.FRAGMENT)
    verb = found.words[0]
    several = found.sentence.after(verb).text == "/" or any(w.tag in ("VB", "VBP") for w in verb.all("conj"))
    if found.form in (HOW, WANT) and not (found.is_for_me or several or verb.tag == "RB"):
        made = found.typed(opener) + gerund(verb.lower)
        yield change("fragment", Replacement(found.first.start, verb.end, made), *ended(found, ""))
    elif found.form == THING:
        yield change("fragment", opened(found, rng.choice(("", "question about"))), *ended(found, ""))
    elif found.form == QUERY:
        put_in = [*_route(found), *_days(found)]
        left_out = list(_prepositions(found))
        if put_in:
            yield change("fragment", *put_in)
        elif left_out:
            yield change("fragment", *left_out)


def _route(found: Request) -> Iterator[Replacement]:
    """Yield "from" and "to" for two places side by side in a query for a trip."""
    words = found.words
    if not any(word.lower in _TRAVEL for word in words):
        return
    for one, other in pairwise(words):
        if one.lower in PLACES and other.lower in PLACES and not _has_before(found, one):
            yield Replacement(one.start, one.start, "from ")
            yield Replacement(other.start, other.start, "to ")
            return


def _days(found: Request) -> Iterator[Replacement]:
    """Yield "on" for a day of the week."""
    for word in found.words[1:]:
        if word.lower in _DAYS and found.sentence.words[word.i - 1].lower not in _NO_DAY_BEFORE:
            yield Replacement(word.start, word.start, "on ")
            return


def _prepositions(found: Request) -> Iterator[Replacement]:
    """Yield what takes the prepositions of a route or a day out of a query."""
    words = found.words
    for before, word in pairwise(words):
        is_route = before.lower in ("from", "to") and word.lower in PLACES
        if (is_route and any(w.lower in _TRAVEL for w in words)) or (
            before.lower == "on" and word.lower in _DAYS
        ):
            yield Replacement(before.start, before.end, "")


def _has_before(found: Request, word: Word) -> bool:
    return found.sentence.words[word.i - 1].lower in ("from", "to", "via", "in", "near") if word.i else False
