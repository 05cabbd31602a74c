"""Labelled pairs from any file: what training, evaluation and calibration read beside generated pairs.

Read are tables (common/tables.py), a generated dataset's folder and a set of the Hugging Face Hub, with
the columns of COLUMNS and `label`, or the triplets `anchor, positive, negative`; `family` and `group` (or
`group_id`) are optional. rows.py reads the rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from ...common.errors import InputError
from ...common.lines import refuse_half_pairs
from ...common.tables import stem_of
from ..schema import NEAR_MISS, SAME
from .pair_set import LeftOut, PairSet, check_both_labels, connected, without_contradictions
from .rows import read_rows

COLUMNS = (
    ("anchor", "candidate"),
    ("sentence1", "sentence2"),
    ("query", "candidate"),
    ("query", "cached_query"),
    ("question1", "question2"),
    ("text1", "text2"),
)
"""Names of the two texts; the first of these that a row has both of."""
GROUPS = ("group", "group_id")
POSITIVE_FAMILY = "paraphrase"  # of positives that name no family
NEGATIVE_FAMILY = "near_miss"  # of near-misses that name no family
WANTED = "columns anchor, candidate, label (or sentence1, sentence2, label), or anchor, positive, negative"


@dataclass(frozen=True)
class _Row:
    """A pair as a file has it; group is None where the file names none."""

    anchor: str
    candidate: str
    label: int
    family: str
    group: str | None


def read_labelled(
    path: Path | str,
    split: str = "test",
    group_by: Literal["cluster", "anchor"] = "cluster",
    both_labels: bool = True,
    skip_unlabelled: bool = False,
) -> PairSet:
    """Read the labelled pairs of a file, of one split of a generated dataset's folder, or of a Hub set.

    group_by: the group of a row that names none: "cluster", all rows that are connected by shared texts
    (case and spaces aside), named after the first anchor; or its anchor. both_labels: whether a set without
    one of the labels is refused. skip_unlabelled: whether rows whose label is empty are left out and counted,
    or refused. A positive that several triplets repeat is counted once; a pair that stands under both labels,
    in either order of its texts, is left out and counted.

    Raises InputError (with file and row) for what is missing, unreadable, empty, without the columns above,
    or labelled with anything but 0 and 1.
    """
    name = Path(path).resolve().name if Path(path).is_dir() else stem_of(Path(path))
    counts = {"unlabelled": 0}
    rows = list(_pairs(path, split, skip_unlabelled, counts))
    if not rows and counts["unlabelled"]:
        raise InputError(
            f"{path}: the label of all {counts['unlabelled']} rows is empty; "
            "fill in 1 (same meaning) or 0 (near-miss)"
        )
    if not rows:
        raise InputError(f"{path}: holds no pairs; expected {WANTED}")
    groups = _clusters(rows) if group_by == "cluster" else [row.group or row.anchor for row in rows]
    pairs = PairSet(
        name,
        [row.anchor for row in rows],
        [row.candidate for row in rows],
        np.array([row.label for row in rows], dtype=np.int8),
        [row.family for row in rows],
        groups,
        LeftOut(unlabelled=counts["unlabelled"]),
    )
    pairs = without_contradictions(pairs, str(path))
    if both_labels:
        check_both_labels(pairs, str(path))
    return pairs


def _clusters(rows: Sequence[_Row]) -> list[str]:
    """Return each row's group: its own, or the first anchor of the rows it is connected with."""
    numbers = connected(
        [("group", row.group)] if row.group is not None else _keys(row.anchor, row.candidate) for row in rows
    )
    names: dict[int, str] = {}
    for number, row in zip(numbers, rows, strict=True):
        names.setdefault(number, row.anchor if row.group is None else row.group)
    return [names[number] for number in numbers]


def _keys(*texts: str) -> list[tuple[str, str]]:
    return [("text", " ".join(text.casefold().split())) for text in texts]


def _pairs(path: Path | str, split: str, skip_unlabelled: bool, counts: dict[str, int]) -> Iterator[_Row]:
    seen_positives: set[tuple[str, str]] = set()
    for place, row in read_rows(path, split):
        group = next((str(row[column]) for column in GROUPS if row.get(column) not in (None, "")), None)
        if "label" not in row and {"positive", "negative"} <= row.keys():
            anchor = _text(row, "anchor" if "anchor" in row else "query", place)
            positive, negative = _text(row, "positive", place), _text(row, "negative", place)
            if (anchor, positive) not in seen_positives:
                seen_positives.add((anchor, positive))
                yield _Row(anchor, positive, SAME, POSITIVE_FAMILY, group)
            yield _Row(anchor, negative, NEAR_MISS, str(row.get("family") or NEGATIVE_FAMILY), group)
            continue
        first, second = _columns(row)
        for column in (first, second, "label"):
            if column not in row:
                raise InputError(f"{place}: no {column!r} in {', '.join(map(str, row))}; expected {WANTED}")
        if skip_unlabelled and (row["label"] is None or not str(row["label"]).strip()):
            counts["unlabelled"] += 1
            continue
        anchor, candidate = _text(row, first, place), _text(row, second, place)
        label = _label(row["label"], place)
        family = row.get("family") or (POSITIVE_FAMILY if label == SAME else NEGATIVE_FAMILY)
        yield _Row(anchor, candidate, label, str(family), group)


def _columns(row: dict[str, Any]) -> tuple[str, str]:
    """Return the names of the two texts; where a row has no pair of them, the one it has a half of."""
    for first, second in COLUMNS:
        if first in row and second in row:
            return first, second
    return next((names for names in COLUMNS if names[0] in row), COLUMNS[0])


def _text(row: dict[str, Any], column: str, place: str) -> str:
    if column not in row:
        raise InputError(f"{place}: no {column!r} in {', '.join(map(str, row))}; expected {WANTED}")
    value = row[column]
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{place}: {column!r} must be a text, found {value!r:.80}")
    refuse_half_pairs(value, f"{place}: {column!r}")
    return value


def _label(value: Any, place: str) -> int:
    text = str(int(value)) if isinstance(value, bool | float) and value in (0, 1) else str(value).strip()
    if text.removesuffix(".0") not in ("0", "1"):
        raise InputError(f"{place}: label must be 1 (same meaning) or 0 (near-miss), found {value!r}")
    return int(text.removesuffix(".0"))
