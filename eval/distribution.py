"""How a scorer's scores lie: the two labels' distributions, and whether a probability means what it says.

Kept in metrics.json beside the figures of benchmarks/near_miss.py and drawn by reporting/report.py.
"""

from typing import Any

import numpy as np

BINS = 25
RELIABILITY_BINS = 10


def distribution(scores: np.ndarray, labels: np.ndarray, bins: int = BINS) -> dict[str, list[float]]:
    """Return counts of both labels in `bins` equal bins between the lowest and the highest score.

    scores, labels: [n]. Returns edges [bins + 1], same [bins], near_miss [bins].
    """
    low, high = float(scores.min()), float(scores.max())
    edges = np.linspace(low, high if high > low else low + 1.0, bins + 1)
    return {
        "edges": [float(edge) for edge in edges],
        "same": np.histogram(scores[labels == 1], edges)[0].tolist(),
        "near_miss": np.histogram(scores[labels == 0], edges)[0].tolist(),
    }


def reliability(
    probabilities: np.ndarray, labels: np.ndarray, bins: int = RELIABILITY_BINS
) -> dict[str, Any]:
    """Return the reliability diagram of P(same) against the labels, and the expected calibration error.

    probabilities, labels: [n]. bins: those that hold pairs, each with the mean probability, the share of
    label 1 and n. error: mean distance of the two, weighted by n (Guo et al. 2017, arXiv 1706.04599,
    section 2). Where a set has another share of near-misses than the calibration set, expect a distance.
    """
    place = np.clip((probabilities * bins).astype(int), 0, bins - 1)
    rows = []
    for index in range(bins):
        inside = place == index
        if inside.any():
            rows.append(
                {
                    "mean": float(probabilities[inside].mean()),
                    "share": float(labels[inside].mean()),
                    "n": int(inside.sum()),
                }
            )
    error = sum(row["n"] * abs(row["mean"] - row["share"]) for row in rows) / len(labels)
    return {"bins": rows, "error": float(error)}
