"""Entities: two names mentioned in one sentence change places (near-misses), a name takes its other form
(positive).

"Higgins left Southampton for Cape Town." -> "Higgins left Cape Town for Southampton." The names may stand
anywhere: what was said of the one is then said of the other. Descriptions, lists and names that may be one
and the same entity are left alone (names.py).
"""

import random
from collections.abc import Iterator
from itertools import combinations

from spacy.tokens import Doc

from ...english.kinds import is_name, kind
from ...english.lexicon import word_set
from ...parsing.reading import read
from ...parsing.sentence import Sentence, Span, Word
from ..edit import Edit, Replacement, edit, exchange
from ..index import proper, related
from ..names import bare_names, exchangeable
from ..phrases import contains, is_part_of, shares_name
from .aliases import aliases

MAX_EXCHANGES = 4  # exchanged names per sentence

RULES = {"persons": 0, "organisations": 0, "places": 0, "names": 0, "alias": 1}
"""The rules of this module and the label each gives: 0 near-miss, 1 same meaning."""

_GROUPS = (("person", "organisation", "name"), ("place", "name"), ("code",))
_RULES = {"person": "persons", "organisation": "organisations", "place": "places"}


def propose(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """Yield exchanges of two names, and names in their other form."""
    sentence = read(doc)
    if not proper(sentence):
        return
    made: dict[tuple[Replacement, ...], Edit] = {}
    for proposal in (*_names(sentence), *_place_phrases(sentence)):
        made.setdefault(proposal.replacements, proposal)
    drawn = list(made.values())
    rng.shuffle(drawn)
    yield from drawn[:MAX_EXCHANGES]
    yield from aliases(sentence)


def _names(sentence: Sentence) -> Iterator[Edit]:
    """ "Ruth left Lyon after Omar called." -> "Omar left Lyon after Ruth called."."""
    found = bare_names(sentence)
    for kinds in _GROUPS:
        group = [span for sort in kinds for span in found.get(sort, ())]
        for a, b in combinations(group, 2):
            if contains(a.head, b.head):
                continue  # "Lyon's mayor Anna Berg"
            if exchangeable(sentence, a, b) and not shares_name(sentence, a, b):
                sorts = {kind(a.head), kind(b.head)}
                rule = _RULES.get(sorts.pop(), "names") if len(sorts) == 1 else "names"
                yield edit(f"entity.{rule}", 0, *exchange(sentence, a, b))


def _place_phrases(sentence: Sentence) -> Iterator[Edit]:
    """ "founded in Lyon ... died at Turin" -> "founded at Turin ... died in Lyon", whole phrases."""
    heads = [w for w in related(sentence, "obl", "nmod") if is_name(w) and w.dep != "nmod:poss"]
    if len(heads) < 2:
        return
    found = [(head, span) for head in heads if (span := _place(sentence, head)) is not None]
    for (first, a), (second, b) in combinations(found, 2):
        if first.head is second.head or contains(first, second) or a.overlaps(b) or b.start - a.end < 2:
            continue
        if first.rel != second.rel or is_part_of(first, second) or shares_name(sentence, a, b):
            continue
        texts = [sentence.slice(span.start, span.end).lower() for span in (a, b)]
        if any(sentence.text.lower().count(text) > 1 for text in texts):
            continue
        yield edit("entity.places", 0, *exchange(sentence, a, b))


_PLACE_PREPOSITIONS = frozenset(("in", "at", "near", "outside"))
_NOT_PLACES = word_set("first last second third same")


def _place(sentence: Sentence, head: Word) -> Span | None:
    """The whole phrase of a place, with its preposition."""
    case = head.child("case")
    if case is None or case.lower not in _PLACE_PREPOSITIONS or kind(head) != "place":
        return None
    if head.child("conj", "appos", "acl", "advcl", "punct", "nmod") is not None:
        return None
    span = sentence.phrase(head, adposition=True)
    if span is None or span.end - span.start > 5 or not sentence.one_quote(span.start, span.end):
        return None
    words = sentence.words
    after = words[span.end : span.end + 2]
    if after and (after[0].tag in ("JJ", "NN", "NNS", "CD", "POS") or after[0].text == "("):
        return None
    if after and after[0].text == "," and is_name(after[-1]):
        return None  # "in Jackson, Mississippi"
    if any(w.tag in ("CD", "JJR", "PRP$") or w.lower in _NOT_PLACES for w in words[span.start : span.end]):
        return None
    return span
