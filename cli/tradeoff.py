"""`verisieve tradeoff`: what tuning the embedder would gain and cost, against the verifier."""

import argparse
from pathlib import Path

from ..common.configuration import load_config
from .options import add_device, add_json, print_result

HELP = "what tuning the embedder would gain and cost, against the verifier"
EXAMPLES = """
  verisieve tradeoff run --data pairs --near-miss pairs --retrieval scifact --out tradeoff
  verisieve tradeoff run --data pairs --near-miss pairs --retrieval scifact --out tradeoff --set steps=150
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("run", help="run folder or published verifier")
    parser.add_argument("--data", type=Path, required=True, help="pairs that copies of its retriever learn")
    parser.add_argument("--near-miss", type=Path, nargs="+", required=True, metavar="FILE")
    parser.add_argument("--retrieval", type=Path, nargs="+", required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, help="folder for the report and tuned embedders")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="steps, batch_size, learning_rate, ...",
    )
    add_device(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Tune embedders and set them against the verifier."""
    from ..eval.config import EvaluateConfig
    from ..eval.tradeoff import tradeoff
    from ..models.verifier import Verifier
    from ..train.dense import VARIANTS, DenseConfig, tune

    device = arguments.device
    config = load_config(DenseConfig, "train", None, arguments.set)
    retriever = Verifier.from_pretrained(arguments.run, device=device).retriever.name
    tuned: dict[str, str] = {
        variant: str(tune(arguments.data, arguments.out / variant, variant, config, retriever, device))
        for variant in VARIANTS
    }
    out = arguments.out
    found = tradeoff(
        tuned, arguments.run, arguments.near_miss, arguments.retrieval, out, EvaluateConfig(), device
    )
    print_result(found, out / "tradeoff.md", arguments.json)
