"""Processes that tests start: how long one may take, and some that need not import the package again.

To import the package and what it stands on takes seconds of a processor's time, most of what a command of a
test takes. Forks is one process that has done so; it forks another for each piece of code that a test runs,
with streams, arguments and an environment of its own, which ends as a new interpreter would.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HANGS = 1800
"""Seconds after which a process counts as hanging; one on a loaded machine is slow, which is no fault."""
VERISIEVE = "import sys; from verisieve.cli import main; sys.exit(main())"
"""What the command `verisieve` does."""
SERVER = """
import json, os, sys

import accelerate, datasets, sentence_transformers, spacy
import verisieve.cli, verisieve.data_gen.generate, verisieve.eval.run, verisieve.eval.publish
import verisieve.models.verifier, verisieve.models.cross_encoder_module, verisieve.models.token_store
import verisieve.train.loop, verisieve.train.run

def become(job):
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        os.dup2(os.open(job[name], os.O_WRONLY if number else os.O_RDONLY), number)
    os.environ.update(job["environment"])
    sys.argv = ["-c", *job["arguments"]]
    exec(compile(job["code"], "<a test>", "exec"), {"__name__": "__main__"})

asked, said = os.fdopen(int(sys.argv[1])), os.fdopen(int(sys.argv[2]), "w")
for line in asked:
    job = json.loads(line)
    if isinstance(job, dict):
        answer = os.fork()
        if answer == 0:
            asked.close(), said.close()
            become(job)
            sys.exit()
    else:
        ended, status = os.waitpid(abs(job), 0 if job > 0 else os.WNOHANG)
        answer = os.waitstatus_to_exitcode(status) if ended else None
    print(json.dumps(answer), file=said, flush=True)
"""


class Forks:
    """A process that forks others. environment: beside that of the tests, for it and all of them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        (theirs, self._asking), (self._hearing, mine) = os.pipe(), os.pipe()
        command = [sys.executable, "-W", "ignore", "-c", SERVER, str(theirs), str(mine)]
        self._process = subprocess.Popen(
            command, pass_fds=(theirs, mine), stdin=subprocess.DEVNULL, env=os.environ | environment
        )
        os.close(theirs)
        os.close(mine)
        self._to, self._from = os.fdopen(self._asking, "w"), os.fdopen(self._hearing)

    def start(self, code: str, *arguments: str | Path, stdin: bytes = b"", **environment: str) -> "Fork":
        """Start Python code in a process with these arguments and more of an environment."""
        return Fork(self, code, [str(argument) for argument in arguments], stdin, environment)

    def run(
        self, code: str, *arguments: str | Path, stdin: bytes = b"", **environment: str
    ) -> "subprocess.CompletedProcess[str]":
        """Start Python code, wait for its end, and return what it wrote and its exit code."""
        with self.start(code, *arguments, stdin=stdin, **environment) as fork:
            code_of_exit = fork.wait()
            return subprocess.CompletedProcess([code, *arguments], code_of_exit, fork.stdout, fork.stderr)

    def ask(self, job: Any) -> Any:
        """Send one line to the process and return what it says."""
        print(json.dumps(job), file=self._to, flush=True)
        return json.loads(self._from.readline())

    def close(self) -> None:
        """End the process."""
        self._to.close()
        self._from.close()
        self._process.wait(HANGS)


class Fork:
    """One process of Forks; its output is in files. A context that it does not outlive."""

    def __init__(
        self, forks: Forks, code: str, arguments: list[str], stdin: bytes, environment: Mapping[str, str]
    ) -> None:
        self._forks, self._folder = forks, tempfile.TemporaryDirectory(prefix="fork-")
        names = ("stdin", "stdout", "stderr")
        self._files = {name: Path(self._folder.name, name) for name in names}
        for name, file in self._files.items():
            file.write_bytes(stdin if name == "stdin" else b"")
        streams = {name: str(file) for name, file in self._files.items()}
        self.pid: int = forks.ask(
            {"code": code, "arguments": arguments, "environment": dict(environment), **streams}
        )
        self.returncode: int | None = None

    def __enter__(self) -> "Fork":
        return self

    def __exit__(self, *_: object) -> None:
        if self.poll() is None:
            os.kill(self.pid, 9)
            self.wait()
        self._folder.cleanup()

    @property
    def stdout(self) -> str:
        """What the process has written so far."""
        return self._files["stdout"].read_text(encoding="utf-8")

    @property
    def stderr(self) -> str:
        """What the process has said of errors so far."""
        return self._files["stderr"].read_text(encoding="utf-8")

    def poll(self) -> int | None:
        """Return the exit code, or None while the process runs."""
        if self.returncode is None:
            self.returncode = self._forks.ask(-self.pid)
        return self.returncode

    def wait(self) -> int:
        """Wait for the end and return the exit code; TimeoutError where there is none."""
        end = time.monotonic() + HANGS
        while self.poll() is None:
            if time.monotonic() > end:
                raise TimeoutError(f"process {self.pid} does not end")
            time.sleep(0.01)
        assert self.returncode is not None
        return self.returncode
