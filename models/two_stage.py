"""Two stages: recall with the frozen retriever, then verification of what it found.

The gate removes near-misses and keeps the retriever's order among the rest; reranking by relevance is an
option. The recall stage is the bare retriever: its vectors and its order are untouched.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ..common.errors import InputError
from .interaction import NEAR_MISS, SAME
from .stores.nearest import ExactIndex, FaissIndex, Index
from .text.checked import checked_count, checked_texts
from .token_store import TokenStore
from .tokens import Tokens
from .verdict import thresholds_of
from .verifier import Verifier

Recall = Literal["exact", "faiss"]


@dataclass(frozen=True)
class Hit:
    """One result: its row in the corpus, its text, the retriever's cosine and the verifier's two scores.

    relevance: what reranking goes by: the cosine plus the late interaction of query and candidate, or
    P(same) (= score) from a verifier without that (InteractionConfig.late_interaction).
    """

    corpus_id: int
    text: str
    cosine: float
    score: float
    near_miss: float
    relevance: float


class TwoStage:
    """Search a corpus: recall by cosine, then the verifier on the best `depth` candidates.

    corpus: texts, which are encoded now and held in memory, or a TokenStore, of which only the candidates
    of a query are read. recall: `exact`, or `faiss` for corpora beyond some hundred thousand texts. Raises
    InputError for an empty corpus and where faiss is not installed.
    """

    def __init__(
        self,
        verifier: Verifier,
        corpus: Sequence[str] | TokenStore,
        depth: int = 20,
        recall: Recall = "exact",
    ) -> None:
        if not isinstance(corpus, TokenStore):
            corpus = checked_texts(corpus)
        if not len(corpus):
            raise InputError("the corpus is empty: there is nothing to search")
        checked_count("depth", depth)
        self.verifier = verifier
        self.depth = depth
        self._encoded: Tokens | TokenStore
        if isinstance(corpus, TokenStore):
            self._encoded, rows = corpus, corpus.live
            vectors = corpus.pooled()
            if len(rows) < len(vectors):
                vectors = vectors[rows]
        else:
            texts = list(corpus)
            self._encoded, rows = verifier.encode(texts), np.arange(len(texts))
            vectors = verifier.retriever.pooled(texts)
        kinds: dict[str, Callable[[np.ndarray, np.ndarray], Index]] = {
            "exact": ExactIndex,
            "faiss": FaissIndex,
        }
        if recall not in kinds:
            raise InputError(f"recall {recall!r}: must be one of {', '.join(kinds)}")
        self.index: Index = kinds[recall](vectors, rows)

    def recall(self, query: str, k: int) -> list[tuple[int, float]]:
        """Return the retriever's own top k as (row, cosine), best first."""
        return self._recalled(query, k)[0]

    def _recalled(self, query: str, k: int) -> tuple[list[tuple[int, float]], np.ndarray]:
        """Return what `recall` does, and the query's vector."""
        checked_texts([query])
        checked_count("k", k)
        vector = self.verifier.retriever.pooled([query])[0]
        rows, cosines = self.index.search(vector, k)
        return [(int(row), float(cosine)) for row, cosine in zip(rows, cosines, strict=True)], vector

    def search(self, query: str, k: int = 10, rerank: bool = False) -> list[Hit]:
        """Return at most k candidates that are no near-miss of the query.

        The order is the retriever's, or by relevance with `rerank` (see Hit).
        """
        checked_count("k", k)
        found, vector = self._recalled(query, max(k, self.depth))
        rows = [row for row, _ in found]
        stored = self._encoded
        tokens = stored.tokens(rows) if isinstance(stored, TokenStore) else stored[rows]
        return gated(self.verifier, query, found, tokens, rerank, vector)[:k]


def gated(
    verifier: Verifier,
    query: str,
    found: Sequence[tuple[int, float]],
    tokens: Tokens,
    rerank: bool = False,
    vector: np.ndarray | None = None,
) -> list[Hit]:
    """Return what the verifier's gate leaves of the recalled candidates: the second stage.

    found: (row, cosine) of each candidate; tokens: the same candidates, encoded. vector: the query's, which
    recall has made. Order as in `search`.
    """
    answers, shifts = verifier.judge(query, tokens, vector)
    hits = []
    _, thresholds = thresholds_of(verifier.calibration, ((query, text) for text in tokens.texts))
    kept = answers[:, NEAR_MISS] < thresholds
    for (row, cosine), text, answer, shift, is_kept in zip(
        found, tokens.texts, answers, shifts, kept, strict=True
    ):
        if is_kept:
            same = float(answer[SAME])
            relevance = cosine + float(shift) if verifier.reranks else same
            hits.append(Hit(row, text, cosine, same, float(answer[NEAR_MISS]), relevance))
    if rerank:
        hits.sort(key=lambda hit: -hit.relevance)
    return hits
