"""Before, after and during: one turned into another (near-misses)."""

from dataclasses import replace as with_

from ...english.kinds import is_name, kind
from ...english.lexicon import TIME_NOUNS
from ...english.number_words import is_year
from ...english.places import is_concrete
from ...english.verb_group import VerbGroup
from ..direction import is_argued, is_reasoned, serves
from ..edit import Proposals, Replacement, replace
from ..prelude import (
    NEAR_MISS,
    NOTHING,
    Clause,
    Found,
    Sentence,
    Table,
    Word,
    lexical,
    lowers,
    rule,
    word_lists,
)
from .sequence import LASTING
from .time_phrases import is_duration, opens_clause

_LISTS = word_lists(__package__, "order")

_NO_EVENTS = ("person_noun", "organisation_noun", "pronoun", "other", "measure", "number")
BODIES = _LISTS.set("bodies")
"""Before whom somebody stands: "before the court"."""


@lexical("temporal.order", NEAR_MISS, Table(_LISTS.table("order")))
def order(found: Found) -> bool:
    """She ate before he called. -> She ate after he called."""
    least = found.before(3).lower == "least" and found.before(5).lower != "for"  # no amount of its own
    measured = least and found.before().lemma in TIME_NOUNS
    if found.text != "as soon as" and (is_reasoned if measured else is_argued)(found.sentence):
        return False
    main = found.governor() if found.governed() else found.first.head.head
    if main.lemma in _LISTS.needs_first or (found.text == "before" and main.is_negated):
        return False  # "appeal after the decision"; "it is not done before the test"
    if found.text in ("after", "following") and found.sentence.root.has("aux", "has", "have"):
        return False  # "has grown in the years before the war"
    if _has_other_side(found) or not lowers(found.sentence).isdisjoint(_LISTS.bound_by):
        return False  # "during the day or during sleep", "how early before"
    if serves(found.last, by_means=False) or _is_ranked(found):
        return False
    if found.text == "before" and not lowers(found.sentence).isdisjoint(("any", "anything", "anyone")):
        return False
    if found.text in ("before", "after") and "own" in lowers(found.sentence):
        return False  # "before taking his own life"
    near = found.sentence.words[found.end : found.end + 5]
    if found.text in ("after", "following") and any(word.lemma in _LISTS.harms for word in near):
        return False
    if measured and any(w.lemma in _LISTS.notices for w in found.sentence.words):
        return False
    if opens_clause(found):
        verb = found.last.head if found.last.rel == "mark" else found.first.head
        ended, fatal = verb if found.text == "before" else verb.head, ("die", "kill", "assassinate")
        if (found.text == "after" and verb.lower == "born") or ended.lemma in fatal:
            return False
        if _takes_up(found, verb) or (found.text == "after" and _is_met(found, verb)):
            return False
        return not any(w.lower in _LISTS.able for w in (verb, *verb.children))  # "as soon as we can"
    return found.text != "as soon as" and _has_event(found)


def _takes_up(found: Found, verb: Word) -> bool:
    """Whether the gerund is done to what the main clause speaks of, so that the order is fixed: "buffers the
    body before sending it", "after adding the disk, you can write to the disk".
    """
    if verb.tag != "VBG" or verb.child("nsubj"):
        return False
    said = set(found.sentence.subtree(verb))
    if any(w.lower in _LISTS.referring and w.head is verb for w in said) or verb.head.has("expl"):
        return True  # the second is "after reading it, it is easy to see"
    named = {w.lemma for w in said if w.pos in ("NOUN", "PROPN")}
    return any(w.lemma in named and w not in said for w in found.sentence.words)


def _has_other_side(found: Found) -> bool:
    """Whether another word tells when: "during the day or during sleep"; a frame that opens the sentence may
    ("During an upgrade, the new server starts before the old one stops.").
    """
    words = found.sentence.words
    sides = [w for w in words if w.lower in _LISTS.sides and w.rel in ("case", "mark", "advmod")]
    others = [w for w in sides if not found.start <= w.i < found.end]
    frame = sides[0] if sides and opens_clause(found) else NOTHING
    opens = frame.i == found.sentence.first and "," in (words[frame.head.right + n].text for n in (0, 1))
    return any(w is not frame or not opens or w.lower == found.text for w in others)


