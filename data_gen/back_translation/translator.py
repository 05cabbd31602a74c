"""A translator as a command that reads lines and writes lines: what back-translation drives.

Any will do: a rule-based one such as Apertium (Forcada et al. 2011, Apertium: a free/open-source platform for
rule-based machine translation), or a script around a neural model.
"""

import shlex
import shutil
import subprocess
from collections.abc import Sequence

from ...common.errors import InputError

THERE, BACK = "apertium -u eng-spa", "apertium -u spa-eng_US"


class Translator:
    """Runs a command on lines of text. Raises InputError where the program is not installed."""

    def __init__(self, command: str) -> None:
        try:
            self.arguments = shlex.split(command)
        except ValueError as error:
            raise InputError(f"{command!r}: not a command: {error}") from None
        self.command = command
        if not self.arguments or shutil.which(self.arguments[0]) is None:
            raise InputError(
                f"{command!r}: no such program; install it (the default needs Debian's packages apertium and "
                "apertium-eng-spa), or name another that reads and writes lines with --there and --back"
            )

    def translate(self, lines: Sequence[str]) -> list[str]:
        """Return one line for each, in order; InputError where the command fails or loses count."""
        if not lines:
            return []
        done = subprocess.run(
            self.arguments, input="".join(f"{line}\n" for line in lines), capture_output=True, text=True
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
