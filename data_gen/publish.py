"""Publish a generated dataset to the Hugging Face Hub: `verisieve publish DIR --repo ORG/NAME [--dry-run
DIR]`.

What is uploaded: the Parquet files, manifest.json, audit.json where `verisieve audit DIR --out DIR` left it,
and a fresh card with the licences the user states.
"""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from pyarrow import ArrowException, parquet

from .._version import __version__
from ..common.errors import InputError
from ..common.hub import publish_folder
from .audit import AUDIT, read_audit
from .card import dataset_card
from .manifest import row_count
from .store import CARD, MANIFEST, SPLITS, read_manifest

_LICENSE = re.compile(r"[a-z0-9][a-z0-9.+-]*")


def is_dataset(folder: Path) -> bool:
    """Whether a folder is one that `verisieve generate` wrote (and not a run)."""
    return (folder / MANIFEST).is_file() and (folder / "data").is_dir()


def publish_dataset(
    folder: Path,
    repo: str | None,
    dry_run: Path | None = None,
    private: bool = True,
    licenses: Sequence[str] = (),
) -> str:
    """Export a dataset folder and upload it; return where it is now.

    repo: the Hub's "org/name". dry_run: write exactly what would be uploaded into this folder instead,
    without any network. A new repository is private unless `private` is False. licenses: "IDENTIFIER" for all
    corpora, or "CORPUS=IDENTIFIER". Raises InputError for a damaged folder, an unknown corpus, a bad name, or
    without a token.
    """
    return publish_folder(
        lambda target: export(folder, repo, target, licenses),
        repo,
        dry_run,
        "dataset",
        f"Publish near-miss data made with verisieve {__version__}",
        private,
    )


def export(folder: Path, repo: str | None, target: Path, licenses: Sequence[str] = ()) -> None:
    """Write into the new folder `target` exactly the files that belong on the Hub, and check them."""
    manifest = read_manifest(folder)
    if manifest is None or "rows" not in manifest:
        raise InputError(
            f"{folder}: no readable manifest.json; give a folder written by `verisieve generate`"
        )
    stated = _by_corpus(licenses, [corpus["name"] for corpus in manifest["corpora"]])
    (target / "data").mkdir(parents=True)
    for split in SPLITS:
        files = sorted((folder / "data").glob(f"{split}-*.parquet"))
        found, wanted = sum(map(_rows, files)), row_count(manifest, split)
        if found != wanted:
            raise InputError(
                f"{folder}: its split {split} has {found} rows, its manifest says {wanted}; generate it again"
            )
        for file in files:
            shutil.copyfile(file, target / "data" / file.name)
    shutil.copyfile(folder / MANIFEST, target / MANIFEST)
    audit = read_audit(folder, manifest.get("digest"))
    if audit is not None:
        shutil.copyfile(folder / AUDIT, target / AUDIT)
    card = dataset_card(manifest, audit, repo, stated)
    (target / CARD).write_text(card, encoding="utf-8")


def _rows(file: Path) -> int:
    try:
        return int(parquet.read_metadata(file).num_rows)
    except (ArrowException, OSError) as error:
        raise InputError(f"{file}: not readable as Parquet: {error}") from None


def _by_corpus(licenses: Sequence[str], corpora: Sequence[str]) -> dict[str, str]:
    """Return the licence of each corpus that has one."""
    stated: dict[str, str] = {}
    for text in sorted(licenses, key=lambda text: "=" in text):  # one for all first
        corpus, equals, identifier = text.rpartition("=")
        if not _LICENSE.fullmatch(identifier):
            raise InputError(
                f"--license {text}: not an identifier of the Hub, such as cc-by-4.0, apache-2.0 or other"
            )
        if equals and corpus not in corpora:
            raise InputError(f"--license {text}: no corpus {corpus!r}; there are {', '.join(corpora)}")
        stated |= dict.fromkeys([corpus] if equals else corpora, identifier)
    return stated
