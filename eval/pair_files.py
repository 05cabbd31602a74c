"""Read labelled pairs from any file `evaluate --near-miss` takes. The first step of verisieve.eval.near_miss.

Read are .jsonl, .csv, .tsv, .parquet and the folder of a generated dataset, with the columns `anchor,
candidate, label` (or `sentence1, sentence2, label`) or the triplets `anchor, positive, negative`; `family`
and `group_id` are optional.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet

from ..common.errors import InputError
from ..data_gen.pairs import NEAR_MISS, SAME

FORMATS = (".jsonl", ".csv", ".tsv", ".parquet")
POSITIVE_FAMILY = "paraphrase"  # of positives that name no family
NEGATIVE_FAMILY = "near_miss"  # of near-misses that name no family
WANTED = "columns anchor, candidate, label (or sentence1, sentence2, label), or anchor, positive, negative"


@dataclass(frozen=True)
class PairSet:
    """A set of labelled pairs, one entry per pair in every field.

    name: the file's stem or the folder's name. labels: int8 [n], 1 same, 0 near-miss.
    groups: the generator's group_id, or the anchor where there is none.
    """

    name: str
    anchors: list[str]
    candidates: list[str]
    labels: np.ndarray
    families: list[str]
    groups: list[str]

    def __len__(self) -> int:
        return len(self.anchors)

    def texts(self) -> list[tuple[str, str]]:
        """Return the pairs as (anchor, candidate), what a scorer takes."""
        return list(zip(self.anchors, self.candidates, strict=True))


def read_pairs(path: Path, split: str = "test") -> PairSet:
    """Read labelled pairs from a file or from one split of a generated dataset's folder.

    A positive that several triplets repeat is counted once. Raises InputError (with file and row) for what is
    missing, unreadable, empty, without the columns above, or labelled with anything but 0 and 1.
    """
    path = Path(path)
    if not path.exists():
        raise InputError(f"{path}: no such file or folder; give {', '.join(FORMATS)} or a generated dataset")
    rows = list(_pairs(path, split))
    if not rows:
        raise InputError(f"{path}: holds no pairs; expected {WANTED}")
    anchors, candidates, labels, families, groups = (list(column) for column in zip(*rows, strict=True))
    return PairSet(
        path.stem if path.is_file() else path.resolve().name,
        anchors,
        candidates,
        np.array(labels, dtype=np.int8),
        families,
        groups,
    )


def _pairs(path: Path, split: str) -> Iterator[tuple[str, str, int, str, str]]:
    """Yield (anchor, candidate, label, family, group) of each pair."""
    seen_positives: set[tuple[str, str]] = set()
    for place, row in _rows(path, split):
        if "label" not in row and {"positive", "negative"} <= row.keys():
            anchor = _text(row, "anchor", place)
            positive, negative = _text(row, "positive", place), _text(row, "negative", place)
            group = str(row.get("group_id") or anchor)
            if (anchor, positive) not in seen_positives:
                seen_positives.add((anchor, positive))
                yield anchor, positive, SAME, POSITIVE_FAMILY, group
            yield anchor, negative, NEAR_MISS, str(row.get("family") or NEGATIVE_FAMILY), group
        else:
            first, second = ("sentence1", "sentence2") if "sentence1" in row else ("anchor", "candidate")
            for column in (first, second, "label"):
                if column not in row:
                    raise InputError(
                        f"{place}: no {column!r} in {', '.join(map(str, row))}; expected {WANTED}"
                    )
            anchor, candidate = _text(row, first, place), _text(row, second, place)
            label = _label(row["label"], place)
            family = row.get("family") or (POSITIVE_FAMILY if label == SAME else NEGATIVE_FAMILY)
            yield anchor, candidate, label, str(family), str(row.get("group_id") or anchor)


def _rows(path: Path, split: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (place, row) of each row; the place names file and line for error messages."""
    if path.is_dir():
        shards = sorted((path / "data").glob(f"{split}-*.parquet"))
        if not shards:
            raise InputError(
                f"{path}: no data/{split}-*.parquet in it; give a folder written by `verisieve generate`"
            )
        for shard in shards:
            yield from _parquet_rows(shard)
    elif path.suffix == ".parquet":
        yield from _parquet_rows(path)
    elif path.suffix in (".jsonl", ".csv", ".tsv"):
        try:
            yield from _jsonl_rows(path) if path.suffix == ".jsonl" else _csv_rows(path)
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: not UTF-8 text ({error}); save the file as UTF-8") from None
    else:
        raise InputError(
            f"{path}: cannot read {path.suffix or 'a file without ending'}; give {', '.join(FORMATS)}"
        )


def _jsonl_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise InputError(
                    f"{path}, line {number}: invalid JSON ({error}); one object per line"
                ) from None
            if not isinstance(row, dict):
                raise InputError(f"{path}, line {number}: expected an object, found {type(row).__name__}")
            yield f"{path}, line {number}", row


def _csv_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ",", strict=True)
        try:
            for row in reader:
                place = f"{path}, line {reader.line_num}"
                if None in row or None in row.values():
                    raise InputError(
                        f"{place}: has not as many fields as the header; quote fields that hold the separator"
                    )
                yield place, row
        except csv.Error as error:
            raise InputError(f"{path}, line {reader.line_num}: not readable as CSV: {error}") from None


def _parquet_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        table = parquet.read_table(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise InputError(f"{path}: not readable as Parquet: {error}") from None
    number = 0
    for batch in table.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            number += 1
            yield f"{path}, row {number}", row


def _text(row: dict[str, Any], column: str, place: str) -> str:
    if column not in row:
        raise InputError(f"{place}: no {column!r} in {', '.join(map(str, row))}; expected {WANTED}")
    value = row[column]
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{place}: {column!r} must be a text, found {value!r}")
    return value


def _label(value: Any, place: str) -> int:
    text = str(int(value)) if isinstance(value, bool | float) and value in (0, 1) else str(value).strip()
    if text not in ("0", "1"):
        raise InputError(f"{place}: label must be 1 (same meaning) or 0 (near-miss), found {value!r}")
    return int(text)


def names_of(sets: Sequence[PairSet]) -> list[str]:
    """Return the sets' names; InputError where two are equal, since metrics.json tells them apart by name."""
    names = [pairs.name for pairs in sets]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"two near-miss sets are named {name!r}; rename one of the files")
    return names
