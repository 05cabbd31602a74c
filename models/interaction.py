"""The interaction model: a small Transformer that reads how two texts' tokens match.

Each token is aligned softly with the other text through several mixtures of the similarity maps
(lexical to contextual); what it finds there is compared with it (difference and product, as in the
decomposable attention model, arXiv 1606.01933, section 3.2), and two Transformer layers read the
comparisons of both texts together, their attention biased by the maps within and across the texts.
Its three answers are near-miss, same, other; two auxiliary heads say which family of near-miss and
which tokens carry it. A third says how relevant a candidate is, for reranking: late interaction on the
keys (ColBERT, arXiv 2004.12832, section 3.2), the mean over the query's tokens of the best match, added
to the cosine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..common.configuration import config_dataclass
from .networks.alignment import compared, masked_mean
from .networks.dropout import ANSWER, feed_forward, token_draws
from .networks.reader import ReaderLayer, attention_biases
from .networks.similarity import best_two, mixed, similarity_maps

NEAR_MISS, SAME, OTHER = 0, 1, 2
ANSWERS = ("near_miss", "same", "other")
TYPICAL_COSINE = 0.8
"""Of pairs that look alike: there the cosine's own term (InteractionConfig.cosine_weight) is zero."""
LENGTHS = (16, 28)
"""Tokens up to which texts are short, and from which on they are long."""


@config_dataclass
class InteractionConfig:
    """Size and inputs of the model that reads two texts' tokens.

    architecture: `alignment` is the interaction model of this module; `map_cnn` and `map_patches` are the
    baselines of map_models.py, which use key_size, width, heads, depth, dropout and the last of `layers`.
    layers: encoder layers whose token states are read (0 is the embedding layer).
    key_size: width of a token's key per layer, in which the maps are computed and candidates are stored.
    value_size: width of the compared token values. alignments: number of soft alignments.
    width, heads, depth, dropout: of the Transformer. inner_width: of what lies within the comparison (None:
    the width) and within the feed-forward parts (None: four times the width).
    late_interaction: reranking adds to a candidate's cosine so many times the late interaction of the keys,
    all channels alike (a trained mixture lost a third of what that gains); 0: it does not rerank by
    relevance.
    cosine_weight, cosine_weight_long: so often the cosine is added to the logit of "same", in short and
    in long texts (LENGTHS; None: in all alike), never trained: it speaks where nothing was learned.
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
    inner_width: int | None = None
    late_interaction: float = 0.0
    cosine_weight: float = 0.0
    cosine_weight_long: float | None = None

    def __post_init__(self) -> None:
        if min(self.cosine_weight, self.cosine_weight_long or 0.0) < 0:
            raise ValueError("cosine_weight and cosine_weight_long: must be at least 0")


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
    token carries the mismatch. cosine: of the pooled vectors, [n]. shift: what to add to it to rank b for the
    query a, [n]; None where the model has no such head.
    """

    logits: Tensor
    family: Tensor
    words_a: Tensor
    words_b: Tensor
    cosine: Tensor | None = None
    shift: Tensor | None = None


