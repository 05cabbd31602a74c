"""The mean of runs: its arithmetic, its calibration, and the runs that it refuses."""

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from verisieve.common.configuration import load_config
from verisieve.common.errors import InputError
from verisieve.models.verifier import Verifier
from verisieve.tests.tiny import FAST
from verisieve.train import average as module
from verisieve.train.average import _named, average
from verisieve.train.config import TrainConfig
from verisieve.train.run import train


def test_a_verifier_without_an_adapter_counts_as_one_that_changes_nothing():
    state = {"x.lora_A.weight": torch.full((2, 3), 4.0), "x.lora_B.weight": torch.full((3, 2), 2.0)}
    other = {"x.lora_A.weight": torch.full((2, 3), 8.0), "x.lora_B.weight": torch.full((3, 2), 6.0)}
    shares = {Path("a"): 0.5, Path("b"): 0.25, Path("frozen"): 0.25}
    mean = module._mean_adapter({Path("a"): state, Path("b"): other}, shares)
    assert torch.allclose(mean["x.lora_A.weight"], torch.full((2, 3), 4 * 2 / 3 + 8 / 3))
    assert torch.allclose(mean["x.lora_B.weight"], torch.full((3, 2), 0.5 * 2 + 0.25 * 6))


@pytest.fixture(scope="module")
def runs(pairs_folder, tmp_path_factory) -> list[Path]:
    """Two runs of two steps, with other seeds; the first of mode lora."""
    folder = tmp_path_factory.mktemp("runs")
    made = []
    for seed, mode in enumerate(("lora", "frozen")):
        config = load_config(
            TrainConfig, "train", "smoke", [*FAST, f"seed={seed}", f"mode={mode}", "cache_states=false"]
        )
        train(pairs_folder, folder / mode, config)
        made.append(folder / mode)
    return made


@pytest.mark.slow
def test_the_mean_is_calibrated_and_says_what_it_is_the_mean_of(runs, pairs_folder, tmp_path):
    first, second = runs
    average({first: 3.0, second: 1.0}, pairs_folder, tmp_path / "mean", cosine_weight=3.0)
    one, two, mean = (
        load_file(folder / "model.safetensors") for folder in (first, second, tmp_path / "mean")
    )
    for name, value in mean.items():
        assert torch.allclose(value, 0.75 * one[name] + 0.25 * two[name], atol=1e-6), name
    summary = json.loads((tmp_path / "mean" / "summary.json").read_text(encoding="utf-8"))
    assert summary["averaged"] == {str(first): 0.75, str(second): 0.25}
    assert "validation" not in summary
    verifier = Verifier.from_pretrained(tmp_path / "mean")
    assert verifier.config.mode == "lora"
    assert verifier.config.interaction.cosine_weight == 3.0
    assert verifier.calibration != Verifier.from_pretrained(first).calibration
    assert 0 <= verifier.score([("The tenant pays.", "The landlord pays.")])[0] <= 1


@pytest.mark.slow
def test_runs_that_do_not_fit_are_refused(runs, pairs_folder, tmp_path):
    first, second = runs
    with pytest.raises(InputError, match="name a run of mode lora first"):
        average({second: 0.5, first: 0.5}, pairs_folder, tmp_path / "mean")
    with pytest.raises(InputError, match="above 0"):
        average({first: 1.0, second: 0.0}, pairs_folder, tmp_path / "mean")
    (file := tmp_path / "file").touch()
    for out in (second, file):
        with pytest.raises(InputError, match="not an empty folder"):
            average({first: 1.0}, pairs_folder, out)
    assert not (tmp_path / "mean").exists()


def test_a_run_without_a_weight_weighs_one():
    assert _named("build/third") == (Path("build/third"), 1.0)
    assert _named("a=b/third=0.25") == (Path("a=b/third"), 0.25)
    with pytest.raises(InputError, match="expected RUN or RUN=WEIGHT"):
        _named("third=much")
