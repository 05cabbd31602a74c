"""Weights that keep word overlap from giving the label away.

Generated near-misses share most words with their anchor, natural paraphrases fewer; a model that learns
"many shared words, therefore wrong" fails on text nobody generated. Within each band of overlap, the two
labels are weighted to count the same.
"""

import re

import numpy as np

BANDS = np.asarray([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.999])
"""Upper edges of the bands of overlap; the last band holds pairs with all words shared."""
LIMITS = (0.2, 5.0)
"""No weight is smaller or larger."""


def word_overlap(a: str, b: str) -> float:
    """Return the Jaccard index of the two texts' lower-cased words, in [0, 1]."""
    words_a, words_b = (set(re.findall(r"\w+", text.lower())) for text in (a, b))
    return len(words_a & words_b) / max(1, len(words_a | words_b))


def overlap_weights(overlaps: np.ndarray, same: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Return a weight per row, float32 [n], such that in each band both labels weigh the same.

    overlaps: word overlap per row, [n]. same: bool [n]. draws: how often each row is drawn, [n].
    """
    band = np.searchsorted(BANDS, overlaps, side="right")
    cell = band * 2 + same
    drawn = np.bincount(cell, weights=draws, minlength=2 * (len(BANDS) + 1)).reshape(-1, 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        weights = np.where(drawn > 0, drawn.sum(1, keepdims=True) / (2 * drawn), 1.0)
    return np.clip(weights, *LIMITS).reshape(-1)[cell].astype(np.float32)
