"""Lengths of time, each of them shifted (near-misses): "within 30 days" -> "within 60 days".

Rule temporal.duration. A length stays longer or shorter than the sentence's others, and what a bracket says
again or a range holds is left alone.
"""

import re
from collections.abc import Iterator

from ...english.lexicon import word_set
from ..prelude import NEAR_MISS, Proposals, Random, Replacement, Sentence, lowers, rule, word_lists
from .date import NUMBER_WORDS

_LISTS = word_lists(__package__, "duration")

_UNIT = "second|minute|hour|day|week|month|year|decade"
_DURATION = re.compile(
    rf"(?<![\w$£€.,/–-])(?P<number>\d{{1,3}}|{'|'.join(NUMBER_WORDS)})(?P<link>[ -])"
    rf"(?P<kind>(?:business |calendar |consecutive |working |full )?)(?P<unit>{_UNIT})(?P<plural>s?)(?![\w])",
    re.IGNORECASE,
)

_ROUND, _NEIGHBOURS = _LISTS.table("round"), _LISTS.table("neighbours")
_AT_MOST = _LISTS.table("at_most")
_AGE = re.compile(r"\b(?:ages?|aged|old|older|younger)\b", re.IGNORECASE)
UNIT_SHARE = 0.35  # of the shifts that change the unit, not the number
MAX_SHIFTED = 12  # of a number that stands before another unit as well: nobody says "40 months" for 40 days
_RANGE_BEFORE = re.compile(
    r"(?:\d|\b(?:one|" + "|".join(NUMBER_WORDS) + r")\b)\W*(?:to|or|and|through|-|–)\s*$", re.IGNORECASE
)
_RANGE_AFTER = re.compile(
    r"\s*(?:to|or|and|-|–|,)\s*(?:\d|(?:one|an?|" + "|".join(NUMBER_WORDS) + r")\b)", re.IGNORECASE
)
_LENGTHS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629800,
            "year": 31557600, "decade": 315576000}  # fmt: skip
_ANY_LENGTH = re.compile(
    rf"\b(?P<number>\d{{1,3}}|{'|'.join(NUMBER_WORDS)}|an?|one)[ -](?:full |whole )?(?P<unit>{_UNIT})s?\b",
    re.IGNORECASE,
)
_LATEST = re.compile(r"\b(?:past|last|previous|preceding|next|coming) $", re.IGNORECASE)
_RATE = re.compile(r" (?:(?:every|each|per|an?) (?:working )?(?:day|week|month|year)|daily|weekly)\b")
_UNITS = word_set(_UNIT.replace("|", " ") + " " + _UNIT.replace("|", "s ") + "s")


@rule("temporal.duration", NEAR_MISS, most=2)
def durations(sentence: Sentence, rng: Random) -> Proposals:
    """within 30 days -> within 60 days; three weeks -> three months; a five-year lease -> a six-year lease"""
    for match in duration_matches(sentence):
        number, unit = match["number"], match["unit"]
        value = int(number) if number.isdigit() else NUMBER_WORDS[number.lower()]
        if unit == "year" and _AGE.search(sentence.text, max(0, match.start() - 20), match.end() + 8):
            if value <= 60:  # nobody multiplies an age
                steps = (-10, -5, 5, 10) if value >= 30 and value % 5 == 0 else (-2, 2, 3)
                near = [str(value + step) for step in steps if value + step > 1]
                text = rng.choice(near) if number.isdigit() else _other_number(number, value, rng)
                yield Replacement(*match.span("number"), text)
            continue
        every = sentence.text[: match.start()].lower().endswith(("every ", "each "))
        every = every or _RATE.match(sentence.text, match.end()) is not None
        free = value <= MAX_SHIFTED and match["link"] == " " and not (match["kind"] or every)
        if rng.random() < UNIT_SHARE and free and unit.islower():
            others = [one for one in _NEIGHBOURS[unit].split() if _is_usual(value, unit, one)]
        else:
            others = []
        if others:
            part, text = "unit", rng.choice(others)
        else:
            part, text = "number", _other_number(number, value, rng)
        if _keeps_rank(sentence, match, part, text):
            yield Replacement(*match.span(part), text)


def _is_usual(value: int, unit: str, other: str) -> bool:
    """Whether a number is one that the other unit has: a longer one only few of."""
    return _LENGTHS[other] < _LENGTHS[unit] or value <= int(_AT_MOST.get(other, MAX_SHIFTED))


def _keeps_rank(sentence: Sentence, match: re.Match[str], part: str, text: str) -> bool:
    """Whether a changed length is still shorter or longer than every other one in the sentence."""
    changed = {"number": match["number"], "unit": match["unit"], part: text}
    old, new = (_seconds(one["number"], one["unit"]) for one in (match, changed))
    others = [
        _seconds(one["number"], one["unit"])
        for one in _ANY_LENGTH.finditer(sentence.text)
        if one.end() <= match.start() or one.start() >= match.end()
    ]
    return all((old < other) == (new < other) and new != other for other in others)


def _seconds(number: str, unit: str) -> int:
    value = int(number) if number.isdigit() else NUMBER_WORDS.get(number.lower(), 1)
    return value * _LENGTHS[unit.lower()]


def duration_matches(sentence: Sentence) -> Iterator[re.Match[str]]:
    """Yield the durations with a number from two on ("30 days", "five-year"), those in ranges left out."""
    if _UNITS.isdisjoint(lowers(sentence)):
        return
    text = sentence.text
    for match in _DURATION.finditer(text):
        if match["number"] in ("0", "1") or _RANGE_BEFORE.search(text[: match.start()]):
            continue
        if text[: match.start()].endswith("(") or text[match.end() :].startswith(" ("):
            continue  # "three months (90 days)"
        if _RANGE_AFTER.match(text, match.end()):
            continue  # "between five days and three weeks"
        if _LATEST.search(text[: match.start()]) and not _LISTS.rhythm.isdisjoint(lowers(sentence)):
            continue  # "a weekly report on the past seven days"
        named = match["number"][0].isupper() and text[match.end() :].lstrip("' ")[:1].isupper()
        repeated = len(re.findall(rf"\b{match[0]}", text)) > 1  # and "the Seven Years' War"
        served = match["number"] in ("24", "52") and match["link"] == "-"  # "24-hour service"
        if named or served or repeated or re.search(r"\b(?:those|these) $", text[: match.start()]):
            continue  # "ill for four weeks, and away during those four weeks"
        if match["plural"] or match["link"] == "-" or text[match.end() :].startswith(("-old", " old")):
            yield match


def _other_number(number: str, value: int, rng: Random) -> str:
    if not number.isdigit():
        text = rng.choice([word for word, n in NUMBER_WORDS.items() if 0 < abs(n - value) <= 3])
        return text.capitalize() if number[0].isupper() else text
    if str(value) in _ROUND:
        return rng.choice(_ROUND[str(value)].split())
    step = 10 if value % 10 == 0 or value > 40 else 5 if value % 5 == 0 and value > 10 else 1
    return str(
        rng.choice([n for n in (value - step, value + step, value + 2 * step, value + 3 * step) if n > 1])
    )
