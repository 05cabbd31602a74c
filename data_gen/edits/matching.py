"""Fixed wordings and inflected words, found in a sentence, and what takes their place.

What the families of word lists look for stands in a Table: wordings as they are ("in front of"), and words in
any inflection ("raise", a verb), each with its alternatives. `lexical` makes a whole rule of a table and a
condition. A sentence without any first word of a table costs one intersection of two sets.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..english.nouns import plural
from ..english.verb_forms import inflected
from ..parsing.sentence import HYPHENS, NOTHING, Sentence, Word
from .edit import Change, Replacement, change
from .index import lowers
from .rule import rule

NOUN, VERB, ADJECTIVE, ADVERB = "noun", "verb", "adjective", "adverb"
_VERB_TAGS = ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG")


@dataclass(frozen=True, slots=True)
class Found:
    """Tokens start..end (end excluded) of a sentence that are in a table, and their alternatives.

    lemma, pos: of an inflected word, as the table has them; empty for a fixed wording.
    """

    sentence: Sentence
    start: int
    end: int
    options: tuple[str, ...]
    lemma: str = ""
    pos: str = ""

    @property
    def first(self) -> Word:
        """The first word."""
        return self.sentence.words[self.start]

    @property
    def last(self) -> Word:
        """The last word."""
        return self.sentence.words[self.end - 1]

    word = first
    """The word, of an inflected one."""

    @property
    def text(self) -> str:
        """The words in lower case."""
        return " ".join(w.lower for w in self.sentence.words[self.start : self.end])

    def before(self, distance: int = 1) -> Word:
        """The word so far before, or NOTHING."""
        return self.sentence.before(self.first, distance)

    def after(self, distance: int = 1) -> Word:
        """The word so far after, or NOTHING."""
        return self.sentence.after(self.last, distance)

    def governed(self) -> Word:
        """The noun that the wording, read as a preposition, belongs to, or NOTHING."""
        last = self.last
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

    def form(self, option: str) -> str:
        """Return an alternative in the inflection of what was found; of several words the verb is the
        first.
        """
        return inflection(option, self.pos, self.first.tag)

    def replaced(self, option: str) -> Replacement:
        """Put an alternative, inflected, in the place of what was found."""
        return Replacement(self.first.start, self.last.end, self.form(option))


class _Row(NamedTuple):
    words: tuple[str, ...]
    tags: frozenset[str]  # of an inflected word; empty: any
    options: tuple[str, ...]
    lemma: str
    pos: str


class Table:
    """Wordings and words with their alternatives, by their first word."""

    def __init__(self, entries: Mapping[str, str] | Mapping[tuple[str, str], Iterable[str]]) -> None:
        """entries: {wording: alternatives parted by "|"} or {(part of speech, lemma): alternatives}."""
        self._by_first: dict[str, list[_Row]] = {}
        for key, value in entries.items():
            if isinstance(key, str):
                self._add(_Row(tuple(key.split()), frozenset(), tuple(str(value).split("|")), "", ""))
                continue
            pos, lemma = key
            for form, tags in forms(lemma, pos).items():
                self._add(_Row((form,), tags, tuple(value), lemma, pos))
        for listed in self._by_first.values():
            listed.sort(key=lambda row: -len(row.words))
        self.firsts = frozenset(self._by_first)

    def _add(self, row: _Row) -> None:
        self._by_first.setdefault(row.words[0], []).append(row)

    def __call__(self, sentence: Sentence) -> Iterator[Found]:
        """Yield what of the table is in a sentence, in text order, the longest where two begin at one word.

        Not inside names and titles (a capital after the sentence's first word), nor parts of a hyphenated
        word.
        """
        firsts = self.firsts & lowers(sentence)
        if not firsts:
            return
        words = sentence.words
        done = 0
        for word in words:
            if word.lower not in firsts or word.i < done:
                continue
            for listed, tags, options, lemma, pos in self._by_first[word.lower]:
                end = word.i + len(listed)
                if tags and word.tag not in tags:
                    continue
                if len(listed) > 1 and tuple([w.lower for w in words[word.i : end]]) != listed:
                    continue
                done = end
                if is_plain(sentence, word, words[end - 1]):
                    yield Found(sentence, word.i, end, options, lemma, pos)
                break


def forms(lemma: str, pos: str) -> dict[str, frozenset[str]]:
    """Return the forms of a lemma, each with the Penn tags that it has."""
    if pos == NOUN:
        found = [(lemma, "NN"), (plural(lemma), "NNS")]
    elif pos == VERB:
        found = [(inflected(lemma, tag), tag) for tag in _VERB_TAGS]
    else:
        found = [(lemma, "JJ" if pos == ADJECTIVE else "RB")]
    tags: dict[str, set[str]] = {}
    for form, tag in found:
        tags.setdefault(form, set()).add(tag)
    return {form: frozenset(some) for form, some in tags.items()}


def inflection(lemma: str, pos: str, tag: str) -> str:
    """Return a lemma, or a verb with what follows it ("put off"), in the form with a Penn tag."""
    if pos == NOUN:
        return plural(lemma) if tag == "NNS" else lemma
    if pos == VERB:
        verb, space, rest = lemma.partition(" ")
        return inflected(verb, tag) + space + rest
    return lemma


def is_plain(sentence: Sentence, first: Word, last: Word = NOTHING) -> bool:
    """Whether words first..last (one word without `last`) are no name, no part of one, and no part of a
    hyphenated word.
    """
    last = last or first
    for word in sentence.words[first.i : last.i + 1]:
        text = word.text
        if text != word.lower and (word.i != sentence.first or text[1:] != text[1:].lower()):
            return False
    before, following = sentence.before(first), sentence.after(last)
    if before.text in HYPHENS and before.end == first.start:
        return False
    if following.text in HYPHENS and following.start == last.end:
        return False
    if following.rel in ("flat", "compound") and following.head is last:
        return following.dep == "compound:prt"
    return first.rel != "flat" and (first is last or sentence.one_quote(first.i, last.i + 1))


# --- a rule of a table ------------------------------------------------------------------------------

Fits = Callable[[Found], bool | Sequence[str]]
"""Whether what was found may be replaced; or, of its alternatives, or others, those that fit."""


def lexical(
    name: str,
    label: int | None,
    example: str | Table,
    table: Table | None = None,
    *,
    most: int = 2,
    share: float = 1.0,
) -> Callable[[Fits], Fits]:
    """Declare a rule that puts one of the alternatives of a table in a wording's place, where the function
    below says that it fits.

    Its docstring is the rule's; where the table stands in the example's place, it is the example too. A
    wording is left alone where an alternative of it stands in the sentence already ("at least 3 and at most
    5"). Without a label the rule is declared elsewhere, as with `rule`.
    """
    short = name.partition(".")[2]
    shown, listed = ("", example) if isinstance(example, Table) else (example, table or Table({}))

    def declare(fits: Fits) -> Fits:
        def find(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
            for found in listed(sentence):
                if any(holds(sentence, option) for option in found.options):
                    continue
                answer = fits(found)
                options = found.options if answer is True else answer or ()
                options = [option for option in options if not holds(sentence, option)]
                if options:
                    option = options[0] if len(options) == 1 else rng.choice(options)
                    yield change(short, found.replaced(option))

        find.__name__, find.__doc__, find.__module__ = fits.__name__, fits.__doc__, fits.__module__
        rule(name, label, shown, triggers=listed.firsts, most=most, share=share)(find)
        return fits

    return declare


def holds(sentence: Sentence, wording: str) -> bool:
    """Whether a wording, in lower case, stands in the sentence."""
    words, seen = wording.split(), lowers(sentence)
    if len(words) == 1 or not seen.issuperset(words):
        return wording in seen
    return f" {wording} " in f" {' '.join(w.lower for w in sentence.words)} "
