"""The nearest of many vectors: exactly, by one matrix product, or approximately, by faiss.

The first stage of two_stage.py; evaluation takes its highest scores by `top_k` too.
"""

from typing import Any, Protocol

import numpy as np

from ...common.errors import InputError

PROBED, PROBED_AT_LEAST = 8, 64
"""One in so many lists is searched by FaissIndex, and so many lists at least."""


class Index(Protocol):
    """Finds the nearest vectors by inner product."""

    def search(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return rows and inner products of the k nearest, best first."""
        ...


class ExactIndex:
    """Exact search by one matrix product. vectors: float32 [n, D]; rows: their numbers, int64 [n]."""

    def __init__(self, vectors: np.ndarray, rows: np.ndarray) -> None:
        self.vectors, self.rows = vectors, rows

    def search(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return rows and inner products of the k nearest, best first; ties by row."""
        products = self.vectors @ vector
        best = top_k(products, k)
        return self.rows[best], products[best]


class FaissIndex:
    """Approximate search of those lists of vectors whose centres are nearest (IVF, arXiv 1702.08734).

    Vectors are kept in half precision, as a token store has them: half of what exact search holds. Equal
    vectors give the same index every time. Needs faiss, the extra `[faiss]`.
    """

    def __init__(self, vectors: np.ndarray, rows: np.ndarray) -> None:
        try:
            import faiss
        except ImportError:
            raise InputError(
                "recall 'faiss' needs faiss: pip install 'verisieve[faiss]', or use 'exact'"
            ) from None
        self.rows = rows
        n, size = vectors.shape
        lists = max(1, min(round(2 * n**0.5), n // 64))
        kept = faiss.ScalarQuantizer.QT_fp16
        self._centres: Any = faiss.IndexFlatIP(size)  # which the index does not keep alive
        self.index: Any = faiss.IndexIVFScalarQuantizer(
            self._centres, size, lists, kept, faiss.METRIC_INNER_PRODUCT, False
        )
        self.index.cp.min_points_per_centroid = 1
        self.index.nprobe = max(PROBED_AT_LEAST, lists // PROBED)
        self.index.train(np.ascontiguousarray(vectors[:: max(1, n // (64 * lists))]))
        self.index.add(vectors)

    def search(self, vector: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
        """Return rows and inner products of the k nearest found, best first."""
        products, found = self.index.search(vector[None].astype(np.float32), k)
        there = found[0] >= 0
        return self.rows[found[0][there]], products[0][there]


def top_k(scores: np.ndarray, k: int) -> np.ndarray:
    """Return the indices of the k highest scores [n], highest first, equal scores by rising index."""
    if k < len(scores):
        kth = np.partition(scores, len(scores) - k)[len(scores) - k]
        candidates = np.flatnonzero(scores >= kth)
    else:
        candidates = np.arange(len(scores))
    return candidates[np.argsort(-scores[candidates], kind="stable")][:k]
