""" "There is" and "it is" (hard positives).

Part of the family paraphrase: "There are two seats in the hall." <-> "Two seats are in the hall.", "It is
hard to leave." <-> "To leave is hard.". Places only, and a closed list of adjectives.
"""

import random
from collections.abc import Iterator

from ...english.casing import piece
from ...english.kinds import kind
from ...english.verb_forms import gerund
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..edit import Change, Replacement, change
from ..index import is_statement
from ..rule import SAME, per_clause, rule
from .arguments import final_stop, is_definite, is_indefinite, is_plain, movable

_LISTS = word_lists(__package__, "expletives")

_PLACE_CASES = frozenset(("in", "on", "at", "near", "under", "behind", "inside", "outside", "above", "below"))
_ABSTRACT = _LISTS.set("abstract")
_EASY = _LISTS.set("easy")
_CERTAIN = _LISTS.set("certain")


@rule(
    "paraphrase.existential",
    SAME,
    "There are two seats in the hall. <-> Two seats are in the hall.; The hall has two seats.",
    when=is_statement,
)
@per_clause
def existential(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "There is a bakery on the corner." <-> "A bakery is on the corner."."""
    end = final_stop(sentence)
    if end is None or not clause.is_root or not clause.finite or not is_plain(sentence):
        return
    if any(w.text == "," for w in sentence.words) or clause.predicate.all("conj", "parataxis", "advcl"):
        return
    words, finite = sentence.words, clause.finite
    if words[0].lower == "there" and words[0].dep == "expl" and finite.i == 1:
        yield from _without_there(sentence, clause, end)
    else:
        yield from _with_there(sentence, clause, end)


def _without_there(sentence: Sentence, clause: Clause, end: int) -> Iterator[Change]:
    words, finite = sentence.words, clause.finite
    noun = clause.predicate.child("nsubj", "obj")
    if not noun or finite.lemma != "be" or finite.lower not in ("is", "are", "was", "were"):
        return
    if not is_indefinite(noun) or noun.lemma in _ABSTRACT or noun.left != 2 or noun.pos != "NOUN":
        return
    place = next((w for w in words[noun.i + 1 :] if w.rel in ("nmod", "obl") and w.right + 1 == end), NOTHING)
    if not place or place.head not in (noun, clause.predicate) or noun.all("acl", "amod:relcl", "conj"):
        return
    case = place.child("case")
    if not case or case.i != noun.i + 1 or case.lower not in _PLACE_CASES or place.left != case.i:
        return
    if kind(place) not in ("thing", "place", "organisation_noun", "name", "organisation"):
        return
    if place.lemma in _ABSTRACT or not (is_definite(place) or kind(place) == "place"):
        return
    item, where = sentence.slice(2, noun.i + 1), sentence.slice(case.i, end)
    whole = words[0].start, words[end - 1].end
    yield _existential(Replacement(*whole, f"{where}, there {finite.text} {item}"))
    if words[2].lower not in ("some", "several", "many"):
        yield _existential(Replacement(*whole, f"{item} {finite.text} {where}"))
    if (
        case.lower == "in"
        and noun.tag == "NNS"
        and kind(noun) != "person_noun"
        and place.tag in ("NN", "NNP")
    ):
        has = "had" if finite.lower in ("was", "were") else "has"
        yield _existential(Replacement(*whole, f"{sentence.slice(case.i + 1, end)} {has} {item}"))


def _with_there(sentence: Sentence, clause: Clause, end: int) -> Iterator[Change]:
    words, finite, noun, place = sentence.words, clause.finite, clause.subject, clause.predicate
    case = place.child("case")
    if not noun or not finite or not case or len(clause.auxiliaries) != 1 or clause.negation:
        return
    if finite.lower not in ("is", "are", "was", "were") or finite.rel != "cop" or case.i != finite.i + 1:
        return
    if case.lower not in _PLACE_CASES or place.right + 1 < end or noun.left != 0:
        return
    if noun.right + 1 != finite.i:
        return
    if noun.pos != "NOUN" or not is_indefinite(noun) or not is_definite(place) or kind(place) == "other":
        return
    if words[0].lower == "many" or movable(sentence, noun) is None:
        return
    item = piece(sentence, 0, finite.i)
    yield _existential(Replacement(words[0].start, finite.end, f"there {finite.text} {item}"))


@rule(
    "paraphrase.extraposition",
    SAME,
    "It is hard to leave. <-> To leave is hard.; Leaving is hard.; It is clear that he left. <-> That "
    "he left is clear.",
    when=is_statement,
)
@per_clause
def extraposition(sentence: Sentence, clause: Clause, rng: random.Random) -> Iterator[Change]:
    """ "It is hard to leave." <-> "To leave is hard."; "It is clear that X." <-> "That X is clear."."""
    predicate, finite = clause.predicate, clause.finite
    if (predicate.lemma not in _EASY and predicate.lemma not in _CERTAIN) or not finite:
        return
    end = final_stop(sentence)
    if end is None or not clause.is_root or clause.negation or not is_plain(sentence):
        return
    if predicate.all("conj", "parataxis") or any(w.text == "," for w in sentence.words):
        return
    if len(clause.auxiliaries) != 1 or finite.lower not in ("is", "was"):
        return
    if sentence.words[0].lower == "it" and finite.i == 1:
        yield from _from_it(sentence, clause, end, rng)
    else:
        yield from _to_it(sentence, clause, end)


def _from_it(sentence: Sentence, clause: Clause, end: int, rng: random.Random) -> Iterator[Change]:
    words, predicate = sentence.words, clause.predicate
    content = predicate.child("csubj", "ccomp", "xcomp", "advcl", "acl")
    if not content or content.right + 1 != end or content.left != predicate.i + 1:
        return
    marker = words[content.left]
    middle = sentence.slice(1, predicate.i + 1)
    whole = words[0].start, words[end - 1].end
    if marker.tag == "TO" and predicate.lemma in _EASY and words[marker.i + 1].tag == "VB":
        verb = words[marker.i + 1]
        rest = sentence.text[verb.end : words[end - 1].end]
        doing = f"{gerund(verb.lower)}{rest}" if rng.random() < 0.6 else f"to {verb.text}{rest}"
        if end - verb.i <= 12:
            yield _extraposition(Replacement(*whole, f"{doing} {middle}"))
    elif marker.lower == "that" and predicate.lemma in _CERTAIN and end - marker.i <= 14:
        yield _extraposition(Replacement(*whole, f"{sentence.slice(marker.i, end)} {middle}"))


def _to_it(sentence: Sentence, clause: Clause, end: int) -> Iterator[Change]:
    words, predicate, subject, finite = sentence.words, clause.predicate, clause.subject, clause.finite
    if not subject or subject.left != 0 or subject.right + 1 != finite.i or predicate.i != end - 1:
        return
    first = words[0]
    if first.lower == "to" and words[1].tag == "VB" and predicate.lemma in _EASY:
        content = sentence.slice(1, finite.i)
        content = f"to {content}"
    elif (
        first.lower == "that"
        and subject.rel == "csubj"
        and first.rel == "mark"
        and predicate.lemma in _CERTAIN
    ):
        content = f"that {sentence.slice(1, finite.i)}"
    elif first.tag == "VBG" and subject is first and subject.rel == "csubj" and predicate.lemma in _EASY:
        base = _base_of_gerund(first)
        if base is None:
            return
        content = f"to {base}{sentence.text[first.end : words[finite.i - 1].end]}"
    else:
        return
    rest = sentence.slice(finite.i, end)
    yield _extraposition(Replacement(first.start, words[end - 1].end, f"it {rest} {content}"))


def _base_of_gerund(word: Word) -> str | None:
    return word.lemma if gerund(word.lemma) == word.lower else None


def _existential(replacement: Replacement) -> Change:
    return change("existential", replacement)


def _extraposition(replacement: Replacement) -> Change:
    return change("extraposition", replacement)
