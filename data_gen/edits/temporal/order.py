"""Before and after, during and when: one turned into another (near-misses)."""

from collections.abc import Iterator
from dataclasses import replace as with_

from ...english.kinds import is_name, kind
from ...english.lexicon import word_set
from ...english.places import is_concrete
from ...english.verb_group import VerbGroup
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Clause, Sentence
from ..direction import is_argued, serves
from ..edit import Change, Replacement, change, replace
from ..index import lowers
from ..matching import Found, Table, lexical
from ..rule import NEAR_MISS, per_clause, rule
from .sequence import LASTING
from .time_phrases import is_duration, opens_clause

_LISTS = word_lists(__package__, "order")

_NAMING = _LISTS.set("naming")
_FACING = _LISTS.set("facing")
_EVENT_NAMES = _LISTS.set("event_names")
BODIES = _LISTS.set("bodies")
"""Before whom somebody stands: "before the court"."""
_BOUND = word_set("not until soon as only from")
_VAGUE = word_set("other another one year time while month week decade moment span period instance lifetime")
_NO_EVENTS = frozenset(("person_noun", "organisation_noun", "pronoun", "other", "measure", "number"))
_NEVER = _LISTS.set("never")
_SIDES = word_set("before after during following throughout until since")
_ABLE = word_set("can could possible able")
_LEFT_OVER = word_set("remain leave result follow")
_LASTS = word_set("go be live stay remain grow wait try")
_PHASES = word_set("day night part life childhood infancy adolescence adulthood")
_RANKS = word_set("first second third last next finally")


@lexical(
    "temporal.order",
    NEAR_MISS,
    "She ate before he called. -> She ate after he called.",
    Table(_LISTS.table("order")),
)
def order(found: Found) -> bool:
    """ "She ate before he called." -> "She ate after he called."."""
    if (found.text != "as soon as" and is_argued(found.sentence)) or found.governor().lemma in _LEFT_OVER:
        return False
    sides = sum(w.lower in _SIDES and w.rel in ("case", "mark", "advmod") for w in found.sentence.words)
    if sides > 1 or not lowers(found.sentence).isdisjoint(("again", "early", "unchanged")):
        return False  # "during the day or during sleep", "how early before"
    if serves(found.last) or _is_ranked(found) or not lowers(found.sentence).isdisjoint(("ever", "draft")):
        return False
    if found.text == "before" and not lowers(found.sentence).isdisjoint(("any", "anything", "anyone")):
        return False
    if opens_clause(found):
        verb = found.last.head if found.last.rel == "mark" else found.first.head
        if found.text == "after" and (verb.lower == "born" or verb.head.lemma in ("die", "kill")):
            return False
        return not any(w.lower in _ABLE for w in (verb, *verb.children))  # "as soon as we can"
    return found.text not in ("when", "as soon as") and _has_event(found)


def _is_ranked(found: Found) -> bool:
    """Whether the sentence puts things in an order by itself: "second after age", "first, before"."""
    noun = found.governed()
    ranks = [w for w in found.sentence.words if w.lower in _RANKS and w.rel in ("amod", "advmod")]
    return any(not noun or w.head is not noun for w in ranks)


def _has_event(found: Found) -> bool:
    """Whether the wording is a preposition of time: before an event or a time, not a court or a person."""
    noun, before, following, text = found.governed(), found.before(), found.after(), found.text
    if not noun or following.tag in ("WDT", "WP", "WP$", "CD"):
        return False
    if text == "following" and (
        found.first.tag != "VBG" or before.lemma in ("time", "difficulty", "trouble")
    ):
        return False  # "have a hard time following the plan"
    if text == "during" and any(w.lower in ("early", "late", "initial") for w in noun.children):
        return False  # "before early childhood"
    if text == "throughout" and (noun.lemma not in LASTING or noun.lemma == "life"):
        return False
    if text == "during" and noun.lemma in _PHASES:
        return False  # "after the day", "before childhood" would be odd
    first = noun.has("amod", "first") and kind(noun) != "time"
    if text in ("before", "prior to") and (before.lemma == "time" or first):
        return False  # "in good time before the deadline", "prior to the first payment, we will pay"
    if any(w.lemma in BODIES for w in found.sentence.words[found.end : noun.i]):
        return False
    if noun.lower in _NEVER or noun.lemma in _NEVER or noun.lemma in BODIES or is_concrete(noun):
        return False
    if before and (before.lower in _BOUND or before.rel == "case" or before.lemma == noun.lemma):
        return False  # "not after", "until after", "day after day"
    governor = found.governor().lemma
    if governor in _NAMING and text == "after":
        return False
    if is_name(noun):
        return noun.lower in _EVENT_NAMES or kind(noun) == "time"
    if kind(noun) in _NO_EVENTS or noun.tag == "CD":
        return kind(noun) == "time"
    if governor in _FACING and text == "before" and kind(noun) != "time":
        return False
    return not is_duration(noun) and noun.lemma not in _VAGUE


@rule("temporal.order", triggers=("while",))
@per_clause
def while_it_lasts(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "while the bread is baking" -> "after the bread has baked"."""
    verb, group = clause.predicate, VerbGroup.of(clause)
    mark = next((w for w in verb.all("mark", "advmod") if w.lower == "while"), NOTHING)
    if not mark or verb.rel != "advcl" or not clause.subject or group is None:
        return
    if not group.progressive or group.tense != "present" or group.perfect or group.passive or group.negated:
        return
    if group.adverbs or verb.lemma in _LASTS or not lowers(sentence).isdisjoint(("still", "already")):
        return
    text = with_(group, progressive=False, perfect=True).render()
    if text is not None:
        yield change("order", replace(mark, "after"), Replacement(group.start, group.end, text))
