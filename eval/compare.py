"""`verisieve compare A B`: two evaluations of the same sets, with significance.

Reads the scores.npz of two report folders. Near-miss figures are compared by a paired bootstrap over groups,
retrieval figures by a paired bootstrap over queries (Efron & Tibshirani 1993, chapter 16): the same resamples
for both, and the two-sided p-value is twice the share of differences on the other side of zero.
"""

from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from ..common.errors import InputError
from ..models.layout import METRICS, SCORES
from .metrics import rejection_at_95_acceptance, resampled_aucs

SAMPLES = 2000


def compare(first: Path, second: Path, scorer: str = "verifier", seed: int = 0) -> list[dict[str, Any]]:
    """Return a row per set that both folders measured with `scorer`.

    Each: set, figure ("auc" or "ndcg@10"), a, b, difference (b - a), ci95, p, and for near-miss sets the
    rejection at 95 % acceptance of both. Raises InputError for folders without scores, or that have no set in
    common; sets of one name whose labels differ are an error too, since their figures do not compare.
    """
    a, b = _read(first), _read(second)
    rows = []
    for key in a:
        parts = key.split("/")
        if parts[0] == "near_miss" and parts[-1] == "labels" and key in b:
            rows += _near_miss(a, b, "/".join(parts[:-1]), scorer, seed)
        elif parts[0] == "retrieval" and parts[-1] == scorer and key in b:
            rows.append(_retrieval(a[key], b[key], "/".join(parts[1:-2]), seed))
    if not rows:
        raise InputError(
            f"{first} and {second} have no set in common that both measured with {scorer!r}; evaluate both "
            "on the same files"
        )
    return rows


def markdown(rows: list[dict[str, Any]], first: str, second: str) -> str:
    """Write the comparison as a Markdown table."""
    lines = [
        f"A: {first}, B: {second}",
        "",
        "| set | figure | A | B | B - A | 95 % interval | p |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        low, high = row["ci95"]
        lines.append(
            f"| {row['set']} | {row['figure']} | {row['a']:.3f} | {row['b']:.3f} "
            f"| {row['difference']:+.3f} | {low:+.3f} to {high:+.3f} | {row['p']:.3f} |"
        )
    return "\n".join(lines) + "\n"


def _read(folder: Path) -> dict[str, np.ndarray]:
    path = folder / SCORES
    if not path.is_file():
        raise InputError(
            f"{path}: no such file; give a folder that `verisieve evaluate` wrote ({METRICS} and "
            f"{SCORES} are in it)"
        )
    try:
        with np.load(path, allow_pickle=False) as stored:
            return {key: stored[key] for key in stored.files}
    except (ValueError, OSError) as error:
        raise InputError(f"{path}: not readable: {error}; evaluate again") from None


def _near_miss(
    a: dict[str, np.ndarray], b: dict[str, np.ndarray], place: str, scorer: str, seed: int
) -> list[dict[str, Any]]:
    name, key = place.partition("/")[2], f"{place}/scores/{scorer}"
    if key not in a or key not in b:
        return []
    labels, codes = a[f"{place}/labels"], a[f"{place}/groups"]
    same = np.array_equal(labels, b[f"{place}/labels"]) and np.array_equal(codes, b[f"{place}/groups"])
    if not same:
        raise InputError(f"{name}: the two folders measured different pairs under this name")
    if len(set(labels.tolist())) < 2:
        return []
    labels = labels.astype(np.int64)
    resampled = [
        resampled_aucs(scores[key], labels, codes, SAMPLES, np.random.default_rng(seed)) for scores in (a, b)
    ]
    auc_a, auc_b = (float(roc_auc_score(labels, scores[key])) for scores in (a, b))
    row = _row(name, "auc", auc_a, auc_b, resampled[1] - resampled[0])
    row["rejection_at_95_acceptance"] = [rejection_at_95_acceptance(scores[key], labels) for scores in (a, b)]
    return [row]


def _retrieval(a: np.ndarray, b: np.ndarray, name: str, seed: int) -> dict[str, Any]:
    if len(a) != len(b):
        raise InputError(f"{name}: the two folders measured different queries under this name")
    difference = b - a
    rng = np.random.default_rng(seed)
    drawn = difference[rng.integers(len(difference), size=(SAMPLES, len(difference)))].mean(axis=1)
    return _row(name, "ndcg@10", float(a.mean()), float(b.mean()), drawn)


def _row(name: str, figure: str, a: float, b: float, differences: np.ndarray) -> dict[str, Any]:
    differences = differences[~np.isnan(differences)]
    low, high = np.quantile(differences, [0.025, 0.975])
    p = 2 * min((differences <= 0).mean(), (differences >= 0).mean())
    return {
        "set": name,
        "figure": figure,
        "a": a,
        "b": b,
        "difference": b - a,
        "ci95": [float(low), float(high)],
        "p": float(min(p, 1.0)),
    }
