"""Moments without a date: first and last, previous and next, beginnings and ends (near-misses)."""

from ...english.lexicon import TIME_NOUNS, word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Word
from ..direction import may_turn
from ..matching import Found, Table, lexical
from ..rule import NEAR_MISS
from .date import MONTHS

_LISTS = word_lists(__package__, "sequence")

# --- first and last, earlier and later --------------------------------------------------------------

_STEPS = _LISTS.set("steps")
_UNITS = word_set("second minute hour day week month year decade century")
_NOT_FIRST = _LISTS.set("not_first")
_NEWS = word_set("report study evidence demonstration description knowledge look glance")
_ENTITLED = frozenset(("the", "his", "her", "its", "their", "my", "our", "your", "this"))
_NOT_AFTER = word_set("as so too how no not than and or at very")
_NOT_BEFORE = word_set("and or than but - one")
_NUMBERING = word_set("second third then followed life birth ever")
_SEASONS = word_set("spring summer autumn fall winter morning afternoon evening century twenties thirties")
_DATED = _UNITS | _SEASONS


@lexical(
    "temporal.sequence",
    NEAR_MISS,
    "the first day of the month -> the last day of the month",
    Table(_LISTS.table("sequence")),
)
def sequence(found: Found) -> bool:
    """ "the first day of the month" -> "the last day of the month"; "two years later" -> "two years
    earlier"."""
    before, following = found.before(), found.after()
    if before.lower in _NOT_AFTER or following.lower in _NOT_BEFORE:
        return False
    return _in_sequence(found) and may_turn(found.sentence, found.first)


def _in_sequence(found: Found) -> bool:
    word, text, before, following = found.first, found.text, found.before(), found.after()
    noun = word.head if word.rel in ("amod", "compound", "nummod") else NOTHING
    if text in ("morning", "evening", "afternoon"):
        return before.lower in ("the", "every", "each") and (
            word.child("case").lower in ("in", "during") or word.has("det", "every", "each")
        )
    if text in ("earlier", "later"):
        verb = word.head
        past = (verb.tag == "VBD" and not verb.child("aux")) or bool(verb.child("cop"))
        return word.rel == "advmod" and before.lemma in _UNITS and past
    if text in ("early", "late"):
        return _is_early(found, noun)
    if text.endswith("ly") or text in ("beforehand", "afterwards"):
        verb = word.head
        reduced = following.tag == "VBN" and before.pos in ("DET", "ADJ")
        told = verb.pos == "VERB" and verb.rel != "amod" and verb.tag != "VBG" and not verb.has("aux", "had")
        return (
            word.rel == "advmod"
            and word.tag == "RB"
            and word.i > 0
            and bool(following)
            and told
            and not reduced
        )
    if not noun or noun.i < word.i or noun.text != noun.lower or noun.lemma in _NOT_FIRST:
        return False
    if text in ("first", "last"):
        return _is_first(found, noun)
    told = noun.lemma in _UNITS and any(w.tag == "VBD" for w in found.sentence.words)
    back = found.sentence.before(word, 3).lower == "back"
    if told or back:
        return False  # "and died the next day", "back to the previous version"
    led = before.lower in _ENTITLED or (not before and text in ("latest", "earliest"))
    return noun.lemma in _STEPS and led and word.i == noun.i - 1


def _is_first(found: Found, noun: Word) -> bool:
    """ "the last day of the month"; not "the last three years", "for the first time", "the first ... the
    second"."""
    word, before, determiner = found.first, found.before(), noun.child("det", "nmod:poss")
    if not determiner or determiner.i > word.i or noun.tag == "CD" or noun.lemma in _NEWS:
        return False
    if noun.lemma == "time" and (found.before(2).lower == "for" or noun.child("nmod:poss")):
        return False  # "it is my first time"
    if any(w.lower in _NUMBERING for w in found.sentence.words):
        return False
    if found.text == "last":
        recent = any(c.tag == "CD" or c.lower in ("few", "couple", "several") for c in noun.children)
        if before.lower not in ("the", "his", "her", "its", "their") or recent:
            return False
        if noun.lemma in TIME_NOUNS and not noun.child("nmod"):
            return False  # "the last decade": the time before now
    return before is determiner or before.tag == "POS"


def _is_early(found: Found, noun: Word) -> bool:
    """ "in early May", "the late 1990s", "early in the morning"; not "the late president"."""
    following, before = found.after(), found.before()
    if not following or not before:
        return False
    if noun.i > found.start:
        dated = following.text[:1].isdigit() or following.text in MONTHS or following.lemma in _DATED
        return dated and before.lower in ("in", "since", "until", "by", "from", "the", "during", "to", "of")
    return following.lower == "in" and found.after(3).lemma in _DATED | {"game", "season"}


# --- beginnings and ends ----------------------------------------------------------------------------

_AT = _LISTS.set("at")
LASTING = (TIME_NOUNS | _LISTS.set("lasting")) - {"moment"}
"""Nouns of what lasts: it has a beginning and an end."""
_POINTS = frozenset(("on", "in", "at", "after", "before", "when", "once", "upon", "by", "as"))
_WHOLE = frozenset(("life", "day", "time", "work", "war"))
_BOUNDED = _LISTS.set("bounded")


@lexical(
    "temporal.anchor",
    NEAR_MISS,
    "The lease ends on June 30. -> The lease begins on June 30.",
    Table(_LISTS.table("anchors")),
)
def anchor(found: Found) -> bool:
    """ "by the end of the year" -> "by the beginning of the year"; "the lease begins on May 1" -> "ends"."""
    word, before, following = found.first, found.before(), found.after()
    if not before or not following or found.sentence.words[word.left].lower == "before":
        return False
    if word.pos == "NOUN":
        last = found.sentence.words[found.end]
        whole, link = last.head, found.before(2).lower
        if before.lower != "the" or following.lower != "of" or link not in _AT:
            return False
        if "current" in found.sentence.text:
            return False
        if whole and not whole.child("det", "nmod:poss", "amod", "nummod") and whole.lemma in _WHOLE:
            return False
        return whole.lemma in LASTING or whole.tag == "CD" or whole.text[:1].isupper()
    if word.pos != "VERB" or word.tag == "VBN":
        return False
    if word.child("conj", "obj", "xcomp", "ccomp", "aux:pass", "compound:prt"):
        return False
    subject = word.child("nsubj")
    asked = following.text == "?" and found.sentence.first < word.i
    timed = following.lower in _POINTS and following.rel != "compound:prt"
    if not subject or subject.i > word.i or not (timed or asked):
        return False
    if word.lemma in ("open", "close"):
        return following.lower == "at" or asked
    return subject.lemma in LASTING or subject.lemma in _BOUNDED
