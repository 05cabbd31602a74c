"""Cards (README.md) that a person may have edited: how a generated one is told from that, and which is kept.

A generated card ends in a comment with the hash of the text above it. Publishing again (hub.py) replaces a
card that is as it was generated; one that a person wrote or edited stays.
"""

import hashlib
import re
from collections.abc import Collection
from pathlib import Path

import yaml
from huggingface_hub import ModelCard

from .errors import InputError
from .progress import warn

CARD = "README.md"
_SIGNATURE = re.compile(r"\n*<!-- written by verisieve; sha256 of the text above: ([0-9a-f]{64}) -->\s*\Z")


def signed(text: str) -> str:
    """Return a generated card with the comment by which `is_edited` recognises it."""
    body = _SIGNATURE.sub("", text).rstrip()
    return f"{body}\n\n<!-- written by verisieve; sha256 of the text above: {_hash(body)} -->\n"


def is_edited(text: str) -> bool:
    """Whether a card is not, or no longer, what `signed` made: line ends and trailing space do not count."""
    text = text.replace("\r\n", "\n")
    found = _SIGNATURE.search(text)
    return found is None or found[1] != _hash(text[: found.start()].rstrip())


def keep_own(card: Path, source: Path, licenses: Collection[str] = (), unsigned: str = "") -> None:
    """Write the card that a person wrote or edited in the folder `source`, where there is one, to `card`.

    licenses: those stated, which it must have. unsigned: what an earlier version would have generated. A
    README.md without metadata is no card. Raises InputError where the metadata does not parse or fit.
    """
    path = source / CARD
    if not path.is_file():
        return
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text ({error}); save the file as UTF-8") from None
    if not text.startswith("---") or not is_edited(text) or text.strip() == unsigned.strip():
        return
    _check(str(path), text, licenses)
    card.write_text(text, encoding="utf-8")
    warn(f"{path}: was written or edited by hand and is published as it is; --overwrite-card for a new one")


def keep_published(card: Path, published: str | None, repo: str, licenses: Collection[str] = ()) -> None:
    """Write the card that a person edited on the Hub to `card`, unless that was edited as well."""
    if published is None or not is_edited(published):
        return
    here = card.read_text(encoding="utf-8")
    if not is_edited(here):
        _check(f"{repo}, {CARD}", published, licenses)
        card.write_text(published, encoding="utf-8")
        warn(
            f"{repo}: its {CARD} was written or edited by hand and stays as it is, figures included; "
            "--overwrite-card for a new one"
        )
    elif here.strip() != published.strip():
        warn(f"{repo}: its {CARD} gives way to the folder's, which was edited too; the Hub keeps the earlier")


def _check(place: str, text: str, licenses: Collection[str]) -> None:
    """Raise InputError unless a card's metadata parses and has the licences stated, if any are."""
    try:
        found = ModelCard(text).data.to_dict().get("license")
    except (ValueError, yaml.YAMLError) as error:
        raise InputError(f"{place}: the card's metadata is not valid: {error}") from None
    own = {found} if isinstance(found, str) else set(found or ())
    if licenses and set(licenses) != own:
        raise InputError(
            f"--license {', '.join(sorted(licenses))}: {place} was edited by hand and says "
            f"{', '.join(sorted(own)) or 'none'}; change it there, or write a new card with --overwrite-card"
        )


def _hash(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
