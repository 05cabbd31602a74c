"""The layers that read the comparisons of both texts, and the bias of their attention.

The bias mixes the maps within and across the texts and the distances within a text; it is the largest tensor
of the model, and so all layers' biases are made by one product of matrices, from the maps as they lie.
"""

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from .dropout import feed_forward
from .similarity import shut, similarity_maps

MAX_DISTANCE = 8
"""Distances within a text beyond this many tokens share one attention bias."""


class Keyed(Protocol):
    """What is read of n texts: keys [n, T, L, h], ids [n, T], mask [n, T] bool."""

    @property
    def keys(self) -> Tensor:
        """Keys of unit length."""

    @property
    def ids(self) -> Tensor:
        """Token ids."""

    @property
    def mask(self) -> Tensor:
        """Which tokens are there."""


class ReaderLayer(nn.Module):
    """A pre-norm Transformer layer whose attention is biased by the maps and by distance within a text.

    Dropout is applied between the layers of the feed-forward part only: on the attention it would cost as
    much as the rest of the model, on a CPU.
    """

    def __init__(self, width: int, heads: int, dropout: float, channels: int, feed: int) -> None:
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.map_bias = nn.Linear(channels, heads)
        self.distance_bias = nn.Embedding(2 * MAX_DISTANCE + 2, heads)
        self.feed_norm = nn.LayerNorm(width)
        self.feed = nn.Sequential(
            nn.Linear(width, feed), nn.GELU(), nn.Dropout(dropout), nn.Linear(feed, width)
        )

    def forward(self, x: Tensor, bias: Tensor, draws: Tensor | None = None, depth: int = 0) -> Tensor:
        """x [n, N, width], bias [n, heads, N, N], draws [n, N] (for the dropout) -> [n, N, width]."""
        n, length, width = x.shape
        qkv = self.qkv(self.attention_norm(x)).view(n, length, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias.to(query.dtype))
        x = x + self.out(attended.transpose(1, 2).reshape(n, length, width))
        return x + feed_forward(self.feed, self.feed_norm(x), draws, depth)

    @torch.no_grad()
    def pass_through(self) -> None:
        """Let the layer change nothing until it learns: both parts' last products are zero.

        So a trained reader grows deeper from what it knows (arXiv 1511.05641, section 2.2).
        """
        outer = self.feed[-1]
        assert isinstance(outer, nn.Linear)
        for part in (self.out, outer):
            nn.init.zeros_(part.weight)
            nn.init.zeros_(part.bias)


def attention_biases(layers: Sequence[ReaderLayer], a: Keyed, b: Keyed, across: Tensor) -> tuple[Tensor, ...]:
    """Return each layer's attention bias among a summary and both texts' tokens, [n, heads, N, N].

    across: the maps between the texts, [n, channels, Ta, Tb]; a may have one row, for all n. The summary's
    maps are zeros; padding is shut out.
    """
    n, channels, length_a, length_b = across.shape
    size = 1 + length_a + length_b
    of_a, of_b = slice(1, 1 + length_a), slice(1 + length_a, size)
    maps = across.new_empty(n, channels + 1, size, size)
    maps[:, :, 0] = 0
    maps[:, :, :, 0] = 0
    maps[:, :channels, of_a, of_a] = similarity_maps(a.keys, a.ids, a.keys, a.ids)
    maps[:, :channels, of_a, of_b] = across
    maps[:, :channels, of_b, of_a] = across.transpose(2, 3)
    maps[:, :channels, of_b, of_b] = similarity_maps(b.keys, b.ids, b.keys, b.ids)
    maps[:, channels, :, of_a] = shut(a.mask).unsqueeze(1)
    maps[:, channels, :, of_b] = shut(b.mask).unsqueeze(1)
    weight = torch.cat([layer.map_bias.weight for layer in layers])
    weight = torch.cat([weight, weight.new_ones(len(weight), 1)], dim=1)
    offset = torch.cat([layer.map_bias.bias for layer in layers])
    distances = distance_buckets(length_a, length_b, maps.device).flatten()
    by_distance = torch.cat([layer.distance_bias.weight for layer in layers], dim=1) + offset
    bias = torch.baddbmm(
        by_distance.T.to(maps.dtype).index_select(1, distances),
        weight.to(maps.dtype).expand(n, -1, -1),
        maps.flatten(2),
    )
    return bias.unflatten(2, (size, size)).chunk(len(layers), dim=1)


def distance_buckets(length_a: int, length_b: int, device: torch.device) -> Tensor:
    """Bucketed signed distance of tokens of one text, one bucket for all else, [N, N]."""
    position = torch.cat([torch.arange(1), torch.arange(length_a), torch.arange(length_b)])
    text = torch.cat([torch.full((1,), 2), torch.zeros(length_a), torch.ones(length_b)])
    distance = (position[None, :] - position[:, None]).clamp(-MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE
    same_text = (text[None, :] == text[:, None]) & (text[None, :] < 2)
    return torch.where(same_text, distance, 2 * MAX_DISTANCE + 1).to(device)
