"""Quantities: another number, unit or share (near-misses), and the same one in another form (positives).

Numbers, percentages, ranges and multiples in number.py, two amounts exchanged in exchange.py, units
and
conversions in unit.py, other forms in form.py. Years, dates and durations are the family temporal's.
"""

import random
from collections.abc import Iterator

from spacy.tokens import Doc

from ...parsing.reading import read
from ..edit import Edit
from .exchange import exchanged_amounts
from .form import currencies, magnitudes, numerals, shares
from .number import changed_multiples, changed_numbers, changed_ranges
from .unit import changed_units, conversions

RULES: dict[str, int] = {
    "number": 0,
    "percentage": 0,
    "range": 0,
    "multiple": 0,
    "exchange": 0,
    "unit": 0,
    "numeral": 1,
    "magnitude": 1,
    "share": 1,
    "currency": 1,
    "conversion": 1,
}
"""The rules of this module and the label each gives: 0 near-miss, 1 same meaning."""

MAX_OF_A_RULE = 2  # edits of one rule per sentence


def propose(doc: Doc, rng: random.Random) -> Iterator[Edit]:
    """Yield sentences with another quantity, and with the same quantity in another form."""
    sentence = read(doc)
    if any(word.tag == "CD" for word in sentence.words):
        for rule in (changed_numbers, changed_ranges, changed_units, conversions, currencies):
            yield from _some(list(rule(sentence, rng)), rng)
        for plain in (exchanged_amounts, numerals, magnitudes):
            yield from _some(list(plain(sentence)), rng)
    yield from _some(list(changed_multiples(sentence, rng)), rng)
    yield from _some(list(shares(sentence)), rng)


def _some(made: list[Edit], rng: random.Random) -> list[Edit]:
    """Return at most MAX_OF_A_RULE edits of each rule."""
    rules = {one.rule for one in made}
    if len(made) <= MAX_OF_A_RULE:
        return made
    chosen = []
    for rule in sorted(rules):
        of_rule = [one for one in made if one.rule == rule]
        chosen += rng.sample(of_rule, min(MAX_OF_A_RULE, len(of_rule)))
    return chosen
