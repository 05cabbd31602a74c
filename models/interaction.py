"""The interaction model: a small Transformer that reads how two texts' tokens match.

Each token is aligned softly with the other text through several mixtures of the similarity maps
(lexical to contextual); what it finds there is compared with it (difference and product, as in the
decomposable attention model, arXiv 1606.01933, section 3.2), and two Transformer layers read the
comparisons of both texts together, their attention biased by the maps within and across the texts.
Its three answers are near-miss, same, other; two auxiliary heads say which family of near-miss and
which tokens carry it.
"""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..configuration import config_dataclass
from .similarity import continuity, entropy, masked_softmax, similarity_maps

NEAR_MISS, SAME, OTHER = 0, 1, 2
ANSWERS = ("near_miss", "same", "other")
MAX_DISTANCE = 8
"""Distances within a text beyond this many tokens share one attention bias."""


@config_dataclass
class InteractionConfig:
    """Size and inputs of the model that reads two texts' tokens.

    architecture: `alignment` is the interaction model of this module; `map_cnn` and `map_patches` are the
    baselines of map_models.py, which use key_size, width, heads, depth, dropout and the last of `layers`.
    layers: encoder layers whose token states are read (0 is the embedding layer).
    key_size: width of a token's key per layer, in which the maps are computed and candidates are stored.
    value_size: width of the compared token values. alignments: number of soft alignments.
    width, heads, depth, dropout: of the Transformer.
    """

    architecture: Literal["alignment", "map_cnn", "map_patches"] = "alignment"
    layers: tuple[int, ...] = (0, 3, 6)
    key_size: int = 128
    value_size: int = 64
    alignments: int = 4
    width: int = 128
    heads: int = 4
    depth: int = 2
    dropout: float = 0.1


class Side(NamedTuple):
    """One side of n pairs: keys [n, T, L, h] (unit length), ids [n, T], mask [n, T] bool, pooled [n, D]."""

    keys: Tensor
    ids: Tensor
    mask: Tensor
    pooled: Tensor


@dataclass(frozen=True)
class Reading:
    """What the interaction model says of n pairs.

    logits: [n, 3] in the order of ANSWERS. family: [n, F]. words_a [n, Ta], words_b [n, Tb]: logits that a
    token carries the mismatch.
    """

    logits: Tensor
    family: Tensor
    words_a: Tensor
    words_b: Tensor


class InteractionModel(nn.Module):
    """Reads pairs of token keys; see the module's docstring."""

    def __init__(self, config: InteractionConfig, hidden_size: int, families: int) -> None:
        super().__init__()
        self.config = config
        layers, width, value = len(config.layers), config.width, config.value_size
        channels = layers + 1
        self.project = nn.ModuleList(
            nn.Linear(hidden_size, config.key_size, bias=False) for _ in config.layers
        )
        for projection in self.project.parameters():
            nn.init.orthogonal_(projection)
        self.value = nn.Linear(layers * config.key_size, value)
        self.align = nn.Linear(channels, config.alignments, bias=False)
        nn.init.uniform_(self.align.weight, 2.0, 8.0)
        per_alignment = 2 * value + channels + 4
        self.compare = nn.Sequential(
            nn.Linear(value + config.alignments * per_alignment + 2 * channels, width),
            nn.GELU(),
            nn.Linear(width, width),
        )
        self.side = nn.Embedding(2, width)
        self.summary = nn.Parameter(torch.randn(width) * 0.02)
        self.reader = nn.ModuleList(ReaderLayer(config, channels) for _ in range(config.depth))
        self.norm = nn.LayerNorm(width)
        self.answer = nn.Sequential(
            nn.Linear(3 * width + 1, width), nn.GELU(), nn.Dropout(config.dropout), nn.Linear(width, 3)
        )
        self.family = nn.Linear(3 * width, families)
        self.words = nn.Linear(width, 1)

    def keys(self, states: Tensor) -> Tensor:
        """Project token states [n, T, L, d] to unit-length keys [n, T, L, key_size]."""
        projected = [project(states[:, :, index]) for index, project in enumerate(self.project)]
        return functional.normalize(torch.stack(projected, dim=2), dim=-1)

    def forward(self, a: Side, b: Side) -> Reading:
        """Read n pairs; both sides hold n rows."""
        across = similarity_maps(a.keys, a.ids, b.keys, b.ids)
        value_a, value_b = self.value(a.keys.flatten(2)), self.value(b.keys.flatten(2))
        compared_a = self._compare(value_a, value_b, across, a.mask, b.mask)
        compared_b = self._compare(value_b, value_a, across.transpose(1, 2), b.mask, a.mask)
        x = torch.cat(
            [
                self.summary.expand(len(a.ids), 1, -1),
                compared_a + self.side.weight[0],
                compared_b + self.side.weight[1],
            ],
            dim=1,
        )
        bias = self._attention_bias(a, b, across)
        mask = functional.pad(torch.cat([a.mask, b.mask], dim=1), (1, 0), value=True)
        length_a = a.ids.shape[1]
        distances = _distance_buckets(length_a, b.ids.shape[1], x.device)
        for layer in self.reader:
            x = layer(x, bias, distances, mask)
        x = self.norm(x)
        tokens_a, tokens_b = x[:, 1 : 1 + length_a], x[:, 1 + length_a :]
        read = torch.cat([x[:, 0], _masked_mean(tokens_a, a.mask), _masked_mean(tokens_b, b.mask)], dim=-1)
        cosine = (a.pooled * b.pooled).sum(-1, keepdim=True)
        return Reading(
            logits=self.answer(torch.cat([read, cosine], dim=-1)).float(),
            family=self.family(read).float(),
            words_a=self.words(tokens_a).squeeze(-1).float(),
            words_b=self.words(tokens_b).squeeze(-1).float(),
        )

    def _compare(
        self, own: Tensor, other: Tensor, maps: Tensor, own_mask: Tensor, other_mask: Tensor
    ) -> Tensor:
        """Compare each token with what it aligns to; maps [n, own, other, channels] -> [n, own, width]."""
        weights = masked_softmax(self.align(maps), other_mask[:, None, :, None], dim=2)
        aligned = torch.einsum("nijk,njv->nikv", weights, other)
        own_each = own.unsqueeze(2).expand_as(aligned)
        similarity = torch.einsum("nijk,nijc->nikc", weights, maps)
        position_own = _relative_position(own_mask)
        position_other = torch.einsum("nijk,nj->nik", weights, _relative_position(other_mask))
        per_alignment = torch.cat(
            [
                (own_each - aligned).abs(),
                own_each * aligned,
                similarity,
                entropy(weights, dim=2).unsqueeze(-1),
                (position_other - position_own.unsqueeze(-1)).unsqueeze(-1),
                continuity(weights * own_mask[:, :, None, None]),
            ],
            dim=-1,
        )
        best = maps.masked_fill(~other_mask[:, None, :, None], -1.0)
        top = best.topk(min(2, best.shape[2]), dim=2).values
        gap = top[:, :, 0] - top[:, :, -1]
        return self.compare(torch.cat([own, per_alignment.flatten(2), top[:, :, 0], gap], dim=-1))

    def _attention_bias(self, a: Side, b: Side, across: Tensor) -> Tensor:
        """Maps among the summary (zeros) and all tokens of both texts, [n, N, N, channels]."""
        within_a = similarity_maps(a.keys, a.ids, a.keys, a.ids)
        within_b = similarity_maps(b.keys, b.ids, b.keys, b.ids)
        top = torch.cat([within_a, across], dim=2)
        bottom = torch.cat([across.transpose(1, 2), within_b], dim=2)
        return functional.pad(torch.cat([top, bottom], dim=1), (0, 0, 1, 0, 1, 0))


