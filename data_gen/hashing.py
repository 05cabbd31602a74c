"""Stable hashes: what a text is recognised by, where a name falls in [0, 1), which files made a dataset."""

import re
from hashlib import blake2b, sha256
from pathlib import Path

from ..common.files import file_sha256

# Not what tells amounts apart: symbols of currencies and units, and the point in a number.
_PUNCTUATION, _STOP = re.compile(r"[^\w\s$€£¥%°+.]+"), re.compile(r"\.(?:(?!\d)|(?<!\d\.))")


def text_key(text: str, group: str = "") -> int:
    """Return 64 bits that texts (of one group) share if they differ in case, punctuation or spacing only."""
    return stable_hash(f"{group}\0{folded(text)}")


def folded(text: str) -> str:
    """Return the words of a text without case, punctuation and spacing.

    >>> folded("The fee, 1.5 % (or $20), is DUE.")
    'the fee 1.5 % or $20 is due'
    """
    return " ".join(_PUNCTUATION.sub("", _STOP.sub("", text)).casefold().split())


def stable_hash(name: str) -> int:
    """Return 64 bits of BLAKE2b."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def stable_fraction(name: str) -> float:
    """Return a number in [0, 1), the same on every machine."""
    return (stable_hash(name) >> 11) / (1 << 53)


def folder_sha256(folder: Path, pattern: str = "*") -> str:
    """Return one SHA-256 over the names and contents of the files below a folder that match `pattern`."""
    files = sorted(path for path in folder.rglob(pattern) if path.is_file())
    lines = [f"{path.relative_to(folder).as_posix()} {file_sha256(path)}\n" for path in files]
    return sha256("".join(lines).encode()).hexdigest()
