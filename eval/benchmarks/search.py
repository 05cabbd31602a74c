"""Exact search over a retrieval set: its pooled vectors, their cosines in blocks, the nearest documents.

retrieval.py measures what becomes of these rankings. Memory holds the vectors and the cosines of some
queries at a time, never of all.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Protocol

import numpy as np

from ...models.stores.nearest import top_k
from ..score_store import ScoreStore, plan
from ..sets.beir import RetrievalSet

QUERIES_AT_ONCE = 64
"""Queries whose cosines with all documents are held together."""

Vectors = tuple[np.ndarray, np.ndarray]  # of the queries and of the documents
Ranking = dict[str, list[str]]


class Pools(Protocol):
    """What gives pooled vectors: a retriever, or SharedStates."""

    def pooled(self, texts: Sequence[str]) -> np.ndarray:
        """Return unit-length vectors, float32 [n, D]."""


def search(
    data: RetrievalSet, retriever: Pools, k: int, store: ScoreStore | None = None, identity: str = ""
) -> Ranking:
    """Return per query id the k nearest documents by exact cosine search, best first.

    Ties go to the document that comes first in the corpus. A document that is the query itself
    (RetrievalSet.is_itself) is left out. store keeps the pooled vectors under `identity`, the weights that
    the retriever has.
    """
    return nearest(data, pooled(data, retriever, store or ScoreStore(), identity), k)


def pooled(data: RetrievalSet, retriever: Pools, store: ScoreStore, identity: str) -> Vectors:
    """Return the pooled vectors of all queries and of all documents, float32 [n, D] each."""

    def kept(texts: list[str]) -> np.ndarray:
        return store.get(chain([f"pooled {identity}"], texts), lambda: retriever.pooled(texts))[0]

    plan(retriever, chain(data.queries.values(), data.documents.values()))
    return kept(list(data.queries.values())), kept(list(data.documents.values()))


def cosines(vectors: Vectors) -> Iterator[np.ndarray]:
    """Yield each query's cosines with all documents, float32 [documents], from blocks of some queries."""
    queries, documents = vectors
    for start in range(0, len(queries), QUERIES_AT_ONCE):
        yield from queries[start : start + QUERIES_AT_ONCE] @ documents.T


def nearest(data: RetrievalSet, vectors: Vectors, k: int) -> Ranking:
    """Return per query id the k documents with the highest cosines, best first, without the query itself."""
    ids = list(data.documents)
    rows = zip(data.queries, cosines(vectors), strict=True)
    return {query: best(data, ids, query, row, k) for query, row in rows}


def best(data: RetrievalSet, ids: list[str], query: str, scores: np.ndarray, k: int) -> list[str]:
    """Return the k documents with the highest scores [documents], best first, without the query itself."""
    found = (ids[document] for document in top_k(scores, k + 1))
    return [document for document in found if not data.is_itself(query, document)][:k]
