"""Two amounts of one unit exchanged between mentions (near-misses).

Rule quantity.exchange: "Rents rose 3 percent while wages rose 5 percent." -> "Rents rose 5 percent
while wages rose 3 percent.". Ranges, lists and "from ... to" belong to other rules.
"""

import re
from collections.abc import Iterator
from itertools import combinations

from ..exchange import are_told_of_one
from ..prelude import NEAR_MISS, Changes, Sentence, Span, Word, change, exchange, lowers, rule, word_lists
from .counts import has_number

_LISTS = word_lists(__package__, "exchange")

_MONEY = re.compile(
    r"(?:\b(?:A|US|C|NZ|HK))?[$£€]\s?\d[\d,.]*\d?(?:\s(?:million|billion|trillion)|-(?:million|billion|trillion)|[mb]n?\b)?"
)
_NUMBER = (
    r"\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|dozens|hundreds"
)
_UNITS = _LISTS.text("units")
_AMOUNT = re.compile(rf"(?<![\w$£€.,-])({_NUMBER})(?=(?:\s|-)?({_UNITS})\b|\s?(%)(?! [A-Z]))")
_DECIMAL = re.compile(
    rf"(?<![\w$£€.,/-])\d[\d,]*\.\d+(?![\w%/-])(?!(?:\s|-)?(?:{_UNITS}|million|billion|trillion|per|[a-z]+s)\b)"
)
_HAS_INTERVAL = re.compile(r"\bconfidence\b|\bCI\b|\bCredI\b|\bcredible\b")
_PATTERNS = (("money", _MONEY), ("amount", _AMOUNT), ("decimal", _DECIMAL))
MAX_WORDS_APART = 30
MAX_RATIO = 20  # of two amounts
_RANGE_BEFORE = re.compile(r"\d\s*[a-z%.]*\s*(?:to|-|–)\s*[$£€]?$")
_RANGE_AFTER = re.compile(r"\s*[a-z%.]*\s*(?:to|-|–)\s*[$£€]?\d")


@rule("quantity.exchange", NEAR_MISS, most=2, when=has_number)
def exchanged_amounts(sentence: Sentence) -> Changes:
    """Rents rose 3 percent while wages rose 5 percent. -> Rents rose 5 percent while wages rose 3 percent.

    Yield the sentence with two of its amounts exchanged, for each two of one unit.
    """
    if sum(word.tag == "CD" or word.lower in ("dozens", "hundreds") for word in sentence.words) < 2:
        return
    if not _LISTS.ordered.isdisjoint(lowers(sentence)):
        return
    for group in _amounts(sentence):
        if any("." in sentence.text[slice(*sentence.chars(a))] for a in group) and _HAS_INTERVAL.search(
            sentence.text
        ):
            continue
        for a, b in combinations(group, 2):
            if _exchangeable(sentence, a, b):
                yield change("exchange", *exchange(sentence, a, b))


def _amounts(sentence: Sentence) -> Iterator[list[Span]]:
    starts = {word.start: word.i for word in sentence.words}
    ends = {word.end: word.i + 1 for word in sentence.words}
    groups: dict[tuple[str, str], list[Span]] = {}
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(sentence.text):
            text = match.group(1) if pattern is _AMOUNT else match.group()
            start, end = match.start(), match.start() + len(text.rstrip(".,"))
            if start in starts and end in ends:
                unit = (match.group(2) or "%").rstrip("s") if pattern is _AMOUNT else ""
                span = Span(starts[start], ends[end], sentence.words[ends[end] - 1])
                groups.setdefault((name, unit), []).append(span)
    yield from groups.values()


def _exchangeable(sentence: Sentence, a: Span, b: Span) -> bool:
    """Whether two amounts are no range, no list and not the same."""
    words = sentence.words
    if sentence.slice(a.start, a.end).lower() == sentence.slice(b.start, b.end).lower():
        return False
    if not _are_near(sentence, a, b):
        return False  # "a gain of 17 points to 1,520"
    if any(_ends_range(sentence, span) for span in (a, b)):
        return False
    before = [words[max(0, span.start - 1)] for span in (a, b)]
    ends = sum(w.lower == "to" and sentence.before(w).lower not in ("up", "compared") for w in before)
    if any(_is_end(words, span) for span in (a, b)) or ends == 1:
        return False  # "rose from 2 to 5 percent", "was 2 and rose to 5"
    texts = [w.lower for w in words[a.end : b.start]]
    if words[max(0, a.start - 1)].lower != "from":
        texts = [t for t in texts if not re.fullmatch(_UNITS + "|per|share|a", t)]
    if any(words[max(0, s.start - 1)].text in ("(", "[") or _has_gloss(words, s) for s in (a, b)):
        return False
    if "than" in texts:
        return False  # "0.3%, less than the 0.5% of May"
    if not texts or len(texts) > MAX_WORDS_APART or all(_is_listed(t) for t in texts):
        return False
    if texts[0] in ("-", "–") and len(texts) < 3:
        return False
    if a.head.rel == "conj" and a.head.head is b.head.head and b.head.rel == "conj":
        return False
    if are_told_of_one(a.head.head, b.head.head):
        return False
    return "between" not in [w.lower for w in words[max(0, a.start - 2) : a.start]] and len(texts) > 1


def _are_near(sentence: Sentence, a: Span, b: Span) -> bool:
    """Whether neither amount is many times the other, so that either could be told of either thing."""
    numbers = [re.search(r"\d[\d,]*(?:\.\d+)?", sentence.slice(s.start, s.end)) for s in (a, b)]
    values = [float(n[0].replace(",", "")) for n in numbers if n is not None]
    return len(values) < 2 or min(values) * MAX_RATIO >= max(values)


def _ends_range(sentence: Sentence, span: Span) -> bool:
    """Whether an amount is one end of a range without "from": "2.0 h to 4.5 h", "11 to 13 grams"."""
    start, end = sentence.chars(span)
    if any(w.lower == "from" for w in sentence.words[max(0, span.start - 4) : span.start]):
        return False
    before, after = sentence.text[:start], sentence.text[end:]
    return bool(_RANGE_BEFORE.search(before) or _RANGE_AFTER.match(after))


def _has_gloss(words: list[Word], span: Span) -> bool:
    """Whether the amount follows in another unit: "0.3 mm (1/64 in)"."""
    return any(w.text == "(" for w in words[span.end : span.end + 2])


def _is_end(words: list[Word], span: Span) -> bool:
    """Whether an amount is one end of "from ... to ..."."""
    before = [w.lower for w in words[max(0, span.start - 6) : span.start]]
    after = [w.lower for w in words[span.end : span.end + 5]]
    if before[-1:] == ["from"]:
        return "to" in after or "to" in before
    return before[-1:] == ["to"] and ("from" in before or "from" in after)


def _is_listed(text: str) -> bool:
    """Whether a word only joins amounts, or is one of them: "$50, $100 or $200"."""
    return text in _LISTS.listed or text in "$£€%" or text[0].isdigit()
