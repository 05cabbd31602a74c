"""Calibration on held-out groups: a temperature, and the two thresholds for a stated error budget."""

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ..models.interaction import NEAR_MISS, SAME
from ..models.verifier import Calibration

LOWEST = 0.5
"""No threshold is lower."""


def calibrate(logits: Tensor, answers: Tensor, budget: float) -> Calibration:
    """Fit temperature and thresholds on held-out pairs.

    logits [n, 3], answers [n]. The temperature minimises the negative log likelihood (Guo et al., arXiv
    1706.04599, section 4.2). The cache threshold is the smallest P(same) that at most a share `budget` of
    the pairs that are not the same reach; the gate threshold the smallest P(near-miss) that at most a share
    `budget` of the pairs that are no near-miss reach. Both are conformal quantiles: ceil((n+1)(1-budget)).
    Neither is ever below 0.5, so that an answer which is more likely wrong than right decides nothing.
    """
    temperature = fit_temperature(logits, answers)
    probabilities = (logits / temperature).softmax(-1).double().numpy()
    truth = answers.numpy()
    return Calibration(
        temperature=temperature,
        cache_threshold=max(LOWEST, upper_quantile(probabilities[truth != SAME, SAME], budget)),
        gate_threshold=max(LOWEST, upper_quantile(probabilities[truth != NEAR_MISS, NEAR_MISS], budget)),
        budget=budget,
    )


def fit_temperature(logits: Tensor, answers: Tensor) -> float:
    """Return the temperature in [0.05, 20] that minimises the negative log likelihood."""
    low, high = math.log(0.05), math.log(20.0)
    grid = torch.linspace(low, high, 400, dtype=torch.float64)
    losses = [functional.cross_entropy(logits.double() / t.exp(), answers).item() for t in grid]
    return float(grid[int(np.argmin(losses))].exp())


def upper_quantile(scores: np.ndarray, budget: float) -> float:
    """Return a threshold that a new score of the same kind reaches with probability at most `budget`.

    Split conformal prediction (Angelopoulos and Bates, arXiv 2107.07511, section 1). With too few scores
    to promise that, the threshold is 1.
    """
    rank = math.ceil((len(scores) + 1) * (1 - budget))
    if rank > len(scores):
        return 1.0
    return float(np.nextafter(np.sort(scores)[rank - 1], 2.0))
