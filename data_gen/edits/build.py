"""Builders of replacements shared by the families: insert, delete, replace, exchange."""

from ..realize import piece
from ..roles import Sentence, Span, Word
from .edit import Edit, Replacement


def edit(rule: str, label: int, *replacements: Replacement) -> Edit:
    """Return an edit with its replacements in order."""
    return Edit(rule, label, tuple(sorted(replacements)))


def replace(word: Word, text: str) -> Replacement:
    """Replace a word; a capital of the replaced word is not kept (realize gives sentence capitals)."""
    return Replacement(word.start, word.end, text)


def insert_after(word: Word, text: str) -> Replacement:
    """Insert text directly after a word; give the space yourself."""
    return Replacement(word.end, word.end, text)


def insert_before(word: Word, text: str) -> Replacement:
    """Insert text directly before a word; give the space yourself."""
    return Replacement(word.start, word.start, text)


def delete(sentence: Sentence, start: int, end: int) -> Replacement:
    """Delete tokens start..end (end excluded) with the space after them."""
    words = sentence.words
    after = words[end].start if end < len(words) else len(sentence.text)
    return Replacement(words[start].start, after, "")


def exchange(sentence: Sentence, a: Span, b: Span) -> tuple[Replacement, Replacement]:
    """Exchange the text of two spans that do not overlap; an 's after one fits the word it now follows."""
    return _put(sentence, a, b), _put(sentence, b, a)


def _put(sentence: Sentence, place: Span, source: Span) -> Replacement:
    """Put the text of `source` in the place of `place`."""
    start, end = sentence.chars(place)
    text = piece(sentence, source.start, source.end)
    following = sentence.words[place.end] if place.end < len(sentence.words) else None
    if following is not None and following.tag == "POS" and following.start == end:
        plural = source.head.tag in ("NNS", "NNPS") and text.endswith("s")
        keeps = following.text in ("'", "’") and text.endswith("s")
        return Replacement(start, following.end, text + ("'" if plural or keeps else "'s"))
    return Replacement(start, end, text)
