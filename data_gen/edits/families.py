"""Every family and rule by name, and which of them a language's parse can feed.

English has all families. Any other language gets those whose rules read UD labels and features only
(universal.py).
"""

import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from spacy.tokens import Doc

from . import (
    argument_swap,
    comparison,
    condition,
    entity,
    modality,
    modifier_rebinding,
    negation,
    paraphrase,
    quantifier,
    quantity,
    spatial,
    substitution,
    temporal,
    universal,
)
from .edit import Edit

Propose = Callable[[Any, random.Random], Iterator[Edit]]  # of a Doc, or reading.Parsed


def families_for(lang: str) -> Mapping[str, Propose]:
    """Return the families that a pipeline of this language can feed; lang is spaCy's code ("en", "de")."""
    return FAMILIES if lang == "en" else universal.FAMILIES


def rules_for(lang: str) -> Mapping[str, int]:
    """Return the rules of those families, "family.rule", with the label that each gives."""
    return RULES if lang == "en" else universal.RULES


_MODULES = {
    "negation": negation,
    "argument_swap": argument_swap,
    "modifier_rebinding": modifier_rebinding,
    "spatial": spatial,
    "temporal": temporal,
    "comparison": comparison,
    "quantity": quantity,
    "quantifier": quantifier,
    "modality": modality,
    "condition": condition,
    "entity": entity,
    "substitution": substitution,
    "paraphrase": paraphrase,
}

FAMILIES: dict[str, Callable[[Doc, random.Random], Iterator[Edit]]] = {
    name: module.propose for name, module in _MODULES.items()
}
"""Every family by name; `propose(doc, rng)` is pure: no parsing, randomness only from `rng`."""

RULES: dict[str, int] = {
    f"{name}.{rule}": label for name, module in _MODULES.items() for rule, label in module.RULES.items()
}
"""Every rule, "family.rule", with the label it gives; a family of near-misses may have positives too."""
