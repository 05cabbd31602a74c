"""The trade-off: what fine-tuning the embedder gains on near-misses and what it costs in retrieval.

Measures the frozen embedder, its tuned copies (train/dense.py) and the frozen embedder with a verifier on the
same sets, and draws near-miss rejection against nDCG@10. The published figures to compare with: tuning with
structural negatives costs 8 to 9 % of nDCG@10 on small backbones and up to 40 % on mid-size ones, and
modifier binding barely moves (arXiv 2604.16351). `verisieve tradeoff` tunes and calls this.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import torch
from markupsafe import Markup

from ..common.errors import InputError
from ..common.files import unfinished, write_json, write_text, writing_into
from ..data_gen.labelled.pair_set import PairSet
from ..models.folder import weights_sha256
from ..models.retriever import Retriever
from ..models.scorers.baselines import Cosine
from ..models.scorers.shared_states import SharedStates
from ..models.verifier import Verifier
from .benchmarks import near_miss, rankings, retrieval
from .benchmarks.search import search
from .config import EvaluateConfig
from .reporting.plots import Series, axis, scatter
from .reporting.report import percent, template_environment
from .score_store import UNFINISHED, ScoreStore
from .scorers import SharedScorer, VerifierScorer
from .sets.beir import RetrievalSet, read_beir
from .sets.pair_files import names_of, read_pairs

FROZEN, VERIFIED = "frozen", "frozen + verifier"
NOTICEABLE = 0.005
"""nDCG@10 by which a tuned embedder must fall before the report says that the effect shows."""


@dataclass(frozen=True)
class _Sets:
    """What every system is measured on, and where finished scores are kept until all are."""

    pairs: Sequence[PairSet]
    folders: Sequence[RetrievalSet]
    config: EvaluateConfig
    store: ScoreStore
    dtype: torch.dtype


def tradeoff(
    embedders: Mapping[str, str],
    run: str | None,
    near_miss_files: Sequence[Path],
    retrieval_folders: Sequence[Path],
    out: Path,
    config: EvaluateConfig,
    device: str | None = None,
    retriever: str | None = None,
    dtype: torch.dtype = torch.float32,
) -> dict[str, Any]:
    """Measure a verifier's frozen retriever, its tuned copies and the verifier; write the report into `out`.

    embedders: folder of each tuned copy by name. run: None measures `retriever`, as Retriever.load takes it,
    and its copies alone. dtype: bfloat16 runs the embedders under autocast. Returns what tradeoff.json holds:
    per system its near-miss figures by set, its retrieval figures by set, and their means. A killed run goes
    on where it stopped. Raises InputError where there is not at least one set of each kind.
    """
    if not near_miss_files or not retrieval_folders:
        raise InputError("a trade-off has two sides: give --near-miss FILE and --retrieval DIR")
    pair_sets = [read_pairs(path, config.split) for path in near_miss_files]
    names_of(pair_sets)
    folders = [read_beir(folder) for folder in retrieval_folders]
    verifier = None if run is None else Verifier.from_pretrained(run, device=device)
    frozen = Retriever.load(retriever, device) if verifier is None else verifier.retriever
    with unfinished(out / UNFINISHED, out):
        sets = _Sets(pair_sets, folders, config, ScoreStore(out / UNFINISHED), dtype)
        systems = {FROZEN: _embedder(frozen, sets)}
        for name, source in embedders.items():
            systems[name] = _embedder(Retriever.load(source, device), sets)
        if verifier is not None and run is not None:
            systems[VERIFIED] = _verified(verifier, run, sets)
        for system in systems.values():
            _add_means(system)
        result = {"run": run, "retriever": frozen.name, "embedders": dict(embedders), "systems": systems}
        _write(result, out)
    return result


def _embedder(retriever: Retriever, sets: _Sets) -> dict[str, Any]:
    shared = SharedStates(retriever, with_states=False, dtype=sets.dtype)  # with progress
    identity = retriever.sha256 if sets.dtype == torch.float32 else f"{retriever.sha256} {sets.dtype}"
    found: dict[str, Any] = {"near_miss": {}, "retrieval": {}}
    for pairs in sets.pairs:
        measured = near_miss.benchmark(
            pairs,
            [SharedScorer(Cosine(shared), shared)],
            {},
            sets.config,
            sets.store,
            {"cosine": f"cosine {identity}"},
        )
        found["near_miss"][pairs.name] = _kept(measured.figures["cosine"])
    for folder in sets.folders:
        ranking = search(folder, shared, retrieval.CUTOFF, sets.store, identity)
        columns = rankings.measure(folder, ranking)
        found["retrieval"][folder.name] = {name: float(column.mean()) for name, column in columns.items()}
    return found


def _verified(verifier: Verifier, run: str, sets: _Sets) -> dict[str, Any]:
    """Measure the verifier: its score on pairs, the gate in retrieval (the retriever's order is kept)."""
    identity = (
        f"{weights_sha256(verifier.folder or Path(run))} {verifier.precision} {verifier.retriever.sha256}"
    )
    found: dict[str, Any] = {"near_miss": {}, "retrieval": {}}
    for pairs in sets.pairs:
        measured = near_miss.benchmark(
            pairs, [VerifierScorer(verifier)], {}, sets.config, sets.store, {"verifier": identity}
        )
        found["near_miss"][pairs.name] = _kept(measured.figures["verifier"])
    for folder in sets.folders:
        shared = SharedStates(verifier.retriever, verifier, with_states=False)
        gate = retrieval.benchmark(
            folder, verifier, ["gate"], sets.config, None, sets.store, identity, shared
        )
        found["retrieval"][folder.name] = gate.figures["gate"]
    return found


def _kept(figures: dict[str, Any]) -> dict[str, Any]:
    names = ("auc", "auc_ci95", "rejection_at_95_acceptance", "pairwise_accuracy")
    by_family = {family: {name: row[name] for name in names} for family, row in figures["by_family"].items()}
    return {name: figures[name] for name in names} | {"by_family": by_family}


def _add_means(system: dict[str, Any]) -> None:
    measured = [found for found in system["near_miss"].values() if found["auc"] is not None]
    system["auc"] = mean(found["auc"] for found in measured) if measured else None
    system["rejection"] = (
        mean(found["rejection_at_95_acceptance"] for found in measured) if measured else None
    )
    system["ndcg@10"] = mean(found["ndcg@10"] for found in system["retrieval"].values())


def conclusion(systems: dict[str, dict[str, Any]]) -> list[str]:
    """Say in plain sentences whether the published effect shows here, and by how much."""
    base = systems[FROZEN]
    sentences = []
    for name, system in systems.items():
        if name == FROZEN:
            continue
        lost = system["ndcg@10"] / base["ndcg@10"] - 1 if base["ndcg@10"] else 0.0
        gained = system["rejection"] - base["rejection"]
        sentences.append(
            f"{name}: nDCG@10 {lost:+.1%} against the frozen embedder, near-misses rejected where 95 % pass "
            f"{percent(system['rejection'])} ({gained:+.1%})."
        )
    tuned = [s for n, s in systems.items() if n not in (FROZEN, VERIFIED)]
    falls = [base["ndcg@10"] - system["ndcg@10"] for system in tuned]
    if tuned and max(falls) >= NOTICEABLE:
        sentences.append(
            "The published effect shows: tuning costs up to "
            f"{max(falls) / base['ndcg@10']:.1%} of nDCG@10 here."
        )
    elif tuned:
        sentences.append(
            "The published effect does not show at this size: no tuned embedder lost more than "
            f"{NOTICEABLE} nDCG@10 (the largest loss is {max(falls):.4f}). It grows with steps and learning "
            "rate."
        )
    return sentences


def plot(systems: dict[str, dict[str, Any]]) -> Markup:
    """Draw the systems: nDCG@10 to the right, near-misses rejected upwards; the best corner is top right."""
    series = [
        Series(name, [(system["ndcg@10"], system["rejection"])], index)
        for index, (name, system) in enumerate(systems.items())
    ]
    x = axis("mean nDCG@10 (recall kept)", [s.points[0][0] for s in series])
    y = axis("near-misses rejected where 95 % pass", [0.0, *(s.points[0][1] for s in series)])
    return scatter(series, x, y, "near-miss rejection against retrieval quality")


def _write(result: dict[str, Any], out: Path) -> None:
    systems = result["systems"]
    families = sorted({f for s in systems.values() for n in s["near_miss"].values() for f in n["by_family"]})
    view = result | {"families": families, "sentences": conclusion(systems), "plot": plot(systems)}
    with writing_into(out) as partial:
        write_json(partial / "tradeoff.json", result)
        for name in ("tradeoff.html", "tradeoff.md"):
            template = template_environment(name.endswith(".html")).get_template(f"{name}.jinja")
            write_text(partial / name, template.render(view))
