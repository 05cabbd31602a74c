"""Rankings made anew by scores or without what a gate drops, and the figures of rankings."""

import numpy as np

from ..metrics import ndcg, recall, reciprocal_rank
from ..sets.beir import RetrievalSet
from .search import Ranking

Column = dict[str, np.ndarray]
"""A number for each document read of each query."""


def measure(data: RetrievalSet, rankings: Ranking) -> dict[str, np.ndarray]:
    """Return each figure per query, in the order of data.queries."""
    queries = [(rankings[query], data.judged[query]) for query in data.queries]
    return {
        "ndcg@10": np.array([ndcg(ranking, judged, 10) for ranking, judged in queries]),
        "recall@100": np.array([recall(ranking, judged, 100) for ranking, judged in queries]),
        "mrr@10": np.array([reciprocal_rank(ranking, judged, 10) for ranking, judged in queries]),
    }


def reranked(recalled: Ranking, scores: Column, depth: int | None = None) -> Ranking:
    """Order each query's first documents by score; the rest, and ties, keep their order.

    depth: how many; None means as many as there are scores.
    """
    ranking = {}
    for query, documents in recalled.items():
        order = np.argsort(-scores[query][:depth], kind="stable")
        ranking[query] = [documents[rank] for rank in order] + documents[len(order) :]
    return ranking


def gated(recalled: Ranking, dropped: Column, depth: int | None = None) -> Ranking:
    """Remove the dropped (bool per document read) from each query's ranking; the rest keep their order."""
    ranking = {}
    for query, documents in recalled.items():
        drops = dropped[query][:depth]
        kept = [document for document, drop in zip(documents, drops, strict=False) if not drop]
        ranking[query] = kept + documents[len(drops) :]
    return ranking


def dropped_figures(data: RetrievalSet, recalled: Ranking, dropped: Column) -> dict[str, float | None]:
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
