"""Draws docs/images/tradeoff.svg: the plot of a `verisieve tradeoff` by itself, for the README.

python docs/images/tradeoff.py TRADEOFF/tradeoff.json docs/images/tradeoff.svg
"""

import json
import sys
from pathlib import Path

from verisieve.eval.tradeoff import plot

COLOURS = ("#6b7682", "#d9822b", "#c0504d", "#8e6bbf", "#0f8a7e")
STYLE = """
svg { background: #ffffff; } text { fill: #4d5965; font: 11px system-ui, sans-serif; }
.label { fill: #14181d; font-weight: 600; } .grid { stroke: #dfe4e9; stroke-width: 1; }
"""


def main() -> None:
    """Draw the plot of the given result into the given file."""
    result = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    colours = "".join(f".s{n} {{ fill: {colour}; }}\n" for n, colour in enumerate(COLOURS))
    opening, _, rest = str(plot(result["systems"])).partition(">")
    opening = opening.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg" width="690" height="390"')
    Path(sys.argv[2]).write_text(f"{opening}><style>{STYLE}{colours}</style>{rest}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
