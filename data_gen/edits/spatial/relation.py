"""Spatial relations: where things are and move (near-misses).

Rules spatial.relation, .containment and .path. A preposition is touched where its noun has a place ("under
the table"), not where it is figurative ("under the law", "under the hood"), nor where its opposite stands
beside it ("both inside and outside").
"""

from ...english.classes import thing_class
from ...english.kinds import is_name, kind
from ...english.lexicon import word_set
from ...english.places import HOLLOW, TOPPED, is_concrete, is_place_name
from ...parsing.sentence import Sentence, Word
from ..phrases import is_glossed
from ..prelude import NEAR_MISS, Changes, Found, Random, Table, change, lexical, rule, word_lists
from ..requests import asks
from .bound import is_argued_from, is_bound, is_said_again
from .side import DISTANCES

_LISTS = word_lists(__package__, "relation")

# --- above, inside, behind --------------------------------------------------------------------------

_REACH = 8  # words within which it is said what rises or falls
_PEOPLE = ("pronoun", "person_noun")


@lexical("spatial.relation", NEAR_MISS, Table(_LISTS.table("relations")))
def relations(found: Found) -> list[str]:
    """The lamp is above the table. -> The lamp is below the table."""
    if _is_half(found) or is_said_again(found) or _is_measured(found):
        return []
    return [option for option in _alternatives(found) if _opposes(found, option)]


def _is_half(found: Found) -> bool:
    """Whether it is one of two that are told of one thing ("inside and outside"), or is stressed ("even")."""
    beside = {found.before().lower, found.after().lower}
    return not beside.isdisjoint(("and", "or", "both", "even", "to"))


def _is_measured(found: Found) -> bool:
    """ "50 miles outside Lyon", "a hill above the bay", "the inside of the cup"."""
    before = found.before()
    far = before.tag == "CD" or before.lemma in DISTANCES or before.lower in _LISTS.far
    return far or found.governor().lemma in _LISTS.heights


def _alternatives(found: Found) -> tuple[str, ...]:
    """The wording's opposites that fit its noun: "in France", "inside the box", "within the scope"."""
    noun = found.governed()
    if not noun or not found.text.startswith("outside"):
        return found.options
    if is_place_name(noun):
        return () if found.governor().lemma in _LISTS.nations else ("in",)  # "a country outside the UK"
    if noun.lemma in _LISTS.within:
        return ("within",)
    return found.options if is_concrete(noun) or noun.lemma in _LISTS.enclosing else ()


def _opposes(found: Found, option: str) -> bool:
    """Whether the wording is spatial here and the option is its opposite."""
    text, noun, lemma = found.text, found.governed(), found.governor().lemma
    if not noun:
        adverb, verb = found.first.rel == "advmod" and found.first.pos == "ADV", found.first.head
        if text in ("above", "below"):  # "as described above"
            told = verb.tag == "VBN" and verb.lemma in _LISTS.in_texts and found.before() is verb
            return adverb and told and found.after().text != ":"
        if is_argued_from(found.sentence):
            return False
        ends = found.after().text in (".", ",", "?")
        return adverb and ends and text in ("inside", "outside") and verb.pos == "VERB"
    if text in ("under", "beneath", "underneath") and lemma in _LISTS.changing:
        return False  # "fell under the wheels"
    if is_argued_from(found.sentence) or _has_number(noun) or noun.has("case", "from"):
        return False
    if is_glossed(found.sentence, noun) or [w.lemma for w in found.sentence.words].count(noun.lemma) > 1:
        return False
    if noun.lower in ("which", "all", "that", "this", "it", "these", "those"):
        return False
    if noun.lemma in _LISTS.figures or _is_of_interface(found):
        return False  # "under the hood", "inside the form"
    if option.startswith("outside"):
        return _may_be_left(found, noun)
    if text in ("above", "below", "outside", "outside of"):
        ahead = found.sentence.words[max(0, found.start - _REACH) : found.start]
        risen = text in ("above", "below") and any(w.lemma in _LISTS.changing for w in ahead)
        share = found.before().tag == "CD" or found.before().lemma in ("percent", "%", "point")
        return not risen and not share and kind(noun) not in ("number", "measure", "time", "other")
    if is_place_name(noun):
        return False  # "under U.S. law"
    if option == "on top of" and noun.lemma not in TOPPED:
        return False
    if text == "over":
        return is_concrete(noun) and lemma in _LISTS.hanging
    if text in ("behind", "in front of"):
        if lemma in _LISTS.ranked or noun.lemma in _LISTS.hearers or _closed(noun):
            return False
        people = noun.tag in ("PRP", "NN") and kind(noun) in _PEOPLE and lemma in _LISTS.postures
        return is_concrete(noun) or people
    return is_concrete(noun)


