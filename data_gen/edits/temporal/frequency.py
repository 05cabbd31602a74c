"""How often something happens: daily and weekly, twice a day, often and rarely (near-misses).

Helper of order.py.
"""

import random
from collections.abc import Iterator

from ...english.lexicon import word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, change, replace
from ..phrasebook import Found, Phrasebook
from ..rule import NEAR_MISS, rule

_LISTS = word_lists(__package__, "frequency")

_FREQUENCIES = Phrasebook(_LISTS.table("frequencies"))
_REGULAR = _LISTS.set("regular")
_ADVERBS = word_set("often frequently usually regularly rarely seldom occasionally sometimes always")
_GRADING = word_set("more most less least as so too very how not n't never almost nearly only even quite in")


@rule("temporal.frequency", NEAR_MISS, "The board meets every month. -> The board meets every week.", most=2)
def frequencies(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "paid monthly" -> "paid weekly"; "twice a day" -> "twice a week"; "often" -> "rarely"."""
    for found in _FREQUENCIES(sentence):
        if _is_frequency(found):
            yield from _frequency(found, rng)


def _frequency(found: Found, rng: random.Random) -> Iterator[Change]:
    options = found.options
    if found.first.rel in ("amod", "compound"):
        options = tuple(o.replace("annually", "annual") for o in options)
    text = rng.choice(options)
    yield change(
        "frequency",
        replace(found.first, text) if found.end - found.start == 1 else found.replaced(text),
    )


def _is_frequency(found: Found) -> bool:
    word, text, before, following = found.first, found.text, found.before(), found.after()
    if text in _ADVERBS:
        if word.rel != "advmod" or before.lower in _GRADING:
            return False
        if word.head.pos not in ("VERB", "AUX", "ADJ") or word.i == 0 or word.head.rel == "amod":
            return False
        if text in ("often", "frequently") and following.lower in ("as", "than"):
            return False
        return not word.head.is_negated
    if text.startswith("a "):
        counted = before.lower in ("once", "twice", "times") or before.lemma == "dollar"
        return counted and (
            not following or following.text in (".", ",", "?", ";") or following.pos != "NOUN"
        )
    if following.text == "-":
        return False
    if len(text.split()) > 1:
        return following.pos not in ("NOUN", "PROPN", "ADJ", "NUM")
    if word.rel in ("amod", "compound"):
        return word.head.lemma in _REGULAR
    return is_late_adverb(word)


def is_late_adverb(word: Word) -> bool:
    """Whether "monthly" or "annually" stands behind its verb ("paid monthly"), whatever the parser takes it
    for."""
    verb = word.head
    late = verb.pos == "VERB" and word.i > verb.i and word.tag in ("RB", "JJ", "NN")
    return late and word.rel in ("advmod", "obj", "obl", "xcomp") and not word.child("det", "amod")
