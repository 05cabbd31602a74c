"""Degrees turned around: more and less, comparatives (near-misses).

Praise is left alone ("a better way"): turned around, nobody would write it. "Better" and "worse" are touched
in comparisons only. Superlatives stay: what is first of its kind is so by the rest of its sentence.
"""

from ...english.kinds import kind
from ...english.lexicon import MASS_NOUNS, rows
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Word
from ..direction import may_turn
from ..index import is_medical
from ..matching import Found, Table, lexical
from ..rule import NEAR_MISS
from .change import is_quantity

_LISTS = word_lists(__package__, "degree")

# --- more and less ----------------------------------------------------------------------------------

_NOT_BEFORE = _LISTS.set("not_before")
_NOT_AFTER = _LISTS.set("not_after")
_NOT_COMPARED = ("CD", "$", "IN", "VBD")
_GRADED = _LISTS.set("graded")
_TROUBLE = frozenset(("problem", "difficulty", "trouble"))
_COMPOSED = MASS_NOUNS | _LISTS.set("composed")


@lexical(
    "comparison.degree",
    NEAR_MISS,
    "more expensive -> less expensive; more seats than -> fewer seats than",
    Table({"more": "less", "less": "more", "fewer": "more"}),
)
def degree(found: Found) -> bool | tuple[str, ...]:
    """ "more expensive" -> "less expensive"; "more seats than" -> "fewer seats than"."""
    word, before, following, noun = found.first, found.before(), found.after(), found.first.head
    if before.lower in _NOT_BEFORE or before.tag == "CD" or following.lower in _NOT_AFTER:
        return False
    if not following or following.tag in _NOT_COMPARED or not may_turn(found.sentence, word):
        return False
    if following.head.has("case", "for") and following.rel == "amod":
        return False  # "clues for more effective treatments"
    if any(c.tag in ("JJR", "RBR") for c in (*following.all("conj"), following.head)):
        return False  # "faster and more accurate"
    if not _TROUBLE.isdisjoint(w.lemma for w in found.sentence.words[: found.start]):
        return False  # "leads to problems and makes it more difficult"
    compared = is_compared(found)
    if word.rel == "advmod" and following.tag in ("JJ", "RB", "VBN", "VBG") and found.text != "fewer":
        joined = noun is following or following.head is noun
        return joined and (compared or following.lower in _GRADED or _is_told(found, following))
    if word.rel != "amod" or noun.i < word.i or following.tag == "JJ":
        return False
    if not (compared or noun.lemma in _COMPOSED or found.text == "fewer"):
        return False  # "more options": further ones
    return _less_of(noun) if found.text == "more" else ("more",)


def _is_told(found: Found, graded: Word) -> bool:
    """Whether the degree is what the clause tells: "is more cautious", "drives more carefully"."""
    verb = graded.head
    if graded.tag == "JJ":
        return graded.has("cop") or (
            graded.rel == "xcomp" and verb.lemma in ("become", "get", "grow", "feel")
        )
    return graded.tag == "RB" and verb.pos == "VERB" and verb.i < found.start and graded.lower != "slowly"


def is_compared(found: Found) -> bool:
    """Whether "than" follows within the next words."""
    return any(w.lower == "than" for w in found.sentence.words[found.end : found.end + 14])


def _less_of(noun: Word) -> tuple[str, ...]:
    """ "fewer" of what is counted, "less" of what is not; nothing where that is not known."""
    if noun.tag == "NNS":
        return ("fewer",)
    return ("less",) if noun.tag == "NN" and noun.lemma in _COMPOSED else ()


# --- comparatives ------------------------------------------------------------------------------------

_FIXED = rows(_LISTS.table("fixed"))
_NO_COMPARATIVE_AFTER = _LISTS.set("no_comparative_after")
_LOWERED = _LISTS.set("lowered")
_SIZED = _LISTS.set("sized")
_PERSONAL = _LISTS.set("personal")


@lexical(
    "comparison.adjective",
    NEAR_MISS,
    "The rate was higher in men. -> The rate was lower in men.",
    Table(_LISTS.table("comparatives")),
)
def adjective(found: Found) -> bool | tuple[str, ...]:
    """ "The rate was higher in men." -> "The rate was lower in men."."""
    word, before, following, text = found.first, found.before(), found.after(), found.text
    noun = word.head if word.rel == "amod" else NOTHING
    if word.tag not in ("JJR", "RBR") or word.rel in ("compound", "flat"):
        return False
    if before.lower in _NO_COMPARATIVE_AFTER or following.lower in ("or", "known", "-"):
        return False
    if {noun.lemma, following.lower} & _FIXED.get(text, frozenset()) or noun.text[:1].isupper():
        return False
    if (
        (before.lower == "the" and following.text == ",")
        or word.has("advmod", "the")
        or word.has("det", "the")
    ):
        return False  # "the sooner, the better"
    if text in ("better", "worse") and not is_compared(found):
        return False
    if text == "lower" and (before.lower in ("to", ",") or following.tag in ("PRP$", "DT", "NNS")):
        return False  # the verb: "to lower costs"
    if text in ("wider", "broader", "deeper") and noun and noun.lemma not in _SIZED:
        return False
    if text == "longer" and word.tag == "RBR" and word.head.pos != "NOUN":
        return False  # "stays open longer than an hour"
    if following.text == "," and (noun or found.after(2).lower in ("more", "less")):
        return False  # "faster, more accurate tests"
    if text == "lower" and noun and is_medical(found.sentence) and not is_quantity(noun):
        return False  # "the lower rear of the skull"
    if not may_turn(found.sentence, word) or word.head.lemma in ("get", "grow") or _again(found):
        return False  # "as you get older"
    told = noun or word.child("nsubj") or word.head
    if text == "older":
        aged = _is_person(told) or found.after(3).lemma == "year"
        return ("younger",) if aged else ("newer",) if kind(told) in ("thing", "code", "time") else ()
    if text == "shorter" and not noun and _is_person(told):
        return ("taller",)
    if text == "greater":
        if following.lower == "than":
            return ("less",)  # "greater than 90 percent"
        return ("lower",) if noun.lemma in _LOWERED else ("smaller",)
    return True


def _again(found: Found) -> bool:
    """Whether the degree stands twice: "longer and longer"."""
    return sum(w.lower == found.last.lower for w in found.sentence.words) > 1


def _is_person(noun: Word) -> bool:
    subject = noun.child("nsubj") if noun.pos == "VERB" else noun  # "as you get older"
    return subject.lemma in _PERSONAL or kind(subject) not in _NO_PERSONS


_NO_PERSONS = frozenset(("thing", "organisation", "organisation_noun", "place", "code", "time"))
