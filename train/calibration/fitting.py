"""Calibration on held-out groups: probabilities that mean what they say, and two thresholds with a bound.

The curve is fitted on one half of the held-out groups and the thresholds on the other, which nothing else has
seen. What they achieve there is written to calibration.json, with the data of a reliability diagram.
"""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from sklearn.isotonic import IsotonicRegression
from torch import Tensor
from torch.nn import functional

from ...models.calibration import Bound, Calibration, Knots, Method
from ...models.interaction import ANSWERS, NEAR_MISS, OTHER, SAME
from ...models.text.register import REGISTERS
from .bounds import CONFIDENCE, LOWEST, THRESHOLDS, shortfall, smallest_budget, upper_bound

BINS = 10
WRONG = {"cache": (SAME, (NEAR_MISS, OTHER)), "gate": (NEAR_MISS, (SAME, OTHER))}
"""Threshold -> the answer it is on, and the answers that must not reach it."""
KINDS = {NEAR_MISS: "near-misses", SAME: "pairs that mean the same", OTHER: "pairs of another topic"}


def fit(logits: Tensor, answers: Tensor, method: Method) -> Calibration:
    """Fit how probabilities are made, on held-out logits [n, 3] and answers [n].

    temperature: minimises the negative log likelihood (Guo et al., arXiv 1706.04599, section 4.2). platt:
    with a bias per answer too (Platt scaling for several answers, there section 4.2 "vector scaling" with
    one scale). isotonic: a non-decreasing curve for P(same) and one for P(near-miss) after the temperature
    (Zadrozny and Elkan, KDD 2002).
    """
    temperature = fit_temperature(logits, answers)
    if method == "platt":
        temperature, biases = _fit_platt(logits, answers, temperature)
        return Calibration(temperature=temperature, method=method, biases=biases)
    plain = Calibration(temperature=temperature)
    if method == "temperature":
        return plain
    raw, truth = plain.probabilities(logits), answers.numpy()
    return replace(
        plain,
        method=method,
        same_curve=_curve(raw[:, SAME], truth == SAME),
        near_miss_curve=_curve(raw[:, NEAR_MISS], truth == NEAR_MISS),
    )


def with_thresholds(
    calibration: Calibration,
    logits: Tensor,
    answers: Tensor,
    groups: np.ndarray,
    budget: float,
    bound: Bound,
    gate_budget: float | None = None,
    registers: np.ndarray | None = None,
) -> Calibration:
    """Choose both thresholds on held-out logits [n, 3], answers [n] and the groups they come from [n].

    registers: of each pair (models/text/register.py), [n]: a register whose held-out pairs support thresholds
    for both budgets gets its own.

    The cache threshold is the smallest P(same) that at most a share `budget` of the near-misses, and of the
    others, reach; the gate threshold the smallest P(near-miss) that at most a share `budget` of the pairs
    that mean the same, and of the others, reach (`gate_budget`, where it has one of its own). Neither is
    below 0.5; where nothing keeps the budget, it is NEVER (see `notes`).
    """
    calibration = replace(calibration, budget=budget, bound=bound, gate_budget=gate_budget)
    probabilities, truth = calibration.probabilities(logits).astype(np.float64), answers.numpy()
    cache, gate = _thresholds(calibration, probabilities, truth, groups)
    own = []
    for register in () if registers is None else REGISTERS:
        rows = registers == register
        if all((truth[rows] == answer).any() for answer in (NEAR_MISS, SAME)):
            found = _thresholds(calibration, probabilities[rows], truth[rows], groups[rows])
            if max(found) < 1:
                own.append((register, *found))
    return replace(calibration, cache_threshold=cache, gate_threshold=gate, registers=tuple(own))


def _thresholds(
    calibration: Calibration, probabilities: np.ndarray, truth: np.ndarray, groups: np.ndarray
) -> tuple[float, float]:
    """Return the cache and the gate threshold that keep the budgets on n pairs; shapes as above."""
    chosen = {}
    for name, (answer, wrong_answers) in WRONG.items():
        chosen[name] = LOWEST
        for wrong in wrong_answers:
            rows = truth == wrong
            if rows.any():
                found = THRESHOLDS[calibration.bound](
                    probabilities[rows, answer], groups[rows], budget_of(calibration, name)
                )
                chosen[name] = max(chosen[name], found)
    return chosen["cache"], chosen["gate"]


def budget_of(calibration: Calibration, name: str) -> float:
    """Return the share of errors that a threshold, "cache" or "gate", was or is to be chosen for."""
    if name == "gate" and calibration.gate_budget is not None:
        return calibration.gate_budget
    return calibration.budget


def notes(calibration: Calibration, logits: Tensor, answers: Tensor, groups: np.ndarray) -> dict[str, str]:
    """Return for each threshold that no budget allowed why, and what would allow one; arguments as above."""
    probabilities, truth = calibration.probabilities(logits).astype(np.float64), answers.numpy()
    found = {}
    has = {"cache": calibration.has_cache_threshold, "gate": calibration.has_gate_threshold}
    for name, (answer, wrong_answers) in WRONG.items():
        budget = budget_of(calibration, name)
        for wrong in () if has[name] else wrong_answers:
            scores, own = probabilities[truth == wrong, answer], groups[truth == wrong]
            if len(own) and THRESHOLDS[calibration.bound](scores, own, budget) >= 1:
                smallest = smallest_budget(scores, own, calibration.bound)
                found[name] = shortfall(
                    KINDS[wrong], len(np.unique(own)), budget, calibration.bound, smallest
                )
                break
    return found


