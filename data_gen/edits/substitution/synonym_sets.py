"""Words that say the same in almost every context: what substitution.synonym puts in each other's place.

A pair is listed once and serves both ways; `a>b` serves one way only, where b has another common sense. What
follows
a colon restricts the pair. Verbs: o only with an object, i only without one, x only with a "to" infinitive, c
with an
object or a clause. Adjectives: a only before a noun, p only as a predicate. Nouns: + also before another
noun.
"""

from ...english.word_lists import word_lists
from ..wordbook import ADJECTIVE, ADVERB, NOUN, VERB

_LISTS = word_lists(__package__, "synonym_sets")

_VERBS = _LISTS.text("verbs")
_NOUNS = _LISTS.text("nouns")
_ADJECTIVES = _LISTS.text("adjectives")
_ADVERBS = _LISTS.text("adverbs")

Option = tuple[str, str]
"""A synonym and its restriction ("" for none)."""


def _synonyms() -> dict[tuple[str, str], tuple[Option, ...]]:
    """Return {(part of speech, lemma): its synonyms, each with its restriction}."""
    found: dict[tuple[str, str], list[Option]] = {}
    for pos, table in ((ADJECTIVE, _ADJECTIVES), (VERB, _VERBS), (NOUN, _NOUNS), (ADVERB, _ADVERBS)):
        for entry in table.split():
            pair, _, restriction = entry.partition(":")
            first, mark, second = pair.partition("/") if "/" in pair else pair.partition(">")
            for a, b in ((first, second), (second, first)) if mark == "/" else ((first, second),):
                if "_" not in a:
                    found.setdefault((pos, a), []).append((b.replace("_", " "), restriction))
    return {key: tuple(options) for key, options in found.items()}


SYNONYMS = _synonyms()

# Words near enough in meaning that one in the place of the other is no near-miss: one line each.
_NEAR = _LISTS.text("near")


def _near() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _NEAR.strip().splitlines():
        words = line.split()
        for word in words:
            found.setdefault(word, set()).update(words)
    return {word: frozenset(some) for word, some in found.items()}


_NEAR_WORDS = _near()


def are_near(a: str, b: str) -> bool:
    """Whether two words may mean the same: listed, variants of each other, or one in the other."""
    if b in _NEAR_WORDS.get(a, ()) or a in b or b in a:
        return True
    shorter = min(len(a), len(b))
    return shorter >= 5 and a[:5] == b[:5]
