"""`verisieve verify`: judge candidates as they arrive; JSON lines in, JSON lines out."""

import argparse
from pathlib import Path

from ...common.errors import InputError
from ..options import add_device, add_json

HELP = "judge candidates as they arrive; JSON lines in, JSON lines out"
EXAMPLES = """
  verisieve verify run --query "Rome is closer than Paris." --candidates candidates.txt
  verisieve verify run requests.jsonl > answers.jsonl
  retrieve | verisieve verify run | jq 'select(.verdict.answer == "same")'
  verisieve verify run requests.jsonl --explain why.html

A line in: {"query": "...", "candidate": "..."}      out: the same with "verdict": {"answer": ...}
       or: {"query": "...", "candidates": ["..."]}   out: the same with "verdicts": [{"answer": ...}]
Every line is answered as soon as it has arrived. On a terminal the output is coloured instead.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument(
        "run", metavar="MODEL", help='run folder or published verifier; "default" is the bundled one'
    )
    parser.add_argument(
        "requests",
        nargs="?",
        metavar="FILE",
        help='JSON lines with a "query" and a "candidate" or "candidates"; other keys are kept '
        "(default: - for standard input)",
    )
    parser.add_argument("--query", metavar="TEXT", help="one query for all: then every line is a candidate")
    parser.add_argument(
        "--candidates", metavar="FILE", help="with --query: one candidate per line (default: standard input)"
    )
    parser.add_argument(
        "--explain", type=Path, metavar="FILE.html", help="also write a page that shows why, with heat maps"
    )
    add_device(parser)
    add_json(parser, "JSON lines even on a terminal")


def run(arguments: argparse.Namespace) -> None:
    """Judge candidates."""
    from .command import verify

    query, requests, candidates = arguments.query, arguments.requests, arguments.candidates
    if query is None and candidates is not None:
        raise InputError("--candidates needs --query TEXT; without it give a file of JSON lines")
    if query is not None and requests is not None:
        raise InputError(f"{requests}: with --query, give the candidates with --candidates FILE")
    source = requests or candidates or "-"
    verify(arguments.run, source, query, arguments.explain, arguments.json, arguments.device)
