"""Options that several commands share, and how their results are printed."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add_configuration(parser: argparse.ArgumentParser) -> None:
    """Add --config and --set, which fill a command's configuration."""
    parser.add_argument("--config", help="recipe: a YAML file or the name of one in configs/")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="override a key of the command's section",
    )


def add_device(parser: argparse.ArgumentParser) -> None:
    """Add --device; entry.py refuses one that this machine lacks before the command starts."""
    parser.add_argument(
        "--device",
        metavar="NAME",
        help="cpu, cuda, cuda:1, mps (default: an accelerator if there is one)",
    )


def add_json(parser: argparse.ArgumentParser, help: str = "print the result as one JSON object") -> None:
    """Add --json."""
    parser.add_argument("--json", action="store_true", help=help)


def print_json(result: Any) -> None:
    """Print a result as one JSON object."""
    print_json_text(result, indent=2)


def print_json_text(result: Any, indent: int | None = None) -> None:
    """Print JSON at once, with escapes for letters that the output's encoding lacks."""
    text = json.dumps(result, indent=indent, ensure_ascii=False)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:  # no UTF-8 outside, or half of a surrogate pair
        text = json.dumps(result, indent=indent)
    print(text, flush=True)


def print_result(result: Any, report: Path, as_json: bool) -> None:
    """Print a result as JSON, or else the report on it."""
    if as_json:
        print_json(result)
    else:
        print(report.read_text(encoding="utf-8"))
