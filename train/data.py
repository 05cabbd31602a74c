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
from .balance import overlap_weights, word_overlap
from .config import TrainConfig

Spans = Sequence[Sequence[int]]


@dataclass(frozen=True)
class Example:
    """One pair as the loop reads it.

    answer: an index into interaction.ANSWERS. family: index of the near-miss family, -1 for none.
    spans_a, spans_b: the character spans that carry the mismatch; None when not known.
    group: examples of one group are compared by the margin; None takes no part in it.
    weight: what the example counts in the objective.
    """

    a: str
    b: str
    answer: int
    family: int
    spans_a: Spans | None
    spans_b: Spans | None
    group: int | None
    weight: float = 1.0


@dataclass(frozen=True)
class PlannedGroup:
    """What a step reads of one source sentence.

    rows: (row, swapped). others: pairs of rows. echo: whether a row's anchor is also paired with itself.
    """

    rows: tuple[tuple[int, bool], ...]
    others: tuple[tuple[int, int], ...]
    echo: bool


class GroupedPairs:
    """A split of generated pairs, indexed by source sentence (group) and document."""

    def __init__(self, dataset: Dataset, families: Sequence[str]) -> None:
        self.dataset = dataset
        self.families = tuple(families)
        self.labels = np.asarray(dataset["label"], dtype=np.int8)
        self.row_families = np.asarray(dataset["family"])
        self.reworded = np.asarray(["+" in edit for edit in dataset["edit"]])
        groups = np.asarray(dataset["group_id"])
        names, first, of_row = np.unique(groups, return_index=True, return_inverse=True)
        order = np.argsort(of_row, kind="stable")
        self.rows_of_group = np.split(order, np.cumsum(np.bincount(of_row))[:-1])
        self.names = names
        sources = np.asarray(dataset["source_id"])[first]
        _, self.source_of_group = np.unique(sources, return_inverse=True)
        order = np.argsort(self.source_of_group, kind="stable")
        self.groups_of_source = np.split(order, np.cumsum(np.bincount(self.source_of_group))[:-1])
        self.weights = np.ones(len(dataset), dtype=np.float32)
        anchors = dataset["anchor"]
        self.lengths = np.asarray([len(anchors[int(row)]) for row in first])
        if not ((self.labels == SAME).any() and (self.labels == NEAR_MISS).any()):
            raise InputError("the training pairs need both labels, 1 (same) and 0 (near-miss)")

    def plan_epoch(self, epoch: int, config: TrainConfig) -> list[tuple[PlannedGroup, ...]]:
        """Return the epoch's steps: batches of groups of similar length, in random order.

        Groups are drawn with replacement, as draw_weights says.
        """
        rng = np.random.default_rng([config.seed, epoch])
        order = rng.permutation(len(self.names))
        order = rng.choice(order, size=len(order), p=self.draw_weights(config.family_balance)[order])
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

    def balance_overlap(self, config: TrainConfig) -> None:
        """Weight the rows so that word overlap does not tell the label, as the first epoch draws them."""
        draws = np.zeros(len(self.dataset))
        for step in self.plan_epoch(0, config):
            for group in step:
                draws[[row for row, _ in group.rows]] += 1
        texts = zip(self.dataset["anchor"], self.dataset["candidate"], strict=True)
        overlaps = [word_overlap(anchor, candidate) for anchor, candidate in texts]
        self.weights = overlap_weights(overlaps, self.labels == SAME, draws)

    def draw_weights(self, balance: float) -> np.ndarray:
        """Return each group's probability of being drawn: higher where its near-misses are of rare families.

        A row counts as its family's share to the power of minus `balance`, a group as the mean of its rows;
        a group without a positive is never drawn, since it would teach that near means wrong.
        """
        near_miss = self.labels == NEAR_MISS
        _, family, counts = np.unique(self.row_families, return_inverse=True, return_counts=True)
        weight = np.where(near_miss, (counts[family] / near_miss.sum()) ** -balance, 0.0)
        means = np.asarray(
            [weight[rows].sum() / max(1, near_miss[rows].sum()) for rows in self.rows_of_group]
        )
        complete = np.asarray([(self.labels[rows] == SAME).any() for rows in self.rows_of_group])
        means[means == 0] = means[means > 0].mean()
        return means * complete / (means * complete).sum()

    def _plan_group(self, group: int, rng: np.random.Generator, config: TrainConfig) -> PlannedGroup:
        rows = self.rows_of_group[group]
        same = rng.permutation(rows[self.labels[rows] == SAME])
        near_miss = self._reworded_first(rows[self.labels[rows] == NEAR_MISS], rng, config.plain_near_misses)
        half = config.pairs_per_group // 2
        take = max(half, config.pairs_per_group - len(near_miss))
        chosen = [*same[:take], *near_miss[: config.pairs_per_group - min(take, len(same))]]
        swaps = rng.random(len(chosen)) < 0.5
        others = [(int(rows[0]), self._other_row(group, rng)) for _ in range(config.others_per_group)]
        return PlannedGroup(
            rows=tuple((int(row), bool(swap)) for row, swap in zip(chosen, swaps, strict=True)),
            others=tuple(others),
            echo=bool(rng.random() < config.echoes),
        )

    def _reworded_first(self, rows: np.ndarray, rng: np.random.Generator, plain: float) -> np.ndarray:
        """Shuffle near-misses: each family once before any comes twice, reworded ones before plain ones.

        A plain near-miss is the anchor but for one edit, and so is nearer to it than any paraphrase: with
        many of them a model learns that near means wrong. `plain` is the share that keeps its turn.
        """
        rows = rng.permutation(rows)
        seen: dict[str, int] = {}
        turn = []
        for family, reworded, keeps in zip(
            self.row_families[rows], self.reworded[rows], rng.random(len(rows)) < plain, strict=True
        ):
            turn.append(seen.get(family, 0) + (0 if reworded or keeps else len(rows)))
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
        """Read planned groups from the dataset; a sentence drawn twice in a step makes two groups."""
        for index, group in enumerate(groups):
            for row, swapped in group.rows:
                yield self.example(row, swapped, index)
            if group.echo:
                anchor = self.dataset[group.rows[0][0]]["anchor"]
                yield Example(anchor, anchor, interaction.SAME, -1, [], [], None)
            for row, other in group.others:
                a, b = self.dataset[row]["anchor"], self.dataset[other]["candidate"]
                yield Example(a, b, interaction.OTHER, -1, None, None, None)

    def example(self, row: int, swapped: bool = False, group: int | None = None) -> Example:
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
            group,
            float(self.weights[row]),
        )


def near_miss_families(dataset: Dataset) -> tuple[str, ...]:
    """Return the families of the near-misses, sorted."""
    labels = np.asarray(dataset["label"])
    return tuple(sorted(set(np.asarray(dataset["family"])[labels == NEAR_MISS].tolist())))


def shard(groups: Sequence[PlannedGroup], index: int, count: int) -> Sequence[PlannedGroup]:
    """Return the part of a step's groups that shard `index` of `count` reads."""
    return groups[index::count]
