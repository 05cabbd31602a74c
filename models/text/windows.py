"""A long text as windows of whole sentences, each short enough to be read, neighbours sharing sentences."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

Span = tuple[int, int]
_BOUNDARY = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s)|[。！？]|\n+")
"""A sentence ends after one of these."""
SHARED = 0.25
"""Share of a window, at most, that the next one repeats: what spans two sentences is read together."""


def windows(text: str, limit: int, lengths: Callable[[Sequence[str]], list[int]]) -> list[Span]:
    """Return where the windows of a text stand in it, in order; each begins and ends with a sentence.

    limit: tokens that a window has at most. lengths: gives the number of tokens of texts. A sentence of more
    tokens than the limit is cut between words.
    """
    sentences = _sentences(text)
    counts = lengths([text[start:end] for start, end in sentences])
    pieces: list[tuple[Span, int]] = []
    for span, count in zip(sentences, counts, strict=True):
        pieces += [(span, count)] if count <= limit else _cut(text, span, limit, lengths)
    found: list[Span] = []
    first = 0
    while first < len(pieces):
        after, total = first, 0
        while after < len(pieces) and (after == first or total + pieces[after][1] <= limit):
            total += pieces[after][1]
            after += 1
        found.append((pieces[first][0][0], pieces[after - 1][0][1]))
        if after == len(pieces):
            break
        room = min(SHARED * limit, limit - pieces[after][1])
        previous, first = first, after
        while first - 1 > previous and pieces[first - 1][1] <= room:
            first -= 1
            room -= pieces[first][1]
    return found


def _sentences(text: str) -> list[Span]:
    """Return where the sentences of a text stand, without the space around them."""
    edges = [0, *(match.end() for match in _BOUNDARY.finditer(text)), len(text)]
    found = []
    for start, end in pairwise(edges):
        inner = text[start:end]
        start += len(inner) - len(inner.lstrip())
        end -= len(inner) - len(inner.rstrip())
        if start < end:
            found.append((start, end))
    return found


def _cut(
    text: str, span: Span, limit: int, lengths: Callable[[Sequence[str]], list[int]]
) -> list[tuple[Span, int]]:
    """Halve a sentence, between words where it has some, until its parts fit."""
    start, end = span
    count = lengths([text[start:end]])[0]
    if count <= limit or end - start < 2:
        return [(span, count)]
    middle = (start + end) // 2
    space = max(text.rfind(" ", start + 1, middle), text.rfind("\n", start + 1, middle))
    middle = space if space > start else middle
    return _cut(text, (start, middle), limit, lengths) + _cut(text, (middle, end), limit, lengths)
