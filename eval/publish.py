"""Publish a run to the Hugging Face Hub: export what belongs there, check it, upload it in one commit.

The export loads with Verifier.from_pretrained, and as a sentence-transformers CrossEncoder
(publishing/standalone.py).

`verisieve publish RUN --repo ORG/NAME [--dry-run DIR]` calls `publish`; the card is made in
publishing/card.py.
"""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml
from huggingface_hub import ModelCard

from .._version import __version__
from ..common.cards import CARD, keep_own, signed
from ..common.errors import InputError
from ..common.hub import publish_folder
from ..common.licenses import stated
from ..models.folder import refuse_unsafe, weights_sha256, write_checksums
from ..models.layout import CALIBRATION, CONFIG, METRICS, PARTS, SUMMARY, TRAIN_CONFIG, WEIGHTS, WORST_ERRORS
from .publishing.card import corpora_of, read_json, render_card, shaped, worst_pairs
from .publishing.standalone import write_cross_encoder_files

if TYPE_CHECKING:
    from ..models.verifier import VerifierConfig

REQUIRED = (WEIGHTS, CONFIG, TRAIN_CONFIG, SUMMARY)
OPTIONAL = (METRICS, CALIBRATION)


def publish(
    run: Path | str,
    repo: str | None,
    dry_run: Path | None = None,
    private: bool = True,
    licenses: Sequence[str] = (),
    overwrite_card: bool = False,
    examples: int = 5,
) -> str:
    """Export a run folder, check the export, and upload it; return where it is now.

    run: "default" is the package's own. repo: the Hub's "org/name". dry_run: write exactly what would be
    uploaded into this folder instead, which must be new or empty, without any network. A new repository is
    private unless `private` is False. licenses: "IDENTIFIER" of the weights, or "CORPUS=IDENTIFIER" of texts
    they were trained on. examples: so many pairs that it gets wrong are shown. A card that a person edited,
    here or on the Hub, stays, unless overwrite_card. Raises InputError for an unfinished run, broken files,
    licences that do not go together, a bad repository name, or without a token.
    """
    from ..models.verifier import SHIPPED, reference_folder

    is_shipped = str(run) in SHIPPED
    folder = reference_folder(str(run)) if is_shipped else Path(run)
    with shaped(folder / SUMMARY):
        corpora = corpora_of(read_json(folder / SUMMARY) or {})
    whole, by_corpus = stated(licenses, corpora)

    def write(target: Path) -> None:
        export(folder, repo or (str(run) if is_shipped else None), target, whole, by_corpus, examples)
        if not overwrite_card:
            keep_own(target / CARD, folder, [whole] if whole else [])

    return publish_folder(
        write,
        repo,
        None if dry_run is None else Path(dry_run),
        "model",
        f"Publish a verifier made with verisieve {__version__}",
        private,
        overwrite_card,
        [whole] if whole else [],
    )


def export(
    run: Path,
    repo: str | None,
    folder: Path,
    license: str | None = None,
    by_corpus: Mapping[str, str] = MappingProxyType({}),
    examples: int = 5,
) -> None:
    """Write into the new folder `folder` exactly the files that belong on the Hub, and check them.

    Only the files of REQUIRED and OPTIONAL and the folders of the verifier's mode are taken: no checkpoints
    or logs; a fresh card, checksums and what CrossEncoder needs are added. license: of the weights; None is
    that of the texts they were trained on. examples: so many of the worst errors of the evaluation stand on
    the card. Raises InputError when something is missing, unsafe or does not
    validate.
    """
    if not run.is_dir():
        raise InputError(f"{run}: no such run folder; give the --out of `verisieve train`")
    missing = [name for name in REQUIRED if not (run / name).is_file()]
    if missing:
        raise InputError(
            f"{run}: no {', '.join(missing)}; this is not a finished run, train it to the end first"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for path in published_files(run):
        target = folder / path.relative_to(run)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    config = check(folder, run)
    write_checksums(folder)
    write_cross_encoder_files(folder, config.mode)
    errors = worst_pairs(run / WORST_ERRORS, examples)
    card = render_card(folder, config, repo or run.resolve().name, license, by_corpus, errors)
    (folder / CARD).write_text(signed(str(card)), encoding="utf-8")
    check_card(folder / CARD)


def published_files(run: Path) -> list[Path]:
    """Return the files of a run that belong on the Hub; InputError for pickles and links out of it."""
    from ..models.verifier import read_config

    config = read_config(run)
    refuse_unsafe(run, config.retriever.name if config.mode != "full" else None)
    files = [run / name for name in (*REQUIRED, *OPTIONAL) if (run / name).is_file()]
    part = run / PARTS[config.mode] if config.mode in PARTS else None
    if part is not None and not part.is_dir():
        raise InputError(f"{run}: no folder {part.name}, which a verifier of mode {config.mode} has")
    if part is not None:
        files += sorted(path for path in part.rglob("*") if path.is_file())
    home = run.resolve()
    for path in files:
        if not path.resolve().is_relative_to(home):
            raise InputError(
                f"{path}: is a link out of the run folder, to {path.resolve()}; put a copy there "
            )
    return files


def check(folder: Path, named: Path) -> "VerifierConfig":
    """Check an export and return its configuration; `named` is the folder that messages name.

    The weights must open as safetensors and fit config.json, metrics.json must have been measured with these
    weights, summary.json and train_config.yaml must parse.
    """
    from ..models.networks.map_models import make_reader
    from ..models.verifier import load_weights, read_config

    config = read_config(folder)
    interaction = make_reader(config.interaction, config.retriever.hidden_size, len(config.families))
    load_weights(interaction, folder / WEIGHTS)
    summary = read_json(folder / SUMMARY)
    trained = (summary or {}).get("weights_sha256")
    if trained not in (None, weights_sha256(folder)):
        raise InputError(
            f"{named / WEIGHTS}: not the weights that training wrote (summary.json says sha256 "
            f"{str(trained)[:12]}…); copy or train them again"
        )
    metrics = read_json(folder / METRICS)
    measured = (metrics or {}).get("weights_sha256")
    if measured not in (None, weights_sha256(folder)):
        raise InputError(
            f"{named / METRICS}: measured with other weights (sha256 {str(measured)[:12]}…) than this "
            "folder's; evaluate again, or remove the file"
        )
    try:
        yaml.safe_load((folder / TRAIN_CONFIG).read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{named / TRAIN_CONFIG}: not readable as YAML: {error}") from None
    return config


def check_card(path: Path) -> None:
    """Raise InputError unless the card's metadata parses, model-index included."""
    try:
        data = ModelCard.load(path).data
    except (ValueError, yaml.YAMLError) as error:
        raise InputError(f"{path}: the card's metadata is not valid: {error}") from None
    if not data.license or not data.library_name:
        raise InputError(
            f"{path}: the card's metadata lacks license or library_name; mend model_card_template.md"
        )
