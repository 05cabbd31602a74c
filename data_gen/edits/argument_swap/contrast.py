"""Argument swaps of what a sentence sets against each other: gas rather than coal -> coal rather than gas.

The writer holds both to be possible in this place, so that the exchange is always something to be said.
"""

from collections.abc import Iterator

from ...english.classes import one_class
from ...english.kinds import kind
from ..exchange import exchanges
from ..index import are_echoed
from ..phrases import own_words
from ..prelude import NEAR_MISS, NOTHING, Changes, Sentence, Word, change, replace, rule, word_lists
from .fillers import group, told_apart

_MARKERS: dict[str, list[tuple[str, ...]]] = {}  # what is set against each other by, under the first word
_LISTS = word_lists(__package__, "contrast")
for _first, *_rest in map(str.split, _LISTS.phrases("markers")):
    _MARKERS.setdefault(_first, []).append((_first, *_rest))
_NOMINAL = ("NOUN", "PROPN", "NUM")
_SINGLE = frozenset(("JJ", "RB", "RBR", "VB", "VBG", "VBN", "WRB"))
_REACH = 3  # words behind a marker among which one blames what is denied
_OPPOSING = frozenset(("rather", "instead", "not"))


@rule("argument_swap.contrast", NEAR_MISS, triggers={"unlike", *_MARKERS})
def contrast(sentence: Sentence) -> Changes:
    """The guests came by train rather than by bus. -> The guests came by bus rather than by train. The plan
    covers theft but not loss. -> The plan covers loss but not theft.

    "by train instead of by bus" -> "by bus instead of by train"; "was used in place of", "theft but not
    loss", "more common in men than in boys", "unlike the app, the site" likewise.
    """
    yield from exchanges(sentence, "contrast", _unlike(sentence), own_words)
    for word in sentence.words:
        for marker in _MARKERS.get(word.lower, ()):
            if all(sentence.after(word, n).lower == part for n, part in enumerate(marker) if n):
                yield from _exchanged(sentence, word, len(marker))


def _exchanged(sentence: Sentence, word: Word, length: int) -> Changes:
    """Yield the exchange of what stands on both sides of a marker, which begins with a word."""
    if word.lower == "not" and sentence.before(word).text != ",":
        return  # "should sales not rise"
    if not _LISTS.reasons.isdisjoint(w.lower for w in sentence.words):
        return  # "ropes rather than chains, since that makes it lighter": true of one of them
    if length > 1 and sum(w.lower == word.lower for w in sentence.words) > 1:
        return  # "calm instead of angry, and open instead of shy": all of one mind
    chosen, other = _around(sentence, word, length)
    if chosen and any(c.rel == "advcl" and c.tag == "VBG" and c.i > word.i for c in chosen.head.children):
        return  # "short links rather than long ones, making it easy to pass"
    if _LISTS.blamed & {w.lower for w in sentence.words[word.i + length : word.i + length + _REACH]}:
        return  # nobody wants it "brittle but not firm"
    if not chosen or not other:
        yield from _of_words(sentence, word, length)
    elif are_echoed(sentence, [chosen, other]):
        return  # "keep the warm room rather than the cold one, to stay warm": it fits one of them
    elif (apart := told_apart(chosen, other)) is not None:
        yield change("contrast", *apart)
    elif _alike(chosen, other):
        yield from exchanges(sentence, "contrast", [(chosen, other)], own_words)


def _of_words(sentence: Sentence, word: Word, length: int) -> Changes:
    """ "was mild rather than severe" -> "was severe rather than mild": two words that nothing hangs on."""
    first, second = sentence.before(word), sentence.after(word, length)
    if first.text == ",":
        first = sentence.before(first)
    bare = all(
        w.tag in _SINGLE and not w.child("obj", "obl", "xcomp", "ccomp") and w.all("conj") in ([], [second])
        for w in (first, second)
    )
    after = sentence.after(second)
    ends = not after or after.pos == "PUNCT"
    alike = first.tag == second.tag and first.lower != second.lower and word.lower in _OPPOSING
    if bare and ends and alike and not are_echoed(sentence, [first, second]):
        yield change("contrast", replace(first, second.text), replace(second, first.text))