def _may_be_left(found: Found, noun: Word) -> bool:
    """Whether what is inside may as well be outside: of a known place, or of a thing that is told already."""
    within = found.text == "within"
    kept = not within and bool(_LISTS.kept_in & {found.governor().lemma, found.governor().head.lemma})
    if kept or noun.child("conj") or found.after().tag == "IN":
        return False
    if is_place_name(noun):
        return found.governor().lemma not in _LISTS.nations
    if thing_class(noun) == "body":
        return False  # "put it inside the nose"
    bounded = noun.lemma in _LISTS.bounded if within else kind(noun) == "thing" or is_concrete(noun)
    return bounded and (bool(noun.child("nmod:poss")) or noun.child("det").lower in _LISTS.known)


def _is_of_interface(found: Found) -> bool:
    """Whether the noun is a part of a text or a screen: "In the Email box, type ...", "on the last page"."""
    return found.governed().lemma in _LISTS.interface or found.governor().lemma in _LISTS.operating


def _has_number(noun: Word) -> bool:
    return any(c.rel == "nummod" or c.tag == "CD" for c in noun.children)


def _closed(noun: Word) -> bool:
    """ "behind closed doors", "behind the wheel", "behind his back"."""
    return noun.lemma in ("wheel", "back", "bar", "scene", "head") or any(
        c.lower == "closed" for c in noun.children
    )


# --- in -> outside ----------------------------------------------------------------------------------

_IN = Table({"in": "outside"})
_CONTAINMENT_SHARE = 0.5  # of the sentences with a place in them: "in" is everywhere
_INVOLVED = _LISTS.set("involved") - word_set("be live base")


@rule("spatial.containment", NEAR_MISS, most=2)
def containment(sentence: Sentence, rng: Random) -> Changes:
    """She was born in Lisbon. -> She was born outside Lisbon.; in the garage -> outside the garage"""
    places = [found for found in _IN(sentence) if _is_place_of(found) and not is_bound(found, "outside")]
    named = [w for w in sentence.words if w.has("case", "in") and is_place_name(w)]
    if places and len(named) < 2 and rng.random() < _CONTAINMENT_SHARE:
        yield change("containment", rng.choice(places).replaced("outside"))


def _is_place_of(found: Found) -> bool:
    noun, governor = found.governed(), found.governor()
    if not governor or governor.lemma in _INVOLVED or is_name(governor) or _is_of_interface(found):
        return False
    if governor.lemma not in _LISTS.situated and not asks(found.sentence):
        return False
    if noun.rel != "obl" and not (found.sentence.alone and noun.rel in ("nmod", "root")):
        return False  # "trade in Riga": that of another place is another trade
    if noun.all("conj", "appos", "acl", "nmod", "nummod", "case")[1:] or noun.child(
        "conj", "acl", "nmod", "appos"
    ):
        return False
    sentence = found.sentence
    before, after = found.before(), sentence.words[noun.i + 1 : noun.i + 2]
    if before.rel in ("case", "compound:prt") or before.tag in ("RP", "IN", "JJS", "CC"):
        return False
    if after and (
        after[0].text in ("-", "'s", "'")
        or (after[0].text == "," and is_place_name(sentence.after(after[0])))
        or after[0].tag in ("NN", "NNS", "NNP")
    ):
        return False
    if governor.tag in ("JJS", "RBS") or any(c.tag in ("JJS", "RBS") for c in governor.children):
        return False
    if is_place_name(noun):
        return noun.tag == "NNP" and noun.i == found.end
    return noun.lemma in HOLLOW and noun.tag == "NN" and noun.child("det", "nmod:poss").lower in _LISTS.given


# --- into, toward, up the stairs --------------------------------------------------------------------


@lexical("spatial.path", NEAR_MISS, Table(_LISTS.table("paths")))
def paths(found: Found) -> bool:
    """The cat ran out of the house. -> The cat ran into the house."""
    noun, lemma, text = found.governed(), found.governor().lemma, found.text
    if not noun or lemma not in _LISTS.motion or _has_number(noun) or _is_half(found):
        return False
    if lemma == "crash" or noun.lower in ("it", "this", "that"):
        return False  # "crashed into a wall", "step away from it"
    if text in ("up", "down"):
        return noun.lemma in _LISTS.slopes
    if text in ("toward", "towards", "away from"):
        return is_concrete(noun) or kind(noun) in ("person_noun", "pronoun", "person")
    collides = lemma in ("run", "go", "look", "fall") and (noun.tag == "NNS" or text == "onto")
    return is_concrete(noun) and not collides and lemma not in ("turn", "look", "point", "head", "lead")
