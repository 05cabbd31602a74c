"""From generated pairs to batches: a deterministic plan of every step of an epoch.

The plan is the same on every process and depends only on the data, the seed, the epoch and (with
hard-example mining) the losses of earlier epochs, so that a run can be resumed at any step and be split over
any number of processes. A group is a source sentence; its pairs may have several anchors (the sentence, a
paraphrase of it, a near-miss of it), and a near-miss of one anchor may be a positive of another.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from datasets import Dataset

from ...common.errors import InputError
from ...data_gen.hashing import stable_hash
from ...data_gen.schema import NEAR_MISS, SAME
from ...models import interaction
from ..config import TrainConfig
from .balance import overlap_weights, word_overlap
from .columns import encoded

Spans = Sequence[Sequence[int]]
HARDNESS = (0.25, 4.0)
"""A group's loss, relative to the mean, counts within these bounds when hard ones are drawn more often."""


@dataclass(frozen=True)
class Example:
    """One pair as the loop reads it.

    answer: an index into interaction.ANSWERS. family: index of the near-miss family, -1 for none or unknown.
    spans_a, spans_b: the character spans that carry the mismatch; None when not known.
    anchor: examples of one anchor in one step are compared with each other; None takes no part in that.
    weight: what the example counts in the objective. row: its row in the dataset, -1 for none.
    mirrored: whether it is also read the other way round, for consistency. draw: what its dropout is drawn
    from, so that this does not depend on which process reads it.
    """

    a: str
    b: str
    answer: int
    family: int
    spans_a: Spans | None
    spans_b: Spans | None
    anchor: tuple[int, int] | None
    weight: float = 1.0
    row: int = -1
    mirrored: bool = False
    draw: int = 0


@dataclass(frozen=True)
class PlannedRow:
    """A pair that a step reads: its row, whether its sides are exchanged, whether it is read both ways."""

    row: int
    swapped: bool
    mirrored: bool


