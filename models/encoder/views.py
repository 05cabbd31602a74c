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
from .bert import PreparedBert, prepared

if TYPE_CHECKING:
    from peft import PeftModel

Model = TypeVar("Model", bound=nn.Module)


@dataclass(frozen=True)
class Encoders:
    """states: the encoder whose token states are read; bare: the retriever's own, for the pooled vectors.

    fast_states, fast_bare: the same as they are run, where they are plain BERT.
    """

    states: nn.Module
    bare: nn.Module
    fast_states: PreparedBert | None
    fast_bare: PreparedBert | None

    @classmethod
    def of(cls, retriever: Retriever, adapter: "PeftModel | None", in_bf16: bool) -> "Encoders":
        """Prepare a retriever's encoder and an adapter of it."""
        bare = copy.deepcopy(retriever.encoder).to(torch.bfloat16) if in_bf16 else retriever.encoder
        fast_bare = prepared(bare)
        if adapter is None:
            return cls(bare, bare, fast_bare, fast_bare)
        merging: Any = copy.deepcopy(adapter)
        merged = merging.merge_and_unload().eval()
        merged = merged.to(torch.bfloat16) if in_bf16 else merged
        return cls(merged, bare, prepared(merged), fast_bare)

    def __call__(
        self, retriever: Retriever, tokens: Tokenized, layers: tuple[int, ...], pooled: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Return token states [n, T, len(layers), d] and pooled vectors [n, D], both float32.

        pooled: these vectors where they are known: of an adapted encoder, half of the work.
        """
        if self.fast_states is None or self.fast_bare is None:
            return retriever.token_states(tokens, layers, encoder=self.states, pooled=pooled, bare=self.bare)
        inputs = {key: value.to(retriever.device) for key, value in tokens.model_inputs.items()}
        chosen, last = self.fast_states(inputs, layers)
        if pooled is None:
            if self.fast_bare is not self.fast_states:
                last = self.fast_bare(inputs, ())[1]
            pooled = retriever.pool(last, inputs)
        return torch.stack(chosen, dim=2).float(), pooled


def lowered(model: Model) -> Model:
    """Return a copy of an interaction model in bfloat16, but for its answer, the sum of small differences."""
    copied = copy.deepcopy(model).to(torch.bfloat16)
    copied.get_submodule("answer").to(torch.float32)
    return copied
