"""`verisieve calibrate`: choose temperature and thresholds anew, on labelled pairs of your own."""

import argparse
from pathlib import Path

from ..common.errors import InputError
from .options import add_device, add_json, print_result

HELP = "choose temperature and thresholds anew, on labelled pairs of your own"
EXAMPLES = """
  verisieve calibrate default --pairs labelled.csv --out tuned
  verisieve calibrate run --pairs log.jsonl more.csv --budget 0.05 --bound conformal --out tuned
  verisieve calibrate run --pairs labelled.csv --out tuned --json

The file has the columns anchor, candidate, label (1 the same, 0 not) and may have group; rows without a label
are left out. `verisieve sample` picks pairs of a log to label.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("run", help='run folder or published verifier; "default" is the bundled one')
    parser.add_argument(
        "--pairs",
        action="extend",
        nargs="+",
        required=True,
        metavar="FILE",
        help="labelled pairs or triplets (.jsonl, .csv, .tsv, .parquet), or a set of the Hub",
    )
    parser.add_argument(
        "--budget",
        type=float,
        default=0.02,
        metavar="SHARE",
        help="of near-misses that may be served, and of pairs that mean the same that may be dropped "
        "(default: 0.02)",
    )
    parser.add_argument(
        "--bound",
        choices=("clopper_pearson", "conformal"),
        default="clopper_pearson",
        help="the budget holds with 95 %% confidence (default), or on average over such sets of labels",
    )
    parser.add_argument("--seed", type=int, default=0, help="of the halves (default: 0)")
    parser.add_argument("--out", type=Path, required=True, help="new run folder")
    add_device(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Calibrate a run and print what was reached."""
    from ..common.files import check_new_folder
    from ..data_gen.labelled.pair_set import joined
    from ..data_gen.labelled.read import read_labelled
    from ..eval.reporting.calibrated import REPORT, write_report
    from ..train.calibration.folder import write_run
    from ..train.calibration.labelled import calibrate

    check_new_folder(arguments.out)
    if arguments.seed < 0:
        raise InputError(f"--seed {arguments.seed}: must be 0 or more")
    pairs = joined([read_labelled(path, both_labels=False, skip_unlabelled=True) for path in arguments.pairs])
    found = calibrate(
        arguments.run, pairs, arguments.budget, arguments.bound, arguments.seed, device=arguments.device
    )
    write_run(found, arguments.out, lambda folder: write_report(found.report, folder))
    print_result(found.report, arguments.out / REPORT, arguments.json)
