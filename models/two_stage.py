"""Two stages: recall with the frozen retriever, then verification of what it found.

The gate removes near-misses and keeps the retriever's order among the rest; reranking by P(same) is an
option. The recall stage is the bare retriever: its vectors and its order are untouched.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from .interaction import NEAR_MISS, SAME
from .verifier import Verifier


@dataclass(frozen=True)
class Hit:
    """One result: its row in the corpus, its text, the retriever's cosine and the verifier's two scores."""

    corpus_id: int
    text: str
    cosine: float
    score: float
    near_miss: float


class TwoStage:
    """Search a corpus: exact cosine recall, then the verifier on the best `depth` candidates."""

    def __init__(self, verifier: Verifier, corpus: Sequence[str], depth: int = 20) -> None:
        if not corpus:
            raise InputError("the corpus is empty: there is nothing to search")
        self.verifier = verifier
        self.corpus = list(corpus)
        self.depth = depth
        self.vectors = verifier.retriever.pooled(self.corpus)
        self.tokens = verifier.encode(self.corpus)

    def recall(self, query: str, k: int) -> list[tuple[int, float]]:
        """Return the retriever's own top k as (row, cosine), best first."""
        cosines = self.vectors @ self.verifier.retriever.pooled([query])[0]
        best = np.argsort(-cosines, kind="stable")[:k]
        return [(int(row), float(cosines[row])) for row in best]

    def search(self, query: str, k: int = 10, rerank: bool = False) -> list[Hit]:
        """Return at most k candidates that are no near-miss of the query.

        The order is the retriever's, or by P(same) with `rerank`.
        """
        found = self.recall(query, max(k, self.depth))
        answers = self.verifier.probabilities_for(query, self.tokens[[row for row, _ in found]])
        hits = [
            Hit(row, self.corpus[row], cosine, float(answer[SAME]), float(answer[NEAR_MISS]))
            for (row, cosine), answer in zip(found, answers, strict=True)
            if answer[NEAR_MISS] < self.verifier.calibration.gate_threshold
        ]
        if rerank:
            hits.sort(key=lambda hit: -hit.score)
        return hits[:k]
