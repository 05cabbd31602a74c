"""The words of one sentence by relation, and its pronouns: made once, read by many rules."""

import re
from functools import lru_cache
from operator import attrgetter

from ..english.kinds import is_name
from ..parsing.sentence import NAME_TAGS, Sentence, Word

_position = attrgetter("i")
_CAPS = re.compile(r"\b(?:up to|no more than|at most|at least|a (?:maximum|minimum) of) ", re.IGNORECASE)
_MEDICAL = re.compile(
    r"(?:osis|itis|[an]emia|plasia|pathy)\b|\b(?:disease|syndrome|disorder|infection|cancer|symptom|pain|fever"
    r"|treatment|drug|vaccine|therapy|surgery|diabetes|asthma|blood|allerg|flu|virus|cough|rash)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4)
def by_relation(sentence: Sentence) -> dict[str, list[Word]]:
    """Return the words under their relation without its subtype, in text order ("nsubj", "obl", ...)."""
    found: dict[str, list[Word]] = {}
    for word in sentence.words:
        found.setdefault(word.rel, []).append(word)
    return found


@lru_cache(maxsize=32)
def related(sentence: Sentence, *relations: str) -> list[Word]:
    """Return the words of these relations (without subtype) in text order; do not change the list."""
    index = by_relation(sentence)
    if len(relations) == 1:
        return index.get(relations[0], [])
    found = [w for relation in relations for w in index.get(relation, ())]
    found.sort(key=_position)
    return found


@lru_cache(maxsize=4)
def proper(sentence: Sentence) -> tuple[Word, ...]:
    """Return the words of proper names."""
    return tuple(w for w in sentence.words if (w.pos == "PROPN" or w.tag in NAME_TAGS) and is_name(w))


@lru_cache(maxsize=4)
def pronouns(sentence: Sentence) -> tuple[Word, ...]:
    """Return the personal and possessive pronouns."""
    return tuple(w for w in sentence.words if w.tag in ("PRP", "PRP$"))


@lru_cache(maxsize=4)
def lowers(sentence: Sentence) -> frozenset[str]:
    """Return the sentence's words in lower case: rules look for their trigger words here first."""
    return frozenset(w.lower for w in sentence.words)


def is_capped(sentence: Sentence) -> bool:
    """Whether it says how much at most or at least: "must take no more than six" is "can take up to six"."""
    return bool(_CAPS.search(sentence.text))


def is_echoed(sentence: Sentence, word: Word, other: str = "", letters: int = 4) -> bool:
    """Whether a word of the stem of `word`, or of `other`, stands elsewhere in it: "Iraq ... Iraqi".

    letters: how many a stem has; a shorter word is its own.
    """
    stem = (other or word.text).lower()[:letters]
    return any(one.lower.startswith(stem) for one in sentence.words if one is not word)


def are_echoed(sentence: Sentence, nouns: list[Word]) -> bool:
    """Whether another word begins as some nouns or their modifiers do: "production ... producers"."""
    words = [w for noun in nouns for w in (noun, *noun.all("amod", "compound"))]
    stems = tuple(w.lemma.lower()[:4] + w.lemma.lower()[4:6].removesuffix("er") for w in words if w.lemma[3:])
    return any(w.lower.startswith(stems) for w in sentence.words if w not in words)


def has_names(sentence: Sentence) -> bool:
    """Whether a proper name stands in the sentence."""
    return bool(proper(sentence))


def is_question(sentence: Sentence) -> bool:
    """Whether the sentence is a question; for `when` of a rule."""
    return sentence.is_question


def is_statement(sentence: Sentence) -> bool:
    """Whether the sentence is no question; for `when` of a rule."""
    return not sentence.is_question


def is_medical(sentence: Sentence) -> bool:
    """Whether the sentence names a disease, a symptom or a treatment."""
    return _MEDICAL.search(sentence.text) is not None
