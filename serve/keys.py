"""API keys: from an environment variable or a file, compared in constant time."""

import hashlib
import hmac
import os
from collections.abc import Sequence
from pathlib import Path

from starlette.datastructures import Headers

from ..common.errors import InputError
from .config import ServeConfig
from .refusals import Refusal

SHORTEST = 16


class Keys:
    """The keys of which a request must bring one, as `Authorization: Bearer KEY`; none where there are none.

    Raises InputError for a key that is short enough to be guessed, or holds what no header can.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        for key in keys:
            if len(key) < SHORTEST or not key.isascii() or not key.isprintable() or " " in key:
                raise InputError(
                    f"an API key must have at least {SHORTEST} printable ASCII characters and no spaces; "
                    "make one with: openssl rand -hex 32"
                )
        self._digests = [_digest(key.encode("ascii")) for key in keys]

    def __bool__(self) -> bool:
        return bool(self._digests)

    def check(self, headers: Headers) -> None:
        """Raise a Refusal (401) unless the request brings a key; how long it takes tells nothing of it."""
        if not self._digests:
            return
        scheme, _, given = headers.get("authorization", "").partition(" ")
        found = _digest(given.strip().encode("utf-8", "surrogateescape"))
        known = False
        for digest in self._digests:
            known |= hmac.compare_digest(found, digest)
        if not known or scheme.lower() != "bearer":
            raise Refusal(
                401,
                "unauthorized",
                "the API key is missing or wrong; send the header Authorization: Bearer KEY",
                headers={"WWW-Authenticate": "Bearer"},
            )


def read_keys(config: ServeConfig) -> Keys:
    """Return the keys of the configuration's file and environment variable. Raises InputError."""
    keys = []
    if value := os.environ.get(config.api_key_env, "").strip():
        keys.append(value)
    if config.api_key_file is not None:
        path = Path(config.api_key_file)
        try:
            lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
        except UnicodeDecodeError:
            raise InputError(f"{path}: not UTF-8; write one key per line") from None
        found = [line for line in lines if line]
        if not found:
            raise InputError(f"{path}: holds no key; write one per line")
        keys += found
    return Keys(keys)


def _digest(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()
