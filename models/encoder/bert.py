"""A BERT encoder as texts are encoded with it: the same states in fewer steps than transformers takes.

Made of a loaded encoder at its first use (views.py), on its weights or a copy of them in bfloat16; encoders
of other architectures stay as they are. Query, key and value are one product, nothing is captured by hooks,
and the widest products take as many tokens at a time as the processor's cache holds.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..networks.packed import Product
from ..networks.prepared import ROWS
from ..networks.similarity import shut


class PreparedBert:
    """The layers of a BertModel. Made by `prepared`."""

    def __init__(self, encoder: nn.Module) -> None:
        own: Any = encoder
        self.embeddings, self.heads = own.embeddings, own.config.num_attention_heads
        self.layers = [_Layer(layer, self.heads) for layer in own.encoder.layer]

    def __call__(self, inputs: dict[str, Tensor], layers: Sequence[int]) -> tuple[list[Tensor], Tensor]:
        """Return the states of chosen layers, each [n, T, d] (0 is the embedding layer), and the last one's.

        inputs: what a tokenizer makes, [n, T] each.
        """
        there = inputs["attention_mask"].bool()
        x = self.embeddings(input_ids=inputs["input_ids"], token_type_ids=inputs.get("token_type_ids"))
        bias = None if bool(there.all()) else shut(there)[:, None, None].to(x.dtype)
        states = [x]
        for layer in self.layers:
            states.append(x := layer(x, bias))
        return [states[number] for number in layers], x


class _Layer:
    """One layer: attention, then the feed-forward part, each added and normalised after."""

    def __init__(self, layer: Any, heads: int) -> None:
        own, self.heads = layer.attention.self, heads
        parts = (own.query, own.key, own.value)
        self.qkv = Product(
            torch.cat([part.weight for part in parts]), torch.cat([part.bias for part in parts])
        )
        self.out, self.norm = Product.of(layer.attention.output.dense), layer.attention.output.LayerNorm
        self.wide, self.narrow = Product.of(layer.intermediate.dense), Product.of(layer.output.dense)
        self.act, self.last_norm = layer.intermediate.intermediate_act_fn, layer.output.LayerNorm

    def __call__(self, x: Tensor, bias: Tensor | None) -> Tensor:
        n, length, width = x.shape
        query, key, value = self.qkv(x).view(n, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        x = self.norm(self.out(attended.transpose(1, 2).reshape(n, length, width)).add_(x))
        rows = x.view(-1, width).split(ROWS)
        parts = [self.last_norm(self.narrow(self.act(self.wide(part))).add_(part)) for part in rows]
        return (parts[0] if len(parts) == 1 else torch.cat(parts)).view(n, length, width)


def prepared(encoder: nn.Module) -> PreparedBert | None:
    """Return an encoder's layers to run, on its weights (some copied); None where it is no plain BERT."""
    config: Any = getattr(encoder, "config", None)
    is_plain = type(encoder).__name__ == "BertModel" and not (config.is_decoder or config.add_cross_attention)
    return PreparedBert(encoder) if is_plain else None
