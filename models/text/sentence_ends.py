"""Where a sentence ends: the marks of one, and what closes behind them.

One pattern for all that ask: the register of a pair (register.py), the windows of a long text (windows.py),
the sentences that the gate looks at (gated.py), and the emoji that a sentence ends before (normal_form.py).
"""

import re
from itertools import pairwise

_CLOSING = "[\"'”’»)\\]]*"
SENTENCE_END = rf"(?:[.!?…]{_CLOSING}(?=\s|$)|[。！？]{_CLOSING})"
"""A pattern; a full-width mark needs no space behind it."""
_BOUNDARY = re.compile(rf"{SENTENCE_END}|\n+")
"""A sentence ends after one of these."""


def sentence_spans(text: str) -> list[tuple[int, int]]:
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
