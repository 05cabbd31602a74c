"""SIGKILL at random moments: the same command then finishes with the bytes of an undisturbed run.

A few kills of each command here; more with `VERISIEVE_KILLS=30 pytest tests/fuzz/test_kill.py`.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

KILLS = os.environ.get("VERISIEVE_KILLS", "2")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    return tmp_path_factory.mktemp("kill") / "inputs"


@pytest.mark.parametrize("command", ["generate", "backtranslate", "train", "evaluate", "publish", "store"])
def test_killed_commands_finish_with_the_same_bytes(command, inputs, tmp_path):
    script = Path(__file__).with_name("kill.py")
    arguments = [command, "--kills", KILLS, "--folder", str(tmp_path / "work"), "--inputs", str(inputs)]
    done = subprocess.run(
        [sys.executable, str(script), *arguments], capture_output=True, text=True, timeout=7200
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout)["kills"] == int(KILLS)
