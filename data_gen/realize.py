"""The one place that applies span edits to text: spaces, commas, capitals and a/an.

Rules hand in replacements of raw text; `realize` joins them cleanly and returns the new sentence with
the spans that differ. `piece` gives a stretch of the sentence in the form it has in mid-sentence, which
is how rules move words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from .lexicon import (
    DEMONYMS,
    FIRST_NAMES,
    FUNCTION_WORDS,
    MONTHS,
    ORG_NOUNS,
    PERSON_NOUNS,
    PLACES,
    REPORTING,
    WEEKDAYS,
    word_set,
)
from .roles import HYPHENS, Sentence, Word

if TYPE_CHECKING:  # the folder of the rules imports this module
    from .edits.edit import Replacement

Spans = tuple[tuple[int, int], ...]

_TOKEN = re.compile(r"[\w'’]+(?:[.,][\w'’]+)*|[^\w\s]")
_ARTICLE = re.compile(r"\b(an?)(\s+[\"“(]?)([A-Za-z0-9][\w.,-]*)", re.IGNORECASE)
_NO_SPACE_BEFORE = (",", ".", ";", ":", "!", "?", ")", "%", "”", "’", "'s", "n't")
_AN_WORDS = (
    "hour",
    "honest",
    "honor",
    "honour",
    "heir",
    "herb",
    "f-",
    "x-",
    "mba",
    "mri",
    "nba",
    "nfl",
    "fbi",
    "sms",
)
_A_WORDS = (
    "one",
    "once",
    "uni",
    "us",
    "use",
    "usu",
    "eu",
    "ewe",
    "ubiq",
    "uk",
    "u.s",
    "u.n",
    "u.k",
    "utop",
    "urin",
    "uran",
)
_A_EXCEPT = ("unin", "unim", "usher", "unid", "uninh")
_AN_LETTERS = "AEFHILMNORSX"


@dataclass(frozen=True)
class Realized:
    """A made sentence; the spans (character start, end) are where source and result differ."""

    text: str
    source_spans: Spans
    made_spans: Spans


class Rewritten(NamedTuple):
    """A made sentence: text[start:end] stands for source[start:source_end], the rest is as it was."""

    text: str
    start: int
    source_end: int
    end: int


def realize(sentence: Sentence, replacements: Sequence["Replacement"]) -> Realized:
    """Do what `rewrite` does, and find the words that differ."""
    text = rewrite(sentence, replacements).text
    return Realized(text, *differing_spans(sentence.text, text))


def rewrite(sentence: Sentence, replacements: Sequence["Replacement"]) -> Rewritten:
    """Apply replacements (sorted, not overlapping) to the sentence and repair what they disturb.

    Everything outside the replacements stays as it is, except the capital of a first word that is no
    longer first, and an article a/an before a new word. Raises ValueError for overlapping replacements.
    """
    source = sentence.text
    text = ""
    done = 0
    for replacement in replacements:
        if replacement.start < done:
            raise ValueError(f"replacements overlap at {replacement.start}: {replacements}")
        if replacement.start > done:
            text = _join(text, _unchanged(sentence, done, replacement.start, bool(text.strip())))
        text = _join(text, replacement.text)
        done = replacement.end
    if done < len(source):
        text = _join(text, _unchanged(sentence, done, len(source), bool(text.strip())))
    first, last = (replacements[0].start, done) if replacements else (0, len(source))
    start = source.rfind(" ", 0, max(0, first - 1)) + 1
    after = source.find(" ", last)
    kept = 0 if after < 0 else len(source) - after
    if sentence.lang == "en":
        text = _repair_articles(source, text, start, len(text) - kept)
    return Rewritten(_capitalise(source, text), start, len(source) - kept, len(text) - kept)


def piece(sentence: Sentence, start: int, end: int) -> str:
    """Return tokens start..end (end excluded) as they would stand in mid-sentence."""
    text = sentence.slice(start, end)
    if start == first_word(sentence):
        return in_mid_sentence(sentence, sentence.words[start]) + text[len(sentence.words[start].text) :]
    return text


def first_word(sentence: Sentence) -> int:
    """Return the index of the first token that is a word (0 when there is none)."""
    return sentence.first


def mid_sentence(word: Word) -> str:
    """Return a sentence-initial word in its mid-sentence form: "The" -> "the", "Rome" -> "Rome"."""
    text = word.text
    if not text[:1].isupper():
        return text
    if text == "I" or text[1:] != text[1:].lower() or any(c.isdigit() for c in text):
        return text
    lower = text.lower()
    hyphened = any(c.text in HYPHENS and c.i == word.i + 1 for c in word.children)
    if hyphened and lower in _HYPHENED:
        return lower  # "Low-income earners", read as a name
    if word.head is not None and word.rel in ("amod", "compound", "flat") and word.head.text[:1].isupper():
        return text  # "United Nations"
    if word.rel == "amod" and word.head is not None and word.head.text.islower() and lower not in DEMONYMS:
        return lower  # "Murine colitis", read as a name
    if lower in FUNCTION_WORDS and not (lower == "may" and word.pos != "AUX"):
        return lower
    if lower.endswith("s") and (word.lemma in PERSON_NOUNS or lower[:-1] in PERSON_NOUNS):
        return lower  # "Prosecutors", read as a name
    if lower in _MODIFIERS and word.rel in ("compound", "amod") and word.head and word.head.text.islower():
        return lower  # "Precursor cells", read as a name
    if lower in _COMMON and not (word.child("flat", "compound") or word.rel in ("flat", "compound")):
        return lower  # "Revenue fell", read as a name
    if _maybe_name(word):
        return text
    named = word.tag in ("NNP", "NNPS") or word.pos == "PROPN"
    named = named or (word.pos == "NOUN" and (lower in PLACES or lower in FIRST_NAMES))
    if named or lower in DEMONYMS or lower in WEEKDAYS or (lower in MONTHS and word.pos != "AUX"):
        return text
    return text[:1].lower() + text[1:]


def in_mid_sentence(sentence: Sentence, word: Word) -> str:
    """Return a sentence's first word in its mid-sentence form, by the rules of its language."""
    if sentence.lang == "en":
        return mid_sentence(word)
    keeps = word.pos in ("PROPN", "X") or (sentence.lang == "de" and word.pos == "NOUN")
    return word.text if keeps or word.text[1:] != word.text[1:].lower() else word.text.lower()


