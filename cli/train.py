"""`verisieve train`: fit a verifier on generated pairs."""

import argparse

from ..train.arguments import add_arguments

HELP = "fit a verifier on generated pairs"
EXAMPLES = """
  verisieve train --data pairs --out run --config minilm
  verisieve train --data pairs --out run --config minilm --set retriever=my-embedder --set steps=3000
  verisieve train --data pairs --out run --json

The same command goes on with a run that was interrupted.
"""

__all__ = ["EXAMPLES", "HELP", "add_arguments", "run"]


def run(arguments: argparse.Namespace) -> None:
    """Train a verifier."""
    from ..train.run import run as train

    train(arguments)
