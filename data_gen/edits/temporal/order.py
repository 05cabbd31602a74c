"""Temporal relations: before and after, since and until, dates, durations (near-misses, and their
positives).

Prepositions and conjunctions of time here; first and last, beginnings and ends, frequencies in sequence.py;
dates and durations in date.py, exchanged in exchange.py, in another form in date_format.py; the order
of two events in events.py.
"""

import random
from collections.abc import Iterator

from ...english.kinds import is_name, kind
from ...english.lexicon import word_set
from ...english.places import is_concrete
from ...parsing.sentence import Sentence
from ..edit import Change, change
from ..phrasebook import Found, Phrasebook
from ..rule import NEAR_MISS, rule
from .sequence import LASTING
from .time_phrases import is_duration, opens_clause

# --- before and after -------------------------------------------------------------------------------

_ORDER = Phrasebook(
    {
        "before": "after",
        "after": "before",
        "prior to": "after|following",
        "following": "before|prior to",
        "as soon as": "before",
        "when": "before|after",
        "during": "before|after",
        "throughout": "before|after",
    }
)
_WHEN_SHARE = 0.4  # of the clauses with "when"
_NAMING = word_set(
    """name call model look take pursue chase run go seek lust style fashion inquire ask long reach say"""
)
_FACING = word_set(
    """appear stand testify argue come bring lie go place kneel put lay speak plead pending perform play"""
)
_EVENT_NAMES = word_set(
    """war christmas easter olympics revolution ramadan thanksgiving halloween hanukkah passover brexit
    watergate independence reformation renaissance depression prohibition"""
)
_BODIES = word_set(
    """court judge committee panel jury board tribunal commission council senate congress parliament audience
    crowd camera"""
)
_BOUND = word_set("not until soon as only from")
_VAGUE = word_set("other another one year time while month week decade moment")
_NO_EVENTS = frozenset(("person_noun", "organisation_noun", "pronoun", "other", "measure", "number"))
_NEVER = word_set(
    """all that then this long hour tomorrow yesterday today tax school name theme lot example pattern
    consideration"""
)


@rule("temporal.order", NEAR_MISS, "She ate before he called. -> She ate after he called.", most=2)
def _orders(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "She ate before he called." -> "She ate after he called."."""
    for found in _ORDER(sentence):
        if found.text == "when" and rng.random() > _WHEN_SHARE:
            continue
        if opens_clause(found) or (found.text not in ("when", "as soon as") and _has_event(found)):
            yield change("order", found.replaced(rng.choice(found.options)))


def _has_event(found: Found) -> bool:
    """Whether the wording is a preposition of time: before an event or a time, not a court or a person."""
    noun, governor, before, following = found.governed(), found.governor(), found.before(), found.after()
    if noun is None or noun.i < found.end or following is None or following.tag in ("WDT", "WP", "WP$"):
        return False
    if found.text == "following" and found.first.tag != "VBG":
        return False
    if found.text == "throughout" and noun.lemma not in LASTING:
        return False
    if found.text == "during" and noun.lemma in ("day", "night", "part"):
        return False  # "after the day" would be odd
    if any(w.lemma in _BODIES for w in found.sentence.words[found.end : noun.i]):
        return False
    if noun.lower in _NEVER or noun.lemma in _NEVER or noun.lemma in _BODIES or is_concrete(noun):
        return False
    if before is not None and (before.lower in _BOUND or before.rel == "case" or before.lemma == noun.lemma):
        return False  # "not after", "until after", "day after day"
    if governor is not None and (governor.lemma in _NAMING and found.text == "after"):
        return False
    if is_name(noun):
        return noun.lower in _EVENT_NAMES or kind(noun) == "time"
    if kind(noun) in _NO_EVENTS or noun.tag == "CD":
        return kind(noun) == "time"
    if governor is not None and governor.lemma in _FACING and found.text == "before" and kind(noun) != "time":
        return False
    if is_duration(noun):
        return False
    return noun.lemma not in _VAGUE
