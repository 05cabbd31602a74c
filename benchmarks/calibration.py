"""How often do thresholds that `verisieve calibrate` chose keep their budget on the pairs kept back?

    python benchmarks/calibration.py default labelled.csv [--pairs 500] [--budgets 0.1 0.05] [--seeds 40]

Calibrates on one half of each file's pairs and measures on the other, once for each seed, which draws the
halves; the model reads every pair once. Printed are the seeds with a threshold, those of them whose share of
errors on the pairs kept back is within the budget, and the mean share of errors and of what is served.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, get_args
from unittest.mock import patch

import numpy as np
import torch

from verisieve.common.failures import ended
from verisieve.data_gen.labelled.pair_set import PairSet
from verisieve.data_gen.labelled.read import read_labelled
from verisieve.models import verifier as verifier_module
from verisieve.models.calibration import Bound, Calibration
from verisieve.models.judging import Judged, Relation, judged
from verisieve.models.verifier import Verifier
from verisieve.train.calibration.labelled import calibrate, recalibrated

SMALLEST = 1e-30
ERRORS = {"cache": "rejection", "gate": "dropped"}
"""Threshold -> what of the report says how many errors it made (the cache's: those it did not)."""


@dataclass
class Memory:
    """What the model found of pairs, in place of the model: for one reading and many calibrations."""

    logits: dict[tuple[str, str], np.ndarray]
    relations: dict[tuple[str, str], Relation]

    @classmethod
    def of(cls, verifier: Verifier, pairs: Sequence[tuple[str, str]]) -> "Memory":
        """Read pairs once."""
        plain, at_once, memory = recalibrated(verifier, Calibration()), 64, cls({}, {})
        for start in range(0, len(pairs), at_once):
            part = list(pairs[start : start + at_once])
            sides = [plain.encode_once([pair[side] for pair in part]) for side in (0, 1)]
            found = verifier_module.judge_pairs(plain, sides[0], sides[1], at_once)
            memory.logits |= zip(part, np.log(np.maximum(found.raw, SMALLEST)), strict=True)
            memory.relations |= zip(part, found.relations, strict=True)
        return memory

    def judge_pairs(
        self, reader: Verifier, queries: Any, candidates: Any, at_once: int, explained: bool = True
    ) -> Judged:
        """Judge pairs as `reader` is calibrated."""
        pairs, n = list(zip(queries.texts, candidates.texts, strict=True)), len(queries.texts)
        logits = torch.from_numpy(np.stack([self.logits[pair] for pair in pairs]))
        return judged(
            reader.calibration.probabilities(logits),
            [self.relations[pair] for pair in pairs],
            np.zeros(n, np.float32),
            [0] * n,
            [()] * n,
            np.zeros(n, bool),
            [(0, 0)] * n,
        )


def main() -> None:
    """Print a line for each file, budget and threshold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", help="run folder, published verifier, or default")
    parser.add_argument("files", type=Path, nargs="+", help="labelled pairs")
    parser.add_argument("--pairs", type=int, help="of each file so many, its first")
    parser.add_argument("--budgets", type=float, nargs="+", default=[0.1, 0.05])
    parser.add_argument("--bound", choices=get_args(Bound), default="clopper_pearson")
    parser.add_argument("--seeds", type=int, default=40)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    verifier = Verifier.from_pretrained(arguments.run)
    print("| pairs | budget | threshold | seeds with one | budget kept | mean errors | mean served |")
    print("|---|---|---|---|---|---|---|")
    for path in arguments.files:
        pairs = read_labelled(path)
        pairs = pairs.rows(np.arange(min(arguments.pairs or len(pairs), len(pairs))))
        memory = Memory.of(verifier, pairs.texts())
        with (
            patch.object(Verifier, "from_pretrained", lambda *more, **options: verifier),
            patch.object(Verifier, "encode_once", lambda self, texts: SimpleNamespace(texts=texts)),
            patch.object(verifier_module, "judge_pairs", memory.judge_pairs),
        ):
            for budget in arguments.budgets:
                tell(path.stem, arguments.run, pairs, budget, arguments.bound, arguments.seeds)


def tell(name: str, run: str, pairs: PairSet, budget: float, bound: Bound, seeds: int) -> None:
    """Print the lines of one budget."""
    with redirect_stderr(io.StringIO()):  # progress
        reports = [calibrate(run, pairs, budget, bound, seed).report for seed in range(seeds)]
    for threshold, figure in ERRORS.items():
        found = [report for report in reports if report["thresholds"][threshold]["threshold"] is not None]
        line = f"| {name} ({len(pairs)}) | {budget:.0%} | {threshold} | {len(found)} of {seeds} | "
        if found:
            shares = np.array([report["reached"][figure]["share"] for report in found])
            errors = 1 - shares if threshold == "cache" else shares
            served = np.mean([report["reached"]["acceptance"]["share"] for report in found])
            line += f"{(errors <= budget).sum()} of {len(found)} | {errors.mean():.1%} | {served:.1%} |"
        else:
            smallest = min(report["thresholds"][threshold]["smallest_budget"] for report in reports)
            line += f"– | at best {smallest:.1%} can be promised | – |"
        print(line, flush=True)


if __name__ == "__main__":
    sys.exit(ended("calibration.py", main))
