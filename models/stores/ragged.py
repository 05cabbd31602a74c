"""Ragged columns: rows of different length, one behind the other in one flat array.

Row r of a column is column[starts[r] : starts[r + 1]], wherever the column lies: in memory, in a mapped file,
in a safetensors file that is read by slices, in a temporary file that grows. So tokens are kept by the token
store (segments.py), by LanceTwoStage, by training's state cache and by evaluation's shared states.
"""

import tempfile
import weakref
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence


class Column(Protocol):
    """A flat array that is read by slices of its first dimension, as tensors or as arrays."""

    def __getitem__(self, places: slice, /) -> Any:
        """Return the values at these places."""
        ...


class TemporaryColumn:
    """A column of vectors of one width in an unnamed temporary file, of which memory holds nothing."""

    def __init__(self, width: int, dtype: type[np.generic] = np.float16) -> None:
        self.width, self.dtype = width, np.dtype(dtype)
        self.file = tempfile.TemporaryFile()  # noqa: SIM115 (closed with this object)
        weakref.finalize(self, self.file.close)

    def append(self, vectors: np.ndarray) -> None:
        """Add vectors [n, width] at the end."""
        self.file.seek(0, 2)
        self.file.write(np.ascontiguousarray(vectors, dtype=self.dtype).tobytes())

    def __getitem__(self, places: slice) -> np.ndarray:
        """Return the vectors at these places, [n, width]; places: a start and an end."""
        size = self.width * self.dtype.itemsize
        self.file.seek(places.start * size)
        stored = self.file.read((places.stop - places.start) * size)
        return np.frombuffer(stored, dtype=self.dtype).reshape(-1, self.width)


def starts_of(lengths: Iterable[int]) -> Tensor:
    """Return where rows of these lengths start, and where the last ends, int64 [n + 1]."""
    return torch.tensor([0, *lengths]).cumsum(0)


def bounds_of(starts: Column, row: int) -> slice:
    """Return the places of one row."""
    start, end = starts[row : row + 2].tolist()
    return slice(start, end)


def rows_of(column: Column, bounds: Iterable[slice]) -> list[Tensor]:
    """Read rows of a column by their places, one tensor a row."""
    found = (column[places] for places in bounds)
    return [part if isinstance(part, Tensor) else torch.from_numpy(np.array(part)) for part in found]


def padded(rows: Sequence[Tensor]) -> Tensor:
    """Stack rows [length, ...] as [n, longest, ...], padded with zeros."""
    return pad_sequence(list(rows), batch_first=True)


def mask_of(lengths: Sequence[int]) -> Tensor:
    """Return which places of padded rows count, bool [n, longest]."""
    return torch.arange(max(lengths)) < torch.tensor(lengths).unsqueeze(1)