class ReaderLayer(nn.Module):
    """A pre-norm Transformer layer whose attention is biased by the maps and by distance within a text."""

    def __init__(self, config: InteractionConfig, channels: int) -> None:
        super().__init__()
        width = config.width
        self.heads = config.heads
        self.dropout = config.dropout
        self.attention_norm = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.map_bias = nn.Linear(channels, config.heads)
        self.distance_bias = nn.Embedding(2 * MAX_DISTANCE + 2, config.heads)
        self.feed_norm = nn.LayerNorm(width)
        self.feed = nn.Sequential(
            nn.Linear(width, 4 * width), nn.GELU(), nn.Dropout(config.dropout), nn.Linear(4 * width, width)
        )

    def forward(self, x: Tensor, maps: Tensor, distances: Tensor, mask: Tensor) -> Tensor:
        """x [n, N, width], maps [n, N, N, channels], distances [N, N], mask [n, N] -> [n, N, width]."""
        n, length, width = x.shape
        qkv = self.qkv(self.attention_norm(x)).view(n, length, 3, self.heads, width // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        bias = (self.map_bias(maps) + self.distance_bias(distances)).permute(0, 3, 1, 2)
        bias = bias.masked_fill(~mask[:, None, None, :], torch.finfo(bias.dtype).min)
        attended = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=bias, dropout_p=self.dropout if self.training else 0.0
        )
        x = x + self.out(attended.transpose(1, 2).reshape(n, length, width))
        return x + self.feed(self.feed_norm(x))


def _relative_position(mask: Tensor) -> Tensor:
    """Position of each token in its text, from 0 to 1, [n, T]."""
    count = mask.cumsum(1).float()
    return (count - 1).clamp_min(0) / (count[:, -1:] - 1).clamp_min(1)


def _distance_buckets(length_a: int, length_b: int, device: torch.device) -> Tensor:
    """Bucketed signed distance of tokens of one text, one further bucket for all else, [N, N]."""
    position = torch.cat([torch.arange(1), torch.arange(length_a), torch.arange(length_b)])
    text = torch.cat([torch.full((1,), 2), torch.zeros(length_a), torch.ones(length_b)])
    distance = (position[None, :] - position[:, None]).clamp(-MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE
    same_text = (text[None, :] == text[:, None]) & (text[None, :] < 2)
    return torch.where(same_text, distance, 2 * MAX_DISTANCE + 1).to(device)


def _masked_mean(x: Tensor, mask: Tensor) -> Tensor:
    weights = mask.unsqueeze(-1).to(x.dtype)
    return (x * weights).sum(1) / weights.sum(1).clamp_min(1)
