"""BM25, and its fusion with the dense retriever ("hybrid search"), as scorers of pairs and as recall.

The first remedy teams try against near-misses. The index and its statistics are bm25s (arXiv 2407.03618);
fusion is by reciprocal rank (Cormack, Clarke and Buettcher, SIGIR 2009).
"""

from collections.abc import Sequence

import bm25s
import numpy as np

from ..retriever import Retriever
from .shared_states import SharedStates

RRF_K = 60
"""The constant of reciprocal rank fusion: 1 / (60 + rank), as in the paper."""
QUERIES_AT_ONCE = 64


class Lexicon:
    """A BM25 index over texts (the variant of Lucene, k1 = 1.5, b = 0.75; no stop words, no stemming)."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        tokens = bm25s.tokenize(list(texts), stopwords=None, show_progress=False)
        self.is_empty = not tokens.vocab
        self.index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        if not self.is_empty:
            self.index.index(tokens, show_progress=False)

    def scores(self, query: str) -> np.ndarray:
        """Return the BM25 score of every text for one query, float32 [texts]."""
        words = bm25s.tokenize([query], stopwords=None, show_progress=False, return_ids=False)[0]
        known = [word for word in words if word in self.index.vocab_dict] if not self.is_empty else []
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        return self.index.get_scores(known).astype(np.float32)


class BM25:
    """BM25 as a scorer: the candidates of all pairs in one call are the collection."""

    name = "bm25"

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return one score per pair, float32 [n], divided by the query's score for itself.

        Without that division scores of different queries do not compare: a longer query scores higher.
        """
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        row = {text: index for index, text in enumerate(texts)}
        lexicon = Lexicon(texts)
        by_query = _rows_by_query(pairs)
        result = np.zeros(len(pairs), dtype=np.float32)
        for query, rows in by_query.items():
            scores = lexicon.scores(query)
            own = scores[row[query]]
            found = scores[[row[pairs[i][1]] for i in rows]]
            result[rows] = found / own if own > 0 else 0.0
        return result


class Hybrid:
    """Dense and lexical search fused by reciprocal rank, as a scorer.

    Each pair's candidate is ranked, for its query, among the candidates of all pairs of the call, once by
    cosine and once by BM25.
    """

    name = "hybrid"

    def __init__(self, retriever: Retriever | SharedStates) -> None:
        self.retriever = retriever

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return 1 / (60 + rank by cosine) + 1 / (60 + rank by BM25) per pair, float32 [n]."""
        candidates = list(dict.fromkeys(candidate for _, candidate in pairs))
        row = {text: index for index, text in enumerate(candidates)}
        by_query = _rows_by_query(pairs)
        queries = list(by_query)
        vectors = self.retriever.pooled(candidates)
        query_vectors = self.retriever.pooled(queries)
        lexicon = Lexicon(candidates)
        result = np.zeros(len(pairs), dtype=np.float32)
        for start in range(0, len(queries), QUERIES_AT_ONCE):
            cosines = query_vectors[start : start + QUERIES_AT_ONCE] @ vectors.T
            for query, dense in zip(queries[start : start + QUERIES_AT_ONCE], cosines, strict=True):
                rows = by_query[query]
                places = [row[pairs[i][1]] for i in rows]
                result[rows] = fused(ranks(dense)[places], ranks(lexicon.scores(query))[places])
        return result


def ranks(scores: np.ndarray) -> np.ndarray:
    """Return the rank of each score, 1 for the highest, float64 [n]; equal scores share their mean rank."""
    _, inverse, counts = np.unique(-scores, return_inverse=True, return_counts=True)
    last = counts.cumsum()
    return (last - (counts - 1) / 2)[inverse]


def fused(*rankings: np.ndarray) -> np.ndarray:
    """Fuse ranks [n] by reciprocal rank: the sum of 1 / (60 + rank)."""
    return np.sum([1.0 / (RRF_K + ranking) for ranking in rankings], axis=0)


def _rows_by_query(pairs: Sequence[tuple[str, str]]) -> dict[str, list[int]]:
    rows: dict[str, list[int]] = {}
    for index, (query, _) in enumerate(pairs):
        rows.setdefault(query, []).append(index)
    return rows
