"""The figures of merit, as pure functions of scores, labels and rankings; knows no file, model or benchmark.

Near-miss figures (how well a score separates positives, label 1, from near-misses, label 0) are used by
verisieve.eval.benchmarks.near_miss through the `evaluate` modules in the folder hub_metrics/; ranking figures
by verisieve.eval.benchmarks.retrieval.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from ..common.errors import InputError

ACCEPTANCE = 95  # per cent of the positives that must pass in rejection_at_95_acceptance
RESAMPLING_CELLS = 4_000_000  # resamples x rows held at once by the bootstrap


MODULES = ("near_miss", "ranking")
"""What hub_metrics/ holds: each a folder that `evaluate.load` loads and that can be pushed as a Space."""


def module(name: str) -> str:
    """Return the path of one of MODULES, for `evaluate.load(module("near_miss"))`; ValueError for another."""
    if name not in MODULES:
        raise ValueError(f"unknown metric {name!r}; known are {', '.join(MODULES)}")
    return str(Path(__file__).with_name("hub_metrics") / name)


def near_miss_metrics(
    scores: Sequence[float] | np.ndarray,
    labels: Sequence[int] | np.ndarray,
    anchors: Sequence[str],
    groups: Sequence[str],
    threshold: float | Sequence[float] | np.ndarray | None = None,
    bootstrap_samples: int = 1000,
    seed: int = 0,
) -> dict[str, Any]:
    """Return every near-miss figure of one scorer on one set, as metrics.json holds them.

    scores, labels, anchors, groups: one entry per pair, all of the same length n. A higher score means more
    surely the same; labels are 1 (positive) and 0 (near-miss). Pairs of one anchor are compared with each
    other in `pairwise_accuracy`; the bootstrap draws whole groups, since rows of one group are not
    independent.
    threshold: where a pair counts as accepted (score >= threshold) in `accuracy_at_threshold`, one for all or
    one for each; None leaves it out.

    Figures that do not exist for the set (AUC without positives, say) are None, and the key `note` says why.
    Raises InputError for NaN scores, labels other than 0 and 1, and entries of different lengths.
    """
    scores, labels = _checked(scores, labels, anchors, groups)
    n_positive = int(labels.sum())
    n_negative = len(labels) - n_positive
    figures: dict[str, Any] = {
        "n_positive": n_positive,
        "n_negative": n_negative,
        "auc": None,
        "auc_ci95": None,
        "rejection_at_95_acceptance": None,
        "pairwise_accuracy": pairwise_accuracy(scores, labels, anchors),
        "group_accuracy": group_accuracy(scores, labels, anchors, groups),
        "accuracy_at_threshold": None
        if threshold is None
        else accuracy_at_threshold(scores, labels, threshold),
    }
    if n_positive and n_negative:
        rng = np.random.default_rng(seed)
        figures["auc"] = float(roc_auc_score(labels, scores))
        figures["auc_ci95"] = auc_interval(scores, labels, groups, bootstrap_samples, rng)
        figures["rejection_at_95_acceptance"] = rejection_at_95_acceptance(scores, labels)
    else:
        missing = "positives" if not n_positive else "near-misses"
        figures["note"] = f"no {missing} in this set, so nothing can be said about telling the two apart"
    return figures


def auc_interval(
    scores: np.ndarray, labels: np.ndarray, groups: Sequence[str], samples: int, rng: np.random.Generator
) -> list[float] | None:
    """Return the 95 % percentile-bootstrap interval of the ROC AUC, resampling whole groups.

    scores, labels: [n]. A resample draws as many groups as there are, with replacement, and weighs each row
    by how often its group was drawn; resamples that lack a class are left out. None where there are fewer
    than two groups or `samples` is 0. Field, C. A. & Welsh, A. H. (2007), Bootstrapping clustered data,
    doi:10.1111/j.1467-9868.2007.00593.x.
    """
    codes = group_codes(groups)
    if int(codes.max()) < 1 or samples == 0:
        return None
    aucs = resampled_aucs(scores, labels, codes, samples, rng)
    return _percentiles(aucs[~np.isnan(aucs)])


def group_codes(groups: Sequence[str]) -> np.ndarray:
    """Number the groups from 0, int64 [n]."""
    return np.unique(np.asarray(groups, dtype=object).astype(str), return_inverse=True)[1]


def resampled_aucs(
    scores: np.ndarray, labels: np.ndarray, codes: np.ndarray, samples: int, rng: np.random.Generator
) -> np.ndarray:
    """Return the AUC of each bootstrap resample of whole groups, [samples]; NaN where it lacks a class.

    scores, labels: [n]; codes: the groups, numbered from 0. Equal generators draw equal groups, so two
    scorers of the same pairs can be compared resample by resample.
    """
    n_groups = int(codes.max()) + 1
    order = np.argsort(scores, kind="stable")
    codes, positive = codes[order], labels[order] == 1
    first_of_tie = np.flatnonzero(np.diff(scores[order], prepend=-np.inf) != 0)
    step = max(1, RESAMPLING_CELLS // max(len(scores), n_groups))
    aucs: list[np.ndarray] = []
    for start in range(0, samples, step):
        size = min(step, samples - start)
        drawn = rng.integers(n_groups, size=(size, n_groups)) + n_groups * np.arange(size)[:, None]
        times = np.bincount(drawn.ravel(), minlength=size * n_groups).reshape(size, n_groups)
        weights = times[:, codes].astype(np.float64)  # [size, n], rows by rising score
        positives = np.add.reduceat(weights * positive, first_of_tie, axis=1)
        negatives = np.add.reduceat(weights * ~positive, first_of_tie, axis=1)
        below = np.cumsum(negatives, axis=1) - negatives
        wins = (positives * (below + negatives / 2)).sum(axis=1)
        total = positives.sum(axis=1) * negatives.sum(axis=1)
        aucs.append(np.divide(wins, total, out=np.full(size, np.nan), where=total > 0))
    return np.concatenate(aucs)


def mean_interval(values: np.ndarray, samples: int, rng: np.random.Generator) -> list[float] | None:
    """Return the 95 % percentile-bootstrap interval of the mean of `values` [n]; None for n < 2."""
    if len(values) < 2 or samples == 0:
        return None
    step = max(1, RESAMPLING_CELLS // len(values))
    means = [
        values[rng.integers(len(values), size=(min(step, samples - start), len(values)))].mean(axis=1)
        for start in range(0, samples, step)
    ]
    return _percentiles(np.concatenate(means))


def rejection_at_95_acceptance(scores: np.ndarray, labels: np.ndarray) -> float:
    """Return the share of near-misses below the highest threshold that still accepts 95 % of the positives.

    scores, labels: [n], both classes present. A near-miss that ties with the threshold is accepted.
    """
    positives = np.sort(scores[labels == 1])[::-1]
    accepted = -(-ACCEPTANCE * len(positives) // 100)  # the least whole number >= 95 %
    return float(np.mean(scores[labels == 0] < positives[accepted - 1]))


def pairwise_accuracy(scores: np.ndarray, labels: np.ndarray, anchors: Sequence[str]) -> float | None:
    """Return the share of (positive, near-miss) of one anchor whose positive scores higher; ties count half.

    scores, labels: [n]; None where no anchor has both a positive and a near-miss.
    """
    right = total = 0.0
    for _, difference in _differences(scores, labels, anchors):
        right += (difference > 0).sum() + (difference == 0).sum() / 2
        total += difference.size
    return float(right / total) if total else None


def group_accuracy(
    scores: np.ndarray, labels: np.ndarray, anchors: Sequence[str], groups: Sequence[str]
) -> float | None:
    """Return the share of groups in which every positive scores higher than every near-miss of its anchor.

    scores, labels: [n]; ties are wrong. With the two queries of a pair of documents as one group this is the
    pairwise accuracy of NevIR (Weller et al. 2024, section 3.2): chance is 25 % there. None where no anchor
    has both a positive and a near-miss.
    """
    right: dict[str, bool] = {}
    for row, difference in _differences(scores, labels, anchors):
        right[groups[row]] = right.get(groups[row], True) and bool((difference > 0).all())
    return float(np.mean(list(right.values()))) if right else None


def _differences(
    scores: np.ndarray, labels: np.ndarray, anchors: Sequence[str]
) -> Iterator[tuple[int, np.ndarray]]:
    """Yield for every anchor with both labels one of its rows, and positives minus near-misses [p, n]."""
    codes = np.unique(np.asarray(anchors, dtype=object).astype(str), return_inverse=True)[1]
    order = np.argsort(codes, kind="stable")
    starts = np.flatnonzero(np.diff(codes[order], prepend=-1))[1:]
    for rows in np.split(order, starts):
        positives, negatives = scores[rows[labels[rows] == 1]], scores[rows[labels[rows] == 0]]
        if len(positives) and len(negatives):
            yield int(rows[0]), positives[:, None] - negatives[None, :]


def accuracy_at_threshold(
    scores: np.ndarray, labels: np.ndarray, threshold: float | Sequence[float] | np.ndarray
) -> dict[str, float | None]:
    """Return which share of the positives has score >= threshold, and which share of the near-misses has not.

    scores, labels: [n]; threshold: one for all, or one for each, [n], of which the lowest is returned as
    `threshold` and the highest as `highest_threshold`. A share of nothing is None.
    """
    thresholds = np.broadcast_to(np.asarray(threshold, dtype=np.float64), scores.shape)
    accepted = scores >= thresholds
    positive = labels == 1
    return {
        "threshold": float(thresholds.min()) if thresholds.size else None,
        "highest_threshold": float(thresholds.max()) if thresholds.size else None,
        "acceptance": float(accepted[positive].mean()) if positive.any() else None,
        "rejection": float((~accepted[~positive]).mean()) if not positive.all() else None,
    }


def ndcg(ranking: Sequence[str], judged: Mapping[str, int], k: int) -> float:
    """Return nDCG@k of one query with linear gains, as trec_eval's ndcg_cut (Järvelin & Kekäläinen 2002).

    ranking: document ids, best first. judged: relevance by document id; what is not judged has none.
    """
    discounts = 1 / np.log2(np.arange(2, k + 2))
    gains = np.array([max(judged.get(document, 0), 0) for document in ranking[:k]], dtype=np.float64)
    best = np.array(sorted((r for r in judged.values() if r > 0), reverse=True)[:k], dtype=np.float64)
    return (
        float((gains * discounts[: len(gains)]).sum() / (best * discounts[: len(best)]).sum())
        if len(best)
        else 0.0
    )


def recall(ranking: Sequence[str], judged: Mapping[str, int], k: int) -> float:
    """Return the share of one query's relevant documents (relevance > 0) among the first k of `ranking`."""
    relevant = {document for document, relevance in judged.items() if relevance > 0}
    return len(relevant.intersection(ranking[:k])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranking: Sequence[str], judged: Mapping[str, int], k: int) -> float:
    """Return 1 / rank of the first relevant document among the first k of `ranking`, or 0."""
    for rank, document in enumerate(ranking[:k], start=1):
        if judged.get(document, 0) > 0:
            return 1 / rank
    return 0.0


