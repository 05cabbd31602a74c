"""The plan of an epoch: which pairs every step reads, and how.

The plan is the same on every process and depends only on the data, the seed, the epoch and (with
hard-example mining) the losses of earlier epochs, so that a run can be resumed at any step and be split over
any number of processes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...common.errors import InputError
from ...data_gen.hashing import stable_hash
from ...data_gen.schema import NEAR_MISS, SAME
from ..config import TrainConfig
from .balance import overlap_weights, word_overlap
from .draw import draw_weights, family_weights
from .pairs import GroupedPairs


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


def steps_per_epoch(pairs: GroupedPairs, config: TrainConfig) -> int:
    """Return how many steps every epoch has."""
    per_step = max(1, config.batch_size // config.pairs_per_group)
    return -(-len(pairs.names) // per_step)


def plan_epoch(
    pairs: GroupedPairs, epoch: int, config: TrainConfig, losses: np.ndarray | None = None
) -> Iterator[tuple[PlannedGroup, ...]]:
    """Yield the epoch's steps: batches of groups of similar length, in random order.

    Groups are drawn with replacement, as draw_weights says. losses: last loss per row, NaN where unknown.
    """
    weights = family_weights(pairs, config)
    rng = np.random.default_rng([config.seed, epoch])
    order = rng.permutation(len(pairs.names))
    order = rng.choice(order, size=len(order), p=draw_weights(pairs, config, losses)[order])
    per_step = max(1, config.batch_size // config.pairs_per_group)
    window = per_step * 32
    batches = []
    for start in range(0, len(order), window):
        part = order[start : start + window]
        part = part[np.argsort(pairs.lengths[part], kind="stable")]
        batches += [part[i : i + per_step] for i in range(0, len(part), per_step)]
    for step, index in enumerate(rng.permutation(len(batches))):
        batch = batches[int(index)]
        planned = [plan_group(pairs, int(group), batch, rng, config, weights) for group in batch]
        yield tuple(
            replace(group, draw=stable_hash(f"{config.seed} {epoch} {step} {place}") >> 2)
            for place, group in enumerate(planned)
        )


def balance_overlap(pairs: GroupedPairs, config: TrainConfig) -> None:
    """Weight the rows so that word overlap does not tell the label, as the first epoch draws them."""
    draws = np.zeros(len(pairs.dataset))
    for step in plan_epoch(pairs, 0, config):
        for group in step:
            draws[[planned.row for planned in group.rows]] += 1
    overlaps = np.fromiter((word_overlap(*texts) for texts in pairs.texts()), float, len(draws))
    pairs.weights = overlap_weights(overlaps, pairs.labels == SAME, draws)


def plan_group(
    pairs: GroupedPairs,
    group: int,
    batch: np.ndarray,
    rng: np.random.Generator,
    config: TrainConfig,
    weights: np.ndarray,
) -> PlannedGroup:
    """Choose rows of both labels; the first of each have one anchor, where any two have.

    weights: of the families, as family_weights gives them.
    """
    rows = pairs.rows_of_group[group]
    same = rng.permutation(rows[pairs.labels[rows] == SAME])
    near_miss = _reworded_first(
        pairs, rows[pairs.labels[rows] == NEAR_MISS], rng, config.unreworded_share, weights
    )
    shared = np.isin(pairs.anchor_of_row[near_miss], pairs.anchor_of_row[same])
    if shared.any():
        near_miss = _to_front(near_miss, int(shared.argmax()))
        own = pairs.anchor_of_row[same] == pairs.anchor_of_row[near_miss[0]]
        same = _to_front(same, int(own.argmax()))
    size = pairs.pairs_of(group, config)
    half = size // 2
    take = max(half, size - len(near_miss))
    chosen = [*same[:take], *near_miss[: size - min(take, len(same))]]
    swaps, mirrors = rng.random(len(chosen)) < 0.5, rng.random(len(chosen)) < config.symmetric_share
    count = int(config.negatives_per_group)
    if count < config.negatives_per_group:
        count += bool(rng.random() < config.negatives_per_group - count)
    others = [(int(chosen[0]), _other_row(pairs, group, batch, rng, config)) for _ in range(count)]
    return PlannedGroup(
        rows=tuple(
            PlannedRow(int(row), bool(swap), bool(mirror))
            for row, swap, mirror in zip(chosen, swaps, mirrors, strict=True)
        ),
        others=tuple(others),
        echo=bool(rng.random() < config.identity_pairs),
    )


def shard(groups: Sequence[PlannedGroup], index: int, count: int) -> Sequence[PlannedGroup]:
    """Return the part of a step's groups that shard `index` of `count` reads."""
    return groups[index::count]


def _reworded_first(
    pairs: GroupedPairs, rows: np.ndarray, rng: np.random.Generator, plain: float, weights: np.ndarray
) -> np.ndarray:
    """Shuffle near-misses: each family once before any comes twice, reworded ones before plain ones.

    A plain near-miss is the anchor but for one edit, and so is nearer to it than any paraphrase: with
    many of them a model learns that near means wrong. plain: the share that keeps its turn. Within a turn
    a family comes first in proportion to its weight (Efraimidis and Spirakis 2006, Weighted random
    sampling with a reservoir: the keys of algorithm A).
    """
    rows = rng.permutation(rows)
    families = pairs.row_families[rows]
    keeps = pairs.reworded[rows] | (rng.random(len(rows)) < plain)
    turn = np.where(keeps, 0, len(rows))
    for family in np.unique(families):
        places = np.flatnonzero(families == family)
        turn[places] += np.arange(len(places))
    keys = rng.exponential(1 / np.maximum(1e-9, weights[families]))
    return rows[np.lexsort((keys, turn))]


def _other_row(
    pairs: GroupedPairs, group: int, batch: np.ndarray, rng: np.random.Generator, config: TrainConfig
) -> int:
    """Return a row of another sentence.

    With probability `hard_negative_share` one of the retriever's nearest; else one of the same document half
    of the time, where it has one; else one of the step, whose states are there anyway, or any at all.
    """
    pools = [batch]
    if rng.random() < 0.5:
        pools.insert(0, pairs.groups_of_document[pairs.document_of_group[group]])
    if pairs.neighbours is not None and rng.random() < config.hard_negative_share:
        pools.insert(0, pairs.neighbours[group][pairs.neighbours[group] >= 0])
    own = pairs.cluster_of_group[group]
    candidates = next((others for p in pools if len(others := p[pairs.cluster_of_group[p] != own])), None)
    if candidates is None:
        if len(pairs.names) == 1:
            raise InputError("the training pairs come from one sentence only; give a larger corpus")
        chosen = (group + 1 + int(rng.integers(len(pairs.names) - 1))) % len(pairs.names)
    else:
        chosen = int(rng.choice(candidates))
    return int(rng.choice(pairs.rows_of_group[chosen]))


def _to_front(rows: np.ndarray, place: int) -> np.ndarray:
    return np.concatenate([rows[place : place + 1], rows[:place], rows[place + 1 :]])
