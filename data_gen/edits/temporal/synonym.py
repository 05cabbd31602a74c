"""Words of time in other words (hard positives): before and prior to, every year and annually.

Helper of order.py.
"""

import random
from collections.abc import Iterator

from ...english.kinds import kind
from ...english.lexicon import TIME_NOUNS, word_set
from ...english.places import is_concrete
from ...english.word_lists import word_lists
from ...parsing.sentence import FINITE_TAGS, Sentence, Word
from ..edit import Change, change
from ..phrasebook import Found, Phrasebook
from ..rule import SAME, rule
from .frequency import is_late_adverb

_LISTS = word_lists(__package__, "synonym")

_SYNONYMS = Phrasebook(_LISTS.table("synonyms"))
_PHRASES = word_set("every each once annually yearly monthly weekly daily")
_ADVERBS = _LISTS.set("adverbs")
_BODIES = _LISTS.set("bodies")


@rule("temporal.synonym", SAME, "before the sale -> prior to the sale; every year -> annually", most=2)
def synonyms(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "before the vote" <-> "prior to the vote"; "every year" <-> "annually"."""
    for found in _SYNONYMS(sentence):
        if _is_synonymous(found):
            options = found.options
            before = found.before()
            if found.text == "after" and (before.tag == "RB" or before.lemma in TIME_NOUNS):
                continue  # "shortly after", "two days after"
            if found.text == "before" and (noun := found.governed()) and noun.lemma not in _EVENTS:
                options = ("prior to",)
            yield change("synonym", found.replaced(rng.choice(options)))


def _is_synonymous(found: Found) -> bool:
    word, text, noun, before, following = (
        found.first,
        found.text,
        found.governed(),
        found.before(),
        found.after(),
    )
    if text in ("before", "prior to", "ahead of", "after", "following", "during", "throughout", "until"):
        return bool(noun) and noun.i >= found.end and _is_event(found, noun)
    if text in ("began", "started", "begins", "starts"):
        plain = word.pos == "VERB" and not word.child("obj", "ccomp", "compound:prt", "aux:pass")
        if not following or following.lower in (
            "with",
            "from",
            "off",
            "over",
            "out",
            "up",
            "by",
            "as",
            "life",
        ):
            return False
        return plain and word.rel != "amod"
    if text in ("every day", "every week", "every month", "every year") or word.lower in _PHRASES:
        if (
            following
            and following.text not in (".", ",", "?", ";", ")")
            and following.pos not in ("ADP", "CCONJ")
        ):
            return False
        return word.i > 0 and (len(text.split()) > 1 or is_late_adverb(word))
    if text in _ADVERBS:
        graded = before.lower in (
            "more",
            "most",
            "less",
            "how",
            "so",
            "as",
            "too",
            "very",
            "not",
        )
        return word.rel == "advmod" and not graded and following.lower not in ("as", "than")
    if text == "immediately":
        return following.text in (".", ",", "?") and word.i > 0
    if text in ("simultaneously", "at the same time"):
        return following.text in (".", ",", "?") and word.i > 0
    if text == "as soon as":
        verb = found.sentence.words[found.end - 1].head
        return bool(following) and following.lower != "possible" and verb.rel == "advcl"
    if text.startswith("per "):
        return following.pos not in ("NOUN", "PROPN")
    return True


def _is_event(found: Found, noun: Word) -> bool:
    """Whether a noun after a preposition of time is an event or a date."""
    governor, before = found.governor(), found.before()
    if found.text == "following" and found.first.tag != "VBG":
        return False
    if before.rel == "case" or before.lower in ("not", "soon", "only", "even", "long"):
        return False
    if noun.child("nummod") or noun.lemma in _BODIES or is_concrete(noun) or noun.lemma in TIME_NOUNS:
        dated = noun.tag in ("NNP", "CD") and found.text in ("before", "prior to", "until")
        return dated and kind(noun) == "time"
    if found.text == "until":
        return False
    following = found.sentence.words[noun.right + 1 : noun.right + 2]
    if following and (following[0].tag in FINITE_TAGS or following[0].head is noun):
        return False  # a clause, its verb taken for a noun
    if noun.i < noun.right and found.sentence.words[noun.i + 1].tag in FINITE_TAGS:
        return False  # "after the antibiotics were stopped", read as a relative clause
    if governor.lemma in (
        "name",
        "look",
        "call",
        "go",
        "take",
        "model",
        "be",
        "come",
        "run",
    ):
        return False
    if found.text == "ahead of" and noun.lemma not in _EVENTS:
        return False
    if kind(noun) != "thing" or noun.lemma in ("all", "fact", "that", "time", "example", "other", "name"):
        return False
    return bool(noun.child("det", "nmod:poss")) or noun.lemma in _EVENTS


_EVENTS = _LISTS.set("events")
