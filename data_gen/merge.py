"""From shards to the files of the dataset: the last step of generation.

Drops candidates that one group holds with both labels, divides the rows into splits, and turns pairs into
triplets where asked.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
from datasets import Features, Value
from pyarrow import parquet

from .pairs import FEATURES, NEAR_MISS, SAME
from .shards import KEY, Shards
from .store import SPLITS, split_file

TRIPLETS = Features(
    {name: Value("string") for name in ("anchor", "positive", "negative", "family", "group_id")}
)
LABEL_NAMES = {SAME: "same", NEAR_MISS: "near_miss"}
ROW_GROUP = 10_000  # rows of a Parquet row group, held in memory per split

Rows = list[dict[str, Any]]


class SplitWriter:
    """Writes rows to one Parquet file per split, in row groups of equal size. A context manager.

    A split without rows gets no file: `datasets` cannot load an empty one.
    """

    def __init__(self, folder: Path, features: Features) -> None:
        self.schema = features.arrow_schema
        self.waiting: dict[str, Rows] = {split: [] for split in SPLITS}
        self.folder = folder
        (folder / "data").mkdir(parents=True)
        self.files: dict[str, parquet.ParquetWriter] = {}

    def __enter__(self) -> "SplitWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for split, rows in self.waiting.items():
            if kind is None and rows:
                self._flush(split)
        for file in self.files.values():
            file.close()

    def write(self, split: str, row: dict[str, Any]) -> None:
        """Add a row; keys that are no column are left out."""
        self.waiting[split].append(row)
        if len(self.waiting[split]) == ROW_GROUP:
            self._flush(split)

    def _flush(self, split: str) -> None:
        if split not in self.files:
            self.files[split] = parquet.ParquetWriter(split_file(self.folder, split), self.schema)
        self.files[split].write_table(pa.Table.from_pylist(self.waiting[split], schema=self.schema))
        self.waiting[split] = []


def merge(shards: Shards, folder: Path, output_format: str, rejections: Counter[str]) -> dict[str, Any]:
    """Write the splits into `folder`; return {"rows": split -> family -> label -> n, "rules": rule -> n}.

    The label of triplets is "triplet", and their rules are not counted.
    """
    conflicts = _conflicting_keys(shards)
    rows: dict[str, dict[str, Counter[str]]] = {split: {} for split in SPLITS}
    rules: Counter[str] = Counter()
    is_pairs = output_format == "pairs"
    with SplitWriter(folder, FEATURES if is_pairs else TRIPLETS) as writer:
        for shard in shards.rows():
            kept = [row for row in shard if row[KEY] not in conflicts]
            rejections["label_conflict"] += len(shard) - len(kept)
            for row in kept if is_pairs else _triplets(kept):
                label = LABEL_NAMES[row["label"]] if is_pairs else "triplet"
                rows[row["split"]].setdefault(row["family"], Counter())[label] += 1
                rules.update([row["edit"]] if is_pairs else [])
                writer.write(row["split"], row)
    return {"rows": rows, "rules": rules}


def _conflicting_keys(shards: Shards) -> frozenset[int]:
    """Return the keys of the (group, candidate)s that occur with both labels: 9 bytes of memory per row."""
    table = shards.keys()
    keys, labels = table[KEY].to_numpy(), table["label"].to_numpy()
    return frozenset(np.intersect1d(keys[labels == SAME], keys[labels == NEAR_MISS]).tolist())


def _triplets(rows: Rows) -> Iterator[dict[str, Any]]:
    """Yield every (positive, near-miss) of each source's anchors; `family` is the near-miss's."""
    for (_, anchor), pairs in groupby(_by_anchor(rows), key=_anchor):
        group = list(pairs)
        for positive in (row for row in group if row["label"] == SAME):
            for negative in (row for row in group if row["label"] == NEAR_MISS):
                yield {
                    **negative,
                    "anchor": anchor,
                    "positive": positive["candidate"],
                    "negative": negative["candidate"],
                }


def _by_anchor(rows: Rows) -> Rows:
    """Bring the rows of one group and anchor together, in the order of their first row."""
    first: dict[tuple[str, str], int] = {}
    for index, row in enumerate(rows):
        first.setdefault(_anchor(row), index)
    return sorted(rows, key=lambda row: first[_anchor(row)])


def _anchor(row: dict[str, Any]) -> tuple[str, str]:
    return row["group_id"], row["anchor"]
