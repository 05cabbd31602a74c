"""`verisieve backtranslate`: make natural paraphrases of a corpus's sentences, for generate."""

import argparse
from pathlib import Path

from ..common.configuration import load_config
from ..data_gen.back_translation.fidelity import MIN_COSINE
from ..data_gen.back_translation.translator import BACK, THERE
from .options import add_configuration, add_device, add_json, print_json

HELP = "make natural paraphrases of a corpus's sentences, for generate"
EXAMPLES = """
  verisieve backtranslate corpus.jsonl --out paraphrases.jsonl
  verisieve backtranslate corpus.jsonl --out paraphrases.jsonl --there "my-mt en de" --back "my-mt de en"

Then: verisieve generate corpus.jsonl paraphrases.jsonl --out pairs. Needs a translator that reads lines and
writes lines; the default is Apertium through Spanish (on Debian: apt install apertium apertium-eng-spa). The
same command goes on with a run that was interrupted.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument(
        "corpora", nargs="+", metavar="CORPUS", help="file, folder or Hugging Face dataset; see the README"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="JSON lines to write: id, text, paraphrase"
    )
    for side, command in (("there", THERE), ("back", BACK)):
        parser.add_argument(
            f"--{side}",
            default=command,
            metavar="COMMAND",
            help=f"translates lines {side}, from standard input to standard output (default: {command})",
        )
    parser.add_argument(
        "--min-cosine",
        type=float,
        default=MIN_COSINE,
        metavar="COSINE",
        help=f"drop a paraphrase that the retriever finds farther from its source (default: {MIN_COSINE})",
    )
    parser.add_argument(
        "--retriever", metavar="NAME", help="whose vectors are compared (default: all-MiniLM-L6-v2), or none"
    )
    add_configuration(parser)
    add_device(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Make paraphrase records of a corpus's sentences and print what became of them."""
    from ..data_gen.back_translation.run import BackTranslation, back_translate
    from ..data_gen.config import GenerateConfig

    config = load_config(GenerateConfig, "generate", arguments.config, arguments.set)
    how, encoder = BackTranslation(arguments.there, arguments.back, arguments.min_cosine), None
    if arguments.retriever != "none":
        from ..models.retriever import Retriever

        encoder = Retriever.load(arguments.retriever, arguments.device)
    counts = back_translate(arguments.corpora, arguments.out, how, config, encoder)
    if arguments.json:
        print_json(counts)
    else:
        dropped = ", ".join(f"{n} {name}" for name, n in counts.items() if n and name not in ("read", "kept"))
        print(f"{arguments.out}: {counts['kept']} paraphrases of {counts['read']} sentences ({dropped})")
