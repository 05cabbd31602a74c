"""Token states of texts for training, as the encoder gives them.

Stands between the retriever and the interaction model. state_cache.py keeps those of a frozen encoder on
disk.
"""

import copy
from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from ...models.retriever import Retriever
from ..config import TrainConfig

DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}


class Encoded(NamedTuple):
    """u texts: states [u, T, L, d], pooled [u, D], ids [u, T], mask [u, T] bool, offsets [u, T, 2]."""

    states: Tensor
    pooled: Tensor
    ids: Tensor
    mask: Tensor
    offsets: Tensor


Encode = Callable[[Sequence[str]], Encoded]


def encoder_of(retriever: Retriever, config: TrainConfig, encoder: nn.Module | None = None) -> Encode:
    """Return a function that encodes texts with the frozen retriever, or with a view of it that learns.

    The pooled vectors, which a view of it never changes, are kept: 1.5 KB a text with all-MiniLM-L6-v2.
    """
    dtype = DTYPES[config.precision]
    known: dict[str, Tensor] = {}

    def pooled_of(texts: Sequence[str]) -> Tensor:
        if new := [text for text in texts if text not in known]:
            with torch.no_grad():
                tokens = retriever.tokenize(new, config.max_tokens)
                known.update(zip(new, retriever.token_states(tokens, (), dtype)[1], strict=True))
        return torch.stack([known[text] for text in texts])

    def encode(texts: Sequence[str]) -> Encoded:
        tokens = retriever.tokenize(texts, config.max_tokens)
        with torch.set_grad_enabled(encoder is not None and torch.is_grad_enabled()):
            states, pooled = retriever.token_states(
                tokens,
                config.interaction.layers,
                dtype,
                encoder,
                pooled_of(texts) if config.mode == "lora" else None,
            )
        device = states.device
        return Encoded(
            states, pooled, tokens.ids.to(device), tokens.mask.to(device), tokens.offsets.to(device)
        )

    return encode


class PairStates:
    """The states of some pairs, each distinct text once, and the rows of each side, [n]."""

    def __init__(self, encode: Encode, pairs: Sequence[tuple[str, str]]) -> None:
        texts = sorted({text for pair in pairs for text in pair})
        row = {text: index for index, text in enumerate(texts)}
        self.texts = encode(texts)
        device = self.texts.states.device
        self.rows_a = torch.tensor([row[a] for a, _ in pairs], device=device)
        self.rows_b = torch.tensor([row[b] for _, b in pairs], device=device)

    def swapped(self, pairs: Sequence[int]) -> "PairStates":
        """Return some of the pairs with their sides exchanged, on the same states."""
        other = copy.copy(self)
        other.rows_a, other.rows_b = self.rows_b[list(pairs)], self.rows_a[list(pairs)]
        return other
