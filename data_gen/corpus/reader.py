"""Any corpus as a stream of records: the first step of generation.

A corpus is a file that common/tables.py reads (one text per line, a table with a text column, a document), a
folder of those, or the name of a Hugging Face dataset. A record with a paraphrase is a natural paraphrase
pair. Files are read line by line (Parquet: batch by batch), so that memory does not grow with the corpus. Of
HTML and Markdown the text is taken; a text in capital letters is put into sentence case.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...common.errors import InputError
from ...common.lines import refuse_half_pairs, whole_text
from ...common.progress import warn
from ...common.tables import TABLES, Row, describe, format_of, missing, read_table, stem_of
from ..config import GenerateConfig
from .casing import is_shouted, sentence_case
from .markup import html_text, looks_like_html, markdown_text

_NO_TEXT = re.compile(
    r"(?:licen[cs]e|copying|notice|readme|changelog|authors|contributing|contributors|citation|security"
    r"|code_of_conduct|requirements)(?:[-_.]\w{1,12})?",
    re.IGNORECASE,
)
"""Names of files about a corpus, which are no part of it."""
_PAGE = re.compile(r"(?i)\s*<(?:!doctype html|html|head|body)\b")
SHOWN = 10
"""Files left out that are named one by one."""


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
    for file in corpus_files(paths, config):
        yield from read_file(file, config)


def corpus_files(
    paths: Iterable[Path | str], config: GenerateConfig | None = None, progress: bool = True
) -> list[CorpusFile]:
    """Return the files of the given corpora; folders are searched, sorted by path, hidden files left out.

    A file that is named is read or refused. A file found in a folder is left out, and told with the reason,
    where it is of another kind, about the corpus (a licence), or without text. config: names the columns.
    """
    config = config or GenerateConfig()
    found: list[tuple[str, Path | None]] = []
    for argument in map(str, paths):
        path = Path(argument)
        if path.is_dir():
            found += [(str(file), file) for file in _inside(path, config, progress)]
        elif path.is_file():
            if format_of(path) is None:
                raise InputError(f"{argument}: cannot read {_kind(path)}; give {describe()}")
            found.append((argument, path))
        elif path.exists():
            raise InputError(f"{argument}: not a file; save the corpus as {describe()}")
        elif format_of(path) is not None or not may_be_dataset(argument):
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


def _inside(folder: Path, config: GenerateConfig, progress: bool) -> list[Path]:
    """Return the files of a folder that hold texts; say which others there are, and why they are left out."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and not _is_hidden(file, folder)]
    reasons = {file: reason for file in files if (reason := _reason_to_leave_out(file, config)) is not None}
    told = "; ".join(
        f"{file.relative_to(folder)!s} ({reason})" for file, reason in list(reasons.items())[:SHOWN]
    )
    told += f"; and {len(reasons) - SHOWN} more" if len(reasons) > SHOWN else ""
    if len(reasons) == len(files):
        raise InputError(
            f"{folder}: no file with texts in this folder"
            + (f": {told}" if told else "")
            + f"; give {describe()}"
        )
    if reasons and progress:
        warn(f"{folder}: left out {told}")
    return [file for file in files if file not in reasons]


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _reason_to_leave_out(file: Path, config: GenerateConfig) -> str | None:
    """Return why a file of a folder is no part of the corpus; it is read up to its first text."""
    if format_of(file) not in TABLES and _NO_TEXT.fullmatch(stem_of(file)):
        return "about the corpus, by its name"
    if format_of(file) is None:
        return f"cannot read {_kind(file)}"
    try:
        next(read_file(CorpusFile(file.name, str(file), file), config))
    except InputError as error:
        reason = str(error).removeprefix(str(file)).lstrip(":, ")
        return reason.partition("; ")[0]
    return None


def _kind(path: Path) -> str:
    return path.suffix or "a file without ending"


def _named(found: list[tuple[str, Path | None]]) -> list[CorpusFile]:
    """Name each file by its stem; the second of the same name gets "~2" appended, and so on."""
    times: dict[str, int] = {}
    files = []
    for place, path in found:
        stem = place if path is None else stem_of(path)
        times[stem] = times.get(stem, 0) + 1
        name = stem if times[stem] == 1 else f"{stem}~{times[stem]}"
        files.append(CorpusFile(name, place, path))
    return files


def read_file(file: CorpusFile, config: GenerateConfig) -> Iterator[Record]:
    """Yield the records of one file; rows without text are left out. InputErrors as in read_corpus."""
    is_empty = True
    for number, place, row in _rows(file, config):
        if config.text_field not in row:
            raise missing(place, config.text_field, list(row), "field")
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
        for number, fields in dataset_rows(file.place):
            yield Row(number, f"{file.place}, row {number}", fields)
        return
    columns = (config.text_field, config.paraphrase_field, config.id_field)
    rows = read_table(file.path, columns, config.text_field, config.max_line_bytes)
    kind = format_of(file.path)
    first = next(rows, None)
    if kind == ".txt" and first is not None and _PAGE.match(first.fields[config.text_field]):
        kind, rows = ".html", iter([Row(1, str(file.path), {config.text_field: whole_text(file.path)})])
    elif first is not None:
        rows = itertools.chain([first], rows)
    made = {".html": html_text, ".md": markdown_text}.get(kind or "")
    for row in rows:
        yield (
            row
            if made is None
            else row._replace(fields={config.text_field: made(row.fields[config.text_field])})
        )


def dataset_rows(place: str) -> Iterator[tuple[int, dict[str, Any]]]:
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
    refuse_half_pairs(value, f"{place}: field {field!r}")
    text = unquote(value.strip())
    if looks_like_html(text):
        text = html_text(text)
    return (sentence_case(text) if is_shouted(text) else text) or None


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
