"""The near-miss benchmark: how well scorers tell the same from near-misses, overall and by family.

Reads sets through ../sets/pair_files.py, scores them, and measures with the `evaluate` module in
hub_metrics/near_miss/.
"""

import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

import evaluate
import numpy as np

from ...common.progress import Progress
from ...data_gen.labelled.pair_set import PairSet
from ...data_gen.schema import NEAR_MISS, SAME
from ...models.text.register import REGISTERS, registers_of
from ..config import EvaluateConfig
from ..distribution import distribution, reliability
from ..metrics import module
from ..score_store import ScoreStore, plan


def loaded(name: str) -> evaluate.EvaluationModule:
    """Load one of metrics.MODULES.

    `evaluate` runs a copy that it keeps and never makes anew: one that a full disk cut short is made again.
    """
    try:
        return evaluate.load(module(name), keep_in_memory=True)
    except (SyntaxError, ImportError, AttributeError, TypeError):
        for known in [one for one in sys.modules if one.startswith(f"evaluate_modules.metrics.{name}.")]:
            del sys.modules[known]  # an empty copy was imported without complaint
        return evaluate.load(module(name), keep_in_memory=True, download_mode="force_redownload")


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


LENGTHS = {"up to 12 words": 12, "13 to 24 words": 24, "25 words and more": None}
OVERLAPS = {"below 0.5": 0.5, "0.5 to 0.8": 0.8, "0.8 and above": None}
READS_COLLECTION = ("bm25", "hybrid")
"""Scorers whose scores depend on all pairs of a call: they get the whole set at once."""


def benchmark(
    pairs: PairSet,
    scorers: Sequence[Scorer],
    thresholds: Mapping[str, np.ndarray],
    config: EvaluateConfig,
    store: ScoreStore | None = None,
    identities: Mapping[str, str] | None = None,
) -> NearMissResult:
    """Score one set with every scorer and measure it: overall, by family, by length, by word overlap.

    thresholds: by scorer's name, from which score on each pair is accepted, [n]; a scorer without gets no
    accuracy_at_threshold. store keeps finished scores, under the scorers' identities (what their weights
    are). Raises InputError for scores that are no numbers.
    """
    metric = loaded("near_miss")
    result = NearMissResult({}, {}, {})
    for scorer in scorers:
        started = time.perf_counter()
        identity = (identities or {}).get(scorer.name, scorer.name)
        scores = score_in_batches(scorer, pairs.texts(), config.batch_size, pairs.name, store, identity)
        result.seconds[scorer.name] = round(time.perf_counter() - started, 3)
        result.scores[scorer.name] = scores
        figures = _figures(metric, pairs, scores, thresholds.get(scorer.name), config)
        figures["distribution"] = distribution(scores, pairs.labels)
        if scorer.name.startswith("verifier"):  # the only scores that are probabilities
            figures["reliability"] = reliability(scores, pairs.labels)
        result.figures[scorer.name] = figures
    return result


def score_in_batches(
    scorer: Scorer,
    pairs: Sequence[tuple[str, str]],
    batch_size: int,
    name: str,
    store: ScoreStore | None = None,
    identity: str = "",
) -> np.ndarray:
    """Return the scorer's scores of all pairs, float64 [n] (or a row per pair), as the progress of `name`.

    store keeps the scores of every `batch_size` pairs under the scorer's identity.
    """
    size = len(pairs) if scorer.name in READS_COLLECTION else batch_size
    kept = store or ScoreStore()
    plan(scorer, chain.from_iterable(pairs))
    parts = []
    with Progress(len(pairs), f"{name}: {scorer.name}", "pairs") as progress:
        for start in range(0, len(pairs), size):
            batch = pairs[start : start + size]
            scores, _ = kept.get(chain([identity], *batch), scoring(scorer, batch))
            parts.append(scores)
            progress.update(len(batch))
    return np.concatenate(parts)


def scoring(scorer: Scorer, batch: Sequence[tuple[str, str]]) -> Callable[[], np.ndarray]:
    """Return a function that scores the pairs, float64 [n]: what a ScoreStore calls if it must."""
    return lambda: np.asarray(scorer.score(batch), dtype=np.float64)


def word_overlap(a: str, b: str) -> float:
    """Return the Jaccard index of the two texts' lower-cased words, in [0, 1]."""
    words_a, words_b = (set(re.findall(r"\w+", text.lower())) for text in (a, b))
    return len(words_a & words_b) / max(1, len(words_a | words_b))


def buckets(values: Sequence[float], edges: Mapping[str, float | None]) -> dict[str, np.ndarray]:
    """Return which values fall into each named bucket, bool [n] by name.

    edges: the upper edge of each bucket, rising, None for the last; whole numbers belong below their edge
    (12 words: "up to 12"), fractions above it.
    """
    upper = [edge for edge in edges.values() if edge is not None]
    whole = all(isinstance(edge, int) for edge in upper)
    place = np.searchsorted(upper, np.asarray(values), side="left" if whole else "right")
    return {name: place == index for index, name in enumerate(edges)}


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
    thresholds: np.ndarray | None,
    config: EvaluateConfig,
) -> dict[str, Any]:
    def measure(rows: np.ndarray) -> dict[str, Any]:
        indices = np.flatnonzero(rows)
        return metric.compute(
            predictions=scores[indices],
            references=pairs.labels[indices],
            anchors=[pairs.anchors[row] for row in indices],
            groups=[pairs.groups[row] for row in indices],
            threshold=None if thresholds is None else thresholds[indices],
            bootstrap_samples=config.bootstrap_samples,
            seed=config.seed,
        )

    figures = measure(np.ones(len(pairs), dtype=bool))
    near_misses = pairs.labels == NEAR_MISS
    families = sorted({family for family, wanted in zip(pairs.families, near_misses, strict=True) if wanted})
    figures["by_family"] = {family: measure(family_rows(pairs, family)) for family in families}
    lengths = [max(len(a.split()), len(b.split())) for a, b in pairs.texts()]
    overlaps = [word_overlap(a, b) for a, b in pairs.texts()]
    for key, values, edges in (("by_length", lengths, LENGTHS), ("by_overlap", overlaps, OVERLAPS)):
        found = buckets(values, edges)
        figures[key] = {name: measure(rows) for name, rows in found.items() if rows.any()}
    registers = registers_of(pairs.texts())
    figures["by_register"] = {
        name: measure(registers == name) for name in REGISTERS if (registers == name).any()
    }
    return figures
