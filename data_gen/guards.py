"""What must not be emitted, by name, so that the manifest can say how often each guard fired.

`sentence_guard` looks at a parse before any rule runs; `row_guard` looks at a made sentence.
"""

import re

from .realize import Realized, first_word, mid_sentence
from .roles import Sentence

_BRACKETS = {")": "(", "]": "[", "}": "{"}
_ARTEFACT = re.compile(
    r"  | [,;:!?](?=\s|$)| \.(?=\s|$)|,[,.;:!?]|\(\s|\s\)|^[\s,;:]"
    r"|(?<!\.)\.\.(?!\.)|\bnot not\b|\bno no\b|\b(an?|the) (an?|the)\b"
)
_REPEATED = re.compile(r"\b(\w+) \1\b", re.IGNORECASE)
_MAY_REPEAT = frozenset(("that", "had", "very", "so", "really"))
_ODD = re.compile(r"https?:|www\.|[<>{}|\\^~=@]|\.\.\.|\w[.?!][A-Z][a-z]{2}")


def sentence_guard(sentence: Sentence, min_words: int = 3, max_words: int = 60) -> str | None:
    """Return the name of the guard that rejects this sentence as a source, or None."""
    words = sentence.words
    count = sum(word.text[:1].isalnum() for word in words)
    if count < min_words:
        return "too_short"
    if count > max_words:
        return "too_long"
    if sentence.root is None or "\n" in sentence.text:
        return "unreliable_parse"
    if not sentence.clauses or not any(c.finite or c.predicate.tag == "VB" for c in sentence.clauses):
        return "no_finite_clause"
    if _ODD.search(sentence.text):
        return "odd_text"
    if not _balanced(sentence.text):
        return "unbalanced_quotes"
    if _odd_casing(sentence):
        return "odd_casing"
    return None


def row_guard(sentence: Sentence, made: Realized) -> str | None:
    """Return the name of the guard that rejects this made sentence, or None."""
    if made.text.lower() == sentence.text.lower() or not (made.source_spans or made.made_spans):
        return "unchanged"
    if len(_ARTEFACT.findall(made.text)) > len(_ARTEFACT.findall(sentence.text)):
        return "artefact"
    for match in _REPEATED.finditer(made.text):
        if match.group(1).lower() not in _MAY_REPEAT and match.group().lower() not in sentence.text.lower():
            return "repeated_word"
    if _stray_capital(sentence, made.text):
        return "stray_capital"
    return None


def _balanced(text: str) -> bool:
    if text.count('"') % 2 or text.count("“") != text.count("”") or text.count("``") != text.count("''"):
        return False
    stack = []
    for char in text:
        if char in "([{":
            stack.append(char)
        elif char in _BRACKETS and (not stack or stack.pop() != _BRACKETS[char]):
            return False
    return not stack


def _odd_casing(sentence: Sentence) -> bool:
    """Headlines, shouting, and first words in capitals."""
    words = [w for w in sentence.words if w.text.isalpha() and len(w.text) > 3]
    capitals = sum(w.text[0].isupper() for w in words)
    shouted = sum(w.text.isupper() for w in words)
    first = sentence.words[first_word(sentence)]
    if first.text.isupper() and len(first.text) > 1 and mid_sentence(first) != first.text:
        return True
    if first.text.isupper() and first.pos in ("DET", "ADP", "PRON", "VERB") and len(first.text) > 1:
        return True
    return len(words) >= 4 and (capitals > 0.7 * len(words) or shouted > 0.4 * len(words))


def _stray_capital(sentence: Sentence, made: str) -> bool:
    """Whether the source's first word kept its capital in the middle of the result."""
    first = sentence.words[first_word(sentence)]
    if mid_sentence(first) == first.text:
        return False
    inner = re.compile(rf"(?<=[\w,] ){re.escape(first.text)}\b")
    return len(inner.findall(made)) > len(inner.findall(sentence.text))
