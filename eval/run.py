"""Evaluation from start to end: a run and some sets in; metrics.json, report.html and report.md out.

`verisieve evaluate` calls `evaluate`; the benchmarks are in near_miss.py and retrieval.py, the report in
report.py.
"""

import json
import shlex
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InputError
from . import near_miss, retrieval
from .beir import RetrievalSet, read_beir
from .config import EvaluateConfig
from .near_miss import Scorer
from .pair_files import PairSet, names_of, read_pairs
from .report import write_report
from .weights import weights_sha256

if TYPE_CHECKING:
    from ..models.verifier import Verifier

NEAR_MISS_SCORERS = ("verifier", "cosine", "maxsim")
RETRIEVAL_DEFAULT = ("cosine", "verifier", "gate")
KNOWN_SCORERS = tuple(dict.fromkeys((*NEAR_MISS_SCORERS, *retrieval.SCORERS)))
PACKAGES = (
    "verisieve",
    "torch",
    "transformers",
    "sentence-transformers",
    "numpy",
    "scikit-learn",
    "evaluate",
)
METRICS_FILE, ERRORS_FILE = "metrics.json", "worst_errors.json"
Sets = tuple[list[PairSet], list[RetrievalSet]]


def evaluate(
    run: str,
    near_miss_files: Sequence[Path],
    retrieval_folders: Sequence[Path],
    scorers: Sequence[str] | None,
    out: Path,
    config: EvaluateConfig,
) -> dict[str, Any]:
    """Evaluate a run folder or published verifier, write the report, return what metrics.json holds.

    scorers: of KNOWN_SCORERS; None means all, except that `maxsim` reranks retrieval only where it is asked
    for by name (it encodes every candidate anew). Files in `out` are replaced once everything is computed.
    Sets are read before the model is loaded, so that bad input fails at once. Raises InputError for nothing
    to evaluate, unknown scorers, and unusable sets.
    """
    from ..models.baselines import Cosine, MaxSim
    from ..models.verifier import Verifier

    data = read_sets(near_miss_files, retrieval_folders, config)
    check_scorers(scorers)
    verifier = Verifier.from_pretrained(run)
    baselines: dict[str, Callable[[], Scorer]] = {
        "cosine": lambda: Cosine(verifier.retriever),
        "maxsim": lambda: MaxSim(verifier.retriever),
    }
    return evaluate_verifier(verifier, run, data, scorers, baselines, out, config)


def read_sets(
    near_miss_files: Sequence[Path], retrieval_folders: Sequence[Path], config: EvaluateConfig
) -> Sets:
    """Read all sets. Raises InputError where there are none, one is unusable, or two share a name."""
    if not near_miss_files and not retrieval_folders:
        raise InputError(
            "nothing to evaluate: give --near-miss FILE (.jsonl, .csv, .tsv or .parquet with anchor, "
            "candidate, label; or the folder that `verisieve generate` wrote), --retrieval DIR "
            "(corpus.jsonl, queries.jsonl, qrels/test.tsv), or both"
        )
    pair_sets = [read_pairs(path, config.split) for path in near_miss_files]
    names_of(pair_sets)
    folders = [read_beir(path) for path in retrieval_folders]
    names = [folder.name for folder in folders]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"two retrieval folders are named {name!r}; rename one")
    return pair_sets, folders


def check_scorers(scorers: Sequence[str] | None) -> None:
    """Raise InputError for a scorer that is not known, or an empty list."""
    if scorers is not None and not scorers:
        raise InputError(f"--scorers: give at least one of {', '.join(KNOWN_SCORERS)}")
    for name in scorers or ():
        if name not in KNOWN_SCORERS:
            raise InputError(f"--scorers: unknown scorer {name!r}; known are {', '.join(KNOWN_SCORERS)}")


