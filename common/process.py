"""The process around a command: its streams, its arguments' encoding, and the signals that end it."""

import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any

from .errors import InputError


class Stopped(BaseException):
    """The process was asked to end by a signal; raised where the command is, so that it can clear up."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped at SIGTERM and SIGHUP (a closed terminal); leave alone what is ignored or handled.

    A command that takes the signals for itself (serve) keeps them.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    owner = os.getpid()

    def stop(number: int, frame: Any) -> None:
        if os.getpid() != owner:  # a worker that inherited this
            os._exit(128 + number)
        raise Stopped(number)

    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    ours = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in ours:
            if signal.getsignal(number) is stop:
                signal.signal(number, signal.SIG_DFL)


@contextmanager
def streams_for_any_text() -> Iterator[None]:
    """Let standard output write letters that its encoding lacks as escapes, instead of failing at them."""
    stream = sys.stdout
    if not isinstance(stream, TextIOWrapper) or stream.errors != "strict":
        yield
        return
    stream.reconfigure(errors="backslashreplace")
    try:
        yield
    finally:
        stream.reconfigure(errors="strict")


def check_arguments(arguments: Sequence[str]) -> None:
    """Raise InputError for the first argument whose bytes are no text in the system's encoding."""
    for argument in arguments:
        try:
            argument.encode("utf-8")
        except UnicodeEncodeError:
            raise InputError(
                f"argument {argument!a}: not in UTF-8; set the terminal to UTF-8, or rename the file"
            ) from None


def drop_output() -> None:
    """Send what standard output still holds nowhere: it cannot be written."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        try:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
        except (OSError, ValueError, AttributeError):
            return
