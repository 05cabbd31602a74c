"""The labelled pairs that evaluation measures on, read by data_gen/labelled/; before the benchmarks."""

import sys
from collections.abc import Sequence
from pathlib import Path

from ...common.errors import InputError
from ...data_gen.labelled.pair_set import PairSet
from ...data_gen.labelled.read import read_labelled


def read_pairs(path: Path, split: str = "test") -> PairSet:
    """Read labelled pairs from a file or from one split of a generated dataset's folder, grouped by anchor.

    A set may have one label only; what was left out is said on standard error. Raises InputError as
    read_labelled does.
    """
    pairs = read_labelled(path, split, group_by="anchor", both_labels=False)
    for note in pairs.left_out.notes():
        print(f"{path}: {note}", file=sys.stderr)
    return pairs


def names_of(sets: Sequence[PairSet]) -> list[str]:
    """Return the sets' names; InputError where two are equal, since metrics.json tells them apart by name."""
    names = [pairs.name for pairs in sets]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"two near-miss sets are named {name!r}; rename one of the files")
    return names
