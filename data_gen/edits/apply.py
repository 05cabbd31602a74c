"""The one place that applies span edits to text, cleanly: spaces, commas, capitals and a/an."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..english.articles import indefinite_article
from ..english.casing import first_word, in_mid_sentence
from ..parsing.sentence import Sentence
from .edit import Replacement

_ARTICLE = re.compile(r"\b(an?)(\s+[\"“(]?)([A-Za-z0-9][\w.,-]*)", re.IGNORECASE)
_NUMBER = re.compile(r"\(?\d{1,3}[.)] +")
_NO_SPACE_BEFORE = (",", ".", ";", ":", "!", "?", ")", "%", "”", "’", "'s", "n't")


class Rewritten(NamedTuple):
    """A made sentence: text[start:end] stands for source[start:source_end], the rest is as it was."""

    text: str
    start: int
    source_end: int
    end: int


def rewrite(sentence: Sentence, replacements: Sequence[Replacement], lower: bool = False) -> Rewritten:
    """Apply replacements (sorted, not overlapping) to the sentence and repair what they disturb.

    Everything outside the replacements stays as it is, except the capital of a first word that is no longer
    first, and an article a/an before a new word. lower: all is in small letters, without a final stop. Raises
    ValueError for overlapping replacements.
    """
    source = sentence.text
    text = ""
    done = 0
    for replacement in replacements:
        if replacement.start < done:
            raise ValueError(f"replacements overlap at {replacement.start}: {replacements}")
        if replacement.start > done:
            text = _join(text, _unchanged(sentence, done, replacement.start, bool(text.strip())))
        text = _join(text, _uncapitalised(sentence, replacement) if text.strip() else replacement.text)
        done = replacement.end
    if done < len(source):
        text = _join(text, _unchanged(sentence, done, len(source), bool(text.strip())))
    first, last = (replacements[0].start, done) if replacements else (0, len(source))
    start = source.rfind(" ", 0, max(0, first - 1)) + 1
    after = source.find(" ", last)
    kept = 0 if after < 0 else len(source) - after
    if sentence.lang == "en":
        text = _repair_articles(source, text, start, len(text) - kept)
    if lower:
        text = text.lower().removesuffix(".")
        return Rewritten(text, 0, len(source), len(text))
    return Rewritten(_capitalise(source, text), start, len(source) - kept, len(text) - kept)


def _unchanged(sentence: Sentence, start: int, end: int, preceded: bool) -> str:
    """Return source text; its first word loses the sentence's capital when something now precedes it."""
    text = sentence.text[start:end]
    if not preceded or not sentence.words:
        return text
    first = sentence.words[first_word(sentence)]
    if start <= first.start and first.end <= end:
        offset = first.start - start
        return text[:offset] + in_mid_sentence(sentence, first) + text[offset + len(first.text) :]
    return text


def _uncapitalised(sentence: Sentence, replacement: Replacement) -> str:
    """Return what takes the first word's place, without its capital where that word would lose it: a typo."""
    new = replacement.text
    first = sentence.words[first_word(sentence)] if sentence.words else None
    if first is None or replacement.start != first.start or not first.text[:1].isupper():
        return new
    lost = in_mid_sentence(sentence, first)[:1].islower() and new[:1] == first.text[:1]
    return new[:1].lower() + new[1:] if lost else new


def _join(left: str, right: str) -> str:
    """Join two stretches of text without doubled spaces, commas or a space before punctuation."""
    if not right:
        return left
    if not left.strip():
        return left + (right.lstrip(" ,") if left or right.startswith((" ", ",")) else right)
    bare_left, bare_right = left.rstrip(" "), right.lstrip(" ")
    if not bare_right:
        return left if left.endswith(" ") else left + right
    if bare_left.endswith(",") and bare_right[0] in ",.;:!?":
        return bare_left[:-1] + bare_right
    if bare_left.endswith(".") and bare_right == ".":
        return bare_left  # "... Acme Corp."
    if left.endswith(" ") and right.startswith(_NO_SPACE_BEFORE):
        return bare_left + right
    if left.endswith(" ") and right.startswith(" "):
        if bare_right.startswith(_NO_SPACE_BEFORE):
            return bare_left + bare_right
        return left + bare_right
    if right.startswith(" ") and bare_right.startswith((",", ".", ";", "?", "!")):
        return left + bare_right
    return left + right


def _repair_articles(source: str, text: str, start: int, end: int) -> str:
    """Choose a or an anew wherever the word after the article is new: only in text[start:end]."""
    start = (
        text.rfind(" ", 0, max(0, text.rfind(" ", 0, max(0, start - 1)))) + 1
    )  # the article may be before it
    after = text.find(" ", end + 1)
    end = len(text) if after < 0 else after
    part = text[start:end]
    if _ARTICLE.search(part) is None:
        return text
    known = {(m.group(1).lower(), m.group(3).lower()) for m in _ARTICLE.finditer(source)}

    def repaired(match: re.Match[str]) -> str:
        article, space, word = match.groups()
        if (article.lower(), word.lower()) in known or (article == "A" and start + match.start() > 1):
            return match.group()
        right = indefinite_article(word.rstrip(".,"))
        return (right.capitalize() if article[0] == "A" else right) + space + word

    return text[:start] + _ARTICLE.sub(repaired, part) + text[end:]


def _capitalise(source: str, text: str) -> str:
    """Give the first word a capital when the source's first word had one, behind the number of a list too."""
    number = _NUMBER.match(text)
    if number and source.startswith(number.group()):
        return number.group() + _capitalise(source[number.end() :], text[number.end() :])
    if text[:1].isalnum() and not text[:1].islower():
        return text
    old = next((c for c in source if c.isalnum()), "")
    position = next((i for i, c in enumerate(text) if c.isalnum()), None)
    if position is None or not (old.isupper() or old.isdigit()) or not text[position].islower():
        return text
    word = re.match(r"[\w'’-]+", text[position:])
    if word and word.group() != word.group().lower() and "-" not in word.group():
        return text  # iPod, eBay
    return text[:position] + text[position].upper() + text[position + 1 :]
