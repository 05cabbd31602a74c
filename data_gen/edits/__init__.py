"""One module per family of edits; each proposes edits from a parse and never touches text itself."""

import random
from collections.abc import Callable, Iterator

from spacy.tokens import Doc

from . import argument_swap, modifier_rebinding, negation, paraphrase
from .edit import Edit

FAMILIES: dict[str, Callable[[Doc, random.Random], Iterator[Edit]]] = {
    "negation": negation.propose,
    "argument_swap": argument_swap.propose,
    "modifier_rebinding": modifier_rebinding.propose,
    "paraphrase": paraphrase.propose,
}
"""Every family by name; `propose(doc, rng)` is pure: no parsing, randomness only from `rng`."""
