"""Word lists of the edit rules: closed classes and the small semantic classes the guards need.

Own lists, kept short: a missing word costs a row, never correctness.
"""

from collections.abc import Mapping

from .word_lists import word_lists

_LISTS = word_lists(__package__, "lexicon")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


def rows(table: Mapping[str, str]) -> dict[str, frozenset[str]]:
    """Return {each word of a key: the words of its value}."""
    found = {}
    for heads, words in table.items():
        found.update(dict.fromkeys(heads.split(), word_set(words)))
    return found


QUOTES = {'"': 0, "``": 1, "''": -1, "“": 1, "”": -1, "«": 1, "»": -1}
"""Quotation marks: 1 opens, -1 closes, 0 does either."""

# --- casing -----------------------------------------------------------------------------------------
FUNCTION_WORDS = _LISTS.set("function_words")
WEEKDAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = _LISTS.set("months")
DEMONYMS = _LISTS.set("demonyms")

# --- kinds of nouns ---------------------------------------------------------------------------------
PERSON_NOUNS = _LISTS.set("person_nouns")
# The parties of contracts: as names ("Licensee shall ...") they are written with a capital and no article.
PARTIES = _LISTS.set("parties")
ORG_NOUNS = _LISTS.set("org_nouns")
ORG_SUFFIXES = _LISTS.set("org_suffixes")
TITLES = _LISTS.set("titles")
TITLE_WORDS = TITLES | PERSON_NOUNS | _LISTS.set("title_words")
MALE_NAMES = _LISTS.set("male_names")
FEMALE_NAMES = _LISTS.set("female_names")
FIRST_NAMES = MALE_NAMES | FEMALE_NAMES
MALE_NOUNS = _LISTS.set("male_nouns")
FEMALE_NOUNS = _LISTS.set("female_nouns")
PLACES = _LISTS.set("places")
PLACE_SUFFIXES = _LISTS.set("place_suffixes")
TIME_NOUNS = _LISTS.set("time_nouns")
MEASURE_NOUNS = _LISTS.set("measure_nouns")
MASS_NOUNS = _LISTS.set("mass_nouns") - word_set("sign indication need comment hope fear")

ACRONYM_THINGS = _LISTS.set("acronym_things")
LEXICAL_COMPOUNDS = _LISTS.set("lexical_compounds")

# --- kinds of verbs ---------------------------------------------------------------------------------
REPORTING = _LISTS.set("reporting")
MOVABLE_REPORTING = _LISTS.set("movable_reporting")
SYMMETRIC = _LISTS.set("symmetric")
EXACTLY_SYMMETRIC_VERBS = word_set("meet marry resemble equal")
SYMMETRIC_WITH_VERBS = _LISTS.set("symmetric_with_verbs")
SYMMETRIC_ADJECTIVES = _LISTS.table("symmetric_adjectives")  # fmt: skip
STATIVE = _LISTS.set("stative")
STATES = _LISTS.set("states")
INFINITIVE_MATRIX = _LISTS.set("infinitive_matrix")
NEGATIVE_WORDS = _LISTS.set("negative_words")
FOCUS_ADVERBS = _LISTS.set("focus_adverbs")

CONVERSE_ADJECTIVES = _LISTS.table("converse_adjectives")  # fmt: skip

DATIVE_VERBS = word_set("give send offer sell show lend pay hand grant award teach tell owe bring")

# Adjectives that make no sense, or no difference, on another noun.
FIXED_ADJECTIVES = _LISTS.set("fixed_adjectives")
# Adjectives that say what something belongs to: exchanged only with each other, never moved.
RELATIONAL_ADJECTIVES = _LISTS.set("relational_adjectives")

# Nouns of set phrases ("in the face of", "in the world"), where a new adjective reads as an error.
FIXED_NOUNS = _LISTS.set("fixed_nouns")
FIXED_PAIRS = frozenset(
    {
        ("law", "order"), ("profit", "loss"), ("research", "development"), ("supply", "demand"),
        ("pros", "cons"), ("terms", "conditions"), ("food", "drug"), ("rock", "roll"),
        ("bed", "breakfast"), ("trial", "error"), ("black", "white"), ("ladies", "gentlemen"),
        ("bits", "pieces"), ("wear", "tear"), ("ups", "downs"), ("mergers", "acquisitions"),
        ("track", "field"), ("science", "technology"), ("life", "death"), ("arts", "sciences"),
        ("health", "safety"), ("hide", "seek"), ("heart", "soul"), ("give", "take"), ("day", "night"),
        ("back", "forth"), ("war", "peace"), ("brothers", "sisters"), ("question", "answer"),
        ("cut", "paste"), ("copy", "paste"), ("drag", "drop"), ("search", "rescue"), ("hit", "run"),
        ("again", "again"), ("more", "more"), ("assault", "battery"), ("breaking", "entering"),
        ("thousands", "thousands"), ("hundreds", "thousands"), ("nuts", "bolts"), ("flesh", "blood"),
    }
)  # fmt: skip
