"""Write a finished run as the reference verifier of the package: `python -m verisieve.train.ship RUN FOLDER`.

Half precision, at most 8 MB of weights, and the scores of the run within what half precision costs. `make
reference` calls it at its end.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import yaml

from ..common.errors import InputError
from ..common.failures import ended
from ..common.files import write_json
from ..models.folder import weights_sha256
from ..models.layout import CALIBRATION, SUMMARY, TRAIN_CONFIG, WEIGHT_FILES
from ..models.verifier import Verifier, save_verifier

LARGEST = 8_000_000
"""Bytes that the weights may take."""
TOLERANCE = 0.01
"""No probability may move by more."""
PAIRS = [
    ("The dog bit the man.", "The man bit the dog."),
    ("The tenant pays the landlord a late fee.", "A late fee is paid to the landlord by the tenant."),
    ("Rome is closer than Paris.", "Interest is paid every month."),
    ("The report was not published in May.", "The report was published in May."),
]


def ship(run: Path, folder: Path, licenses: Sequence[str] = ()) -> int:
    """Write the run's verifier into a folder in half precision; return how many bytes the weights take.

    licenses: of the texts it was trained on, beside those that its summary names.

    Raises InputError for a run with a source marked research, for one of mode full (its retriever would have
    to be shipped too), for weights that are too large, and for scores that half precision would change.
    """
    _refuse_research(run)
    verifier = Verifier.from_pretrained(run, device="cpu")
    if verifier.config.mode == "full":
        raise InputError(f"{run}: mode full has a retriever of its own; ship a run of mode frozen or lora")
    save_verifier(
        folder, verifier.config, verifier.interaction, verifier.retriever, verifier.adapter, torch.float16
    )
    size = sum(path.stat().st_size for path in folder.rglob(WEIGHT_FILES))
    if size > LARGEST:
        raise InputError(f"{folder}: {size} bytes of weights, more than {LARGEST}; train a smaller model")
    shipped = Verifier.from_pretrained(folder, retriever=verifier.retriever)
    difference = float(np.abs(shipped.probabilities(PAIRS) - verifier.probabilities(PAIRS)).max())
    if difference > TOLERANCE:
        raise InputError(f"{folder}: half precision moves a probability by {difference:.3f}")
    for name in (CALIBRATION, TRAIN_CONFIG):
        shutil.copyfile(run / name, folder / name)
    summary = json.loads((run / SUMMARY).read_text(encoding="utf-8"))
    known = sorted({*summary.get("licenses", []), *licenses})
    write_json(folder / SUMMARY, summary | {"weights_sha256": weights_sha256(folder), "licenses": known})
    return size


def _refuse_research(run: Path) -> None:
    """Raise InputError where the run learned from a source whose licence forbids shipping what it taught."""
    recipe = yaml.safe_load((run / TRAIN_CONFIG).read_text(encoding="utf-8"))["train"]
    marked = [
        name for name, source in (recipe.get("sources") or {}).items() if source["licence"] == "research"
    ]
    if marked:
        raise InputError(
            f"{run}: learned from {', '.join(marked)}, marked as research: these weights must not be "
            "shipped; train without, or mark what is free as free"
        )


def main() -> None:
    """Entry of `python -m verisieve.train.ship`."""
    parser = argparse.ArgumentParser(description="Write a finished run as the package's reference verifier.")
    parser.add_argument("run", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--license", action="append", default=[], help="of the texts it was trained on")
    arguments = parser.parse_args()
    size = ship(arguments.run, arguments.folder, arguments.license)
    print(f"{arguments.folder}: {size} bytes of weights")


if __name__ == "__main__":
    sys.exit(ended("ship", main))
