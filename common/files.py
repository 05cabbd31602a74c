"""Files that are complete or not there: whatever a command leaves on disk is written through here.

Each writer works under a temporary name (NAME.partial, beside the place) and renames at the end, so that a
kill, a full disk or an error never leaves half of something under the name that a reader looks for. The
temporary names do not vary: what a kill left behind is overwritten by the same command. Two processes must
therefore not write the same place at once; `locked` sees to that, on every system.
"""

import hashlib
import json
import math
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .errors import InputError

PARTIAL = ".partial"
_SYSTEM_ERROR = re.compile(r"\(os error (\d+)\)")
LOCK = ".lock"
"""Name of the lock file in a folder that one process at a time may work in."""


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


@contextmanager
def writing(path: Path, sync: bool = False) -> Iterator[Path]:
    """Yield a temporary name to write; when the block ends it becomes `path`, when it fails it is removed.

    sync: have the bytes on the disk before the name, and the name before returning (for stores that promise
    to survive a power cut). An error of the system in the block that names no file gets the name of this one,
    an OSError's or one that safetensors tells of.
    """
    partial = path.with_name(path.name + PARTIAL)
    try:
        yield partial
        if sync:
            _sync(partial)
        partial.replace(path)
        if sync and os.name == "posix":
            _sync(path.parent)
    except BaseException as error:
        partial.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno is not None and error.filename is None:
            error.filename = str(path)
        if type(error).__name__ == "SafetensorError" and (number := _SYSTEM_ERROR.search(str(error))):
            raise OSError(int(number[1]), os.strerror(int(number[1])), str(path)) from error
        raise


def write_text(path: Path, text: str, sync: bool = False) -> None:
    """Write a text file in UTF-8 with the line endings as they are."""
    with writing(path, sync) as partial:
        partial.write_text(text, encoding="utf-8", newline="")


def write_json(path: Path, value: Any, sync: bool = False) -> None:
    """Write a value as indented JSON in UTF-8; figures that are not finite, which JSON lacks, as null."""
    write_text(path, json.dumps(_finite(value), indent=2, ensure_ascii=False) + "\n", sync)


def check_new_folder(folder: Path, option: str = "--out") -> None:
    """Raise InputError where a folder to be written is there already and is not an empty folder.

    option: the command's option that named it.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            f"{folder}: exists and is not an empty folder; delete it or give a new one for {option}"
        )


@contextmanager
def writing_folder(folder: Path) -> Iterator[Path]:
    """Yield a new empty folder; when the block ends it takes the place of `folder` and all that was in it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _emptied(folder.with_name(folder.name + PARTIAL)) as partial:
        yield partial
        if folder.exists():
            shutil.rmtree(folder)
        partial.rename(folder)


@contextmanager
def writing_into(folder: Path) -> Iterator[Path]:
    """Yield a new empty folder; when the block ends its files move into `folder`, beside what is there.

    Raises InputError where `folder` is a file.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: is a file; give a folder")
    folder.mkdir(parents=True, exist_ok=True)
    with _emptied(folder / PARTIAL) as partial:
        yield partial
        for file in sorted(partial.iterdir()):
            file.replace(folder / file.name)


@contextmanager
def locked(path: Path, busy: str) -> Iterator[None]:
    """Hold the lock file `path` (made where it is missing); InputError(busy) where another process has it.

    The system frees it when the process ends, however it ends.
    """
    from filelock import FileLock, Timeout

    try:
        with FileLock(path, blocking=False):
            yield
    except Timeout:
        raise InputError(busy) from None


@contextmanager
def unfinished(folder: Path, out: Path) -> Iterator[None]:
    """Make a folder for the unfinished work on `out`, hold its lock, and remove it when the block has ended.

    After an error or a kill it stays, so that the same command goes on. Raises InputError where another
    process is at work in it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder / LOCK, f"{out}: another process is at work on it; wait until it has finished"):
        yield
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _emptied(partial: Path) -> Iterator[Path]:
    """Yield a folder that is empty, and see that nothing of it stays."""
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def read_json(path: Path, advice: str) -> dict[str, Any]:
    """Read a JSON object. Raises FileNotFoundError, and InputError(file, what is wrong, advice)."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise InputError(f"{path}: nested too deeply; {advice}") from None
    except json.JSONDecodeError as error:
        raise InputError(f"{path}: line {error.lineno}: not valid JSON: {error.msg}; {advice}") from None
    except ValueError as error:  # no UTF-8, or a number of thousands of digits
        raise InputError(f"{path}: not valid JSON: {error}; {advice}") from None
    if not isinstance(value, dict):
        raise InputError(f"{path}: expected a JSON object, found {type(value).__name__}; {advice}")
    return value


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
