"""How runs stand on text that people wrote: one row a set, as docs/experiments.md has it.

    python benchmarks/ladder.py RUN [RUN ...] [--data ../shared/data] [--sets NAME ...]

For each set and each run (a folder, a published verifier, or default): AUC of P(same) with its 95 % bootstrap
interval and, beside it, that of the retriever's cosine; acceptance of the paraphrases and rejection of the
near-misses at the stored threshold; rejection where 90 % of the paraphrases pass. Triples of a question, a
passage that answers it and one that does not: how often P(near-miss) puts the first above the second, and
the shares that the gate drops. --data: the folder of development data; a file of it that is missing is left
out, and said.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from verisieve.common.failures import ended
from verisieve.data_gen.labelled.read import read_labelled
from verisieve.data_gen.schema import NEAR_MISS, SAME
from verisieve.models.interaction import NEAR_MISS as P_NEAR_MISS
from verisieve.models.scorers.baselines import Cosine
from verisieve.models.verifier import Verifier

SETS = {
    "cache_dev": "dev/cache_dev.jsonl",
    "cache_small": "dev/cache_small.jsonl",
    "paws_wiki_dev": "near_miss/paws_wiki_dev.jsonl",
    "mrpc": "near_miss/mrpc_train.jsonl",
    "sick": "labelled/research/sick_pairs.jsonl",
    "paraquality": "labelled/research/paraquality.jsonl",
    "sgd": "labelled/sgd_pairs.jsonl",
    "spider": "labelled/spider_pairs.jsonl",
    "home_commands": "labelled/home_commands.jsonl",
}
TRIPLES = "dev/qa_dev.jsonl"
DRAWS = 500
"""Bootstrap samples."""


def main() -> None:
    """Print a table for each run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("runs", nargs="+", help="run folders, published verifiers, or default")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="development data")
    parser.add_argument("--sets", nargs="+", choices=[*SETS, "qa_dev"], default=[*SETS, "qa_dev"])
    parser.add_argument("--pairs", type=int, help="at most so many pairs of a set, its first")
    parser.add_argument("--precision", choices=("fp32", "bf16"), default="fp32")
    arguments = parser.parse_args()
    verifiers = [Verifier.from_pretrained(run, precision=arguments.precision) for run in arguments.runs]
    print("| set | pairs | cosine | " + " | ".join(arguments.runs) + " |")
    print("|---|---|---|" + "---|" * len(verifiers))
    for name in arguments.sets:
        place = arguments.data / (TRIPLES if name == "qa_dev" else SETS[name])
        if not place.exists():
            print(f"{place}: not there, left out", file=sys.stderr)
        elif name == "qa_dev":
            _triples(place, verifiers)
        else:
            _pairs(name, place, verifiers, arguments.pairs)


def _pairs(name: str, place: Path, verifiers: list[Verifier], limit: int | None) -> None:
    pairs = read_labelled(place)
    rows = np.arange(min(limit or len(pairs), len(pairs)))
    pairs = pairs.rows(rows)
    cells = [_cell(Cosine(verifiers[0].retriever).score(pairs.texts()), pairs.labels, None)]
    for verifier in verifiers:
        scores = verifier.score(pairs.texts())
        cells.append(_cell(scores, pairs.labels, verifier.calibration.cache_threshold))
    print(f"| {name} | {len(pairs)} | " + " | ".join(cells) + " |", flush=True)


def _cell(scores: np.ndarray, labels: np.ndarray, threshold: float | None) -> str:
    """Return "AUC (from-to), accepts / rejects, rejects at 90 %"."""
    same, near = scores[labels == SAME], scores[labels == NEAR_MISS]
    low, high = _interval(scores, labels)
    told = f"{roc_auc_score(labels, scores):.3f} ({low:.3f}-{high:.3f})"
    if threshold is not None:
        told += f", {np.mean(same >= threshold):.0%} / {np.mean(near < threshold):.0%}"
    return f"{told}, {np.mean(near < np.quantile(same, 0.1)):.0%}"


def _interval(scores: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Return the 95 % bootstrap interval of the AUC, pairs drawn with replacement."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(DRAWS):
        rows = rng.integers(len(labels), size=len(labels))
        if 0 < labels[rows].sum() < len(rows):
            found.append(roc_auc_score(labels[rows], scores[rows]))
    low, high = np.quantile(found, (0.025, 0.975))
    return float(low), float(high)


def _triples(place: Path, verifiers: list[Verifier]) -> None:
    """Print the row of the questions with two passages each."""
    rows = [json.loads(line) for line in place.read_text(encoding="utf-8").splitlines() if line.strip()]
    sides = [[(row["query"], row[side]) for row in rows] for side in ("positive", "negative")]
    cosine = Cosine(verifiers[0].retriever)
    own, other = (np.asarray(cosine.score(side)) for side in sides)
    cells = [f"{np.mean(own > other):.0%} in order"]
    for verifier in verifiers:
        own, other = (verifier.probabilities(side)[:, P_NEAR_MISS] for side in sides)
        gate = verifier.calibration.gate_threshold
        cells.append(
            f"{np.mean(own < other):.0%} in order; the gate drops {np.mean(own >= gate):.0%} of those that "
            f"answer, {np.mean(other >= gate):.0%} of the others"
        )
    print(f"| {place.stem} | {len(rows)} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    sys.exit(ended("ladder.py", main))
