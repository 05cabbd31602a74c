"""Which candidates the gate may drop: those close enough to what the query says to contradict it.

A near-miss looks like its query. A passage that supports a claim in quite other words does not, and the
model, taught on near-misses, is sure of a difference there too: where P(near-miss) alone decided, the gate
dropped half of the abstracts that support a claim. So a text that is looked up among longer ones is gated by
rule first. The thresholds of a pair ask this module (models/verdict.py).
"""

import re

from .register import is_request, is_topic, register_of
from .sentence_ends import sentence_spans

ALIKE = 0.75
"""So alike has one sentence of a passage to be to a claim, to be gated: Dice's coefficient of their words,
twice those that both have over those of each (Dice 1945). A long sentence that holds all of a short claim's
words among many others says something else than the claim."""
STEM = 5
"""Words are alike that begin with the same letters, so many of them."""
LONGER = 2.0
"""A candidate of so many times the query's words is one that the query is looked up in."""
_WORD = re.compile(r"\w+")


def is_gated(query: str, candidate: str) -> bool:
    """Whether P(near-miss) may drop the candidate.

    A topic ("late fees of tenants") claims nothing that statements or longer topics could contradict. A claim
    that is looked up among longer texts is contradicted by one of which a sentence is ALIKE. Questions and
    requests, and texts of about one length, are always gated.
    """
    if is_topic(query):
        return is_request(candidate) or (is_topic(candidate) and not _is_longer(query, candidate))
    if is_request(query) or not (_is_longer(query, candidate) or register_of(query, candidate) == "passage"):
        return True
    claimed = _stems(query)
    return not claimed or any(
        _dice(claimed, _stems(candidate[start:end])) >= ALIKE for start, end in sentence_spans(candidate)
    )


def _dice(first: set[str], second: set[str]) -> float:
    return 2 * len(first & second) / (len(first) + len(second))


def _is_longer(query: str, candidate: str) -> bool:
    return len(_WORD.findall(candidate)) >= LONGER * len(_WORD.findall(query))


def _stems(text: str) -> set[str]:
    """Return the beginnings of the words that say something: those of four letters and more, and numbers."""
    words = _WORD.findall(text.lower())
    return {word[:STEM] for word in words if len(word) > 3 or any(letter.isdigit() for letter in word)}
