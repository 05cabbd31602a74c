"""The same time in another form (hard positives): 24 hours and one day, March 3 and 3 March, before and
prior to."""

import re

from ...parsing.sentence import NOTHING, Sentence, Word
from ..prelude import SAME, Proposals, Random, Replacement, insert_before, rule, word_lists
from .date import MONTHS, NUMBER_WORDS, Mention, mentions, month_number, ordinal

_LISTS = word_lists(__package__, "date_format")

# --- 24 hours, one day ------------------------------------------------------------------------------

_EQUAL = _LISTS.table("equal")
_LENGTH = re.compile(
    r"(?<![\w$£€.,/–-])(\d{1,3}|an?|one|two|three|four|five|six|ten|twelve|twenty|thirty) "
    r"(second|minute|hour|day|week|month|year|decade|centur)(?:y|s|ies)?(?![\w'’-])"
)
_VALUES = {"a": 1, "an": 1, "one": 1, "twenty": 20, "thirty": 30} | NUMBER_WORDS


@rule("temporal.units", SAME, triggers=_LISTS.units, most=2)
def units(sentence: Sentence, rng: Random) -> Proposals:
    """for two weeks -> for 14 days; within 24 hours <-> within one day"""
    text = sentence.text
    for match in _LENGTH.finditer(text):
        number, unit = match.group(1), match.group(2) + ("y" if match.group(2) == "centur" else "")
        value = int(number) if number.isdigit() else _VALUES[number]
        before = text[: match.start()].rsplit(maxsplit=1)[-1:] or [""]
        lower = before[0].lower()
        following = text[match.end() :].lstrip(" ").partition(" ")[0].lower()
        if f"{value} {unit}" not in _EQUAL or lower in _LISTS.not_before or following in _LISTS.not_followed:
            continue
        if _is_rate(sentence, match, number, lower) or (lower and lower[-1] in "0123456789+"):
            continue
        if following == "of" and text[match.end() :].startswith(" of age"):
            continue
        if lower == "than" and re.search(r"(?:younger|older) than $", text[: match.start()]):
            continue
        new = rng.choice(_EQUAL[f"{value} {unit}"].split("|"))
        if lower in _LISTS.before_bare:
            if new.startswith("half") or " and " in new:
                continue
            new = new.removeprefix("one ").removeprefix("a ")
            if number in ("one", "a", "an"):
                continue
        yield Replacement(match.start(), match.end(), new)


def _is_rate(sentence: Sentence, match: re.Match[str], number: str, before: str) -> bool:
    """Whether "a day" counts how often, "one day" is a day in a story, or a noun follows ("two weeks
    notice")."""
    if number in ("a", "an", "one") and before not in _LISTS.before_a:
        return True
    after = next((w for w in sentence.words if w.start >= match.end()), NOTHING)
    unit = next((w for w in sentence.words if w.start <= match.start(2) < w.end), NOTHING)
    if not unit or unit.rel == "nsubj" or after.pos in ("NOUN", "PROPN", "ADJ"):
        return True
    return after.text in ("'", "-")


# --- March 3, 3 March -------------------------------------------------------------------------------

_RANGED = re.compile(r"\d\W*(?:to|or|and|[-–—])\s*$")
_DASHES = ("-", "–", "—")


@rule("temporal.date_format", SAME, most=2)
def date_formats(sentence: Sentence, rng: Random) -> Proposals:
    """on March 3, 2004 -> on 3 March 2004; at 3 p.m. -> at 15:00; said Monday -> said on Monday"""
    found = mentions(sentence)
    if not found:
        return
    style = rng.random()
    for made in ([m for m in found if m.kind == "date"], [m for m in found if m.kind == "clock"]):
        texts = [_reformatted(sentence, mention, style) for mention in made]
        alike = (
            len({m.match.re for m in made}) == 1 and len({" in the " in (text or "") for text in texts}) == 1
        )
        if made and all(texts) and alike:
            yield (Replacement(m.start, m.end, text) for m, text in zip(made, texts, strict=True) if text)
    for mention in found:
        if mention.kind == "day":
            day_word = next(w for w in sentence.words if w.start == mention.start)
            if _lacks_on(sentence, day_word):
                yield insert_before(day_word, "on ")


def _reformatted(sentence: Sentence, mention: Mention, style: float) -> str | None:
    """The date or time in another form, the same one for one `style`; None where that would not fit."""
    parts = mention.match.groupdict()
    if mention.kind == "clock":
        if _RANGED.search(sentence.text[: mention.start]) or sentence.text[mention.end :][:1] in _DASHES:
            return None  # "6am-9pm", "6 to 9 pm"
        led = sentence.text[: mention.start].split()[-1:]
        style = style if led and led[0].lower() in _LISTS.clocking else 0  # "check in 9am fee"
        text = _spelled_hour(int(parts["hour"]), parts["minutes"], parts["half"].lower()[0], style)
        return f"{text}." if mention.end == len(sentence.text) and mention.text.endswith(".") else text
    month, day = MONTHS[month_number(parts["month"]) - 1], int(parts["day"])
    if not 1 <= day <= 31 or not mention.start or _is_bare(sentence.text, mention.start):
        return None
    if re.match(r" (?:and|or) \d|[-–]", sentence.text[mention.end :]):
        return None
    year = f" {parts['year']}" if parts["year"] else ""
    if parts["month"].endswith(".") and style < 0.5:
        return mention.text.replace(parts["month"], month)
    if mention.match.start("month") == mention.start:
        return f"{day} {month}{year}" if style < 0.75 else f"the {ordinal(day)} of {month}{year}"
    return f"{month} {day},{year}" if year else f"{month} {day}"


def _is_bare(text: str, start: int) -> bool:
    """Whether no preposition stands before the date ("the March 3 vote"), so that another order would not
    fit."""
    words = text[:start].split()
    return not words or words[-1].lower() not in _LISTS.dating


def _spelled_hour(hour: int, minutes: str | None, half: str, style: float) -> str:
    clock = (hour % 12 + (12 if half == "p" else 0)) % 24
    spelled = f"{clock:02d}{minutes or ':00'}"
    part = "morning" if half == "a" else "afternoon" if hour in (12, 1, 2, 3, 4, 5) else "evening"
    if hour == 12 or (half == "p" and hour > 9) or (half == "a" and hour < 5):
        return spelled
    return spelled if style < 0.5 else f"{hour}{minutes or ''} in the {part}"


def _lacks_on(sentence: Sentence, day: Word) -> bool:
    """Whether a weekday stands without preposition right after a verb or its object ("said Monday")."""
    before = sentence.before(day)
    if not before or day.child("case", "amod", "det", "compound") or day.rel not in ("obl", "iobj", "obj"):
        return False
    following = sentence.after(day)
    clear = following.text in (".", ",", "") or following.lower in ("that", "in", "after", "to", "at")
    return clear and before.pos == "VERB" and before is day.head
