"""Planned pairs as the loop reads them: their texts, the answer, and where the mismatch stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ...data_gen.schema import SAME
from ...models import interaction
from .epoch import PlannedGroup, PlannedRow
from .pairs import GroupedPairs

Spans = Sequence[Sequence[int]]


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


def read_examples(pairs: GroupedPairs, groups: Sequence[PlannedGroup]) -> Iterator[Example]:
    """Read planned groups from the dataset; a sentence drawn twice in a step makes two groups."""
    for index, group in enumerate(groups):
        for place, example in enumerate(_examples(pairs, group, index)):
            yield replace(example, draw=group.draw + (place << 24))


def _examples(pairs: GroupedPairs, group: PlannedGroup, index: int) -> Iterator[Example]:
    """Read one planned group, the step's number `index`."""
    for planned in group.rows:
        yield read_example(pairs, planned, index)
    if group.echo:
        text = pairs.dataset[group.rows[0].row]["anchor"]
        yield Example(text, text, interaction.SAME, -1, [], [], None)
    for row, other in group.others:
        a, b = pairs.dataset[row]["anchor"], pairs.dataset[other]["candidate"]
        yield Example(a, b, interaction.OTHER, -1, None, None, (index, int(pairs.anchor_of_row[row])))


def read_example(pairs: GroupedPairs, planned: PlannedRow, index: int = 0) -> Example:
    """Read one row; index: which of the step's groups it belongs to."""
    row = planned.row
    pair = pairs.dataset[row]
    is_same = pair["label"] == SAME
    sides = [
        (pair["anchor"], [] if is_same else pair["anchor_spans"] or None),
        (pair["candidate"], [] if is_same else pair["candidate_spans"] or None),
    ]
    (a, spans_a), (b, spans_b) = reversed(sides) if planned.swapped else sides
    known = not is_same and pair["family"] in pairs.families
    return Example(
        a,
        b,
        interaction.SAME if is_same else interaction.NEAR_MISS,
        pairs.families.index(pair["family"]) if known else -1,
        spans_a,
        spans_b,
        (index, int(pairs.anchor_of_row[row])),
        float(pairs.weights[row]),
        row,
        planned.mirrored,
    )


def sources_of(pairs: GroupedPairs, examples: Sequence[Example]) -> np.ndarray:
    """Return the name of each example's source, [n]; "" for an example that is no row."""
    names = [*pairs.sources, ""]
    places = [pairs.source_of_group[pairs.group_of_row[e.row]] if e.row >= 0 else -1 for e in examples]
    return np.asarray([names[place] for place in places], dtype=np.str_)