def report(
    calibration: Calibration,
    logits: Tensor,
    answers: Tensor,
    groups: np.ndarray,
    registers: np.ndarray | None = None,
) -> dict[str, Any]:
    """Return what the calibration achieves on held-out pairs: the content of calibration.json.

    `registers`, where those of the pairs [n] are given: the same of each register, at its own thresholds.
    """
    probabilities, truth = calibration.probabilities(logits), answers.numpy()
    before = Calibration().probabilities(logits)
    rows_of = {} if registers is None else {register: registers == register for register in REGISTERS}
    return {
        "notes": notes(calibration, logits, answers, groups),
        "method": calibration.method,
        "bound": calibration.bound,
        "budget": calibration.budget,
        "gate_budget": budget_of(calibration, "gate"),
        "confidence": CONFIDENCE,
        "pairs": {name: int((truth == answer).sum()) for answer, name in enumerate(ANSWERS)},
        "groups": len(np.unique(groups)),
        "thresholds": _both_achieved(probabilities, truth, groups, calibration.thresholds("")),
        "registers": {
            register: _both_achieved(
                probabilities[rows], truth[rows], groups[rows], calibration.thresholds(register)
            )
            for register, rows in rows_of.items()
            if rows.any()
        },
        "reliability": {
            ANSWERS[answer]: reliability(probabilities[:, answer], truth == answer)
            for answer in (SAME, NEAR_MISS)
        },
        "expected_calibration_error": {
            ANSWERS[answer]: {
                "before": calibration_error(before[:, answer], truth == answer),
                "after": calibration_error(probabilities[:, answer], truth == answer),
            }
            for answer in (SAME, NEAR_MISS)
        },
    }


def reliability(probabilities: np.ndarray, truth: np.ndarray) -> list[dict[str, float]]:
    """Return bins of equal width in [0, 1] that hold any: mean probability, observed share, count."""
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return [
        {
            "probability": float(probabilities[bins == b].mean()),
            "observed": float(truth[bins == b].mean()),
            "count": int((bins == b).sum()),
        }
        for b in range(BINS)
        if (bins == b).any()
    ]


def calibration_error(probabilities: np.ndarray, truth: np.ndarray) -> float:
    """Return the expected calibration error (arXiv 1706.04599, section 3) over the bins of `reliability`."""
    bins = reliability(probabilities, truth)
    return sum(abs(b["probability"] - b["observed"]) * b["count"] for b in bins) / max(1, len(truth))


def fit_temperature(logits: Tensor, answers: Tensor) -> float:
    """Return the temperature in [0.05, 20] that minimises the negative log likelihood."""
    low, high = math.log(0.05), math.log(20.0)
    grid = torch.linspace(low, high, 400, dtype=torch.float64)
    losses = [functional.cross_entropy(logits.double() / t.exp(), answers).item() for t in grid]
    return float(grid[int(np.argmin(losses))].exp())


def _fit_platt(
    logits: Tensor, answers: Tensor, temperature: float
) -> tuple[float, tuple[float, float, float]]:
    """Return temperature and biases (mean zero, weakly held to zero) of least negative log likelihood."""
    log_temperature = torch.tensor(math.log(temperature), dtype=torch.float64, requires_grad=True)
    biases = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([log_temperature, biases], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        scaled = logits.double() / log_temperature.clamp(math.log(0.05), math.log(20.0)).exp() + biases
        value = functional.cross_entropy(scaled, answers) + biases.square().sum() / len(answers)
        value.backward()
        return value

    optimizer.step(loss)
    fitted = log_temperature.detach().clamp(math.log(0.05), math.log(20.0)).exp()
    near_miss, same, other = (biases - biases.mean()).tolist()
    return float(fitted), (near_miss, same, other)


def _curve(probabilities: np.ndarray, truth: np.ndarray) -> Knots:
    """Return the knots of the isotonic fit."""
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0).fit(probabilities, truth)
    return tuple(zip(fitted.X_thresholds_.tolist(), fitted.y_thresholds_.tolist(), strict=True))


def _both_achieved(
    probabilities: np.ndarray, truth: np.ndarray, groups: np.ndarray, thresholds: tuple[float, float]
) -> dict[str, Any]:
    """Return what the cache and the gate threshold achieve on probabilities [n, 3] of answers [n]."""
    return {
        name: _achieved(probabilities[:, answer], truth, groups, threshold)
        for (name, (answer, _)), threshold in zip(WRONG.items(), thresholds, strict=True)
    }


def _achieved(
    probabilities: np.ndarray, truth: np.ndarray, groups: np.ndarray, threshold: float
) -> dict[str, Any]:
    """Return, per true answer, how many pairs reach a threshold and the bound on that share."""
    reached: dict[str, Any] = {"threshold": threshold if threshold < 1 else None}
    for other, name in enumerate(ANSWERS):
        rows = truth == other
        first = np.unique(groups[rows], return_index=True)[1]
        passed = probabilities[rows] >= threshold
        reached[name] = {
            "pairs": int(rows.sum()),
            "reached": float(passed.mean()) if rows.any() else None,
            "upper_bound": upper_bound(int(passed[first].sum()), len(first)) if len(first) else None,
        }
    return reached