def _is_ranked(found: Found) -> bool:
    """Whether the sentence puts things in an order by itself: "second after age", "first, before"."""
    noun = found.governed()
    ranks = [w for w in found.sentence.words if w.lower in _LISTS.ranks and w.rel in ("amod", "advmod")]
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
    if text == "following" and before.tag == "CC":
        return False  # "by pressing the button and following the advice"
    if text == "following" and before.child("case").lower in ("for", "of"):
        return False  # "for a period of 10 days following the sale": a span, not a date
    if text == "during" and any(w.lower in ("early", "late", "initial") for w in noun.children):
        return False  # "before early childhood"
    spell = noun.has("amod", "much") or (noun.lemma in _LISTS.spells and noun.has("det", "a", "an"))
    if text in ("after", "following") and spell:
        return False
    if text in ("after", "following") and noun.lemma in _LISTS.effects and not noun.child("det", "nmod:poss"):
        return False
    if text == "during" and is_name(noun) and any(is_year(w.text) for w in found.sentence.words):
        return False  # "During World War 2, Singapore was occupied from 1942 on"
    if text == "throughout" and (noun.lemma not in LASTING or noun.lemma in _LISTS.texts):
        return False
    if text in ("during", "throughout") and noun.lemma in _LISTS.phases:
        return False  # "after the day", "before childhood" would be odd
    first = noun.has("amod", "first") and kind(noun) != "time"
    if text in ("before", "prior to") and (before.lemma == "time" or first):
        return False  # "in good time before the deadline", "prior to the first payment, we will pay"
    if any(w.lemma in BODIES for w in found.sentence.words[found.end : noun.i]):
        return False
    if noun.lower in _LISTS.never or noun.lemma in _LISTS.never or noun.lemma in BODIES or is_concrete(noun):
        return False
    if before and (before.lower in _LISTS.bound or before.rel == "case" or before.lemma == noun.lemma):
        return False  # "not after", "until after", "day after day"
    governor = found.governor().lemma
    if governor in _LISTS.naming and text == "after":
        return False
    if is_name(noun):
        return noun.lower in _LISTS.event_names or kind(noun) == "time"
    if kind(noun) in _NO_EVENTS or noun.tag == "CD":
        return kind(noun) == "time"
    if governor in _LISTS.facing and text == "before" and kind(noun) != "time":
        return False
    return not is_duration(noun) and noun.lemma not in _LISTS.vague


def _is_met(found: Found, verb: Word) -> bool:
    """Whether what comes to be in the clause is then met with: "After the disk is added, you see it"."""
    met = [w for w in found.sentence.words if w.i > verb.right and w.lower in ("it", "them")]
    return found.first.i == found.sentence.first and any(w.rel == "obj" for w in met)


@rule("temporal.order", triggers=("while",))
def while_it_lasts(sentence: Sentence, clause: Clause) -> Proposals:
    """ "while the bread is baking" -> "after the bread has baked"."""
    verb, group = clause.predicate, VerbGroup.of(clause)
    mark = next((w for w in verb.all("mark", "advmod") if w.lower == "while"), NOTHING)
    if not mark or verb.rel != "advcl" or not clause.subject or group is None:
        return
    if not group.progressive or group.tense != "present" or group.perfect or group.passive or group.negated:
        return
    known = lowers(sentence)
    if group.adverbs or verb.lemma in _LISTS.lasts or not known.isdisjoint(("still", "already")):
        return
    if is_argued(sentence) or not known.isdisjoint(_LISTS.sides):
        return  # "they do not snore while they are dreaming, but just after they wake up"
    text = with_(group, progressive=False, perfect=True).render()
    if text is not None:
        yield (replace(mark, "after"), Replacement(group.start, group.end, text))