def evaluate_verifier(
    verifier: "Verifier",
    run: str,
    data: Sets,
    scorers: Sequence[str] | None,
    baselines: dict[str, Callable[[], Scorer]],
    out: Path,
    config: EvaluateConfig,
) -> dict[str, Any]:
    """Do the work of `evaluate` with a loaded verifier and sets; `baselines` makes the other scorers."""
    started = time.perf_counter()
    pair_sets, folders = data
    metrics: dict[str, Any] = {
        "run": run,
        "weights_sha256": weights_sha256(Path(run)),
        "retriever": {"name": verifier.retriever.name, "sha256": verifier.retriever.sha256},
        "calibration": {
            "cache_threshold": verifier.calibration.cache_threshold,
            "gate_threshold": verifier.calibration.gate_threshold,
            "budget": verifier.calibration.budget,
        },
        "near_miss": {},
        "retrieval": {},
        "counts": {"near_miss": {}, "retrieval": {}},
        "seconds": {"near_miss": {}, "retrieval": {}},
    }
    worst = _near_miss(metrics, verifier, pair_sets, scorers, baselines, config)
    _retrieval(metrics, verifier, folders, scorers, baselines, config)
    metrics["seconds"]["total"] = round(time.perf_counter() - started, 3)
    metrics |= {
        "seed": config.seed,
        "bootstrap_samples": config.bootstrap_samples,
        "verify_depth": config.verify_depth,
        "command": shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]]),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {"python": sys.version.split()[0]} | {package: version(package) for package in PACKAGES},
    }
    write_results(metrics, worst, out)
    return metrics


def write_results(metrics: dict[str, Any], worst: dict[str, list[dict[str, Any]]], out: Path) -> None:
    """Write metrics.json, worst_errors.json, report.html and report.md into `out`, whole or not at all."""
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: is a file; give a folder for --out")
    out.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(prefix=".evaluate-", dir=out))
    try:
        for name, content in ((METRICS_FILE, metrics), (ERRORS_FILE, worst)):
            text = json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
            (partial / name).write_text(text + "\n", encoding="utf-8")
        write_report(metrics, worst, partial)
        for file in partial.iterdir():
            file.replace(out / file.name)
    finally:
        shutil.rmtree(partial)


class _VerifierScorer:
    """The verifier under the name its figures are stored with."""

    name = "verifier"

    def __init__(self, verifier: "Verifier") -> None:
        self.verifier = verifier

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        return self.verifier.score(pairs)


def _near_miss(
    metrics: dict[str, Any],
    verifier: "Verifier",
    sets: Sequence[PairSet],
    names: Sequence[str] | None,
    baselines: dict[str, Callable[[], Scorer]],
    config: EvaluateConfig,
) -> dict[str, list[dict[str, Any]]]:
    """Fill the near-miss part of `metrics`; return the verifier's worst errors by set."""
    chosen = [name for name in NEAR_MISS_SCORERS if names is None or name in names]
    if sets and not chosen:
        raise InputError(
            f"--scorers {','.join(names or ())}: none of them scores pairs; add {NEAR_MISS_SCORERS[0]}"
        )
    scorers = [_VerifierScorer(verifier) if name == "verifier" else baselines[name]() for name in chosen]
    thresholds: dict[str, float | None] = {"verifier": verifier.calibration.cache_threshold}
    worst = {}
    for pairs in sets:
        result = near_miss.benchmark(pairs, scorers, thresholds, config)
        metrics["near_miss"][pairs.name] = result.figures
        metrics["seconds"]["near_miss"][pairs.name] = result.seconds
        metrics["counts"]["near_miss"][pairs.name] = {
            "pairs": len(pairs),
            "anchors": len(set(pairs.anchors)),
            "groups": len(set(pairs.groups)),
        }
        if "verifier" in result.scores:
            worst[pairs.name] = near_miss.worst_errors(pairs, result.scores["verifier"], config.max_worst)
    return worst


def _retrieval(
    metrics: dict[str, Any],
    verifier: "Verifier",
    folders: Sequence[RetrievalSet],
    names: Sequence[str] | None,
    baselines: dict[str, Callable[[], Scorer]],
    config: EvaluateConfig,
) -> None:
    """Fill the retrieval part of `metrics`."""
    chosen = RETRIEVAL_DEFAULT if names is None else [name for name in retrieval.SCORERS if name in names]
    maxsim = baselines["maxsim"]() if folders and "maxsim" in chosen else None
    for folder in folders:
        result = retrieval.benchmark(folder, verifier, chosen, config, maxsim)
        metrics["retrieval"][folder.name] = result.figures
        metrics["seconds"]["retrieval"][folder.name] = result.seconds
        metrics["counts"]["retrieval"][folder.name] = {
            "documents": len(folder.documents),
            "queries": len(folder.queries),
            "queries_without_relevant": folder.n_without_relevant,
        }
