"""Negation (near-misses): a clause gains or loses its negation; and the hard positives that belong to it.

Every finite clause of the sentence is a place of its own: main, subordinate, conjoined, relative. Scopes that
are already negative, focus adverbs and clauses whose negation says the same ("whether", "unless") are left
alone, and yes/no questions.
"""

import random
from collections.abc import Iterator

from ...parsing.sentence import Clause, Sentence
from ..edit import Change
from ..rule import NEAR_MISS, rule
from .insertion import imperative, infinitive, insert_not
from .questions import flip_question
from .removal import negator_of, remove
from .scope import blocked, quantified


@rule("negation.auxiliary", NEAR_MISS, "The clerk will sign. -> The clerk will not sign.")
@rule("negation.copula", NEAR_MISS, "The bridge is open. -> The bridge is not open.")
@rule("negation.do_support", NEAR_MISS, "She paid the fine. -> She did not pay the fine.")
@rule("negation.contraction", NEAR_MISS, "The bridge is open. -> The bridge isn't open.")
@rule("negation.infinitive", NEAR_MISS, "They agreed to move. -> They agreed not to move.")
@rule("negation.removal", NEAR_MISS, "The bus does not stop here. -> The bus stops here.")
@rule("negation.contraction_removal", NEAR_MISS, "We can't swim. -> We can swim.")
@rule("negation.never")
def flips(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Insert or remove the negation of each clause; of a question, that of what it asks about."""
    flipped = (
        [flip_question(sentence, rng)]
        if sentence.is_question
        else [_flip(sentence, c, rng) for c in sentence.clauses]
    )
    yield from (made for made in flipped if made is not None)


def _flip(sentence: Sentence, clause: Clause, rng: random.Random) -> Change | None:
    negator = negator_of(clause)
    if negator:
        return remove(sentence, clause, negator)
    if blocked(sentence, clause) or quantified(sentence, clause):
        return None
    if not clause.finite:
        return infinitive(sentence, clause) or imperative(clause)
    return insert_not(sentence, clause, rng)
