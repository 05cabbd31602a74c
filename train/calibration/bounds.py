"""Thresholds that keep a share of errors within a budget, what they promise, and what few labels cannot.

Knows scores and groups only. Used by fitting.py, on a run's held-out pairs, and by labelled.py, on a user's.
"""

import math

import numpy as np
from scipy.stats import beta

from ...models.calibration import NEVER, Bound

LOWEST = 0.5
"""No threshold is lower, so that an answer which is more likely wrong than right decides nothing."""
CONFIDENCE = 0.95
"""Of the Clopper-Pearson bounds and intervals."""
LARGEST_SCORE = float(np.nextafter(np.float32(1), np.float32(0)))
"""A threshold just above a higher score is no probability below 1, so it counts as none."""


def conformal_threshold(scores: np.ndarray, groups: np.ndarray, budget: float) -> float:
    """Return a threshold that a pair of a new group reaches with probability at most `budget`.

    Split conformal prediction for grouped data (HCP of Lee, Barber and Willett, arXiv 2306.06342, section 3):
    the 1 - budget quantile of the scores, each group weighing 1 / (groups + 1) however many pairs it has, and
    the new group's share at infinity. With too few groups to promise that, the threshold is NEVER.
    """
    _, of_row, sizes = np.unique(groups, return_inverse=True, return_counts=True)
    weights = 1.0 / (sizes[of_row] * (len(sizes) + 1))
    order = np.argsort(scores, kind="stable")
    reached = np.cumsum(weights[order]) >= 1 - budget - 1e-12
    if not reached.any():
        return NEVER
    return _just_above(scores[order][int(reached.argmax())])


def clopper_pearson_threshold(scores: np.ndarray, groups: np.ndarray, budget: float) -> float:
    """Return a threshold that, with 95 % confidence, at most a share `budget` of such pairs reaches.

    The smallest threshold at which Clopper and Pearson's (Biometrika 26, 1934) upper bound on the share is
    within the budget; thresholds are tried from the strictest down, which keeps the confidence (fixed
    sequence testing, Angelopoulos et al., arXiv 2110.01052). One pair of each group counts, so that they are
    independent. With too few of them to promise that, the threshold is NEVER.
    """
    first = np.unique(groups, return_index=True)[1]
    one_each = np.sort(scores[first])[::-1]
    allowed = -1
    while allowed + 1 < len(one_each) and upper_bound(allowed + 1, len(one_each)) <= budget:
        allowed += 1
    if allowed < 0:
        return NEVER
    return _just_above(one_each[allowed])


def upper_bound(errors: int, n: int) -> float:
    """Return the one-sided Clopper-Pearson bound, at CONFIDENCE, on a share seen as errors of n."""
    return 1.0 if errors >= n else float(beta.ppf(CONFIDENCE, errors + 1, n - errors))


def smallest_budget(scores: np.ndarray, groups: np.ndarray, bound: Bound) -> float | None:
    """Return the smallest budget for which there is a threshold below 1; None where there is none.

    scores: [n], of pairs that must not reach the threshold; groups: [n]. It is the bound on a share of which
    nothing was seen, unless scores of 1 have to be let through.
    """
    if not len(scores):
        return None
    if bound == "clopper_pearson":
        one_each = scores[np.unique(groups, return_index=True)[1]]
        smallest = upper_bound(int((one_each >= LARGEST_SCORE).sum()), len(one_each))
    else:
        _, of_row, sizes = np.unique(groups, return_inverse=True, return_counts=True)
        weights = 1.0 / (sizes[of_row] * (len(sizes) + 1))
        smallest = 1.0 - float(weights[scores < LARGEST_SCORE].sum())
    return smallest if smallest < 1 - 1e-9 else None


def groups_needed(budget: float, bound: Bound) -> int:
    """Return how many groups it takes at least for a threshold that promises a budget in (0, 1)."""
    if bound == "conformal":
        return math.ceil(1 / budget - 1e-9) - 1
    return math.ceil(math.log(1 - CONFIDENCE) / math.log1p(-budget) - 1e-9)


def exact_interval(reached: int, n: int) -> tuple[float, float]:
    """Return the two-sided Clopper-Pearson interval, at CONFIDENCE, of a share seen as `reached` of n > 0."""
    half = (1 - CONFIDENCE) / 2
    low = 0.0 if reached == 0 else float(beta.ppf(half, reached, n - reached + 1))
    high = 1.0 if reached == n else float(beta.ppf(1 - half, reached + 1, n - reached))
    return low, high


def shortfall(kind: str, groups: int, budget: float, bound: Bound, smallest: float | None) -> str:
    """Say why no threshold keeps a budget, and what would.

    kind: the pairs that must not reach it ("near-misses"). groups: those of them that count. smallest: see
    smallest_budget.
    """
    needed = groups_needed(budget, bound)
    if groups == 0:
        return f"without {kind} no threshold can promise {percent(budget)}; it takes {needed} at least"
    if groups < needed and smallest is not None:
        return (
            f"with {groups} {kind} no threshold can promise {percent(budget)}; the smallest budget they "
            f"support is {percent(smallest)}, and {percent(budget)} takes {needed} at least"
        )
    if smallest is None:
        return (
            f"no threshold promises {percent(budget)}: too many of {groups} {kind} have a probability of 1; "
            "train on such pairs"
        )
    return (
        f"no threshold promises {percent(budget)} for {groups} {kind}, since some have a probability of 1; "
        f"the smallest budget they support is {percent(smallest)}"
    )


def percent(share: float) -> str:
    """Return a share in per cent, rounded up to a tenth, so that a budget that is read off suffices.

    >>> percent(0.02), percent(0.07787), percent(1 / 3)
    ('2 %', '7.8 %', '33.4 %')
    """
    return f"{math.ceil(share * 1000 - 1e-9) / 10:g} %"


def _just_above(score: float) -> float:
    """Return the next threshold above a score, in the precision of the verifier's probabilities."""
    above = float(np.nextafter(np.float32(score), np.float32(2.0)))
    return above if above < 1 else NEVER


THRESHOLDS = {"conformal": conformal_threshold, "clopper_pearson": clopper_pearson_threshold}
"""How a threshold is chosen, by the bound it keeps."""
