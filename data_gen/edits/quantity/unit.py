"""Another unit of the same number (near-misses), and the same measure in another unit (positives).

Rules quantity.unit ("5 miles" -> "5 kilometres") and quantity.conversion ("2 kilometres" <-> "2,000 metres").
"""

from decimal import Decimal

from ...english.number_words import in_digits, is_year, value
from ...parsing.sentence import Sentence, Word
from ..prelude import NEAR_MISS, SAME, Changes, Random, Replacement, change, lowers, replace, rule, word_lists
from .counts import has_number

_LISTS = word_lists(__package__, "unit")

_FAMILIES = _LISTS.text("families")
_ABBREVIATED = "km/mi kg/g mg/g mg/mcg mL/L ml/l cm/mm kW/MW MB/GB GB/TB kg/lb"
_PLURALS = {"foot": "feet", "inch": "inches"}


def _tables() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for pair in _FAMILIES.split():
        members = pair.split("/")
        for unit in members:
            for form in (str, _plural):
                options = found.setdefault(form(unit), [])
                options += [form(other) for other in members if other != unit]
    for pair in _ABBREVIATED.split():
        members = pair.split("/")
        for unit in members:
            found.setdefault(unit, []).extend(other for other in members if other != unit)
    found |= {"million": ["billion"], "billion": ["million"], "thousand": ["million"]}
    found |= {"Celsius": ["Fahrenheit"], "Fahrenheit": ["Celsius"]}
    return {unit: tuple(options) for unit, options in found.items()}


def _plural(unit: str) -> str:
    return _PLURALS.get(unit, unit + "s")


_OTHERS = _tables()
_TRIGGERS = frozenset(unit.lower() for unit in _OTHERS)
_MARKS = {"$": ("£", "€"), "£": ("$", "€"), "€": ("$", "£")}


@rule("quantity.unit", NEAR_MISS, most=2, when=has_number)
def changed_units(sentence: Sentence, rng: Random) -> Changes:
    """The loan was $2 million. -> The loan was $2 billion.

    Yield the sentence with the unit of one measure changed.
    """
    seen = lowers(sentence)
    if not seen.isdisjoint(_MARKS):
        yield from _currencies(sentence, rng)
    if seen.isdisjoint(_TRIGGERS) or "convert" in seen:
        return
    for word in sentence.words:
        options = _OTHERS.get(word.text)
        if options is None or not _is_measured(sentence, word):
            continue
        if sum(other.text == word.text for other in sentence.words) > 1:
            continue
        if word.text in _LISTS.scales and not _is_money(sentence, word):
            continue  # "four million passengers"
        if sentence.after(word).lower in ("in", "to") and sentence.after(word, 2).text in _OTHERS:
            continue  # "5 miles in km"
        if _has_gloss(sentence, word) or _is_gloss(sentence, word):
            continue
        free = [option for option in options if option.lower() not in seen]
        if len(free) == len(options) and free:  # else a conversion stands beside it
            yield change("unit", replace(word, rng.choice(free)))


def _currencies(sentence: Sentence, rng: Random) -> Changes:
    marks = [word for word in sentence.words if word.text in _MARKS]
    glued = sum(map(sentence.text.count, _MARKS)) > len(marks)  # "$9 billion-$10 billion"
    if glued or not _LISTS.money.isdisjoint(lowers(sentence)):
        return  # "nine dollars ($9)", "US $9", "$9 USD"
    if len({mark.text for mark in marks}) == 1 and all(_marks_number(sentence, mark) for mark in marks):
        new = rng.choice(_MARKS[marks[0].text])
        yield change("unit", *(replace(mark, new) for mark in marks))


def _is_money(sentence: Sentence, scale: Word) -> bool:
    """Whether a large number is one of money: "$2 million", "2 million euros"."""
    near = (sentence.before(scale, 2).text, sentence.after(scale).lower)
    return near[0] in _MARKS or near[1] in _LISTS.money


def _marks_number(sentence: Sentence, mark: Word) -> bool:
    """Whether a sign stands before an amount; "$1" may be a group of a regular expression."""
    after, before = sentence.after(mark), sentence.before(mark)
    glued = before.end == mark.start and before.text[-1:].isalpha()
    alone = len(after.text) == 1 and sentence.after(after).lower not in _LISTS.scales
    return after.text[:1].isdigit() and not glued and not alone


