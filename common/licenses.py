"""Licences as `verisieve publish --license` states them: of a whole, or corpus by corpus."""

import re
from collections.abc import Iterable, Sequence

from .errors import InputError

DEFAULT = "apache-2.0"
"""Of a verifier of whose training texts no licence is known."""
_IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9.+-]*")
_BINDING = re.compile(r"(^|-)(sa|nc|nd)(-|$)|gpl|odbl")
"""What asks that things made of a text go under the text's own licence, or sets limits to their use."""


def stated(licenses: Sequence[str], corpora: Iterable[str]) -> tuple[str | None, dict[str, str]]:
    """Return the licence stated for everything (None without), and those stated by corpus.

    licenses: "IDENTIFIER" or "CORPUS=IDENTIFIER". Raises InputError for what is no identifier, an unknown
    corpus, and two for the same.
    """
    names = list(corpora)
    found: dict[str, str] = {}
    for text in licenses:
        corpus, equals, identifier = text.rpartition("=")
        if not _IDENTIFIER.fullmatch(identifier):
            raise InputError(
                f"--license {text}: not an identifier of the Hub, such as cc-by-4.0, apache-2.0 or other"
            )
        if equals and corpus not in names:
            known = ", ".join(names) or "none that are known"
            raise InputError(f"--license {text}: no corpus {corpus!r}; there are {known}")
        key = corpus if equals else ""
        if found.setdefault(key, identifier) != identifier:
            raise InputError(f"--license {text}: {found[key]} is stated as well; give one")
    return found.pop("", None), found


def of_weights(whole: str | None, texts: Iterable[str]) -> str:
    """Return the licence of a verifier, from what is stated for it and the licences of its training texts.

    Without a statement it carries that of the texts; where none is known, DEFAULT. Raises InputError where
    the texts have several, or one that binds what is made of them and is not the one stated ("other" may be,
    with terms of one's own in the card).
    """
    sources = sorted(set(texts))
    binding = [source for source in sources if _BINDING.search(source)]
    if whole is None and len(sources) > 1:
        raise InputError(
            f"the training texts have the licences {', '.join(sources)}: say with --license ID under which "
            "the verifier is published"
        )
    chosen = whole or (sources[0] if sources else DEFAULT)
    if chosen != "other" and any(source != chosen for source in binding):
        raise InputError(
            f"--license {chosen}: the training texts are under {', '.join(binding)}, which binds what is "
            f"made of them; publish under {' or '.join(binding)}, or as other and say the terms in the card"
        )
    return chosen
