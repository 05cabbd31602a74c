"""`verisieve compare`: two evaluations of the same sets, with significance."""

import argparse
from pathlib import Path

from .options import add_json, print_json

HELP = "two evaluations of the same sets, with significance"
EXAMPLES = """
  verisieve compare report-a report-b
  verisieve compare report-a report-b --scorer gate --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("first", type=Path, metavar="A", help="folder written by `verisieve evaluate`")
    parser.add_argument("second", type=Path, metavar="B", help="another one")
    parser.add_argument("--scorer", default="verifier", help="whose figures are compared")
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Compare two evaluations."""
    from ..eval.compare import compare, markdown

    rows = compare(arguments.first, arguments.second, arguments.scorer)
    if arguments.json:
        print_json(rows)
    else:
        print(markdown(rows, str(arguments.first), str(arguments.second)), end="")
