"""`verisieve generate`: make near-miss pairs from a corpus."""

import argparse
import json
from pathlib import Path

from ..common.configuration import load_config
from .options import add_configuration, add_json, print_json

HELP = "make near-miss pairs from a corpus"
EXAMPLES = """
  verisieve generate corpus.jsonl --out pairs
  verisieve generate texts/ paraphrases.csv --out pairs --config minilm --set max_sentences=2000
  verisieve generate corpus.txt --out triplets --format triplets
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument(
        "corpora", nargs="+", metavar="CORPUS", help="file, folder or Hugging Face dataset; see the README"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder to write the dataset to")
    parser.add_argument(
        "--format", choices=("pairs", "triplets"), default="pairs", help="triplets for sentence-transformers"
    )
    add_configuration(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Make pairs from corpora and print where they are."""
    from ..data_gen.config import GenerateConfig
    from ..data_gen.generate import generate

    config = load_config(GenerateConfig, "generate", arguments.config, arguments.set)
    manifest = generate(arguments.corpora, arguments.out, config, output_format=arguments.format)
    if arguments.json:
        print_json(manifest)
    else:
        print(f"{arguments.out}: {json.dumps(manifest['rows'])}")
