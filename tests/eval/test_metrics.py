"""Every figure on examples worked by hand, and against scikit-learn and brute force."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score, roc_auc_score

from verisieve.common.errors import InputError
from verisieve.eval.metrics import (
    accuracy_at_threshold,
    auc_interval,
    group_accuracy,
    mean_interval,
    ndcg,
    near_miss_metrics,
    pairwise_accuracy,
    recall,
    reciprocal_rank,
    rejection_at_95_acceptance,
)

LABELS = np.array([1, 1, 0, 0])
SCORES = np.array([0.9, 0.4, 0.6, 0.1])


def test_figures_of_four_pairs_worked_by_hand():
    figures = near_miss_metrics(SCORES, LABELS, ["a", "b", "a", "b"], ["a", "b", "a", "b"], threshold=0.5)
    # (0.9 > 0.6), (0.9 > 0.1), (0.4 > 0.1) of four comparisons; both anchors are in order
    assert figures["auc"] == 0.75
    assert figures["pairwise_accuracy"] == 1.0
    # both positives must pass, so the threshold is 0.4, and only 0.1 is below
    assert figures["rejection_at_95_acceptance"] == 0.5
    assert figures["accuracy_at_threshold"] == {
        "threshold": 0.5,
        "highest_threshold": 0.5,
        "acceptance": 0.5,
        "rejection": 0.5,
    }
    assert (figures["n_positive"], figures["n_negative"]) == (2, 2)
    assert "note" not in figures


def test_rejection_needs_19_of_20_positives():
    positives = np.arange(1, 21) / 100  # 0.01 may fail, so the threshold is 0.02
    scores = np.concatenate([positives, [0.015, 0.02, 0.0, 0.3]])
    labels = np.array([1] * 20 + [0] * 4)
    assert rejection_at_95_acceptance(scores, labels) == 0.5  # 0.02 ties with the threshold: accepted


def test_rejection_with_fewer_than_twenty_positives_needs_all():
    scores = np.array([*np.arange(1, 20) / 100, 0.005, 0.02])
    assert rejection_at_95_acceptance(scores, np.array([1] * 19 + [0, 0])) == 0.5


def test_pairwise_counts_ties_half_and_only_within_an_anchor():
    scores = np.array([0.5, 0.5, 0.9, 0.1, 0.2])
    labels = np.array([1, 0, 0, 1, 1])
    anchors = ["a", "a", "a", "b", "c"]  # a: tie (0.5), wrong (0); b and c have no near-miss
    assert pairwise_accuracy(scores, labels, anchors) == 0.25
    assert pairwise_accuracy(scores[2:], labels[2:], anchors[2:]) is None


def test_a_group_is_right_where_all_its_comparisons_are():
    labels = np.array([1, 0, 1, 0, 1, 0, 1, 0, 1])
    scores = np.array([0.9, 0.1, 0.8, 0.2, 0.9, 0.3, 0.5, 0.5, 0.1])
    anchors = ["q1", "q1", "q2", "q2", "q3", "q3", "q4", "q4", "alone"]
    groups = ["x", "x", "x", "x", "y", "y", "y", "y", "z"]
    assert group_accuracy(scores, labels, anchors, groups) == 0.5, "a tie is wrong"
    assert group_accuracy(scores[-1:], labels[-1:], anchors[-1:], groups[-1:]) is None


@pytest.mark.parametrize(("label", "missing"), [(0, "positives"), (1, "near-misses")])
def test_one_class_gives_none_and_says_why(label, missing):
    figures = near_miss_metrics([0.2, 0.8], [label] * 2, ["a", "b"], ["a", "b"], threshold=0.5)
    assert figures["auc"] is figures["auc_ci95"] is figures["rejection_at_95_acceptance"] is None
    assert missing in figures["note"]
    rates = figures["accuracy_at_threshold"]
    assert rates["acceptance"] == (0.5 if label else None)
    assert rates["rejection"] == (None if label else 0.5)


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_scores_that_are_no_numbers_are_refused(broken):
    with pytest.raises(InputError, match="pair 2"):
        near_miss_metrics([0.1, broken], [0, 1], ["a", "a"], ["a", "a"])


def test_other_bad_input_is_refused():
    with pytest.raises(InputError, match="labels must be"):
        near_miss_metrics([0.1, 0.2], [0, 2], ["a", "a"], ["a", "a"])
    with pytest.raises(InputError, match="lengths"):
        near_miss_metrics([0.1, 0.2], [0, 1], ["a"], ["a", "a"])
    with pytest.raises(InputError, match="no pairs"):
        near_miss_metrics([], [], [], [])


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 3)), min_size=2, max_size=30))
def test_auc_and_pairwise_agree_with_brute_force(rows):
    scores = np.array([score / 4 for score, _, _ in rows])
    labels = np.array([int(label) for _, label, _ in rows])
    anchors = [str(anchor) for _, _, anchor in rows]
    figures = near_miss_metrics(scores, labels, anchors, anchors, bootstrap_samples=0)
    wins = [
        (1.0 if scores[p] > scores[n] else 0.5 if scores[p] == scores[n] else 0.0, anchors[p] == anchors[n])
        for p, n in product(np.flatnonzero(labels == 1), np.flatnonzero(labels == 0))
    ]
    within = [win for win, same_anchor in wins if same_anchor]
    expected = float(np.mean(within)) if within else None
    assert figures["pairwise_accuracy"] == pytest.approx(expected)
    assert figures["auc"] == pytest.approx(float(np.mean([win for win, _ in wins])) if wins else None)


@pytest.mark.slow
def test_interval_is_the_bootstrap_of_whole_groups():
    rng = np.random.default_rng(3)
    labels = rng.integers(0, 2, 60)
    scores = np.round(rng.random(60) + 0.3 * labels, 1)  # with ties
    groups = np.array([f"g{i // 3}" for i in range(60)])
    interval = auc_interval(scores, labels, list(groups), 500, np.random.default_rng(0))
    assert interval is not None
    low, high = interval
    names = np.unique(groups)
    drawn = np.random.default_rng(0).integers(len(names), size=(500, len(names)))
    rows_of = [np.flatnonzero(groups == name) for name in names]
    aucs = []
    for groups_drawn in drawn:
        rows = np.concatenate([rows_of[group] for group in groups_drawn])
        aucs.append(roc_auc_score(labels[rows], scores[rows]))
    assert [low, high] == pytest.approx(list(np.quantile(aucs, [0.025, 0.975])), abs=1e-12)


def test_interval_widens_when_rows_depend_on_each_other():
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 50)
    scores = rng.random(50) + 0.2 * labels
    labels, scores = np.repeat(labels, 8), np.repeat(scores, 8)
    apart = auc_interval(scores, labels, [str(i) for i in range(400)], 300, np.random.default_rng(0))
    grouped = auc_interval(scores, labels, [str(i // 8) for i in range(400)], 300, np.random.default_rng(0))
    assert grouped[1] - grouped[0] > 2 * (apart[1] - apart[0])


def test_interval_does_not_depend_on_how_it_is_cut_into_steps(monkeypatch):
    rng = np.random.default_rng(1)
    labels, scores = rng.integers(0, 2, 40), rng.random(40)
    groups = [str(i // 2) for i in range(40)]
    whole = auc_interval(scores, labels, groups, 100, np.random.default_rng(0))
    monkeypatch.setattr("verisieve.eval.metrics.RESAMPLING_CELLS", 40 * 7)
    assert auc_interval(scores, labels, groups, 100, np.random.default_rng(0)) == pytest.approx(whole)


def test_no_interval_for_a_single_group_or_without_samples():
    assert auc_interval(SCORES, LABELS, ["a"] * 4, 100, np.random.default_rng(0)) is None
    assert auc_interval(SCORES, LABELS, list("abcd"), 0, np.random.default_rng(0)) is None


def test_mean_interval():
    assert mean_interval(np.full(5, 0.25), 50, np.random.default_rng(0)) == [0.25, 0.25]
    assert mean_interval(np.array([0.25]), 50, np.random.default_rng(0)) is None
    interval = mean_interval(np.array([0.0, 1.0] * 50), 400, np.random.default_rng(0))
    assert interval is not None
    low, high = interval
    assert 0.38 < low < 0.45 < 0.55 < high < 0.62  # mean 0.5, standard error 0.05


def test_accuracy_at_threshold_accepts_equality():
    rates = accuracy_at_threshold(SCORES, LABELS, 0.4)
    assert rates == {
        "threshold": 0.4,
        "highest_threshold": 0.4,
        "acceptance": 1.0,
        "rejection": 0.5,
    }
    of_each = accuracy_at_threshold(SCORES, LABELS, [2.0] * len(SCORES))
    assert (of_each["threshold"], of_each["acceptance"], of_each["rejection"]) == (2.0, 0.0, 1.0)


def test_ranking_figures_worked_by_hand():
    ranking, judged = ["x", "b", "y", "a"], {"a": 2, "b": 1, "c": 1, "x": 0}
    gained = 1 / math.log2(3) + 2 / math.log2(5)
    best = 2 + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg(ranking, judged, 10) == pytest.approx(gained / best)
    assert ndcg(ranking, judged, 2) == pytest.approx((1 / math.log2(3)) / (2 + 1 / math.log2(3)))
    assert recall(ranking, judged, 100) == pytest.approx(2 / 3)
    assert recall(ranking, judged, 2) == pytest.approx(1 / 3)
    assert reciprocal_rank(ranking, judged, 10) == 0.5
    assert reciprocal_rank(ranking, judged, 1) == 0.0
    assert ndcg(["x"], {"x": 0}, 10) == recall(["x"], {"x": 0}, 10) == 0.0


def test_ndcg_agrees_with_scikit_learn():
    rng = np.random.default_rng(0)
    for _ in range(20):
        relevance = rng.integers(0, 4, 30)
        relevance[0] = 1
        scores = rng.permutation(30).astype(float)
        ranking = [str(i) for i in np.argsort(-scores)]
        judged = {str(i): int(r) for i, r in enumerate(relevance)}
        assert ndcg(ranking, judged, 10) == pytest.approx(ndcg_score([relevance], [scores], k=10))


def test_ranking_figures_are_those_of_trec_eval():
    import pytrec_eval

    rng = np.random.default_rng(3)
    for _ in range(20):
        ids = [f"d{i}" for i in range(60)]
        judged = {document: int(rng.integers(0, 4)) for document in ids if rng.random() < 0.3}
        judged["d0"] = 1
        ranking = [ids[i] for i in rng.permutation(60)[: rng.integers(5, 60)]]
        run = {"q": {document: float(-rank) for rank, document in enumerate(ranking)}}
        measures = {"ndcg_cut.10", "recall.20", "recip_rank"}
        found = pytrec_eval.RelevanceEvaluator({"q": judged}, measures).evaluate(run)["q"]
        assert ndcg(ranking, judged, 10) == pytest.approx(found["ndcg_cut_10"], abs=1e-6)
        assert recall(ranking, judged, 20) == pytest.approx(found["recall_20"], abs=1e-6)
        assert reciprocal_rank(ranking, judged, 60) == pytest.approx(found["recip_rank"], abs=1e-6)


@pytest.mark.slow
def test_intervals_cover_the_truth_in_a_simulation():
    """95 % intervals must cover in about 95 of 100 trials."""
    truth = 0.714  # AUC of N(0.8, 1) against N(0, 1): Phi(0.8 / sqrt(2))
    rng = np.random.default_rng(11)
    covered = 0
    for trial in range(200):
        groups = np.repeat(np.arange(60), 4)
        labels = np.tile([0, 1, 0, 1], 60)
        scores = 0.8 * labels + rng.normal(size=240)
        interval = auc_interval(scores, labels, groups.astype(str), 300, np.random.default_rng(trial))
        assert interval is not None
        low, high = interval
        covered += low <= truth <= high
    assert 0.90 <= covered / 200 <= 0.99
    means = [mean_interval(rng.normal(1.0, 2.0, size=50), 300, np.random.default_rng(t)) for t in range(200)]
    assert None not in means
    assert 0.89 <= np.mean([low <= 1.0 <= high for low, high in filter(None, means)]) <= 0.99
