"""Any corpus as a stream of records: the first step of generation.

A corpus is a .txt file (one text per line), .jsonl, .csv, .tsv or .parquet with a text column, a folder of
those, or the name of a Hugging Face dataset. A record with a paraphrase is a natural paraphrase pair. Files
are read line by line (Parquet: batch by batch), so that memory does not grow with the corpus.
"""

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...common.errors import InputError
from ..config import GenerateConfig

FORMATS = (".txt", ".jsonl", ".csv", ".tsv", ".parquet")
PARQUET_BATCH = 1024

Row = tuple[int, dict[str, Any]]  # line or row number (from 1), and the row's fields


@dataclass(frozen=True)
class Record:
    """One text of a corpus: a sentence or a document, and another wording of it where the corpus has one."""

    source_id: str
    text: str
    paraphrase: str | None = None


@dataclass(frozen=True)
class CorpusFile:
    """One file of a corpus, or a Hugging Face dataset (path is None).

    name: what its records without an id are called after, unique in a run. place: for messages.
    """

    name: str
    place: str
    path: Path | None


def read_corpus(paths: Iterable[Path | str], config: GenerateConfig) -> Iterator[Record]:
    """Yield the records of every corpus, in order.

    Raises InputError (naming file and line or row) for what is missing, unreadable, of an unknown kind,
    without the text field, or without any text.
    """
    for file in corpus_files(paths):
        yield from read_file(file, config)


def corpus_files(paths: Iterable[Path | str]) -> list[CorpusFile]:
    """Return the files of the given corpora; folders are searched, sorted by path, hidden files left out."""
    found: list[tuple[str, Path | None]] = []
    for argument in map(str, paths):
        path = Path(argument)
        if path.is_dir():
            inside = [file for file in sorted(path.rglob("*")) if _is_corpus(file, path)]
            if not inside:
                raise InputError(f"{argument}: no {', '.join(FORMATS)} file in this folder")
            found += [(str(file), file) for file in inside]
        elif path.is_file():
            if path.suffix not in FORMATS:
                kind = path.suffix or "a file without ending"
                raise InputError(f"{argument}: cannot read {kind}; give {', '.join(FORMATS)}")
            found.append((argument, path))
        elif path.exists():
            raise InputError(f"{argument}: not a file; save the corpus as {', '.join(FORMATS)}")
        elif path.suffix in FORMATS or not may_be_dataset(argument):
            raise InputError(f"{argument}: no such file or folder")
        else:
            found.append((argument, None))
    if not found:
        raise InputError("no corpus given; name at least one file, folder or Hugging Face dataset")
    return _named(found)


def may_be_dataset(argument: str) -> bool:
    """Whether this looks like the name of a dataset, and not like a path in a folder that is there."""
    is_path = "/" in argument and Path(argument).parent.is_dir()
    return not is_path and re.fullmatch(r"[\w-][\w.-]*(/[\w.-]+)?(:[\w.-]+)?", argument) is not None


def _is_corpus(file: Path, folder: Path) -> bool:
    is_hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix in FORMATS and file.is_file() and not is_hidden


def _named(found: list[tuple[str, Path | None]]) -> list[CorpusFile]:
    """Name each file by its stem; the second of the same name gets "~2" appended, and so on."""
    times: dict[str, int] = {}
    files = []
    for place, path in found:
        stem = place if path is None else path.stem
        times[stem] = times.get(stem, 0) + 1
        name = stem if times[stem] == 1 else f"{stem}~{times[stem]}"
        files.append(CorpusFile(name, place, path))
    return files


def read_file(file: CorpusFile, config: GenerateConfig) -> Iterator[Record]:
    """Yield the records of one file; rows without text are left out. InputErrors as in read_corpus."""
    is_empty = True
    unit = "line" if file.path is not None and file.path.suffix != ".parquet" else "row"
    for number, row in _rows(file, config):
        place = f"{file.place}, {unit} {number}"
        if config.text_field not in row:
            raise InputError(
                f"{place}: no field {config.text_field!r}; found: {', '.join(map(str, row)) or 'none'}; "
                "choose one with --set text_field=NAME"
            )
        text = _text(row[config.text_field], config.text_field, place)
        if text is None:
            continue
        identity = row.get(config.id_field)
        source_id = f"{file.name}-{number}" if identity in (None, "") else str(identity)
        paraphrase = _text(row.get(config.paraphrase_field), config.paraphrase_field, place)
        is_empty = False
        yield Record(source_id, text, paraphrase)
    if is_empty:
        raise InputError(f"{file.place}: holds no text; give a corpus with at least one sentence")


