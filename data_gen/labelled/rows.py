"""The rows of labelled pairs and groups, each with its place for messages, and the texts in their columns.

The first step of read.py, of wordings.py, and of the sources of training.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...common.errors import InputError
from ...common.tables import TABLES, describe, format_of, read_table
from ..corpus.reader import dataset_rows, may_be_dataset
from ..schema import split_files


def read_rows(source: Path | str, split: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (place, row) of each row; the place names file and line.

    source: a file that common/tables.py reads as a table, a folder with data/<split>-*.parquet, or the name
    of a Hub set (NAME or NAME:CONFIGURATION; its split "train", or the first). Raises InputError for what is
    missing or unreadable.
    """
    path = Path(source)
    if path.is_dir():
        for shard in split_files(path, split):
            yield from _rows(shard)
    elif path.exists():
        yield from _rows(path)
    elif format_of(path) is not None or not may_be_dataset(str(source)):
        raise InputError(f"{path}: no such file or folder; give {describe(TABLES)} or a generated dataset")
    else:
        for number, row in dataset_rows(str(source)):
            yield f"{source}, row {number}", row


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    if format_of(path) not in TABLES:
        kind = path.suffix or "a file without ending"
        raise InputError(f"{path}: cannot read {kind} as pairs; give {describe(TABLES)}")
    for row in read_table(path):
        yield row.place, row.fields


def text_of(value: Any, place: str, column: str) -> str:
    """Return a text of a column; InputError, naming the place, for what is none."""
    if not isinstance(value, str) or not value.strip():
        raise InputError(f"{place}: {column!r} must be a text, found {value!r}")
    return value


def texts_of(value: Any, place: str, column: str) -> list[tuple[str, str]]:
    """Return (text, kind) of a list of texts, or of objects {"text": ..., "kind": ...}; or InputError."""
    if not isinstance(value, list):
        raise InputError(f"{place}: {column!r} must be a list of texts, found {value!r}")
    found = []
    for one in value:
        if isinstance(one, dict):
            found.append((text_of(one.get("text"), place, f"{column}.text"), str(one.get("kind") or column)))
        else:
            found.append((text_of(one, place, column), column))
    return found
