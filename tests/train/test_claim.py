"""Whose a run folder is: what differs is named, and a kill before the claim leaves it free."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from verisieve.common.errors import InputError
from verisieve.train.claim import claimed, manifest_of
from verisieve.train.config import TrainConfig

CONFIG = TrainConfig(steps=9)


def claim(out, config, data):
    with claimed(out, config, manifest_of(data, config)):
        pass


def files_of(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name != ".lock"}


@pytest.fixture
def data(tmp_path):
    (tmp_path / "pairs").mkdir()
    write_manifest(tmp_path / "pairs", seed=0)
    return tmp_path / "pairs"


def write_manifest(folder, **manifest):
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_the_same_run_goes_on(tmp_path, data):
    claim(tmp_path / "run", CONFIG, data)
    before = files_of(tmp_path / "run")
    write_manifest(data, seed=0, timing=4)
    claim(tmp_path / "run", CONFIG, data)
    assert files_of(tmp_path / "run") == before


def test_another_run_is_refused_with_key_old_and_new_value(tmp_path, data):
    claim(tmp_path / "run", CONFIG, data)
    changed = replace(CONFIG, steps=12, loss=replace(CONFIG.loss, margin=0.25))
    with pytest.raises(
        InputError, match=r"train\.steps was 9, is 12; train\.loss\.margin was 0\.5, is 0\.25"
    ):
        claim(tmp_path / "run", changed, data)
    write_manifest(data, seed=1)
    with pytest.raises(InputError, match=r"\(data\.seed was 0, is 1\); choose another --out"):
        claim(tmp_path / "run", CONFIG, data)
    write_manifest(data, seed=0, rules={"negation.never": 3})  # too long to be told
    with pytest.raises(InputError, match="the data were generated anew"):
        claim(tmp_path / "run", CONFIG, data)


def test_a_folder_claimed_by_an_earlier_version(tmp_path, data):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text(json.dumps({"digest": "0"}))
    with pytest.raises(InputError, match="an earlier version made it"):
        claim(tmp_path / "run", CONFIG, data)


def test_a_kill_before_the_claim_leaves_the_folder_free(tmp_path, data):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json.partial").write_text("{")
    claim(tmp_path / "run", CONFIG, data)
    assert sorted(files_of(tmp_path / "run")) == ["run.json", "train_config.yaml"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("years of work")
    with pytest.raises(InputError, match="not empty and no run"):
        claim(tmp_path / "mine", CONFIG, data)
    assert [file.name for file in (tmp_path / "mine").iterdir()] == ["thesis.tex"]


HOLD = """
import sys, time
from pathlib import Path
from verisieve.train.claim import claimed, manifest_of
from verisieve.train.config import TrainConfig
config = TrainConfig(steps=9)
with claimed(Path(sys.argv[1]), config, manifest_of(Path(sys.argv[2]), config)):
    print("held", flush=True)
    time.sleep(300)
"""


@pytest.mark.slow
def test_two_processes_do_not_train_in_one_folder(tmp_path, data):
    command = [sys.executable, "-c", HOLD, str(tmp_path / "run"), str(data)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        try:
            assert other.stdout.readline() == "held\n"
            with pytest.raises(InputError, match="run: another process trains in this folder"):
                claim(tmp_path / "run", CONFIG, data)
        finally:
            other.kill()
    claim(tmp_path / "run", CONFIG, data)  # the system has freed the lock of the killed one
