"""Degrees turned around: more and less, comparatives (near-misses).

Praise is left alone ("a better way"): turned around, nobody would write it. "Better" and "worse" are touched
in comparisons only. Superlatives stay: what is first of its kind is so by the rest of its sentence.
"""

from ...english.kinds import kind
from ...english.lexicon import MASS_NOUNS, rows
from ...english.number_words import is_year
from ..polarity import clause_of
from ..prelude import NEAR_MISS, NOTHING, Found, Table, Word, is_medical, lexical, lowers, word_lists
from .change import is_named, is_quantity
from .claims import (
    is_asked,
    is_beside_driving,
    is_compared,
    is_compared_to_another,
    is_echoed_in_size,
    is_finding,
    is_joined,
    is_ranked,
    may_be_told,
)

_LISTS = word_lists(__package__, "degree")

_FIXED = rows(_LISTS.table("fixed"))
_NO_PERSONS = frozenset(("thing", "organisation", "organisation_noun", "place", "code", "time"))

# --- more and less ----------------------------------------------------------------------------------


@lexical("comparison.degree", NEAR_MISS, Table({"more": "less", "less": "more", "fewer": "more"}))
def degree(found: Found) -> bool | tuple[str, ...]:
    """more expensive -> less expensive; more seats than -> fewer seats than"""
    word, before, following, noun = found.first, found.before(), found.after(), found.first.head
    if before.lower in _LISTS.not_before or before.tag == "CD" or following.lower in _LISTS.not_after:
        return False
    if not following or following.tag in ("CD", "$", "IN", "VBD") or not may_be_told(found.sentence, word):
        return False
    if following.head.has("case", "for") and following.rel == "amod":
        return False  # "clues for more effective treatments"
    if any(c.tag in ("JJR", "RBR") for c in (*following.all("conj"), following.head)) or _again(found):
        return False  # "faster and more accurate"
    if not _LISTS.trouble.isdisjoint(w.lemma for w in found.sentence.words[: found.start]):
        return False  # "leads to problems and makes it more difficult"
    compared, asked = is_compared_to_another(found), is_asked(found.sentence)
    if not (compared or asked) and is_ranked(found.sentence, word):
        return False
    if word.rel == "advmod" and following.tag in ("JJ", "RB", "VBN", "VBG") and found.text != "fewer":
        if following.rel == "amod" and following.head.tag == "NNS" and compared:
            return False  # "more ripe plums than": more of them, or riper ones
        if not (asked or following.lower in _LISTS.spread) and _is_advised(found):
            return False
        joined = noun is following or following.head is noun
        return joined and (compared or (_is_told(found, following) if not asked else _is_wanted(following)))
    if word.rel != "amod" or noun.i < word.i or following.tag == "JJ":
        return False
    if not (
        compared
        or noun.lemma in _LISTS.composed
        or (found.text == "fewer" and is_finding(found.sentence, word))
    ):
        return False  # "more options": further ones
    return _less_of(noun) if found.text == "more" else ("more",)


def _is_wanted(graded: Word) -> bool:
    """Whether a degree is asked for: "is it more expensive", "a more reliable car"; not "view more common
    mistakes", which are further ones.
    """
    if graded.rel == "amod" and not (graded.head.has("det", "a") and graded.head.lemma != "way"):
        return False
    return graded.lower in _LISTS.graded or graded.lower in _LISTS.spread or graded.lower == "likely"


def _is_advised(found: Found) -> bool:
    """Whether the clause advises it: "you should give it a more telling name"."""
    clause = clause_of(found.sentence, found.first)
    return clause is not None and clause.finite.lower == "should"


def _is_told(found: Found, graded: Word) -> bool:
    """Whether the degree is what the clause tells, of a finding or of how often something is: "became more
    cautious", "is more common".
    """
    finding = is_finding(found.sentence, graded)
    spread = graded.lower in _LISTS.spread or (finding and graded.lower == "likely")
    verb = graded.head
    if graded.tag == "JJ" and graded.rel == "amod":
        return spread and is_medical(found.sentence)  # "in more severe cases"
    if graded.tag == "JJ":
        told = graded.has("cop") or (
            graded.rel == "xcomp" and verb.lemma in ("become", "get", "grow", "feel")
        )
        return told and (spread or finding)
    if spread:
        return True
    return finding and graded.tag == "RB" and verb.i < found.start and graded.lower != "slowly"


def _less_of(noun: Word) -> tuple[str, ...]:
    """ "fewer" of what is counted, "less" of what is not; nothing where that is not known."""
    if noun.tag == "NNS":
        return ("fewer",)
    return ("less",) if noun.tag == "NN" and noun.lemma in _LISTS.composed | MASS_NOUNS else ()


# --- comparatives ------------------------------------------------------------------------------------


