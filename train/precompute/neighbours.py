"""Hard others: for each source sentence, the sentences that the retriever itself takes for the nearest.

These are what the verifier will be shown behind the retriever. Stands before the loop; plan/epoch.py draws
from it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from ...common.files import writing
from ...common.progress import Progress
from ..plan.pairs import GroupedPairs

BLOCK = 1024
POOL = 65_536
"""Sentences that are searched together; a larger corpus is dealt into several pools, so that neither the
memory nor the time per sentence grows with it."""


def nearest_groups(
    pairs: GroupedPairs,
    vectors_of: Callable[[Sequence[str]], np.ndarray],
    k: int,
    ceiling: float,
    progress: bool = True,
) -> np.ndarray:
    """Return the k nearest other groups of each group, by their first anchors' cosine, int32 [groups, k].

    vectors_of: texts -> unit-length pooled vectors [n, D]. ceiling: a cosine above it may mean the same, so
    such neighbours are left out; -1 stands where there are fewer than k. The nearest are those of a group's
    pool: every n-th group is in one pool, with as few pools as POOL allows.
    """
    count = len(pairs.names)
    pools = -(-count // POOL)
    found = np.full((count, min(k, count - 1)), -1, dtype=np.int32)
    with Progress(count, "encoding anchors for hard others", "texts", enabled=progress) as bar:
        for first in range(pools):
            groups = np.arange(first, count, pools)
            rows = [int(pairs.rows_of_group[group][0]) for group in groups]
            blocks = []
            for start in range(0, len(rows), BLOCK):
                block = rows[start : start + BLOCK]
                blocks.append(vectors_of([pairs.dataset[row]["anchor"] for row in block]))
                bar.update(len(block))
            places = _nearest(np.concatenate(blocks), k, ceiling)
            found[groups, : places.shape[1]] = np.where(places >= 0, groups[places], -1)
    return found


def _nearest(vectors: np.ndarray, k: int, ceiling: float) -> np.ndarray:
    """Return each vector's k nearest others of a cosine up to `ceiling`, nearest first, -1 for none."""
    count = len(vectors)
    k = min(k, count - 1)
    found = np.full((count, k), -1, dtype=np.int64)
    for start in range(0, count, BLOCK):
        cosines = vectors[start : start + BLOCK] @ vectors.T
        rows_here = np.arange(len(cosines))
        cosines[rows_here, start + rows_here] = -2.0
        cosines[cosines > ceiling] = -2.0
        best = (
            np.argpartition(-cosines, k - 1, axis=1)[:, :k] if k else np.zeros((len(cosines), 0), dtype=int)
        )
        cosine = np.take_along_axis(cosines, best, axis=1)
        order = np.argsort(-cosine, axis=1, kind="stable")
        best = np.where(cosine > -2.0, best, -1)
        found[start : start + BLOCK] = np.take_along_axis(best, order, axis=1)
    return found


def load_or_find(path: Path, find: Callable[[], np.ndarray]) -> np.ndarray:
    """Return the neighbours saved at `path`; find and save them where they are not."""
    if path.is_file():
        return np.load(path)
    found = find()
    with writing(path) as partial, partial.open("wb") as file:
        np.save(file, found)
    return found
