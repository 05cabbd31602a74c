"""The interaction model written down plainly, a pair at a time: what tests compare with."""

import torch
from torch import Tensor
from torch.nn import functional

from verisieve.models.interaction import SAME, TYPICAL_COSINE, InteractionModel, Side
from verisieve.models.networks.reader import MAX_DISTANCE


def plain_logits(model: InteractionModel, a: Side, b: Side) -> Tensor:
    """Return the logits of n pairs, [n, 3], each read by itself and without padding."""
    rows = []
    for row in range(len(b.ids)):
        sides = []
        for side in (a, b):
            own = row if len(side.ids) > 1 else 0
            there = side.mask[own]
            sides.append((side.keys[own][there].float(), side.ids[own][there], side.pooled[own]))
        rows.append(_pair(model, *sides))
    return torch.stack(rows)


def _pair(model: InteractionModel, a: tuple, b: tuple) -> Tensor:
    (keys_a, ids_a, pooled_a), (keys_b, ids_b, pooled_b) = a, b
    across = _maps(keys_a, ids_a, keys_b, ids_b)
    value_a, value_b = model.value(keys_a.flatten(1)), model.value(keys_b.flatten(1))
    x = torch.cat(
        [
            model.summary[None],
            model.compare(_found(model, value_a, value_b, across)) + model.side.weight[0],
            model.compare(_found(model, value_b, value_a, across.transpose(0, 1))) + model.side.weight[1],
        ]
    )
    top = torch.cat([_maps(keys_a, ids_a, keys_a, ids_a), across], dim=1)
    bottom = torch.cat([across.transpose(0, 1), _maps(keys_b, ids_b, keys_b, ids_b)], dim=1)
    maps = functional.pad(torch.cat([top, bottom]), (0, 0, 1, 0, 1, 0))
    distances = _distances(len(ids_a), len(ids_b))
    for layer in model.reader:
        bias = layer.map_bias(maps) + layer.distance_bias(distances)
        qkv = layer.qkv(layer.attention_norm(x)).view(len(x), 3, layer.heads, -1)
        query, key, value = qkv.permute(1, 2, 0, 3)
        weights = (query @ key.transpose(1, 2) / query.shape[-1] ** 0.5 + bias.permute(2, 0, 1)).softmax(-1)
        x = x + layer.out((weights @ value).transpose(0, 1).flatten(1))
        x = x + layer.feed(layer.feed_norm(x))
    x = model.norm(x)
    tokens_a, tokens_b = x[1 : 1 + len(ids_a)], x[1 + len(ids_a) :]
    cosine = (pooled_a * pooled_b).sum()
    logits = model.answer(torch.cat([x[0], tokens_a.mean(0), tokens_b.mean(0), cosine[None]]))
    short, long = model.config.cosine_weight, model.config.cosine_weight_long
    share = min(max(((len(ids_a) + len(ids_b)) / 2 - 16) / 12, 0.0), 1.0)
    weight = short + ((short if long is None else long) - short) * share
    logits[SAME] = logits[SAME] + weight * (cosine - TYPICAL_COSINE)
    return logits


def _maps(keys_a: Tensor, ids_a: Tensor, keys_b: Tensor, ids_b: Tensor) -> Tensor:
    cosines = torch.einsum("ilh,jlh->ijl", keys_a, keys_b)
    return torch.cat([cosines, (ids_a[:, None] == ids_b[None, :]).float()[..., None]], dim=-1)


def _found(model: InteractionModel, own: Tensor, other: Tensor, maps: Tensor) -> Tensor:
    weights = model.align(maps).softmax(1)
    aligned = torch.einsum("ijk,jv->ikv", weights, other)
    similarity = torch.einsum("ijk,ijc->ikc", weights, maps)
    uncertainty = -(weights * weights.clamp_min(1e-9).log()).sum(1)
    position_own, position_other = (torch.arange(len(x)) / max(len(x) - 1, 1) for x in (own, other))
    moved = torch.einsum("ijk,j->ik", weights, position_other) - position_own[:, None]
    agree = (weights[:-1, :-1] * weights[1:, 1:]).sum(1)
    neighbours = torch.stack(
        [functional.pad(agree, (0, 0, 1, 0)), functional.pad(agree, (0, 0, 0, 1))], dim=-1
    )
    each = own[:, None]
    per_alignment = torch.cat(
        [
            (each - aligned).abs(),
            each * aligned,
            similarity,
            uncertainty[..., None],
            moved[..., None],
            neighbours,
        ],
        dim=-1,
    )
    best = torch.cat([maps, torch.full_like(maps[:, :1], -1.0)], dim=1).topk(2, dim=1).values
    return torch.cat([own, per_alignment.flatten(1), best[:, 0], best[:, 0] - best[:, -1]], dim=-1)


def _distances(length_a: int, length_b: int) -> Tensor:
    size = 1 + length_a + length_b
    buckets = torch.full((size, size), 2 * MAX_DISTANCE + 1)
    for start, length in ((1, length_a), (1 + length_a, length_b)):
        for i in range(length):
            for j in range(length):
                buckets[start + i, start + j] = min(max(j - i, -MAX_DISTANCE), MAX_DISTANCE) + MAX_DISTANCE
    return buckets
