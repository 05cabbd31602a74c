"""What the machine refuses, in one line: a full or read-only disk, too little memory, a network that is down.

Such errors come from many libraries in many forms, and none of them is a fault of the program; the command
line prints what `explained` says and exits with code 2. Any other exception is a fault and keeps its
traceback.
"""

import errno
import os
import re
import sys
from collections.abc import Callable, Iterator

from .errors import InputError

AGAIN = "then run the same command again: what is finished is not done twice"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_ADVICE = {
    **dict.fromkeys(_FULL, f"make room there, {AGAIN}"),
    **dict.fromkeys(_REFUSED, "change its permissions, or choose another place"),
    errno.ENOTDIR: "a part of this path is a file; choose another place",
    errno.EISDIR: "this is a folder; name a file",
    errno.ENOENT: "check the path",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.ELOOP: "its links lead in a circle; name the file itself",
    errno.EMFILE: f"allow more open files (ulimit -n), {AGAIN}",
    errno.EIO: f"check the disk, {AGAIN}",
}
_MEMORY = ("can't allocate memory", "not enough memory", "out of memory", "bad_alloc")
_WRAPPERS = ("datasets.", "pyarrow.", "concurrent.futures.")
"""Modules whose errors may wrap one of the machine's."""
_TORCH_WRITES = ("inline_container.cc", "PytorchStreamWriter", "write(): fd")


def explained(error: BaseException) -> str | None:
    """Return one line, what is wrong and what to do, for an error of the machine; None for any other."""
    return next((line for line in map(_line, _causes(error)) if line is not None), None)


def failed(name: str, error: Exception) -> int:
    """Say in a line of a script what is wrong with the input or the machine; return the exit code, 2.

    Raises any other error.
    """
    line = str(error) if isinstance(error, InputError) else explained(error)
    if line is None:
        raise error
    print(f"{name}: error: {line}", file=sys.stderr)
    return 2


def ended(name: str, action: Callable[[], object]) -> int:
    """Run what a script does; return its exit code: 0, or what `failed` does."""
    try:
        action()
    except Exception as error:
        return failed(name, error)
    return 0


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, and what it wraps where it comes from a library that wraps."""
    yield error
    while type(error).__module__.startswith(_WRAPPERS):
        inner = error.__cause__ or error.__context__
        if inner is None:
            return
        error = inner
        yield error


def _line(error: BaseException) -> str | None:
    text = " ".join(str(error).split())
    names = {base.__name__ for base in type(error).__mro__}
    if names & {"MemoryError", "OutOfMemoryError"} or (
        isinstance(error, RuntimeError) and any(sign in text.lower() for sign in _MEMORY)
    ):
        return f"not enough memory; take smaller batches or fewer workers with --set, {AGAIN}"
    if "BrokenProcessPool" in names:
        return f"a worker was ended by the system, most often for want of memory; take fewer workers, {AGAIN}"
    if isinstance(error, ConnectionError | TimeoutError) and error.filename is None:
        return f"the network failed ({text}); try again, or give local files"
    if isinstance(error, OSError):
        return _of_file(error, text)
    if "SafetensorError" in names and (number := re.search(r"\(os error (\d+)\)", text)):
        return _of_file(OSError(int(number[1]), os.strerror(int(number[1]))), text)
    if isinstance(error, RuntimeError) and any(sign in text for sign in _TORCH_WRITES):
        return f"a file could not be written, most often because the disk is full; make room, {AGAIN}"
    return None


def _of_file(error: OSError, text: str) -> str:
    if error.errno is None:  # numpy says "100000 requested and 496 written" of a full disk
        is_full = re.fullmatch(r"\d+ requested and \d+ written", text)
        return f"writing failed ({text}); make room on the disk, {AGAIN}" if is_full else text[:500]
    places = [
        os.fsdecode(name) for name in (error.filename, error.filename2) if isinstance(name, str | bytes)
    ]
    place = f"{places[-1]}: " if places else ""
    return f"{place}{os.strerror(error.errno)}; {_ADVICE.get(error.errno, 'choose another place')}"
