"""From logits to probabilities, and the two thresholds: what calibration on held-out groups left behind.

train/calibration/ fits a Calibration; the verifier applies it; config.json stores it.
"""

from typing import Literal

import numpy as np
import torch
from torch import Tensor

from ..common.configuration import config_dataclass
from .interaction import NEAR_MISS, OTHER, SAME

Method = Literal["temperature", "platt", "isotonic"]
Bound = Literal["conformal", "clopper_pearson"]
Knots = tuple[tuple[float, float], ...]
STRICTNESS = 1e-3
"""Share of the uncalibrated probability in an isotonic one, so that it keeps every order."""
NEVER = float(np.nextafter(np.float32(1), np.float32(2)))
"""A threshold above every probability: what is stored where none kept the budget."""


@config_dataclass
class Calibration:
    """How probabilities are made from logits, and the thresholds on them.

    temperature: the logits are divided by it (all methods). biases: then added to the logits of near-miss,
    same and other (method platt). same_curve, near_miss_curve: knots (probability, calibrated probability)
    of non-decreasing curves (method isotonic). cache_threshold: accept a candidate as the same when P(same)
    is at least this. gate_threshold: drop a candidate when P(near-miss) is at least this. Either is NEVER
    where nothing kept the budget. budget, bound: the share of errors that each threshold was chosen for, and
    the promise behind it (see train/calibration/bounds.py). gate_budget: that of the gate threshold, where it
    is another. registers: (register, cache threshold, gate threshold) of each register of text
    (models/text/register.py) for which one of its own was chosen; the others have the two above.
    """

    temperature: float = 1.0
    cache_threshold: float = 0.5
    gate_threshold: float = 0.5
    budget: float = 0.05
    method: Method = "temperature"
    biases: tuple[float, float, float] = (0.0, 0.0, 0.0)
    same_curve: Knots = ()
    near_miss_curve: Knots = ()
    bound: Bound = "conformal"
    gate_budget: float | None = None
    registers: tuple[tuple[str, float, float], ...] = ()

    @property
    def has_cache_threshold(self) -> bool:
        """Whether there is one; without, nothing is ever accepted as the same."""
        return self.cache_threshold < 1

    @property
    def has_gate_threshold(self) -> bool:
        """Whether there is one; without, P(near-miss) alone drops nothing."""
        return self.gate_threshold < 1

    def thresholds(self, register: str) -> tuple[float, float]:
        """Return the cache threshold and the gate threshold of a register."""
        for name, cache, gate in self.registers:
            if name == register:
                return cache, gate
        return self.cache_threshold, self.gate_threshold

    def probabilities(self, logits: Tensor) -> np.ndarray:
        """Return P(near-miss), P(same), P(other), float32 [n, 3], of logits [n, 3]."""
        scaled = logits.float() / self.temperature
        if self.method == "platt":
            scaled = scaled + torch.tensor(self.biases, device=scaled.device)
        raw = scaled.softmax(-1).cpu().numpy()
        if self.method != "isotonic":
            return raw.astype(np.float32)
        result = np.zeros(raw.shape)
        for answer, curve in ((SAME, self.same_curve), (NEAR_MISS, self.near_miss_curve)):
            knots, values = np.asarray(curve).T
            on_curve = np.interp(raw[:, answer], knots, values)
            result[:, answer] = (1 - STRICTNESS) * on_curve + STRICTNESS * raw[:, answer]
        total = result.sum(1)
        result /= np.maximum(total, 1.0)[:, None]
        result[:, OTHER] = np.maximum(0.0, 1.0 - total)
        return result.astype(np.float32)
