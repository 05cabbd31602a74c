"""Inflected words under their old names: see matching.py."""

from ..english.lexicon import rows
from .matching import ADJECTIVE, ADVERB, NOUN, VERB, forms, inflection, is_plain
from .matching import Found as Entry
from .matching import Table as Wordbook

__all__ = [
    "ADJECTIVE",
    "ADVERB",
    "NOUN",
    "VERB",
    "Entry",
    "Wordbook",
    "forms",
    "inflection",
    "is_plain",
    "rows",
]
