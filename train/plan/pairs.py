"""The pairs of a split, indexed by anchor, by source sentence and by document: what the plan is drawn from.

A group is a source sentence; its pairs may have several anchors (the sentence, a paraphrase of it, a
near-miss of it), and a near-miss of one anchor may be a positive of another. draw.py weighs the groups,
epoch.py plans the steps, examples.py reads what was planned.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from datasets import Dataset

from ...common.errors import InputError
from ...data_gen.hashing import stable_hash
from ...data_gen.schema import NEAR_MISS, SAME
from ..config import TrainConfig
from .columns import encoded


def check_both_labels(labels: np.ndarray) -> None:
    """Raise InputError where the pairs have one label only; labels [n]."""
    for label, meaning in ((SAME, "same meaning"), (NEAR_MISS, "near-miss")):
        if not (labels == label).any():
            raise InputError(
                f"none of the {len(labels)} pairs has the label {label} ({meaning}), "
                "and training needs both; give a source with such pairs"
            )


class GroupedPairs:
    """A split of generated pairs, indexed by anchor, by source sentence (group) and by document.

    Keeps some dozens of bytes per row; the texts stay in the dataset's memory-mapped file.
    """

    def __init__(
        self, dataset: Dataset, families: Sequence[str], shares: Mapping[str, float] | None = None
    ) -> None:
        """shares: how often a source is drawn, by its name in the column `source`; None for one source."""
        self.dataset = dataset
        self.shares = shares
        self.families = tuple(families)
        self.labels = np.asarray(dataset["label"], dtype=np.int8)
        check_both_labels(self.labels)
        self.family_names, self.row_families = encoded(dataset, "family")
        self.reworded = np.fromiter(("+" in edit for edit in dataset["edit"]), bool, len(dataset))
        self.names, self.group_of_row = encoded(dataset, "group_id")
        self.rows_of_group = _rows_of(self.group_of_row)
        first = [int(rows[0]) for rows in self.rows_of_group]
        documents = np.unique(encoded(dataset, "source_id")[1][first], return_inverse=True)[1]
        self.document_of_group = documents
        self.groups_of_document = _rows_of(documents)
        self.sources, self.source_of_group = _sources(dataset, first)
        self.cluster_of_group = (
            np.asarray(dataset["cluster"])[first]
            if "cluster" in dataset.column_names
            else np.arange(len(first))
        )
        self.weights = np.ones(len(dataset), dtype=np.float32)
        self.neighbours: np.ndarray | None = None
        """Groups [groups, k] that the retriever finds nearest; -1 for none (precompute/neighbours.py)."""
        lengths = np.zeros(len(dataset), dtype=np.int32)
        anchors = np.zeros(len(dataset), dtype=np.uint64)
        for row, (anchor, candidate) in enumerate(self.texts()):
            lengths[row] = max(len(anchor), len(candidate))
            anchors[row] = stable_hash(f"{self.group_of_row[row]}\0{anchor}")
        self.anchor_of_row = np.unique(anchors, return_inverse=True)[1]
        self.lengths = np.maximum.reduceat(
            lengths[np.concatenate(self.rows_of_group)], _starts(self.rows_of_group)
        )

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield anchor and candidate of every row, in order."""
        for batch in self.dataset.select_columns(["anchor", "candidate"]).iter(batch_size=1000):
            yield from zip(batch["anchor"], batch["candidate"], strict=True)

    def pairs_of(self, group: int, config: TrainConfig) -> int:
        """Return at most how many pairs of a group an epoch reads: of its source, or else of the run."""
        source = config.sources.get(self.sources[self.source_of_group[group]])
        return config.pairs_per_group if source is None else source.pairs_per_group or config.pairs_per_group

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return the sum of the rows' values per group, [groups]."""
        return np.bincount(self.group_of_row, weights=values, minlength=len(self.names))

    def means(self, values: np.ndarray, counted: np.ndarray) -> np.ndarray:
        """Return the mean of the counted rows' values per group, [groups], NaN where none counts."""
        with np.errstate(invalid="ignore"):
            return self.sums(values * counted) / self.sums(counted.astype(float))


def near_miss_families(dataset: Dataset) -> tuple[str, ...]:
    """Return the families of the near-misses, sorted."""
    names, families = encoded(dataset, "family")
    return tuple(names[np.unique(families[np.asarray(dataset["label"]) == NEAR_MISS])].tolist())


def without_families(dataset: Dataset, left_out: Sequence[str]) -> Dataset:
    """Return the pairs in which no rule of the families had a part; InputError for one not in the data."""
    if not left_out:
        return dataset
    present = near_miss_families(dataset)
    for family in left_out:
        if family not in present:
            raise InputError(
                f"train.leave_out: no near-misses of {family!r}; the data has {', '.join(present)}"
            )
    rules: Mapping[str, None] = dict.fromkeys(f"{family}." for family in left_out)
    kept = [
        row
        for row, edit in enumerate(dataset["edit"])
        if not any(part.startswith(tuple(rules)) for part in edit.split("+"))
    ]
    return dataset.select(kept)


def _sources(dataset: Dataset, first: Sequence[int]) -> tuple[list[str], np.ndarray]:
    """Return the sources' names and each group's place among them; one nameless source where none is told."""
    if "source" not in dataset.column_names:
        return [""], np.zeros(len(first), dtype=np.int64)
    names, of_row = encoded(dataset, "source")
    return names.tolist(), of_row[list(first)]


def _rows_of(numbers: np.ndarray) -> list[np.ndarray]:
    """Return for each number 0..m-1 the places where it stands."""
    order = np.argsort(numbers, kind="stable")
    return np.split(order, np.cumsum(np.bincount(numbers))[:-1])


def _starts(parts: Sequence[np.ndarray]) -> np.ndarray:
    return np.cumsum([0, *(len(part) for part in parts[:-1])])
