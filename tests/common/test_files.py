"""Files that are complete or not there."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

import verisieve
from verisieve.common.errors import InputError
from verisieve.common.files import (
    file_sha256,
    locked,
    write_json,
    write_text,
    writing,
    writing_folder,
    writing_into,
)

ROOT = Path(verisieve.__file__).parent


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write_half(place) -> None:
    with place as partial:
        (partial / "half" if partial.is_dir() else partial).write_text("half")
        raise OSError("ended")


@pytest.mark.parametrize("sync", [False, True])
def test_a_file_appears_whole_and_a_failure_leaves_the_old_one(tmp_path, sync):
    path = tmp_path / "notes.txt"
    write_text(path, "one\r\nthé\n", sync)
    assert path.read_bytes() == "one\r\nthé\n".encode()
    with pytest.raises(OSError, match="ended"):
        write_half(writing(path, sync))
    assert names(tmp_path) == ["notes.txt"]
    assert path.read_bytes().startswith(b"one")


def test_what_a_kill_left_is_overwritten(tmp_path):
    (tmp_path / "notes.txt.partial").write_text("half of an earlier one, longer than the next")
    write_text(tmp_path / "notes.txt", "whole")
    assert names(tmp_path) == ["notes.txt"]
    assert (tmp_path / "notes.txt").read_text() == "whole"


def test_json_is_readable_by_everyone(tmp_path):
    write_json(tmp_path / "a.json", {"é": [1.5, float("nan"), (float("inf"), None)]})
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert "é" in text
    assert json.loads(text) == {"é": [1.5, None, [None, None]]}


def test_an_error_that_names_no_file_gets_its_name(tmp_path):
    path = tmp_path / "figures.json"
    with pytest.raises(OSError, match="No space left") as failure, writing(path):
        raise OSError(28, "No space left on device")
    assert failure.value.filename == str(path)


def test_an_error_of_the_system_that_safetensors_tells_of_is_one_of_the_file(tmp_path, small_disk):
    path = tmp_path / "weights.safetensors"
    with small_disk(100), pytest.raises(OSError, match="File too large") as failure, writing(path) as partial:
        save_file({"weights": np.zeros(1000)}, partial)
    assert failure.value.filename == str(path)
    assert names(tmp_path) == []


def test_a_folder_replaces_another_whole(tmp_path):
    folder = tmp_path / "deep" / "model"
    for text in ("one", "two"):
        with writing_folder(folder) as partial:
            (partial / text).write_text(text)
    assert names(folder) == ["two"]
    with pytest.raises(OSError, match="ended"):
        write_half(writing_folder(folder))
    assert (names(folder), names(folder.parent)) == (["two"], ["model"])


def test_files_move_into_a_folder_that_holds_others(tmp_path):
    (tmp_path / "kept").write_text("")
    with writing_into(tmp_path) as partial:
        (partial / "report.md").write_text("done")
        assert names(tmp_path) == [".partial", "kept"]
    assert names(tmp_path) == ["kept", "report.md"]
    with pytest.raises(InputError, match="is a file"), writing_into(tmp_path / "kept"):
        pass


def test_sha256_is_that_of_the_bytes(tmp_path):
    (tmp_path / "a").write_bytes(b"abc")
    assert file_sha256(tmp_path / "a").startswith("ba7816bf")


HOLD = """
import sys, time
from pathlib import Path
from verisieve.common.files import locked
with locked(Path(sys.argv[1]), "busy"):
    print("taken", flush=True)
    time.sleep(600)
"""


def test_a_lock_is_held_by_one_process_and_freed_by_its_end(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"taken\n"
        with pytest.raises(InputError, match="busy"), locked(tmp_path / "lock", "busy"):
            pass
        holder.kill()
    with locked(tmp_path / "lock", "busy"):
        pass


POSIX_ONLY = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "tty"}


@pytest.mark.slow
@pytest.mark.parametrize("part", ["common", "data_gen", "models", "train", "eval", "cli"])
def test_nothing_imports_what_windows_lacks(part):
    for path in (ROOT / part).rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Import):
                imported = {alias.name.partition(".")[0] for alias in node.names}
            else:
                imported = {node.module} if isinstance(node, ast.ImportFrom) else set()
            assert not imported & POSIX_ONLY, path


@pytest.mark.slow
def test_two_stage_is_there_without_fcntl():
    code = (
        "import sys, warnings; sys.modules['fcntl'] = None; warnings.simplefilter('ignore')\n"
        "from verisieve import TwoStage"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
