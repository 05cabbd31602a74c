"""Substitutions: a word replaced by a close alternative (near-misses), or by one that says the same
(positive).

The opposite (opposites.py), another of its kind (siblings.py), another value of the same slot in the corpus
(other_values.py); synonyms (interchangeable.py). A random word would be too easy, a synonym no near-miss.
"""

import random
from collections.abc import Iterator

from spacy.tokens import Doc

from ..roles import read
from .edit import Edit
from .interchangeable import synonyms
from .opposites import antonyms
from .other_values import other_values
from .siblings import co_hyponyms

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
