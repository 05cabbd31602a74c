"""The normal form of a text: what is read of it, and where each of its characters stands in the original.

Before a text is tokenised, what carries no meaning is taken out or made alike: control and zero-width
characters, variation selectors, the many forms of quotes, dashes and spaces, light markup (markdown, HTML),
emoji at its ends. Letters keep their case and their accents. What a tokenizer makes of the rest is compared
in surface.py.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from .markup import Aligned, without_markup
from .sentence_ends import SENTENCE_END

NORMAL_FORM = 1
"""Number of this normal form: part of the identity of whatever is kept of texts (stores, caches)."""

_ALIKE = {
    **dict.fromkeys("‘’‚‛′ʹʼ", "'"),
    **dict.fromkeys("“”„‟″«»〝〞", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘﹣", "-"),
    "…": "...",
}
_COMPATIBLE = ("<wide>", "<narrow>", "<noBreak>", "<initial>", "<medial>", "<final>", "<isolated>")
"""Kinds of compatibility characters that are another form of a letter, not another sign (as ² or ① are)."""
_FLAG, _TAGS = "\U0001f3f4", range(0xE0020, 0xE0080)
"""Tags after the black flag spell a region: the only invisible characters with a meaning."""
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_JAMO = range(0x1160, 0x1200)
"""Vowels and final consonants of Korean syllables written apart."""
_VOICED = "\uff9e\uff9f"
"""Marks of half-width katakana."""
_STYLED = range(0x1D400, 0x1D800)
"""Letters in bold, italic, script and the like, with which people decorate."""
_LIGATURES = "ﬀﬁﬂﬃﬄﬅﬆ"
_SURROGATES, _PRIVATE = range(0xD800, 0xE000), 0xF0000
"""Half a surrogate pair is no character; it becomes one for private use, so that it can be compared."""

_PLAIN = re.compile(r"(?![-+# ])(?:[!-%'-)+-;=?-^a-z{-~]| (?! ))*(?<! )")
"""Printable ASCII without what may be markup: the normal form of itself."""
_ANY_EMOJI = (
    "\U0001f000-\U0001faff\u2600-\u27bf\u2b1b\u2b1c\u2b50\u2b55\u231a\u231b\u23e9-\u23fa\U000e0020-\U000e007f"
)
_FEELINGS = (
    "\U0001f600-\U0001f64f\U0001f90c-\U0001f92f\U0001f970-\U0001f97a\U0001f440-\U0001f450\U0001f493-\U0001f49f"
    "\U0001f3fb-\U0001f3ff\u2764\u2728\u263a\U0001f389\U0001f38a\U0001f525\U0001f4af\U0001f680"
)
_EMOJI = re.compile(rf"[{_ANY_EMOJI}\s]")
_ONLY_FEELINGS = re.compile(rf"[{_FEELINGS}\s]+")
_AGAINST = re.compile("[❌❎✖✗✘🚫⛔🛑👎🙅]")
"""Signs that turn a sentence round, wherever they stand."""
_SENTENCE_END = re.compile(rf"{SENTENCE_END}$")


@dataclass(frozen=True)
class NormalForm:
    """A text as it is read.

    text: what the tokenizer gets. starts, ends: where each of its characters stands in the original text.
    lead, trail: the emoji that stood before and after it, where no sentence ends between; they are not read,
    but two texts that have different ones are not the same.
    """

    text: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range
    lead: str = ""
    trail: str = ""

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where characters start to end of the normal form stand in the original text."""
        if start >= end or start >= len(self.starts):
            return (0, 0)
        return self.starts[start], self.ends[min(end, len(self.ends)) - 1]


@lru_cache(maxsize=8192)
def normal_form(text: str) -> NormalForm:
    """Return the normal form of a text.

    >>> normal_form("“Rome”\\u200b is  **closer**. 🙏").text
    '"Rome" is closer.'
    """
    if _PLAIN.fullmatch(text):
        return NormalForm(text, range(len(text)), range(1, len(text) + 1))
    aligned = Aligned.of(_characters(text))
    without_markup(aligned)
    if "&" in text:  # what character references stood for
        again = Aligned.of(_characters(aligned.text))
        again.starts = [aligned.starts[place] for place in again.starts]
        again.ends = [aligned.ends[place - 1] for place in again.ends]
        aligned = again
    aligned.replace((m.start(), m.end(), " ") for m in re.finditer(r"\s+", aligned.text))
    lead, trail = _without_ends(aligned)
    return NormalForm(aligned.text, tuple(aligned.starts), tuple(aligned.ends), lead, trail)


def _characters(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the visible characters alike in form and where they stand, letters composed with their marks."""
    seen = [(character, place) for place, character in enumerate(text) if not _is_invisible(text, place)]
    index = 0
    while index < len(seen):
        first = index
        index += 1
        while index < len(seen) and _is_mark(seen[index][0]):
            index += 1
        together = "".join(character for character, _ in seen[first:index])
        alike = "".join(map(_alike, unicodedata.normalize("NFC", together)))
        yield unicodedata.normalize("NFC", alike), seen[first][1], seen[index - 1][1] + 1


def _is_invisible(text: str, place: int) -> bool:
    """Whether a character has no form of its own."""
    character, code = text[place], ord(text[place])
    if code < 0x7F:
        return code < 0x20 and not character.isspace()
    if code in _TAGS:
        return _FLAG not in text[max(0, place - 7) : place]
    if any(code in selectors for selectors in _SELECTORS):
        return True
    return unicodedata.category(character) in ("Cc", "Cf") and not character.isspace()


def _is_mark(character: str) -> bool:
    """Whether a character belongs to the one before it."""
    return character > "~" and (
        unicodedata.category(character)[0] == "M" or ord(character) in _JAMO or character in _VOICED
    )


def _alike(character: str) -> str:
    """Return the common form of a character."""
    if character <= "~":
        return "\n" if character in "\r\x0b\x0c" else character
    if character in _ALIKE:
        return _ALIKE[character]
    code = ord(character)
    if code in _SURROGATES:
        return chr(_PRIVATE + code - _SURROGATES.start)
    kind = unicodedata.decomposition(character).partition(" ")[0]
    styled = kind == "<font>" and code in _STYLED
    if kind in _COMPATIBLE or styled or character in _LIGATURES:
        return unicodedata.normalize("NFKC", character)
    return character


def _without_ends(aligned: Aligned) -> tuple[str, str]:
    """Take spaces and emoji off both ends; return the emoji that count where another text has others."""
    text = aligned.text
    first, last = 0, len(text)
    if any(character.isalnum() for character in text):
        while _EMOJI.match(text[first]):
            first += 1
        while _EMOJI.match(text[last - 1]):
            last -= 1
    lead, trail = text[:first], text[last:]
    if _AGAINST.search(lead):
        first, lead = 0, ""
    if _AGAINST.search(trail):
        last, trail = len(text), ""
    elif _ONLY_FEELINGS.fullmatch(trail) and _SENTENCE_END.search(text, max(0, last - 9), last):
        trail = ""
    first += len(text[first:last]) - len(text[first:last].lstrip())
    last -= len(text[first:last]) - len(text[first:last].rstrip())
    aligned.text, aligned.starts, aligned.ends = (
        text[first:last], aligned.starts[first:last], aligned.ends[first:last]
    )  # fmt: skip
    return "".join(lead.split()), "".join(trail.split())