def ranking_metrics(
    rankings: Sequence[Sequence[str]],
    judged: Sequence[Sequence[str]],
    relevances: Sequence[Sequence[int]],
    k: int = 10,
) -> dict[str, Any]:
    """Return ndcg, mrr and recall at k, means over the queries with a relevant document, and their number.

    rankings: document ids per query, best first. judged, relevances: per query the judged ids and their
    relevance. Raises InputError where they do not fit together or no query has a relevant document.
    """
    if not len(rankings) == len(judged) == len(relevances):
        raise InputError("predictions, references and relevances must have one entry per query")
    figures = []
    for number, (ranking, ids, found) in enumerate(zip(rankings, judged, relevances, strict=True), start=1):
        if len(ids) != len(found):
            raise InputError(f"query {number}: {len(ids)} references, but {len(found)} relevances")
        known = {document: int(relevance) for document, relevance in zip(ids, found, strict=True)}
        if any(relevance > 0 for relevance in known.values()):
            figures.append([metric(ranking, known, k) for metric in (ndcg, reciprocal_rank, recall)])
    if not figures:
        raise InputError("no query has a relevant document, so there is nothing to measure")
    means = np.mean(figures, axis=0)
    return {"queries": len(figures)} | dict(zip(("ndcg", "mrr", "recall"), map(float, means), strict=True))


