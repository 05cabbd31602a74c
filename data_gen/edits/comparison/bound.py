"""Bounds of amounts: at least and at most, more than and less than, up to, minimum and maximum, exceed; as
near-misses, and the same bound in other words.

A bound is touched where a number stands behind it, or where it bounds by itself ("exceed").
"""

import random
import re
from collections.abc import Iterator

from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.number_words import is_year
from ...english.verb_forms import base_form, inflected
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Sentence, Word
from ..direction import is_bracketed, is_definition, is_reasoned, serves
from ..edit import Change, Replacement, change, replace
from ..index import lowers
from ..matching import Found, Table, lexical
from ..polarity import clause_of
from ..rule import NEAR_MISS, SAME, rule
from .change import is_quantity

_LISTS = word_lists(__package__, "bound")

_PLAIN = word_set("minimum maximum")
_SAFE = word_set("without soon")
_NEEDED = word_set("needed required necessary possible")
_AMBIGUOUS = word_set("over under above below almost nearly")
_NUMBERS = (
    "a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|half"
)
_COUNTED = re.compile(rf"[$£€]?\d|(?:{_NUMBERS}|twice|double)$|hundred|thousand|million|dozen")
_PERIOD = word_set("year years decade decades month months week weeks day days century centuries hour hours")
_AMOUNTS = word_set("third quarter half dozen hundred thousand million billion fifth tenth percent mile")


@lexical(
    "comparison.bound",
    NEAR_MISS,
    "at least two references -> at most two references",
    Table(_LISTS.table("bounds")),
)
def bound(found: Found) -> tuple[str, ...]:
    """ "at least 20 people" -> "at most 20 people"; "more than 3 percent" -> "less than 3 percent"."""
    if is_definition(found.sentence) or (found.last.lower == "of" and found.before().lower == "to"):
        return ()  # "chronic pain is pain that lasts over a month"; "up to a maximum of"
    if not _is_bound(found) or _is_settled(found):
        return ()
    if any(w.lemma in ("guarantee", "exceed") for w in found.sentence.words):
        return ()
    if found.last.lower in _PLAIN and (
        found.after().lemma == "extent" or (serves(found.first) and not found.after().child("acl"))
    ):
        return ()
    if found.last.lower in _PLAIN and not _NEEDED.isdisjoint(lowers(found.sentence)):
        return ()  # "the minimum amount needed"
    if not _SAFE.isdisjoint(lowers(found.sentence)):
        return ()  # "never without at least two people"
    if found.text == "at least" and _is_asked_for(found):
        return ()
    if found.text == "up to" and not (
        found.after().rel == "nummod" or found.after().lower in ("a", "half", "$", "£", "€")
    ):
        return ()  # "is protected up to 85,000"
    if found.after().lower in ("one", "1") and _is_of_things(found):
        return ()
    return tuple(_fitting(found, option) for option in found.options if _is_told(found, option))


def _is_settled(found: Found) -> bool:
    """Whether the rest of the sentence says by what side the amount is bounded: a reason, a contrast, a
    negation ("has not been seen in more than two weeks"), a gloss ("small doses (less than 5 mg)"), a list of
    what is counted, the same comparative again.
    """
    sentence, number = found.sentence, found.after()
    if is_reasoned(sentence) or is_bracketed(sentence, found.first) or found.before().text in _SYMBOLS:
        return True
    if number.rel == "nummod" and _is_lead_time(found):
        return True
    sizes = {found.first.lower, *(option.split()[0] for option in found.options)}
    if found.first.tag in ("JJR", "RBR") and sum(w.lower in sizes for w in sentence.words) > 1:
        return True  # "smaller than 9 mm while some are larger"
    word = number
    while word:
        adds = word.tag == "VBG" and word.rel in ("advcl", "acl") and sentence.before(word).text == ","
        if adds or (word.is_negated and not sentence.is_question):
            return True
        word = word.head if word.rel != "conj" else NOTHING
    return False


_SYMBOLS = frozenset("PpNn")
_AHEAD = word_set("before prior ahead advance notice")


def _is_lead_time(found: Found) -> bool:
    """ "at least 24 hours before arrival", "at least 30 days' notice": nobody bounds it by the other side."""
    words = found.sentence.words[found.end : found.end + 6]
    return any(w.lower in _AHEAD for w in words)


