"""Unfinished work beside an output: one process at a time, kept after an error, removed at the end."""

import pytest

from verisieve.common.errors import InputError
from verisieve.common.files import unfinished


def test_one_process_at_a_time(tmp_path):
    with unfinished(tmp_path / ".out.partial", tmp_path / "out"):
        with (
            pytest.raises(InputError, match="out: another process is at work on it"),
            unfinished(tmp_path / ".out.partial", tmp_path / "out"),
        ):
            pytest.fail("both were let in")
        (tmp_path / ".out.partial" / "block").write_text("1")
    assert list(tmp_path.iterdir()) == []


def test_work_is_kept_after_an_error(tmp_path):
    def interrupted():
        with unfinished(tmp_path / "work", tmp_path / "out"):
            (tmp_path / "work" / "block").write_text("1")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with unfinished(tmp_path / "work", tmp_path / "out"):
        assert (tmp_path / "work" / "block").read_text() == "1"
