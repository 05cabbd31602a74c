"""Comparisons: more and less, at least and at most, rise and fall (near-misses, and the positives that
belong to them).

Degrees, comparatives and superlatives here; bounds of amounts in bound.py; verbs and nouns of change in
change.py; the two sides of a comparison in operands.py. The exchange of a subject with what it is compared
to is argument_swap/verb_arguments.py's.
"""

import random
from collections.abc import Iterator

from ...english.kinds import kind
from ...english.lexicon import MASS_NOUNS, word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Sentence, Word
from ..edit import Change, change
from ..phrasebook import Phrasebook
from ..rule import NEAR_MISS, rule

_LISTS = word_lists(__package__, "degree")

# --- more and less ----------------------------------------------------------------------------------

_DEGREES = Phrasebook({"more": "less", "less": "more", "fewer": "more"})
_NOT_BEFORE = _LISTS.set("not_before")
_NOT_COMPARED = ("CD", "$", "IN", "VBD")
_NOT_AFTER = word_set("than or and of . , ; ) ? information details so - about to often recently")
_COMPOSED = frozenset(
    (*MASS_NOUNS, *word_set("energy fuel electricity space time effort capacity memory data rain"))
)


@rule(
    "comparison.degree",
    NEAR_MISS,
    "more expensive -> less expensive; more seats than -> fewer seats than",
    most=2,
)
def _degrees(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "more expensive" -> "less expensive"; "more seats than" -> "fewer seats than"."""
    for found in _DEGREES(sentence):
        word, before, following, text = found.first, found.before(), found.after(), found.text
        if not following or following.lower in _NOT_AFTER or following.tag in _NOT_COMPARED:
            continue
        if following.tag in ("VBN", "VBG") and word.rel != "advmod":
            continue
        if before.lower in _NOT_BEFORE or before.tag == "CD" or before.lower == "than":
            continue
        if word.rel == "advmod" and following.tag in ("JJ", "RB", "VBN", "VBG") and text != "fewer":
            if word.head is following or following.head is word.head:
                yield change("degree", found.replaced(found.options[0]))
        elif word.rel == "amod" and word.head and word.head.i > word.i and following.tag != "JJ":
            new = _less_of(word.head) if text == "more" else "more"
            if new is not None:
                yield change("degree", found.replaced(new))


def _less_of(noun: Word) -> str | None:
    """ "fewer" of what is counted, "less" of what is not; None where that is not known."""
    if noun.tag == "NNS":
        return "fewer"
    return "less" if noun.tag == "NN" and noun.lemma in _COMPOSED else None


# --- comparatives and superlatives ------------------------------------------------------------------

_PAIRS = _LISTS.text("pairs")
_COMPARATIVES: dict[str, str] = {}
for _pair in _PAIRS.replace("\n", " ").split(","):
    _one, _other = _pair.split()
    _COMPARATIVES.setdefault(_one, _other)
    _COMPARATIVES.setdefault(_other, _one)
_COMPARATIVES |= {
    "greater": "smaller|lower", "better": "worse", "cheaper": "more expensive|pricier",
    "safer": "more dangerous|riskier",
    "harder": "easier", "simpler": "more complex", "shorter": "longer", "narrower": "wider",
    "lighter": "heavier",
    "healthier": "less healthy", "happier": "less happy", "rarer": "more common", "older": "younger|newer",
    "sooner": "later", "smaller": "larger|bigger",
}  # fmt: skip
for _rare in ("dearer", "sicker", "commoner", "sadder", "gentler", "later", "pricier"):
    _COMPARATIVES.pop(_rare, None)
_BOOK = Phrasebook(_COMPARATIVES)
_FIXED = {
    "higher": word_set("education learning court ground power house being"),
    "lower": _LISTS.set("fixed_lower"),
    "greater": word_set("manchester london good"),
    "better": word_set("half off than be get angel"),
    "older": word_set("brother sister"),
    "younger": word_set("brother sister"),
    "lighter": word_set("fluid"),
    "cooler": word_set("head"),
    "harder": word_set("drug"),
}
_NO_COMPARATIVE_AFTER = word_set("no any had 'd or and not than for")
_LOWERED = _LISTS.set("lowered")
_SIZED = _LISTS.set("sized")
_PERSONAL = _LISTS.set("personal")


@rule("comparison.adjective", NEAR_MISS, "The rate was higher in men. -> The rate was lower in men.", most=2)
def _adjectives(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "The rate was higher in men." -> "The rate was lower in men."."""
    for found in _BOOK(sentence):
        word, before, following, text = found.first, found.before(), found.after(), found.text
        if word.tag not in ("JJR", "RBR") or word.rel in ("compound", "flat"):
            continue
        if before.lower in _NO_COMPARATIVE_AFTER:
            continue
        if before.lower == "the" and following.text == ",":
            continue
        if text in ("sooner", "later", "further") or following.lower in ("or", "known", "-"):
            continue
        if any(w.lower == "the" and w.tag == "RB" for w in word.children):
            continue
        noun = word.head if word.rel == "amod" else NOTHING
        if noun and (noun.lemma in _FIXED.get(text, ()) or noun.text[:1].isupper()):
            continue
        if following and following.lower in _FIXED.get(text, ()) and following.lower != "than":
            continue
        options = list(found.options)
        if text == "older":
            options = ["newer"] if noun and not _is_person(noun) else ["younger"]
        if noun and any(_names_other_side(noun, o) for o in options):
            continue
        if noun and text == "greater":
            options = ["lower"] if noun.lemma in _LOWERED else ["smaller"]
        if noun and text in ("wider", "broader", "deeper") and noun.lemma not in _SIZED:
            continue
        if text in ("greater", "smaller", "larger") and not noun:
            options = options[:1]
        late = word.tag == "RBR" and (not noun or noun.i < word.i) and bool(following)
        if text == "longer" and late and following and following.lower not in ("than", ".", ","):
            continue
        yield change("adjective", found.replaced(rng.choice(options)))


def _names_other_side(noun: Word, adjective: str) -> bool:
    """Whether a like noun has this adjective already: "the older patients ... than the younger patients"."""
    top = noun
    while top.head:
        top = top.head
    below = [top]
    for word in below:
        below.extend(word.children)
    return any(
        w is not noun and w.lemma == noun.lemma and any(c.lower == adjective for c in w.all("amod"))
        for w in below
    )


def _is_person(noun: Word) -> bool:
    return noun.lemma in _PERSONAL or kind(noun) in ("person_noun", "person", "name", "pronoun")


_SUPERLATIVES = Phrasebook(
    _LISTS.table("superlatives")
)  # fmt: skip
_BEST = _LISTS.set("best")


@rule("comparison.superlative", NEAR_MISS, "the largest bank -> the smallest bank", most=2)
def _superlatives(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "the largest bank" -> "the smallest bank"; "the most expensive" -> "the least expensive"."""
    for found in _SUPERLATIVES(sentence):
        word, before, following, text = found.first, found.before(), found.after(), found.text
        if (
            not following
            or not before
            or before.lower in ("at", "not", "do", "its", "all", "third", "second")
        ):
            continue
        if text in ("most", "least"):
            if (
                word.rel != "advmod"
                or following.tag not in ("JJ", "VBN", "VBG", "RB")
                or before.lower == "at"
            ):
                continue
            if (
                word.head is not following
                or before.lower not in _THE
                or following.lower in ("recent", "recently", "likely")
            ):
                continue
        elif word.tag not in ("JJS", "RBS") or (before.lower not in _THE and word.rel != "amod"):
            continue
        noun = word.head if word.rel == "amod" else NOTHING
        if text in ("best", "worst") and (
            following.lemma in _BEST or following.lower == "-" or not noun or noun.i != found.end
        ):
            continue
        if text == "worst" and noun.lemma in _BAD:
            continue
        if noun.text[:1].isupper() and noun.i == found.end:
            continue
        options = list(found.options)
        if text == "oldest":
            options = ["youngest"] if noun and _is_person(noun) else ["newest"]
        if text == "greatest":
            options = ["smallest"] if noun.lemma in _MEASURED else []
        if options:
            yield change("superlative", found.replaced(rng.choice(options)))


_BAD = _LISTS.set("bad")
_THE = _LISTS.set("the")
_MEASURED = _LISTS.set("measured")
