"""Argument swaps of things: two common nouns in different roles anywhere in the sentence.

Part of the family argument_swap. Only things of one class (english/classes.py), or two of none, change
places: others would hardly ever read naturally. Whole phrases with the same kind of determiner, subjects
only with their number; set phrases and light verbs are left alone.
"""

from collections.abc import Iterator
from itertools import combinations

from ...english.casing import first_word
from ...english.classes import thing_class
from ...english.lexicon import FIXED_NOUNS, REPORTING, SYMMETRIC, word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Sentence, Span, Word
from ..edit import Change, change, exchange
from ..exchange import SYMMETRIC_PREPOSITIONS, are_similar, is_light
from ..index import related
from ..phrases import bound_pronoun, contains, is_part_of, simple_phrase
from ..rule import NEAR_MISS, rule
from .guards import may_exchange

_LISTS = word_lists(__package__, "things")

_CORE = frozenset(("nsubj", "nsubj:pass", "obj"))
_STAND_INS = _LISTS.set("stand_ins")
_RELATING = word_set("connect link separate divide")
_MUTUAL = word_set("near beside alongside opposite around")  # "the lamp stood near the chair"
_LINKING = word_set("be have become include seem appear remain mean represent total say")


@rule(
    "argument_swap.things",
    NEAR_MISS,
    "The broken lamp fell on the chair. -> The chair fell on the broken lamp.",
    most=3,
    when=may_exchange,
)
def things(sentence: Sentence) -> Iterator[Change]:
    """ "The storm that hit the pier closed the road" -> "... hit the road closed the pier"."""
    classes: dict[str, list[tuple[Word, Span]]] = {}
    for word in related(sentence, "nsubj", "obj", "obl", "nmod"):
        if word.tag in ("NN", "NNS") and not word.text[0].isdigit() and (span := _phrase(sentence, word)):
            classes.setdefault(thing_class(word) or "", []).append((word, span))
    for (first, a), (second, b) in (pair for c in classes.values() for pair in combinations(c, 2)):
        subjects = "nsubj" in (first.rel, second.rel)
        if (subjects and first.tag != second.tag) or first.lemma == second.lemma or a.overlaps(b):
            continue
        if not _alike(first, second) or contains(first, second) or is_part_of(first, second):
            continue
        if first.head is second.head and first.head.lemma in SYMMETRIC | _RELATING:
            continue
        if {first.rel, second.rel} == {"nmod"} and first.head is second.head:
            continue
        if first.head is second.head and subjects and _MUTUAL & {_case(first), _case(second)}:
            continue
        if {_case(first), _case(second)} in ({"in", "on"}, {"in", "at"}, {"at", "on"}):
            continue  # "in the port", "on the coast"
        if any(_is_equated(word) for word in (first, second)):
            continue  # "the purchase is the largest transaction in its history"
        if first.quote != second.quote or bound_pronoun(sentence, a, b):
            continue
        texts = [sentence.slice(span.start, span.end).lower() for span in (a, b)]
        if any(sentence.text.lower().count(text) > 1 for text in texts):
            continue
        yield change("things", *exchange(sentence, a, b))


def _is_equated(word: Word) -> bool:
    """Whether a noun says what this subject is."""
    said = word.head
    return word.rel == "nsubj" and said.pos == "NOUN" and bool(said.child("cop"))


def _phrase(sentence: Sentence, word: Word) -> Span | None:
    """The short phrase of a thing that may change places, or None."""
    verb = word.head
    if not verb or not are_similar(word) or not _form(word):
        return None
    if word.lemma in FIXED_NOUNS | _STAND_INS or word.all("conj", "appos", "acl"):
        return None
    if word.dep in _CORE:
        if (verb.pos != "VERB" and word.rel == "obj") or verb.lemma in _LINKING | REPORTING:
            return None
        if (word.rel == "obj") != (word.i > verb.i) or (word.rel == "obj" and is_light(word)):
            return None
    elif word.dep not in ("obl", "nmod", "obl:agent") or not _has_plain_preposition(word):
        return None
    span = simple_phrase(sentence, word)
    if span is None or span.end - span.start > 6 or sentence.words[span.start].i > word.i:
        return None
    if any(w.tag in ("JJS", "PRP$", "$") for w in sentence.words[span.start : span.end]):
        return None
    if span.start == first_word(sentence) and sentence.words[span.start].tag not in ("DT", "NN", "NNS", "JJ"):
        return None
    if word.child("nmod:poss") and span.start == first_word(sentence):
        return None  # a name without the tag of one
    last = sentence.words[span.end] if span.end < len(sentence.words) else NOTHING
    if last.tag in ("NN", "NNS", "NNP", "NNPS", "HYPH", "POS", "CD", "PRP", "DT"):
        return None  # a longer name or compound, or "the home the family shared"
    case = word.child("case")
    before = sentence.words[span.start - 1].lower if span.start else ""
    if _form(word) == "bare" and span.start and sentence.words[span.start - 1].tag in ("NN", "NNS", "JJ"):
        return None  # "containment efforts", taken apart by the parser
    if before in ("as", "than", "including", "like"):
        return None
    return span if not case or case.i == span.start - 1 else None


def _alike(first: Word, second: Word) -> bool:
    """Whether both have a determiner, or both are plurals without one."""
    return (_form(first) == "bare") == (_form(second) == "bare")


def _form(word: Word) -> str:
    """The determiner ("a" for "an"), "bare" of a plural, "" of what must stay where it is."""
    owner = word.child("nmod:poss")
    if owner:
        return "the" if owner.tag != "PRP$" else ""
    if word.child("nummod") and word.tag == "NNS":
        return "the"
    determiner = word.child("det")
    if not determiner:
        return "bare" if word.tag == "NNS" else ""
    return {"the": "the", "these": "the", "those": "the", "this": "the", "a": "a", "an": "a"}.get(
        determiner.lower, ""
    )


def _has_plain_preposition(word: Word) -> bool:
    if len(word.all("case")) != 1 or _case(word) in SYMMETRIC_PREPOSITIONS:
        return False
    if _case(word) == "of" and word.head and not are_similar(word.head):
        return False  # "one of", "a lot of"
    return word.dep != "obl" or word.head.pos == "VERB"


def _case(word: Word) -> str:
    return word.child("case").lower
