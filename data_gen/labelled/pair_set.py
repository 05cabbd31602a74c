"""Sets of labelled pairs in memory: what was left out of them, two labels, several sets as one.

labelled/read.py makes them; training, evaluation and calibration take them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ...common.errors import InputError
from ..schema import NEAR_MISS, SAME

LISTED = 5
"""Contradictory pairs that are kept to be shown."""


@dataclass(frozen=True)
class LeftOut:
    """What a reader left out. contradictory: pairs with both labels, the first LISTED of them in examples.

    unlabelled: rows whose label is empty.
    """

    contradictory: int = 0
    examples: tuple[tuple[str, str], ...] = ()
    unlabelled: int = 0

    def notes(self) -> list[str]:
        """Return a sentence for each reason, to be shown to the user."""
        notes = []
        if self.unlabelled:
            notes.append(f"{self.unlabelled} rows without a label were left out")
        if self.contradictory:
            shown = "; ".join(f"{a!r} / {b!r}" for a, b in self.examples)
            more = ", ..." if self.contradictory > len(self.examples) else ""
            what = "pair stands" if self.contradictory == 1 else "pairs stand"
            notes.append(
                f"{self.contradictory} {what} under both labels and were left out: {shown}{more}"
                if self.contradictory > 1
                else f"1 {what} under both labels and was left out: {shown}"
            )
        return notes


@dataclass(frozen=True)
class PairSet:
    """A set of labelled pairs, one entry per pair in every field.

    name: the file's stem or the folder's name. labels: int8 [n], 1 same, 0 near-miss. groups: pairs that are
    not independent of each other share one (see read_labelled).
    """

    name: str
    anchors: list[str]
    candidates: list[str]
    labels: np.ndarray
    families: list[str]
    groups: list[str]
    left_out: LeftOut = field(default_factory=LeftOut)

    def __len__(self) -> int:
        return len(self.anchors)

    def texts(self) -> list[tuple[str, str]]:
        """Return the pairs as (anchor, candidate), what a scorer takes."""
        return list(zip(self.anchors, self.candidates, strict=True))

    def rows(self, chosen: np.ndarray) -> "PairSet":
        """Return the chosen pairs: bool [n], or indices."""
        places = np.arange(len(self))[chosen].tolist()
        anchors, candidates, families, groups = (
            [column[place] for place in places]
            for column in (self.anchors, self.candidates, self.families, self.groups)
        )
        return replace(
            self,
            anchors=anchors,
            candidates=candidates,
            labels=self.labels[places],
            families=families,
            groups=groups,
        )


def check_both_labels(pairs: PairSet, place: str) -> None:
    """Raise InputError where a set has no pair of one of the labels."""
    for label, meaning in ((SAME, "same meaning"), (NEAR_MISS, "near-miss")):
        if not (pairs.labels == label).any():
            raise InputError(
                f"{place}: holds {len(pairs)} pairs, but none of label {label} ({meaning}); both are needed"
            )


def without_contradictions(pairs: PairSet, place: str) -> PairSet:
    """Leave out the pairs that stand under both labels, in either order; say so in `left_out`.

    Raises InputError where no other pair is left.
    """
    labels: dict[frozenset[str], set[int]] = {}
    keys = [frozenset(" ".join(text.split()) for text in pair) for pair in pairs.texts()]
    for key, label in zip(keys, pairs.labels.tolist(), strict=True):
        labels.setdefault(key, set()).add(label)
    both = {key for key, found in labels.items() if len(found) > 1}
    if not both:
        return pairs
    kept = np.array([key not in both for key in keys])
    first = {
        key: texts for key, texts in reversed(list(zip(keys, pairs.texts(), strict=True))) if key in both
    }
    examples = tuple(first[key] for key in dict.fromkeys(key for key in keys if key in both))[:LISTED]
    found = replace(pairs.left_out, contradictory=pairs.left_out.contradictory + len(both), examples=examples)
    if not kept.any():
        raise InputError(f"{place}: nothing is left: {found.notes()[-1]}")
    return replace(pairs.rows(kept), left_out=found)


def joined(sets: Sequence[PairSet]) -> PairSet:
    """Return several sets as one: groups that share a name or a text become one group.

    Pairs that stand under both labels in different sets are left out. Raises InputError where nothing is
    left.
    """
    if len(sets) == 1:
        return sets[0]
    groups = [group for pairs in sets for group in pairs.groups]
    texts = [text for pairs in sets for text in pairs.texts()]
    numbers = connected(
        [("group", g), ("text", a), ("text", b)] for g, (a, b) in zip(groups, texts, strict=True)
    )
    names: dict[int, str] = {}
    for number, group in zip(numbers, groups, strict=True):
        names.setdefault(number, group)
    left_out = LeftOut(
        sum(pairs.left_out.contradictory for pairs in sets),
        tuple(example for pairs in sets for example in pairs.left_out.examples)[:LISTED],
        sum(pairs.left_out.unlabelled for pairs in sets),
    )
    together = PairSet(
        "+".join(pairs.name for pairs in sets),
        [anchor for anchor, _ in texts],
        [candidate for _, candidate in texts],
        np.concatenate([pairs.labels for pairs in sets]),
        [family for pairs in sets for family in pairs.families],
        [names[number] for number in numbers],
        left_out,
    )
    return without_contradictions(together, together.name)


def connected(keys_of_rows: Iterable[Sequence[tuple[str, str]]]) -> list[int]:
    """Return the number of each row's connected component: rows that share a key are in one."""
    numbers: dict[tuple[str, str], int] = {}
    rows, columns = [], []
    count = 0
    for row, keys in enumerate(keys_of_rows):
        count += 1
        for key in keys:
            rows.append(row)
            columns.append(numbers.setdefault(key, len(numbers)))
    size = count + len(numbers)
    graph = coo_matrix((np.ones(len(rows)), (rows, np.array(columns) + count)), shape=(size, size))
    return connected_components(graph, directed=False)[1][:count].tolist()