@lexical("comparison.adjective", NEAR_MISS, Table(_LISTS.table("comparatives")))
def adjective(found: Found) -> bool | tuple[str, ...]:
    """The rate was higher in men. -> The rate was lower in men."""
    word, before, following, text = found.first, found.before(), found.after(), found.text
    noun = word.head if word.rel == "amod" else NOTHING
    if word.tag not in ("JJR", "RBR") or word.rel in ("compound", "flat"):
        return False
    if before.lower in _LISTS.no_comparative_after or following.lower in ("or", "known", "-", "up", "down"):
        return False
    partners = {noun.lemma, word.child("nsubj").lemma, following.lower}
    if partners & _FIXED.get(text, frozenset()) or noun.text[:1].isupper():
        return False
    if (
        (before.lower == "the" and following.text == ",")
        or word.has("advmod", "the")
        or word.has("det", "the")
    ):
        return False  # "the sooner, the better"
    if noun.head.lemma in ("call", "name", "term", "know"):
        return False  # "called the lower deck"
    if text in _LISTS.valued and not _is_weighed(found):
        return False  # "a way to make it easier"
    if text == "lower" and (before.lower in ("to", ",") or following.tag in ("PRP$", "DT", "NNS")):
        return False  # the verb: "to lower costs"
    governs = before.tag in ("MD", "WDT", "NNS", "NNP", "PRP") and kind(before) not in ("measure", "time")
    if text == "lower" and governs and following.tag in ("NN", "NNP", "JJ"):
        return False  # "these pills lower blood pressure"
    if text == "higher" and noun.lemma == "level" and not is_medical(found.sentence):
        return False  # "needs a higher level of support"
    if noun.head.lemma in _LISTS.holding:
        return False  # "part of a larger whole", "welcomed the lower fee"
    if text in _LISTS.wide and noun.lemma not in _LISTS.sized and (noun or word.tag == "RBR"):
        return False  # "went deeper into the forest"
    if text == "longer" and (word.has("case") or (word.tag == "RBR" and word.head.pos != "NOUN")):
        return False  # "stays open longer than an hour", "for much longer"
    if following.text == "," and (noun or found.after(2).lower in ("more", "less")):
        return False  # "faster, more accurate tests"
    if text == "lower" and noun and is_medical(found.sentence) and not is_quantity(noun):
        return False  # "the lower rear of the skull"
    if not may_be_told(found.sentence, word) or word.head.lemma in ("get", "grow") or _again(found):
        return False  # "as you get older"
    beside = (*word.all("conj"), word.head if word.rel == "conj" else NOTHING)
    if any(c.tag in ("JJR", "RBR") or c.has("advmod", "more", "less") or (noun and c) for c in beside):
        return False  # "bigger and more complicated", "newer and settled members"
    if noun and ("as well" in found.sentence.text or not _LISTS.paired.isdisjoint(lowers(found.sentence))):
        return False
    if noun and not is_compared(found) and is_beside_driving(found.sentence, word):
        return False  # "growth means a larger hall"
    if not (is_compared(found) or is_asked(found.sentence)) and is_ranked(found.sentence, word):
        return False
    if any(is_echoed_in_size(found, option) for option in found.options):
        return False  # "large projects as well as smaller ones"
    told = noun or word.child("nsubj") or word.head
    dated = noun and not _is_person(told) and any(is_year(w.text) for w in found.sentence.words)
    if dated if text in ("older", "newer") else told.lemma in _LISTS.named and is_named(found.sentence):
        return False  # "a newer engine, built in 2015"; "hyperkalemia, a higher level of potassium"
    if text == "older":
        aged = _is_person(told) or found.after(3).lemma == "year"
        return ("younger",) if aged else ("newer",) if kind(told) in ("thing", "code", "time") else ()
    if text == "shorter" and not noun and _is_person(told):
        return ("taller",)
    if text == "greater":
        if following.lower == "than":
            return ("less",)  # "greater than 90 percent"
        return (
            ("lower",)
            if noun.lemma in _LISTS.lowered
            else ("smaller",)
            if noun.lemma in _LISTS.enlarged
            else ()
        )
    return True


def _is_weighed(found: Found) -> bool:
    """Whether what is better or worse is asked for, compared to another thing, or told as what happened."""
    word = found.first
    if word.child("expl", "csubj") or is_joined(found.sentence, word) or word.has("aux", "could"):
        return False  # "it is better to ask than to wait", "what could be worse than a wet tent?"
    if word.rel == "amod" and found.after().tag == "TO":
        return False  # "an easier to read format"
    if is_compared_to_another(found) and word.has("cop") and word.rel in ("root", "ccomp"):
        return True
    if found.text in ("better", "worse"):
        return is_compared(found) and word.rel != "amod"
    return is_asked(found.sentence) or is_finding(found.sentence, word)


def _again(found: Found) -> bool:
    """Whether the degree is told twice: "longer and longer", "lower than theirs, at 7 as against 9"."""
    numbers = [w for w in found.sentence.words[found.end :] if w.tag == "CD" and not is_year(w.text)]
    told = is_compared(found) and sum(any(c.isdigit() for c in w.text) for w in numbers) > 1
    return told or sum(w.lower == found.last.lower for w in found.sentence.words) > 1


def _is_person(noun: Word) -> bool:
    subject = noun.child("nsubj") if noun.pos == "VERB" else noun  # "as you get older"
    return subject.lemma in _LISTS.personal or (subject.lower != "it" and kind(subject) not in _NO_PERSONS)
