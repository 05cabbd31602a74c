"""What `verisieve verify` reads: JSON lines, or one candidate per line, as they arrive.

A read of a pipe returns what is in it already; so requests come out in batches of what is there, and nobody
waits for the end of the input.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from typing import Any

from ...common.errors import InputError
from ...common.lines import refuse_half_pairs

STANDARD_INPUT = 0
CHUNK = 1 << 16
"""Bytes that one read takes at most: the size of a pipe on Linux."""
LONGEST_LINE = 1 << 24
EXAMPLE = '{"query": "...", "candidate": "..."} or {"query": "...", "candidates": ["...", ...]}'
VERDICT, VERDICTS = "verdict", "verdicts"


@dataclass(frozen=True)
class Request:
    """One line: the record as it was read, its query and candidates; whether it had a list of them."""

    record: dict[str, Any]
    query: str
    candidates: tuple[str, ...]
    is_list: bool


def open_source(source: str) -> FileIO:
    """Open a file, or standard input for "-", without a buffer; InputError when it cannot be read."""
    try:
        if source == "-":
            return FileIO(STANDARD_INPUT, closefd=False)
        return FileIO(source)
    except OSError as error:
        raise InputError(
            f"{source}: {error.strerror}; give a file that can be read, or - for a pipe"
        ) from None


def read_requests(stream: FileIO, query: str | None) -> Iterator[list[Request]]:
    """Yield the requests of the lines that have arrived, batch by batch; blank lines are skipped.

    query: where given, a line is a candidate; else it is a JSON object. Raises InputError with the number of
    the first line that is wrong, after the requests before it; and where there is no request at all.
    """
    name = "standard input" if stream.name == STANDARD_INPUT else str(stream.name)
    number, found = 0, False
    for lines in _arrived(stream, name):
        batch: list[Request] = []
        try:
            for line in lines:
                number += 1
                text = _decoded(line, f"{name}: line {number}")
                if text:
                    batch.append(_request(text, query, f"{name}: line {number}"))
        except InputError:
            if batch:
                yield batch
            raise
        if batch:
            found = True
            yield batch
    if not found:
        what = f"requests; give JSON lines: {EXAMPLE}" if query is None else "candidates; give one per line"
        raise InputError(f"{name}: no {what}")


def _arrived(stream: FileIO, name: str) -> Iterator[list[bytes]]:
    """Yield the complete lines of each read."""
    rest, lines_before = b"", 0
    while chunk := stream.read(CHUNK):
        *lines, rest = (rest + chunk).split(b"\n")
        lines_before += len(lines)
        if lines:
            yield lines
        if len(rest) > LONGEST_LINE:
            raise InputError(
                f"{name}: line {lines_before + 1} is longer than {LONGEST_LINE:,} bytes; "
                "give one request per line"
            )
    if rest:
        yield [rest]


def _decoded(line: bytes, place: str) -> str:
    try:
        return line.decode("utf-8").removeprefix("\ufeff").strip()
    except UnicodeDecodeError:
        raise InputError(f"{place} is not valid UTF-8; convert the file") from None


def _request(text: str, query: str | None, place: str) -> Request:
    if query is not None:
        return Request({"query": query, "candidate": text}, query, (text,), False)
    try:
        record = json.loads(text)
    except ValueError as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        column = f" (column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise InputError(f"{place} is not valid JSON: {reason}{column}; a line is {EXAMPLE}") from None
    except RecursionError:
        raise InputError(f"{place} is nested too deeply; a line is {EXAMPLE}") from None
    if not isinstance(record, dict):
        raise InputError(f"{place} is JSON, but no object; a line is {EXAMPLE}")
    if ("candidate" in record) == ("candidates" in record):
        raise InputError(f"{place} needs either candidate or candidates; a line is {EXAMPLE}")
    is_list = "candidates" in record
    added = VERDICTS if is_list else VERDICT
    if added in record:
        raise InputError(f"{place} has a key {added!r} already, where the answer goes; rename that key")
    candidates = record["candidates"] if is_list else [record["candidate"]]
    if not isinstance(candidates, list):
        raise InputError(f"{place}: candidates must be a list of texts")
    _check_text(record.get("query"), "query", place)
    for position, candidate in enumerate(candidates):
        _check_text(candidate, f"candidates[{position}]" if is_list else "candidate", place)
    return Request(record, record["query"], tuple(candidates), is_list)


def _check_text(value: Any, key: str, place: str) -> None:
    if not isinstance(value, str):
        found = "is missing" if value is None else f"must be a text, not {json.dumps(value)[:40]}"
        raise InputError(f"{place}: {key} {found}")
    refuse_half_pairs(value, f"{place}: {key}")
