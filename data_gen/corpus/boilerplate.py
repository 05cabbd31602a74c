"""What stands in a corpus but is no prose: lines that many records share, navigation, and code.

The survey counts in how many records each line of a longer record occurs, in a table of fixed size;
generation then reads the lines of a record through `prose`. What is left out is counted by reason.
"""

import re
from collections import Counter

import numpy as np

from ..hashing import text_key

CELLS = 1 << 22  # of each of the two tables of one byte each: 8 MiB
AT_LEAST = 8  # records that must share a line before it is boilerplate,
SHARE = 0.002  # and at least this share of the records
MAX_NAVIGATION_WORDS = 3
MAX_LINE = 160  # characters of a line of code or navigation
RUN = 4  # so many very short lines in a row are a menu

_CODE_SIGN = re.compile(r"[{};=<>\\|#`$_/»›•·]|\w\(\)|->|::|^\s*(?:def|import|from|class|return|@)\b")
_CODE = re.compile(
    r"^\s*(?:import [\w.]+$|from [\w.]+ import |def \w+\(|class \w+[:({]|#include|#!|//|/\*|<\?|\$ "
    r"|function\s*\w*\("
    r"|</?\w+[^<]*>\s*$|(?:public|private|static|const|let|var|int|void|return)\b.*[;{(]\s*$|@\w+\s*$)"
    r"|[;{}]\s*$|\s=>\s|\w\s*(?:==|!=|\+=|:=|&&|\|\|)\s*\w|</\w+>|\w\(\w*\)\s*[;{]|\w+\.\w+\([^)]*\)\s*;?\s*$"
)
_SEPARATORS = re.compile(r"\s[|»›•·>/]\s")
_SENTENCE_END = re.compile(r"[.!?:][\"”’')\]]*$")


class LineCounts:
    """In how many records each line occurs, at least: a count-min sketch with two rows that stop at 255.

    Cormode and Muthukrishnan, "An improved data stream summary: the count-min sketch and its applications"
    (2005).
    """

    def __init__(self, table: np.ndarray | None = None, records: int = 0) -> None:
        self.table = np.zeros((2, CELLS), dtype=np.uint8) if table is None else table
        self.records = records

    def add(self, lines: set[str]) -> None:
        """Count a record with these lines."""
        self.records += 1
        for line in lines:
            for row, cell in enumerate(_cells(line)):
                if self.table[row, cell] < 255:
                    self.table[row, cell] += 1

    def is_shared(self, line: str) -> bool:
        """Whether so many records hold the line that it says nothing about any of them."""
        enough = min(255, max(AT_LEAST, SHARE * self.records))
        return all(self.table[row, cell] >= enough for row, cell in enumerate(_cells(line)))


def _cells(line: str) -> tuple[int, int]:
    key = text_key(line)
    return key % CELLS, (key >> 32) % CELLS


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that has several, without outer space and blank ones; of another nothing."""
    return [line for line in map(str.strip, text.split("\n")) if line] if "\n" in text else []


def prose(text: str, shared: LineCounts, counts: Counter[str]) -> str:
    """Return the text without lines of boilerplate, navigation and code.

    Each line left out is counted in `counts` as "read" and under its reason.
    """
    if "\n" not in text:
        reason = _reason(text)
        if reason is not None:
            counts.update(("read", reason))
        return "" if reason is not None else text
    lines = text.split("\n")
    kept = []
    menus = _menus(lines)
    for number, line in enumerate(lines):
        bare = line.strip()
        reason = None
        if bare:
            reason = "navigation" if number in menus else _reason(bare)
            reason = "boilerplate" if reason is None and shared.is_shared(bare) else reason
        if reason is not None:
            counts.update(("read", reason))
        kept.append("" if reason is not None else line)
    return "\n".join(kept)


def _reason(line: str) -> str | None:
    """Return what a line is if it is no prose. A long one is a document that may quote code."""
    if len(line) > MAX_LINE:
        return None
    if _CODE_SIGN.search(line) is None:
        return None
    if _CODE.search(line):
        return "code"
    if len(_SEPARATORS.findall(line)) >= 3 and not _SENTENCE_END.search(line):
        return "navigation"
    return None


def _menus(lines: list[str]) -> set[int]:
    """Return the numbers of the lines that stand in a run of very short ones, without a sentence's end."""
    found: set[int] = set()
    run: list[int] = []
    for number, line in enumerate([*lines, "The end of the text is no part of a menu."]):
        bare = line.strip()
        if not bare and number < len(lines):
            continue
        if len(bare.split()) <= MAX_NAVIGATION_WORDS and not _SENTENCE_END.search(bare):
            run.append(number)
            continue
        if len(run) >= RUN:
            found |= set(run)
        run = []
    return found
