"""Spatial relations: where things are and move (near-misses, and the positives that belong to them).

Prepositions here; words for sides, directions and distances in side.py; exchanges of the two things,
converses and synonyms in locative.py. A preposition is touched where its noun has a place ("under the
table"), not where it is figurative ("under the law").
"""

import random
from collections.abc import Iterator

from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.places import HOLLOW, TOPPED, is_concrete, is_place_name
from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, change
from ..phrasebook import Found, Phrasebook
from ..rule import NEAR_MISS, rule
from .side import DISTANCES

_LISTS = word_lists(__package__, "relation")

# --- above, inside, behind --------------------------------------------------------------------------

_RELATIONS = Phrasebook(_LISTS.table("relations"))
_WITHIN = _LISTS.set("within")
_ENCLOSING = _LISTS.set("enclosing")
_HANGING = _LISTS.set("hanging")
_RANKED = _LISTS.set("ranked")
_PEOPLE = ("pronoun", "person_noun")
_POSTURES = word_set("stand sit walk run ride stop wait kneel park drive march dance hide")
_KEPT_IN = word_set("tuck lock trap store hide keep find")
_HEARERS = _LISTS.set("hearers")


@rule("spatial.relation", NEAR_MISS, "The lamp is above the table. -> The lamp is below the table.", most=2)
def _relations(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "The lamp is above the table." -> "The lamp is below the table."."""
    for found in _RELATIONS(sentence):
        options = [o for o in _alternatives(found) if _opposes(found, o)]
        if options:
            yield change("relation", found.replaced(rng.choice(options)))


def _alternatives(found: Found) -> tuple[str, ...]:
    """The wording's opposites that fit its noun: "in France", "inside the box", "within the scope"."""
    noun = found.governed()
    if not noun or not found.text.startswith("outside"):
        return found.options
    before = found.before()
    if before.tag == "CD" or before.lemma in DISTANCES or before.text == ")":
        return ()  # "50 miles outside of Lyon"
    if is_place_name(noun):
        return ("in",)
    if noun.lemma in _WITHIN:
        return ("within",)
    return found.options if is_concrete(noun) or noun.lemma in _ENCLOSING else ()


def _opposes(found: Found, option: str) -> bool:
    """Whether the wording is spatial here and the option is its opposite."""
    text, noun, governor = found.text, found.governed(), found.governor()
    following = found.after()
    if not noun:
        adverb = text in ("inside", "outside") and found.first.rel == "advmod" and found.first.pos == "ADV"
        return adverb and following.text in (".", ",", "?", "and") and found.first.head.pos == "VERB"
    if noun.lower in ("which", "all", "that", "this", "it", "these", "those", "average") and text in (
        "above",
        "below",
    ):
        return noun.lower == "average"
    if text == "inside" and governor.lemma in _KEPT_IN:
        return False
    if text in ("above", "below") and governor.lemma in ("fall", "rise", "drop", "climb"):
        return False
    if text in ("above", "below", "inside", "outside", "outside of", "inside of"):
        return kind(noun) not in ("number", "measure", "time", "other") and not _has_number(noun)
    if text == "within":
        return (
            noun.lemma in _WITHIN | {"premises", "building", "city"} or is_place_name(noun)
        ) and not _has_number(noun)
    if option == "on top of" and noun.lemma not in TOPPED:
        return False
    lemma = governor.lemma
    if text == "over":
        return is_concrete(noun) and lemma in _HANGING
    if text in ("behind", "in front of"):
        if lemma in _RANKED or noun.lemma in _HEARERS or _closed(noun):
            return False
        return is_concrete(noun) or (
            noun.tag in ("PRP", "NN") and kind(noun) in _PEOPLE and lemma in _POSTURES
        )
    return is_concrete(noun) and not _has_number(noun)


def _has_number(noun: Word) -> bool:
    return any(c.rel == "nummod" or c.tag == "CD" for c in noun.children)


def _closed(noun: Word) -> bool:
    """ "behind closed doors", "behind the wheel", "behind his back"."""
    return noun.lemma in ("wheel", "back", "bar", "scene", "head") or any(
        c.lower == "closed" for c in noun.children
    )


# --- in -> outside ----------------------------------------------------------------------------------

_IN = Phrasebook({"in": "outside|near"})
_CONTAINMENT_SHARE = 0.5  # of the sentences with a place in them: "in" is everywhere
_INVOLVED = _LISTS.set("involved") - word_set("be live base")


@rule("spatial.containment", NEAR_MISS, "She was born in Lisbon. -> She was born outside Lisbon.", most=2)
def _containment(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "born in Lyon" -> "born near Lyon"; "in the garage" -> "outside the garage"."""
    places = [found for found in _IN(sentence) if _is_place_of(found)]
    if places and rng.random() < _CONTAINMENT_SHARE:
        found = rng.choice(places)
        noun = found.governed()
        near = bool(noun) and not is_place_name(noun)  # a street is in Lyon or outside it
        yield change("containment", found.replaced(rng.choice(found.options) if near else "outside"))


def _is_place_of(found: Found) -> bool:
    noun, governor = found.governed(), found.governor()
    if not governor or governor.lemma in _INVOLVED or noun.rel not in ("obl", "nmod", "root"):
        return False
    if noun.all("conj", "appos", "acl", "nmod", "nummod", "case")[1:] or noun.child(
        "conj", "acl", "nmod", "appos"
    ):
        return False
    before, after = found.before(), found.sentence.words[noun.i + 1 : noun.i + 2]
    if before.rel in ("case", "compound:prt") or before.tag in ("RP", "IN", "JJS", "CC"):
        return False
    if after and (
        (after[0].text in ("-", "'s", "'", ",") and after[0].text != ",")
        or after[0].tag in ("NN", "NNS", "NNP")
    ):
        return False
    if governor.tag in ("JJS", "RBS") or any(c.tag in ("JJS", "RBS") for c in governor.children):
        return False
    if is_place_name(noun):
        return noun.tag == "NNP" and noun.i == found.end
    return noun.lemma in HOLLOW and noun.tag == "NN" and noun.child("det", "nmod:poss").lower in _GIVEN


_GIVEN = frozenset(("the", "a", "an", "this", "my", "his", "her", "their", "our", "your"))


# --- into, toward, up the stairs --------------------------------------------------------------------

_PATHS = Phrasebook(_LISTS.table("paths"))
_MOTION = _LISTS.set("motion")
_SLOPES = _LISTS.set("slopes")


@rule("spatial.path", NEAR_MISS, "The cat ran out of the house. -> The cat ran into the house.", most=2)
def _paths(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "She ran into the house." -> "She ran out of the house."."""
    for found in _PATHS(sentence):
        noun, governor, text = found.governed(), found.governor(), found.text
        if not noun or governor.lemma not in _MOTION or _has_number(noun):
            continue
        if text in ("up", "down"):
            fits = noun.lemma in _SLOPES
        elif text in ("toward", "towards", "away from"):
            fits = is_concrete(noun) or kind(noun) in ("person_noun", "pronoun", "person")
        else:
            fits = is_concrete(noun) and not (
                governor.lemma in ("run", "go", "look", "fall") and noun.tag == "NNS"
            )
            fits = fits and governor.lemma not in ("turn", "look", "point", "head")
        if fits:
            yield change("path", found.replaced(rng.choice(found.options)))
