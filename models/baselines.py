"""Scorers to compare a verifier with: what the same frozen retriever can do without one.

A scorer has a `name` and `score(pairs)`, higher meaning more surely the same.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import torch

from .retriever import Retriever


class Scorer(Protocol):
    """Anything that scores pairs of texts."""

    name: str

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return one score per (query, candidate), float32 [n]."""
        ...


class Cosine:
    """The cosine of the pooled vectors, in [-1, 1]: what a semantic cache thresholds today."""

    name = "cosine"

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return one cosine per pair, float32 [n]."""
        texts = list(dict.fromkeys(text for pair in pairs for text in pair))
        row = {text: index for index, text in enumerate(texts)}
        vectors = self.retriever.pooled(texts)
        queries = vectors[[row[query] for query, _ in pairs]]
        candidates = vectors[[row[candidate] for _, candidate in pairs]]
        return (queries * candidates).sum(axis=1).astype(np.float32)


class MaxSim:
    """Late interaction (ColBERT, arXiv 2004.12832, section 3.2) on the last layer's token states.

    The mean over the query's tokens of the best cosine in the candidate, averaged over both directions, so
    that scores of texts of different length compare.
    """

    name = "maxsim"

    def __init__(self, retriever: Retriever, batch_size: int = 64) -> None:
        self.retriever = retriever
        self.batch_size = batch_size

    @torch.inference_mode()
    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return one score per pair, float32 [n]."""
        order = sorted(range(len(pairs)), key=lambda i: len(pairs[i][0]) + len(pairs[i][1]))
        result = np.zeros(len(pairs), dtype=np.float32)
        for start in range(0, len(order), self.batch_size):
            rows = order[start : start + self.batch_size]
            a, mask_a = self._states([pairs[row][0] for row in rows])
            b, mask_b = self._states([pairs[row][1] for row in rows])
            maps = torch.einsum("nid,njd->nij", a, b)
            forth = maps.masked_fill(~mask_b[:, None, :], -1.0).amax(2)
            back = maps.masked_fill(~mask_a[:, :, None], -1.0).amax(1)
            both = [(best * mask).sum(1) / mask.sum(1) for best, mask in ((forth, mask_a), (back, mask_b))]
            result[rows] = ((both[0] + both[1]) / 2).cpu().numpy()
        return result

    def _states(self, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
        tokens = self.retriever.tokenize(texts)
        states, _ = self.retriever.token_states(tokens, [self.retriever.num_layers])
        return torch.nn.functional.normalize(states[:, :, 0], dim=-1), tokens.mask.to(states.device)
