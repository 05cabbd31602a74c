"""The interaction model as it is run to read pairs: the same answers with less work around its products.

Training runs interaction.py, which is the reference; this is made of a trained model at its first use and
cannot be trained. Both texts stand in one row of tokens from the start, so that one product of matrices makes
all maps and one compares all tokens; what is compared is written where it is read, the weights' columns being
put in that order; of the attention's bias only what moves a softmax is added; places that are all there are
not masked. tests/models/test_fast_reading.py holds it to the reference.
"""

import copy

import torch
from torch import Tensor, nn
from torch.nn import functional

from ..interaction import InteractionModel, Reading, Side
from .alignment import masked_mean, relative_position
from .packed import Product
from .reader import MAX_DISTANCE, ReaderLayer
from .similarity import continuity, entropy, mixed, shut

SMALL = 64
"""Tokens of a pair up to which all pairs' maps are made by one product and copied: then the copy costs less
than a product each."""
STEP = 16
"""The summary and the tokens of both texts are filled up to a multiple of so many: attention over 35 takes
twice as long as over 48 would, by the processor's registers."""
ROWS = 1024
"""Tokens that pass the layers' widest products together, so that the processor's cache holds them."""


class PreparedReader:
    """An interaction model to read with, in a precision: torch.bfloat16 or torch.float32.

    The alignments and the answer, sums of small differences, are computed in float32 in both.
    """

    def __init__(self, model: InteractionModel, kind: torch.dtype) -> None:
        own = copy.deepcopy(model).eval().requires_grad_(False)
        self.kind, self.config = kind, own.config
        self.align, self.relevance, self.model = own.align.weight, own.relevance, own
        own.align.float()
        for part in (own.value, own.compare, own.side, own.reader, own.norm, own.family, own.words):
            part.to(kind)
        self.summary = own.summary.to(kind)
        first, _, second = own.compare
        assert isinstance(first, nn.Linear)
        self.features = first.in_features
        columns = _columns(self.config.value_size, self.config.alignments, len(self.config.layers) + 1)
        self.compare = nn.Sequential(
            Product(first.weight[:, columns], first.bias), nn.GELU(), Product.of(second)
        )
        layers = [layer for layer in own.reader if isinstance(layer, ReaderLayer)]
        self.layers = [_Layer(layer) for layer in layers]
        weight = torch.cat([layer.map_bias.weight for layer in layers])
        self.mix = torch.cat([weight, weight.new_ones(len(weight), 1)], dim=1)
        distances = torch.cat([layer.distance_bias.weight for layer in layers], dim=1).T
        self.distances = distances[:, :-1] - distances[:, -1:]  # [all heads, 2 * MAX_DISTANCE + 1]
        self._known: tuple[tuple[int, ...], Tensor] = ((), self.distances)

    def __call__(self, a: Side, b: Side) -> Reading:
        """Read n pairs; both sides hold n rows, or a one row: the query of all n."""
        n, length_a, length_b = len(b.ids), a.ids.shape[1], b.ids.shape[1]
        of_a, of_b = slice(1, 1 + length_a), slice(1 + length_a, 1 + length_a + length_b)
        is_padded = not (bool(a.mask.all()) and bool(b.mask.all()))
        keys_a, keys_b = a.keys.to(self.kind), b.keys.to(self.kind)
        maps = _maps(a._replace(keys=keys_a), b._replace(keys=keys_b), is_padded)
        channels = keys_b.shape[2] + 1
        across = maps[:, :channels, of_a, of_b].float()
        features = keys_b.new_empty(n, maps.shape[2], self.features)
        features[:, 0], features[:, of_b.stop :] = 0, 0
        value_a, value_b = (self.model.value(keys.flatten(2)) for keys in (keys_a, keys_b))
        logits = mixed(self.align, across)
        best_a = _compare(features[:, of_a], value_a, value_b, across, logits, (a.mask, b.mask), 3, is_padded)
        _compare(features[:, of_b], value_b, value_a, across, logits, (b.mask, a.mask), 2, is_padded)
        x = self.compare(features.flatten(0, 1)).view(n, maps.shape[2], -1)
        x[:, 0] = self.summary
        x[:, of_a] += self.model.side.weight[0]
        x[:, of_b] += self.model.side.weight[1]
        for layer, bias in zip(self.layers, self._biases(maps, of_a, of_b), strict=True):
            x = layer(x, bias)
        return self._answer(a, b, self.model.norm(x), of_a, of_b, best_a)

    def _biases(self, maps: Tensor, of_a: slice, of_b: slice) -> tuple[Tensor, ...]:
        """Return each layer's bias [n, heads, N, N], less what is the same for all that one token attends."""
        size, place = maps.shape[2:], (of_a.stop, of_b.stop, maps.shape[2])
        if self._known[0] != place:
            known = maps.new_zeros(len(self.mix), *size)
            for text in (of_a, of_b):
                known[:, text, text] = self._within(text.stop - text.start)
            self._known = (place, known.flatten(1))
        weight = self.mix[:, : maps.shape[1]].expand(len(maps), -1, -1)
        bias = torch.baddbmm(self._known[1], weight, maps.flatten(2)).unflatten(2, size)
        return bias.chunk(len(self.layers), dim=1)

    def _within(self, length: int) -> Tensor:
        """Return the bias by distance within a text, against that across texts, [all heads, T, T]."""
        places = torch.arange(1 - length, length, device=self.distances.device)
        table = self.distances[:, places.clamp(-MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE]
        return table.unfold(1, length, 1).flip(1)

    def _answer(self, a: Side, b: Side, x: Tensor, of_a: slice, of_b: slice, best_a: Tensor) -> Reading:
        read = torch.cat([x[:, 0], masked_mean(x[:, of_a], a.mask), masked_mean(x[:, of_b], b.mask)], dim=-1)
        cosine = (a.pooled * b.pooled).sum(-1, keepdim=True)
        words = self.model.words(x).squeeze(-1).float()
        return Reading(
            logits=self.model.answered(read, cosine, a.mask, b.mask),
            family=self.model.family(read).float(),
            words_a=words[:, of_a],
            words_b=words[:, of_b],
            cosine=cosine.squeeze(-1),
            shift=self.model.late_interaction(best_a.transpose(1, 2), a.mask),
        )


def _maps(a: Side, b: Side, is_padded: bool) -> Tensor:
    """Return the maps among a summary and both texts' tokens, [n, channels, N, N]; 0 for the summary.

    N is a multiple of STEP. The last channel shuts out padding, where there is any.
    """
    n, length_b, layers, width = b.keys.shape
    length_a = a.ids.shape[1]
    of_a, of_b = slice(1, 1 + length_a), slice(1 + length_a, 1 + length_a + length_b)
    size = -(-of_b.stop // STEP) * STEP
    keys, ids = b.keys.new_zeros(n, layers, size, width), b.ids.new_full((n, size), -1, dtype=torch.int32)
    keys[:, :, of_a], ids[:, of_a] = a.keys.transpose(1, 2), a.ids
    keys[:, :, of_b], ids[:, of_b] = b.keys.transpose(1, 2), b.ids
    has_channel = is_padded or size > of_b.stop
    maps = keys.new_empty(n, layers + 1 + has_channel, size, size)
    if size > SMALL:
        for row, own in enumerate(keys):
            torch.bmm(own, own.transpose(1, 2), out=maps[row, :layers])
    else:
        maps[:, :layers] = keys @ keys.transpose(2, 3)
    torch.eq(ids.unsqueeze(2), ids.unsqueeze(1), out=maps[:, layers])
    maps[:, layers, 0, 0] = 0
    if has_channel:
        there = torch.zeros_like(ids, dtype=torch.bool)
        there[:, 0], there[:, of_a], there[:, of_b] = True, a.mask, b.mask
        maps[:, layers + 1] = shut(there).unsqueeze(1)
    return maps


def _compare(
    features: Tensor,
    own: Tensor,
    other: Tensor,
    maps: Tensor,
    logits: Tensor,
    masks: tuple[Tensor, Tensor],
    dim: int,
    is_padded: bool,
) -> Tensor:
    """Write what alignment.compared returns into features [n, own, features], in the order of _columns.

    Returns each token's best match, [n, c, own]. Arguments as there.
    """
    k, v = logits.shape[1], own.shape[-1]
    own_mask, other_mask = masks
    if is_padded:
        logits = logits + shut(other_mask).unsqueeze(1).unsqueeze(5 - dim)
    weights = logits.softmax(dim)
    found = torch.cat([other.float(), relative_position(other_mask).unsqueeze(-1)], dim=-1).unsqueeze(1)
    aligned = (weights if dim == 3 else weights.transpose(2, 3)) @ found  # [n, k, own, v + 1]
    values, each = aligned[..., :-1].to(own.dtype), own.unsqueeze(1)
    features[..., :v] = own
    start = v
    for result in ((each - values).abs_(), each * values):
        features[..., start : start + k * v].unflatten(2, (k, v)).copy_(result.transpose(1, 2))
        start += k * v
    similarity = (weights.unsqueeze(2) * maps.unsqueeze(1)).sum(dim + 1)
    counted = weights * own_mask.unsqueeze(1).unsqueeze(dim) if is_padded else weights
    best, second = _best_two(maps if dim == 2 else maps.transpose(2, 3), other_mask if is_padded else None)
    numbers = torch.cat(
        [
            similarity.flatten(1, 2),
            entropy(weights, dim),
            aligned[..., -1] - relative_position(own_mask).unsqueeze(1),
            continuity(counted, dim).permute(0, 1, 3, 2).flatten(1, 2),
            best,
            best - second,
        ],
        dim=1,
    )
    features[..., start:] = numbers.transpose(1, 2)
    return best


def _best_two(maps: Tensor, other_mask: Tensor | None) -> tuple[Tensor, Tensor]:
    """Return the two best matches over the third dimension of maps [n, c, X, T], [n, c, T] each.

    As best_two in similarity.py, by comparing halves: all that is done is the larger and the smaller of two.
    """
    n, c, others, length = maps.shape
    size = max(2, 1 << (others - 1).bit_length())
    places = maps.new_full((n, c, size, length), -1.0)
    places[:, :, :others] = maps
    if other_mask is not None:
        places[:, :, :others] += shut(other_mask)[:, None, :, None]
    one, two = places.chunk(2, dim=2)
    best, second = torch.maximum(one, two), torch.minimum(one, two)
    while best.shape[2] > 1:
        one, two = best.chunk(2, dim=2)
        behind = torch.maximum(*second.chunk(2, dim=2))
        best, second = torch.maximum(one, two), torch.maximum(torch.minimum(one, two), behind)
    return best.squeeze(2).clamp_min(-1.0), second.squeeze(2).clamp_min(-1.0)


class _Layer:
    """A ReaderLayer to read with."""

    def __init__(self, layer: ReaderLayer) -> None:
        self.heads, self.attention_norm, self.feed_norm = layer.heads, layer.attention_norm, layer.feed_norm
        wide, act, _, narrow = layer.feed
        self.qkv, self.out = Product.of(layer.qkv), Product.of(layer.out)
        self.feed = nn.Sequential(Product.of(wide), act, Product.of(narrow))

    def __call__(self, x: Tensor, bias: Tensor) -> Tensor:
        """Return what ReaderLayer returns; x [n, N, width] is overwritten."""
        n, length, width = x.shape
        qkv = self.qkv(self.attention_norm(x)).view(n, length, 3, self.heads, -1)
        query, key, value = qkv.permute(2, 0, 3, 1, 4)
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        x += self.out(attended.transpose(1, 2).reshape(n, length, width))
        for rows in x.view(-1, width).split(ROWS):
            rows += self.feed(self.feed_norm(rows))
        return x


def _columns(value: int, alignments: int, channels: int) -> Tensor:
    """Return, in the order that _compare writes in, where each number stands in what `compared` returns."""
    each = 2 * value + channels + 4
    per_alignment = torch.arange(value, value + alignments * each).view(alignments, each)
    parts = per_alignment.split([value, value, channels, 1, 1, 2], dim=1)
    rest = torch.arange(value + alignments * each, value + alignments * each + 2 * channels)
    return torch.cat([torch.arange(value), *(part.flatten() for part in parts), rest])
