"""Token-token similarity maps: cosines of several layers plus exact matches, a channel each.

Stands between the retriever's token states and the interaction model that reads the maps. Channels come
before tokens, so that what runs over a map runs over memory in order.
"""

import torch
from torch import Tensor
from torch.nn import functional

SHUT = -1e4
"""What is added to a logit so that its place gets no weight, in half precision too."""


def similarity_maps(keys_a: Tensor, ids_a: Tensor, keys_b: Tensor, ids_b: Tensor) -> Tensor:
    """Return maps [n, L + 1, Ta, Tb]: one cosine map per layer, and a map of equal token ids.

    keys_*: unit-length token keys [n, T, L, h]; ids_*: token ids [n, T]. One text against n others may have
    one row.
    """
    cosines = keys_a.transpose(1, 2) @ keys_b.permute(0, 2, 3, 1)
    exact = (ids_a.unsqueeze(2) == ids_b.unsqueeze(1)).unsqueeze(1)
    return torch.cat([cosines, exact.to(cosines.dtype)], dim=1)


def mixed(weight: Tensor, maps: Tensor) -> Tensor:
    """Mix channels: weight [k, c], maps [n, c, i, j] -> [n, k, i, j]."""
    return (weight.to(maps.dtype) @ maps.flatten(2)).unflatten(2, maps.shape[2:])


def shut(mask: Tensor) -> Tensor:
    """Return what to add to logits so that only places of `mask` (bool) count: 0 there, SHUT elsewhere."""
    return torch.zeros_like(mask, dtype=torch.float32).masked_fill(~mask, SHUT)


def best_two(maps: Tensor, other_mask: Tensor, dim: int) -> Tensor:
    """Return each token's two best matches along `dim`, best first, in that dimension; -1 for no second.

    maps: [n, c, Ta, Tb]; other_mask: of the tokens along `dim`, [n, T]; at least one must be there.
    """
    places = shut(other_mask).unsqueeze(1).unsqueeze(5 - dim)
    best = (maps + places).topk(min(2, maps.shape[dim]), dim=dim).values
    if best.shape[dim] == 1:
        best = torch.cat([best, torch.full_like(best, -1.0)], dim=dim)
    return best.clamp_min(-1.0)


def entropy(weights: Tensor, dim: int) -> Tensor:
    """Shannon entropy (nats) of weights that sum to one over `dim`."""
    return -(weights * weights.clamp_min(1e-9).log()).sum(dim)


def continuity(weights: Tensor, dim: int) -> Tensor:
    """How surely a token's neighbours align to the neighbours of what it aligns to.

    weights: alignments [n, k, i, j], summing to one over `dim` (2 or 3). Returns [n, k, T, 2] of the tokens T
    of the other dimension: the probability that the token before aligns just before, and the token after just
    after, the place that it aligns to. Where phrases were exchanged or moved it falls to zero at their edges.
    """
    agree = (weights[:, :, :-1, :-1] * weights[:, :, 1:, 1:]).sum(dim)
    return torch.stack([functional.pad(agree, (1, 0)), functional.pad(agree, (0, 1))], dim=-1)
