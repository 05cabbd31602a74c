"""Whose a run folder is: one run's alone, told by its configuration and its data.

run.py claims the folder before it writes anything else into it; the same command is recognised and goes on.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from ..common.configuration import differences, to_plain
from ..common.errors import InputError
from ..common.files import LOCK, PARTIAL, locked, read_json, write_json, write_text
from ..models.layout import CLAIM, SUMMARY, TRAIN_CONFIG
from .config import TrainConfig
from .sources.read import fingerprint

OWN = (f"{CLAIM}{PARTIAL}", LOCK)
"""What a run that was killed before it had claimed its folder may have left there."""
PER_RULE = ("rules", "rejections_by_rule")
"""Keys of a dataset's manifest that are too long for a run's summary."""


@contextmanager
def claimed(out: Path, config: TrainConfig, manifest: dict[str, Any]) -> Iterator[None]:
    """Hold the run folder, made this run's own or recognised as this run's; manifest: of all its data.

    Raises InputError where it holds another run (saying what differs), a finished one, or something else, and
    where another process trains in it.
    """
    if out.exists() and not (out / CLAIM).exists() and any(file.name not in OWN for file in out.iterdir()):
        raise InputError(f"{out}: not empty and no run of verisieve; choose another --out")
    out.mkdir(parents=True, exist_ok=True)
    busy = f"{out}: another process trains in this folder; wait for it, or choose another --out"
    with locked(out / LOCK, busy):
        _claim(out, config, manifest)
        yield


def _claim(out: Path, config: TrainConfig, manifest: dict[str, Any]) -> None:
    path, plain = out / CLAIM, {"train": to_plain(config)}
    if path.exists():
        found = read_json(path, "delete the folder, or choose another --out")
        if found.get("digest") != digest(manifest, config):
            told_of = _changed(found, plain, manifest)
            raise InputError(
                f"{out}: holds a run of another configuration or data ({told_of}); choose another --out"
            )
        if (out / SUMMARY).exists():
            raise InputError(f"{out}: this run is finished; choose another --out to train again")
    write_json(path, {"digest": digest(manifest, config), "config": plain, "data": told(manifest)})
    write_text(out / TRAIN_CONFIG, yaml.safe_dump(plain))


def _changed(found: dict[str, Any], plain: dict[str, Any], manifest: dict[str, Any]) -> str:
    """Say in what the run that is there, as its claim has it, differs from this one."""
    if "config" not in found:
        return "an earlier version made it"
    config = differences(found["config"], plain)
    data = differences(*(told(side) for side in (found["data"], manifest)), key="data")
    return "; ".join(filter(None, (config, data))) or "the data were generated anew"


def digest(manifest: dict[str, Any], config: TrainConfig) -> str:
    """Hash what determines the run: the configuration and the training data's manifest."""
    return hashlib.sha256((repr(config) + json.dumps(manifest, sort_keys=True)).encode()).hexdigest()


def manifest_of(data: Path | None, config: TrainConfig) -> dict[str, Any]:
    """Return what tells a run's data from another's: the dataset's manifest, and the hashes of the sources.

    Raises InputError where there is neither a dataset nor a source, or one of them is missing.
    """
    if data is None and not config.sources:
        raise InputError("nothing to learn from; give --data, --labelled, or a recipe with train.sources")
    manifest = {} if data is None else read_manifest(data)
    if config.sources:
        root = Path(config.sources_root or ".")
        manifest["sources"] = {
            name: fingerprint(name, source, root) for name, source in config.sources.items()
        }
    return manifest


def read_manifest(data: Path) -> dict[str, Any]:
    """Return a dataset's manifest without its timing. Raises InputError where there is none."""
    from ..data_gen.schema import check_folder

    check_folder(data)
    path = data / "manifest.json"
    if not path.is_file():
        raise InputError(f"{data}: no manifest.json; give a folder written by `verisieve generate`")
    manifest: dict[str, Any] = read_json(path, "generate it again")
    manifest.pop("timing", None)
    return manifest


def told(manifest: dict[str, Any]) -> dict[str, Any]:
    """Return those parts of a dataset's manifest that a run's summary holds."""
    return {key: value for key, value in manifest.items() if key not in PER_RULE}
