"""What the verifier answers: one of four words, its probabilities, and why.

The probabilities are those of the three answers that the model knows; the fourth word, "unsure", is for what
none of them is sure enough of.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .calibration import NEVER, Calibration
from .interaction import NEAR_MISS, OTHER, SAME
from .text.gated import is_gated
from .text.register import register_of

Answer = Literal["same", "near_miss", "other", "unsure"]


@dataclass(frozen=True)
class Verdict:
    """What the verifier says of one candidate.

    answer: "same" (sure enough to serve), "near_miss", "other" (another topic), or "unsure": none of these.
    score: P(same). near_miss: P(near-miss). family: the family of near-miss it would be, None unless the
    answer is near_miss. words: the candidate's words that carry it; spans: where they stand in it, as
    character positions (start, end). other: P(other). truncated: whether the query is longer than the
    verifier reads; such a pair is never the same. reason: what the probabilities do not tell: a difference
    that the tokenizer cannot read, a query cut off, texts of one normal form; "" otherwise. threshold:
    P(same) from which on a pair of its register is the same (Calibration.registers). relevance: what
    reranking goes by: the cosine plus the late interaction of the pair, or P(same) from a verifier without.
    """

    answer: Answer
    score: float
    near_miss: float
    family: str | None
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...] = ()
    other: float = 0.0
    truncated: bool = False
    reason: str = ""
    threshold: float = 0.5
    relevance: float = 0.0


def pair_thresholds(calibration: Calibration, query: str, candidate: str) -> tuple[float, float]:
    """Return the cache and the gate threshold of one pair, by its register where registers have their own.

    The gate is NEVER for what it may not drop, see models/text/gated.py.
    """
    cache, gate = calibration.thresholds(register_of(query, candidate) if calibration.registers else "")
    return cache, gate if is_gated(query, candidate) else NEVER


def thresholds_of(
    calibration: Calibration, pairs: Iterable[tuple[str, str]]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the cache and the gate threshold of each (query, candidate), float64 [n] each."""
    found = [pair_thresholds(calibration, *pair) for pair in pairs]
    cache, gate = np.array(found, dtype=np.float64).reshape(-1, 2).T
    return cache, gate


def answer_of(
    probabilities: np.ndarray, cache_threshold: float, gate_threshold: float, never_same: bool = False
) -> Answer:
    """Apply the thresholds to the model's probabilities, [3]; never_same: whatever P(same) is."""
    best = int(probabilities.argmax())
    if probabilities[NEAR_MISS] >= gate_threshold or best == NEAR_MISS:
        return "near_miss"
    if probabilities[SAME] >= cache_threshold and not never_same:
        return "same"
    return "other" if best == OTHER else "unsure"
