"""What a module of rules needs, in one import: the words of a sentence, changes, tables of words, and `rule`.

The families and the engines above these modules import from here, and packages with rules of their own may.
"""

from ..english.word_lists import word_lists
from ..parsing.sentence import FINITE_TAGS, HYPHENS, NEGATIONS, NOTHING, Clause, Sentence, Span, Word
from .edit import (
    Change,
    Changes,
    Proposal,
    Proposals,
    Replacement,
    change,
    delete,
    exchange,
    exchanged,
    insert_after,
    insert_before,
    moved,
    replace,
    trimmed,
)
from .index import (
    has_names,
    is_capped,
    is_echoed,
    is_medical,
    is_question,
    is_statement,
    lowers,
    pronouns,
    proper,
    related,
)
from .matching import ADJECTIVE, ADVERB, NOUN, VERB, Found, Table, lexical
from .rule import NEAR_MISS, SAME, Random, rule

__all__ = [
    "ADJECTIVE", "ADVERB", "FINITE_TAGS", "HYPHENS", "NEAR_MISS", "NEGATIONS", "NOTHING", "NOUN", "SAME",
    "VERB", "Change", "Changes", "Clause", "Found", "Proposal", "Proposals", "Random", "Replacement",
    "Sentence", "Span", "Table", "Word", "change", "delete", "exchange", "exchanged", "has_names",
    "insert_after", "insert_before", "is_capped", "is_echoed", "is_medical", "is_question",
    "is_statement", "lexical", "lowers", "moved", "pronouns", "proper", "related", "replace", "rule",
    "trimmed", "word_lists",
]  # fmt: skip
