"""Light markup taken out of a text: HTML tags that have an end, markdown's emphasis, headings and bullets.

What may be something else stays: a tag with an address, `List<B>`, `__init__`, `2 * 3`, "- 5 degrees". Called
by normal_form.py, on a text that remembers where its characters stand in the original.
"""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_PAIRED = (
    "b|i|u|em|strong|mark|small|big|code|pre|kbd|samp|span|div|p|ul|ol|li|h[1-6]|blockquote|font|center|tt|"
    "html|body|article|section|header|footer|main|table|thead|tbody|tr|td|th|dl|dt|dd"
)
_INLINE = frozenset(
    ["b", "i", "u", "em", "strong", "mark", "small", "big", "code", "kbd", "samp", "span", "font", "tt"]
)
_LOOKS = r"(?:\s+(?:class|style|id|dir|lang|align|color|size)\s*=\s*(?:\"[^\"]*\"|'[^']*'))*"
"""Attributes without a meaning; a tag with others (a link's address) stays as it is."""
_TAG = re.compile(rf"<(?:(?P<open>{_PAIRED}){_LOOKS}|/(?P<close>{_PAIRED}))\s*>", re.IGNORECASE)
_ALONE = re.compile(rf"<(?:br|hr){_LOOKS}\s*/?>|<!--(?:(?!<!--).)*?-->", re.IGNORECASE | re.DOTALL)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*```[\w+-]*[ \t]*$", re.MULTILINE)
_LINE_START = re.compile(
    r"^[ \t]*(?:#{1,6}[ \t]+(?=[A-Z\u00c0-\u00de\u0391-\u042f])|(?:[-*+•>][ \t]+)+(?=[^\W\d_]))", re.MULTILINE
)
_EMPHASIS = tuple(
    re.compile(rf"(?<![\w*_]){mark}(?=[^\s*_`])(?P<inner>[^*`\n]*?)(?<=[^\s*_`]){mark}(?![\w*_])")
    for mark in (r"\*\*\*", r"\*\*", r"\*", r"`")
)
_UNDERLINED = re.compile(r"(?<![\w_])(__?)(?=[^\W_])(?P<inner>[^_\n]*)(?<=[^\s_])\1(?![\w_])")
"""Of several words: one between underscores may be an identifier."""


@dataclass
class Aligned:
    """A text under change, and where each of its characters stands in the original."""

    text: str
    starts: list[int]
    ends: list[int]

    @classmethod
    def of(cls, parts: Iterable[tuple[str, int, int]]) -> "Aligned":
        """Join pieces, each with where it stands (start, end)."""
        aligned = cls("", [], [])
        pieces = []
        for piece, start, end in parts:
            pieces.append(piece)
            aligned.starts += [start] * len(piece)
            aligned.ends += [end] * len(piece)
        aligned.text = "".join(pieces)
        return aligned

    def replace(self, edits: Iterable[tuple[int, int, str]]) -> None:
        """Replace stretches (start, end, by what), which do not overlap and come in order."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end, new in edits:
            pieces += [self.text[done:start], new]
            starts += self.starts[done:start] + [self.starts[start]] * len(new)
            ends += self.ends[done:start] + [self.ends[end - 1]] * len(new)
            done = end
        self.text = "".join([*pieces, self.text[done:]])
        self.starts, self.ends = starts + self.starts[done:], ends + self.ends[done:]

    def sub(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> None:
        """Replace all matches of a pattern."""
        self.replace((m.start(), m.end(), new(m)) for m in pattern.finditer(self.text) if new(m) != m[0])


def without_markup(aligned: Aligned) -> None:
    """Take out tags, emphasis, headings and bullets; what they hold stays."""
    if "<" in aligned.text:
        aligned.sub(_ALONE, lambda _: " ")
        aligned.replace(_paired_tags(aligned.text))
    aligned.sub(_ENTITY, lambda match: html.unescape(match[0]))
    aligned.sub(_FENCE, lambda _: "")
    aligned.sub(_LINE_START, lambda _: "")
    for pattern in _EMPHASIS:
        _unwrapped(aligned, pattern)
    _unwrapped(aligned, _UNDERLINED)


def _paired_tags(text: str) -> list[tuple[int, int, str]]:
    """Return where tags stand that have an end, and what takes their place; `List<B>` has none."""
    found: list[tuple[int, int, str]] = []
    waiting: list[tuple[str, re.Match[str]]] = []
    names: Counter[str] = Counter()
    for match in _TAG.finditer(text):
        name = (match["open"] or match["close"]).lower()
        if match["open"]:
            waiting.append((name, match))
            names[name] += 1
            continue
        opened, opening = "", match
        while names[name] and opened != name:
            opened, opening = waiting.pop()
            names[opened] -= 1
        if opened == name:
            gap = "" if name in _INLINE else " "
            found += [(*opening.span(), gap), (*match.span(), gap)]
    return sorted(found)


def _unwrapped(aligned: Aligned, pattern: re.Pattern[str]) -> None:
    """Take out the marks around what the group `inner` of a pattern finds."""
    edits = []
    for match in pattern.finditer(aligned.text):
        start, end = match.span("inner")
        if pattern is _UNDERLINED and " " not in match["inner"]:
            continue
        edits += [(match.start(), start, ""), (end, match.end(), "")]
    aligned.replace(edits)
