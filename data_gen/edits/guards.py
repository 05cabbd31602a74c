"""What must not be emitted, by name, so that the manifest can say how often each guard fired.

`sentence_guard` looks at a parse before any rule runs; `row_guard` looks at a made sentence.
"""

import re

from ..english.casing import first_word, in_mid_sentence
from ..parsing.sentence import Sentence
from .apply import Rewritten

_BRACKETS = {")": "(", "]": "[", "}": "{"}
_WORD = re.compile(r"\w")
_ARTEFACT = re.compile(
    r"  | [,;:!?](?=\s|$)| \.(?=\s|$)|,[,.;:!?]|\(\s|\s\)|^[\s,;:]"
    r"|(?<!\.)\.\.(?!\.)|\bnot not\b|\bno no\b|\b(an?|the) (an?|the)\b"
    r"|\b(?:able|needs?|ha(?:ve|s|d)) to not\b"
    r"|\bto (?:[Dd]o (?:not|I)|[Ww]hy (?:can|should)|[Ww]hen should)\b"  # an opener before a question
)
_MAYBE_ARTEFACT = re.compile(r"[\s,.(][\s,;:!?.)]")  # where there is none of these two, there is no artefact
_TWO_WORDS = re.compile(
    r" (?=[nat])(?:(?<=\bnot )|(?<=\bno )|(?<=\ban )|(?<=\ba )|(?<=\bthe )|(?<=\bto ))(?:not|no|an?|the)\b"
    r"|\bto (?:do (?:not|i\b)|why|when s)"
)
_REPEATED = re.compile(r"\b(\w++) \1\b", re.IGNORECASE)
_QUOTE_OR_BRACKET = re.compile(r"[\"“”`'()\[\]{}]")
AROUND = 25  # characters on either side of what is new that an artefact may reach
_MAY_REPEAT = frozenset(("that", "had", "very", "so", "really"))
_ODD = re.compile(
    r"https?:|www\.|[<>{}|\\^~=@]|\.\.\.|\w[.?!][A-Z][a-z]{2}|\w[?!][—–]|\w\(s\)|\b(?:No|Nos|Vol|Fig|pp|vs)\.$"
)


MIN_REQUEST = 2  # words of a question, a command or a query that is a record of its own
MAX_QUERY = 12


def sentence_guard(sentence: Sentence, min_words: int = 3, max_words: int = 60) -> str | None:
    """Return the name of the guard that rejects this sentence as a source, or None.

    A query ("flights to Rome on Friday") needs no finite clause and is written with any capitals.
    """
    words = sentence.words
    count = sum(word.text[:1].isalnum() for word in words)
    is_query = is_request_line(sentence) or (
        sentence.alone and sentence.is_question and count <= MAX_QUERY  # "gift wrap available?"
    )
    if count < (MIN_REQUEST if is_query or (sentence.alone and sentence.is_question) else min_words):
        return "too_short"
    if count > max_words:
        return "too_long"
    if not sentence.root or "\n" in sentence.text:
        return "unreliable_parse"
    if not is_query and not _has_finite_clause(sentence):
        return "no_finite_clause"
    if _ODD.search(sentence.text):
        return "odd_text"
    if not _balanced(sentence.text):
        return "unbalanced_quotes"
    if _odd_casing(sentence, is_query):
        return "odd_casing"
    return None


def is_request_line(sentence: Sentence) -> bool:
    """Whether the sentence is a line of its own without a stop, such as a command or a keyword query."""
    count = sum(word.text[:1].isalnum() for word in sentence.words)
    return sentence.alone and count <= MAX_QUERY and sentence.text[-1:] not in (".", "!", "?", ":", ";", ",")


def row_guard(sentence: Sentence, made: Rewritten) -> str | None:
    """Return the name of the guard that rejects this made sentence, or None."""
    source, text = sentence.text, made.text
    if text.lower() == source.lower():
        return "unchanged"
    if not _WORD.search(text):
        return "nothing_left"
    start, end = max(0, made.start - AROUND), min(len(text), made.end + AROUND)
    start = text.rfind(" ", 0, start) + 1
    if _has_artefact(text, start, end) and len(_ARTEFACT.findall(text)) > len(_ARTEFACT.findall(source)):
        return "artefact"
    for match in _REPEATED.finditer(text, start, end):
        if match.group(1).lower() not in _MAY_REPEAT and match.group().lower() not in source.lower():
            return "repeated_word"
    if _stray_capital(sentence, text):
        return "stray_capital"
    return None


def _has_artefact(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] has an artefact; two quick looks spare most sentences the slow one."""
    maybe = _MAYBE_ARTEFACT.search(text, start, end) or _TWO_WORDS.search(text, start, end)
    return (maybe or text[:1] in " ,;:") and _ARTEFACT.search(text, start, end) is not None


def _has_finite_clause(sentence: Sentence) -> bool:
    if sentence.lang != "en":
        return any(w.pos in ("VERB", "AUX") and "VerbForm=Inf" not in w.morph for w in sentence.words)
    return any(c.finite or c.predicate.tag == "VB" for c in sentence.clauses)


def _balanced(text: str) -> bool:
    if _QUOTE_OR_BRACKET.search(text) is None:
        return True
    if text.count('"') % 2 or text.count("“") != text.count("”") or text.count("``") != text.count("''"):
        return False
    stack = []
    for char in text:
        if char in "([{":
            stack.append(char)
        elif char in _BRACKETS and (not stack or stack.pop() != _BRACKETS[char]):
            return False
    return not stack


def _odd_casing(sentence: Sentence, is_query: bool) -> bool:
    """Headlines, shouting, and first words in capitals."""
    is_german = sentence.lang == "de"
    words = [
        w
        for w in sentence.words
        if w.text.isalpha() and len(w.text) > 3 and not (is_german and w.pos == "NOUN")
    ]
    capitals = sum(w.text[0].isupper() for w in words)
    shouted = sum(w.text.isupper() for w in words)
    first = sentence.words[first_word(sentence)]
    if first.text.isupper() and len(first.text) > 1 and in_mid_sentence(sentence, first) != first.text:
        return True
    if first.text.isupper() and first.pos in ("DET", "ADP", "PRON", "VERB") and len(first.text) > 1:
        return True
    most = len(words) - 1 if is_query else 0.7 * len(words)  # "Flights from Berlin to Rome on Friday"
    return len(words) >= 4 and (capitals > most or shouted > 0.4 * len(words))


def _stray_capital(sentence: Sentence, made: str) -> bool:
    """Whether the source's first word kept its capital in the middle of the result."""
    first = sentence.words[first_word(sentence)]
    if f" {first.text}" not in made or in_mid_sentence(sentence, first) == first.text:
        return False
    inner = re.compile(rf"(?<=[\w,] ){re.escape(first.text)}\b")
    return len(inner.findall(made)) > len(inner.findall(sentence.text))
