"""What a verifier's folder may hold: no pickles, no way out of it, and the weights that were published.

Publishing checks a folder before the upload; loading checks it before a weight is read. Loading a pickle runs
whatever code it holds, so a folder with one is refused even where nothing would read it.
"""

from pathlib import Path, PurePosixPath, PureWindowsPath

from ..common.errors import InputError
from ..common.files import file_sha256, read_json, write_json
from .layout import CHECKSUMS, CONFIG, PARTS, WEIGHT_FILES, WEIGHTS

PICKLES = (".bin", ".ckpt", ".joblib", ".pickle", ".pkl", ".pt", ".pth")


def refuse_unsafe(folder: Path, retriever_name: str | None = None) -> None:
    """Raise InputError for a pickle among a verifier's files, or a retriever's name that climbs.

    folder: a run folder or a published verifier; looks at its own files and all within PARTS, not at others
    (a run's checkpoints/ are never read here). retriever_name: as config.json gives it, None not to check it.
    """
    within = [path for part in PARTS.values() for path in (folder / part).rglob("*")]
    for path in sorted([*folder.glob("*"), *within]):
        if path.suffix.lower() in PICKLES:
            raise InputError(
                f"{path}: may hold a pickle, which runs code when it is read; a verifier is safetensors and "
                "JSON alone: remove the file, and do not trust where the folder came from"
            )
    if retriever_name is not None and climbs(retriever_name):
        raise InputError(
            f"{folder / CONFIG}: retriever.name {retriever_name!r} climbs out of the folder; "
            "give a Hub name there"
        )


def climbs(path: str) -> bool:
    """Whether a relative path has a step upwards, in the way of Windows or POSIX."""
    return ".." in PurePosixPath(path).parts or ".." in PureWindowsPath(path).parts


def write_checksums(folder: Path) -> None:
    """Write the sha256 of every safetensors file of a folder into its checksums.json."""
    sums = {path.relative_to(folder).as_posix(): file_sha256(path) for path in folder.rglob(WEIGHT_FILES)}
    write_json(folder / CHECKSUMS, {"sha256": dict(sorted(sums.items()))})


def check_checksums(folder: Path) -> None:
    """Raise InputError where weights are not those of checksums.json; a folder without one passes.

    A run folder has none. They tell damage and exchange from what was published; whoever can change the
    weights on the Hub can change the sums too: pin a revision against that.
    """
    path = folder / CHECKSUMS
    if not path.is_file():
        return
    try:
        sums = dict(read_json(path, "download again")["sha256"])
    except (KeyError, TypeError, ValueError):
        raise InputError(f"{path}: not a list of checksums as publish writes it; download again") from None
    for name, wanted in sums.items():
        if climbs(name) or PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor:
            raise InputError(f"{path}: {name!r} climbs out of the folder; do not trust this folder")
        if not (folder / name).is_file():
            raise InputError(f"{folder / name}: missing, though {CHECKSUMS} lists it; download again")
        found = file_sha256(folder / name)
        if found != wanted:
            raise InputError(
                f"{folder / name}: sha256 is {found[:12]}…, {CHECKSUMS} says {str(wanted)[:12]}…: the "
                "weights were changed or damaged after publishing; download again"
            )


def weights_sha256(run: Path) -> str | None:
    """Return the sha256 of a run folder's model.safetensors; None where there is no such file.

    It ties training's summary.json and evaluation's metrics.json to what eval/publish.py uploads.
    """
    path = run / WEIGHTS
    return file_sha256(path) if path.is_file() else None
