"""The near-miss benchmark: how well scorers tell the same from near-misses, overall and by family.

Reads sets through verisieve.eval.pair_files, scores them, and measures with the `evaluate` module in
near_miss_metric/.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import evaluate
import numpy as np

from ..data_gen.pairs import NEAR_MISS, SAME
from ..progress import Progress
from .config import EvaluateConfig
from .near_miss_metric import PATH
from .pair_files import PairSet


class Scorer(Protocol):
    """Whatever scores pairs of texts: higher means more surely the same."""

    name: str

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return one score per pair, float32 [n]."""
        ...


@dataclass(frozen=True)
class NearMissResult:
    """figures: by scorer, as in metrics.json. seconds: by scorer. scores: by scorer, float64 [n]."""

    figures: dict[str, dict[str, Any]]
    seconds: dict[str, float]
    scores: dict[str, np.ndarray]


def benchmark(
    pairs: PairSet, scorers: Sequence[Scorer], thresholds: dict[str, float | None], config: EvaluateConfig
) -> NearMissResult:
    """Score one set with every scorer and measure it, overall and by family.

    thresholds: by scorer's name, where a pair is accepted; a scorer without one gets no
    accuracy_at_threshold. Raises InputError for scores that are no numbers.
    """
    metric = evaluate.load(PATH, keep_in_memory=True)
    result = NearMissResult({}, {}, {})
    for scorer in scorers:
        started = time.perf_counter()
        scores = score_in_batches(scorer, pairs, config.batch_size)
        result.seconds[scorer.name] = round(time.perf_counter() - started, 3)
        result.scores[scorer.name] = scores
        result.figures[scorer.name] = _figures(metric, pairs, scores, thresholds.get(scorer.name), config)
    return result


def score_in_batches(scorer: Scorer, pairs: PairSet, batch_size: int) -> np.ndarray:
    """Return the scorer's scores of all pairs, float64 [n], with progress after every `batch_size` pairs."""
    texts = pairs.texts()
    parts = []
    with Progress(len(texts), f"{pairs.name}: {scorer.name}", "pairs") as progress:
        for start in range(0, len(texts), batch_size):
            parts.append(np.asarray(scorer.score(texts[start : start + batch_size]), dtype=np.float64))
            progress.update(len(parts[-1]))
    return np.concatenate(parts)


def family_rows(pairs: PairSet, family: str) -> np.ndarray:
    """Return which rows measure one family, bool [n]: its near-misses, and the positives they are told from.

    Those are the family's own positives where the set has any (a natural set such as PAWS names both by its
    origin), else all positives of the set (generated positives are all of the family "paraphrase").
    """
    own = np.array([name == family for name in pairs.families])
    positive = pairs.labels == SAME
    return own if (own & positive).any() else own | positive


def worst_errors(pairs: PairSet, scores: np.ndarray, how_many: int) -> list[dict[str, Any]]:
    """Return the worst errors of a scorer that gives P(same): at most `how_many`, worst first.

    An error is a near-miss scored above one half or a positive scored below; half of the list is kept for
    each kind as far as there are enough. Each: kind ("accepted" or "rejected"), anchor, candidate, family,
    score.
    """
    labels = pairs.labels.astype(np.int64)
    wrongness = np.abs(labels - scores)
    by_wrongness = np.argsort(-wrongness, kind="stable")
    wrong = [int(row) for row in by_wrongness if wrongness[row] > 0.5]
    accepted = [row for row in wrong if labels[row] == NEAR_MISS]
    rejected = [row for row in wrong if labels[row] == SAME]
    n_accepted = min(len(accepted), max(how_many - how_many // 2, how_many - len(rejected)))
    chosen = {*accepted[:n_accepted], *rejected[: how_many - n_accepted]}
    return [
        {
            "kind": "rejected" if labels[row] == SAME else "accepted",
            "anchor": pairs.anchors[row],
            "candidate": pairs.candidates[row],
            "family": pairs.families[row],
            "score": float(scores[row]),
        }
        for row in wrong
        if row in chosen
    ]


def _figures(
    metric: evaluate.EvaluationModule,
    pairs: PairSet,
    scores: np.ndarray,
    threshold: float | None,
    config: EvaluateConfig,
) -> dict[str, Any]:
    def measure(rows: np.ndarray) -> dict[str, Any]:
        indices = np.flatnonzero(rows)
        return metric.compute(
            predictions=scores[indices],
            references=pairs.labels[indices],
            anchors=[pairs.anchors[row] for row in indices],
            groups=[pairs.groups[row] for row in indices],
            threshold=threshold,
            bootstrap_samples=config.bootstrap_samples,
            seed=config.seed,
        )

    figures = measure(np.ones(len(pairs), dtype=bool))
    near_misses = pairs.labels == NEAR_MISS
    families = sorted({family for family, wanted in zip(pairs.families, near_misses, strict=True) if wanted})
    figures["by_family"] = {family: measure(family_rows(pairs, family)) for family in families}
    return figures
