"""Any file of rows or texts as a stream of rows with their places: for corpora and for labelled pairs.

A row of .jsonl, .json, .csv, .tsv and .parquet has the file's columns. A .txt file has a row for each line
and a document (.md, .html) one row in all, both with a single column for the text. Each may be compressed
(lines.py), and the ending may be in any case. Rows come one by one, so that memory does not grow with the
file (.json and compressed .parquet are read whole).
"""

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .errors import InputError
from .lines import COMPRESSIONS, LONGEST_LINE, in_memory, lines, whole_text

TABLES = (".jsonl", ".json", ".csv", ".tsv", ".parquet")
TEXTS = (".txt", ".md", ".html")
FORMATS = (*TABLES, *TEXTS)
_ALIASES = {".ndjson": ".jsonl", ".htm": ".html", ".markdown": ".md", ".text": ".txt", ".pq": ".parquet"}
PARQUET_BATCH = 1024


class Row(NamedTuple):
    """A row: its number in the file (from 1), its place for messages ("FILE, line 7"), its columns."""

    number: int
    place: str
    fields: dict[str, Any]


def format_of(path: Path) -> str | None:
    """Return which of FORMATS a file's name says, None where it says none of them.

    >>> format_of(Path("Corpus.JSONL.gz"))
    '.jsonl'
    """
    kind = _bare(path).suffix.lower()
    kind = _ALIASES.get(kind, kind)
    return kind if kind in FORMATS else None


def stem_of(path: Path) -> str:
    """Return a file's name without its format and compression.

    >>> stem_of(Path("a/corpus.jsonl.gz"))
    'corpus'
    """
    return _bare(path).stem if format_of(path) else path.stem


def _bare(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() in COMPRESSIONS else path


def describe(formats: Sequence[str] = FORMATS) -> str:
    """Return the formats as a message names them."""
    return f"{', '.join(formats)} (each also {', '.join(COMPRESSIONS)})"


def read_table(
    path: Path,
    columns: Sequence[str] | None = None,
    text_column: str = "text",
    max_line_bytes: int = LONGEST_LINE,
) -> Iterator[Row]:
    """Yield the rows of a file.

    columns: the ones that are used; the first of them must be there (this spares reading the others where
    the format allows it). None: all, of which none must be there. text_column: what the text of a .txt, .md
    or .html file is called. Raises InputError (file, and line, row or element) for a file of another kind,
    and for content that is damaged, cut short, too long or not UTF-8.
    """
    kind = format_of(path)
    if kind == ".jsonl":
        yield from _jsonl_rows(path, max_line_bytes)
    elif kind == ".json":
        yield from _json_rows(path, text_column)
    elif kind in (".csv", ".tsv"):
        yield from _csv_rows(path, "\t" if kind == ".tsv" else ",", columns, max_line_bytes)
    elif kind == ".parquet":
        yield from _parquet_rows(path, columns)
    elif kind == ".txt":
        for number, line in lines(path, max_line_bytes):
            yield Row(number, f"{path}, line {number}", {text_column: line})
    elif kind is not None:
        yield Row(1, str(path), {text_column: whole_text(path)})
    else:
        ending = _bare(path).suffix
        raise InputError(f"{path}: cannot read {ending or 'a file without ending'}; give {describe()}")


def missing(place: str, column: str, found: Sequence[Any], what: str = "column") -> InputError:
    """Return the error for a column that is not there."""
    names = ", ".join(map(str, found)) or "none"
    return InputError(f"{place}: no {what} {column!r}; found: {names}; choose one with --set text_field=NAME")


def _jsonl_rows(path: Path, max_line_bytes: int) -> Iterator[Row]:
    for number, line in lines(path, max_line_bytes):
        if line.strip():
            place = f"{path}, line {number}"
            yield Row(number, place, _object(_parsed(line, place, "one object per line"), place))


def _json_rows(path: Path, text_column: str) -> Iterator[Row]:
    """Yield the elements of a list, or of the only list of objects in an object; or JSON lines."""
    text = whole_text(path)
    first, _, rest = text.lstrip().partition("\n")
    if rest.strip() and _is_object(first):
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                place = f"{path}, line {number}"
                yield Row(number, place, _object(_parsed(line, place, "one object per line"), place))
        return
    value = _parsed(text, str(path), "give a list of objects")
    if isinstance(value, dict):
        lists = [
            item for item in value.values() if isinstance(item, list) and item and isinstance(item[0], dict)
        ]
        value = lists[0] if len(lists) == 1 else [value]
    if not isinstance(value, list):
        raise InputError(f"{path}: expected a list of objects, found {type(value).__name__}")
    for number, item in enumerate(value, start=1):
        place = f"{path}, element {number}"
        yield Row(number, place, {text_column: item} if isinstance(item, str) else _object(item, place))


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _parsed(text: str, place: str, advice: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise InputError(f"{place}: nested too deeply; {advice}") from None
    except ValueError as error:
        raise InputError(f"{place}: invalid JSON ({error}); {advice}") from None


def _object(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputError(f"{place}: expected a JSON object, found {type(value).__name__}")
    return value


def _csv_rows(
    path: Path, delimiter: str, columns: Sequence[str] | None, max_line_bytes: int
) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), max_line_bytes))
    reader = csv.DictReader(
        (line for _, line in lines(path, max_line_bytes)), delimiter=delimiter, strict=True
    )
    try:
        header = list(reader.fieldnames or [])
        if header and columns and columns[0] not in header:
            raise missing(f"{path}, line 1", columns[0], header)
        doubled = sorted({name for name in header if header.count(name) > 1})
        if doubled:
            raise InputError(f"{path}, line 1: two columns are named {doubled[0]!r}; rename one")
        for row in reader:
            place = f"{path}, line {reader.line_num}"
            if None in row or None in row.values():
                raise InputError(
                    f"{place}: has not as many fields as the header ({len(header)}); "
                    "quote fields that hold the separator"
                )
            yield Row(reader.line_num, place, dict(row))
    except csv.Error as error:
        kind = (format_of(path) or "")[1:]
        raise InputError(f"{path}, line {reader.reader.line_num}: not readable as {kind}: {error}") from None


def _parquet_rows(path: Path, columns: Sequence[str] | None) -> Iterator[Row]:
    import pyarrow
    from pyarrow import parquet

    number = 0
    source = in_memory(path) if path.suffix.lower() in COMPRESSIONS else path
    try:
        with parquet.ParquetFile(source) as file:
            names = file.schema_arrow.names
            if columns and columns[0] not in names:
                raise missing(str(path), columns[0], names)
            wanted = [name for name in dict.fromkeys(columns) if name in names] if columns else None
            for batch in file.iter_batches(PARQUET_BATCH, columns=wanted):
                for fields in batch.to_pylist():
                    number += 1
                    yield Row(number, f"{path}, row {number}", fields)
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        reason = " ".join(str(error).split())[:300]
        raise InputError(f"{path}: not readable as Parquet after row {number}: {reason}") from None
