"""Quantifiers: all, some, most, few, none, both, only (near-misses, and the positives that belong to them).

Determiners in determiner.py, "only" in only.py, what says as much in same_amount.py; pronouns, degrees and
bounds
here. How often something happens ("always", "rarely") is temporal's, "never" negation's.
"""

import random
from collections.abc import Iterator

from ...english.casing import first_word
from ...english.lexicon import word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence
from ..edit import Change, change
from ..index import lowers
from ..phrasebook import Found, Phrasebook
from ..rule import NEAR_MISS, SAME, rule

_LISTS = word_lists(__package__, "wordings")

# --- everyone, someone, no one ----------------------------------------------------------------------

_PRONOUNS = Phrasebook(_LISTS.table("pronouns"))
_AFTER_PRONOUN = word_set("else to like new special wrong similar -")
_POLAR = word_set("anyone anything any ever but except")
_NEGATIONS = word_set("not n't never no")


@rule("quantifier.pronoun", NEAR_MISS, "Everyone answered the phone. -> Someone answered the phone.", most=2)
def _pronouns(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "Everyone signed." -> "Someone signed."."""
    question = sentence.is_question
    for found in _PRONOUNS(sentence):
        word, following = sentence.words[found.end - 1], found.after()
        verb = word.head
        if word.rel not in ("nsubj", "obj", "obl", "iobj") or not verb or verb.child("expl"):
            continue
        if verb.lemma == "have" and word.rel == "obj":
            continue  # "had someone living alone"
        if any(c.lower in _NEGATIONS for c in verb.children) or not lowers(sentence).isdisjoint(_POLAR):
            continue
        if following.lower in _AFTER_PRONOUN:
            continue
        if found.before().lower in ("the", "a", "that"):
            continue  # "the somebody who ..."
        if found.text.endswith("thing") and (verb.tag == "VBG" or question):
            continue
        if question or word.rel != "nsubj":
            if found.text.startswith("no"):
                continue  # "He did nothing": negation's
            options = [option for option in found.options if not option.startswith("no")]
        else:
            options = list(found.options)
        yield change("pronoun", found.replaced(rng.choice(options)))


# --- fully, partly ----------------------------------------------------------------------------------

_DEGREES = Phrasebook(_LISTS.table("degrees"))
_NOT_BEFORE = word_set("not n't more most less never too so very how almost nearly virtually practically")
_DEGREE_OF = frozenset(("VBN", "VBD", "VB", "VBZ", "VBP", "IN", "JJ", "TO"))


@rule(
    "quantifier.degree",
    NEAR_MISS,
    "The board was completely satisfied. -> The board was partly satisfied.",
    most=2,
)
def _degrees(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "The loan was fully repaid." -> "The loan was partly repaid."."""
    for found in _DEGREES(sentence):
        word, before, following = found.first, found.before(), found.after()
        if word.rel != "advmod" or word.children or following.tag not in _DEGREE_OF:
            continue
        if before.lower in _NOT_BEFORE:
            continue
        if any(c.lower in _NEGATIONS for c in word.head.children):
            continue
        options = [option for option in found.options if option not in lowers(sentence)]
        if options:
            yield change("degree", found.replaced(rng.choice(options)))


# --- at least one -----------------------------------------------------------------------------------

_BOUNDS = Phrasebook(_LISTS.table("bounds"))
_CLOSED_BEFORE = word_set("the but not")


@rule("quantifier.bound", NEAR_MISS, "at least one witness -> at most one witness", most=2)
def _bounds(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "at least one witness" -> "at most one witness"; "Not all tenants paid." -> "All tenants paid."."""
    for found in _BOUNDS(sentence):
        if _is_bound(found):
            yield change("bound", found.replaced(rng.choice(found.options)))


def _is_bound(found: Found) -> bool:
    text, before, following = found.text, found.before(), found.after()
    if not following or following.tag == "CC" or following.text in (".", ",", "-", "%"):
        return False
    if text.endswith(" one"):
        closed = before.lower in _CLOSED_BEFORE
        return following.tag in ("NN", "JJ") and not closed
    if text.endswith("half"):
        return following.lower in ("of", "the")
    if text.startswith("not "):
        return found.start == first_word(found.sentence)
    if text.endswith(" of"):
        return following.tag in ("DT", "PRP$", "NNS", "PRP", "JJ")
    if not text.endswith(" the") and following.tag in ("DT", "PRP$"):
        return False  # "hardly any its seats"
    plural = following.head if following.tag in ("DT", "PRP$", "JJ", "NN") else following
    return plural.tag == "NNS"


# --- nearly, almost ---------------------------------------------------------------------------------

_ALMOST = Phrasebook({"nearly": "almost", "almost": "nearly"})
_ALMOST_ALL = word_set("all every half twice $ everyone everything impossible")


@rule("quantifier.almost", SAME, "The work is almost finished. -> The work is nearly finished.", most=2)
def _almost(sentence: Sentence) -> Iterator[Change]:
    """ "nearly all seats" <-> "almost all seats"."""
    for found in _ALMOST(sentence):
        following, before = found.after(), found.before()
        if not following or before.lower in ("not", "n't", "so", "very", "as"):
            continue
        if following.tag in ("CD", "VBN", "VBD") or following.lower in _ALMOST_ALL:
            yield change("almost", found.replaced(found.options[0]))
