"""The retrieval benchmark: what verification does to the ranking of the frozen retriever's own candidates.

Nothing is forced into the candidates: they are the retriever's exact nearest neighbours, so recall is real.
Reads sets through verisieve.eval.beir, measures with verisieve.eval.metrics.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..progress import Progress
from .beir import RetrievalSet
from .config import EvaluateConfig
from .metrics import mean_interval, ndcg, recall, reciprocal_rank
from .near_miss import Scorer

if TYPE_CHECKING:
    from ..models.verifier import Verifier

SCORERS = ("cosine", "verifier", "gate", "maxsim")
CUTOFF = 100  # documents kept of the retriever's ranking, the k of recall@100
QUERIES_AT_ONCE = 64
NEAR_MISS_COLUMN, SAME_COLUMN = 0, 1


@dataclass(frozen=True)
class RetrievalResult:
    """figures: by scorer, as in metrics.json. seconds: by step. rankings: by scorer and query id."""

    figures: dict[str, dict[str, Any]]
    seconds: dict[str, float]
    rankings: dict[str, dict[str, list[str]]]


def benchmark(
    data: RetrievalSet,
    verifier: "Verifier",
    scorers: Sequence[str],
    config: EvaluateConfig,
    maxsim: Scorer | None = None,
) -> RetrievalResult:
    """Rank one set with the frozen retriever and measure what each scorer makes of that ranking.

    scorers: of SCORERS. `cosine`, the retriever itself, is always measured: the others are compared with it.
    `verifier` and `maxsim` reorder the retriever's first `config.verify_depth` documents by their score;
    `gate` removes those whose probability of a near-miss reaches the stored gate threshold and keeps the
    order of the rest.
    """
    seconds: dict[str, float] = {}
    started = time.perf_counter()
    recalled = search(data, verifier, max(CUTOFF, config.verify_depth))
    seconds["search"] = round(time.perf_counter() - started, 3)
    depth = config.verify_depth
    rankings = {"cosine": recalled}
    figures: dict[str, dict[str, Any]] = {"cosine": {}}
    if "verifier" in scorers or "gate" in scorers:
        started = time.perf_counter()
        candidates = {query: documents[:depth] for query, documents in recalled.items()}
        probabilities = verify(data, candidates, verifier, config.documents_in_memory)
        seconds["verify"] = round(time.perf_counter() - started, 3)
        if "verifier" in scorers:
            same = {query: rows[:, SAME_COLUMN] for query, rows in probabilities.items()}
            rankings["verifier"] = reranked(recalled, same)
            figures["verifier"] = {}
        if "gate" in scorers:
            threshold = verifier.calibration.gate_threshold
            dropped = {query: rows[:, NEAR_MISS_COLUMN] >= threshold for query, rows in probabilities.items()}
            rankings["gate"] = gated(recalled, dropped)
            figures["gate"] = _dropped_figures(data, recalled, dropped) | {"gate_threshold": float(threshold)}
    if "maxsim" in scorers and maxsim is not None:
        started = time.perf_counter()
        rankings["maxsim"] = reranked(recalled, _score_candidates(data, recalled, depth, maxsim))
        figures["maxsim"] = {}
        seconds["maxsim"] = round(time.perf_counter() - started, 3)
    per_query = {scorer: _measure(data, ranking) for scorer, ranking in rankings.items()}
    for scorer, values in per_query.items():
        means = {name: float(column.mean()) for name, column in values.items()}
        figures[scorer] = means | figures[scorer]
        if scorer != "cosine":
            difference = values["ndcg@10"] - per_query["cosine"]["ndcg@10"]
            rng = np.random.default_rng(config.seed)
            figures[scorer]["ndcg@10_difference"] = float(difference.mean())
            figures[scorer]["ndcg@10_difference_ci95"] = mean_interval(
                difference, config.bootstrap_samples, rng
            )
    return RetrievalResult(figures, seconds, rankings)


def search(data: RetrievalSet, verifier: "Verifier", k: int) -> dict[str, list[str]]:
    """Return per query id the k nearest documents by exact cosine search, best first.

    Ties go to the document that comes first in the corpus. As in BEIR, a document with the query's own id is
    left out.
    """
    ids = list(data.documents)
    documents = verifier.retriever.pooled(list(data.documents.values()))
    queries = verifier.retriever.pooled(list(data.queries.values()))
    found: dict[str, list[str]] = {}
    for start in range(0, len(queries), QUERIES_AT_ONCE):
        similarities = queries[start : start + QUERIES_AT_ONCE] @ documents.T
        for query, row in zip(list(data.queries)[start : start + QUERIES_AT_ONCE], similarities, strict=True):
            best = [ids[document] for document in top_k(row, k + 1) if ids[document] != query]
            found[query] = best[:k]
    return found


def top_k(scores: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k highest scores [n], highest first, equal scores by rising index."""
    if k < len(scores):
        kth = np.partition(scores, len(scores) - k)[len(scores) - k]
        candidates = np.flatnonzero(scores >= kth)
    else:
        candidates = np.arange(len(scores))
    return candidates[np.argsort(-scores[candidates], kind="stable")][:k]


