"""Numbers written otherwise (positives): "1,500" <-> "1500" <-> "1.5k", "first" <-> "1st".

Formats of chats and queries, not of reports; quantity/form.py makes the number words and the percent sign.
"""

import re

from ..prelude import SAME, Changes, Random, Sentence, Word, change, replace, rule, word_lists
from ..requests import request

_LISTS = word_lists(__package__, "digits")

SHARE = 0.5
_ORDINALS = _LISTS.table("ordinals")
_FROM_DIGITS = {short: long for long, short in _ORDINALS.items()}
_GROUPED = re.compile(r"^\d{1,3}(?:,\d{3})+$")
_PLAIN = re.compile(r"^[1-9]\d{3,6}$")
_THOUSANDS = re.compile(r"^(\d+(?:\.\d)?)k$")


def _has_number(sentence: Sentence) -> bool:
    """with a number or an ordinal"""
    return any(word.text[:1].isdigit() or word.lower in _ORDINALS for word in sentence.words)


@rule("noise.digits", SAME, when=_has_number, share=SHARE, most=1)
def digits(sentence: Sentence, rng: Random) -> Changes:
    """a fee of 1,500 euros <-> a fee of 1500 euros"""
    asks = sentence.alone and request(sentence) is not None
    if not asks and sum(word.text[:1].isdigit() for word in sentence.words) > 1:
        return
    for word in sentence.words:
        options = _options(sentence, word, asks)
        if options:
            yield change("digits", replace(word, rng.choice(options)))


def _options(sentence: Sentence, word: Word, asks: bool) -> list[str]:
    before, after = sentence.before(word), sentence.after(word)
    if before.text in ("-", "/", ".", ":") or (
        after.text in ("-", "/", ":", "(") and after.start == word.end
    ):
        return []
    if word.lower in _ORDINALS or word.lower in _FROM_DIGITS:
        is_counted = after.tag in ("NNS", "NN", "JJ") and before.lower in ("the", "my", "our", "every", "a")
        other = _ORDINALS.get(word.lower) or _FROM_DIGITS[word.lower]
        return (
            [other]
            if is_counted and word.text.islower() and after.lower not in ("aid", "name", "class", "hand")
            else []
        )
    value = _value(word.text)
    if value is None or (before.text not in ("$", "€", "£") and 1900 <= value < 2100):
        return []  # a year, or read as one
    if before.lower in ("version", "port", "code", "error", "#"):
        return []
    is_amount = before.text in ("$", "€", "£") or after.pos == "NOUN" or after.tag == "JJ"
    if not is_amount or after.lower in ("km", "error", "release"):
        return []
    options = [f"{value:,}", str(value)] if value >= 1000 else []
    if asks and value >= 1000 and value % 100 == 0 and value < 1_000_000:
        options.append(f"{value / 1000:g}k")
    return [one for one in options if one != word.text]


def _value(text: str) -> int | None:
    """Return the whole number that a text of digits is, None for any other."""
    if _GROUPED.match(text) or _PLAIN.match(text):
        return int(text.replace(",", ""))
    match = _THOUSANDS.match(text.lower())
    return round(float(match[1]) * 1000) if match else None
