"""The bytes and lines of a file that may be compressed: the floor on which tables.py reads rows."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import IO, Any, cast

from .errors import InputError

COMPRESSIONS = (".gz", ".bz2", ".xz", ".zst")
LONGEST_LINE = 16_000_000
"""Bytes; a longer line is most often a file of another kind."""


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file's content, decompressed where its ending says so.

    Raises InputError, in the block that reads too, for compressed content that is damaged or cut short.
    """
    kind = path.suffix.lower()
    if kind not in COMPRESSIONS:
        with path.open("rb") as plain:
            yield plain
        return
    with path.open("rb") as packed:
        try:
            with _decompressed(packed, kind) as content:
                yield content
        except (EOFError, gzip.BadGzipFile, zlib.error, lzma.LZMAError, OSError) as error:
            if isinstance(error, OSError) and error.filename is not None:
                raise  # of another file, or of the disk
            raise InputError(
                f"{path}: damaged or cut short ({error}); fetch or compress the file again"
            ) from None


def _decompressed(packed: BufferedReader, kind: str) -> IO[bytes]:
    if kind == ".zst":
        import pyarrow

        stream = pyarrow.CompressedInputStream(pyarrow.PythonFile(packed, mode="r"), "zstd")
        return BufferedReader(cast(Any, stream))
    modules: dict[str, Any] = {".gz": gzip, ".bz2": bz2, ".xz": lzma}
    return cast(IO[bytes], modules[kind].open(packed))


def in_memory(path: Path) -> IO[bytes]:
    """Return a whole file's content, decompressed: for formats that are not read from front to back."""
    with opened(path) as content:
        return BytesIO(content.read())


def lines(path: Path, max_bytes: int = LONGEST_LINE) -> Iterator[tuple[int, str]]:
    """Yield (number, line) of a text file, each line with its ending; memory is bounded by the longest line.

    Raises InputError (file, line) for a line that is too long, that is no UTF-8, or that holds NUL bytes.
    """
    number = 0
    with opened(path) as stream:
        while line := stream.readline(max_bytes + 1):
            number += 1
            place = f"{path}, line {number}"
            if b"\0" in line:
                raise InputError(f"{place}: holds NUL bytes; give text in UTF-8, not a binary file")
            if len(line) > max_bytes:
                raise InputError(
                    f"{place}: longer than {max_bytes} bytes; split it into several texts, "
                    "or raise the limit (generate: --set max_line_bytes=N)"
                )
            yield number, decoded(line, place, is_first=number == 1)


def whole_text(path: Path) -> str:
    """Return a text file's whole content. Raises InputError where it is no UTF-8 or holds NUL bytes."""
    with opened(path) as stream:
        content = stream.read()
    if b"\0" in content:
        raise InputError(f"{path}: holds NUL bytes; give text in UTF-8, not a binary file")
    return decoded(content, str(path), is_first=True)


def refuse_half_pairs(text: str, what: str) -> None:
    """Raise InputError where a text holds half of a surrogate pair, which no file or tokenizer can take."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError(f"{what} holds half of a surrogate pair; write the character itself") from None


def decoded(content: bytes, place: str, is_first: bool) -> str:
    """Return UTF-8 as text, without the mark that some editors put first."""
    try:
        return content.decode("utf-8-sig" if is_first else "utf-8")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{place}: not UTF-8 (byte {error.start + 1} of it); save the file as UTF-8"
        ) from None
