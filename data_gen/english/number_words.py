"""Reading and writing numbers: "1,250", "2.5", "twelve"; and another number that looks as plausible.

Helper of the family quantity.
"""

import itertools
import random
import re
from decimal import Decimal

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
)
_UNITS += "seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORDS = {word: n for n, word in enumerate(_UNITS.split())} | {
    word: 10 * n for n, word in enumerate(_TENS.split(), start=2)
}
"""The number words of one token, with their values."""
_WRITTEN = {value: word for word, value in WORDS.items()}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 10**12,
}
DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
"""A number in digits, with or without commas and decimals."""


def value(text: str) -> Decimal | None:
    """Return the value of a number in digits or of one word, or None."""
    lower = text.lower()
    if lower in WORDS:
        return Decimal(WORDS[lower])
    return Decimal(text.replace(",", "")) if DIGITS.fullmatch(text) else None


def in_words(number: int) -> str | None:
    """Return the word of a number up to twenty or of a round ten, or None."""
    return _WRITTEN.get(number)


def in_digits(number: Decimal) -> str:
    """Return a number with commas and without needless zeros: 2500000 -> "2,500,000"."""
    text = f"{number.normalize():,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def is_year(text: str) -> bool:
    """Whether a number can be a year: "1994"."""
    return bool(re.fullmatch(r"(?:1[4-9]|20)\d\d", text))


def nearby(text: str, rng: random.Random, lowest: int = 2) -> str | None:
    """Return another number as long, as round and as plausible as `text`, in the same form; None where there
    is none.

    30 -> 60, 1,250 -> 1,520, 4.5 -> 5.4, "four" -> "six". It is never below `lowest` where the number was
    not.
    """
    lower = text.lower()
    if lower in WORDS:
        return _nearby_word(WORDS[lower], rng)
    if not DIGITS.fullmatch(text) or value(text) in (0, 1):
        return None
    whole = text.replace(",", "")
    if "." not in whole and int(whole) < 20:
        options = [n for n in _steps(int(whole)) if n >= lowest]
        return str(rng.choice(options)) if options else None
    for _ in range(12):
        made = _other_digits(text, rng)
        if made != text and made[0] != "0" * (text[0] != "0") and float(made.replace(",", "")) > 0:
            return made
    return None


def _nearby_word(number: int, rng: random.Random) -> str | None:
    if number < 2:
        return None
    if number >= 20:
        options = [
            n
            for n in (number - 30, number - 20, number - 10, number + 10, number + 20, number + 30)
            if 20 <= n <= 90
        ]
    else:
        options = [n for n in _steps(number) if n >= 2]
    return rng.choice([_WRITTEN[n] for n in options if n in _WRITTEN])


def _steps(number: int) -> list[int]:
    """Small numbers near a small number: within three, or half and double of a ten or five."""
    if number in (10, 15):
        return [5, 20, 25] if number == 10 else [10, 20, 25]
    low, high = (2, 12) if number <= 12 else (11, 19)
    return [n for n in range(number - 3, number + 4) if n != number and low <= n <= high and n != 10]


def _other_digits(text: str, rng: random.Random) -> str:
    """Exchange two significant digits, or change one."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    significant = [i for i in places if text[i:].replace(",", "").replace(".", "").strip("0")]
    while significant and text[significant[0]] == "0":
        significant.pop(0)
    digits = list(text)
    pairs = [
        (a, b) for a, b in itertools.pairwise(significant)
        if digits[a] != digits[b] and "0" not in (digits[a], digits[b])
    ]  # fmt: skip
    if pairs and rng.random() < 0.5:
        a, b = rng.choice(pairs)
        digits[a], digits[b] = digits[b], digits[a]
        return "".join(digits)
    place = rng.choice(significant[:2])
    old = int(digits[place])
    if old == 5 and place == significant[-1] and len(significant) > 1:
        place, old = significant[0], int(digits[significant[0]])  # 25 -> 35, as round as it was
    options = [d for d in range(max(old - 4, 1), min(old + 4, 9) + 1) if d != old]
    digits[place] = str(rng.choice(options))
    return "".join(digits)
