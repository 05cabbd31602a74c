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
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence
from ..edit import Change, change
from ..phrasebook import Found, Phrasebook
from ..rule import NEAR_MISS, rule
from .sequence import LASTING
from .time_phrases import is_duration, opens_clause

_LISTS = word_lists(__package__, "order")

# --- before and after -------------------------------------------------------------------------------

_ORDER = Phrasebook(_LISTS.table("order"))
_WHEN_SHARE = 0.4  # of the clauses with "when"
_NAMING = _LISTS.set("naming")
_FACING = _LISTS.set("facing")
_EVENT_NAMES = _LISTS.set("event_names")
_BODIES = _LISTS.set("bodies")
_BOUND = word_set("not until soon as only from")
_VAGUE = word_set("other another one year time while month week decade moment")
_NO_EVENTS = frozenset(("person_noun", "organisation_noun", "pronoun", "other", "measure", "number"))
_NEVER = _LISTS.set("never")


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
    if not noun or noun.i < found.end or not following or following.tag in ("WDT", "WP", "WP$"):
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
    if before and (before.lower in _BOUND or before.rel == "case" or before.lemma == noun.lemma):
        return False  # "not after", "until after", "day after day"
    if governor.lemma in _NAMING and found.text == "after":
        return False
    if is_name(noun):
        return noun.lower in _EVENT_NAMES or kind(noun) == "time"
    if kind(noun) in _NO_EVENTS or noun.tag == "CD":
        return kind(noun) == "time"
    if governor.lemma in _FACING and found.text == "before" and kind(noun) != "time":
        return False
    if is_duration(noun):
        return False
    return noun.lemma not in _VAGUE
