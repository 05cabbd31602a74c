"""The folder of a calibrated run: the weights of the run it was made of, the new calibration, its report.

Called by `verisieve calibrate` with what labelled.py found.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from ...common.files import check_new_folder, write_json
from ...models.layout import (
    ADAPTER,
    CALIBRATION,
    CHECKSUMS,
    CONFIG,
    RETRIEVER,
    SUMMARY,
    TRAIN_CONFIG,
    WEIGHTS,
)
from .labelled import Calibrated

COPIED = (WEIGHTS, CHECKSUMS, TRAIN_CONFIG, SUMMARY)
"""Files that a calibrated run takes over; measured figures (metrics.json) hold for it no longer."""


def write_run(calibrated: Calibrated, out: Path, add: Callable[[Path], None]) -> None:
    """Write the calibrated run into the new folder `out`, whole or not at all.

    The weights are copied byte for byte. add: writes further files into the folder. Raises InputError where
    `out` is there and not an empty folder.
    """
    check_new_folder(out)
    source = calibrated.verifier.folder
    assert source is not None
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".calibrate-", dir=out.parent) as temporary:
        folder = Path(temporary) / "run"
        folder.mkdir()
        for path in _copied(source):
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        write_json(folder / CONFIG, calibrated.verifier.config.to_dict())
        write_json(folder / CALIBRATION, calibrated.report)
        summary = folder / SUMMARY
        kept = json.loads(summary.read_text(encoding="utf-8")) if summary.is_file() else {}
        write_json(
            summary,
            kept
            | {
                "calibrated_on": calibrated.report["fitted_on"],
                "without_threshold": calibrated.report["notes"],
            },
        )
        add(folder)
        if out.is_dir():
            out.rmdir()
        folder.replace(out)


def _copied(source: Path) -> list[Path]:
    """Return the files of a run that a calibrated one takes over."""
    files = [source / name for name in COPIED if (source / name).is_file()]
    for part in (ADAPTER, RETRIEVER):
        files += sorted(path for path in (source / part).rglob("*") if path.is_file())
    return files
