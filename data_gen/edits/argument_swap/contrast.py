"""Argument swaps of what a sentence sets against each other: gas rather than coal -> coal rather than gas.

The writer holds both to be possible in this place, so that the exchange is always something to be said.
"""

from collections.abc import Iterator

from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Sentence, Word
from ..edit import Change
from ..exchange import exchanges
from ..phrases import own_words
from ..rule import NEAR_MISS, rule

_MARKERS: dict[str, list[tuple[str, ...]]] = {}  # what is set against each other by, under the first word
for _first, *_rest in map(str.split, word_lists(__package__, "contrast").phrases("markers")):
    _MARKERS.setdefault(_first, []).append((_first, *_rest))
_NOMINAL = ("NOUN", "PROPN", "NUM")


@rule(
    "argument_swap.contrast",
    NEAR_MISS,
    "The guests came by train rather than by bus. -> The guests came by bus rather than by train. The plan "
    "covers theft but not loss. -> The plan covers loss but not theft.",
    triggers={"unlike", *_MARKERS},
)
def contrast(sentence: Sentence) -> Iterator[Change]:
    """ "by train instead of by bus" -> "by bus instead of by train"; "was used in place of", "theft but not
    loss", "more common in men than in boys", "unlike the app, the site" likewise.
    """
    yield from exchanges(sentence, "contrast", _unlike(sentence))
    for word in sentence.words:
        for marker in _MARKERS.get(word.lower, ()):
            if all(sentence.after(word, n).lower == part for n, part in enumerate(marker) if n):
                chosen, other = _around(sentence, word, len(marker))
                if chosen and other and _alike(chosen, other):
                    yield from exchanges(sentence, "contrast", [(chosen, other)], own_words)


def _around(sentence: Sentence, word: Word, length: int) -> tuple[Word, Word]:
    """The noun that ends before a marker (or the subject of a passive verb there), and the one after it."""
    before, start = sentence.before(word), sentence.after(word, length)
    if word.lower == "not" and before.text != ",":
        return NOTHING, NOTHING  # "covers theft, not loss"
    if before.text == ",":
        before = sentence.before(before)
    if word.lower == "but" and length == 1 and not _is_denied(sentence, before):
        return NOTHING, NOTHING  # "not theft but loss"
    chosen = before if before.pos in _NOMINAL else before.child("nsubj:pass")
    if chosen.rel == "nmod" and chosen.head.tag in ("NN", "NNS") and start.rel != "case":
        return NOTHING, NOTHING  # "an editor of the wiki instead of a viewer"
    if chosen and chosen is before and start.rel == "case" and start.lower == chosen.child("case").lower:
        start = sentence.after(start)  # "by train rather than by bus"
    elif word.lower == "than":
        return NOTHING, NOTHING  # "takes more time than money"
    for other in sentence.words[start.i : start.i + 6] if start else []:
        span = own_words(sentence, other) if other.pos in _NOMINAL else None
        if span is not None and span.start == start.i and other.right == other.i:
            return chosen, other
    return NOTHING, NOTHING


def _is_denied(sentence: Sentence, noun: Word) -> bool:
    """Whether "not" stands before the plain phrase of a noun, and its preposition."""
    span = own_words(sentence, noun) if noun.pos in _NOMINAL else None
    before = sentence.before(sentence.words[span.start]) if span is not None else NOTHING
    if before.rel == "case" and before.head is noun:
        before = sentence.before(before)
    return before.lower == "not"


def _unlike(sentence: Sentence) -> Iterator[tuple[Word, Word]]:
    """Yield what a clause tells apart from its subject: "Unlike the app, the site is free."."""
    for clause in sentence.clauses:
        for other in clause.predicate.all("obl", "nmod"):
            subject = clause.subject
            if other.child("case").lower == "unlike" and subject.pos in _NOMINAL and _alike(subject, other):
                yield subject, other


def _alike(a: Word, b: Word) -> bool:
    """Whether both are determined or neither is, and both have the same tag."""
    determined = [bool(w.child("det", "nmod:poss")) for w in (a, b)]
    if (
        a.lemma == b.lemma
        or a.tag.removesuffix("S") != b.tag.removesuffix("S")
        or determined[0] != determined[1]
    ):
        return False
    return b.rel != "compound" and not a.child("acl", "appos", "cop")
