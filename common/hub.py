"""Uploading a folder to the Hugging Face Hub in one commit: what publishing verifiers and datasets share.

A card that a person wrote or edited, in the folder or on the Hub, stays; see cards.py.
"""

import tempfile
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Literal

from huggingface_hub import HfApi, get_token
from huggingface_hub.errors import (
    EntryNotFoundError,
    HfHubHTTPError,
    HFValidationError,
    HTTPError,
    LocalEntryNotFoundError,
)
from huggingface_hub.utils import validate_repo_id

from .._version import __version__
from .cards import CARD, keep_published
from .errors import InputError
from .files import check_new_folder, writing_folder

Kind = Literal["model", "dataset"]


def publish_folder(
    export: Callable[[Path], None],
    repo: str | None,
    dry_run: Path | None,
    kind: Kind,
    message: str,
    private: bool,
    overwrite_card: bool = False,
    licenses: Collection[str] = (),
) -> str:
    """Let `export` write a new folder and upload it; return where it is now.

    repo: the Hub's "org/name". dry_run: write exactly what would be uploaded into this folder instead, which
    must be new or empty, without any network. A new repository is private unless `private` is False.
    overwrite_card: replace a card on the Hub that a person edited, too. licenses: those stated, which such a
    card must have. Raises InputError for a bad repository name, a full folder, without a token, or when the
    Hub refuses.
    """
    if repo is None and dry_run is None:
        raise InputError("publish needs --repo ORG/NAME, or --dry-run DIR to only see what would be uploaded")
    if repo is not None:
        _check_repo_name(repo)
    if dry_run is not None:
        return str(_export_to(export, dry_run))
    assert repo is not None
    if get_token() is None:
        raise InputError("no Hugging Face token: run `hf auth login` or set HF_TOKEN, then publish again")
    with tempfile.TemporaryDirectory(prefix="verisieve-publish-") as temporary:
        folder = Path(temporary) / "export"
        export(folder)
        return _upload(folder, repo, kind, message, private, None if overwrite_card else licenses)


def _export_to(export: Callable[[Path], None], target: Path) -> Path:
    check_new_folder(target, "--dry-run")
    with writing_folder(target) as folder:
        export(folder)
    return target


def _upload(
    folder: Path, repo: str, kind: Kind, message: str, private: bool, licenses: Collection[str] | None
) -> str:
    """Upload; a card that a person edited on the Hub is kept where licenses (those stated) are given."""
    api = HfApi(library_name="verisieve", library_version=__version__)
    try:
        api.create_repo(repo, repo_type=kind, private=private, exist_ok=True)
        if licenses is not None:
            keep_published(folder / CARD, _published_card(api, repo, kind), repo, licenses)
        commit = api.upload_folder(repo_id=repo, repo_type=kind, folder_path=folder, commit_message=message)
    except HfHubHTTPError as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(
            f"{repo}: the Hub refused ({reason}); check the name, and the token with `hf auth whoami`"
        ) from None
    except (HTTPError, OSError) as error:
        raise InputError(
            f"{repo}: the Hub cannot be reached ({error}); use --dry-run to only export"
        ) from None
    return str(commit.commit_url)


def _published_card(api: HfApi, repo: str, kind: Kind) -> str | None:
    try:
        path = api.hf_hub_download(repo, CARD, repo_type=kind)
    except LocalEntryNotFoundError:
        raise
    except EntryNotFoundError:
        return None
    return Path(path).read_text(encoding="utf-8", errors="replace")


def _check_repo_name(repo: str) -> None:
    try:
        validate_repo_id(repo)
    except HFValidationError as error:
        raise InputError(f"--repo {repo}: not a repository name like ORG/NAME: {error}") from None
