"""Training for real, as subprocesses: resume after SIGKILL, two processes, refusals."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

import verisieve
from verisieve.models.verifier import Verifier
from verisieve.tests.processes import HANGS

ENTRY = Path(verisieve.__file__).parent / "train" / "run.py"
ENVIRONMENT = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1"}
OVERRIDES = [
    *("steps=12", "batch_size=16", "validate_every=6", "checkpoint_every=2", "log_every=1"),
    *("validation_pairs=24", "interaction.key_size=16", "interaction.value_size=16"),
    *("interaction.width=32", "interaction.heads=2"),
]
WATCHED = """
import gc, sys
import torch
from torch.nn.parallel import DistributedDataParallel
from verisieve.train.run import main

destroy = torch.distributed.destroy_process_group

def watched(group=None):
    wrappers = sum(isinstance(each, DistributedDataParallel) for each in gc.get_objects())
    print(f"process {torch.distributed.get_rank()}: {wrappers} wrappers left", file=sys.stderr)
    destroy(group)

torch.distributed.destroy_process_group = watched
main()
"""
"""The entry, telling what still holds the process group when it is given up."""
PAIRS = [("The nurse helped the guest.", "The guest helped the nurse."), ("A", "B")]


COMMAND = "from verisieve.train.run import main; main()"


def command(data: Path, out: Path, overrides: list[str]) -> list[str]:
    settings = [part for override in overrides for part in ("--set", override)]
    return [sys.executable, str(ENTRY), "--data", str(data), "--out", str(out), *settings]


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        arguments, env=ENVIRONMENT, capture_output=True, text=True, timeout=HANGS, check=False
    )


@pytest.fixture(scope="module")
def training(forks) -> Callable[..., subprocess.CompletedProcess]:
    """A function (data, out, overrides) that trains in a process of its own."""
    return lambda *line: forks.run(COMMAND, *command(*line)[2:])


def logged(out: Path, key: str) -> list:
    lines = [json.loads(line) for line in (out / "train_log.jsonl").read_text().splitlines()]
    return [(line["step"], line[key]) for line in lines if key in line]


@pytest.fixture(scope="module")
def reference(training, pairs_folder, tmp_path_factory) -> Path:
    """A run that nothing interrupted."""
    out = tmp_path_factory.mktemp("reference") / "run"
    done = training(pairs_folder, out, OVERRIDES)
    assert done.returncode == 0, done.stderr
    return out


@pytest.mark.slow
def test_run_folder_is_complete(reference):
    names = {path.name for path in reference.iterdir()}
    expected = {"config.json", "model.safetensors", "summary.json", "train_config.yaml", "train_log.jsonl"}
    assert expected <= names
    assert not [name for name in names if name.endswith(".partial")]
    summary = json.loads((reference / "summary.json").read_text())
    assert summary["steps"] == 12
    assert set(summary["validation"]) == {"auc", "accuracy", "near_misses_found"}
    calibration = json.loads((reference / "config.json").read_text())["calibration"]
    assert ("cache" in summary["without_threshold"]) == (calibration["cache_threshold"] >= 1)
    assert [step for step, _ in logged(reference, "loss")] == list(range(1, 13))
    assert Verifier.from_pretrained(reference).score(PAIRS).shape == (2,)
    from safetensors import safe_open

    with safe_open(reference / "model.safetensors", "pt") as weights:
        assert not [key for key in weights.keys() if "encoder" in key]  # noqa: SIM118


@pytest.mark.slow
def test_same_seed_gives_the_same_bytes(reference, training, pairs_folder, tmp_path):
    done = training(pairs_folder, tmp_path / "again", OVERRIDES)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "again/model.safetensors").read_bytes() == (
        reference / "model.safetensors"
    ).read_bytes()


@pytest.mark.slow
def test_killed_run_resumes_to_the_same_weights(reference, forks, training, pairs_folder, tmp_path):
    out = tmp_path / "killed"
    with forks.start(COMMAND, *command(pairs_folder, out, OVERRIDES)[2:]) as process:
        while not (out / "checkpoints" / "step-000004").exists():
            assert process.poll() is None, "the run ended before it could be killed"
            time.sleep(0.01)
    assert not (out / "model.safetensors").exists()
    done = training(pairs_folder, out, OVERRIDES)
    assert done.returncode == 0, done.stderr
    assert "resuming from" in done.stdout
    assert logged(out, "loss") == logged(reference, "loss")
    assert (out / "model.safetensors").read_bytes() == (reference / "model.safetensors").read_bytes()


@pytest.mark.slow
def test_two_processes_learn_what_one_does(training, pairs_folder, tmp_path):
    overrides = [
        *OVERRIDES,
        "precision=fp32",
        "gradient_accumulation=1",
        "symmetric_share=0.5",
    ]  # dropout 0.1
    one, two, accumulated = tmp_path / "one", tmp_path / "two", tmp_path / "accumulated"
    assert training(pairs_folder, one, overrides).returncode == 0
    launch = [str(Path(sys.executable).with_name("accelerate")), "launch", "--num_processes", "2", "--cpu"]
    done = run(*launch, *command(pairs_folder, two, overrides)[1:])
    assert done.returncode == 0, done.stderr
    done = training(pairs_folder, accumulated, [*overrides, "gradient_accumulation=2"])
    assert done.returncode == 0, done.stderr
    expected = load_file(one / "model.safetensors")
    for other in (two, accumulated):
        for (step, loss), (other_step, other_loss) in zip(
            logged(one, "loss"), logged(other, "loss"), strict=True
        ):
            assert step == other_step
            assert other_loss == pytest.approx(loss, rel=2e-3, abs=1e-5)
        weights = load_file(other / "model.safetensors")
        differences = torch.cat([(weights[name] - expected[name]).abs().flatten() for name in expected])
        assert differences.mean() < 5e-5
        for name, value in weights.items():
            torch.testing.assert_close(
                value, expected[name], atol=2e-3, rtol=2e-2, msg=f"{other.name}: {name}"
            )
    assert json.loads((two / "summary.json").read_text())["processes"] == 2


@pytest.mark.slow
def test_torchrun_learns_together_and_lets_go_of_its_process_group(pairs_folder, tmp_path):
    """A wrapper that outlives the group makes the processes hang now and then: see Trainer.end."""
    (tmp_path / "watched.py").write_text(WATCHED)
    launch = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc_per_node", "2"]
    entry = [*launch, str(tmp_path / "watched.py"), *command(pairs_folder, tmp_path / "run", OVERRIDES)[2:]]
    done = run(*entry, "--set", "steps=2")
    assert done.returncode == 0, done.stderr
    for process in range(2):
        assert f"process {process}: 0 wrappers left" in done.stderr
    assert json.loads((tmp_path / "run" / "summary.json").read_text())["processes"] == 2


@pytest.mark.slow
def test_training_learns_from_real_states(reference):
    losses = [sum(loss.values()) for _, loss in logged(reference, "loss")]
    assert np.mean(losses[-3:]) < np.mean(losses[:3])


@pytest.mark.slow
def test_a_full_disk_in_the_middle_is_one_line_and_the_same_command_goes_on(
    reference, training, pairs_folder, small_volume
):
    """A disk that runs full with the first checkpoint, then one that does later, then room enough."""
    place, resize = small_volume(200_000)
    reached = []
    for size in (200_000, used(reference) // 2, 100_000_000):
        resize(size)
        done = training(pairs_folder, place / "run", OVERRIDES)
        assert "Traceback" not in done.stderr
        if done.returncode == 2:
            assert done.stderr.count("verisieve: error: ") == 1, done.stderr
            assert "make room" in done.stderr
            assert not (place / "run" / "summary.json").exists()
        reached.append(done.returncode)
    assert reached == [2, 2, 0]
    weights = load_file(place / "run" / "model.safetensors")
    for name, values in load_file(reference / "model.safetensors").items():
        assert torch.equal(values, weights[name])


@pytest.fixture
def small_volume(tmp_path):
    """A function from a size in bytes to a folder on a disk of that size, and one that gives it another."""
    place = tmp_path / "volume"

    def mount(*options: str) -> int:
        line = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", str(place)]
        return subprocess.run(line, capture_output=True, check=False).returncode

    def make(size: int) -> tuple[Path, Callable[[int], int]]:
        place.mkdir()
        if mount(f"size={size}"):
            pytest.skip("this user may not mount a disk")
        return place, lambda size: mount("remount", f"size={size}")

    yield make
    subprocess.run(["umount", str(place)], capture_output=True, check=False)


def used(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@pytest.mark.slow
def test_refusals_leave_the_folder_as_it_was(reference, training, pairs_folder, tmp_path):
    finished = training(pairs_folder, reference, OVERRIDES)
    assert finished.returncode == 2
    assert "this run is finished" in finished.stderr
    other = training(pairs_folder, reference, [*OVERRIDES, "seed=1"])
    assert other.returncode == 2
    assert "another configuration" in other.stderr
    (tmp_path / "mine.txt").write_text("precious")
    foreign = training(pairs_folder, tmp_path, OVERRIDES)
    assert foreign.returncode == 2
    assert "not empty" in foreign.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    layers = training(pairs_folder, tmp_path / "x", [*OVERRIDES, "interaction.layers=[0,7]"])
    assert layers.returncode == 2
    assert "has layers 0 to 6" in layers.stderr
    assert "Traceback" not in layers.stderr
