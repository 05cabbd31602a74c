"""`verisieve sample`: pick the pairs of an unlabelled log that are worth a label."""

import argparse
import sys
from pathlib import Path

from ..common.errors import InputError
from .options import add_json, print_json

HELP = "pick the pairs of an unlabelled log that are worth a label"
EXAMPLES = """
  verisieve sample run --log requests.jsonl --n 200 --out to-label.csv
  verisieve sample default --log served.csv --n 500 --seed 1 --out to-label.tsv --json

A row of the log: query, candidate (or cached_query); it may have score, P(same), or what `verisieve verify`
writes; a log without scores is scored. Half of the pairs lie near the thresholds, half across all scores,
near-duplicates once. Fill in the column label (1 the same, 0 not), then calibrate on the file.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("run", help='run folder or published verifier; "default" is the bundled one')
    parser.add_argument(
        "--log", required=True, metavar="FILE", help="pairs without labels: .jsonl, .csv, .tsv or .parquet"
    )
    parser.add_argument("--n", type=int, default=200, help="how many pairs to pick (default: 200)")
    parser.add_argument("--seed", type=int, default=0, help="of the draw (default: 0)")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="new file to label: .csv, .tsv or .jsonl"
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Write the pairs to label."""
    from ..train.calibration.sample import sample

    if arguments.seed < 0:
        raise InputError(f"--seed {arguments.seed}: must be 0 or more")
    found = sample(arguments.run, arguments.log, arguments.n, arguments.seed, arguments.out)
    if arguments.json:
        print_json(found)
        return
    for note in found["left_out"]:
        print(f"{arguments.log}: {note}", file=sys.stderr)
    if found["considered"] < found["rows"] and found["scored"]:
        print(f"{arguments.log}: {found['considered']} pairs were scored", file=sys.stderr)
    print(f"{arguments.out}: {found['written']} pairs to label, of {found['rows']} rows")
