"""The blind audit: can the label be told without comparing the two texts? If it can, the pairs teach an
artefact.

Two readers see one side of a pair only: a bag of n-grams (words and characters) and frozen sentence vectors,
each under a logistic regression. They are cross-fitted: every score comes from a model that saw no row of
that row's group. An AUC of 0.5 is guessing; from LIMIT on, the side gives the label away. Called by audit.py.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, hstack
from scipy.stats import rankdata
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from ..hashing import stable_fraction, stable_hash
from ..pairing.buckets import overlap
from ..schema import NEAR_MISS, SAME
from .table import PairsTable

LIMIT = 0.60
FOLDS = 5
AT_LEAST = 150  # rows of either label, below which an AUC says nothing
RESAMPLES = 300
MAX_FAMILY_ROWS = 6_000
LISTED = 20
NEGLIGIBLE = 0.001  # weight below which an n-gram tells nothing
CONSIDERED = 300  # n-grams, from the strongest on, of which those that repeat others are left out

Encoder = Callable[[Sequence[str]], np.ndarray]
"""Texts to vectors, [n, d]."""


@dataclass(frozen=True)
class Figure:
    """What one blind reader achieves: `reader` sees `side` of the rows that `of` names.

    auc: None where there are too few rows; low, high: its 95 % interval, resampling groups.
    """

    reader: str
    side: str
    of: str
    same: int
    near_miss: int
    auc: float | None = None
    low: float | None = None
    high: float | None = None

    @property
    def passed(self) -> bool | None:
        """Whether the AUC stays under the limit, None where it is not known."""
        return None if self.auc is None else self.auc < LIMIT


def blind_audit(rows: PairsTable, encoder: Encoder | None, max_encoded: int) -> dict[str, Any]:
    """Return the figures of both readers, the verdict, and the n-grams that give most away.

    rows: the sample to audit. encoder: a frozen encoder, or None to leave the second reader out; at most
    about `max_encoded` rows are encoded.
    """
    words, names = ngram_features(rows.candidates)
    figures = list(_figures("n-grams", rows, words, ngram_features(rows.anchors)[0]))
    if encoder is not None:
        part = _part(rows, max_encoded, "embeddings")
        texts = sorted({*part.candidates, *part.anchors})
        vectors = encoder(texts)
        vectors = (vectors - vectors.mean(axis=0)) / (vectors.std(axis=0) + 1e-6)
        place = {text: index for index, text in enumerate(texts)}
        sides = [vectors[[place[text] for text in side]] for side in (part.candidates, part.anchors)]
        figures += _figures("embeddings", part, *sides)
    failed = [figure for figure in figures if figure.passed is False]
    return {
        "limit": LIMIT,
        "passed": not failed if any(figure.auc is not None for figure in figures) else None,
        "failed": [f"{figure.reader}, {figure.side}, {figure.of}: {figure.auc:.3f}" for figure in failed],
        "figures": [vars(figure) | {"passed": figure.passed} for figure in figures],
        "artefacts": artefacts(words, names, rows.labels),
        "pair_cues": pair_cues(rows),
    }


def pair_cues(rows: PairsTable) -> dict[str, float | None]:
    """Return how well shallow comparisons tell the label: the AUC of more words in common, of more equal
    lengths.

    These see both texts, so they have no limit; but the nearer to 0.5, the less a verifier can learn from
    them.
    """
    if len(set(rows.labels.tolist())) < 2:
        return {"words in common": None, "equal length": None}
    pairs = list(zip(rows.anchors, rows.candidates, rows.grains, strict=True))
    shared = [overlap(*pair) for pair in pairs]
    lengths = [-abs(len(anchor.split()) - len(candidate.split())) for anchor, candidate, _ in pairs]
    return {
        name: round(float(roc_auc_score(rows.labels, values)), 4)
        for name, values in (("words in common", shared), ("equal length", lengths))
    }


def ngram_features(texts: Sequence[str]) -> tuple[csr_matrix, list[str]]:
    """Return tf-idf of words, word pairs and character 2- to 4-grams, [n, d], and the n-grams' names."""
    at_least = max(2, len(texts) // 5000)
    word = TfidfVectorizer(
        ngram_range=(1, 2), token_pattern=r"\w+(?:['’]\w+)*|[^\w\s]", min_df=at_least, sublinear_tf=True
    )
    char = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 4), lowercase=False, min_df=2 * at_least, sublinear_tf=True
    )
    parts, names = [], []
    for vectorizer, show in ((word, "{}"), (char, "‘{}’")):
        try:
            parts.append(vectorizer.fit_transform(texts))
        except ValueError:  # no n-gram is frequent enough
            continue
        names += [show.format(name) for name in vectorizer.get_feature_names_out()]
    features = hstack(parts, format="csr", dtype=np.float64) if parts else csr_matrix((len(texts), 0))
    return features, names


def cross_fitted_scores(features: Any, labels: np.ndarray, groups: Sequence[str]) -> np.ndarray:
    """Return a score in (0, 1] per row from models that saw no row of its group: its rank within its fold.

    Ranks make the folds' scores comparable, whatever the models' offsets. Rows of a fold that cannot be
    scored (the others hold one label only) get 0.5.
    """
    folds = np.array([stable_hash(f"fold {group}") % FOLDS for group in groups])
    scores = np.full(len(labels), 0.5)
    for fold in range(FOLDS):
        held_out = folds == fold
        if not held_out.any() or len(set(labels[~held_out].tolist())) < 2:
            continue
        model = _classifier(features).fit(features[~held_out], labels[~held_out])
        scores[held_out] = rankdata(model.decision_function(features[held_out])) / held_out.sum()
    return scores


