"""Dates and times of day in a sentence, and each of them shifted.

exchange.py and date_format.py read the same mentions. They are found in the
text, not in the parse: parsers disagree about dates.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from ...english.lexicon import WEEKDAYS, word_set
from ..prelude import NEAR_MISS, NOTHING, Proposals, Random, Replacement, Sentence, lowers, rule, word_lists

_LISTS = word_lists(__package__, "date")

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
SHORT_MONTHS = _LISTS.phrases("short_months")
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
NUMBER_WORDS = dict(zip(_NUMBERS, (2, 3, 4, 5, 6, 7, 8, 9, 10, 12), strict=True))
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_MONTH = r"(?P<month>(?:Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.|January|February|March|April|May|June|July|August|September|October|November|December)"  # noqa: E501
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
_PATTERNS = (
    ("date", re.compile(rf"\b{_MONTH} (?P<day>[1-3]?\d)(?![\d:%a-z]|[-–]\d|\.\d)(?:,? {_YEAR}(?![\w%-]))?")),
    ("date", re.compile(rf"(?<![\w.,:$£€-])(?P<day>[1-3]?\d) {_MONTH}(?: {_YEAR}(?![\w%-]))?")),
    ("month", re.compile(rf"\b{_MONTH}(?:,? {_YEAR})?(?![\w%-])")),
    ("clock", re.compile(r"(?<![\w:.,$-])(?P<hour>1[0-2]|[1-9])(?P<minutes>:[0-5]\d)?(?P<space> ?)(?P<half>[ap]\.m\.|[ap]m\b|[AP]M\b)")),  # noqa: E501
    ("decade", re.compile(r"(?<![\w.,$-])(?P<year>1[5-9]\d0|20\d0)s\b")),
    ("century", re.compile(r"(?<![\w.,$-])(?P<number>\d\d?)(?P<suffix>st|nd|rd|th)(?P<link>[ -]century)\b")),
    ("year", re.compile(rf"(?<![\w$£€.,/#-]){_YEAR}(?![\w%/]|[.,:-]\d|[-–])")),
    ("day", re.compile(rf"\b(?P<weekday>{'|'.join(DAYS)})\b")),
    ("lower_day", re.compile(rf"\b(?P<weekday>{'|'.join(DAYS).lower()})\b")),
    ("lower_month", re.compile(rf"\b(?P<name>{'|'.join(MONTHS).lower()})\b(?! \d)")),
)  # fmt: skip
_TRIGGERS = WEEKDAYS | _LISTS.named | word_set("jan. feb. aug. sept. sep. oct. nov. dec.")
_DIGIT = re.compile(r"\d")
_TIED = re.compile(
    r"\bFY ?'?\d\d|\b(?:fiscal|financial) (?:year )?(?:19|20)\d\d|[a-z] (?:later|earlier),? (?:in|on) [\dA-Z]"
)
_YEARS = re.compile(r"(?<![\d$£€.,])(?:1[5-9]|20)\d\d(?![\d%,])")
_CITED = re.compile(r"\([^()]*(?:[A-Z][\w'’-]+|\bal\.),? $|[A-Z][\w'’-]+ \($")
_RANGE_END = re.compile(r"\s*(?:to|or|and|until|till|-|–)\s*\d")
_RANGED = re.compile(r"\d\W*(?:to|or|and|-|–)\s*$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A date or time in the text: characters start..end, its kind and the named parts of its pattern."""

    kind: str
    start: int
    end: int
    match: re.Match[str]

    @property
    def text(self) -> str:
        """The mention as it stands."""
        return self.match.string[self.start : self.end]

    def key(self) -> tuple[int, ...]:
        """What orders mentions of one kind in time."""
        parts = self.match.groupdict()
        month = month_number(parts["month"]) if parts.get("month") else 0
        return (int(parts.get("year") or 0), month, int(parts.get("day") or parts.get("number") or 0))


