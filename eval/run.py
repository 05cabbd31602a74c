"""Evaluation from start to end: a run and some sets in; metrics.json, report.html and report.md out.

`verisieve evaluate` calls `evaluate`; the benchmarks are in benchmarks/, the report in
reporting/report.py.
"""

import shlex
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ..common.errors import InputError
from ..common.files import unfinished, write_json, writing_into
from ..data_gen.labelled.pair_set import PairSet
from ..models.folder import weights_sha256
from ..models.layout import METRICS, SCORES, WORST_ERRORS
from ..models.verdict import thresholds_of
from . import scorers as scorer_names
from .benchmarks import cache, latency, near_miss, retrieval, scenario
from .config import EvaluateConfig
from .metrics import group_codes
from .reporting.report import write_report
from .score_store import UNFINISHED, ScoreStore
from .scorers import PAIR_SCORERS, RETRIEVAL_DEFAULT, RETRIEVAL_SCORERS, Makers, makers, named
from .sets.beir import RetrievalSet
from .sets.read import Sets, read_sets

if TYPE_CHECKING:
    from ..models.scorers.shared_states import SharedStates
    from ..models.verifier import Verifier

PACKAGES = (
    "verisieve",
    "torch",
    "transformers",
    "sentence-transformers",
    "numpy",
    "scikit-learn",
    "evaluate",
)
__all__ = ["Sets", "evaluate", "read_sets"]
"""Of these, sets/read.py defines all but evaluate."""


def evaluate(
    run: str,
    sets: Sets,
    scorers: Sequence[str] | None,
    out: Path,
    config: EvaluateConfig,
    device: str | None = None,
) -> dict[str, Any]:
    """Evaluate a run folder or published verifier, write the report, return what metrics.json holds.

    scorers: as in scorers.py; None means all that need no further model (in retrieval: that do not encode
    every candidate anew). device: of all models; None is an accelerator where there is one. Files in `out`
    are replaced once everything is computed; a run that was killed goes on where it stopped. Raises
    InputError for unknown scorers and models that cannot be loaded.
    """
    from ..models.scorers.shared_states import SharedStates
    from ..models.verifier import Verifier

    scorer_names.check(scorers)
    verifier = Verifier.from_pretrained(run, device=device, precision=config.precision)
    made = makers(verifier, scorers)

    def encode_once() -> SharedStates:
        return SharedStates(verifier.retriever, verifier, with_states=False)

    return evaluate_verifier(verifier, run, sets, scorers, made, out, config, encode_once)


def evaluate_verifier(
    verifier: "Verifier",
    run: str,
    sets: Sets,
    scorers: Sequence[str] | None,
    made: Makers,
    out: Path,
    config: EvaluateConfig,
    encode_once: Callable[[], "SharedStates"] | None = None,
) -> dict[str, Any]:
    """Do the work of `evaluate` with a loaded verifier and sets; `made` makes the scorers.

    encode_once makes what keeps a retrieval set's documents encoded, for recall and the verifier alike.
    """
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: is a file; give a folder for --out")
    with unfinished(out / UNFINISHED, out):
        store = ScoreStore(out / UNFINISHED)
        metrics, worst, scores = _measure(verifier, run, sets, scorers, made, store, config, encode_once)
        write_results(metrics, worst, scores, out)
    return metrics


def _measure(
    verifier: "Verifier",
    run: str,
    sets: Sets,
    scorers: Sequence[str] | None,
    made: Makers,
    store: ScoreStore,
    config: EvaluateConfig,
    encode_once: Callable[[], "SharedStates"] | None,
) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]], dict[str, np.ndarray]]:
    """Return the metrics, the worst errors by set, and the scores."""
    started = time.perf_counter()
    metrics: dict[str, Any] = {
        "run": run,
        "weights_sha256": weights_sha256(verifier.folder or Path(run)),
        "precision": verifier.precision,
        "retriever": {"name": verifier.retriever.name, "sha256": verifier.retriever.sha256},
        "calibration": {
            "cache_threshold": verifier.calibration.cache_threshold,
            "gate_threshold": verifier.calibration.gate_threshold,
            "registers": [list(own) for own in verifier.calibration.registers],
            "budget": verifier.calibration.budget,
        },
        "near_miss": {},
        "retrieval": {},
        "depth_curve": {},
        "cache": {},
        "scenario": {},
        "latency": {},
        "counts": {"near_miss": {}, "retrieval": {}},
        "seconds": {"near_miss": {}, "retrieval": {}},
    }
    scores: dict[str, np.ndarray] = {}
    worst = _near_miss(metrics, scores, verifier, sets.near_miss, scorers, made, store, config)
    _retrieval(metrics, scores, verifier, sets.retrieval, scorers, made, store, config, encode_once)
    _pipelines(metrics, verifier, sets, scorers, made, store, config)
    if sets.latency:
        metrics["latency"] = _latency(verifier, sets, scorers, made)
    metrics["seconds"]["total"] = round(time.perf_counter() - started, 3)
    metrics |= {
        "seed": config.seed,
        "bootstrap_samples": config.bootstrap_samples,
        "verify_depth": config.verify_depth,
        "command": shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]]),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {"python": sys.version.split()[0]} | {package: version(package) for package in PACKAGES},
    }
    return metrics, worst, scores


