"""One module per family of edits; each proposes edits from a parse and never touches text itself."""

import random
from collections.abc import Callable, Iterator

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
)
from .edit import Edit

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
