"""The command line: `verisieve generate | audit | train | evaluate | verify | publish | demo | ...`.

Only parses arguments and calls the stage; heavy modules are imported by the command that needs them.
Bad input (InputError) is printed and exits with code 2.
"""

import argparse
import signal
import sys
from typing import Any

from .._version import __version__
from ..common.errors import InputError
from ..common.failures import explained
from ..common.process import Stopped, check_arguments, drop_output, stoppable, streams_for_any_text
from . import (
    audit,
    backtranslate,
    calibrate,
    compare,
    completion,
    demo,
    evaluate,
    generate,
    paraphrase,
    probe,
    publish,
    rules,
    sample,
    serve,
    tradeoff,
    train,
    verify,
)

COMMANDS: tuple[Any, ...] = (
    generate,
    paraphrase,
    backtranslate,
    audit,
    rules,
    train,
    sample,
    calibrate,
    evaluate,
    compare,
    probe,
    tradeoff,
    verify,
    serve,
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
  verisieve calibrate run --pairs labelled.csv --budget 0.05 --out run-tuned
  verisieve verify run --query "Rome is closer than Paris." --candidates candidates.txt
  verisieve serve run --port 8080
  verisieve publish run --dry-run hub-folder
"""


def main(argv: list[str] | None = None) -> int:
    """Run a command; return its exit code.

    0; 1 for a failed check; 2 for bad input and for what the machine refuses (full disk, memory); 128 + n
    when signal n ended it.
    """
    with streams_for_any_text(), stoppable():
        try:
            check_arguments(sys.argv[1:] if argv is None else argv)
            arguments = build_parser().parse_args(argv)
            if getattr(arguments, "device", None) is not None:
                from ..models.encoder.device import usable_device

                usable_device(arguments.device)
            code: int | None = arguments.command(arguments)
            if sys.stdout is not None:
                sys.stdout.flush()
        except InputError as error:
            return failed(str(error))
        except KeyboardInterrupt:
            return stopped(signal.SIGINT)
        except Stopped as stop:
            return stopped(stop.number)
        except BrokenPipeError:
            drop_output()
            return 0
        except Exception as error:
            line = explained(error)
            if line is None:
                raise
            drop_output()
            return failed(line)
    return code or 0


def failed(line: str) -> int:
    """Say what is wrong; return the exit code."""
    print(f"verisieve: error: {line}", file=sys.stderr)
    return 2


def stopped(number: int) -> int:
    """Say that a signal ended the command; return the exit code."""
    print("verisieve: interrupted; the same command continues where it can", file=sys.stderr)
    return 128 + number


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
        subparser.set_defaults(command=command.run, parser=parser)
    return parser
