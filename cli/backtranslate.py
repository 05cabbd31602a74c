"""`verisieve backtranslate`: `paraphrase` with two commands that translate, there and back."""

import argparse

from ..data_gen.paraphrasing.command import BACK, THERE
from .paraphrase import add_corpus, add_sieve, reword

HELP = "make natural paraphrases of a corpus's sentences by translating there and back, for generate"
EXAMPLES = """
  verisieve backtranslate corpus.jsonl --out paraphrases.jsonl
  verisieve backtranslate corpus.jsonl --out paraphrases.jsonl --there "my-mt en de" --back "my-mt de en"

Then: verisieve generate corpus.jsonl paraphrases.jsonl --out pairs. Needs a translator that reads lines and
writes lines; the default is Apertium through Spanish (on Debian: apt install apertium apertium-eng-spa). The
same as `verisieve paraphrase --command THERE --back BACK`; the same command goes on with a run that was
interrupted.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    add_corpus(parser)
    for side, command in (("there", THERE), ("back", BACK)):
        parser.add_argument(
            f"--{side}",
            default=command,
            metavar="COMMAND",
            help=f"translates lines {side}, from standard input to standard output (default: {command})",
        )
    add_sieve(parser)


def run(arguments: argparse.Namespace) -> None:
    """Make paraphrase records of a corpus's sentences and print what became of them."""
    from ..data_gen.paraphrasing.command import Commands

    reword(arguments, Commands(arguments.there, arguments.back))
