"""Token-token similarity maps: cosines of several layers plus exact matches, as channels.

Stands between the retriever's token states and the interaction model that reads the maps.
"""

import torch
from torch import Tensor
from torch.nn import functional


def similarity_maps(keys_a: Tensor, ids_a: Tensor, keys_b: Tensor, ids_b: Tensor) -> Tensor:
    """Return maps [n, Ta, Tb, L + 1]: one cosine map per layer, and a map of equal token ids.

    keys_*: unit-length token keys [n, T, L, h]; ids_*: token ids [n, T].
    """
    cosines = torch.einsum("nilh,njlh->nijl", keys_a, keys_b)
    exact = (ids_a.unsqueeze(2) == ids_b.unsqueeze(1)).unsqueeze(-1)
    return torch.cat([cosines, exact.to(cosines.dtype)], dim=-1)


def masked_softmax(logits: Tensor, mask: Tensor, dim: int) -> Tensor:
    """Softmax over `dim` where `mask` (broadcastable, bool) is true; at least one place must be."""
    return logits.masked_fill(~mask, torch.finfo(logits.dtype).min).softmax(dim)


def entropy(weights: Tensor, dim: int) -> Tensor:
    """Shannon entropy (nats) of weights that sum to one over `dim`."""
    return -(weights * weights.clamp_min(1e-9).log()).sum(dim)


def continuity(weights: Tensor) -> Tensor:
    """How surely a token's neighbours align to the neighbours of what it aligns to.

    weights: alignments [n, i, j, k], summing to one over j. Returns [n, i, k, 2]: the probability that the
    token before i aligns just before, and the token after i just after, the place that i aligns to. Where
    phrases were exchanged or moved it falls to zero at their edges.
    """
    agree = (weights[:, :-1, :-1] * weights[:, 1:, 1:]).sum(2)
    before = functional.pad(agree, (0, 0, 1, 0))
    after = functional.pad(agree, (0, 0, 0, 1))
    return torch.stack([before, after], dim=-1)
