"""`verisieve publish`: write the card and upload a run or a dataset to the Hub."""

import argparse
from pathlib import Path

from .options import add_json, print_json

HELP = "write the card and upload a run or a dataset to the Hub"
EXAMPLES = """
  verisieve publish run --dry-run hub-folder
  verisieve publish run --repo my-org/my-verifier
  verisieve publish pairs --repo my-org/my-pairs --license cc-by-4.0 --public
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument(
        "run", type=Path, help="run folder, or dataset folder written by `verisieve generate`"
    )
    parser.add_argument("--repo", metavar="ORG/NAME", help="repository on the Hugging Face Hub")
    parser.add_argument(
        "--dry-run", type=Path, metavar="DIR", help="write what would be uploaded to DIR and stop"
    )
    parser.add_argument("--public", action="store_true", help="make a new repository public")
    parser.add_argument(
        "--license",
        action="append",
        default=[],
        metavar="[CORPUS=]ID",
        help="datasets: the licence of the source texts, as an identifier of the Hub (cc-by-4.0)",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Write or upload a run or a dataset."""
    from ..data_gen.publish import is_dataset, publish_dataset
    from ..eval.publish import publish

    run, dry_run, private = arguments.run, arguments.dry_run, not arguments.public
    if is_dataset(run):
        place = publish_dataset(run, arguments.repo, dry_run, private, arguments.license)
    else:
        place = publish(run, arguments.repo, dry_run, private=private)
    if arguments.json:
        print_json({"place": place, "dry_run": dry_run is not None})
    else:
        print(place)
