"""Keys of stored tokens in few bits: a fixed rotation, then one code per dimension, and no scales.

A key has unit length. Rotated by a Hadamard matrix with random signs, its dimensions are spread like draws
from one normal distribution, whatever the verifier (as in RaBitQ, arXiv 2405.12497); so one table of levels
fits all, and nothing need be fitted to a corpus as centroids are (ColBERTv2, arXiv 2112.01488): what is
stored of a text depends on that text alone. The levels are the best for a normal distribution (Max,
Quantizing for minimum distortion, IRE Transactions on Information Theory 6, 1960).
"""

from functools import lru_cache

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from ...common.errors import InputError

HALVES: dict[int, tuple[float, ...]] = {
    1: (0.7979,),
    2: (0.4528, 1.5104),
    4: (0.1284, 0.3881, 0.6568, 0.9424, 1.2562, 1.6181, 2.0691, 2.7326),
    8: tuple((2 * step + 1) * 4.6 / 256 for step in range(128)),
}
"""Positive levels by bits, in standard deviations; the negative ones mirror them. 8 bits: evenly spaced."""
BITS = tuple(HALVES)
DEFAULT_BITS = 4


def checked_bits(bits: int) -> int:
    """Return the bits of a dimension. Raises InputError for others than BITS."""
    if isinstance(bits, bool) or bits not in BITS:
        raise InputError(f"bits {bits!r}: must be one of {', '.join(map(str, BITS))}")
    return bits


def packed(keys: Tensor, bits: int) -> Tensor:
    """Return unit-length keys [tokens, L, h] as codes, uint8 [tokens, ceil(L * h * bits / 8)]."""
    size = keys.shape[-1]
    rotated = (keys.float() @ _rotation(size)).flatten(1) * size**0.5
    codes = torch.bucketize(rotated, _boundaries(bits)).to(torch.uint8)
    per_byte = 8 // bits
    codes = functional.pad(codes, (0, -codes.shape[1] % per_byte)).unflatten(1, (-1, per_byte))
    places = torch.arange(per_byte, dtype=torch.uint8) * bits
    return (codes << places).sum(-1, dtype=torch.uint8)


def unpacked(codes: Tensor, bits: int, layers: int, size: int) -> Tensor:
    """Return the keys that `packed` made codes of, unit-length, float16 [tokens, layers, size]."""
    found = _table(bits).index_select(0, codes.int().flatten())  # a third of the time of table[codes]
    values = found.view(len(codes), -1)[:, : layers * size]
    return functional.normalize(values.unflatten(1, (layers, size)) @ _rotation(size).T, dim=-1).half()


def _levels(bits: int) -> Tensor:
    """Return all levels, rising, [2^bits]."""
    positive = torch.tensor(HALVES[bits])
    return torch.cat([-positive.flip(0), positive])


def _boundaries(bits: int) -> Tensor:
    """Return where one level's values end and the next one's begin, [2^bits - 1]."""
    levels = _levels(bits)
    return (levels[1:] + levels[:-1]) / 2


@lru_cache(maxsize=len(BITS))
def _table(bits: int) -> Tensor:
    """Return the levels that each byte stands for, [256, 8 / bits]."""
    codes = torch.arange(256).unsqueeze(1) >> (torch.arange(8 // bits) * bits)
    return _levels(bits)[codes & (2**bits - 1)]


@lru_cache(maxsize=8)
def _rotation(size: int) -> Tensor:
    """Return the rotation, orthogonal [size, size]; blocks of powers of two where size is none."""
    signs = np.random.default_rng(0).choice((-1.0, 1.0), size)
    blocks = [1 << bit for bit in reversed(range(size.bit_length())) if size >> bit & 1]
    matrix = torch.block_diag(*(_hadamard(block) for block in blocks))
    return torch.from_numpy(signs).float().unsqueeze(1) * matrix


def _hadamard(size: int) -> Tensor:
    """Return Sylvester's matrix of a power of two, orthogonal."""
    matrix = torch.ones(1, 1)
    while len(matrix) < size:
        matrix = torch.cat([torch.cat([matrix, matrix], 1), torch.cat([matrix, -matrix], 1)])
    return matrix / size**0.5