def _rows(file: CorpusFile, config: GenerateConfig) -> Iterator[Row]:
    if file.path is None:
        return dataset_rows(file.place)
    readers: dict[str, Callable[[Path, GenerateConfig], Iterator[Row]]] = {
        ".txt": _txt_rows,
        ".jsonl": _jsonl_rows,
        ".csv": _csv_rows,
        ".tsv": _csv_rows,
        ".parquet": _parquet_rows,
    }
    return readers[file.path.suffix](file.path, config)


def _lines(path: Path, max_bytes: int) -> Iterator[tuple[int, str]]:
    """Yield (number, line) with the line's ending; memory is bounded by the longest allowed line."""
    number = 0
    with path.open("rb") as stream:
        while line := stream.readline(max_bytes + 1):
            number += 1
            if b"\0" in line:
                raise InputError(
                    f"{path}, line {number}: holds NUL bytes; give text in UTF-8, not a binary file"
                )
            if len(line) > max_bytes:
                raise InputError(
                    f"{path}, line {number}: longer than {max_bytes} bytes; split it into several texts, "
                    "or raise the limit with --set max_line_bytes=N"
                )
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            except UnicodeDecodeError as error:
                raise InputError(
                    f"{path}, line {number}: not UTF-8 (byte {error.start + 1} of it); save the file as UTF-8"
                ) from None
            yield number, text


def _txt_rows(path: Path, config: GenerateConfig) -> Iterator[Row]:
    for number, line in _lines(path, config.max_line_bytes):
        yield number, {config.text_field: line}


def _jsonl_rows(path: Path, config: GenerateConfig) -> Iterator[Row]:
    for number, line in _lines(path, config.max_line_bytes):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            raise InputError(f"{path}, line {number}: invalid JSON ({error}); one object per line") from None
        if not isinstance(row, dict):
            raise InputError(f"{path}, line {number}: expected a JSON object, found {type(row).__name__}")
        yield number, row


def _csv_rows(path: Path, config: GenerateConfig) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), config.max_line_bytes))
    lines = (line for _, line in _lines(path, config.max_line_bytes))
    reader = csv.DictReader(lines, delimiter="\t" if path.suffix == ".tsv" else ",", strict=True)
    try:
        header = reader.fieldnames or []
        if header and config.text_field not in header:
            raise InputError(
                f"{path}, line 1: no column {config.text_field!r}; found: {', '.join(header)}; "
                "choose one with --set text_field=NAME"
            )
        for row in reader:
            if None in row or None in row.values():
                raise InputError(
                    f"{path}, line {reader.line_num}: has not as many fields as the header ({len(header)}); "
                    "quote fields that hold the separator"
                )
            yield reader.line_num, dict(row)
    except csv.Error as error:
        raise InputError(
            f"{path}, line {reader.reader.line_num}: not readable as {path.suffix[1:]}: {error}"
        ) from None


def _parquet_rows(path: Path, config: GenerateConfig) -> Iterator[Row]:
    import pyarrow
    from pyarrow import parquet

    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            names = file.schema_arrow.names
            wanted = (config.text_field, config.paraphrase_field, config.id_field)
            if config.text_field not in names:
                raise InputError(
                    f"{path}: no column {config.text_field!r}; found: {', '.join(names)}; "
                    "choose one with --set text_field=NAME"
                )
            columns = [name for name in dict.fromkeys(wanted) if name in names]
            for batch in file.iter_batches(PARQUET_BATCH, columns=columns):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(f"{path}: not readable as Parquet after row {number}: {error}") from None


def dataset_rows(place: str) -> Iterator[Row]:
    """Stream the train split (or the first one) of the dataset NAME or NAME:CONFIGURATION."""
    import datasets

    name, _, configuration = place.partition(":")
    try:
        splits = datasets.load_dataset(name, configuration or None, streaming=True)
        stream = splits["train" if "train" in splits else next(iter(splits))]
        for number, row in enumerate(stream, start=1):
            yield number, dict(row)
    except InputError:
        raise
    except Exception as error:  # the hub client raises whatever the network and the dataset's files lead to
        raise InputError(
            f"{place}: no such file or folder, and not readable as a Hugging Face dataset "
            f"({type(error).__name__}: {error}); check the name and the network, or give a local file"
        ) from error


def _text(value: Any, field: str, place: str) -> str | None:
    """Return the value as clean text, None where it is empty."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise InputError(f"{place}: field {field!r} must hold text, found {value!r:.80}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InputError(
            f"{place}: field {field!r} holds half of a surrogate pair; escape it correctly"
        ) from None
    return unquote(value.strip()) or None


def unquote(text: str) -> str:
    """Undo quotation marks around a whole text, with doubled ones inside, as a CSV export leaves them.

    >>> unquote('"How do I reset the ""engine"" light?"')
    'How do I reset the "engine" light?'
    >>> unquote('"Yes" or "no"')
    '"Yes" or "no"'
    """
    if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1].replace('""', ""):
        return text[1:-1].replace('""', '"').strip()
    return text
