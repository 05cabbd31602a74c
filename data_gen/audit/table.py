"""The pairs of a dataset as columns in memory, all or a sample of whole groups: what the audit reads."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from pyarrow import parquet

from ...common.errors import InputError
from ..hashing import stable_fraction
from ..pairing.buckets import SENTENCE
from ..schema import BATCH, NEAR_MISS, SAME, SPLITS, check_pairs, read_batches

EVEN = (0.35, 0.65)  # shares of positives that count as even
ENOUGH = 200  # rows of a bucket before its unevenness is worth advice


def is_uneven(counts: dict[str, int]) -> bool:
    """Whether the labels of enough rows are uneven."""
    total = counts["same"] + counts["near_miss"]
    return total >= ENOUGH and not EVEN[0] <= counts["same"] / total <= EVEN[1]


COLUMNS = (
    "anchor", "candidate", "label", "family", "edit", "group_id", "split",
    "anchor_spans", "candidate_spans",
)  # fmt: skip
GRAIN = "grain"

Spans = list[list[int]]


@dataclass(frozen=True)
class PairsTable:
    """Columns of n pairs, row by row as pairs.Pair has them. labels: int [n]; the others are lists."""

    anchors: list[str]
    candidates: list[str]
    labels: np.ndarray
    families: list[str]
    edits: list[str]
    groups: list[str]
    splits: list[str]
    grains: list[str]
    anchor_spans: list[Spans]
    candidate_spans: list[Spans]

    def __len__(self) -> int:
        return len(self.anchors)

    def take(self, chosen: np.ndarray | Iterable[int]) -> "PairsTable":
        """Return some of the rows, by a mask or by indices."""
        array = np.asarray(chosen if isinstance(chosen, np.ndarray) else list(chosen))
        indices = np.flatnonzero(array) if array.dtype == bool else array.astype(int)
        columns: dict[str, Any] = {}
        for column in fields(self):
            values = getattr(self, column.name)
            columns[column.name] = (
                values[indices] if isinstance(values, np.ndarray) else [values[i] for i in indices]
            )
        return PairsTable(**columns)

    def near_miss_families(self) -> list[str]:
        """Return the names of the families that have near-misses, sorted."""
        return sorted({self.families[index] for index in np.flatnonzero(self.labels == NEAR_MISS)})

    def of_family(self, family: str) -> np.ndarray:
        """Return a mask: the near-misses of a family, and the positives that stand against them.

        These are, per near-miss, one positive of its group with the same candidate (pairing/quadruples.py
        makes one for each). Where fewer than a tenth of the near-misses have one, they are the positives of
        their groups whose edit names a rule of the family, and where those are as few, all positives of
        their groups.
        """
        near = (np.array(self.families, dtype=object) == family) & (self.labels == NEAR_MISS)
        wanted = Counter((self.groups[index], self.candidates[index]) for index in np.flatnonzero(near))
        matched, named, grouped = (np.zeros(len(self), dtype=bool) for _ in range(3))
        groups = {group for group, _ in wanted}
        for index in np.flatnonzero(self.labels == SAME):
            group, candidate = self.groups[index], self.candidates[index]
            grouped[index] = group in groups
            named[index] = group in groups and family in families_of(self.edits[index])
            if wanted[group, candidate] > 0:
                wanted[group, candidate] -= 1
                matched[index] = True
        enough = [positives for positives in (matched, named) if positives.sum() >= 0.1 * near.sum()]
        return near | (enough[0] if enough else grouped)


def families_of(edit: str) -> set[str]:
    """Return the families that the rules of an edit belong to.

    >>> sorted(families_of("paraphrase.dative+negation.copula"))
    ['negation', 'paraphrase']
    """
    return {rule.partition(".")[0] for rule in edit.split("+")}


def read_pairs(folder: Path, max_rows: int | None = None, seed: int = 0) -> PairsTable:
    """Return all pairs of a dataset, or about `max_rows` of them: whole groups, drawn by the seed.

    Memory is that of the rows returned. Raises InputError for a folder without pairs.
    """
    files = pair_files(folder)
    total = sum(parquet.read_metadata(file).num_rows for file in files)
    share = 1.0 if max_rows is None else max_rows / max(total, 1)
    columns: dict[str, list] = {name: [] for name in (*COLUMNS, GRAIN)}
    for file in files:
        for batch in batches(file, (*COLUMNS, GRAIN)):
            keep = [
                share >= 1 or stable_fraction(f"{seed} audit {group}") < share for group in batch["group_id"]
            ]
            for name, values in batch.items():
                columns[name] += [value for value, is_kept in zip(values, keep, strict=True) if is_kept]
    return PairsTable(
        anchors=columns["anchor"],
        candidates=columns["candidate"],
        labels=np.array(columns["label"], dtype=int),
        families=columns["family"],
        edits=columns["edit"],
        groups=columns["group_id"],
        splits=columns["split"],
        grains=columns[GRAIN],
        anchor_spans=columns["anchor_spans"],
        candidate_spans=columns["candidate_spans"],
    )


def pair_files(folder: Path) -> list[Path]:
    """Return the files of all splits. Raises InputError when there is none, or one that holds no pairs."""
    files = [file for split in SPLITS for file in sorted((folder / "data").glob(f"{split}-*.parquet"))]
    if not files:
        raise InputError(
            f"{folder}: no data/*.parquet of train, validation or test in it; "
            "give a folder written by `verisieve generate`"
        )
    for file in files:
        check_pairs(file, COLUMNS)
    return files


def batches(file: Path, columns: Iterable[str]) -> Iterator[dict[str, list]]:
    """Yield columns of a file in batches. A file without the column `grain` holds sentences."""
    for batch in read_batches(file, BATCH, columns):
        found = batch.to_pydict()
        if GRAIN in columns and GRAIN not in found:
            found[GRAIN] = [SENTENCE] * batch.num_rows
        yield found