def verify(
    data: RetrievalSet, candidates: dict[str, list[str]], verifier: "Verifier", documents_in_memory: int
) -> dict[str, np.ndarray]:
    """Return per query id the probabilities [number of candidates, 3] of (near_miss, same, other).

    Each distinct document is encoded once; `documents_in_memory` of them are held at a time, and every query
    that has candidates among them is answered before the next are encoded.
    """
    distinct = list(dict.fromkeys(document for documents in candidates.values() for document in documents))
    probabilities = {
        query: np.full((len(found), 3), np.nan, np.float32) for query, found in candidates.items()
    }
    n_pairs = sum(map(len, candidates.values()))
    with Progress(n_pairs, f"{data.name}: verifier", "pairs") as progress:
        for start in range(0, len(distinct), documents_in_memory):
            held = {document: i for i, document in enumerate(distinct[start : start + documents_in_memory])}
            tokens = verifier.encode([data.documents[document] for document in held])
            for query, found in candidates.items():
                ranks = [rank for rank, document in enumerate(found) if document in held]
                if ranks:
                    chosen = tokens[[held[found[rank]] for rank in ranks]]
                    probabilities[query][ranks] = verifier.probabilities_for(data.queries[query], chosen)
                    progress.update(len(ranks))
    return probabilities


def reranked(recalled: dict[str, list[str]], scores: dict[str, np.ndarray]) -> dict[str, list[str]]:
    """Order each query's first documents, as many as it has scores, by score; ties keep their order."""
    ranking = {}
    for query, documents in recalled.items():
        order = np.argsort(-scores[query], kind="stable")
        ranking[query] = [documents[rank] for rank in order] + documents[len(order) :]
    return ranking


def gated(recalled: dict[str, list[str]], dropped: dict[str, np.ndarray]) -> dict[str, list[str]]:
    """Remove the dropped (bool per document read) from each query's ranking; the rest keep their order."""
    ranking = {}
    for query, documents in recalled.items():
        read = len(dropped[query])
        kept = [document for document, drop in zip(documents, dropped[query], strict=False) if not drop]
        ranking[query] = kept + documents[read:]
    return ranking


def _dropped_figures(
    data: RetrievalSet, recalled: dict[str, list[str]], dropped: dict[str, np.ndarray]
) -> dict[str, float | None]:
    """Return how many candidates the gate drops per query, and which share of the relevant ones it read."""
    n_dropped = n_relevant = n_relevant_dropped = 0
    for query, drops in dropped.items():
        for document, drop in zip(recalled[query], drops, strict=False):
            relevant = data.judged[query].get(document, 0) > 0
            n_dropped += int(drop)
            n_relevant += relevant
            n_relevant_dropped += bool(relevant and drop)
    return {
        "dropped_per_query": n_dropped / len(dropped),
        "dropped_relevant": n_relevant_dropped / n_relevant if n_relevant else None,
    }


def _score_candidates(
    data: RetrievalSet, recalled: dict[str, list[str]], depth: int, scorer: Scorer
) -> dict[str, np.ndarray]:
    scores = {}
    with Progress(len(recalled), f"{data.name}: {scorer.name}", "queries") as progress:
        for query, documents in recalled.items():
            pairs = [(data.queries[query], data.documents[document]) for document in documents[:depth]]
            scores[query] = np.asarray(scorer.score(pairs))
            progress.update(1)
    return scores


def _measure(data: RetrievalSet, rankings: dict[str, list[str]]) -> dict[str, np.ndarray]:
    """Return each figure per query, in the order of data.queries."""
    queries = [(rankings[query], data.judged[query]) for query in data.queries]
    return {
        "ndcg@10": np.array([ndcg(ranking, judged, 10) for ranking, judged in queries]),
        "recall@100": np.array([recall(ranking, judged, 100) for ranking, judged in queries]),
        "mrr@10": np.array([reciprocal_rank(ranking, judged, 10) for ranking, judged in queries]),
    }
