"""`verisieve publish`: write the card and upload a run or a dataset to the Hub."""

import argparse
from pathlib import Path

from .options import add_json, print_json

HELP = "write the card and upload a run or a dataset to the Hub"
EXAMPLES = """
  verisieve publish run --dry-run hub-folder
  verisieve publish run --repo my-org/my-verifier
  verisieve publish run --repo my-org/my-verifier --license cc-by-sa-4.0 --license news.jsonl=cc-by-sa-4.0
  verisieve publish pairs --repo my-org/my-pairs --license cc-by-4.0 --public
  verisieve publish default --dry-run hub-folder
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument(
        "run",
        type=Path,
        help="run folder, default (the package's verifier), or dataset folder of `verisieve generate`",
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
        help="licence of a verifier's weights, or of a dataset's source texts; CORPUS=ID: of one corpus. An "
        "identifier of the Hub (cc-by-4.0)",
    )
    parser.add_argument(
        "--overwrite-card",
        action="store_true",
        help="write a new card even over one that was edited by hand, in the folder or on the Hub",
    )
    parser.add_argument(
        "--examples",
        type=int,
        default=5,
        metavar="N",
        help="pairs of the evaluation that the verifier gets wrong, shown on the card (0: none; their texts "
        "become public with the card)",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Write or upload a run or a dataset."""
    from ..data_gen.publish.publish import is_dataset, publish_dataset
    from ..eval.publish import publish

    options = {
        "private": not arguments.public,
        "licenses": arguments.license,
        "overwrite_card": arguments.overwrite_card,
    }
    if is_dataset(arguments.run):
        place = publish_dataset(arguments.run, arguments.repo, arguments.dry_run, **options)
    else:
        options["examples"] = arguments.examples
        place = publish(arguments.run, arguments.repo, arguments.dry_run, **options)
    if arguments.json:
        print_json({"place": place, "dry_run": arguments.dry_run is not None})
    else:
        print(place)