def _around(sentence: Sentence, word: Word, length: int) -> tuple[Word, Word]:
    """The noun that ends before a marker (or the subject of a passive verb there), and the one after it."""
    before, start = sentence.before(word), sentence.after(word, length)
    if before.text == ",":
        before = sentence.before(before)
    if word.lower == "than" and not any(
        w.tag in ("JJR", "RBR") or w.lower in ("more", "less") for w in sentence.words[: word.i]
    ):
        return NOTHING, NOTHING  # "different for men than for boys" is different for boys than for men
    if word.lower == "but" and length == 1 and not _is_denied(sentence, before):
        return NOTHING, NOTHING  # "not theft but loss"
    if before.rel == "conj" and before.pos in _NOMINAL:
        return NOTHING, NOTHING  # "for speed and size, not weight": not the last of them alone
    chosen = before if before.pos in _NOMINAL else before.child("nsubj:pass")
    if chosen is not before and chosen.right > chosen.i:
        return NOTHING, NOTHING  # "receipt of a loan is meant, not land"
    if kind(chosen) == "time" and not chosen.child("case"):
        return NOTHING, NOTHING  # "Today, instead of ferries, there are bridges"
    if chosen.rel == "nmod" and chosen.head.tag in ("NN", "NNS") and start.rel != "case":
        return NOTHING, NOTHING  # "an editor of the wiki instead of a viewer"
    if chosen and chosen is before and start.rel == "case" and start.lower == chosen.child("case").lower:
        start = sentence.after(start)  # "by train rather than by bus"
    elif word.lower == "than":
        return NOTHING, NOTHING  # "takes more time than money"
    for other in sentence.words[start.i : start.i + 6] if start else []:
        is_noun = other.pos in _NOMINAL and other.rel not in ("amod", "compound")
        span = own_words(sentence, other) if is_noun else None
        if span is not None and span.start == start.i and other.right == other.i:
            return (NOTHING, NOTHING) if _is_beside(chosen, sentence.before(start)) else (chosen, other)
    return NOTHING, NOTHING


def _is_beside(noun: Word, before: Word) -> bool:
    """Whether it may be the thing that a noun says the place of: "a link on a page instead of a button"."""
    place = noun.child("case") and noun.child("case").lower != before.lower
    thing = noun.head if noun.rel == "nmod" else noun.head.child("obj")
    return bool(place and thing) and thing is not noun and noun.text.isalpha() and kind(thing) == kind(noun)


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
            if other.child("case").lower != "unlike" or sentence.after(other.child("case")).rel == "case":
                continue  # "unlike with the app"
            if other.child("acl") and subject.lemma != other.lemma:
                continue  # "unlike iron, which rusts, the law"
            if subject.child("nmod") or other.child("nmod"):
                continue  # "unlike the kings of Ur, the poor"
            akin = subject.tag == other.tag and (subject.tag != "NN" or bool(subject.child("det")))
            akin |= group(subject) != "thing" or one_class(subject, other)
            fit = akin and subject.pos in _NOMINAL and group(subject) == group(other)
            if fit and _alike(subject, other):
                yield subject, other


def _alike(a: Word, b: Word) -> bool:
    """Whether both are determined or neither is, and both have the same tag."""
    determined = [bool(w.child("det", "nmod:poss")) for w in (a, b)]
    numbered = a.tag.removesuffix("S") == b.tag.removesuffix("S")
    if not numbered or determined[0] != determined[1] or _own(a) == _own(b):
        return False
    described = a.child("acl", "cop") or any(c is not b for c in a.all("appos"))
    return b.rel != "compound" and not described


def _own(noun: Word) -> set[str]:
    return {noun.lemma, *(c.lower for c in noun.all("amod", "compound"))}
