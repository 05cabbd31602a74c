"""A long text as windows of a few whole sentences, of which the few are read that are nearest to a query.

A verifier compares sentences with sentences: what a window says besides the one that matters only blurs it.
So all sentences are compared with the query by their pooled vectors, which is cheap, and the interaction
model reads those that come out nearest, alone and together with their neighbours.
"""

from collections.abc import Callable, Sequence

import numpy as np

from .sentence_ends import sentence_spans

Span = tuple[int, int]
Lengths = Callable[[Sequence[str]], list[int]]
"""Gives the number of tokens of texts."""
Cosines = Callable[[Sequence[str]], np.ndarray]
"""Gives the cosines of the query and texts."""
SENTENCE_TOKENS = 64
"""A sentence of more tokens is read in parts, cut between words."""
SENTENCES = 3
"""A window has up to so many sentences, or as many as the query has."""
NEAREST = 4
"""Of a text's sentences, the windows around so many are compared with the query."""
READ = 8
"""Of these windows, the interaction model reads so many."""


def nearest_windows(text: str, query: str, limit: int, lengths: Lengths, cosines: Cosines) -> list[Span]:
    """Return where the windows stand in a text that are nearest to a query, in order, READ at most.

    limit: tokens that a window has at most. The windows are the runs of 1 to SENTENCES sentences, and of as
    many as the query has, around the NEAREST sentences.
    """
    sentences = _sentences(text, min(limit, SENTENCE_TOKENS), lengths)
    spans = [span for span, _ in sentences]
    found = dict(zip(spans, _cosines_of(text, spans, cosines), strict=True))
    nearest = sorted(range(len(spans)), key=lambda place: -found[spans[place]])[:NEAREST]
    longer = {
        (spans[first][0], spans[first + size - 1][1])
        for size in {*range(2, SENTENCES + 1), len(sentence_spans(query))} - {0, 1}
        for place in nearest
        for first in range(max(0, place - size + 1), min(place, len(spans) - size) + 1)
        if sum(count for _, count in sentences[first : first + size]) <= limit
    }
    windows = {spans[place]: found[spans[place]] for place in nearest}
    ordered = sorted(longer)
    windows.update(zip(ordered, _cosines_of(text, ordered, cosines), strict=True))
    return sorted(sorted(windows, key=lambda span: (-windows[span], span))[:READ])


def _cosines_of(text: str, spans: Sequence[Span], cosines: Cosines) -> list[float]:
    found: list[float] = cosines([text[start:end] for start, end in spans]).tolist() if spans else []
    return found


def _sentences(text: str, limit: int, lengths: Lengths) -> list[tuple[Span, int]]:
    """Return where the sentences of a text stand, or parts of those beyond the limit, with their tokens."""
    spans = sentence_spans(text)
    pieces: list[tuple[Span, int]] = []
    for span, count in zip(spans, lengths([text[start:end] for start, end in spans]), strict=True):
        pieces += [(span, count)] if count <= limit else _cut(text, span, limit, lengths)
    return pieces


def _cut(text: str, span: Span, limit: int, lengths: Lengths) -> list[tuple[Span, int]]:
    """Halve a sentence, between words where it has some, until its parts fit."""
    start, end = span
    count = lengths([text[start:end]])[0]
    if count <= limit or end - start < 2:
        return [(span, count)]
    middle = (start + end) // 2
    space = max(text.rfind(" ", start + 1, middle), text.rfind("\n", start + 1, middle))
    middle = space if space > start else middle
    return _cut(text, (start, middle), limit, lengths) + _cut(text, (middle, end), limit, lengths)
