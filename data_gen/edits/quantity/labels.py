"""One label of a list goes or becomes another (near-misses): "hepatitis B and C" -> "hepatitis B and D".

Rule quantity.label, of several labels behind one word; literals.py does the same to one.
"""

import re

from ..prelude import Changes, Random, Replacement, Sentence, change, lowers, rule, word_lists
from .literals import ROMAN

_LISTS = word_lists(__package__, "literals")
_CLASSES = "|".join(sorted(_LISTS.set("classes")))
_NUMBERS = tuple(str(number) for number in range(1, 100))
_LISTED_LABELS = re.compile(
    rf"\b(?:{_CLASSES}|{'|'.join(sorted(_LISTS.lettered))})s? (?P<first>[A-E]|\d{{1,2}})"
    r"(?P<more>(?:, (?:[A-E]|\d{1,2}))*)"
    r"(?P<gone>, (?:[A-E]|\d{1,2}))(?=,? (?:and|or) (?:[A-E]|\d{1,2})\b)",
    re.IGNORECASE,
)
_MAYBE_LISTED = re.compile(r" (?:[A-Ea-e]|\d{1,2}), (?:[A-Ea-e]|\d)")  # quick; it is in all of those


@rule("quantity.label")
def listed_labels(sentence: Sentence) -> Changes:
    """ "hepatitis A, B or C" -> "hepatitis A or C"; "sections 2, 3 and 7" -> "sections 2 and 7"."""
    seen = lowers(sentence)
    if seen.isdisjoint(("and", "or")) or _MAYBE_LISTED.search(sentence.text) is None:
        return
    found = list(_LISTED_LABELS.finditer(sentence.text))
    if len(found) == 1 and seen.isdisjoint(("three", "four", "five", "respectively")):
        (match,) = found
        start, end = match.span("gone")
        comma = not match["more"] and sentence.text[end] == ","  # "A, B, and C" -> "A and C"
        yield change("label", Replacement(start, end + comma, ""))


_LABEL, _LINK = r"(?:\d{1,2}|[A-G]|I{1,3}|IV|VI{0,2})", r"(?:, (?:and |or )?| and | or )"
_COUNTED = "|".join(sorted((_LISTS.set("classes") | _LISTS.lettered) - {"type", "port"}))
_LABEL_LIST = re.compile(
    rf"\b(?i:{_COUNTED})(?:e?s)? (?P<list>{_LABEL}(?:{_LINK}{_LABEL})+)"
    r"(?![\w%°$]|[.,:/-]\d|,? (?:and|or|\d|\() ?)"
)
_MAYBE_LIST = re.compile(rf" {_LABEL}{_LINK}")  # quick; it is in all of those


@rule("quantity.label", triggers=("and", "or"))
def label_in_list(sentence: Sentence, rng: Random) -> Changes:
    """ "hepatitis B and C" -> "hepatitis B and D"; "sections 2, 3 and 7" -> "sections 2, 4 and 7"."""
    maybe = _MAYBE_LIST.search(sentence.text)
    found = list(_LABEL_LIST.finditer(sentence.text)) if maybe else []
    if len(found) != 1:
        return
    said = list(re.finditer(r"[A-Za-z]+|\d+", found[0]["list"]))
    said = [match for match in said if match[0] not in ("and", "or")]
    row = next((row for row in (ROMAN, "ABCDEFG", _NUMBERS) if all(one[0] in row for one in said)), None)
    if row is None or [row.index(one[0]) for one in said] != sorted({row.index(one[0]) for one in said}):
        return
    places = [-1, *(row.index(one[0]) for one in said), min(row.index(said[-1][0]) + 3, len(row))]
    options = [
        (match, row[place])
        for match, low, old, high in zip(said, places, places[1:], places[2:], strict=False)
        for place in range(max(low + 1, old - 2), min(high, old + 3))
        if place != old
    ]
    if options:
        match, new = rng.choice(options)
        start = found[0].start("list")
        yield change("label", Replacement(start + match.start(), start + match.end(), new))
