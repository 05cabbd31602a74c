"""From generated pairs to batches: a deterministic plan of every step of an epoch.

The plan is the same on every process and depends only on the data, the seed and the epoch, so that a
run can be resumed at any step and be split over any number of processes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from datasets import Dataset

from ..data_gen.pairs import NEAR_MISS, SAME
from ..errors import InputError
from ..models import interaction
from .config import TrainConfig

Spans = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Example:
    """One pair as the loop reads it.

    answer: an index into interaction.ANSWERS. family: index of the near-miss family, -1 for none.
    spans_a, spans_b: the character spans that carry the mismatch; None when not known.
    group: examples of one group on one process are compared by the margin.
    """

    a: str
    b: str
    answer: int
    family: int
    spans_a: Spans | None
    spans_b: Spans | None
    group: str


@dataclass(frozen=True)
class PlannedGroup:
    """The rows of one source sentence that a step reads: (row, swapped), and others: pairs of rows."""

    rows: tuple[tuple[int, bool], ...]
    others: tuple[tuple[int, int], ...]


class GroupedPairs:
    """A split of generated pairs, indexed by source sentence (group) and document."""

    def __init__(self, dataset: Dataset, families: Sequence[str]) -> None:
        self.dataset = dataset
        self.families = tuple(families)
        self.labels = np.asarray(dataset["label"], dtype=np.int8)
        self.row_families = np.asarray(dataset["family"])
        groups = np.asarray(dataset["group_id"])
        names, first, of_row = np.unique(groups, return_index=True, return_inverse=True)
        order = np.argsort(of_row, kind="stable")
        self.rows_of_group = np.split(order, np.cumsum(np.bincount(of_row))[:-1])
        self.names = names
        sources = np.asarray(dataset["source_id"])[first]
        _, self.source_of_group = np.unique(sources, return_inverse=True)
        order = np.argsort(self.source_of_group, kind="stable")
        self.groups_of_source = np.split(order, np.cumsum(np.bincount(self.source_of_group))[:-1])
        anchors = dataset["anchor"]
        self.lengths = np.asarray([len(anchors[int(row)]) for row in first])
        if not ((self.labels == SAME).any() and (self.labels == NEAR_MISS).any()):
            raise InputError("the training pairs need both labels, 1 (same) and 0 (near-miss)")

    def plan_epoch(self, epoch: int, config: TrainConfig) -> list[tuple[PlannedGroup, ...]]:
        """Return the epoch's steps: batches of groups of similar length, in random order."""
        rng = np.random.default_rng([config.seed, epoch])
        order = rng.permutation(len(self.names))
        per_batch = max(1, config.batch_size // config.pairs_per_group)
        window = per_batch * 32
        batches = []
        for start in range(0, len(order), window):
            part = order[start : start + window]
            part = part[np.argsort(self.lengths[part], kind="stable")]
            batches += [part[i : i + per_batch] for i in range(0, len(part), per_batch)]
        return [
            tuple(self._plan_group(int(group), rng, config) for group in batches[int(index)])
            for index in rng.permutation(len(batches))
        ]

    def _plan_group(self, group: int, rng: np.random.Generator, config: TrainConfig) -> PlannedGroup:
        rows = self.rows_of_group[group]
        same = rng.permutation(rows[self.labels[rows] == SAME])
        near_miss = self._one_per_family_first(rows[self.labels[rows] == NEAR_MISS], rng)
        half = config.pairs_per_group // 2
        take = max(half, config.pairs_per_group - len(near_miss))
        chosen = [*same[:take], *near_miss[: config.pairs_per_group - min(take, len(same))]]
        swaps = rng.random(len(chosen)) < 0.5
        others = [(int(rows[0]), self._other_row(group, rng)) for _ in range(config.others_per_group)]
        return PlannedGroup(
            tuple((int(row), bool(swap)) for row, swap in zip(chosen, swaps, strict=True)), tuple(others)
        )

    def _one_per_family_first(self, rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Shuffle near-misses so that each family comes once before any comes twice."""
        rows = rng.permutation(rows)
        seen: dict[str, int] = {}
        turn = []
        for family in self.row_families[rows]:
            turn.append(seen.get(family, 0))
            seen[family] = seen.get(family, 0) + 1
        return rows[np.argsort(np.asarray(turn, dtype=int), kind="stable")]

    def _other_row(self, group: int, rng: np.random.Generator) -> int:
        """Return a row of another group: of the same document half of the time, where it has one."""
        siblings = self.groups_of_source[self.source_of_group[group]]
        pool = siblings if len(siblings) > 1 and rng.random() < 0.5 else None
        size = len(self.names) if pool is None else len(pool)
        if size == 1:
            raise InputError("the training pairs come from one sentence only; give a larger corpus")
        while True:
            index = int(rng.integers(size))
            other = index if pool is None else int(pool[index])
            if other != group:
                return int(rng.choice(self.rows_of_group[other]))

    def examples(self, groups: Sequence[PlannedGroup]) -> Iterator[Example]:
        """Read planned groups from the dataset."""
        for group in groups:
            for row, swapped in group.rows:
                yield self.example(row, swapped)
            for row, other in group.others:
                a, b = self.dataset[row], self.dataset[other]
                yield Example(a["anchor"], b["candidate"], interaction.OTHER, -1, None, None, a["group_id"])

    def example(self, row: int, swapped: bool = False) -> Example:
        """Read one row; `swapped` exchanges anchor and candidate."""
        pair = self.dataset[row]
        is_same = pair["label"] == SAME
        sides = [
            (pair["anchor"], [] if is_same else pair["anchor_spans"] or None),
            (pair["candidate"], [] if is_same else pair["candidate_spans"] or None),
        ]
        (a, spans_a), (b, spans_b) = reversed(sides) if swapped else sides
        return Example(
            a,
            b,
            interaction.SAME if is_same else interaction.NEAR_MISS,
            -1 if is_same else self.families.index(pair["family"]),
            spans_a,
            spans_b,
            pair["group_id"],
        )


def near_miss_families(dataset: Dataset) -> tuple[str, ...]:
    """Return the families of the near-misses, sorted."""
    labels = np.asarray(dataset["label"])
    return tuple(sorted(set(np.asarray(dataset["family"])[labels == NEAR_MISS].tolist())))


def shard(groups: Sequence[PlannedGroup], index: int, count: int) -> Sequence[PlannedGroup]:
    """Return the part of a step's groups that shard `index` of `count` reads."""
    return groups[index::count]
