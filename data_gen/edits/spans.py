"""Which words of two texts differ, as character spans."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

Spans = tuple[tuple[int, int], ...]

_TOKEN = re.compile(r"[\w'’]+(?:[.,][\w'’]+)*|[^\w\s]")


def differing_spans(
    source: str, made: str, within: tuple[int, int, int] | None = None
) -> tuple[Spans, Spans]:
    """Return the character spans of the words that differ, ignoring case: (in source, in made).

    within: the start of the part that differs, and its end in either text, where that is known.
    """
    start, end_a, end_b = within or _changed_part(source.lower(), made.lower())
    if start > 0 and (end_a < start or end_b < start):
        start = 0
    if end_a > len(source) or end_b > len(made):  # a letter with a longer lower case
        start, end_a, end_b = 0, len(source), len(made)
    a = list(_TOKEN.finditer(source, start, end_a))
    b = list(_TOKEN.finditer(made, start, end_b))
    words_a = [m.group().lower() for m in a]
    words_b = [m.group().lower() for m in b]
    same, shorter = 0, min(len(a), len(b))
    while same < shorter and words_a[same] == words_b[same]:
        same += 1
    tail = 0
    while tail < shorter - same and words_a[-1 - tail] == words_b[-1 - tail]:
        tail += 1
    a, b = a[same : len(a) - tail], b[same : len(b) - tail]
    if not a or not b:
        return _outer(a), _outer(b)
    words_a, words_b = words_a[same : same + len(a)], words_b[same : same + len(b)]
    source_spans, made_spans = [], []
    matcher = SequenceMatcher(None, words_a, words_b, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        if j > i:
            source_spans.append((a[i].start(), a[j - 1].end()))
        if m > k:
            made_spans.append((b[k].start(), b[m - 1].end()))
    return tuple(source_spans), tuple(made_spans)


def left_out(made: str, source: str) -> Spans:
    """Return where the words of `source` lie that have nothing in their place in `made`, as character spans.

    Of texts in which words are only exchanged, all of `source`'s that differ.
    """
    kept = [match.group().lower() for match in _TOKEN.finditer(made)]
    b = list(_TOKEN.finditer(source))
    matcher = SequenceMatcher(None, kept, [match.group().lower() for match in b], autojunk=False)
    found = [(b[k].start(), b[m - 1].end()) for kind, _, _, k, m in matcher.get_opcodes() if kind == "insert"]
    return tuple(found) or differing_spans(made, source)[1]


def _outer(tokens: Sequence[re.Match[str]]) -> Spans:
    return ((tokens[0].start(), tokens[-1].end()),) if tokens else ()


def _changed_part(a: str, b: str) -> tuple[int, int, int]:
    """Return where two texts differ, widened to spaces: the start in both, the end in a, the end in b."""
    low, high = 0, min(len(a), len(b))
    while low < high:  # the common prefix, by halving
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    start = a.rfind(" ", 0, low) + 1
    low, high = 0, min(len(a), len(b)) - start
    while low < high:  # the common suffix
        middle = (low + high + 1) // 2
        if a[len(a) - middle : len(a) - low] == b[len(b) - middle : len(b) - low]:
            low = middle
        else:
            high = middle - 1
    end = a.find(" ", len(a) - low)
    kept = 0 if end < 0 else len(a) - end
    return start, len(a) - kept, len(b) - kept
