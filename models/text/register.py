"""In which register two texts are compared: what somebody asks for, what somebody states, or a passage.

Thresholds may differ by register (Calibration.registers), and reports tell them apart. The register is read
off the words alone, so that the same two texts always have the same one; a slip costs a threshold that is a
little too strict or too loose, never an error.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import yaml

from .sentence_ends import SENTENCE_END

Register = Literal["request", "statement", "passage"]
REGISTERS: tuple[Register, ...] = ("request", "statement", "passage")
PASSAGE_WORDS = 24
"""From so many words on, in two sentences or more, a candidate of more words than the query is a passage."""
LONG_PASSAGE_WORDS = 60
"""From so many words on it is one in any case."""
KEYWORDS = 6
"""A text of at most so many words that ends in no stop is a keyword query."""
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_SENTENCE_END = re.compile(SENTENCE_END)
_LISTS = Path(__file__).with_name("register.yaml")


def register_of(query: str, candidate: str) -> Register:
    """Return the register of a pair.

    "passage": the candidate is several sentences against a shorter query, or very long. "request": one of the
    two is a question, a command, a wish or a keyword query. "statement": anything else.
    """
    words = len(_WORD.findall(candidate))
    several = len(_SENTENCE_END.findall(candidate)) > 1
    longer = words > len(_WORD.findall(query))
    if words >= LONG_PASSAGE_WORDS or (words >= PASSAGE_WORDS and several and longer):
        return "passage"
    return "request" if is_request(query) or is_request(candidate) else "statement"


def registers_of(pairs: Iterable[tuple[str, str]]) -> np.ndarray:
    """Return the register of each (query, candidate), as strings [n]."""
    return np.array([register_of(query, candidate) for query, candidate in pairs], dtype="U9")


def is_request(text: str) -> bool:
    """Whether somebody asks for something: a question, a command, a wish, a greeting, or keywords."""
    words = _lowered(text)
    if not words:
        return False
    openers, verbs, _ = _lists()
    if "?" in text or words[0] in openers or " ".join(words[:2]) in openers:
        return True
    if words[0] in verbs and (len(words) < 2 or words[1] not in ("is", "was", "are", "were", "has", "had")):
        return True
    return len(words) <= KEYWORDS and _last_sign(text) not in (".", "!", ";", ":")


def is_topic(text: str) -> bool:
    """Whether a text is a bare phrase, as people look things up: no stop, no question, no finite word.

    A claim typed without its stop, its verb in no list, passes for one.
    """
    words = _lowered(text)
    openers, verbs, finite = _lists()
    if not words or _last_sign(text) in (".", "!", "?", ";", ":") or "?" in text:
        return False
    opens = words[0] in openers or words[0] in verbs or " ".join(words[:2]) in openers
    return not opens and finite.isdisjoint(words)


def _lowered(text: str) -> list[str]:
    """Return the words of a text in small letters, with straight apostrophes."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def _last_sign(text: str) -> str:
    """Return the last sign of a text before quotes, brackets and space that end it."""
    return text.rstrip("\"'”’»)] \t\n")[-1:]


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the words that open a request, the verbs of commands, and the words of a whole clause."""
    found = yaml.safe_load(_LISTS.read_text(encoding="utf-8"))
    openers = frozenset(entry.strip() for entry in found["openers"].split(","))
    return openers, frozenset(found["commands"].split()), frozenset(found["finite"].split())
