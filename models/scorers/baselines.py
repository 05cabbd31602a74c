"""Scorers that a verifier is compared with and that need no training: what a retriever can do by itself.

A scorer has a `name` and `score(pairs)`, higher meaning more surely the same. Those here read the frozen
retriever; lexical.py has BM25 and its fusion with the retriever, cross_encoder.py the model that reads both
texts together, models/networks/map_models.py the trainable readers of the similarity map.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from ..retriever import Retriever
from .shared_states import SharedStates


class Scorer(Protocol):
    """Anything that scores pairs of texts."""

    name: str

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return one score per (query, candidate), float32 [n]."""
        ...


class Cosine:
    """The cosine of the pooled vectors, in [-1, 1]: what a semantic cache thresholds today."""

    def __init__(self, retriever: Retriever | SharedStates, name: str = "cosine") -> None:
        self.retriever = retriever
        self.name = name

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return one cosine per pair, float32 [n]."""
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        row = {text: index for index, text in enumerate(texts)}
        vectors = self.retriever.pooled(texts)
        queries = vectors[[row[query] for query, _ in pairs]]
        candidates = vectors[[row[candidate] for _, candidate in pairs]]
        return (queries * candidates).sum(axis=1).astype(np.float32)


class MapScorer:
    """Base of the scorers that read the cosine map of the last layer's tokens: batches, sorted by length."""

    name = "map"

    def __init__(self, retriever: Retriever | SharedStates, batch_size: int = 64) -> None:
        self.shared = retriever if isinstance(retriever, SharedStates) else SharedStates(retriever)
        self.batch_size = batch_size

    def from_maps(self, maps: Tensor, mask_a: Tensor, mask_b: Tensor) -> Tensor:
        """Return scores [n] of maps [n, Ta, Tb], of which the tokens under mask_a, mask_b count."""
        raise NotImplementedError

    @torch.inference_mode()
    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return one score per pair, float32 [n]."""
        self.shared.add([text for pair in pairs for text in pair])
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        result = np.zeros(len(pairs), dtype=np.float32)
        for start in range(0, len(order), self.batch_size):
            rows = order[start : start + self.batch_size]
            a, mask_a = self.shared.states([pairs[row][0] for row in rows])
            b, mask_b = self.shared.states([pairs[row][1] for row in rows])
            maps = torch.einsum("nid,njd->nij", a, b)
            result[rows] = self.from_maps(maps, mask_a, mask_b).cpu().numpy()
        return result


class MaxSim(MapScorer):
    """Late interaction (ColBERT, arXiv 2004.12832, section 3.2) on the last layer's token states.

    The mean over the query's tokens of the best cosine in the candidate, averaged over both directions, so
    that scores of texts of different length compare.
    """

    name = "maxsim"

    def from_maps(self, maps: Tensor, mask_a: Tensor, mask_b: Tensor) -> Tensor:
        """Return the mean best match of both directions, [n]."""
        forth = maps.masked_fill(~mask_b[:, None, :], -1.0).amax(2)
        back = maps.masked_fill(~mask_a[:, :, None], -1.0).amax(1)
        both = [(best * mask).sum(1) / mask.sum(1) for best, mask in ((forth, mask_a), (back, mask_b))]
        return (both[0] + both[1]) / 2


class MeanMap(MapScorer):
    """The mean of the similarity map: every token against every token."""

    name = "mean-map"

    def from_maps(self, maps: Tensor, mask_a: Tensor, mask_b: Tensor) -> Tensor:
        """Return the mean cosine over all pairs of tokens, [n]."""
        both = (mask_a[:, :, None] & mask_b[:, None, :]).to(maps.dtype)
        return (maps * both).sum((1, 2)) / both.sum((1, 2))


class SoftAlignment(MapScorer):
    """Soft alignment with a positional penalty: a token should match, and match at about its own place.

    Each token is aligned with a softmax over the other text's tokens (as in the decomposable attention model,
    arXiv 1606.01933, section 3.1, on cosines times `sharpness`) of which `penalty` times the difference of
    relative positions is taken off; its score is the expected cosine minus the expected penalty.
    """

    name = "soft-alignment"

    def __init__(
        self,
        retriever: Retriever | SharedStates,
        batch_size: int = 64,
        sharpness: float = 20.0,
        penalty: float = 0.5,
    ) -> None:
        super().__init__(retriever, batch_size)
        self.sharpness = sharpness
        self.penalty = penalty

    def from_maps(self, maps: Tensor, mask_a: Tensor, mask_b: Tensor) -> Tensor:
        """Return the mean over both directions of the penalised expected match, [n]."""
        distance = (_places(mask_a)[:, :, None] - _places(mask_b)[:, None, :]).abs()
        match = maps - self.penalty * distance
        forth = self._expected(match, mask_a, mask_b)
        return (forth + self._expected(match.transpose(1, 2), mask_b, mask_a)) / 2

    def _expected(self, match: Tensor, own: Tensor, other: Tensor) -> Tensor:
        weights = (self.sharpness * match).masked_fill(~other[:, None, :], float("-inf")).softmax(2)
        return ((weights * match).sum(2) * own).sum(1) / own.sum(1)


def _places(mask: Tensor) -> Tensor:
    """Relative place of each token in its text, 0 to 1, [n, T]."""
    count = mask.cumsum(1).float()
    return (count - 1).clamp_min(0) / (count[:, -1:] - 1).clamp_min(1)
