"""Finished scores on disk, so that an evaluation that was killed goes on where it stopped.

One .npy file per piece of work, named after what went into it: the model's identity and the texts. Used by
benchmarks/near_miss.py and benchmarks/retrieval.py; run.py puts the folder beside the report and removes it
when that is written.
"""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from ..common.files import writing

UNFINISHED = ".scores"
"""Folder of the scores, beside the report that they are for."""


@runtime_checkable
class Plans(Protocol):
    """A scorer or encoder that shares what it encodes, in batches that are planned (SharedStates.plan)."""

    def plan(self, texts: Iterable[str]) -> None:
        """Fix in which batches the texts will be encoded."""
        ...


def plan(reader: object, texts: Iterable[str]) -> None:
    """Tell a reader that plans of all texts of a piece of work, before any part of it is asked for.

    So the parts that are not kept yet come out the same whether or not others are.
    """
    if isinstance(reader, Plans):
        reader.plan(texts)


class ScoreStore:
    """Arrays by key in a folder; without a folder nothing is kept."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def get(self, parts: Iterable[str], make: Callable[[], np.ndarray]) -> tuple[np.ndarray, bool]:
        """Return the array kept under these parts, or make and keep it; and whether it was there."""
        if self.folder is None:
            return make(), False
        path = self.folder / f"{_digest(parts)}.npy"
        if path.exists():
            return np.load(path, allow_pickle=False), True
        array = make()
        with writing(path) as partial, partial.open("wb") as file:
            np.save(file, array, allow_pickle=False)
        return array, False


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        digest.update(len(encoded).to_bytes(8, "little"))
        digest.update(encoded)
    return digest.hexdigest()[:32]