def _percentiles(values: np.ndarray) -> list[float] | None:
    return [float(bound) for bound in np.quantile(values, [0.025, 0.975])] if len(values) else None


def _checked(
    scores: Sequence[float] | np.ndarray,
    labels: Sequence[int] | np.ndarray,
    anchors: Sequence[str],
    groups: Sequence[str],
) -> tuple[np.ndarray, np.ndarray]:
    score_array = np.asarray(scores, dtype=np.float64)
    label_array = np.asarray(labels)
    lengths = {len(score_array), len(label_array), len(anchors), len(groups)}
    if len(lengths) != 1:
        raise InputError(
            f"scores, labels, anchors and groups must have one entry per pair; lengths are {sorted(lengths)}"
        )
    if not len(score_array):
        raise InputError("no pairs to measure: scores are empty")
    broken = np.flatnonzero(~np.isfinite(score_array))
    if len(broken):
        raise InputError(
            f"{len(broken)} of {len(score_array)} scores are no finite numbers, the first at pair "
            f"{broken[0] + 1} ({score_array[broken[0]]}); the scorer is broken, nothing was measured"
        )
    if not np.isin(label_array, (0, 1)).all():
        raise InputError("labels must be 1 (same meaning) or 0 (near-miss)")
    return score_array, label_array.astype(np.int64)
