"""Verdicts on a terminal: coloured, with the reason and the deciding words marked."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ...eval.reporting.explain import reason
from ...models.verifier import Verdict
from .input import Request

LOOK = {
    "same": ("✓ same", "green"),
    "near_miss": ("✗ near-miss", "red"),
    "unsure": ("? unsure", "yellow"),
    "other": ("· other", "blue"),
}
DECIDING = "bold reverse red"


class TerminalWriter:
    """Prints requests and their verdicts; the query once for candidates that follow one another."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.query: str | None = None

    def write(self, request: Request, verdicts: list[Verdict]) -> None:
        """Print one request."""
        if request.query != self.query:
            self.console.print()
            self.console.print(Text.assemble(("query ", "dim"), (printable(request.query), "bold")))
            self.query = request.query
        for candidate, verdict in zip(request.candidates, verdicts, strict=True):
            name, colour = LOOK[verdict.answer]
            row = Table.grid(padding=(0, 1, 0, 0))
            row.add_column(width=11)
            row.add_column()
            row.add_row(Text(name, f"bold {colour}"), marked(candidate, verdict))
            row.add_row("", Text(printable(reason(verdict)), "dim"))
            self.console.print()
            self.console.print(row)


def marked(candidate: str, verdict: Verdict) -> Text:
    """Return the candidate with its deciding words marked."""
    text = Text(printable(candidate))
    for start, end in verdict.spans:
        text.stylize(DECIDING, start, end)
    return text


def printable(text: str) -> str:
    """Return a text of the same length that cannot steer the terminal: no control characters, one line.

    >>> printable("a\\nb \\x1b[2Jc")
    'a b �[2Jc'
    """
    return "".join(
        c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text
    )
