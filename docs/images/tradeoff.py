"""Draws docs/images/tradeoff.svg: the plot of a `verisieve tradeoff` by itself, for the README.

python docs/images/tradeoff.py TRADEOFF/tradeoff.json docs/images/tradeoff.svg
"""

import json
import sys
from pathlib import Path

from verisieve.eval.reporting.plots import standalone
from verisieve.eval.tradeoff import plot

COLOURS = ("#6b7682", "#d9822b", "#c0504d", "#8e6bbf", "#0f8a7e")


def main() -> None:
    """Draw the plot of the given result into the given file."""
    result = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    Path(sys.argv[2]).write_text(standalone(plot(result["systems"]), COLOURS), encoding="utf-8")


if __name__ == "__main__":
    main()