def auc_with_interval(
    scores: np.ndarray, labels: np.ndarray, groups: Sequence[str], seed: int = 0
) -> tuple[float, float, float]:
    """Return the AUC and its 95 % interval from a bootstrap that draws whole groups."""
    order = np.argsort(scores, kind="stable")
    _, ties = np.unique(scores[order], return_inverse=True)
    positive = (labels[order] == SAME).astype(float)
    _, group = np.unique(np.asarray(groups)[order], return_inverse=True)
    rng = np.random.default_rng(seed)
    count = int(group.max()) + 1
    drawn = []
    for _ in range(RESAMPLES):
        weights = np.bincount(rng.integers(count, size=count), minlength=count)[group].astype(float)
        drawn.append(_weighted_auc(ties, positive, weights))
    low, high = np.nanquantile(drawn, (0.025, 0.975))
    return _weighted_auc(ties, positive, np.ones(len(order))), float(low), float(high)


def artefacts(features: csr_matrix, names: Sequence[str], labels: np.ndarray) -> list[dict[str, Any]]:
    """Return the n-grams that speak most for either label, strongest first: weight, and rows per label.

    The weight is the logistic regression's, times the standard deviation of the n-gram's feature. Of n-grams
    that occur in much the same rows ("not", "is not", "‘ot ’") the strongest stands for all.
    """
    if features.shape[1] == 0 or len(set(labels.tolist())) < 2:
        return []
    model = _classifier(features).fit(features, labels)
    squares = np.asarray(features.multiply(features).mean(axis=0)).ravel()
    means = np.asarray(features.mean(axis=0)).ravel()
    weights = model.coef_[0] * np.sqrt(np.maximum(squares - means**2, 0))
    columns: csc_matrix = features.tocsc()
    listed: list[dict[str, Any]] = []
    seen: list[np.ndarray] = []
    for index in np.argsort(-np.abs(weights), kind="stable")[:CONSIDERED]:
        rows = columns.indices[columns.indptr[index] : columns.indptr[index + 1]]
        if (
            len(listed) == LISTED
            or abs(weights[index]) < NEGLIGIBLE
            or any(_alike(rows, other) for other in seen)
        ):
            continue
        seen.append(rows)
        listed.append(
            {
                "ngram": names[index],
                "speaks_for": "same" if weights[index] > 0 else "near_miss",
                "weight": round(float(weights[index]), 4),
                "same": int((labels[rows] == SAME).sum()),
                "near_miss": int((labels[rows] == NEAR_MISS).sum()),
            }
        )
    return listed


def _figures(reader: str, rows: PairsTable, candidates: Any, anchors: Any) -> Iterator[Figure]:
    """Yield the figures of one reader: over all rows from either side, then per grain and per family."""
    everything = np.ones(len(rows), dtype=bool)
    yield _figure(Figure(reader, "candidate", "all", 0, 0), rows, everything, candidates)
    yield _figure(Figure(reader, "anchor", "all", 0, 0), rows, everything, anchors)
    grains = sorted(set(rows.grains))
    for grain in grains if len(grains) > 1 else ():
        chosen = np.array([name == grain for name in rows.grains])
        yield _figure(Figure(reader, "candidate", f"grain {grain}", 0, 0), rows, chosen, candidates)
    for family in rows.near_miss_families():
        chosen = _at_most(rows, rows.of_family(family), MAX_FAMILY_ROWS)
        yield _figure(Figure(reader, "candidate", f"family {family}", 0, 0), rows, chosen, candidates)


def _figure(figure: Figure, rows: PairsTable, chosen: np.ndarray, features: Any) -> Figure:
    indices = np.flatnonzero(chosen)
    labels, groups = rows.labels[indices], [rows.groups[index] for index in indices]
    same = int((labels == SAME).sum())
    figure = replace(figure, same=same, near_miss=len(labels) - same)
    if min(figure.same, figure.near_miss) < AT_LEAST:
        return figure
    auc, low, high = auc_with_interval(cross_fitted_scores(features[indices], labels, groups), labels, groups)
    return replace(figure, auc=round(auc, 4), low=round(low, 4), high=round(high, 4))


def _alike(rows: np.ndarray, other: np.ndarray) -> bool:
    """Whether two n-grams occur in much the same rows."""
    smaller = min(len(rows), len(other))
    return smaller > 0 and len(np.intersect1d(rows, other, assume_unique=True)) > 0.6 * smaller


def _classifier(features: Any) -> LogisticRegression:
    if isinstance(features, np.ndarray):
        return LogisticRegression(C=0.1, class_weight="balanced", max_iter=1000)
    return LogisticRegression(solver="liblinear", class_weight="balanced", tol=0.01, random_state=0)


def _weighted_auc(ties: np.ndarray, positive: np.ndarray, weights: np.ndarray) -> float:
    """Return the AUC of weighted rows; `ties` numbers the distinct scores in ascending order."""
    up = np.bincount(ties, weights * positive)
    down = np.bincount(ties, weights * (1 - positive))
    if up.sum() == 0 or down.sum() == 0:
        return float("nan")
    below = np.cumsum(down) - down / 2
    return float(up @ below / (up.sum() * down.sum()))


def _part(rows: PairsTable, limit: int, name: str) -> PairsTable:
    everything = np.ones(len(rows), dtype=bool)
    return rows.take(_at_most(rows, everything, limit, name))


def _at_most(rows: PairsTable, chosen: np.ndarray, limit: int, name: str = "family") -> np.ndarray:
    """Thin a choice of rows to about `limit`, by whole groups."""
    share = limit / max(1, int(chosen.sum()))
    if share >= 1:
        return chosen
    return chosen & np.array([stable_fraction(f"{name} {group}") < share for group in rows.groups])
