"""Progress: plain lines in a log, nothing when switched off, a bar on a terminal."""

import contextlib
import os
import pty
import subprocess
import sys
import termios

from verisieve.common import progress
from verisieve.common.progress import Progress


def test_a_log_gets_plain_lines(capsys, monkeypatch):
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", -1.0)
    with Progress(4, "reading", "rows", done=1) as bar:
        bar.update(1, "loss 0.5")
        bar.note("half way")
        bar.update(2)
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert out == ""
    assert lines[0].startswith("reading: 2 of 4 rows, 0 s, about 0 s left  loss 0.5")
    assert lines[1:] == ["half way", "reading: 4 of 4 rows, 0 s"]


def test_switched_off_it_is_silent(capsys):
    with Progress(2, "reading", "rows", enabled=False) as bar:
        bar.update(2)
        bar.note("nothing")
    assert capsys.readouterr() == ("", "")


def test_no_closing_line_after_an_error(capsys):
    try:
        with Progress(2, "reading", "rows"):
            raise KeyError
    except KeyError:
        pass
    assert capsys.readouterr().err == ""


def test_a_terminal_gets_a_bar():
    code = """
from verisieve.common.progress import Progress
with Progress(3, "reading", "rows") as bar:
    bar.update(3, "loss 1")
"""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    subprocess.run([sys.executable, "-c", code], stderr=theirs, check=True)
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # the other end is closed: everything was read
        while part := os.read(ours, 10_000):
            shown += part
    os.close(ours)
    assert b"reading: 100%" in shown
    assert b"loss 1" in shown
