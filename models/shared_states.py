"""Token states of many texts, encoded once and shared by every scorer that reads them.

Evaluation compares several scorers on the same texts; most of the time goes into the encoder. Here each text
passes it once; its last layer's states wait in an unnamed temporary file, half precision, so that memory does
not grow with the number of texts.
"""

import tempfile
import weakref
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from ..progress import Progress
from .retriever import Retriever

BATCH_TOKENS = 8192
"""Tokens (padding included) that pass the encoder together."""


class SharedStates:
    """Pooled vectors and last-layer token states of a frozen retriever, each text encoded at most once."""

    def __init__(self, retriever: Retriever) -> None:
        self.retriever = retriever
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (closed with this object)
        weakref.finalize(self, self._file.close)
        self._places: dict[str, tuple[int, int]] = {}  # text -> (first token, tokens)
        self._vectors: dict[str, np.ndarray] = {}
        self._tokens = 0

    def add(self, texts: Sequence[str], what: str | None = None) -> None:
        """Encode those of the texts that are not there yet; `what` names them in a progress line."""
        new = [text for text in dict.fromkeys(texts) if text not in self._places]
        new.sort(key=len)
        with Progress(len(new), f"{what}: encoding", "texts", enabled=what is not None) as progress:
            start = 0
            while start < len(new):
                batch = self._batch(new, start)
                self._encode(batch)
                start += len(batch)
                progress.update(len(batch))

    def pooled(self, texts: Sequence[str]) -> np.ndarray:
        """Return unit-length sentence vectors, float32 [n, d]."""
        self.add(texts)
        return np.stack([self._vectors[text] for text in texts])

    def states(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return unit-length token states [n, T, d] float32 and the mask [n, T] of the tokens that count."""
        self.add(texts)
        width = self.retriever.hidden_size
        places = [self._places[text] for text in texts]
        longest = max(length for _, length in places)
        states = np.zeros((len(texts), longest, width), dtype=np.float32)
        mask = torch.zeros(len(texts), longest, dtype=torch.bool)
        for row, (first, length) in enumerate(places):
            self._file.seek(first * width * 2)
            stored = np.frombuffer(self._file.read(length * width * 2), dtype=np.float16)
            states[row, :length] = stored.reshape(length, width)
            mask[row, :length] = True
        device = self.retriever.device
        return torch.from_numpy(states).to(device), mask.to(device)

    def _batch(self, texts: list[str], start: int) -> list[str]:
        """Take texts, sorted by length, until the padded batch is full; a character in four is a token."""
        size = start
        while size < len(texts) and (size + 1 - start) * (len(texts[size]) // 4 + 8) <= BATCH_TOKENS:
            size += 1
        return texts[start : max(size, start + 1)]

    @torch.inference_mode()
    def _encode(self, texts: list[str]) -> None:
        tokens = self.retriever.tokenize(texts)
        states, pooled = self.retriever.token_states(tokens, [self.retriever.num_layers])
        unit = torch.nn.functional.normalize(states[:, :, 0], dim=-1).to(torch.float16).cpu()
        vectors = pooled.cpu().numpy()
        self._file.seek(0, 2)
        for row, text in enumerate(texts):
            own = unit[row][tokens.mask[row].cpu()].numpy()
            self._file.write(own.tobytes())
            self._places[text] = (self._tokens, len(own))
            self._tokens += len(own)
            self._vectors[text] = vectors[row]
