"""A machine that refuses something: one line, exit code 2, and the same command goes on afterwards."""

import concurrent.futures.process
import io
import itertools
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
from verisieve.cli.entry import COMMANDS
from verisieve.common.errors import InputError
from verisieve.common.failures import ended, explained
from verisieve.common.process import Stopped, stoppable
from verisieve.tests.processes import VERISIEVE

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"
QUICK = ("--set", "max_sentences=40", "--set", "shard_size=20", "--set", "test_fraction=0.2")
ON_ASCII = [
    "generate CORPUS --out OUT/dätä --set alike=1",
    "paraphrase CORPUS --command REWORDS --retriever none --out OUT/é.jsonl",
    "backtranslate CORPUS --there cat --back REWORDS --retriever none --out OUT/é.jsonl",
    "audit PAIRS --retriever none",
    "audit PAIRS --retriever none --json",
    "rules",
    "rules --markdown",
    "train --data PAIRS --out OUT/é --config smoke --set steps=1",
    "sample default --log REQUESTS --n 1 --out OUT/é.csv",
    "calibrate default --pairs LABELLED --out OUT/é",
    "evaluate default --near-miss LABELLED --scorers cosine --out OUT/é",
    "compare REPORT REPORT --scorer cosine",
    "probe all-MiniLM-L6-v2 --corpus CORPUS --out OUT/é",
    "tradeoff default --data PAIRS --near-miss LABELLED --retrieval BEIR --out OUT/é --set steps=1",
    "verify default REQUESTS",
    "verify default REQUESTS --explain OUT/é.html",
    "publish PAIRS --dry-run OUT/hüb --json",
    "publish PAIRS --dry-run OUT/hüb",
    "completion bash",
]
"""Lines of every command that ends by itself; a word in capitals stands for one of `places`."""
ALL = sorted(command.__name__.rpartition(".")[2] for command in COMMANDS)


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


def test_every_command_is_run_on_an_ascii_terminal():
    """The whole demo is in tests/test_commands.py; a server prints nothing but where it is."""
    assert sorted({line.split()[0] for line in ON_ASCII} | {"demo", "serve"}) == ALL


@pytest.mark.slow
@pytest.mark.parametrize("line", ON_ASCII)
def test_an_ascii_terminal_gets_escapes(tmp_path, places, monkeypatch, line):
    words = [places.get(word, word) for word in line.split()]
    arguments = [word.replace("OUT", str(tmp_path)) for word in words]
    done, written = on_ascii(monkeypatch, arguments)
    assert done == 0
    if words[0] == "verify" or "--json" in words:
        json.loads(written)


@pytest.mark.parametrize("command", ALL)
def test_help_is_printed_on_an_ascii_terminal(monkeypatch, command):
    with pytest.raises(SystemExit, match="0"):
        on_ascii(monkeypatch, [command, "--help"])


def test_a_message_is_printed_on_an_ascii_terminal(monkeypatch, tmp_path):
    assert on_ascii(monkeypatch, ["generate", str(tmp_path / "Größe.txt"), "--out", str(tmp_path / "o")]) == (
        2,
        "",
    )


def on_ascii(monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> tuple[int, str]:
    """Run a command with streams that Python makes under LC_ALL=C and PYTHONIOENCODING=ascii."""
    written = io.BytesIO()
    for name in ("stdout", "stderr"):
        errors = "strict" if name == "stdout" else "backslashreplace"
        stream = io.TextIOWrapper(written if name == "stdout" else io.BytesIO(), "ascii", errors)
        monkeypatch.setattr(sys, name, stream)
    code = main(arguments)
    sys.stdout.flush()
    return code, written.getvalue().decode("ascii")


@pytest.fixture(scope="module")
def places(tmp_path_factory, demo_pairs) -> dict[str, str]:
    """Files with texts and names that ASCII does not hold, by the words of ON_ASCII."""
    folder = tmp_path_factory.mktemp("é")
    sentences = [
        f"The café in {town} is older than the theatre in {other}."
        for town, other in itertools.permutations(("Orléans", "Görlitz", "Łódź"), 2)
    ]
    (folder / "Größe.txt").write_text("\n".join(sentences), encoding="utf-8")
    request = {"query": "Où est le café ☕?", "candidate": "Where is it? 🙏"}
    (folder / "é.jsonl").write_text(json.dumps(request, ensure_ascii=False), encoding="utf-8")
    labelled = [
        f"{text},{text[:-1]} ☕.,1\n{text},{text.replace('older', 'newer')},0\n" for text in sentences
    ]
    (folder / "é.csv").write_text("anchor,candidate,label\n" + "".join(labelled), encoding="utf-8")
    beir = folder / "bëir"
    (beir / "qrels").mkdir(parents=True)
    for name in ("corpus", "queries"):
        rows = [{"_id": str(number), "text": text} for number, text in enumerate(sentences)]
        lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
        (beir / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    judged = "".join(f"{number}\t{number}\t1\n" for number in range(len(sentences)))
    (beir / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + judged)
    report = folder / "rëport"
    line = ("evaluate", "default", "--near-miss", str(folder / "é.csv"), "--scorers", "cosine,bm25")
    assert main([*line, "--out", str(report), "--set", "bootstrap_samples=10"]) == 0
    return {
        "CORPUS": str(folder / "Größe.txt"),
        "REWORDS": "sed 's/The café in/That café in/'",
        "REQUESTS": str(folder / "é.jsonl"),
        "LABELLED": str(folder / "é.csv"),
        "BEIR": str(beir),
        "REPORT": str(report),
        "PAIRS": str(demo_pairs),
    }


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
def test_a_terminated_command_clears_up_and_continues(tmp_path, forks):
    line = ("generate", DEMO, *QUICK, "--out", tmp_path / "pairs")
    with forks.start(VERISIEVE, *line) as process:
        while not (tmp_path / ".pairs.partial" / "shard-00000.json").exists():
            assert process.poll() is None, process.stderr
            time.sleep(0.02)
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait() == 128 + signal.SIGTERM
        assert "the same command continues" in process.stderr
        assert "Traceback" not in process.stderr
    done = forks.run(VERISIEVE, *line)
    assert done.returncode == 0
    assert "continuing" in done.stderr


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


@pytest.mark.parametrize("error", [InputError("rows.jsonl: row 3: no text"), MemoryError()])
def test_a_script_says_in_one_line_what_is_wrong_and_ends_with_2(error, capsys):
    def action() -> None:
        raise error

    assert ended("ladder.py", action) == 2
    said = capsys.readouterr().err
    assert said.startswith("ladder.py: error: ")
    assert said.count("\n") == 1
    assert ended("ladder.py", lambda: None) == 0


def test_a_fault_of_a_script_keeps_its_traceback():
    with pytest.raises(ZeroDivisionError):
        ended("ladder.py", lambda: 1 / 0)
