"""A machine that refuses something: one line, exit code 2, and the same command goes on afterwards."""

import concurrent.futures.process
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from safetensors import SafetensorError

import verisieve
from verisieve.cli import main
from verisieve.cli.process import Stopped, stoppable
from verisieve.common.failures import explained

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"
QUICK = ("--set", "max_sentences=40", "--set", "shard_size=20", "--set", "test_fraction=0.2")


def contents(folder: Path) -> dict[str, bytes]:
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads(found["manifest.json"])
    del manifest["timing"]
    return {**found, "manifest.json": json.dumps(manifest).encode()}


@pytest.mark.slow
def test_generate_on_a_full_disk_says_so_and_goes_on_when_there_is_room(
    tmp_path, demo_pairs, refused, small_disk
):
    out = tmp_path / "pairs"
    command = ("generate", DEMO, "--out", out, *QUICK)
    for size in (100, 3000, 20_000):
        assert "make room" in refused(command, small_disk(size))
        assert not out.exists()
    assert main([str(argument) for argument in command]) == 0
    assert contents(out) == contents(demo_pairs)
    assert [path.name for path in tmp_path.iterdir()] == ["pairs"]


@pytest.mark.slow
@pytest.mark.parametrize("command", ["evaluate", "audit", "publish", "backtranslate"])
def test_a_full_disk_leaves_nothing_that_looks_complete(tmp_path, demo_pairs, refused, small_disk, command):
    out = tmp_path / "out"
    assert "make room" in refused((*commands(demo_pairs)[command], out), small_disk(50))
    found = [path for path in out.rglob("*") if path.is_file()] if out.is_dir() else [out][: out.exists()]
    assert [path.name for path in found if ".scores" not in path.parts] == []


def commands(pairs: Path) -> dict[str, tuple[object, ...]]:
    """Return the start of each command that writes; its place comes behind."""
    texts = pairs.with_name("texts.txt")
    texts.write_text("The tenant pays the landlord every month.\n" * 2, encoding="utf-8")
    translators = ("--there", "cat", "--back", "cat", "--retriever", "none", "--min-cosine", "0")
    return {
        "generate": ("generate", texts, "--out"),
        "backtranslate": ("backtranslate", texts, *translators, "--out"),
        "evaluate": ("evaluate", "default", "--near-miss", pairs, "--scorers", "cosine", "--out"),
        "publish": ("publish", pairs, "--dry-run"),
        "audit": ("audit", pairs, "--retriever", "none", "--out"),
        "train": ("train", "--data", pairs, "--out"),
    }


@pytest.mark.slow
@pytest.mark.parametrize("command", ["generate", "backtranslate", "evaluate", "publish", "audit", "train"])
def test_an_out_that_cannot_be_written(tmp_path, demo_pairs, refused, common_user, command):
    closed, file = tmp_path / "closed", tmp_path / "file"
    closed.mkdir()
    closed.chmod(0o555)
    file.write_text("")
    for place, kind in ((closed / "out", "permissions"), (file / "out", "file")):
        error = refused((*commands(demo_pairs)[command], place), common_user())
        assert str(place.parent) in error
        assert kind in error
    assert list(closed.iterdir()) == []


def test_an_argument_that_is_not_utf8(tmp_path):
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    command = [sys.executable, "-m", "verisieve.cli", "generate", name, "--out", str(tmp_path / "o")]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"not in UTF-8" in done.stderr
    assert done.stderr.count(b"\n") == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ["verify", "default", "REQUESTS"],
        ["verify", "default", "REQUESTS", "--explain", "OUT/é.html"],
        ["audit", "PAIRS", "--retriever", "none"],
        ["audit", "PAIRS", "--retriever", "none", "--json"],
        ["publish", "PAIRS", "--dry-run", "OUT/hüb", "--json"],
        ["publish", "PAIRS", "--dry-run", "OUT/hüb"],
        ["evaluate", "default", "--near-miss", "PAIRS", "--scorers", "cosine", "--out", "OUT/é"],
        ["completion", "bash"],
    ],
)
def test_an_ascii_terminal_gets_escapes(tmp_path, demo_pairs, monkeypatch, command):
    requests = tmp_path / "requests.jsonl"
    request = {"query": "Où est le café ☕?", "candidate": "Where is it? 🙏"}
    requests.write_text(json.dumps(request, ensure_ascii=False), encoding="utf-8")
    places = {"REQUESTS": str(requests), "PAIRS": str(demo_pairs)}
    arguments = [places.get(word, word).replace("OUT", str(tmp_path)) for word in command]
    written = io.BytesIO()
    for name in ("stdout", "stderr"):
        errors = "strict" if name == "stdout" else "backslashreplace"
        stream = io.TextIOWrapper(written if name == "stdout" else io.BytesIO(), "ascii", errors)
        monkeypatch.setattr(sys, name, stream)
    assert main(arguments) == 0
    sys.stdout.flush()
    if command[0] == "verify" or "--json" in command:
        json.loads(written.getvalue())


def test_a_full_standard_output_is_one_line():
    with open("/dev/full", "wb") as full:  # noqa: PTH123 (a device)
        done = subprocess.run(
            [sys.executable, "-m", "verisieve.cli", "completion", "bash"],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("verisieve: error: No space left on device")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.slow
def test_a_terminated_command_clears_up_and_continues(tmp_path):
    command = [sys.executable, "-m", "verisieve.cli", "generate", str(DEMO), *QUICK, "--out"]
    with subprocess.Popen([*command, str(tmp_path / "pairs")], stderr=subprocess.PIPE) as process:
        while not (tmp_path / ".pairs.partial" / "shard-00000.json").exists():
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        _, error = process.communicate()
    assert process.returncode == 128 + signal.SIGTERM
    assert b"the same command continues" in error
    assert b"Traceback" not in error
    done = subprocess.run([*command, str(tmp_path / "pairs")], capture_output=True, check=True)
    assert b"continuing" in done.stderr


def test_a_signal_that_is_ignored_stays_so():
    earlier = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stoppable():
            assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
            with pytest.raises(Stopped):
                signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGHUP, earlier)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(28, "No space left on device", "a/b.json"), "a/b.json: No space left on device; make room"),
        (OSError(13, "Permission denied", "a"), "a: Permission denied; change its permissions"),
        (OSError("100 requested and 4 written"), "make room on the disk"),
        (SafetensorError("Error while serializing: I/O error: full (os error 28)"), "No space left"),
        (MemoryError(), "not enough memory"),
        (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"), "not enough memory"),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried"), "not enough memory"),
        (RuntimeError("[enforce fail at inline_container.cc:672] . unexpected pos"), "could not be written"),
        (concurrent.futures.process.BrokenProcessPool("abrupt"), "fewer workers"),
        (ConnectionResetError("reset by peer"), "the network failed"),
    ],
)
def test_what_the_machine_refuses_is_explained(error, line):
    assert line in (explained(error) or "")


def test_what_a_library_wraps_is_found():
    from datasets.exceptions import DatasetGenerationError

    error = DatasetGenerationError("An error occurred")
    error.__cause__ = OSError(28, "No space left on device", "cache/x.arrow")
    assert (explained(error) or "").startswith("cache/x.arrow: No space left")


def test_a_fault_of_the_program_keeps_its_traceback(monkeypatch):
    from verisieve.cli import generate

    def fail(arguments: object) -> None:
        raise KeyError("fault")

    monkeypatch.setattr(generate, "run", fail)
    with pytest.raises(KeyError):
        main(["generate", "x", "--out", "y"])