_HYPHENED = frozenset(("low", "high", "long", "short", "full", "part", "anti", "non", "self", "well", "pre"))


_COMMON = word_set(
    """revenue revenues profit profits sales earnings inflation unemployment income turnover debt demand
    output growth productivity management staff payment payments delivery shipping insurance coverage
    treatment therapy surgery infection inflammation pain fever bleeding insulin aspirin cholesterol
    chemotherapy radiotherapy obesity diabetes hypertension asthma pneumonia cancer mortality oxygen
    glucose calcium potassium sodium"""
)


_MODIFIERS = word_set(
    """normal abnormal precursor remote clinical cellular genetic chronic acute neural viral bacterial renal
    cardiac hepatic tumor tumour embryonic human mouse patient customer user online digital mobile"""
)


def _maybe_name(word: Word) -> bool:
    """Whether a bare "noun" that says or thinks something may be a surname ("Burns believed ...")."""
    if (
        word.rel != "nsubj"
        or word.head is None
        or word.head.lemma not in REPORTING
        or word.tag not in ("NN", "NNS")
    ):
        return False
    return not word.children and word.lemma not in PERSON_NOUNS and word.lemma not in ORG_NOUNS


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


def differing_spans(
    source: str, made: str, within: tuple[int, int, int] | None = None
) -> tuple[Spans, Spans]:
    """Return the character spans of the words that differ, ignoring case: (in source, in made).

    within: the start of the part that differs, and its end in either text, where that is known.
    """
    start, end_a, end_b = within or _changed_part(source.lower(), made.lower())
    if start > 0 and (end_a < start or end_b < start):
        start = 0
    if end_a > len(source) or end_b > len(made):  # a letter with a longer lower case
        start, end_a, end_b = 0, len(source), len(made)
    a = list(_TOKEN.finditer(source, start, end_a))
    b = list(_TOKEN.finditer(made, start, end_b))
    words_a = [m.group().lower() for m in a]
    words_b = [m.group().lower() for m in b]
    same, shorter = 0, min(len(a), len(b))
    while same < shorter and words_a[same] == words_b[same]:
        same += 1
    tail = 0
    while tail < shorter - same and words_a[-1 - tail] == words_b[-1 - tail]:
        tail += 1
    a, b = a[same : len(a) - tail], b[same : len(b) - tail]
    if not a or not b:
        return _outer(a), _outer(b)
    words_a, words_b = words_a[same : same + len(a)], words_b[same : same + len(b)]
    source_spans, made_spans = [], []
    matcher = SequenceMatcher(None, words_a, words_b, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            continue
        if j > i:
            source_spans.append((a[i].start(), a[j - 1].end()))
        if m > k:
            made_spans.append((b[k].start(), b[m - 1].end()))
    return tuple(source_spans), tuple(made_spans)


def _outer(tokens: Sequence[re.Match[str]]) -> Spans:
    return ((tokens[0].start(), tokens[-1].end()),) if tokens else ()


def _changed_part(a: str, b: str) -> tuple[int, int, int]:
    """Return where two texts differ, widened to spaces: the start in both, the end in a, the end in b."""
    low, high = 0, min(len(a), len(b))
    while low < high:  # the common prefix, by halving
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    start = a.rfind(" ", 0, low) + 1
    low, high = 0, min(len(a), len(b)) - start
    while low < high:  # the common suffix
        middle = (low + high + 1) // 2
        if a[len(a) - middle : len(a) - low] == b[len(b) - middle : len(b) - low]:
            low = middle
        else:
            high = middle - 1
    end = a.find(" ", len(a) - low)
    kept = 0 if end < 0 else len(a) - end
    return start, len(a) - kept, len(b) - kept


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
    """Give the first word a capital when the source's first word had one."""
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
