"""How much memory training takes as the dataset grows.

    python benchmarks/memory.py [--pairs 50000 200000 800000] [--steps 3] [--hard-others]

Generates pairs from the demo corpus, writes them again and again under other names until there are as many
as asked for, and trains a few steps on each size in a process of its own. Printed are the seconds before the
first step and the largest memory of the process that is not a mapped file (Linux: RssAnon), just before the
first step and over the whole run; the difference between two sizes is what a pair costs.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from unittest.mock import patch

from datasets import Dataset, concatenate_datasets

import verisieve
from verisieve.common.failures import ended
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.generate import generate
from verisieve.data_gen.schema import load_pairs
from verisieve.train import loop
from verisieve.train.config import TrainConfig
from verisieve.train.run import train

INTERVAL = 0.02
"""Seconds between two looks at the process's memory."""


def main() -> None:
    """Measure each size in a new process and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, nargs="+", default=[50_000, 200_000, 800_000])
    parser.add_argument("--steps", type=int, default=3)
    parser.add_argument("--hard-others", action="store_true", help="search each sentence's neighbours, too")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure is not None:
        _measure(arguments.measure, arguments.steps, arguments.hard_others)
        return
    with tempfile.TemporaryDirectory(prefix="memory-") as name:
        folder = Path(name)
        demo = Path(verisieve.__file__).parent / "data_gen" / "demo"
        generate([demo], folder / "pairs", GenerateConfig(), progress=False)
        for count in sorted(arguments.pairs):
            _enlarge(folder / "pairs", folder / str(count), count)
            command = [sys.executable, __file__, "--measure", str(folder / str(count))]
            command += ["--steps", str(arguments.steps), *(["--hard-others"] * arguments.hard_others)]
            subprocess.run(command, check=True)


def _enlarge(pairs: Path, out: Path, count: int) -> None:
    """Write `count` pairs: copies of the given ones, each as if of another corpus."""
    (out / "data").mkdir(parents=True)
    (out / "manifest.json").write_bytes((pairs / "manifest.json").read_bytes())
    for split in ("train", "validation"):
        own = load_pairs(pairs, split)
        wanted = count if split == "train" else len(own)
        for copy in range(-(-wanted // len(own))):
            part = own.select(range(min(len(own), wanted - copy * len(own))))
            _renamed(part, copy).to_parquet(out / "data" / f"{split}-{copy:05d}.parquet")


def _renamed(pairs: Dataset, copy: int) -> Dataset:
    columns = {name: [f"{value}-{copy}" for value in pairs[name]] for name in ("source_id", "group_id")}
    kept = pairs.remove_columns(list(columns))
    return concatenate_datasets([kept, Dataset.from_dict(columns)], axis=1).select_columns(pairs.column_names)


def _measure(pairs: Path, steps: int, hard_others: bool) -> None:
    """Train on the pairs and print what it took."""
    config = TrainConfig(
        steps=steps,
        validate_every=steps,
        checkpoint_every=steps,
        validation_pairs=100,
        calibration_pairs=100,
        hard_negative_share=0.3 if hard_others else 0.0,
        tracker=None,
        precision="fp32",
    )
    before = {"seconds": 0.0, "memory": 0.0}
    started, run = time.perf_counter(), loop.Trainer.run

    def watched(trainer: loop.Trainer) -> loop.Position:
        before["seconds"], before["memory"] = time.perf_counter() - started, peak[0]
        return run(trainer)

    peak = [0.0]
    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(peak, done))
    watch.start()
    with patch.object(loop.Trainer, "run", watched):
        summary = train(pairs, pairs / "run", config)
    done.set()
    watch.join()
    assert summary is not None
    print(
        f"{summary['train_pairs']:,} pairs: {before['seconds']:.0f} s and {before['memory']:.0f} MiB "
        f"before the first step, {peak[0]:.0f} MiB at most",
        flush=True,
    )


def _watch(peak: list[float], done: threading.Event) -> None:
    while not done.wait(INTERVAL):
        status = Path("/proc/self/status").read_text(encoding="ascii")
        kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("RssAnon"))
        peak[0] = max(peak[0], int(kibibytes) / 1024)


if __name__ == "__main__":
    sys.exit(ended("memory.py", main))
