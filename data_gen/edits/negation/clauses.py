"""Negation (near-misses): a clause gains or loses its negation; and the hard positives that belong to it.

Every finite clause of the sentence is a place of its own: main, subordinate, conjoined, relative. Scopes that
are already negative, focus adverbs and clauses whose negation says the same ("whether", "unless") are left
alone, and yes/no questions.
"""

import random
from collections.abc import Iterator

from spacy.tokens import Doc

from ...parsing.reading import read
from ...parsing.sentence import Clause, Sentence
from ..edit import Edit
from ..index import lowers
from .insertion import CONTRACTIONS, imperative, infinitive, insert_not
from .never_without import insert_never, neither_nor, without_with
from .no_and_any import TRIGGERS as DETERMINERS
from .no_and_any import determiners, pronouns
from .prefix import TRIGGERS as PREFIXED
from .prefix import double, prefix
from .questions import flip_question
from .raising import TRIGGERS as RAISING
from .raising import neg_raising
from .removal import negator_of, remove
from .scope import blocked, quantified

__all__ = ["CONTRACTIONS", "RULES", "propose"]

RULES = {
    "auxiliary": 0,
    "copula": 0,
    "do_support": 0,
    "contraction": 0,
    "infinitive": 0,
    "no_determiner": 0,
    "removal": 0,
    "contraction_removal": 0,
    "no_removal": 0,
    "never": 0,
    "without_with": 0,
    "prefix": 0,
    "any_no": 0,
    "neither_nor": 0,
    "neg_raising": 1,
    "double": 1,
}
"""The rules of this family and the label each gives: 0 near-miss, 1 same meaning."""

_ASKING = frozenset(("WP", "WDT", "WRB"))  # a yes/no question asks the same with either polarity
_WITH = frozenset(("with", "without", "after"))
_PAIRS = frozenset(("both", "either", "neither"))


def propose(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """Yield one edit per clause and word whose negation can be inserted or removed."""
    sentence = read(doc)
    words = lowers(sentence)
    clauses = sentence.clauses
    lemmas = {clause.predicate.lemma for clause in clauses}
    question = sentence.text.rstrip('"” ').endswith("?")
    flipped = [flip_question(sentence, rng)] if question else [_flip(sentence, c, rng) for c in clauses]
    yield from (made for made in flipped if made is not None)
    if not PREFIXED.isdisjoint(words) and (not question or sentence.words[0].tag in _ASKING):
        yield from prefix(sentence, words)
    if not _WITH.isdisjoint(words):
        yield from without_with(sentence)
    if question:
        return
    if not DETERMINERS.isdisjoint(words):
        yield from determiners(sentence)
        yield from pronouns(sentence)
    yield from insert_never(sentence, clauses, rng)
    if not _PAIRS.isdisjoint(words):
        yield from neither_nor(sentence, rng)
    if not RAISING.isdisjoint(lemmas):
        yield from neg_raising(sentence, clauses)
    for clause in clauses:
        yield from double(sentence, clause)


def _flip(sentence: Sentence, clause: Clause, rng: random.Random) -> Edit | None:
    negator = negator_of(clause)
    if negator is not None:
        return remove(sentence, clause, negator)
    if blocked(sentence, clause) or quantified(sentence, clause):
        return None
    if clause.finite is None:
        return infinitive(sentence, clause) or imperative(clause)
    return insert_not(sentence, clause, rng)
