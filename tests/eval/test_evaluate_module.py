"""The metrics as modules of the `evaluate` library, loaded offline from the package."""

import os
import subprocess
import sys
from pathlib import Path

import evaluate
import numpy as np
import pytest
import yaml

from verisieve.common.errors import InputError
from verisieve.eval.metrics import MODULES, module, near_miss_metrics, ranking_metrics

ANCHORS = ["a", "a", "b", "b"]
LOAD = "from verisieve.eval.benchmarks.near_miss import loaded; print(loaded('near_miss') is not None)"


def test_loads_by_path_and_agrees_with_the_pure_functions():
    metric = evaluate.load(module("near_miss"), keep_in_memory=True)
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
    metric = evaluate.load(module("near_miss"), keep_in_memory=True)
    for rows in (slice(0, 2), slice(2, 4)):
        metric.add_batch(
            predictions=[0.9, 0.2, 0.4, 0.6][rows],
            references=[1, 0, 1, 0][rows],
            anchors=ANCHORS[rows],
            groups=ANCHORS[rows],
        )
    assert metric.compute(bootstrap_samples=0)["pairwise_accuracy"] == 0.5


def test_refuses_scores_that_are_no_numbers():
    metric = evaluate.load(module("near_miss"), keep_in_memory=True)
    with pytest.raises(InputError, match="no finite numbers"):
        metric.compute(
            predictions=[float("nan"), 0.1], references=[1, 0], anchors=["a", "a"], groups=["a", "a"]
        )


def test_rankings_agree_with_the_pure_functions():
    metric = evaluate.load(module("ranking"), keep_in_memory=True)
    rankings = [["d3", "d1", "d2"], ["d9"], ["d4"]]
    judged, relevances = [["d1", "d2"], ["d9"], ["d4"]], [[1, 2], [1], [0]]
    computed = metric.compute(predictions=rankings, references=judged, relevances=relevances, k=2)
    assert computed == ranking_metrics(rankings, judged, relevances, 2)
    first = (1 / np.log2(3)) / (2 + 1 / np.log2(3))
    assert computed == pytest.approx({"queries": 2, "ndcg": (first + 1) / 2, "mrr": 0.75, "recall": 0.75})


def test_rankings_that_do_not_fit_together_are_refused():
    for arguments in (([["a"]], [], []), ([["a"]], [["a"]], [[1, 2]]), ([["a"]], [["a"]], [[0]])):
        with pytest.raises(InputError):
            ranking_metrics(*arguments)


def test_every_module_is_a_complete_space():
    for name in MODULES:
        folder = Path(module(name))
        assert {"README.md", "app.py", "requirements.txt", f"{name}.py"} <= {
            path.name for path in folder.iterdir()
        }
        front = yaml.safe_load((folder / "README.md").read_text(encoding="utf-8").split("---")[1])
        assert front["sdk"] == "gradio"
    with pytest.raises(ValueError, match="unknown metric"):
        module("accuracy")


@pytest.mark.slow
@pytest.mark.parametrize("left", [0, 40, 700])
def test_a_copy_that_a_full_disk_cut_short_is_made_again(tmp_path, left):
    environment = os.environ | {"HF_MODULES_CACHE": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}

    def load() -> str:
        command = [sys.executable, "-c", LOAD]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    assert load() == "True\n"
    (copied,) = tmp_path.rglob("near_miss.py")
    whole = copied.read_bytes()
    copied.write_bytes(whole[:left])
    assert load() == "True\n"
    (again,) = tmp_path.rglob("near_miss.py")
    assert again.read_bytes() == whole