@dataclass(frozen=True)
class PlannedGroup:
    """What a step reads of one source sentence.

    others: pairs of rows (anchor of the first, candidate of the second). echo: whether the first row's
    anchor is also paired with itself. draw: what dropout is drawn from, one number for each place of a step.
    """

    rows: tuple[PlannedRow, ...]
    others: tuple[tuple[int, int], ...]
    echo: bool
    draw: int = 0


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
        if not ((self.labels == SAME).any() and (self.labels == NEAR_MISS).any()):
            raise InputError("the training pairs need both labels, 1 (same) and 0 (near-miss)")
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

    def steps_per_epoch(self, config: TrainConfig) -> int:
        """Return how many steps every epoch has."""
        per_step = max(1, config.batch_size // config.pairs_per_group)
        return -(-len(self.names) // per_step)

    def plan_epoch(
        self, epoch: int, config: TrainConfig, losses: np.ndarray | None = None
    ) -> Iterator[tuple[PlannedGroup, ...]]:
        """Yield the epoch's steps: batches of groups of similar length, in random order.

        Groups are drawn with replacement, as draw_weights says. losses: last loss per row, NaN where unknown.
        """
        weights = self.family_weights(config)
        rng = np.random.default_rng([config.seed, epoch])
        order = rng.permutation(len(self.names))
        order = rng.choice(order, size=len(order), p=self.draw_weights(config, losses)[order])
        per_step = max(1, config.batch_size // config.pairs_per_group)
        window = per_step * 32
        batches = []
        for start in range(0, len(order), window):
            part = order[start : start + window]
            part = part[np.argsort(self.lengths[part], kind="stable")]
            batches += [part[i : i + per_step] for i in range(0, len(part), per_step)]
        for step, index in enumerate(rng.permutation(len(batches))):
            batch = batches[int(index)]
            planned = [self.plan_group(int(group), batch, rng, config, weights) for group in batch]
            yield tuple(
                replace(group, draw=stable_hash(f"{config.seed} {epoch} {step} {place}") >> 2)
                for place, group in enumerate(planned)
            )

    def balance_overlap(self, config: TrainConfig) -> None:
        """Weight the rows so that word overlap does not tell the label, as the first epoch draws them."""
        draws = np.zeros(len(self.dataset))
        for step in self.plan_epoch(0, config):
            for group in step:
                draws[[planned.row for planned in group.rows]] += 1
        overlaps = np.fromiter((word_overlap(*texts) for texts in self.texts()), float, len(draws))
        self.weights = overlap_weights(overlaps, self.labels == SAME, draws)

    def draw_weights(self, config: TrainConfig, losses: np.ndarray | None = None) -> np.ndarray:
        """Return each group's probability of being drawn: higher where its near-misses are of rare families.

        A group counts as the mean of its near-misses' families (see family_weights); and with losses, times
        its relative loss to the power of `mining`. A group without a positive is never drawn, since it would
        teach that near means wrong.
        """
        near_miss = np.flatnonzero(self.labels == NEAR_MISS)
        kinds = np.unique(np.stack([self.group_of_row[near_miss], self.row_families[near_miss]]), axis=1)
        weight = np.zeros(len(self.names))
        np.add.at(weight, kinds[0], self.family_weights(config)[kinds[1]])
        with np.errstate(invalid="ignore"):
            means = weight / np.bincount(kinds[0], minlength=len(self.names))
        complete = self._group_sums((self.labels == SAME).astype(float)) > 0
        without = np.isnan(means)
        means[without] = means[~without & (means > 0)].mean()
        if losses is not None and config.mining > 0:
            hardness = self._group_means(np.nan_to_num(losses), ~np.isnan(losses))
            hardness = (
                hardness / max(1e-9, np.nanmean(hardness)) if not np.isnan(hardness).all() else hardness
            )
            means *= np.clip(np.nan_to_num(hardness, nan=1.0), *HARDNESS) ** config.mining
        means *= complete
        if self.shares is not None:
            totals = np.bincount(self.source_of_group, weights=means, minlength=len(self.sources))
            share = np.asarray([self.shares.get(name, 1.0) for name in self.sources])
            means *= (share / np.where(totals > 0, totals, 1.0))[self.source_of_group]
        return means / means.sum()

    def family_weights(self, config: TrainConfig) -> np.ndarray:
        """Return each family's weight: its share to the power of minus `family_balance`, times its factor."""
        near_miss = self.labels == NEAR_MISS
        counts = np.bincount(self.row_families[near_miss], minlength=len(self.family_names))
        factor = np.asarray([config.family_weights.get(str(name), 1.0) for name in self.family_names])
        return (np.maximum(counts, 1) / near_miss.sum()) ** -config.family_balance * factor

    def _group_sums(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.group_of_row, weights=values, minlength=len(self.names))

    def _group_means(self, values: np.ndarray, counted: np.ndarray) -> np.ndarray:
        """Mean of the counted rows' values per group, NaN where none counts."""
        with np.errstate(invalid="ignore"):
            return self._group_sums(values * counted) / self._group_sums(counted.astype(float))

    def plan_group(
        self,
        group: int,
        batch: np.ndarray,
        rng: np.random.Generator,
        config: TrainConfig,
        weights: np.ndarray,
    ) -> PlannedGroup:
        """Choose rows of both labels; the first of each have one anchor, where any two have.

        weights: of the families, as family_weights gives them.
        """
        rows = self.rows_of_group[group]
        same = rng.permutation(rows[self.labels[rows] == SAME])
        near_miss = self._reworded_first(
            rows[self.labels[rows] == NEAR_MISS], rng, config.plain_near_misses, weights
        )
        shared = np.isin(self.anchor_of_row[near_miss], self.anchor_of_row[same])
        if shared.any():
            near_miss = _to_front(near_miss, int(shared.argmax()))
            own = self.anchor_of_row[same] == self.anchor_of_row[near_miss[0]]
            same = _to_front(same, int(own.argmax()))
        pairs = self.pairs_of(group, config)
        half = pairs // 2
        take = max(half, pairs - len(near_miss))
        chosen = [*same[:take], *near_miss[: pairs - min(take, len(same))]]
        swaps, mirrors = rng.random(len(chosen)) < 0.5, rng.random(len(chosen)) < config.mirrored
        count = int(config.others_per_group)
        if count < config.others_per_group:
            count += bool(rng.random() < config.others_per_group - count)
        others = [(int(chosen[0]), self._other_row(group, batch, rng, config)) for _ in range(count)]
        return PlannedGroup(
            rows=tuple(
                PlannedRow(int(row), bool(swap), bool(mirror))
                for row, swap, mirror in zip(chosen, swaps, mirrors, strict=True)
            ),
            others=tuple(others),
            echo=bool(rng.random() < config.echoes),
        )

    def _reworded_first(
        self, rows: np.ndarray, rng: np.random.Generator, plain: float, weights: np.ndarray
    ) -> np.ndarray:
        """Shuffle near-misses: each family once before any comes twice, reworded ones before plain ones.

        A plain near-miss is the anchor but for one edit, and so is nearer to it than any paraphrase: with
        many of them a model learns that near means wrong. plain: the share that keeps its turn. Within a turn
        a family comes first in proportion to its weight (Efraimidis and Spirakis 2006, Weighted random
        sampling with a reservoir: the keys of algorithm A).
        """
        rows = rng.permutation(rows)
        families = self.row_families[rows]
        keeps = self.reworded[rows] | (rng.random(len(rows)) < plain)
        turn = np.where(keeps, 0, len(rows))
        for family in np.unique(families):
            places = np.flatnonzero(families == family)
            turn[places] += np.arange(len(places))
        keys = rng.exponential(1 / np.maximum(1e-9, weights[families]))
        return rows[np.lexsort((keys, turn))]

    def _other_row(self, group: int, batch: np.ndarray, rng: np.random.Generator, config: TrainConfig) -> int:
        """Return a row of another sentence.

        With probability `hard_others` one of the retriever's nearest; else one of the same document half of
        the time, where it has one; else one of the step, whose states are there anyway, or any at all.
        """
        pools = [batch]
        if rng.random() < 0.5:
            pools.insert(0, self.groups_of_document[self.document_of_group[group]])
        if self.neighbours is not None and rng.random() < config.hard_others:
            pools.insert(0, self.neighbours[group][self.neighbours[group] >= 0])
        own = self.cluster_of_group[group]
        candidates = next((others for p in pools if len(others := p[self.cluster_of_group[p] != own])), None)
        if candidates is None:
            if len(self.names) == 1:
                raise InputError("the training pairs come from one sentence only; give a larger corpus")
            chosen = (group + 1 + int(rng.integers(len(self.names) - 1))) % len(self.names)
        else:
            chosen = int(rng.choice(candidates))
        return int(rng.choice(self.rows_of_group[chosen]))

    def sources_of(self, examples: Sequence[Example]) -> np.ndarray:
        """Return the name of each example's source, [n]; "" for an example that is no row."""
        names = [*self.sources, ""]
        places = [self.source_of_group[self.group_of_row[e.row]] if e.row >= 0 else -1 for e in examples]
        return np.asarray([names[place] for place in places], dtype=np.str_)

    def examples(self, groups: Sequence[PlannedGroup]) -> Iterator[Example]:
        """Read planned groups from the dataset; a sentence drawn twice in a step makes two groups."""
        for index, group in enumerate(groups):
            for place, example in enumerate(self._examples(group, index)):
                yield replace(example, draw=group.draw + (place << 24))

    def _examples(self, group: PlannedGroup, index: int) -> Iterator[Example]:
        """Read one planned group, the step's number `index`."""
        for planned in group.rows:
            yield self.example(planned, index)
        if group.echo:
            text = self.dataset[group.rows[0].row]["anchor"]
            yield Example(text, text, interaction.SAME, -1, [], [], None)
        for row, other in group.others:
            a, b = self.dataset[row]["anchor"], self.dataset[other]["candidate"]
            yield Example(a, b, interaction.OTHER, -1, None, None, (index, int(self.anchor_of_row[row])))

    def example(self, planned: PlannedRow, index: int = 0) -> Example:
        """Read one row; index: which of the step's groups it belongs to."""
        row = planned.row
        pair = self.dataset[row]
        is_same = pair["label"] == SAME
        sides = [
            (pair["anchor"], [] if is_same else pair["anchor_spans"] or None),
            (pair["candidate"], [] if is_same else pair["candidate_spans"] or None),
        ]
        (a, spans_a), (b, spans_b) = reversed(sides) if planned.swapped else sides
        known = not is_same and pair["family"] in self.families
        return Example(
            a,
            b,
            interaction.SAME if is_same else interaction.NEAR_MISS,
            self.families.index(pair["family"]) if known else -1,
            spans_a,
            spans_b,
            (index, int(self.anchor_of_row[row])),
            float(self.weights[row]),
            row,
            planned.mirrored,
        )


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


def shard(groups: Sequence[PlannedGroup], index: int, count: int) -> Sequence[PlannedGroup]:
    """Return the part of a step's groups that shard `index` of `count` reads."""
    return groups[index::count]


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


def _to_front(rows: np.ndarray, place: int) -> np.ndarray:
    return np.concatenate([rows[place : place + 1], rows[:place], rows[place + 1 :]])
