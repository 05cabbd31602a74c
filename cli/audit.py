"""`verisieve audit`: what a generated dataset holds, and what gives its labels away."""

import argparse
from pathlib import Path

from .options import add_device, add_json, print_json

HELP = "what a generated dataset holds, and what gives its labels away"
EXAMPLES = """
  verisieve audit pairs
  verisieve audit pairs --out pairs --strict
  verisieve audit pairs --retriever none --json
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("dataset", type=Path, help="folder written by `verisieve generate`")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write audit.json, audit.html and browse.html; may be the dataset's",
    )
    add_device(parser)
    add_json(parser)
    parser.add_argument(
        "--retriever",
        metavar="NAME",
        help="frozen encoder of the blind audit (default: all-MiniLM-L6-v2), or none",
    )
    parser.add_argument(
        "--rows", type=int, default=60_000, help="about how many rows to sample (default: 60000)"
    )
    parser.add_argument(
        "--per-rule", type=int, default=12, help="pairs of each rule in browse.html (default: 12)"
    )
    parser.add_argument(
        "--strict", action="store_true", help="exit with code 1 unless the blind audit passes"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check a dataset; 1 where a check failed."""
    from rich.console import Console

    from ..data_gen.audit.audit import audit
    from ..data_gen.audit.report import print_audit, write_audit

    encoder = None
    if arguments.retriever != "none":
        from ..models.retriever import Retriever
        from ..models.scorers.shared_states import SharedStates

        retriever = Retriever.load(arguments.retriever, arguments.device)
        encoder = SharedStates(retriever, with_states=False).pooled  # with progress
    findings = audit(arguments.dataset, encoder, arguments.rows)
    if arguments.out is not None:
        write_audit(findings, arguments.dataset, arguments.out, arguments.per_rule)
    if arguments.json:
        print_json(findings)
    else:
        console = Console()
        print_audit(findings, console if console.is_terminal else Console(width=120))
    return 1 if arguments.strict and findings["blind"]["passed"] is not True else 0