def month_number(name: str) -> int:
    """Return 1 to 12 for the name of a month or its abbreviation."""
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name[:3]))


@lru_cache(maxsize=4)
def mentions(sentence: Sentence) -> tuple[Mention, ...]:
    """Return the dates, months, years, days and times of a sentence in text order; none lies in another."""
    text = sentence.text
    digits = _DIGIT.search(text) is not None
    if not digits and _TRIGGERS.isdisjoint(lowers(sentence)):
        return ()
    found: list[Mention] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            mention = Mention(kind, match.start(), match.end(), match)
            inside = any(m.start < mention.end and mention.start < m.end for m in found)
            if not inside and _is_plain(sentence, mention):
                found.append(mention)
    return tuple(sorted(found, key=lambda m: m.start))


def _is_plain(sentence: Sentence, mention: Mention) -> bool:
    """Whether the mention is a date, not a name ("April Jones", "Good Friday") or a count ("2000 people")."""
    words = sentence.words
    first = next((w for w in words if w.start == mention.start), NOTHING)
    if not first:
        return mention.kind in ("decade", "century", "clock")
    before = sentence.before(first)
    after = next((w for w in words if w.start >= mention.end), NOTHING)
    if mention.kind == "year":
        if _CITED.search(sentence.text[: mention.start]):
            return False  # "(Holt & Brandt, 1998)", "Holt (1998)": of another printing, not of another time
        counted = bool(after) and (after.tag == "NNS" or (first.rel == "nummod" and first.head is after))
        if before.tag == "NNP" and before.lower not in _TRIGGERS:
            return False  # "Office 2003", "Rome 1957"
        if (
            after.pos in ("VERB", "AUX")
            and before.pos not in ("ADP", "DET")
            and before.lower not in _TRIGGERS
        ):
            return False  # "1757 were chosen"
        return not counted and not (before.text in ("$", "#", "No.", "(") and not after)
    if mention.kind == "lower_month":
        return (
            first.pos not in ("AUX", "VERB")
            and before.lower in _LISTS.before_month
            and before.lower not in ("on", "and")
            and after.pos != "NOUN"
        )
    if mention.kind == "month" and not mention.match["year"]:
        dated = before.lower in _LISTS.before_month
        return dated and not (after.text[:1].isupper() and after.rel in ("flat", "compound"))
    if mention.kind == "day":
        named = bool(before) and before.i > 0 and before.text[:1].isupper() and before.lower not in _TRIGGERS
        follows = after.text[:1].isupper() and first.head is after and after.tag == "NNP"
        return not named and not follows and first.text == mention.text
    return True


# --- a date shifted ---------------------------------------------------------------------------------


@rule("temporal.date", NEAR_MISS, most=2)
def dates(sentence: Sentence, rng: Random) -> Proposals:
    """in 1997 -> in 1999; on Monday -> on Thursday; March 3 -> May 3; 9 a.m. -> 9 p.m."""
    found = list(mentions(sentence))
    if _TIED.search(sentence.text):
        return  # a year of its own, which holds the others; "50 years later, in 1995"
    if len(found) > 1:
        rng.shuffle(found)
    for mention in found[:1]:
        ranged = mention.kind in ("clock", "date") and _RANGED.search(sentence.text[: mention.start])
        ranged = ranged or (mention.kind == "clock" and _RANGE_END.match(sentence.text, mention.end))
        if ranged or sentence.text.count(mention.text) > 1:
            continue  # "between 2 and 4 pm"; "(2018), Barba2018"
        others = [m for m in found if m is not mention]
        for _ in range(4):  # a shift that would turn two dates around is drawn again
            text = _shifted(mention, rng)
            if text != mention.text and _keeps_order(mention, text, others):
                yield Replacement(mention.start, mention.end, text)
                break


