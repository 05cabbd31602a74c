"""Draws docs/images/terminal.svg: what `verisieve verify` prints on a terminal, of verdicts of a verifier.

python docs/images/terminal.py MODEL docs/images/terminal.svg
"""

import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from verisieve import Verifier
from verisieve.cli.verify.input import Request
from verisieve.cli.verify.terminal import TerminalWriter

WIDTH = 92
THEME = TerminalTheme(
    (20, 24, 29),
    (228, 232, 236),
    [
        (20, 24, 29),
        (224, 82, 70),
        (47, 184, 120),
        (217, 160, 74),
        (91, 141, 239),
        (182, 140, 232),
        (47, 184, 166),
        (200, 205, 211),
    ],
)
REQUESTS = (
    (
        "The tenant pays the landlord for small repairs.",
        "Small repairs are paid to the landlord by the tenant.",
        "The landlord pays the tenant for small repairs.",
        "The tenant never pays the landlord for small repairs.",
        "Rent is due on the first working day of the month.",
    ),
    (
        "The small company acquired the large bank.",
        "The large bank was acquired by the small company.",
        "The large company acquired the small bank.",
    ),
)


def draw(model: str) -> str:
    """Return the SVG of a verifier's verdicts on REQUESTS."""
    verifier = Verifier.from_pretrained(model)
    with Path("/dev/null").open("w") as nowhere:
        console = Console(
            record=True, width=WIDTH, force_terminal=True, color_system="truecolor", file=nowhere
        )
        console.print(Text.assemble(("$ ", "green"), "verisieve verify run requests.jsonl"))
        writer = TerminalWriter(console)
        for query, *candidates in REQUESTS:
            verdicts = verifier.verify(query, candidates)
            writer.write(Request({}, query, tuple(candidates), True), verdicts)
        svg = console.export_svg(title="verisieve verify", theme=THEME, unique_id="verisieve")
    return re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # fonts from elsewhere


if __name__ == "__main__":
    model, target = sys.argv[1:]
    Path(target).write_text(draw(model), encoding="utf-8")
