"""The rows of a file of labelled pairs, each with its place for messages. The first step of labelled.py."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as parquet

from ..common.errors import InputError
from .corpus.reader import dataset_rows, may_be_dataset
from .schema import split_files

FORMATS = (".jsonl", ".csv", ".tsv", ".parquet")


def read_rows(source: Path | str, split: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (place, row) of each row; the place names file and line.

    source: a file, a folder with data/<split>-*.parquet, or the name of a Hub set (NAME or
    NAME:CONFIGURATION; its split "train", or the first). Raises InputError for what is missing or unreadable.
    """
    path = Path(source)
    if path.is_dir():
        for shard in split_files(path, split):
            yield from _parquet_rows(shard)
    elif not path.exists():
        if path.suffix in FORMATS or not may_be_dataset(str(source)):
            raise InputError(
                f"{path}: no such file or folder; give {', '.join(FORMATS)} or a generated dataset"
            )
        for number, row in dataset_rows(str(source)):
            yield f"{source}, row {number}", row
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
