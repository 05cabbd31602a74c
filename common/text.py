"""Which words of two texts differ: for marking them in the evaluation report and in the page of pairs."""

import difflib
import re

WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")

Runs = list[tuple[str, bool]]


def word_diff(anchor: str, candidate: str) -> tuple[Runs, Runs]:
    """Split two texts into (piece, changed) runs; the pieces join to the texts, changed ones differ."""
    sides = [[(match.start(), match.end()) for match in WORD.finditer(text)] for text in (anchor, candidate)]
    first = [anchor[start:end].lower() for start, end in sides[0]]
    second = [candidate[start:end].lower() for start, end in sides[1]]
    equal: tuple[set[int], set[int]] = (set(), set())
    for block in difflib.SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks():
        equal[0].update(range(block.a, block.a + block.size))
        equal[1].update(range(block.b, block.b + block.size))
    return _runs(anchor, sides[0], equal[0]), _runs(candidate, sides[1], equal[1])


def _runs(text: str, words: list[tuple[int, int]], equal: set[int]) -> Runs:
    """Cut a text around its runs of changed words; a space is changed only between two changed words."""
    runs: Runs = []
    position = index = 0
    while index < len(words):
        if index in equal:
            index += 1
            continue
        start = words[index][0]
        while index + 1 < len(words) and index + 1 not in equal:
            index += 1
        end = words[index][1]
        runs += [(text[position:start], False), (text[start:end], True)]
        position = end
        index += 1
    return [run for run in (*runs, (text[position:], False)) if run[0]]
