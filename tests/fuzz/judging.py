"""Runs one input and judges how it ended: with a result or one line, in time, and nothing half-written."""

import contextlib
import io
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from verisieve.cli import main
from verisieve.common.errors import InputError

SECONDS = 120
"""After which an input counts as a hang, on a machine however busy."""
COMPLETE = ("manifest.json", "metrics.json", "summary.json", "audit.json", "README.md", "probe.json")
"""Files whose presence says that a folder is finished."""


class Hang(BaseException):
    """The input took too long."""


@contextlib.contextmanager
def in_time() -> Iterator[None]:
    """Raise Hang where the block takes longer than SECONDS."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang(f"no end after {SECONDS} s")

    earlier = signal.signal(signal.SIGALRM, stop)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, earlier)


def run_command(arguments: list[str], out: Path | None = None, made: str | None = None) -> int:
    """Run a command in this process; return its exit code.

    out: where it writes; made: what must be in there after success (None: `out` itself is the file). Raises
    AssertionError for an exit code that is none of the command line's, for a message that is no single
    reason, and for output that looks complete though the command failed.
    """
    written, errors = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with in_time(), contextlib.redirect_stdout(written), contextlib.redirect_stderr(errors):
        try:
            code = main(arguments)
        except SystemExit as stop:
            code = int(stop.code or 0)
    told = errors.getvalue()
    assert code in (0, 1, 2), (code, told)
    assert "Traceback" not in told, told
    assert code != 2 or "error: " in told, told
    if out is not None:
        judge_output(out, made, code)
    return code


def judge_output(out: Path, made: str | None, code: int) -> None:
    """Check that output is there after success, and that none looks complete after a failure."""
    if code == 2:
        found = [path for path in out.rglob("*") if path.name in COMPLETE] if out.is_dir() else [out]
        assert not [path for path in found if path.exists()], f"{out} looks complete"
    elif made is not None:
        assert (out / made).is_file(), f"{out / made} is missing"


def call(function: Callable[..., object], *arguments: object, **named: object) -> bool:
    """Call something of the Python interface; return whether it took its arguments.

    Only InputError and IndexError (a row that is not there) may be raised.
    """
    quiet = io.StringIO()
    with in_time(), contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        try:
            function(*arguments, **named)
        except (InputError, IndexError):
            return False
    return True


def own_python() -> list[str]:
    """Return the start of a command line of this interpreter."""
    return [sys.executable, "-m", "verisieve.cli"]