def _shifted(mention: Mention, rng: Random) -> str:
    parts, text, whole = mention.match.groupdict(), mention.text, mention.match.string
    if mention.kind == "day":
        return rng.choice([day for day in DAYS if day not in whole])
    if mention.kind in ("lower_day", "lower_month"):
        listed = DAYS if mention.kind == "lower_day" else MONTHS
        return rng.choice([one.lower() for one in listed if one.lower() not in whole.lower()])
    if mention.kind == "year":
        return str(_other_year(int(text), rng))
    if mention.kind == "decade":
        return (
            f"{int(parts['year']) + rng.choice((-20, -10, 10, 20))}s"
            if int(parts["year"]) < 2000
            else "1990s"
        )
    if mention.kind == "century":
        number = int(parts["number"])
        new = number + rng.choice((-1, 1)) if 2 < number < 20 else number - 1
        return ordinal(new) + parts["link"] if new > 0 else text
    if mention.kind == "clock":
        if rng.random() < 0.4:
            half = parts["half"]
            swapped = half.translate(str.maketrans("apAP", "paPA"))
            return f"{parts['hour']}{parts['minutes'] or ''}{parts['space']}{swapped}"
        hour = rng.choice(
            [h for h in range(1, 12) if h != int(parts["hour"]) and 0 < abs(h - int(parts["hour"])) < 5]
        )
        return f"{hour}{parts['minutes'] or ''}{parts['space']}{parts['half']}"
    changeable = [name for name in ("month", "day", "year") if parts.get(name)]
    name = rng.choice(changeable)
    if name == "year":
        new_text = str(_other_year(int(parts["year"]), rng))
    elif name == "day":
        day = int(parts["day"])
        new_text = str(rng.choice([d for d in range(1, 29) if 1 < abs(d - day) < 15]))
    else:
        names = SHORT_MONTHS if parts["month"].endswith(".") else MONTHS
        day = int(parts.get("day") or 1)
        new_text = rng.choice([n for n in names if n[:3] != parts["month"][:3] and _has_day(n, day)])
    start, end = (offset - mention.start for offset in mention.match.span(name))
    return text[:start] + new_text + text[end:]


def _has_day(month: str, day: int) -> bool:
    return day <= 28 or (month[:3] != "Feb" and (day < 31 or month[:3] not in ("Apr", "Jun", "Sep", "Nov")))


def _other_year(year: int, rng: Random) -> int:
    """Return a year near this one, and no later than 2024 unless this one is."""
    offsets = [o for o in (-6, -5, -4, -3, -2, 2, 3, 4, 5, 6) if year + o <= max(2024, year)]
    return year + rng.choice(offsets)


def ordinal(number: int) -> str:
    """Return "1st", "2nd", "3rd", "4th", ..., "11th", "21st"."""
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def _keeps_years(mention: Mention, text: str) -> bool:
    """Whether a shifted year stands to the years that are no dates ("for her 2006 album") as it did."""
    old, new = _YEARS.search(mention.text), _YEARS.search(text)
    if old is None or new is None or old[0] == new[0]:
        return True
    rest = mention.match.string[: mention.start] + " " + mention.match.string[mention.end :]
    return all((old[0] < year) == (new[0] < year) and year != new[0] for year in _YEARS.findall(rest))


def _keeps_order(mention: Mention, text: str, others: list[Mention]) -> bool:
    """Whether the shifted mention stands to the others as it did: neither turned around nor the same."""
    match = mention.match.re.fullmatch(text)
    if match is None or not _keeps_years(mention, text):
        return False
    shifted = Mention(mention.kind, 0, len(text), match)
    for other in others:
        if mention.kind in ("day", "clock", "lower_day", "lower_month"):
            if other.kind == mention.kind and other.text == text:
                return False
            continue
        old, new, key = mention.key(), shifted.key(), other.key()
        if other.kind != mention.kind:  # years alone can be compared
            if not (old[0] and key[0]):
                continue
            old, new, key = old[:1], new[:1], key[:1]
        if old != key and ((new < key) != (old < key) or new == key):
            return False
    return True
