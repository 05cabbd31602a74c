"""The metric as a module of the `evaluate` library, loaded offline from the package."""

import evaluate
import pytest

from verisieve.errors import InputError
from verisieve.eval.metrics import near_miss_metrics
from verisieve.eval.near_miss_metric import PATH

ANCHORS = ["a", "a", "b", "b"]


def test_loads_by_path_and_agrees_with_the_pure_functions():
    metric = evaluate.load(PATH, keep_in_memory=True)
    computed = metric.compute(
        predictions=[0.9, 0.2, 0.4, 0.6],
        references=[1, 0, 1, 0],
        anchors=ANCHORS,
        groups=ANCHORS,
        threshold=0.5,
        bootstrap_samples=30,
        seed=4,
    )
    expected = near_miss_metrics([0.9, 0.2, 0.4, 0.6], [1, 0, 1, 0], ANCHORS, ANCHORS, 0.5, 30, 4)
    assert computed == expected
    assert computed["auc"] == 0.75


def test_can_be_filled_batch_by_batch():
    metric = evaluate.load(PATH, keep_in_memory=True)
    for rows in (slice(0, 2), slice(2, 4)):
        metric.add_batch(
            predictions=[0.9, 0.2, 0.4, 0.6][rows],
            references=[1, 0, 1, 0][rows],
            anchors=ANCHORS[rows],
            groups=ANCHORS[rows],
        )
    assert metric.compute(bootstrap_samples=0)["pairwise_accuracy"] == 0.5


def test_refuses_scores_that_are_no_numbers():
    metric = evaluate.load(PATH, keep_in_memory=True)
    with pytest.raises(InputError, match="no finite numbers"):
        metric.compute(
            predictions=[float("nan"), 0.1], references=[1, 0], anchors=["a", "a"], groups=["a", "a"]
        )
