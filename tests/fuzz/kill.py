"""Kill commands with SIGKILL at random moments, start them again, and compare with an undisturbed run.

    python tests/fuzz/kill.py COMMAND... [--kills 30] [--seed 0] [--folder DIR] [--inputs DIR]

COMMAND: generate, backtranslate, train, evaluate, publish or store (writes to a token store). Each command is
killed some times in a row on the same output, after as many seconds as chance says (up to what an
undisturbed run takes), then finished; what it leaves must be the same bytes, but for what tells times. The
commands are forked from this process, which has imported everything they need. Prints one JSON object for
each command, with a `failure` where something was wrong; the exit code is then 1.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false", OMP_NUM_THREADS="1")

import numpy as np
import torch
from inputs import SENTENCES, make_inputs

from verisieve.cli import main as command_line
from verisieve.data_gen.paraphrasing import run as paraphrasing
from verisieve.models.token_store import STATE, TokenStore
from verisieve.models.verifier import Verifier
from verisieve.train import loop

IN_A_ROW = 5
"""At most so many kills before the command may finish."""
TEXTS_AT_ONCE = 8
TIMES = ("timing", "seconds", "date", "command", "pairs_per_second", "encoding_seconds", "peak_memory_mb")
"""Keys of JSON files that tell when and how fast something was done."""


def write_store(folder: Path, inputs: Path) -> int:
    """Write a token store in parts, and go on with one that is there."""
    verifier = Verifier.from_pretrained(inputs / "run", device="cpu")
    store = TokenStore(folder, verifier) if (folder / STATE).exists() else TokenStore.create(folder, verifier)
    while len(store) < len(SENTENCES):
        store.append(SENTENCES[len(store) : len(store) + TEXTS_AT_ONCE])
    store.check()
    return 0


COMMANDS = ("generate", "backtranslate", "train", "evaluate", "publish", "store")
SETTINGS = {
    "generate": "shard_size=4 validation_fraction=0.2 test_fraction=0.2 language_check=false",
    "backtranslate": "language_check=false",
    "train": "steps=12 batch_size=8 validate_every=4 checkpoint_every=2 log_every=1 validation_pairs=16 "
    "tracker=null interaction.width=16 interaction.layers=[1,3] interaction.heads=2 interaction.key_size=8",
    "evaluate": "batch_size=4 bootstrap_samples=20 documents_in_memory=4 precision=fp32",
    "publish": "",
}
FINISHED = {
    "train": "this run is finished",
    "publish": "is not an empty folder",
    "backtranslate": "is there already",
}
"""What a command says of an output that an earlier start of it has finished."""


def arguments_of(command: str, inputs: Path, out: Path) -> list[str]:
    """Return the command line that writes `out`."""
    settings = [part for setting in SETTINGS[command].split() for part in ("--set", setting)]
    back = f"sh {inputs / 'back.sh'}"
    own = {
        "generate": [inputs / "corpus.jsonl", "--out", out],
        "backtranslate": [
            *(inputs / "corpus.jsonl", "--out", out, "--retriever", "none"),
            *("--there", "tr a-z A-Z", "--back", back),
        ],
        "train": ["--data", inputs / "pairs", "--out", out, "--set", f"retriever={inputs / 'retriever'}"],
        "evaluate": [
            *(inputs / "run", "--near-miss", inputs / "pairs", "--retrieval", inputs / "beir"),
            *("--out", out),
        ],
        "publish": [inputs / "run", "--dry-run", out],
    }
    return [command, *map(str, own[command]), *settings]


def task(command: str, inputs: Path, out: Path) -> Callable[[], int]:
    """Return what a child does."""
    if command == "store":
        return lambda: write_store(out, inputs)
    return lambda: command_line(arguments_of(command, inputs, out))


def child(work: Callable[[], int], log: Path, seconds: float | None = None) -> int:
    """Fork a child that works, kill it after so many seconds, return its exit code (-9: it was killed)."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(descriptor, 1)
            os.dup2(descriptor, 2)
            code = work()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    deadline = None if seconds is None else time.monotonic() + seconds
    while True:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if deadline is not None and time.monotonic() >= deadline:
            os.kill(pid, signal.SIGKILL)
            deadline = None
        time.sleep(0.002)


