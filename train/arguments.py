"""The arguments of training, for `verisieve train` and for `accelerate launch train/run.py`."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("--data", type=Path, help="folder written by `verisieve generate`")
    parser.add_argument(
        "--labelled",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="labelled pairs (anchor, candidate, label) or paraphrases (text, paraphrase) to learn from",
    )
    parser.add_argument("--out", type=Path, required=True, help="run folder to write, or to continue")
    parser.add_argument("--config", help="recipe: a YAML file or the name of one in configs/")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="override a key of the train section"
    )
    parser.add_argument(
        "--device",
        metavar="NAME",
        help="cpu, or the kind of accelerator (default: that, if there is one)",
    )
    parser.add_argument("--json", action="store_true", help="print the result as one JSON object")