def _is_told(found: Found, option: str) -> bool:
    """Whether the other bound is one that a sentence of this sort tells: that at most three cases have been
    reported nobody tells, nor that somebody has promised at most three.
    """
    sentence = found.sentence
    if "least" not in found.text or sentence.is_question:
        return True
    clause = clause_of(sentence, found.after())
    if clause is None or clause.predicate.lemma in ("need", "require"):
        return True
    promised = clause.finite.tag == "MD" and clause.subject.lower in ("we", "i")
    told = any(c.finite for c in sentence.clauses) and clause.finite.tag != "MD"
    number = found.after()
    counted = _is_counted(number.head) or found.after(2).lower == "of"
    if promised or (told and counted and number.lower in _FEW):
        return False
    return not (told and counted and option == "at most")


_FEW = word_set("one two three 1 2 3")


def _is_asked_for(found: Found) -> bool:
    """Whether the clause is a condition that somebody fulfils: "if you have had at least two years"."""
    noun = found.after().head
    return any(
        c.predicate.rel == "advcl" and noun in found.sentence.subtree(c.predicate)
        for c in found.sentence.clauses
    )


def _is_of_things(found: Found) -> bool:
    """Whether things are counted, of which there are whole ones only: no "less than one user"."""
    return kind(found.after().head) not in ("measure", "time", "number")


def _is_bound(found: Found) -> bool:
    following, before, text = found.after(), found.before(), found.text
    if not following or (text.endswith(("the minimum", "the maximum")) and following.pos != "NOUN"):
        return text.split()[-1] in _PLAIN and following.text in (".", ",", "of")
    if text in ("over", "under") and before.tag == "CD":
        return False  # "120 over 80"
    if text.split()[-1] in _PLAIN:
        return following.pos in ("NOUN", "ADJ")
    if not _COUNTED.match(following.lower):
        return False
    if before.lower in ("the", "from", "by", "not", "no", "and", "or") or before.text == "-":
        return before.lower in ("by", "and", "or", "from") and text not in _AMBIGUOUS | {"up to"}
    if following.lower in ("a", "an", "one"):
        counted = found.after(2)
        return (counted.lemma in _PERIOD or counted.lower in _AMOUNTS) and text not in _AMBIGUOUS
    noun = following.head
    if text in ("over", "under") and found.governed() is following and not is_year(following.text):
        return found.after(2).text in (".", ",", "?", ")", "")  # "children under 12"
    if text in ("over", "under"):
        if found.first.rel == "case" and kind(noun) not in ("measure", "number"):
            return False  # "over two roads"
        return not _is_span(found) and following.rel == "nummod" and before.tag not in ("VBN", "RP")
    if text in ("above", "below"):
        return (
            before.lower != "to" and bool(noun) and (kind(noun) in ("measure", "number") or noun.tag == "CD")
        )
    if text in ("almost", "nearly"):
        return following.rel == "nummod" and following.tag == "CD"
    return text != "up to" or not (_runs(found) or _is_lead_time(found))


def _is_span(found: Found) -> bool:
    """ "over 20 years": during them, or more than them."""
    return any(w.lower in _PERIOD for w in found.sentence.words[found.end : found.end + 4])


def _runs(found: Found) -> bool:
    """ "rose up to 20": the particle of a verb, or a date."""
    year = re.fullmatch(r"(1[89]|20)\d\d", found.after().text) is not None
    return year or found.before().lemma in ("walk", "go", "come", "drive", "climb", "add", "live")


def _fitting(found: Found, option: str) -> str:
    """ "fewer" of what is counted, "less" of percentages, money, times and distances."""
    if found.text == "up to" and found.before().pos == "NOUN":
        return "over"  # "sizes up to 2 TB"
    if option not in ("less than", "fewer than"):
        return option
    words = found.sentence.words[found.end : found.end + 4]
    noun = next((w for w in words if w.tag == "CD"), NOTHING).head
    money = any(w.text in ("$", "£", "€", "%") for w in words)
    return "less than" if money or not _is_counted(noun) else "fewer than"


def _is_counted(noun: Word) -> bool:
    return noun.tag == "NNS" and kind(noun) not in ("measure", "time", "number")


