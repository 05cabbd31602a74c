"""A back end: commands that read lines and write lines, one for each.

One that rewords, or two that translate there and back. Any will do: a rule-based translator such as Apertium
(Forcada et al. 2011, Apertium: a free/open-source platform for rule-based machine translation), or a script
around a neural model.
"""

import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ...common.errors import InputError
from .backend import Answers, Size

THERE, BACK = "apertium -u eng-spa", "apertium -u spa-eng_US"


class Command:
    """Runs a command on lines of text. Raises InputError where the program is not installed."""

    def __init__(self, command: str) -> None:
        try:
            self.arguments = shlex.split(command)
        except ValueError as error:
            raise InputError(f"{command!r}: not a command: {error}") from None
        self.command = command
        if not self.arguments or shutil.which(self.arguments[0]) is None:
            advice = "install it, or name another that reads lines and writes one for each"
            if command in (THERE, BACK):
                advice = (
                    "install it (Debian's packages apertium and apertium-eng-spa), or name another that "
                    "reads lines and writes one for each with --there and --back"
                )
            raise InputError(f"{command!r}: no such program; {advice}")

    def run(self, lines: Sequence[str]) -> list[str]:
        """Return one line for each, in order; InputError where the command fails or loses count."""
        if not lines:
            return []
        done = subprocess.run(
            self.arguments,
            input="".join(f"{line}\n" for line in lines),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        if done.returncode != 0:
            reason = (done.stderr.strip() or "no message").splitlines()[-1]
            raise InputError(f"{self.command!r}: exit code {done.returncode}: {reason}")
        found = done.stdout.removesuffix("\n").split("\n")
        if len(found) != len(lines):
            raise InputError(
                f"{self.command!r}: wrote {len(found)} lines for {len(lines)}; it must write one for each"
            )
        return found


class Commands:
    """The back end: one command after the other on every sentence."""

    def __init__(self, *commands: str) -> None:
        self.commands = [Command(command) for command in commands]

    def identity(self) -> dict[str, Any]:
        """Return the commands as they were given."""
        return {"commands": [command.command for command in self.commands]}

    def estimate(self, size: Callable[[], Size]) -> None:
        """Return None: nobody pays."""

    def paraphrase(self, sentences: Sequence[str]) -> Iterator[Answers]:
        """Yield all answers at once."""
        lines = list(sentences)
        for command in self.commands:
            lines = command.run(lines)
        yield Answers(dict(enumerate(lines)))
