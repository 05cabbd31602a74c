"""Substitutions: a word replaced by a close alternative (near-misses), or by one that says the same
(positive).

The opposite (antonym.py), another of its kind (co_hyponym.py), another value of the same slot in the corpus
(slot.py); synonyms (synonym.py). A random word would be too easy, a synonym no near-miss.
"""

import random
from collections.abc import Iterator

from spacy.tokens import Doc

from ...parsing.reading import read
from ..edit import Edit
from .antonym import antonyms
from .co_hyponym import co_hyponyms
from .slot import other_values
from .synonym import synonyms

RULES: dict[str, int] = {"antonym": 0, "co_hyponym": 0, "slot": 0, "synonym": 1}
"""The rules of this module and the label each gives: 0 near-miss, 1 same meaning."""

MAX_OF_A_RULE = 3  # edits of one rule per sentence


def propose(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """Yield the sentence with one word replaced by a close alternative, and by a synonym."""
    sentence = read(doc)
    for rule in (antonyms, co_hyponyms, synonyms):
        made = list(rule(sentence, rng))
        yield from made if len(made) <= MAX_OF_A_RULE else rng.sample(made, MAX_OF_A_RULE)
    yield from other_values(sentence, getattr(doc._, "slots", None), rng)
