"""`verisieve tradeoff`: what tuning the embedder would gain and cost, against the verifier."""

import argparse
from pathlib import Path

from ..common.configuration import load_config
from ..common.errors import InputError
from .options import add_device, add_json, print_result

HELP = "what tuning the embedder would gain and cost, against the verifier"
EXAMPLES = """
  verisieve tradeoff run --data pairs --near-miss pairs --retrieval scifact --out tradeoff
  verisieve tradeoff run --data pairs --near-miss pairs --retrieval scifact --out tradeoff --set steps=150
  verisieve tradeoff --retriever my-mpnet --data pairs --near-miss pairs --retrieval scifact --out tradeoff
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("run", nargs="?", help="run folder or published verifier; none: --retriever alone")
    parser.add_argument(
        "--retriever", metavar="MODEL", help="embedder, by folder or name, without a verifier"
    )
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
    import torch

    from ..eval.config import EvaluateConfig
    from ..eval.tradeoff import tradeoff
    from ..models.verifier import Verifier
    from ..train.dense import VARIANTS, DenseConfig, tune

    if (arguments.run is None) == (arguments.retriever is None):
        raise InputError("give a verifier's run, or an embedder with --retriever")
    device = arguments.device
    config = load_config(DenseConfig, "train", None, arguments.set)
    retriever = arguments.retriever
    if retriever is None:
        retriever = Verifier.from_pretrained(arguments.run, device=device).retriever.name
    tuned: dict[str, str] = {
        variant: str(tune(arguments.data, arguments.out / variant, variant, config, retriever, device))
        for variant in VARIANTS
    }
    out = arguments.out
    found = tradeoff(
        tuned,
        arguments.run,
        arguments.near_miss,
        arguments.retrieval,
        out,
        EvaluateConfig(),
        device,
        retriever,
        torch.bfloat16 if config.precision == "bf16" else torch.float32,
    )
    print_result(found, out / "tradeoff.md", arguments.json)
