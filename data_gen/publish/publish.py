"""Publish a generated dataset to the Hugging Face Hub: `verisieve publish DIR --repo ORG/NAME [--dry-run
DIR]`.

What is uploaded: the Parquet files, manifest.json, audit.json where `verisieve audit DIR --out DIR` left it,
and a fresh card with the licences the user states.
"""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from ..._version import __version__
from ...common.cards import CARD, keep_own, signed
from ...common.errors import InputError
from ...common.files import write_text
from ...common.hub import publish_folder
from ...common.licenses import stated
from ..audit.audit import AUDIT, read_audit
from ..run.manifest import row_count
from ..schema import MANIFEST, SPLITS, count_rows, read_manifest
from .card import dataset_card


def is_dataset(folder: Path) -> bool:
    """Whether a folder is one that `verisieve generate` wrote (and not a run)."""
    return (folder / MANIFEST).is_file() and (folder / "data").is_dir()


def publish_dataset(
    folder: Path,
    repo: str | None,
    dry_run: Path | None = None,
    private: bool = True,
    licenses: Sequence[str] = (),
    overwrite_card: bool = False,
) -> str:
    """Export a dataset folder and upload it; return where it is now.

    repo: the Hub's "org/name". dry_run: write exactly what would be uploaded into this folder instead,
    without any network. A new repository is private unless `private` is False. licenses: "IDENTIFIER" for all
    corpora, or "CORPUS=IDENTIFIER". A card that a person edited, here or on the Hub, stays, unless
    overwrite_card. Raises InputError for a damaged folder, an unknown corpus, a bad name, or
    without a token.
    """
    manifest = read_manifest(folder)
    if manifest is None or "rows" not in manifest:
        raise InputError(
            f"{folder}: no readable manifest.json; give a folder written by `verisieve generate`"
        )
    names = [corpus["name"] for corpus in manifest["corpora"]]
    of_all, by_corpus = stated(licenses, names)
    of_corpora = (dict.fromkeys(names, of_all) if of_all else {}) | by_corpus
    of_card = sorted(set(of_corpora.values()))

    def write(target: Path) -> None:
        export(folder, repo, target, of_corpora)
        if not overwrite_card:
            keep_own(target / CARD, folder, of_card, unsigned=dataset_card(manifest))

    message = f"Publish near-miss data made with verisieve {__version__}"
    return publish_folder(write, repo, dry_run, "dataset", message, private, overwrite_card, of_card)


def export(
    folder: Path, repo: str | None, target: Path, licenses: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Write into the new folder `target` exactly the files that belong on the Hub, and check them.

    licenses: by corpus.
    """
    manifest = read_manifest(folder) or {}
    (target / "data").mkdir(parents=True)
    for split in SPLITS:
        files = sorted((folder / "data").glob(f"{split}-*.parquet"))
        found, wanted = sum(map(count_rows, files)), row_count(manifest, split)
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
    card = dataset_card(manifest, audit, repo, licenses)
    write_text(target / CARD, signed(card))
