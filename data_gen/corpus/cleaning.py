"""Text as it is parsed: in one line, in paragraphs that a parser can hold; and whether it can be a source."""

import re

from ..config import GenerateConfig

MAX_PARAGRAPH = 20_000  # characters parsed in one go: the parser's memory grows with the text
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\s]+")
_LETTER_SHARE = 0.6  # of the characters that are no space, in prose


def paragraphs(text: str, longest: int = MAX_PARAGRAPH) -> list[str]:
    """Cut a text at blank lines, and at the end of a sentence where a paragraph is longer than `longest`.

    >>> paragraphs("One line\\nand its end.\\n\\nAnother.")
    ['One line and its end.', 'Another.']
    """
    parts = []
    for paragraph in re.split(r"\n\s*\n", text):
        rest = one_line(paragraph)
        while len(rest) > longest:
            cut = max(rest.rfind(". ", 0, longest) + 1, 0) or rest.rfind(" ", 0, longest)
            cut = cut if cut > 0 else longest
            parts.append(rest[:cut])
            rest = rest[cut:].lstrip()
        if rest:
            parts.append(rest)
    return parts


def one_line(text: str) -> str:
    """Turn every run of white space and control characters into one space."""
    return _CONTROL.sub(" ", text).strip()


def reason_to_skip(text: str, config: GenerateConfig, is_alone: bool = False) -> str | None:
    """Return why a sentence, or a text of a paraphrase record, is no source; None where it is one.

    is_alone: it is all that its record says; a question, or a line without a stop, may then be shorter.
    """
    words = text.split()
    is_request = is_alone and text[-1:] not in (".", "!", ":", ";")
    if len(words) < (min(config.min_words, config.min_request_words) if is_request else config.min_words):
        return "too_short"
    if len(words) > config.max_words:
        return "too_long"
    solid = "".join(words)
    if not solid.isalpha() and sum(map(str.isalpha, solid)) < _LETTER_SHARE * len(solid):
        return "not_prose"
    return None