def contents(command: str, out: Path) -> dict[str, object]:
    """Return what must be equal of what a command left, by file; nothing of it is a half-written file."""
    if out.is_file():
        return {out.name: out.read_bytes()}
    found: dict[str, object] = {}
    for path in sorted(path for path in out.rglob("*") if path.is_file()):
        name = path.relative_to(out).as_posix()
        skipped = ("checkpoints/", "train_log", "report.", ".lock")
        if name.startswith(skipped):
            continue
        if path.suffix == ".json":
            found[name] = without_times(json.loads(path.read_text(encoding="utf-8")))
        elif path.suffix == ".npz":
            with np.load(path) as arrays:
                found[name] = {key: arrays[key].tobytes() for key in arrays}
        else:
            found[name] = path.read_bytes()
    if command == "evaluate":
        found["report"] = [(out / f"report.{kind}").stat().st_size > 0 for kind in ("md", "html")]
    return found


def without_times(value: object) -> object:
    """Return a JSON value without the keys of TIMES."""
    if isinstance(value, dict):
        return {key: without_times(item) for key, item in value.items() if key not in TIMES}
    return [without_times(item) for item in value] if isinstance(value, list) else value


def finished(command: str, log: Path, code: int) -> bool:
    """Whether a command ended well, or says that an earlier start of it had: a kill after its last write."""
    last = log.read_text(encoding="utf-8", errors="replace").splitlines()[-1:]
    return code == 0 or (code == 2 and FINISHED.get(command, "\0") in "".join(last))


def torture(command: str, kills: int, seed: int, folder: Path, inputs: Path) -> dict[str, object]:
    """Kill a command so many times; return what was seen. Raises AssertionError where bytes differ."""
    log = folder / "log"
    make_inputs(inputs, lambda work: child(work, log))
    name = "out.jsonl" if command == "backtranslate" else "out"
    undisturbed = folder / "undisturbed" / name
    undisturbed.parent.mkdir()
    started = time.monotonic()
    assert child(task(command, inputs, undisturbed), log) == 0, log.read_text()[-3000:]
    takes = time.monotonic() - started
    expected = contents(command, undisturbed)
    rng = random.Random(f"{command} {seed}")
    killed = rounds = attempts = 0
    while killed < kills:
        rounds += 1
        place = folder / f"round-{rounds}"
        place.mkdir()
        for _ in range(min(rng.randint(1, IN_A_ROW), kills - killed)):
            attempts += 1
            code = child(task(command, inputs, place / name), log, rng.uniform(0, takes))
            if code != -signal.SIGKILL:
                assert finished(command, log, code), log.read_text()[-3000:]
                break
            killed += 1
        code = child(task(command, inputs, place / name), log)
        assert finished(command, log, code), f"exit code {code}\n{log.read_text()[-3000:]}"
        found = contents(command, place / name)
        different = [key for key in {*expected, *found} if expected.get(key) != found.get(key)]
        assert not different, f"round {rounds}: {sorted(different)} differ"
        left = sorted(path.name for path in place.iterdir() if path.name != name)
        assert not left or command == "publish", f"round {rounds}: {left} left behind"
        assert attempts < 20 * kills + 20, "the command ends before it can be killed"
        shutil.rmtree(place)
    return {"command": command, "kills": killed, "rounds": rounds, "seconds": round(takes, 2)}


def main() -> int:
    """Torture each command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("commands", nargs="+", choices=COMMANDS, metavar="COMMAND")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="to work in, new or empty (default: a temporary one)")
    parser.add_argument("--inputs", type=Path, help="of an earlier call, or where to make them")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    paraphrasing.RECORDS_PER_BLOCK = 4  # several blocks of a small corpus
    loop.EXAMPLES_PER_BATCH = 8
    with tempfile.TemporaryDirectory(prefix="kill-") as temporary:
        place = arguments.folder or Path(temporary)
        inputs = arguments.inputs or place / "inputs"
        failed = False
        for command in arguments.commands:
            (place / command).mkdir(parents=True)
            try:
                found = torture(command, arguments.kills, arguments.seed, place / command, inputs)
            except AssertionError as error:
                found, failed = {"command": command, "failure": str(error)}, True
            print(json.dumps(found), flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
