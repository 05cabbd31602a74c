"""How well a word fits where an edit puts it, by what the corpus holds.

Only modifiers are judged, moved ones and such as take another's place: that they were seen beside their new
nouns told good from nonsense nearly always, while no such count helped with the arguments of verbs
(docs/experiments.md). Those are left to the rules' conditions and to contradiction.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..parsing.sentence import Word
from .word_pairs import WordPairs

_MODIFIERS = frozenset(("amod", "compound"))


class Placed(NamedTuple):
    """What an edit moves: `word` (the head of its phrase) comes to stand where `place` stood."""

    word: Word
    place: Word


class Beside(NamedTuple):
    """Two words that an edit makes neighbours, in this order: one of them takes another word's place."""

    first: str
    second: str


@dataclass(frozen=True)
class Plausibility:
    """What refuses edits: `strictness` from 0 (nothing is refused) to 1, and the pairs seen in the corpus."""

    strictness: float
    pairs: WordPairs

    def refuses(self, placed: Sequence[Placed | Beside]) -> bool:
        """Whether too few of the modifiers that an edit puts somewhere fit there."""
        if not self.strictness:
            return False
        fits = [
            self.pairs.has(*one) if isinstance(one, Beside) else self._fits(one)
            for one in placed
            if isinstance(one, Beside) or _is_modifier(one.place)
        ]
        return bool(fits) and sum(fits) / len(fits) < self.strictness

    def _fits(self, placed: Placed) -> bool:
        """Whether the word was seen with the noun, or belongs to "one" or a noun of the same name already."""
        noun, old = placed.place.head, placed.word.head
        return (
            noun.lemma == old.lemma
            or "one" in (noun.lemma, old.lemma)
            or self.pairs.has(placed.word.text, noun.text)
        )


def _is_modifier(word: Word) -> bool:
    """Whether the word directly precedes the noun that it modifies."""
    return word.rel in _MODIFIERS and word.head.i == word.i + 1
