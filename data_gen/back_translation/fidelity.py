"""What a back-translation must keep of its source to be taken for a paraphrase: the filter of
run.py.

Numbers, names, negation and pronouns carry meaning and are what translators lose; a word that nobody knows is
one that was not translated back. What is left still has errors (docs/how-to/back-translation.md).
"""

import re
from collections.abc import Container

WORD = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?|\d[\d.,]*")
NEGATION = frozenset(
    ("no", "not", "never", "none", "nor", "neither", "without", "nothing", "nobody", "cannot")
)
PRONOUNS = frozenset(
    ("he", "she", "him", "her", "his", "hers", "it", "its", "they", "them", "their", "i", "we", "us", "you")
)
"""Of those, a translator whose other language drops pronouns often brings back another one."""
LENGTHS = (0.8, 1.3)
"""Words of a back-translation, as a share of its source's, that are taken; a difference of two always is."""
MIN_COSINE = 0.85
"""Of the vectors of source and back-translation: below this it says something else."""
_MARKS = re.compile(r"[*#@\\]")  # what Apertium puts before a word it does not know or cannot inflect


def tidied(source: str, made: str) -> str:
    """Return a back-translation with single spaces and with capitals where the source has them."""
    text = re.sub(r" ([,.;:!?])", r"\1", " ".join(made.split()))
    capitals = {word.lower() for word in WORD.findall(source)[1:] if word[0].isupper()}

    def lowered(match: re.Match[str]) -> str:
        word = match.group()
        is_title = word[0].isupper() and word[1:].islower()
        return word.lower() if is_title and match.start() and word.lower() not in capitals else word

    text = WORD.sub(lowered, text)
    return text[:1].upper() + text[1:] if source[:1].isupper() else text


def reason_to_drop(source: str, made: str, known: Container[str], lang: str = "en") -> str | None:
    """Return why a tidied back-translation is no paraphrase of its source, None where it may be one.

    known: lower-cased words that the language has. lang: negation and pronouns are compared in English only.
    """
    own, new = (WORD.findall(text) for text in (source, made))
    own_lower, new_lower = ([word.lower() for word in words] for words in (own, new))
    added = set(new_lower) - set(own_lower)
    if not new or source[-1] != made[-1]:
        return "other_ending"
    if _MARKS.search(made) and not _MARKS.search(source):
        return "untranslated_word"
    if sorted(filter(_is_number, own_lower)) != sorted(filter(_is_number, new_lower)):
        return "other_numbers"
    if any(not _is_number(word) and word not in known for word in added):
        return "unknown_word"
    if lang == "en" and _of(own_lower, NEGATION) != _of(new_lower, NEGATION):
        return "other_negation"
    if lang == "en" and _of(own_lower, PRONOUNS) != _of(new_lower, PRONOUNS):
        return "other_pronouns"
    if not {word.lower() for word in own[1:] if word[0].isupper()} <= set(new_lower):
        return "lost_name"
    if abs(len(new) - len(own)) > 2 and not LENGTHS[0] <= len(new) / len(own) <= LENGTHS[1]:
        return "other_length"
    if own_lower == new_lower:
        return "unchanged"
    return None


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _of(words: list[str], some: frozenset[str]) -> set[str]:
    """Return which of some words occur; "n't" counts as not."""
    return {"not" if word.endswith(("n't", "n’t")) else word for word in words} & some
