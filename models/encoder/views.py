"""Encoders as a verifier runs them: its adapter merged into the weights, in bfloat16 where that is faster.

Copies, made at the first use: the retriever and its own vectors stay as they are. Reading through an adapter
costs a product of matrices more in every layer; merged (W + BA, arXiv 2106.09685, section 4.1) it costs none.
"""

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import torch
from torch import Tensor, nn

from ..retriever import Retriever, Tokenized

if TYPE_CHECKING:
    from peft import PeftModel

Model = TypeVar("Model", bound=nn.Module)


@dataclass(frozen=True)
class Encoders:
    """states: the encoder whose token states are read; bare: the retriever's own, for the pooled vectors."""

    states: nn.Module
    bare: nn.Module

    @classmethod
    def of(cls, retriever: Retriever, adapter: "PeftModel | None", in_bf16: bool) -> "Encoders":
        """Prepare a retriever's encoder and an adapter of it."""
        bare = copy.deepcopy(retriever.encoder).to(torch.bfloat16) if in_bf16 else retriever.encoder
        if adapter is None:
            return cls(bare, bare)
        merging: Any = copy.deepcopy(adapter)
        merged = merging.merge_and_unload().eval()
        return cls(merged.to(torch.bfloat16) if in_bf16 else merged, bare)

    def __call__(
        self, retriever: Retriever, tokens: Tokenized, layers: tuple[int, ...]
    ) -> tuple[Tensor, Tensor]:
        """Return token states [n, T, len(layers), d] and pooled vectors [n, D], both float32."""
        return retriever.token_states(tokens, layers, encoder=self.states, bare=self.bare)


def lowered(model: Model) -> Model:
    """Return a copy of an interaction model in bfloat16, but for its answer, the sum of small differences."""
    copied = copy.deepcopy(model).to(torch.bfloat16)
    copied.get_submodule("answer").to(torch.float32)
    return copied