def write_results(
    metrics: dict[str, Any],
    worst: dict[str, list[dict[str, Any]]],
    scores: dict[str, np.ndarray],
    out: Path,
) -> None:
    """Write metrics, worst errors, scores and the report into `out`, whole or not at all."""
    with writing_into(out) as partial:
        write_json(partial / METRICS, metrics)
        write_json(partial / WORST_ERRORS, worst)
        np.savez_compressed(partial / SCORES, allow_pickle=False, **scores)
        write_report(metrics, worst, partial)


def _identity(metrics: dict[str, Any], scorer: str) -> str:
    """Return what a scorer's scores depend on besides the texts."""
    own = f"{metrics['weights_sha256']} {metrics['precision']}" if scorer in ("verifier", "gate") else ""
    return f"{scorer} {own} {metrics['retriever']['sha256']}"


def _near_miss(
    metrics: dict[str, Any],
    scores: dict[str, np.ndarray],
    verifier: "Verifier",
    sets: Sequence[PairSet],
    names: Sequence[str] | None,
    made: Makers,
    store: ScoreStore,
    config: EvaluateConfig,
) -> dict[str, list[dict[str, Any]]]:
    """Fill the near-miss part of `metrics` and `scores`; return the verifier's worst errors by set."""
    chosen = [name for name in PAIR_SCORERS if names is None or name in names] + named(names)
    if sets and not chosen:
        raise InputError(
            f"--scorers {','.join(names or ())}: none of them scores pairs; add {PAIR_SCORERS[0]}"
        )
    scorers = [made[name]() for name in chosen] if sets else []
    identities = {scorer.name: _identity(metrics, scorer.name) for scorer in scorers}
    worst = {}
    for pairs in sets:
        thresholds = {"verifier": thresholds_of(verifier.calibration, pairs.texts())[0]}
        result = near_miss.benchmark(pairs, scorers, thresholds, config, store, identities)
        metrics["near_miss"][pairs.name] = result.figures
        place = f"near_miss/{pairs.name}"
        scores[f"{place}/labels"] = pairs.labels
        scores[f"{place}/groups"] = group_codes(pairs.groups).astype(np.int32)
        scores |= {f"{place}/scores/{name}": found for name, found in result.scores.items()}
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
    scores: dict[str, np.ndarray],
    verifier: "Verifier",
    folders: Sequence[RetrievalSet],
    names: Sequence[str] | None,
    made: Makers,
    store: ScoreStore,
    config: EvaluateConfig,
    encode_once: Callable[[], "SharedStates"] | None,
) -> None:
    """Fill the retrieval part of `metrics` and `scores`."""
    chosen = RETRIEVAL_DEFAULT if names is None else [name for name in RETRIEVAL_SCORERS if name in names]
    own = ("cosine", "verifier", "gate", "bm25", "hybrid")
    further = [name for name in chosen if name not in own] + named(names)
    others = {name: made[name]() for name in further} if folders else {}
    for folder in folders:
        identity = _identity(metrics, "verifier")
        shared = encode_once() if encode_once is not None else None
        result = retrieval.benchmark(folder, verifier, chosen, config, others, store, identity, shared)
        metrics["retrieval"][folder.name] = result.figures
        scores |= {f"retrieval/{folder.name}/ndcg/{name}": found for name, found in result.ndcg.items()}
        metrics["depth_curve"][folder.name] = result.depth_curve
        metrics["seconds"]["retrieval"][folder.name] = result.seconds
        metrics["counts"]["retrieval"][folder.name] = {
            "documents": len(folder.documents),
            "queries": len(folder.queries),
            "queries_without_relevant": folder.n_without_relevant,
            "queries_in_corpus": folder.n_themselves(),
            "judgements_left_out": dict(folder.left_out),
        }


def _pipelines(
    metrics: dict[str, Any],
    verifier: "Verifier",
    sets: Sets,
    names: Sequence[str] | None,
    made: Makers,
    store: ScoreStore,
    config: EvaluateConfig,
) -> None:
    """Fill the parts of `metrics` on caches and scenarios."""
    if not (sets.caches or sets.scenarios):
        return
    chosen = [name for name in PAIR_SCORERS if names is None or name in names] + named(names)
    scorers = {name: made[name]() for name in chosen}
    identities = {name: _identity(metrics, name) for name in chosen}
    for pairs in sets.caches:
        metrics["cache"][pairs.name] = cache.benchmark(
            pairs, verifier.retriever, list(scorers.values()), config, store, identities
        )
    for pairs in sets.scenarios:
        metrics["scenario"][pairs.name] = {
            made_of.name: scenario.benchmark(
                made_of, verifier, scorers, config, store, _identity(metrics, "verifier")
            )
            for made_of in (scenario.rag(pairs), scenario.memory(pairs))
        }


def _latency(verifier: "Verifier", sets: Sets, names: Sequence[str] | None, made: Makers) -> dict[str, Any]:
    """Measure on the documents of the first retrieval set, else on candidates of the first set of pairs."""
    if sets.retrieval:
        texts = list(sets.retrieval[0].documents.values())
        query = next(iter(sets.retrieval[0].queries.values()))
    else:
        pairs = next(iter((*sets.near_miss, *sets.caches, *sets.scenarios)), None)
        if pairs is None:
            raise InputError("--latency needs texts to measure on: give --retrieval or --near-miss as well")
        texts, query = list(dict.fromkeys(pairs.candidates)), pairs.anchors[0]
    others = {name: made[name]() for name in named(names)}
    return latency.benchmark(verifier, query, texts[: max(latency.CANDIDATES)], others)
