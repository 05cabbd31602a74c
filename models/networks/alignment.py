"""What a token finds in the other text: soft alignments over the similarity maps, and the comparison's input.

As in the decomposable attention model (arXiv 1606.01933, section 3.2), with several alignments. Both
directions read the same maps, along one dimension or the other, without a transposed copy. The alignments are
computed in float32 whatever the precision of the rest: a softmax over rounded logits is another alignment.
"""

import torch
from torch import Tensor

from .similarity import continuity, entropy, shut


def compared(
    own: Tensor,
    other: Tensor,
    maps: Tensor,
    logits: Tensor,
    best: Tensor,
    masks: tuple[Tensor, Tensor],
    dim: int,
) -> Tensor:
    """Return what each token of one text is and finds in the other, [n, own, features].

    own [n, T, v], other [n, X, v]: the values compared (either may have one row, for all n), which give the
    features their type. maps [n, c, Ta, Tb]; logits [n, k, Ta, Tb]: of the alignments. best [n, c, own, 2]:
    each token's two best matches. masks: of own and other tokens. dim: where the other's tokens stand in the
    maps, 2 or 3.
    """
    n, kind = len(maps), own.dtype
    own_mask, other_mask = masks
    weights = (logits + shut(other_mask).unsqueeze(1).unsqueeze(5 - dim)).softmax(dim)
    place_own, place_other = relative_position(own_mask), relative_position(other_mask)
    found = torch.cat([other.float(), place_other.unsqueeze(-1)], dim=-1).unsqueeze(1)
    rows = weights if dim == 3 else weights.transpose(2, 3)
    aligned = (rows @ found.to(rows.dtype)).transpose(1, 2)  # [n, own, k, v + 1]
    values, each = aligned[..., :-1].to(kind), own.unsqueeze(2)
    similarity = torch.stack([(row * maps).sum(dim) for row in weights.split(1, dim=1)], dim=1)
    counted = own_mask.unsqueeze(1).unsqueeze(dim).to(weights.dtype)
    numbers = torch.cat(
        [
            similarity.permute(0, 3, 1, 2),
            entropy(weights, dim).transpose(1, 2).unsqueeze(-1),
            aligned[..., -1:] - place_own[:, :, None, None],
            continuity(weights * counted, dim).transpose(1, 2),
        ],
        dim=-1,
    )
    per_alignment = torch.cat([(each - values).abs(), each * values, numbers.to(kind)], dim=-1)
    first, second = (best[..., place].transpose(1, 2) for place in (0, -1))
    gap = (first - second).to(kind)
    return torch.cat([own.expand(n, -1, -1), per_alignment.flatten(2), first.to(kind), gap], dim=-1)


def relative_position(mask: Tensor) -> Tensor:
    """Position of each token in its text, from 0 to 1, [n, T]."""
    count = mask.cumsum(1).float()
    return (count - 1).clamp_min(0) / (count[:, -1:] - 1).clamp_min(1)


def masked_mean(x: Tensor, mask: Tensor) -> Tensor:
    """Mean of x [n, T, c] over the places of mask [n, T], [n, c]."""
    return (x * mask.unsqueeze(-1)).sum(1) / mask.sum(1, keepdim=True).clamp_min(1)