# --- exceed -----------------------------------------------------------------------------------------


@rule("comparison.bound", triggers=("exceed", "exceeds", "exceeded"))
def exceeding(sentence: Sentence) -> Iterator[Change]:
    """ "The fee shall not exceed 20 dollars." -> "... not fall below 20 dollars."."""
    for clause in sentence.clauses:
        verb, limit = clause.predicate, clause.object
        if (
            verb.lemma != "exceed"
            or not limit
            or limit.i < verb.i
            or clause.passive
            or verb.tag == "VBG"
            or verb.child("cc")
            or "maximum" in lowers(sentence)
            or serves(verb)
            or not is_quantity(clause.subject)  # "uploads may not exceed 2 GB"
        ):
            continue
        if base_form(verb.text, verb.tag, verb.lemma) == "exceed" and limit.lemma != "expectation":
            yield change("bound", replace(verb, f"{inflected('fall', verb.tag)} below"))


# --- the same bound ---------------------------------------------------------------------------------

_OR_MORE = _LISTS.table("or_more")
_NO_BOUND_AFTER = word_set("the a by of from to and or than not")
_SAME = Table(_LISTS.table("same"))


@rule("comparison.same_bound", SAME, "at least 20 guests -> 20 or more guests", most=2, triggers=_SAME.firsts)
def same_bounds(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "at least 20 people" <-> "20 or more people" <-> "no fewer than 20 people"."""
    for found in _SAME(sentence):
        number, before = found.after(), found.before()
        if number.tag != "CD" or before.lower in _NO_BOUND_AFTER or not _is_bound_or_about(found):
            continue
        if any(
            w.lower in ("not", "n't", "never") for w in sentence.words[max(0, found.start - 6) : found.start]
        ):
            continue
        if before.pos == "NOUN" and found.text in ("under", "over", "up to"):
            continue  # "shoes under 60 dollars"
        more, noun = _OR_MORE.get(found.text, ""), number.head
        if more and number.rel == "nummod" and noun.tag == "NNS" and rng.random() < 0.4:
            if more == "or less" and kind(noun) not in ("measure", "time"):
                more = "or fewer"
            if noun.i == number.i + 1 and number.text.isalnum():
                yield change(
                    "same_bound", found.replaced(""), Replacement(number.end, number.end, f" {more}")
                )
                continue
        options = [o for o in found.options if _fits(found, o, number)]
        if options:
            yield change("same_bound", found.replaced(_fitting(found, rng.choice(options))))


def _is_bound_or_about(found: Found) -> bool:
    if found.text in ("about", "around", "roughly", "approximately"):
        return found.after().rel == "nummod" and found.first.rel == "advmod"
    return _is_bound(found)


def _fits(found: Found, option: str, number: Word) -> bool:
    counted = number.rel == "nummod" and _is_counted(number.head)
    before = found.before()
    if option in ("no fewer than", "as many as"):
        return counted
    if option.startswith(("a minimum", "a maximum", "upwards", "close to")):
        return before.rel != "case" and before.tag not in ("JJ", "IN", "TO") and found.after(2).lower != "of"
    if option == "upwards of" and before.lemma == "be":
        return False  # "costs that are over 5 days old"
    if option == "below":
        return not counted and before.lemma in ("be", "stay", "remain", "fall", "drop")
    return option not in ("under", "at most") or before.rel != "case"


_OR = Table({"or more": "at least", "or fewer": "at most", "or less": "at most"})
_NO_AT_LEAST_AFTER = word_set("the a at than these those - $")


@rule("comparison.same_bound", triggers=("or",))
def numbers_or_more(sentence: Sentence) -> Iterator[Change]:
    """ "20 or more guests" -> "at least 20 guests"."""
    for found in _OR(sentence):
        number, before = found.before(), found.before(2)
        if number.tag != "CD" or found.after().pos != "NOUN" or number.rel != "nummod":
            continue
        if before.lower in _NO_AT_LEAST_AFTER or before.tag == "CD" or number.lower in ("one", "1"):
            continue
        text = number.text if number.i or number.text.isdigit() else number.lower
        yield change("same_bound", Replacement(number.start, found.last.end, f"{found.options[0]} {text}"))