def join_readings(parts: Sequence[Reading]) -> Reading:
    """Join what the interaction model says of parts of a batch that are padded alike."""
    if len(parts) == 1:
        return parts[0]

    def joined(name: str) -> Any:
        found = [getattr(part, name) for part in parts]
        return None if found[0] is None else torch.cat(found)

    return Reading(**{field.name: joined(field.name) for field in fields(Reading)})


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
            nn.Linear(value + config.alignments * per_alignment + 2 * channels, config.inner_width or width),
            nn.GELU(),
            nn.Linear(config.inner_width or width, width),
        )
        self.side = nn.Embedding(2, width)
        self.summary = nn.Parameter(torch.randn(width) * 0.02)
        self.reader = nn.ModuleList(
            ReaderLayer(width, config.heads, config.dropout, channels, config.inner_width or 4 * width)
            for _ in range(config.depth)
        )
        self.norm = nn.LayerNorm(width)
        self.answer = nn.Sequential(
            nn.Linear(3 * width + 1, width), nn.GELU(), nn.Dropout(config.dropout), nn.Linear(width, 3)
        )
        self.family = nn.Linear(3 * width, families)
        self.words = nn.Linear(width, 1)
        self.relevance = nn.Linear(channels, 1, bias=False) if config.late_interaction > 0 else None
        if self.relevance is not None:
            nn.init.constant_(self.relevance.weight, config.late_interaction / channels).requires_grad_(False)

    def keys(self, states: Tensor) -> Tensor:
        """Project token states [n, T, L, d] to unit-length keys [n, T, L, key_size]."""
        projected = [project(states[:, :, index]) for index, project in enumerate(self.project)]
        return functional.normalize(torch.stack(projected, dim=2), dim=-1)

    def forward(self, a: Side, b: Side, draws: Tensor | None = None) -> Reading:
        """Read n pairs; both sides hold n rows, or a one row: the query of all n.

        draws: in training, what dropout is drawn from, int64 [n].
        """
        n = len(b.ids)
        across = similarity_maps(a.keys, a.ids, b.keys, b.ids)
        value_a, value_b = (self.value(side.keys.flatten(2)) for side in (a, b))
        maps = across.float()
        logits = mixed(self.align.weight, maps)
        best_a, best_b = (best_two(maps, b.mask, 3), best_two(maps, a.mask, 2).transpose(2, 3))
        compared_a = compared(value_a, value_b, maps, logits, best_a, (a.mask, b.mask), 3)
        compared_b = compared(value_b, value_a, maps, logits, best_b, (b.mask, a.mask), 2)
        x = torch.cat(
            [
                self.summary.expand(n, 1, -1),
                self.compare(compared_a) + self.side.weight[0],
                self.compare(compared_b) + self.side.weight[1],
            ],
            dim=1,
        )
        length_a = a.ids.shape[1]
        of_tokens = token_draws(draws, length_a, b.ids.shape[1])
        layers = [layer for layer in self.reader if isinstance(layer, ReaderLayer)]
        for depth, (layer, bias) in enumerate(
            zip(layers, attention_biases(layers, a, b, across), strict=True)
        ):
            x = layer(x, bias, of_tokens, depth)
        x = self.norm(x)
        tokens_a, tokens_b = x[:, 1 : 1 + length_a], x[:, 1 + length_a :]
        read = torch.cat([x[:, 0], masked_mean(tokens_a, a.mask), masked_mean(tokens_b, b.mask)], dim=-1)
        cosine = (a.pooled * b.pooled).sum(-1, keepdim=True)
        return Reading(
            logits=self.answered(read, cosine, a.mask, b.mask, draws),
            family=self.family(read).float(),
            words_a=self.words(tokens_a).squeeze(-1).float(),
            words_b=self.words(tokens_b).squeeze(-1).float(),
            cosine=cosine.squeeze(-1),
            shift=self.late_interaction(best_a[..., 0].transpose(1, 2), a.mask),
        )

    def answered(
        self, read: Tensor, cosine: Tensor, mask_a: Tensor, mask_b: Tensor, draws: Tensor | None = None
    ) -> Tensor:
        """Return the logits of n pairs, [n, 3].

        read: the summary and the means of both texts, [n, 3 * width]. cosine: of the pooled vectors, [n, 1].
        """
        whole = torch.cat([read.to(cosine.dtype), cosine], dim=-1)
        logits = feed_forward(self.answer, whole, draws, ANSWER).float()
        if (weight := self._cosine_weight(mask_a, mask_b)) is not None:
            known = weight * (cosine.float() - TYPICAL_COSINE)
            logits = logits + functional.pad(known, (SAME, len(ANSWERS) - 1 - SAME))
        return logits

    def _cosine_weight(self, mask_a: Tensor, mask_b: Tensor) -> Tensor | None:
        """Return how often the cosine counts, [n, 1], by the mean length of both texts; None for never."""
        short, long = self.config.cosine_weight, self.config.cosine_weight_long
        if not (short or long):
            return None
        length = (mask_a.sum(1, keepdim=True) + mask_b.sum(1, keepdim=True)) / 2
        share = ((length - LENGTHS[0]) / (LENGTHS[1] - LENGTHS[0])).clamp(0, 1)
        return short + ((short if long is None else long) - short) * share

    def late_interaction(self, best: Tensor, mask: Tensor) -> Tensor | None:
        """Return what to add to the cosine, [n]; best: of each of the query's tokens, [n, Ta, channels]."""
        if self.relevance is None:
            return None
        return self.relevance(masked_mean(best, mask).to(self.relevance.weight.dtype)).squeeze(-1).float()
