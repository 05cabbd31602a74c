"""Which letters follow each other in English words: what tells a slip of the keyboard from another word.

No list holds all words ("pubic", "eternal"); but whatever is a word, a rare one too, is made of sequences of
three letters that others have, and most slips are not ("trasnfer": "asn", "snf"). The words are those that
the bundled parser knows.
"""

import json
from functools import cache
from pathlib import Path

_STRINGS = Path(__file__).parent / "pipeline" / "vocab" / "strings.json"


def may_be_word(text: str) -> bool:
    """Whether all sequences of three letters of a text in small letters, with its start and its end, are
    those of words.

    >>> may_be_word("eternal"), may_be_word("trasnfer")
    (True, False)
    """
    return _sequences(text) <= _known()


def _sequences(word: str) -> set[str]:
    letters = f" {word} "
    return {letters[start : start + 3] for start in range(len(word))}


@cache
def _known() -> frozenset[str]:
    strings = json.loads(_STRINGS.read_text(encoding="utf-8"))
    words = {text for text in strings if text.isalpha() and text.islower() and len(text) > 2}
    return frozenset(sequence for word in words for sequence in _sequences(word))
