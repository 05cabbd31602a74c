"""The command line: `verisieve generate | audit | train | evaluate | verify | publish | demo | ...`.

Only parses arguments and calls the stage; heavy modules are imported by the command that needs them.
Bad input (InputError) is printed and exits with code 2.
"""

import argparse
import os
import sys
from typing import Any

from .._version import __version__
from ..common.errors import InputError
from . import (
    audit,
    backtranslate,
    compare,
    completion,
    demo,
    evaluate,
    generate,
    probe,
    publish,
    tradeoff,
    train,
    verify,
)

COMMANDS: tuple[Any, ...] = (
    generate,
    backtranslate,
    audit,
    train,
    evaluate,
    compare,
    probe,
    tradeoff,
    verify,
    publish,
    demo,
    completion,
)
"""The modules of the commands, in the order of the help; each has HELP, EXAMPLES, add_arguments and run."""

EPILOG = """examples:
  verisieve generate corpus.jsonl --out pairs
  verisieve audit pairs --out pairs
  verisieve train --data pairs --out run --config minilm
  verisieve evaluate run --near-miss pairs --retrieval scifact --out report
  verisieve verify run --query "Rome is closer than Paris." --candidates candidates.txt
  verisieve publish run --dry-run hub-folder
"""


def main(argv: list[str] | None = None) -> int:
    """Run a command; return its exit code: 0, 1 for a failed check, 2 for bad input, 130 when interrupted."""
    arguments = build_parser().parse_args(argv)
    try:
        if getattr(arguments, "device", None) is not None:
            from ..models.device import usable_device

            usable_device(arguments.device)
        code: int | None = arguments.command(arguments)
        sys.stdout.flush()
    except InputError as error:
        print(f"verisieve: error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("verisieve: interrupted; the same command continues where it can", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code or 0


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="verisieve",
        description="Train small verifiers that catch near-misses behind a frozen retriever.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"verisieve {__version__}")
    added = parser.add_subparsers(required=True, metavar="COMMAND")

    for command in COMMANDS:
        name = command.__name__.rpartition(".")[2]
        subparser = added.add_parser(
            name,
            help=command.HELP,
            description=f"{command.HELP[0].upper()}{command.HELP[1:]}.",
            epilog=f"examples:{command.EXAMPLES}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_arguments(subparser)
        subparser.set_defaults(command=command.run)
    return parser
