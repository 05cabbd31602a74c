"""Dropout whose masks depend on what is read alone, not on the batch it is read in.

A mask is drawn from a number that training gives every example (train/plan/epoch.py), the place of the token
and the channel. So a step's masks are the same however its examples are dealt to processes and micro-batches,
and a resumed run needs no random state for them. Without numbers it is PyTorch's own dropout.
"""

import torch
from torch import Tensor, nn

SECOND_TEXT = 1 << 20
"""Place 0 is the summary, then come the tokens of the first text; those of the second count from here."""
ANSWER = 1 << 10
"""The answer's dropout counts as this layer."""


def token_draws(draws: Tensor | None, length_a: int, length_b: int) -> Tensor | None:
    """Return a number per example, summary and token, int64 [n, 1 + Ta + Tb], of one per example, [n]."""
    if draws is None:
        return None
    device = draws.device
    places = torch.cat(
        [
            torch.arange(1 + length_a, device=device),
            torch.arange(SECOND_TEXT, SECOND_TEXT + length_b, device=device),
        ]
    )
    return _mixed(_mixed(draws).unsqueeze(-1) + places)


def feed_forward(layers: nn.Sequential, x: Tensor, draws: Tensor | None, layer: int) -> Tensor:
    """Apply linear, activation, dropout and linear to x [..., C]; draws and layer: as in drawn_dropout."""
    inner, activation, dropout, outer = layers
    assert isinstance(dropout, nn.Dropout)
    result: Tensor = outer(drawn_dropout(activation(inner(x)), dropout, draws, layer))
    return result


def drawn_dropout(x: Tensor, dropout: nn.Dropout, draws: Tensor | None, layer: int = 0) -> Tensor:
    """Drop channels of x [..., C] in training; draws: int64 [...], one number per row of channels.

    layer: tells the masks of several layers with the same draws apart. A number times an odd one of each
    channel, in 32 bits, is even over all 32-bit integers (multiplicative hashing, Knuth, The Art of Computer
    Programming 3, section 6.4), which costs less than drawing random numbers does.
    """
    if draws is None or not dropout.training or dropout.p == 0.0:
        return dropout(x)
    rows = _mixed(draws + layer).to(torch.int32)  # the low half
    kept = rows.unsqueeze(-1) * _odd(x.shape[-1], x.device) >= int((dropout.p - 0.5) * 2**32)
    return x * (kept.to(x.dtype) / (1.0 - dropout.p))


def _mixed(numbers: Tensor) -> Tensor:
    """Spread int64 numbers over all of 64 bits (as SplitMix64 does: Steele, Lea, Flood, OOPSLA 2014)."""
    numbers = (numbers ^ (numbers >> 30)) * -0x40A7B892E31B1A47
    numbers = (numbers ^ (numbers >> 27)) * -0x6B2FB644ECCEEE15
    return numbers ^ (numbers >> 31)


def _odd(channels: int, device: torch.device) -> Tensor:
    """Return an odd 32-bit number for each channel, the same every time."""
    return (_mixed(torch.arange(1, channels + 1, device=device)) | 1).to(torch.int32)
