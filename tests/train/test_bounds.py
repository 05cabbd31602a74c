"""Bounds on the share of errors: thresholds that keep their promise on new data; what few labels cannot."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from verisieve.models.calibration import NEVER
from verisieve.train.calibration.bounds import (
    THRESHOLDS,
    clopper_pearson_threshold,
    conformal_threshold,
    exact_interval,
    groups_needed,
    percent,
    shortfall,
    smallest_budget,
    upper_bound,
)

BOUNDS = sorted(THRESHOLDS)


def test_conformal_threshold_keeps_the_budget_on_new_groups():
    """Pairs of one group share most of their score, and groups differ in size: counting pairs would fail."""
    rng = np.random.default_rng(0)

    def groups(count: int) -> tuple[np.ndarray, np.ndarray]:
        sizes = rng.integers(1, 9, count)
        level = rng.random(count)
        return np.repeat(level, sizes) + 0.01 * rng.random(sizes.sum()), np.repeat(np.arange(count), sizes)

    shares = []
    for _ in range(300):
        threshold = conformal_threshold(*groups(99), budget=0.05)
        scores, of_group = groups(300)
        first = np.unique(of_group, return_index=True)[1]
        shares.append((scores[first] >= threshold).mean())
    assert 0.035 < np.mean(shares) <= 0.055


def test_conformal_threshold_by_hand():
    scores, alone = np.arange(19) / 20, np.arange(19)
    assert conformal_threshold(scores, alone, 0.05) == pytest.approx(18 / 20)
    assert conformal_threshold(scores[:18], alone[:18], 0.05) == NEVER, (
        "19 groups are needed for one in twenty"
    )
    assert conformal_threshold(scores, np.zeros(19), 0.05) == NEVER, "one group says nothing of another"


@pytest.mark.slow
def test_clopper_pearson_threshold_fails_at_most_once_in_twenty():
    rng = np.random.default_rng(0)
    failures = [
        1 - clopper_pearson_threshold(rng.random(400), np.arange(400), 0.05) > 0.05 for _ in range(1000)
    ]
    assert 0.01 < np.mean(failures) <= 0.06
    assert clopper_pearson_threshold(rng.random(58), np.arange(58), 0.05) == NEVER, "0 of 58 is not enough"
    assert clopper_pearson_threshold(rng.random(59), np.arange(59), 0.05) < 1


@pytest.mark.parametrize(("errors", "n"), [(0, 20), (3, 50), (40, 1000)])
def test_upper_bound_is_where_so_few_errors_become_improbable(errors, n):
    assert binom.cdf(errors, n, upper_bound(errors, n)) == pytest.approx(0.05, rel=1e-6)
    assert upper_bound(n, n) == 1.0


@st.composite
def scored_groups(draw):
    """Scores with ties and with certainties, and groups of several pairs."""
    n = draw(st.integers(1, 60))
    scores = st.sampled_from([0.1, 0.5, 0.9, 0.99, 1.0]) | st.floats(0, 1, width=32)
    groups = st.integers(0, n)
    return (
        np.array(draw(st.lists(scores, min_size=n, max_size=n))),
        np.array(draw(st.lists(groups, min_size=n, max_size=n))),
    )


@pytest.mark.slow
@pytest.mark.parametrize("bound", BOUNDS)
@given(drawn=scored_groups())
def test_the_smallest_budget_is_where_thresholds_begin(bound, drawn):
    """Against a search over budgets."""
    scores, groups = drawn
    smallest = smallest_budget(scores, groups, bound)
    if smallest is None:
        assert THRESHOLDS[bound](scores, groups, 1 - 1e-6) == NEVER
        return
    assert THRESHOLDS[bound](scores, groups, min(1 - 1e-9, smallest + 1e-9)) < 1
    for share in np.linspace(0.001, 1, 25, endpoint=False):
        assert (THRESHOLDS[bound](scores, groups, share) < 1) == (share >= smallest - 1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("bound", BOUNDS)
@given(drawn=scored_groups(), budget=st.floats(0.01, 0.99))
def test_a_threshold_lets_no_more_through_than_its_budget(bound, drawn, budget):
    scores, groups = drawn
    threshold = THRESHOLDS[bound](scores, groups, budget)
    assert threshold == NEVER or threshold < 1
    if bound == "clopper_pearson":
        first = np.unique(groups, return_index=True)[1]
        passed = scores[first].astype(np.float32) >= threshold
        assert threshold == NEVER or upper_bound(int(passed.sum()), len(first)) <= budget
    else:
        shares = [np.mean(scores[groups == group].astype(np.float32) >= threshold) for group in set(groups)]
        assert (sum(shares) + 1) / (len(shares) + 1) <= budget + 1e-9 or threshold == NEVER


@pytest.mark.parametrize("bound", BOUNDS)
@pytest.mark.parametrize("budget", [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.9])
def test_groups_needed_is_the_least_number_that_suffices(bound, budget):
    def has_one(n):
        return THRESHOLDS[bound](np.full(n, 0.25), np.arange(n), budget) < 1

    needed = groups_needed(budget, bound)
    assert has_one(needed)
    assert needed == 1 or not has_one(needed - 1)


@given(n=st.integers(1, 200), data=st.data())
def test_exact_interval_by_its_definition(n, data):
    reached = data.draw(st.integers(0, n))
    low, high = exact_interval(reached, n)
    assert low <= reached / n <= high
    assert low == 0 or binom.sf(reached - 1, n, low) == pytest.approx(0.025, rel=1e-4)
    assert high == 1 or binom.cdf(reached, n, high) == pytest.approx(0.025, rel=1e-4)


def test_a_certain_near_miss_is_not_let_through_by_rounding():
    """P(same) is 1 in single precision from a margin of 17 logits on; a threshold of 1 would serve it."""
    scores = np.array([1.0] + [0.2] * 80)
    assert conformal_threshold(scores, np.arange(81), 0.012) == NEVER
    assert clopper_pearson_threshold(scores[:60], np.arange(60), 0.05) == NEVER


def test_shortfall_says_what_would_do():
    near_misses = "near-misses"
    said = shortfall(
        near_misses,
        37,
        0.02,
        "clopper_pearson",
        smallest_budget(np.zeros(37), np.arange(37), "clopper_pearson"),
    )
    assert said == (
        "with 37 near-misses no threshold can promise 2 %; the smallest budget they support is 7.8 %, "
        "and 2 % takes 149 at least"
    )
    assert shortfall(near_misses, 0, 0.02, "conformal", None) == (
        "without near-misses no threshold can promise 2 %; it takes 49 at least"
    )
    assert "too many of 4 near-misses have a probability of 1" in shortfall(
        near_misses, 4, 0.5, "conformal", None
    )
    assert shortfall(near_misses, 200, 0.01, "conformal", 0.0149).endswith(
        "smallest budget they support is 1.5 %"
    )
    assert percent(0.02) == "2 %"
