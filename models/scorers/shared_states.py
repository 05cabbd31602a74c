"""Token states of many texts, encoded once and shared by every scorer that reads them.

Evaluation compares several scorers on the same texts; most of the time goes into the encoder. Here each text
passes it once, for the retriever's own scorers and for a verifier in frozen mode alike; what they read waits
in unnamed temporary files, half precision, so that memory does not grow with the texts. Which texts pass it
together is planned before the first is asked for: a vector's last bits depend on its batch, and must not
depend on what an evaluation that goes on after a kill still asks for.
"""

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np
import torch
from torch import Tensor

from ...common.progress import Progress
from ..retriever import Retriever
from ..stores.ragged import TemporaryColumn, mask_of, padded, rows_of
from ..text.normal_form import normal_form
from ..tokens import Tokens
from ..verifier import Verifier

MANY = 500
BATCH_TOKENS = 8192
"""Tokens (padding included) that pass the encoder together."""
PLANNED_TOGETHER = 8192
"""Texts that are sorted by length together, to be batched without much padding."""


class SharedStates:
    """What scorers read of texts, each text encoded at most once.

    retriever: whose pooled vectors and last-layer token states are kept. verifier: one whose keys are kept as
    well; `verifier()` returns it reading from here. with_states: whether the last layer is needed at all.
    dtype: bfloat16 runs the encoder under autocast.
    """

    def __init__(
        self,
        retriever: Retriever,
        verifier: Verifier | None = None,
        with_states: bool = True,
        dtype: torch.dtype = torch.float32,
    ) -> None:
        self.retriever, self.dtype = retriever, dtype
        self._verifier = verifier if verifier is not None and _shares(verifier) else None
        self._states = TemporaryColumn(retriever.hidden_size) if with_states else None
        self._keys: TemporaryColumn | None = None
        self._batches: dict[str, list[str]] = {}  # text -> the batch that it is encoded in
        self._places: dict[str, slice] = {}  # text -> its tokens
        self._vectors: dict[str, np.ndarray] = {}
        self._recall: dict[str, np.ndarray] = {}  # of texts that are not in their normal form
        self._ids = TemporaryColumn(3, np.int32)  # token id, start and end of every token
        self._truncated: set[str] = set()
        self._tokens = 0
        self._shape = (0, 0)

    def plan(self, texts: Iterable[str]) -> None:
        """Fix in which batches the texts will be encoded, once they are asked for; those planned stay.

        A text is encoded with its whole batch, whichever of it is asked for first, or at all.
        """
        new = [text for text in dict.fromkeys(texts) if text not in self._batches]
        for first in range(0, len(new), PLANNED_TOGETHER):
            part = sorted(new[first : first + PLANNED_TOGETHER], key=len)
            start = 0
            while start < len(part):
                batch = self._batch(part, start)
                self._batches |= dict.fromkeys(batch, batch)
                start += len(batch)

    def add(self, texts: Sequence[str]) -> None:
        """Encode the batches of those of the texts that are not there yet; many texts show progress."""
        new = [text for text in dict.fromkeys(texts) if text not in self._places]
        self.plan(new)
        batches = {id(batch): batch for batch in (self._batches[text] for text in new)}
        count = sum(map(len, batches.values()))
        with Progress(count, "encoding", "texts", enabled=count >= MANY) as progress:
            for batch in batches.values():
                self._encode(batch)
                progress.update(len(batch))

    def pooled(self, texts: Sequence[str]) -> np.ndarray:
        """Return unit-length sentence vectors, float32 [n, d]."""
        self.add(texts)
        for text in dict.fromkeys(texts):
            if text not in self._recall and normal_form(text).text != text:
                others = [other for other in self._batches[text] if normal_form(other).text != other]
                self._recall |= zip(others, self.retriever.pooled(others), strict=True)
        return np.stack([self._recall.get(text, self._vectors[text]) for text in texts])

    def states(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Return unit-length token states [n, T, d] float32 and the mask [n, T] of the tokens that count."""
        assert self._states is not None, "made without states"
        self.add(texts)
        rows, mask = self._padded(texts, self._states)
        device = self.retriever.device
        return rows.float().to(device), mask.to(device)

    def verifier(self) -> Verifier | None:
        """Return the verifier given, reading its tokens from here; None where it reads other states."""
        return None if self._verifier is None else SharedVerifier(self._verifier, self)

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """Return texts as the verifier's `encode` gives them, on the retriever's device."""
        assert self._verifier is not None, "made without a verifier"
        self.add(texts)
        assert self._keys is not None
        keys, mask = self._padded(texts, self._keys)
        ids = self._padded(texts, self._ids)[0].long()
        device = self.retriever.device
        return Tokens(
            tuple(texts),
            keys.view(*mask.shape, *self._shape).to(device),
            ids[..., 0].to(device),
            mask.to(device),
            ids[..., 1:],
            torch.from_numpy(np.stack([self._vectors[text] for text in texts])).to(device),
            torch.tensor([text in self._truncated for text in texts]),
        )

    def _padded(self, texts: Sequence[str], column: TemporaryColumn) -> tuple[Tensor, Tensor]:
        """Return a column's rows of texts, [n, T, width], and the mask [n, T] of the tokens that count."""
        bounds = [self._places[text] for text in texts]
        return padded(rows_of(column, bounds)), mask_of([place.stop - place.start for place in bounds])

    def _batch(self, texts: list[str], start: int) -> list[str]:
        """Take texts, sorted by length, until the padded batch is full; a character in four is a token."""
        size = start
        while size < len(texts) and (size + 1 - start) * (len(texts[size]) // 4 + 8) <= BATCH_TOKENS:
            size += 1
        return texts[start : max(size, start + 1)]

    @torch.inference_mode()
    def _encode(self, texts: list[str]) -> None:
        tokens = self.retriever.tokenize(texts)
        last = self.retriever.num_layers
        wanted = self._verifier.config.interaction.layers if self._verifier is not None else ()
        layers = list(dict.fromkeys((*wanted, last)))
        states, pooled = self.retriever.token_states(tokens, layers, self.dtype)
        mask = tokens.mask.cpu()
        if self._states is not None:
            unit = torch.nn.functional.normalize(states[:, :, layers.index(last)], dim=-1)
            self._states.append(unit.cpu()[mask].numpy())
        if self._verifier is not None:
            chosen = states[:, :, [layers.index(layer) for layer in wanted]]
            keys = self._verifier.interaction.keys(chosen).cpu()
            self._shape = (keys.shape[2], keys.shape[3])
            if self._keys is None:
                self._keys = TemporaryColumn(keys.shape[2] * keys.shape[3])
            self._keys.append(keys[mask].flatten(1).numpy())
        vectors = pooled.cpu().numpy()
        for row, text in enumerate(texts):
            own = mask[row]
            count = int(own.sum())
            self._places[text] = slice(self._tokens, self._tokens + count)
            self._tokens += count
            self._vectors[text] = vectors[row]
            if self._verifier is not None:
                self._ids.append(torch.cat([tokens.ids[row, own, None], tokens.offsets[row, own]], 1).numpy())
                if tokens.truncated[row]:
                    self._truncated.add(text)


class SharedVerifier(Verifier):
    """A verifier whose texts come from SharedStates; its answers are those of the verifier it was made of."""

    def __init__(self, verifier: Verifier, shared: SharedStates) -> None:
        super().__init__(
            verifier.config, verifier.interaction, verifier.retriever, precision=verifier.precision
        )
        self.shared = shared

    def encode_exactly(self, texts: list[str], pooled: Tensor | None = None) -> Tokens:
        """Return texts as the shared states have them, their vectors too, where they are not given."""
        tokens = self.shared.tokens(texts)
        return tokens if pooled is None else dataclasses.replace(tokens, pooled=pooled)


def _shares(verifier: Verifier) -> bool:
    """Whether a verifier reads the bare retriever's states of whole texts, as the other scorers do."""
    limit = verifier.retriever.model.max_seq_length or 512
    return verifier.adapter is None and verifier.config.max_tokens >= limit
