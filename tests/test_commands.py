"""The commands as a user runs them: the whole demo, then verify and publish on what it made."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from verisieve.tests.processes import HANGS

ENVIRONMENT = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "COLUMNS": "120"}
QUERY = "The dog bit the man."
ON_ASCII = {"PYTHONIOENCODING": "ascii"}
"""The output of a terminal that knows no other letters."""
CANDIDATES = ["The man bit the dog.", "The man was bitten by the dog.", "Interest is paid — monthly."]


def verisieve(*arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess:
    command = [str(Path(sys.executable).with_name("verisieve")), *arguments]
    return subprocess.run(
        command, env=ENVIRONMENT | environment, input=stdin, capture_output=True, timeout=HANGS, check=False
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("demo") / "öut"
    done = verisieve("demo", "--out", str(out), "--config", "smoke", **ON_ASCII)
    assert done.returncode == 0, done.stderr.decode()
    (out / "printed.txt").write_bytes(done.stdout)
    return out


@pytest.mark.slow
def test_demo_makes_everything_and_prints_the_tables(demo):
    printed = (demo / "printed.txt").read_text(encoding="ascii")
    for text in ("cosine", "maxsim", "verifier", "Rome is closer than Paris.", "Paris is closer than Rome."):
        assert text in printed
    published = {path.name for path in (demo / "published").iterdir()}
    assert {"model.safetensors", "config.json", "README.md", "metrics.json"} <= published
    metrics = json.loads((demo / "run" / "metrics.json").read_text())
    assert {"verifier", "cosine", "maxsim", "bm25"} <= set(metrics["near_miss"]["pairs"])
    assert "<svg" in (demo / "run" / "report.html").read_text()
    again = verisieve("demo", "--out", str(demo))
    assert again.returncode == 2
    assert b"is not an empty folder" in again.stderr


@pytest.mark.slow
def test_verify_prints_one_json_line_per_candidate_in_order(demo):
    lines = "\n".join(CANDIDATES).encode()
    piped = verisieve("verify", str(demo / "published"), "--query", QUERY, stdin=lines)
    assert piped.returncode == 0, piped.stderr.decode()
    verdicts = [json.loads(line) for line in piped.stdout.decode().splitlines()]
    assert [verdict["candidate"] for verdict in verdicts] == CANDIDATES
    assert {verdict["verdict"]["answer"] for verdict in verdicts} <= {"same", "near_miss", "other", "unsure"}
    file = demo / "candidates.txt"
    file.write_bytes(lines)
    from_file = verisieve("verify", str(demo / "run"), "--query", QUERY, "--candidates", str(file))
    assert from_file.stdout == piped.stdout


@pytest.mark.slow
def test_verify_refuses_broken_input(demo, tmp_path):
    broken = tmp_path / "broken"
    shutil.copytree(demo / "published", broken)
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    other = tmp_path / "other"
    shutil.copytree(demo / "published", other)
    config = json.loads((other / "config.json").read_text())
    config["retriever"]["sha256"] = "0" * 64
    (other / "config.json").write_text(json.dumps(config))
    good = str(demo / "published")
    for arguments, stdin, told in [
        ((str(broken), "--query", QUERY), b"text\n", "model.safetensors: sha256 is"),
        ((str(other), "--query", QUERY), b"text\n", "belongs to the retriever"),
        ((good, "--query", QUERY), b"", "standard input: no candidates"),
        ((good, "--query", QUERY), b"fine\n\xff\n", "standard input: line 2 is not valid UTF-8"),
    ]:
        done = verisieve("verify", *arguments, stdin=stdin)
        assert done.returncode == 2, done
        assert told in done.stderr.decode()
        assert b"Traceback" not in done.stderr
        assert done.stdout.count(b"\n") == stdin.count(b"fine\n")  # what came before the broken line


@pytest.mark.slow
def test_triplets_for_sentence_transformers(demo, tmp_path):
    corpus = tmp_path / "corpus.txt"
    corpus.write_text(
        "Visitors must show a passport at the desk.\nThe nurse purchased a flat near the station in May.\n"
        * 2
    )
    out = tmp_path / "triplets"
    done = verisieve("generate", str(corpus), "--out", str(out), "--format", "triplets")
    assert done.returncode == 0, done.stderr.decode()
    train = verisieve("train", "--data", str(out), "--out", str(tmp_path / "run"))
    assert train.returncode == 2
    assert b"Traceback" not in train.stderr