def _is_measured(sentence: Sentence, unit: Word) -> bool:
    words, i = sentence.words, unit.i
    if not i or sentence.after(unit).lower in ("hg", "h2o"):
        return False  # "120 mm Hg"
    before = words[i - 1]
    if before.end == unit.start and (is_year(before.text) or not before.text[-1].isdigit()):
        return False  # "(Smith, 2023g)"
    if i + 1 < len(words) and words[i + 1].start == unit.end and words[i + 1].text not in ".,;:?)":
        return False
    if unit.text in ("Celsius", "Fahrenheit"):
        return before.lower in ("degrees", "degree")
    if unit.text == "m" and before.end == unit.start:
        return False  # "5m" may be minutes
    if unit.text in ("m", "L", "l", "g"):
        return before.tag == "CD" and before.text[-1].isdigit() and unit.tag not in ("IN", "RP")
    if before.lower in _LISTS.scales and unit.text not in _LISTS.scales:
        return i > 1 and words[i - 2].tag == "CD" and not unit.text.startswith("pound")  # money, or not
    if unit.text in _LISTS.scales:
        return before.tag == "CD" and before.lower not in _LISTS.scales and before.lower != "hundred"
    if before.lower == "square" or before.lower == "cubic":
        before = words[i - 2] if i > 1 else before
    return before.tag == "CD" and value(before.text) is not None


# --- the same measure -------------------------------------------------------------------------------

_CONVERSIONS = _LISTS.text("conversions")
_LARGEST = Decimal(20_000)
_CONVERTED: dict[str, list[tuple[str, Decimal]]] = {}
for _entry in _CONVERSIONS.split():
    _large, _small, _factor = _entry.split("/")
    for _form in (str, _plural) if len(_large) > 2 else (str,):
        _CONVERTED.setdefault(_form(_large), []).append((_small, Decimal(_factor)))
        _CONVERTED.setdefault(_form(_small), []).append((_large, 1 / Decimal(_factor)))
_CONVERSION_TRIGGERS = frozenset(unit.lower() for unit in _CONVERTED)


@rule("quantity.conversion", SAME, most=2, when=has_number)
def conversions(sentence: Sentence, rng: Random) -> Changes:
    """The pipe is 3 metres long. -> The pipe is 300 centimetres long.

    Yield the sentence with one measure in the next larger or smaller unit.
    """
    seen = lowers(sentence)
    if seen.isdisjoint(_CONVERSION_TRIGGERS):
        return
    for unit in sentence.words[1:]:
        listed = _CONVERTED.get(unit.text)
        if listed is None or not _is_measured(sentence, unit):
            continue
        number = sentence.words[unit.i - 1]
        amount = value(number.text)
        if (
            _has_gloss(sentence, unit)
            or amount is None
            or amount == 0
            or is_year(number.text)
            or (unit.tag == "NN" and len(unit.text) > 2 and amount > 1)  # "a 6.5 litre engine"
            or not _stands_alone(sentence, number)
        ):
            continue
        options = []
        for other, factor in listed:
            new = (amount * factor).quantize(Decimal("0.001")).normalize()
            if new != amount * factor or (factor > 1 and amount > 20):
                continue
            if not Decimal("0.1") <= new <= _LARGEST or other in seen or _plural(other) in seen:
                continue
            if new < 1 and new not in (Decimal("0.5"), Decimal("0.25"), Decimal("0.1"), Decimal("0.2")):
                continue
            name = other if new == 1 or len(other) < 3 or other == "mcg" else _plural(other)
            options.append(f"{in_digits(new)} {name}")
        if options:
            space = "" if number.end == unit.start else " "
            text = rng.choice(options)
            text = text.replace(" ", space) if not space else text
            yield change("conversion", Replacement(number.start, unit.end, text))


def _has_gloss(sentence: Sentence, unit: Word) -> bool:
    """Whether the same measure follows in brackets: "3 metres (10 feet)", "3 metres per second (7 mph)"."""
    brackets = [word for word in sentence.words[unit.i + 1 : unit.i + 7] if word.text == "("]
    return any(word.i < unit.i + 3 or sentence.after(word).tag == "CD" for word in brackets)


def _is_gloss(sentence: Sentence, unit: Word) -> bool:
    """Whether the measure itself stands in brackets behind another: "(10 feet)"."""
    return sentence.before(unit, 2).text in ("(", ";", "±", "-", "/", "+/-")


def _stands_alone(sentence: Sentence, number: Word) -> bool:
    """Whether the number is no part of a range, list or larger number."""
    before = sentence.before(number)
    return before.tag != "CD" and before.text not in ("-", "–", "/", "±", "(", "×", "to", "and", "or")
