"""How much memory evaluating a verifier takes as the sets grow.

    python benchmarks/evaluation_memory.py [--pairs 2000 8000] [--documents 1000 4000] [--queries 300]

Generates pairs from the demo corpus and repeats them under other numbers, makes two retrieval sets of
passages of the same sentences (one of some 60 words each, one of some 200), and evaluates the package's own
verifier on both in a process of its own, once for each number of pairs with the number of documents beside
it. Printed are the largest memory of the process that is not a mapped file (Linux: RssAnon) before the
first score, and at most in each part; what does not grow from line to line is bounded.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
from itertools import cycle, islice
from pathlib import Path
from unittest.mock import patch

import verisieve
from verisieve.common.failures import ended
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.generate import generate
from verisieve.data_gen.schema import load_pairs
from verisieve.eval.benchmarks import near_miss, retrieval
from verisieve.eval.config import EvaluateConfig
from verisieve.eval.run import evaluate, read_sets

INTERVAL = 0.02
"""Seconds between two looks at the process's memory."""
WORDS = {"short": 60, "long": 200}
"""Words of a document, by retrieval set."""


def main() -> None:
    """Measure each size in a new process and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, nargs="+", default=[2000, 8000])
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 4000])
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure is not None:
        _measure(arguments.measure)
        return
    with tempfile.TemporaryDirectory(prefix="memory-") as name:
        folder = Path(name)
        demo = Path(verisieve.__file__).parent / "data_gen" / "demo"
        generate([demo], folder / "pairs", GenerateConfig(max_sentences=400), progress=False)
        rows = list(load_pairs(folder / "pairs", "train"))
        for pairs, documents in zip(arguments.pairs, arguments.documents, strict=True):
            place = folder / f"{pairs}-{documents}"
            place.mkdir()
            _write_pairs(rows, place / "pairs.jsonl", pairs)
            for kind, words in WORDS.items():
                _write_retrieval(rows, place / kind, documents, arguments.queries, words)
            print(f"{pairs} pairs, 2 x {documents} documents: ", end="", flush=True)
            subprocess.run([sys.executable, __file__, "--measure", str(place)], check=True)


def _write_pairs(rows: list[dict], path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for number, row in enumerate(islice(cycle(rows), count)):
            pair = {name: f"{number} {row[name]}" for name in ("anchor", "candidate")}
            file.write(json.dumps(pair | {"label": row["label"], "family": row["family"]}) + "\n")


def _write_retrieval(rows: list[dict], folder: Path, documents: int, queries: int, words: int) -> None:
    """Write documents of so many words; each query is a sentence of one of them."""
    (folder / "qrels").mkdir(parents=True)
    sentences = cycle(dict.fromkeys(row["anchor"] for row in rows))
    asked, judged = [], ["query-id\tcorpus-id\tscore"]
    with (folder / "corpus.jsonl").open("w", encoding="utf-8") as corpus:
        for number in range(documents):
            parts: list[str] = [f"{number}."]
            while sum(len(part.split()) for part in parts) < words:
                parts.append(next(sentences))
            corpus.write(json.dumps({"_id": f"d{number}", "text": " ".join(parts)}) + "\n")
            if number < queries:
                asked.append(json.dumps({"_id": f"q{number}", "text": parts[1]}))
                judged.append(f"q{number}\td{number}\t1")
    (folder / "queries.jsonl").write_text("\n".join(asked) + "\n", encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text("\n".join(judged) + "\n", encoding="utf-8")


def _measure(folder: Path) -> None:
    """Evaluate on the sets in the folder and print what it took, part by part."""
    config = EvaluateConfig(bootstrap_samples=50, precision="fp32")
    peaks, current = {"start": 0.0}, ["start"]
    score, timed = near_miss.score_in_batches, retrieval._timed.__enter__

    def scored(scorer, *more, **options):  # type: ignore[no-untyped-def]
        current[0] = scorer.name
        return score(scorer, *more, **options)

    def entered(step: retrieval._timed) -> None:
        current[0] = f"{step.work.data.name}/{step.step}"
        timed(step)

    done = threading.Event()
    watch = threading.Thread(target=_watch, args=(peaks, current, done))
    watch.start()
    sets = read_sets([folder / "pairs.jsonl"], [folder / kind for kind in WORDS], config)
    with (
        patch.object(near_miss, "score_in_batches", scored),
        patch.object(retrieval._timed, "__enter__", entered),
    ):
        evaluate("default", sets, None, folder / "report", config, "cpu")
    done.set()
    watch.join()
    print(", ".join(f"{part} {peak:.0f}" for part, peak in peaks.items()), "MiB", flush=True)


def _watch(peaks: dict[str, float], current: list[str], done: threading.Event) -> None:
    while not done.wait(INTERVAL):
        status = Path("/proc/self/status").read_text(encoding="ascii")
        kibibytes = next(line.split()[1] for line in status.splitlines() if line.startswith("RssAnon"))
        peaks[current[0]] = max(peaks.get(current[0], 0.0), int(kibibytes) / 1024)


if __name__ == "__main__":
    sys.exit(ended("evaluation_memory.py", main))
