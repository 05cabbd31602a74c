"""Words of time in other words (hard positives): before and prior to, every year and annually."""

from ...english.kinds import kind
from ...english.lexicon import TIME_NOUNS
from ...english.places import is_concrete
from ..prelude import FINITE_TAGS, SAME, Found, Table, Word, lexical, word_lists
from .frequency import is_late_adverb
from .order import BODIES

_LISTS = word_lists(__package__, "synonym")

_PREPOSITIONS = _LISTS.phrases("prepositions")
_STOPS = (".", ",", "?")


@lexical("temporal.synonym", SAME, Table(_LISTS.table("synonyms")))
def synonym(found: Found) -> bool | tuple[str, ...]:
    """before the sale -> prior to the sale; every year -> annually"""
    word, text, before, following = found.first, found.text, found.before(), found.after()
    if text in _PREPOSITIONS:
        noun = found.governed()
        if not _is_event(found, noun):
            return False
        return ("prior to",) if text == "before" and noun.lemma not in _LISTS.events else True
    if text == "started" and (word.tag != "VBD" or word.rel == "xcomp" or word.child("aux")):
        return False  # "to get you started"
    if text in ("began", "started", "begins", "starts"):
        plain = word.pos == "VERB" and not word.child("obj", "ccomp", "compound:prt", "aux:pass")
        return plain and bool(following) and following.lower not in _LISTS.not_begun and word.rel != "amod"
    if text.startswith("per "):
        return before.tag != "CC" and following.pos not in ("NOUN", "PROPN")
    if word.lower in _LISTS.repeated:
        if following and following.text not in (*_STOPS, ";", ")") and following.pos not in ("ADP", "CCONJ"):
            return False
        return word.i > 0 and before.tag != "IN" and (" " in text or is_late_adverb(word))
    if text == "initially" and (word.head.rel in ("amod", "acl") or following.pos == "ADJ"):
        return False  # "the initially chosen crates"
    if text in _LISTS.adverbs:
        return (
            word.rel == "advmod"
            and before.lower not in _LISTS.grading
            and following.lower not in ("as", "than")
        )
    if text in ("immediately", "simultaneously", "at the same time"):
        return following.text in _STOPS and word.i > 0
    if text == "as soon as":
        return bool(following) and following.lower != "possible" and found.last.head.rel == "advcl"
    return True


def _is_event(found: Found, noun: Word) -> bool:
    """Whether a noun after a preposition of time is an event or a date."""
    before, text = found.before(), found.text
    if not noun or (text == "following" and (found.first.tag != "VBG" or before.lemma == "time")):
        return False  # "a hard time following the plan"
    if text == "after" and (before.tag == "RB" or before.lemma in TIME_NOUNS):
        return False  # "shortly after", "two days after"
    if before.rel == "case" or before.lower in ("not", "soon", "only", "even", "long"):
        return False
    if noun.child("nummod") or noun.lemma in BODIES or is_concrete(noun) or noun.lemma in TIME_NOUNS:
        dated = noun.tag in ("NNP", "CD") and text in ("before", "prior to", "until")
        return dated and kind(noun) == "time"
    if text == "until":
        return False
    following = found.sentence.words[noun.right + 1 : noun.right + 2]
    if following and (following[0].tag in FINITE_TAGS or following[0].head is noun):
        return False  # a clause, its verb taken for a noun
    if noun.i < noun.right and found.sentence.words[noun.i + 1].tag in FINITE_TAGS:
        return False  # "after the antibiotics were stopped", read as a relative clause
    if found.governor().lemma in _LISTS.no_verbs or (
        text in ("ahead of", "following") and noun.lemma not in _LISTS.events
    ):
        return False
    if kind(noun) != "thing" or noun.lemma in _LISTS.no_events:
        return False
    return bool(noun.child("det", "nmod:poss")) or noun.lemma in _LISTS.events
