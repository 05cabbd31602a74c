"""What an edit rule proposes: character-span replacements on the text of one sentence, with provenance; and
the builders that the rules use: insert, delete, replace, exchange.

apply.py makes the new text of it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..english.casing import piece
from ..parsing.sentence import NOTHING, Sentence, Span, Word
from ..plausibility.fit import Beside, Placed


class Replacement(NamedTuple):
    """Replace text[start:end] by `text`; start == end inserts, an empty `text` deletes."""

    start: int
    end: int
    text: str


class Change(NamedTuple):
    """What a rule's function yields: the rule's name without its family, and what it replaces.

    replacements: non-overlapping, sorted by start, as offsets into the sentence's text. lower: whether the
    made text is typed in small letters, without a final stop.
    placed: what comes to stand where, or beside what, for plausibility/ to judge; empty where nothing does.
    """

    rule: str
    replacements: tuple[Replacement, ...]
    lower: bool = False
    placed: tuple[Placed | Beside, ...] = ()


Proposal = Change | Replacement | Iterable[Replacement]
"""What a rule's function may yield: a change, or only what it replaces, as an edit of the rule above it."""
Changes = Iterator[Change]
Proposals = Iterator[Proposal]
"""What a rule's function returns."""


class Edit(NamedTuple):
    """One proposed edit of a sentence.

    rule: "family.rule", e.g. "negation.do_support".
    label: 0 when the result is a near-miss of the sentence, 1 when it keeps the meaning.
    replacements, lower, placed: as those of a Change.
    """

    rule: str
    label: int
    replacements: tuple[Replacement, ...]
    lower: bool = False
    placed: tuple[Placed | Beside, ...] = ()

    @property
    def family(self) -> str:
        """The part of the rule's name before the dot."""
        return self.rule.partition(".")[0]


def change(rule: str, *replacements: Replacement, lower: bool = False) -> Change:
    """Return a change with its replacements in order; `rule` without its family."""
    return Change(rule, tuple(sorted(replacements)), lower)


def replace(word: Word, text: str) -> Replacement:
    """Replace a word; a capital of the replaced word is not kept (rewrite gives sentence capitals)."""
    return Replacement(word.start, word.end, text)


def insert_after(word: Word, text: str) -> Replacement:
    """Insert text directly after a word; give the space yourself."""
    return Replacement(word.end, word.end, text)


def insert_before(word: Word, text: str) -> Replacement:
    """Insert text directly before a word; give the space yourself."""
    return Replacement(word.start, word.start, text)


def delete(sentence: Sentence, start: int, end: int) -> Replacement:
    """Delete tokens start..end (end excluded) with the space after them."""
    words = sentence.words
    after = words[end].start if end < len(words) else len(sentence.text)
    return Replacement(words[start].start, after, "")


def trimmed(sentence: Sentence, start: int, end: int, text: str) -> Replacement:
    """Replace characters start..end by `text`, without the words that stay as they are at either end."""
    old, new = sentence.text[start:end].split(" "), text.split(" ")
    left = right = 0
    while left < min(len(old), len(new)) - 1 and old[left] == new[left]:
        left += 1
    while right < min(len(old), len(new)) - left - 1 and old[-1 - right] == new[-1 - right]:
        right += 1
    start += sum(len(word) + 1 for word in old[:left])
    end -= sum(len(word) + 1 for word in old[len(old) - right :])
    return Replacement(start, end, " ".join(new[left : len(new) - right]))


def exchange(sentence: Sentence, a: Span, b: Span) -> tuple[Replacement, Replacement]:
    """Exchange the text of two spans that do not overlap; an 's after one fits the word it now follows."""
    return _put(sentence, a, b), _put(sentence, b, a)


def exchanged(rule: str, sentence: Sentence, a: Span, b: Span, *repairs: Replacement) -> Change:
    """Return the change that exchanges two phrases, with what it needs beside that."""
    return moved(change(rule, *exchange(sentence, a, b), *repairs), a.head, b.head)


def moved(made: Change, a: Word, b: Word) -> Change:
    """Say of a change that it puts two words (the heads of their phrases) in each other's place."""
    return made._replace(placed=(Placed(a, b), Placed(b, a)))


def _put(sentence: Sentence, place: Span, source: Span) -> Replacement:
    """Put the text of `source` in the place of `place`."""
    start, end = sentence.chars(place)
    text = piece(sentence, source.start, source.end)
    following = sentence.words[place.end] if place.end < len(sentence.words) else NOTHING
    if following.tag == "POS" and following.start == end:
        plural = source.head.tag in ("NNS", "NNPS") and text.endswith("s")
        keeps = following.text in ("'", "’") and text.endswith("s")
        return Replacement(start, following.end, text + ("'" if plural or keeps else "'s"))
    return Replacement(start, end, text)
