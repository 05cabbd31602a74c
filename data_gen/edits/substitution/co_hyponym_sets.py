"""Sets of words of one kind: what substitution.co_hyponym puts in each other's place ("an apple" -> "a
pear").

A line is a set: its words exclude each other, are of one countability, and are about as common. A word with
another
common sense is left out rather than guarded. Marks at the head of a line: `+` the words also serve before a
noun
("football team"), `~` they are mass nouns, without plural or "a" ("gold").
"""

from ...english.word_lists import word_lists
from ..wordbook import rows

_LISTS = word_lists(__package__, "co_hyponym_sets")

_NOUNS = _LISTS.text("nouns")
_ADJECTIVES = _LISTS.text("adjectives")
_NATIONALITIES = _LISTS.text("nationalities")
_NAMES = _LISTS.text("names")

BEFORE_NOUNS: set[str] = set()
"""The nouns that may also stand before another noun."""
MASS: set[str] = set()
"""The nouns without a plural and without "a"."""


def _sets(table: str) -> list[tuple[str, ...]]:
    """Return the sets of a table, and file its marks."""
    found = []
    for line in table.strip().splitlines():
        mark, _, words = line.partition(" ") if line[0] in "+~" else ("", "", line)
        members = tuple(words.split())
        if "+" in mark:
            BEFORE_NOUNS.update(members)
        if "~" in mark:
            MASS.update(members)
        found.append(members)
    return found


def _others(table: str) -> dict[str, tuple[str, ...]]:
    """Return {word: the other words of all of its sets}."""
    found: dict[str, list[str]] = {}
    for members in _sets(table):
        for word in members:
            options = found.setdefault(word, [])
            options += [other for other in members if other != word and other not in options]
    return {word: tuple(options) for word, options in found.items()}


NOUNS = _others(_NOUNS)
ADJECTIVES = _others(_ADJECTIVES)
NATIONALITIES = _others(_NATIONALITIES)
LANGUAGES = _others("English French German Spanish Italian Portuguese Russian Chinese Japanese Korean Arabic")
NAMES = _others(_NAMES)

ONLY_WITH = rows(_LISTS.table("only_with"))
"""The nouns before which alone an adjective has the sense of its set."""
FIXED_WITH = rows(_LISTS.table("fixed_with"))
"""What a word must not stand before: fixed expressions, in which it has another sense."""
