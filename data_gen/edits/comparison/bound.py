"""Bounds of amounts: at least and at most, more than and less than, up to, minimum and maximum, exceed.

Helper of degree.py. A bound is touched where a number stands behind it, or where it bounds by itself
("exceed").
"""

import random
import re
from collections.abc import Iterator

from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.verb_forms import base_form, inflected
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Sentence, Word
from ..edit import Change, Replacement, change, replace
from ..phrasebook import Found, Phrasebook
from ..rule import NEAR_MISS, SAME, rule

_LISTS = word_lists(__package__, "bound")

_BOUNDS = Phrasebook(_LISTS.table("bounds"))
_PLAIN = word_set("minimum maximum")
_AMBIGUOUS = word_set("over under above below almost nearly")
_NUMBERS = (
    "a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|half"
)
_COUNTED = re.compile(rf"[$£€]?\d|(?:{_NUMBERS}|twice|double)$|hundred|thousand|million|dozen")
_PERIOD = word_set("year years decade decades month months week weeks day days century centuries hour hours")


@rule("comparison.bound", NEAR_MISS, "at least two references -> at most two references", most=2)
def bounds(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "at least 20 people" -> "at most 20 people"; "more than 3 percent" -> "less than 3 percent"."""
    for found in _BOUNDS(sentence):
        if _is_bound(found):
            yield change("bound", found.replaced(_fitting(found, rng.choice(found.options))))
    yield from _exceeding(sentence)


def _is_bound(found: Found) -> bool:
    following, before, text = found.after(), found.before(), found.text
    if not following or (text.endswith(("the minimum", "the maximum")) and following.pos != "NOUN"):
        return text.split()[-1] in _PLAIN and following.text in (".", ",", "of")
    if text.split()[-1] in _PLAIN:
        return following.pos in ("NOUN", "ADJ")
    if not _COUNTED.match(following.lower):
        return False
    if before.lower in ("the", "from", "by", "not", "no", "and", "or") or before.text == "-":
        return before.lower in ("by", "and", "or", "from") and text not in _AMBIGUOUS | {"up to"}
    if following.lower in ("a", "an", "one"):
        counted = found.after(2)
        return (counted.lemma in _PERIOD or counted.lower in _AMOUNTS) and text not in _AMBIGUOUS
    if text in ("over", "under"):
        noun = following.head
        if found.first.rel == "case" and (not noun or kind(noun) not in ("measure", "number")):
            return False  # "over two roads"
        return not _is_span(found) and following.rel == "nummod" and before.tag not in ("VBN", "RP")
    if text in ("above", "below"):
        noun = following.head
        return bool(noun) and (kind(noun) in ("measure", "number") or noun.tag == "CD")
    if text in ("almost", "nearly"):
        return following.rel == "nummod" and following.tag == "CD"
    return text != "up to" or not _runs(found)


_AMOUNTS = word_set("third quarter half dozen hundred thousand million billion fifth tenth percent mile")


def _is_span(found: Found) -> bool:
    """ "over 20 years": during them, or more than them."""
    return any(w.lower in _PERIOD for w in found.sentence.words[found.end : found.end + 4])


def _runs(found: Found) -> bool:
    """ "rose up to 20": the particle of a verb, or a date."""
    before, following = found.before(), found.after()
    year = bool(following) and re.fullmatch(r"(1[89]|20)\d\d", following.text) is not None
    return year or before.lemma in ("walk", "go", "come", "drive", "climb", "add", "live")


def _fitting(found: Found, option: str) -> str:
    """ "fewer" of what is counted, "less" of percentages, money, times and distances."""
    if found.text == "up to" and found.before().pos == "NOUN":
        return "over"  # "sizes up to 2 TB"
    if option in ("less than", "fewer than"):
        words = found.sentence.words[found.end : found.end + 4]
        number = next((w for w in words if w.tag == "CD"), NOTHING)
        noun = number.head
        counted = noun.tag == "NNS" and kind(noun) not in ("measure", "time", "number")
        money = any(w.text in ("$", "£", "€", "%") for w in words)
        return "fewer than" if counted and not money else "less than"
    return option


# --- exceed -----------------------------------------------------------------------------------------


def _exceeding(sentence: Sentence) -> Iterator[Change]:
    """ "The fee shall not exceed 20 dollars." -> "... not fall below 20 dollars."."""
    for clause in sentence.clauses:
        verb, limit = clause.predicate, clause.object
        if verb.lemma != "exceed" or not limit or limit.i < verb.i or clause.passive:
            continue
        if base_form(verb.text, verb.tag, verb.lemma) != "exceed" or verb.tag == "VBG":
            continue
        yield change("bound", replace(verb, f"{inflected('fall', verb.tag)} below"))


# --- the same bound ---------------------------------------------------------------------------------

_SAME = Phrasebook(_LISTS.table("same"))
_OR_MORE = _LISTS.table("or_more")


@rule("comparison.same_bound", SAME, "at least 20 guests -> 20 or more guests", most=2)
def same_bounds(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "at least 20 people" <-> "20 or more people" <-> "no fewer than 20 people"."""
    for found in _SAME(sentence):
        following, before = found.after(), found.before()
        if following.tag != "CD" or not _is_bound_or_about(found):
            continue
        if before.lower in (
            "the",
            "a",
            "by",
            "of",
            "from",
            "to",
            "and",
            "or",
            "than",
            "not",
        ):
            continue
        if any(
            w.lower in ("not", "n't", "never") for w in sentence.words[max(0, found.start - 6) : found.start]
        ):
            continue
        if before.pos == "NOUN" and found.text in ("under", "over", "up to"):
            continue  # "shoes under 60 dollars"
        more = _OR_MORE.get(found.text)
        noun = following.head
        if more and following.rel == "nummod" and noun.tag == "NNS" and rng.random() < 0.4:
            if more == "or less" and kind(noun) not in ("measure", "time"):
                more = "or fewer"
            if noun.i == following.i + 1 and following.text.isalnum():
                yield change(
                    "same_bound",
                    found.replaced(""),
                    Replacement(following.end, following.end, f" {more}"),
                )
                continue
        options = [o for o in found.options if _fits(found, o, following)]
        if options:
            yield change("same_bound", found.replaced(_fitting(found, rng.choice(options))))
    yield from _or_more(sentence, rng)


def _is_bound_or_about(found: Found) -> bool:
    if found.text in ("about", "around", "roughly", "approximately"):
        return found.after().rel == "nummod" and found.first.rel == "advmod"
    return _is_bound(found)


def _fits(found: Found, option: str, number: Word) -> bool:
    noun = number.head
    counted = noun.tag == "NNS" and number.rel == "nummod" and kind(noun) not in ("measure", "time")
    before = found.before()
    if option in ("no fewer than", "as many as"):
        return counted
    if option.startswith(("a minimum", "a maximum", "in excess", "upwards", "close to")):
        return before.rel != "case" and before.tag != "JJ"
    if option == "below":
        return not counted and before.lemma in ("be", "stay", "remain", "fall", "drop")
    if option in ("under", "at most"):
        return before.rel != "case"
    return True


def _or_more(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "20 or more guests" -> "at least 20 guests"."""
    for found in _OR(sentence):
        number, following = found.before(), found.after()
        if number.tag != "CD" or following.pos != "NOUN" or number.rel != "nummod":
            continue
        before = sentence.before(number)
        if before.lower in ("the", "a", "at", "than", "these", "those", "-", "$") or before.tag == "CD":
            continue
        number_text = number.text if number.i or number.text.isdigit() else number.text.lower()
        words = "at least" if found.text == "or more" else "at most"
        yield change(
            "same_bound",
            Replacement(number.start, found.sentence.words[found.end - 1].end, f"{words} {number_text}"),
        )


_OR = Phrasebook({"or more": "", "or fewer": "", "or less": ""})
