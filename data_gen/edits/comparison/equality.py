"""Equal and unequal: "as tall as" and "the same as" turned around; comparisons in other words.

Helper of degree.py.
"""

import random
from collections.abc import Iterator

from ...english.kinds import kind
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, Replacement, change
from ..phrasebook import Found, Phrasebook
from ..rule import NEAR_MISS, SAME, rule

_LISTS = word_lists(__package__, "equality")

_AS = Phrasebook({"as": ""})
_NOT_EQUAL = _LISTS.set("not_equal")


@rule("comparison.equality", NEAR_MISS, "as tall as the tree -> twice as tall as the tree", most=2)
def equalities(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "as tall as the tree" -> "twice as tall as the tree"; "equal to" -> "greater than"."""
    for found in _EQUAL(sentence):
        text = _unequal(found, rng)
        if text is not None:
            yield change("equality", found.replaced(text))
    for found in _AS(sentence):
        first, adjective, second = found.first, found.after(), found.after(2)
        if second.lower != "as" or adjective.tag not in ("JJ", "RB"):
            continue
        before, following = found.before(), found.after(3)
        if adjective.lower in _NOT_EQUAL or not before or not following or first.head is not adjective:
            continue
        if before.lower in ("twice", "half", "times") or before.tag == "CD":
            if before.lower in ("twice", "half"):
                new = "half" if before.lower == "twice" else "twice"
                yield change("equality", Replacement(before.start, before.end, new))
            continue
        if before.lower in ("not", "n't"):
            if before.lower == "not" and following.text not in (".", ","):
                yield change("equality", Replacement(before.start, first.start, ""))
            continue
        if before.lemma != "be" or following.lower in ("possible", "ever", "usual", "it", "they", "if"):
            continue
        if adjective.lower in _SCALED and rng.random() < 0.5:
            yield change("equality", found.replaced(rng.choice(("twice as", "half as"))))
        else:
            yield change("equality", found.replaced("not as"))


_EQUAL = Phrasebook(_LISTS.table("equal"))


def _unequal(found: Found, rng: random.Random) -> str | None:
    """What says that two things differ: "a different house" for "the same house"."""
    if found.text != "the same":
        return rng.choice(found.options)
    noun, before = found.sentence.words[found.end - 1].head, found.before()
    if (
        not noun
        or noun.i < found.end
        or noun.tag not in ("NN", "NNS")
        or noun.lemma in ("time", "token", "thing")
    ):
        return None
    if before.lower in (
        "all",
        "just",
        "exactly",
        "much",
        "nearly",
        "almost",
        "about",
        "roughly",
    ):
        return None
    if any(w.lower in ("as", "that") for w in found.sentence.words[noun.i + 1 : noun.i + 5]):
        return None  # "the same price as"
    return "different" if noun.tag == "NNS" else "a different"


_SCALED = _LISTS.set("scaled")


# --- bigger, larger ---------------------------------------------------------------------------------

_SYNONYMS = Phrasebook(_LISTS.table("synonyms"))


@rule(
    "comparison.synonym",
    SAME,
    "the largest bank -> the biggest bank; not as tall as -> less tall than",
    most=2,
)
def synonyms(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "the largest bank" <-> "the biggest bank"; "not as tall as" <-> "less tall than"."""
    for found in _SYNONYMS(sentence):
        last = found.sentence.words[found.end - 1]
        following = found.after()
        if found.end - found.start == 1 and last.tag not in ("JJR", "JJS", "RBR", "RBS"):
            continue
        if found.text in ("bigger", "larger", "harder", "easier", "faster", "stronger", "quicker") and (
            following.lower in ("and", "or", ",") or last.rel == "advmod"
        ):
            continue
        if found.text in ("largest", "biggest", "hardest") and last.rel != "amod":
            continue
        if found.text in ("largest", "biggest", "bigger") and last.head and _is_figure(last.head):
            continue  # "the biggest star"
        yield change("synonym", found.replaced(rng.choice(found.options)))
    yield from _not_as(sentence)


def _is_figure(noun: Word) -> bool:
    """Whether the noun is big by rank, not by size."""
    return noun.lemma in _FIGURES or kind(noun) in ("person_noun", "person")


_FIGURES = _LISTS.set("figures")


def _not_as(sentence: Sentence) -> Iterator[Change]:
    """ "is not as tall as" -> "is less tall than"."""
    for found in _NOT_AS(sentence):
        adjective, second = found.after(), found.after(2)
        if second.lower != "as" or adjective.tag != "JJ":
            continue
        if adjective.lower in _NOT_EQUAL:
            continue
        before = found.before()
        if before.lemma != "be" or before.text.startswith("'"):
            continue
        yield change("synonym", found.replaced("less"), Replacement(second.start, second.end, "than"))


_NOT_AS = Phrasebook({"not as": "", "not so": ""})
