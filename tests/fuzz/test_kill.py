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


COMMANDS = ("generate", "backtranslate", "train", "evaluate", "publish", "store")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What kill.py says of each command; one process, because it imports for longer than it kills."""
    script, folder = Path(__file__).with_name("kill.py"), tmp_path_factory.mktemp("kill") / "work"
    done = subprocess.run(
        [sys.executable, str(script), *COMMANDS, "--kills", KILLS, "--folder", str(folder)],
        capture_output=True,
        text=True,
        timeout=6 * 7200,
    )
    assert done.stdout, done.stderr[-3000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["command"]: line for line in lines} | {"stderr": done.stderr[-3000:]}


@pytest.mark.slow
@pytest.mark.parametrize("command", COMMANDS)
def test_killed_commands_finish_with_the_same_bytes(command, found):
    assert command in found, found["stderr"]
    assert "failure" not in found[command], found[command]["failure"]
    assert found[command]["kills"] == int(KILLS)
