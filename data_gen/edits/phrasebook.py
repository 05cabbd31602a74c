"""Fixed wordings and what takes their place: how the families of word lists look for their triggers.

Read by spatial/relation.py, temporal/order.py, comparison/degree.py and their helpers. A sentence without
any first word of a book costs one intersection of two sets.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..english.casing import first_word
from ..parsing.sentence import HYPHENS, NOTHING, Sentence, Word
from .edit import Replacement
from .index import lowers

Entries = Mapping[str, str]
"""Wordings ("in front of"), each with its alternatives parted by "|" ("behind|beside")."""


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens start..end (end excluded) of a sentence that are a wording of a book, and its alternatives."""

    sentence: Sentence
    start: int
    end: int
    options: tuple[str, ...]

    @property
    def first(self) -> Word:
        """The first word of the wording."""
        return self.sentence.words[self.start]

    @property
    def text(self) -> str:
        """The wording in lower case."""
        return " ".join(w.lower for w in self.sentence.words[self.start : self.end])

    def before(self, distance: int = 1) -> Word:
        """The word so far before the wording, or NOTHING."""
        i = self.start - distance
        return self.sentence.words[i] if i >= 0 else NOTHING

    def after(self, distance: int = 1) -> Word:
        """The word so far after the wording, or NOTHING."""
        i = self.end + distance - 1
        return self.sentence.words[i] if i < len(self.sentence.words) else NOTHING

    def governed(self) -> Word:
        """The noun that the wording, read as a preposition, belongs to, or NOTHING."""
        last = self.sentence.words[self.end - 1]
        if last.rel == "fixed" and last.head:
            last = last.head
        noun = last.head if last.rel == "case" else NOTHING
        return noun if noun.i >= self.end else NOTHING

    def governor(self) -> Word:
        """The word that the prepositional phrase hangs on, or NOTHING."""
        noun = self.governed()
        while self.start <= noun.i < self.end:
            noun = noun.head
        above = noun.head
        while self.start <= above.i < self.end:
            above = above.head  # "front" of "in front of"
        return above

    def replaced(self, text: str) -> Replacement:
        """Put a text in the place of the wording."""
        words = self.sentence.words
        return Replacement(words[self.start].start, words[self.end - 1].end, text)


class Phrasebook:
    """Wordings by their first word."""

    def __init__(self, entries: Entries) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        for wording, options in entries.items():
            words = tuple(wording.split())
            self._by_first.setdefault(words[0], []).append((words, tuple(options.split("|"))))
        for listed in self._by_first.values():
            listed.sort(key=lambda entry: -len(entry[0]))
        self._firsts = frozenset(self._by_first)

    def __call__(self, sentence: Sentence) -> Iterator[Found]:
        """Yield the wordings in a sentence, the longest where two begin at one word.

        Not inside names and titles (a capital after the sentence's first word), nor parts of a hyphenated
        word.
        """
        firsts = self._firsts & lowers(sentence)
        if not firsts:
            return
        words = sentence.words
        done = 0
        for word in words:
            if word.lower not in firsts or word.i < done:
                continue
            for wording, options in self._by_first[word.lower]:
                end = word.i + len(wording)
                if len(wording) > 1 and tuple([w.lower for w in words[word.i : end]]) != wording:
                    continue
                done = end
                if _is_plain(sentence, word.i, end):
                    yield Found(sentence, word.i, end, options)
                break


def _is_plain(sentence: Sentence, start: int, end: int) -> bool:
    words = sentence.words
    if any(w.text != w.lower and w.i != first_word(sentence) for w in words[start:end]):
        return False
    if start and words[start - 1].text in HYPHENS and words[start - 1].end == words[start].start:
        return False
    if end < len(words) and words[end].text in HYPHENS and words[end].start == words[end - 1].end:
        return False
    return words[start].rel != "flat" and sentence.one_quote(start, end)
