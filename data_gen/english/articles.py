""" "a" or "an": how the indefinite article sounds before a word."""

import re

from .word_lists import word_lists

_LISTS = word_lists(__package__, "articles")

_AN_WORDS = _LISTS.phrases("an_words")
_A_WORDS = _LISTS.phrases("a_words")
_A_EXCEPT = ("unin", "unim", "usher", "unid", "uninh")
_AN_LETTERS = "AEFHILMNORSX"


def indefinite_article(word: str) -> str:
    """Return "a" or "an" as it is said before `word`."""
    lower = word.lower()
    if word[:1].isdigit():
        number = re.match(r"\d+", word)
        digits = number.group() if number else word
        return "an" if digits.startswith("8") or digits in ("11", "18") else "a"
    if word.isupper() and len(word) > 1 and word.isalpha():
        spelled = len(word) <= 3 or not re.search("[AEIOUY]", word)
        if spelled:
            return "an" if word[0] in _AN_LETTERS else "a"
    if lower.startswith(_AN_WORDS):
        return "an"
    if lower.startswith(_A_WORDS) and not lower.startswith(_A_EXCEPT):
        return "a"
    return "an" if lower[:1] in "aeiou" else "a"
