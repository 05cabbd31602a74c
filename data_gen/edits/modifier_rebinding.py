"""Modifier rebinding (near-misses): a modifier comes to belong to another noun or verb.

"The small company acquired the large bank." -> "The large company acquired the small bank." Adjectives,
numerals, noun modifiers and possessors are exchanged between two nouns, or an adjective moves over.
"""

import random
from collections.abc import Iterator
from itertools import combinations

from spacy.tokens import Doc

from ..kinds import comparable, is_name, kind
from ..lexicon import (
    DEMONYMS,
    FIXED_ADJECTIVES,
    FIXED_NOUNS,
    LEXICAL_COMPOUNDS,
    MEASURE_NOUNS,
    RELATIONAL_ADJECTIVES,
    TIME_NOUNS,
    word_set,
)
from ..realize import mid_sentence
from ..roles import Sentence, Span, Word, read
from .build import delete, edit, exchange, insert_before, replace
from .edit import Edit
from .exchange import parallel_phrases

MAX_PER_RULE = 3  # rows of one rule per sentence


def propose(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """Yield exchanges and moves of modifiers between the nouns of the sentence."""
    sentence = read(doc)
    for rule in (_adjectives, _moved_adjective, _numerals, _compounds, _possessors, _prepositional, _adverbs):
        made = list(rule(sentence))
        rng.shuffle(made)
        yield from made[:MAX_PER_RULE]


def _adjectives(sentence: Sentence) -> Iterator[Edit]:
    """ "the small company ... the large bank" -> "the large company ... the small bank"."""
    found = [w for w in sentence.words if _free_adjective(sentence, w)]
    for a, b in combinations(found, 2):
        if a.lower == b.lower or not _different_nouns(a, b):
            continue
        if a.tag != b.tag and _adjective_class(a) != "origin":
            continue
        if _adjective_class(a) != _adjective_class(b) or a.text.isalpha() != b.text.isalpha():
            continue
        yield edit(
            "modifier_rebinding.adjectives",
            0,
            replace(a, _inner(sentence, b)),
            replace(b, _inner(sentence, a)),
        )


def _moved_adjective(sentence: Sentence) -> Iterator[Edit]:
    """ "the small company acquired the bank" -> "the company acquired the small bank"."""
    targets = [w for w in sentence.words if _bare_noun(sentence, w)]
    for adjective in (w for w in sentence.words if _free_adjective(sentence, w)):
        noun = adjective.head
        if (
            noun is None
            or adjective.tag != "JJ"
            or len(noun.all("amod")) > 2
            or _adjective_class(adjective) != "quality"
        ):
            continue
        for target in targets:
            if (
                target is noun
                or target.head is noun
                or noun.head is target
                or not _different_nouns(adjective, target)
            ):
                continue
            if (
                not _similar(noun, target)
                or target.lemma == noun.lemma
                or (target.tag != noun.tag and noun.tag == "NN")
            ):
                continue
            yield edit(
                "modifier_rebinding.moved_adjective",
                0,
                delete(sentence, adjective.i, adjective.i + 1),
                insert_before(
                    sentence.words[_compound_start(sentence, target)], _inner(sentence, adjective) + " "
                ),
            )


def _numerals(sentence: Sentence) -> Iterator[Edit]:
    """ "three dogs and five cats" -> "five dogs and three cats"."""
    found = [w for w in sentence.words if _free_numeral(sentence, w)]
    for a, b in combinations(found, 2):
        if a.lower == b.lower or a.head is None or b.head is None or a.head is b.head:
            continue
        if _unit_class(a.head) != _unit_class(b.head) or a.head.tag != b.head.tag:
            continue
        if (
            _rough(a) is not None
            and _rough(b) is not None
            and ("million" in a.lower) != ("million" in b.lower)
        ):
            continue
        if a.head.lemma == b.head.lemma and (a.head.head is b.head or b.head.head is a.head):
            continue  # "50 seats and 75 seats"
        yield edit(
            "modifier_rebinding.numerals", 0, replace(a, _inner(sentence, b)), replace(b, _inner(sentence, a))
        )


def _compounds(sentence: Sentence) -> Iterator[Edit]:
    """ "the garden shed and the tool bench" -> "the tool shed and the garden bench"."""
    found = [w for w in sentence.words if _free_compound(sentence, w)]
    for a, b in combinations(found, 2):
        if a.tag != b.tag or a.lemma == b.lemma or not _different_nouns(a, b) or a.head.lemma == b.head.lemma:  # type: ignore[union-attr]
            continue
        yield edit(
            "modifier_rebinding.compounds",
            0,
            replace(a, _inner(sentence, b)),
            replace(b, _inner(sentence, a)),
        )


def _possessors(sentence: Sentence) -> Iterator[Edit]:
    """ "the bank's lawyer ... the city's mayor" -> "the city's lawyer ... the bank's mayor"."""
    found: list[tuple[Word, Span]] = []
    for word in sentence.words:
        if word.dep != "nmod:poss" or word.pos == "PRON" or word.head is None or word.head.i < word.i:
            continue
        marker = word.child("case")
        if marker is None or marker.i != word.i + 1 or word.all("conj", "appos", "acl", "nmod"):
            continue
        if word.all("nmod:poss"):
            continue
        start = min(word.left, word.i)
        if all(w is word or w.head is word for w in sentence.words[start : word.i + 1]):
            found.append((word, Span(start, word.i + 1, word)))
    for (a, first), (b, second) in combinations(found, 2):
        if is_name(a.head) or is_name(b.head):  # type: ignore[arg-type]
            continue
        if any(sum(w.lower == p.lower for w in sentence.words) > 1 for p in (a, b)):
            continue
        same_suffix = a.child("case").lower == b.child("case").lower  # type: ignore[union-attr]
        if not same_suffix or not comparable(a, b) or a.lower == b.lower or first.overlaps(second):
            continue
        if is_name(a) != is_name(b) or not _different_nouns(a, b) or a.head.lemma == b.head.lemma:  # type: ignore[union-attr]
            continue
        yield edit("modifier_rebinding.possessors", 0, *exchange(sentence, first, second))


def _prepositional(sentence: Sentence) -> Iterator[Edit]:
    """ "the roof of the house ... the door of the barn" -> "the roof of the barn ... the door of the
    house".
    """
    for a, b in parallel_phrases(sentence, ("nmod",)):
        governors = [span.head.head for span in (a, b)]
        if all(
            g is not None and g.pos == "NOUN" and not is_name(g) and g.lemma not in _PARTITIVE
            for g in governors
        ):
            yield edit("modifier_rebinding.prepositional", 0, *exchange(sentence, a, b))


_PARTITIVE = (
    MEASURE_NOUNS | FIXED_NOUNS | word_set("group dozen thousand million hundred piece pair set list")
)


def _adverbs(sentence: Sentence) -> Iterator[Edit]:
    """ "He spoke softly and walked quickly." -> "He spoke quickly and walked softly."."""
    found = [
        w
        for w in sentence.words
        if w.rel == "advmod" and w.tag == "RB" and w.lower.endswith("ly") and w.head is not None
        and w.head.pos == "VERB" and not w.children and w.lower not in _NOT_MANNER
    ]  # fmt: skip
    for a, b in combinations(found, 2):
        if a.head is not b.head and a.lower != b.lower:
            yield edit(
                "modifier_rebinding.adverbs",
                0,
                replace(a, _inner(sentence, b)),
                replace(b, _inner(sentence, a)),
            )


_NOT_MANNER = word_set(
    """only early daily weekly monthly yearly nearly really likely finally recently reportedly
    apparently allegedly probably certainly possibly clearly usually generally initially previously
    formerly currently especially particularly mainly mostly largely simply merely actually
    basically essentially roughly approximately additionally separately respectively immediately
    ultimately eventually"""
)


# --- which words are free to move -------------------------------------------------------------------


def _free_adjective(sentence: Sentence, word: Word) -> bool:
    noun = word.head
    origin = word.lower in DEMONYMS
    if word.rel != "amod" or noun is None or (not origin and word.tag not in ("JJ", "JJR", "JJS", "VBN")):
        return False
    if word.i == 0 and not origin and not word.lower.endswith(_ADJECTIVE_ENDINGS):
        return False  # a capital may be a name's
    if word.text.isupper() and len(word.text) > 1:
        return False
    if noun.pos != "NOUN" or is_name(noun) or word.children or word.lower in FIXED_ADJECTIVES:
        return False
    if any(
        w.dep != "compound" or w.head is not noun or is_name(w) for w in sentence.words[word.i + 1 : noun.i]
    ):
        return False
    if (
        noun.i < word.i
        or noun.i > word.i + 2
        or noun.lemma in MEASURE_NOUNS
        or noun.lemma in TIME_NOUNS
        or not word.text.isalpha()
    ):
        return False
    if word.text[:1].isupper() and word.i > 0 and word.lower not in DEMONYMS:
        return False
    if word.i > 0 and sentence.words[word.i - 1].text in ("-", "–"):
        return False
    if word.i > 0 and sentence.words[word.i - 1].rel == "conj":
        return False
    if sum(w.lower == word.lower for w in sentence.words) > 1 or noun.lemma in FIXED_NOUNS:
        return False
    return not (noun.child("det:predet") or any(c.lower in ("such", "so", "too") for c in noun.children))


def _adjective_class(word: Word) -> str:
    return (
        "origin"
        if word.lower in DEMONYMS
        else "relation"
        if word.lower in RELATIONAL_ADJECTIVES
        else "quality"
    )


def _bare_noun(sentence: Sentence, word: Word) -> bool:
    """A common noun with a determiner or preposition or verb right before it and no modifier of its own."""
    if (
        word.pos != "NOUN"
        or word.tag not in ("NN", "NNS")
        or word.i == 0
        or word.lemma in TIME_NOUNS | MEASURE_NOUNS
    ):
        return False
    if word.text[:1].isupper() or word.lemma in FIXED_NOUNS:
        return False
    if word.all("amod", "nummod", "conj") or word.rel not in ("nsubj", "obj", "obl", "nmod", "iobj"):
        return False
    start = _compound_start(sentence, word)
    if start == 0 or is_name(sentence.words[start]):
        return False
    before = sentence.words[start - 1]
    determined = before.head is word and before.lower in _DETERMINERS
    bare = (
        word.tag == "NNS" and (before is word.head or before.rel == "case") and before.pos in ("VERB", "ADP")
    )
    if not determined and not bare:
        return False
    after = sentence.words[word.i + 1] if word.i + 1 < len(sentence.words) else None
    return after is None or after.text not in ("-", "–")


def _compound_start(sentence: Sentence, noun: Word) -> int:
    """The first word of a noun with the compound words right before it."""
    start = noun.i
    while (
        start > 0 and sentence.words[start - 1].dep == "compound" and sentence.words[start - 1].head is noun
    ):
        start -= 1
    return start


_ADJECTIVE_ENDINGS = (
    "al",
    "ive",
    "ous",
    "ful",
    "ic",
    "less",
    "able",
    "ible",
    "ed",
    "ing",
    "ant",
    "ent",
    "ar",
)
_DETERMINERS = word_set("the a an this these those its his her their our my your")


def _free_numeral(sentence: Sentence, word: Word) -> bool:
    noun = word.head
    if word.rel != "nummod" or word.tag != "CD" or noun is None or noun.pos != "NOUN" or noun.tag != "NNS":
        return False
    if any(c.rel not in ("advmod", "nmod", "obl", "case", "fixed") or c.i > word.i for c in word.children):
        return False
    if not word.i < noun.i <= word.i + 3 or word.lower in ("one", "1"):
        return False
    if len(word.text) == 4 and word.text.isdigit() and word.text[:2] in ("18", "19", "20"):
        return False
    before = sentence.words[word.i - 1] if word.i else None
    after = sentence.words[word.i + 1]
    bad = ("$", "-", "–", "£", "€", "to", "or", ".")
    return (before is None or before.text not in bad) and after.text not in bad and "-" not in word.text


def _free_compound(sentence: Sentence, word: Word) -> bool:
    noun = word.head
    if word.dep != "compound" or noun is None or word.tag != "NN" or noun.pos != "NOUN" or is_name(noun):
        return False
    if (
        word.children
        or noun.i != word.i + 1
        or not word.text.isalpha()
        or (word.text[:1].isupper() and word.i > 0)
    ):
        return False
    if (
        word.lower in LEXICAL_COMPOUNDS
        or noun.lemma in MEASURE_NOUNS
        or len(noun.all("compound")) > 1
        or noun.all("amod")
        or word.text.isupper()
        or word.i == 0
    ):
        return False
    if noun.rel not in ("nsubj", "obj", "obl", "nmod", "conj", "iobj") or noun.lemma in TIME_NOUNS:
        return False
    before = sentence.words[word.i - 1]
    return before.rel in ("det", "case", "cc", "nummod") or before is noun.head or before.tag == "PRP$"


def _different_nouns(a: Word, b: Word) -> bool:
    """Whether the two modify different nouns that are not parts of one name or apposition."""
    first, second = a.head, b.head
    if first is None or second is None or first is second:
        return False
    return not (first.rel == "appos" and first.head is second) and not (
        second.rel == "appos" and second.head is first
    )


def _similar(a: Word, b: Word) -> bool:
    kinds = {kind(a), kind(b)}
    return kinds <= {"thing", "organisation_noun"} or kinds <= {"person_noun", "organisation_noun"}


def _unit_class(noun: Word) -> str:
    return "measure" if noun.lemma in MEASURE_NOUNS else "time" if noun.lemma in TIME_NOUNS else "count"


def _rough(word: Word) -> float | None:
    digits = word.text.replace(",", "")
    return float(digits) if digits.replace(".", "", 1).isdigit() else None


def _inner(sentence: Sentence, word: Word) -> str:
    return mid_sentence(word) if word.i == 0 else word.text
