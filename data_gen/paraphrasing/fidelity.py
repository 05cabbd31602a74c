"""What a wording must keep of its sentence to be taken for a paraphrase, whatever back end made it.

Numbers, names, negation and pronouns carry meaning and are what translators lose; a word that nobody knows is
one that was not translated back; a text that has no word in common answers something else. What is left still
has errors (docs/how-to/paraphrases.md).
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
"""Words of a wording, as a share of its source's, that are taken; a difference of two always is."""
MIN_COSINE = 0.85
"""Of the vectors of source and wording: below this it says something else."""
MEANING = frozenset(("other_numbers", "other_negation", "other_pronouns", "lost_name"))
"""Reasons that suggest another meaning in nearly the same words: with these alone it may be a near-miss."""
STEM = 4
"""Letters by which a word is recognised in another form."""
_MARKS = re.compile(r"[*#@\\]")  # what Apertium puts before a word it does not know or cannot inflect


def tidied(source: str, made: str) -> str:
    """Return a wording with single spaces and with capitals where the source has them."""
    text = re.sub(r" ([,.;:!?])", r"\1", " ".join(made.split()))
    capitals = {word.lower() for word in WORD.findall(source)[1:] if word[0].isupper()}

    def lowered(match: re.Match[str]) -> str:
        word = match.group()
        is_title = word[0].isupper() and word[1:].islower()
        return word.lower() if is_title and match.start() and word.lower() not in capitals else word

    text = WORD.sub(lowered, text)
    return text[:1].upper() + text[1:] if source[:1].isupper() else text


def reasons_to_drop(source: str, made: str, known: Container[str], lang: str = "en") -> list[str]:
    """Return why a tidied wording is no paraphrase of its source; nothing where it may be one.

    known: lower-cased words that the language has. lang: negation and pronouns are compared in English only.
    """
    own, new = (WORD.findall(text) for text in (source, made))
    if not new:
        return ["no_answer"]
    own_lower, new_lower = ([word.lower() for word in words] for words in (own, new))
    added = set(new_lower) - set(own_lower)
    is_english = lang == "en"
    found = {
        "other_ending": source[-1] != made[-1],
        "untranslated_word": bool(_MARKS.search(made) and not _MARKS.search(source)),
        "other_numbers": sorted(filter(_is_number, own_lower)) != sorted(filter(_is_number, new_lower)),
        "unknown_word": any(not _is_number(word) and word not in known for word in added),
        "other_negation": is_english and _of(own_lower, NEGATION) != _of(new_lower, NEGATION),
        "other_pronouns": is_english and _of(own_lower, PRONOUNS) != _of(new_lower, PRONOUNS),
        "lost_name": not {word.lower() for word in own[1:] if word[0].isupper()} <= set(new_lower),
        "other_length": abs(len(new) - len(own)) > 2 and not LENGTHS[0] <= len(new) / len(own) <= LENGTHS[1],
        "nothing_in_common": not _stems(own_lower) & _stems(new_lower) and len(_stems(own_lower)) > 1,
        "unchanged": own_lower == new_lower,
    }
    return [reason for reason, applies in found.items() if applies]


def _is_number(word: str) -> bool:
    return word[0].isdigit()


def _of(words: list[str], some: frozenset[str]) -> set[str]:
    """Return which of some words occur; "n't" counts as not."""
    return {"not" if word.endswith(("n't", "n’t")) else word for word in words} & some


def _stems(words: list[str]) -> set[str]:
    """Return the first letters of the longer words, which other forms of them share."""
    return {word[:STEM] for word in words if len(word) >= STEM}
