"""Which two words stand side by side anywhere in a corpus: the attestation of a modifier and its noun.

The survey fills the table in its pass over the raw text, without a parse: between a modifier and its noun
nothing stands, or another modifier. The workers read it while they make edits.
"""

import re
from zlib import crc32

import numpy as np

CELLS = 1 << 23
"""Bytes of the table, eight pairs in each: 8 MiB."""

_WORD = re.compile(r"[^\W\d_][\w'’]*|[^\s\w]")
_SEEDS = (0, 0x9E3779B9)


class WordPairs:
    """The pairs of neighbouring words of some texts: a Bloom filter with two hashes.

    Bloom, "Space/time trade-offs in hash coding with allowable errors" (1970). Of ten million different pairs
    one question in twelve about a pair that never occurred is answered with yes, of one million one in a
    thousand; a pair that occurred is always found.
    """

    def __init__(self, table: np.ndarray | None = None) -> None:
        self.table = np.zeros(CELLS, dtype=np.uint8) if table is None else table

    def add(self, text: str) -> None:
        """Take in the pairs of a text; a mark between two words parts them."""
        table, before = self.table, ""
        for token in _WORD.findall(text):
            word = _form(token) if token[0].isalpha() else ""
            if before and word:
                for cell, bit in _places(before, word):
                    table[cell] |= bit
            before = word

    def has(self, first: str, second: str) -> bool:
        """Whether the two words stood side by side in this order, in whatever case and number."""
        return all(self.table[cell] & bit for cell, bit in _places(_form(first), _form(second)))


def _form(word: str) -> str:
    """The word in lower case without the ending of a plural."""
    lower = word.lower()
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith("es") and len(lower) > 4 and lower[-3] in "sxzh":
        return lower[:-2]
    return (
        lower[:-1] if lower.endswith("s") and len(lower) > 3 and not lower.endswith(("ss", "us")) else lower
    )


def _places(first: str, second: str) -> list[tuple[int, int]]:
    """The bytes of a pair, and the bit in each."""
    key = f"{first} {second}".encode()
    return [((code := crc32(key, seed)) >> 3 & (CELLS - 1), 1 << (code & 7)) for seed in _SEEDS]
