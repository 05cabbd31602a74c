"""`verisieve probe`: what an embedding model gets silently wrong on your texts."""

import argparse
from pathlib import Path

from ..common.configuration import load_config
from .options import add_device, add_json, print_result

HELP = "what an embedding model gets silently wrong on your texts"
EXAMPLES = """
  verisieve probe all-MiniLM-L6-v2 --corpus corpus.jsonl --out probe
  verisieve probe my-tuned-embedder --against all-MiniLM-L6-v2 --corpus corpus.jsonl --out probe
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("model", help="sentence-transformers model, by folder or Hub name")
    parser.add_argument("--corpus", nargs="+", required=True, help="as for `verisieve generate`")
    parser.add_argument("--against", metavar="OTHER", help="a second model, side by side")
    parser.add_argument(
        "--retrieval", type=Path, nargs="+", default=[], metavar="DIR", help="BEIR folders to measure as well"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for the report and the pairs")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="override a key of the generate section (max_sentences is 400 and alike 1 here)",
    )
    add_device(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Measure an embedding model on a corpus."""
    from ..data_gen.config import GenerateConfig
    from ..eval.probe import SETTINGS, probe

    overrides = [*(f"{key}={value}" for key, value in SETTINGS.items()), *arguments.set]
    config = load_config(GenerateConfig, "generate", None, overrides)
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    found = probe(
        arguments.model,
        arguments.corpus,
        out,
        arguments.against,
        arguments.retrieval,
        config,
        device=arguments.device,
    )
    print_result(found, out / "probe.md", arguments.json)
