"""The numbers of a sentence that count or measure something: found once, read by the rules of quantity.

Years, dates, clock times and durations are the family temporal's; numbers of names ("Boeing 747", "Section
5"),
of references and of fixed expressions are left alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...english.lexicon import MONTHS, TIME_NOUNS, word_set
from ...english.number_words import DIGITS, SCALES, WORDS, is_year
from ..prelude import NOTHING, Sentence, Word, word_lists

_LISTS = word_lists(__package__, "counts")

PERCENT = frozenset(("%", "percent"))
_CURRENCY = frozenset("$£€")
_NOT_AFTER = frozenset("-–/:#.(+±~*'×=") | _LISTS.set("not_after")
_NOT_BEFORE = frozenset("-–/:°") | _LISTS.set("not_before")
_COUNTING = word_set("nummod compound nmod obj obl nsubj root quantmod")


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts.

    number: its word; noun: what is counted or measured, None where nothing is; sort: "percent", "money" or
    "count";
    scale: "million" after it; in_range: whether it is one of two numbers that belong together.
    """

    number: Word
    noun: Word
    sort: str
    scale: Word
    in_range: bool


@lru_cache(maxsize=4)
def counts(sentence: Sentence) -> tuple[Count, ...]:
    """Return the numbers of a sentence that count or measure, in text order."""
    return tuple(_counts(sentence))


def _counts(sentence: Sentence) -> Iterator[Count]:
    words = sentence.words
    for word in words:
        if word.tag != "CD" or not (word.lower in WORDS or DIGITS.fullmatch(word.text)):
            continue
        before = sentence.before(word)
        after = sentence.after(word)
        if not after or _is_label(word, before, after):
            continue
        scale = after if after.lower in SCALES and after.tag in ("CD", "NN") else NOTHING
        last = scale or word
        following = sentence.after(last)
        if following.text in _NOT_BEFORE and following.start == last.end:
            continue
        noun = _counted(word, last)
        money = before.text in _CURRENCY
        percent = following.lower in PERCENT or (
            following.lower == "per" and sentence.after(last, 2).lower == "cent"
        )
        if (not (percent or money) and not noun) or (noun and _is_time(noun, following) and not money):
            continue
        if (is_year(word.text) and not (percent or money)) or (percent and _is_interval(words, last.i + 2)):
            continue
        sort = "percent" if percent else "money" if money else "count"
        yield Count(word, noun, sort, scale, _in_range(words, word, last))


def _is_label(word: Word, before: Word, after: Word) -> bool:
    if before:
        if before.lower in _NOT_AFTER or before.lower in MONTHS or before.tag == "CD":
            return True
        if before.end == word.start and before.text not in _CURRENCY and before.text not in "\"'“‘<>≥≤":
            return True
        if before.tag == "NN" and before.lemma not in _LISTS.measured and before.i > 0:
            return True  # "chromosome 20", "version 3"
        if before.lemma in _LISTS.named or (
            before.text[:1].isupper() and before.i > 0 and before.tag in ("NNP", "NN", "NNPS")
        ):
            return True
    if after.lower in _NOT_BEFORE or after.lower in _LISTS.fixed or after.lower in MONTHS:
        return True
    return after.tag == "CD" and after.lower not in SCALES


def _counted(word: Word, last: Word) -> Word:
    head = word.head
    while head and (head is last or head.text in _CURRENCY or head.lower in SCALES):
        head = head.head
    if word.rel not in _COUNTING or head.tag not in ("NNS", "NN", "NNPS"):
        return NOTHING
    return head if head.i > last.i and head.text == head.lower else NOTHING


def _is_time(noun: Word, following: Word) -> bool:
    return noun.lemma in TIME_NOUNS or noun.lower in _LISTS.times or following.lemma in TIME_NOUNS


def _is_interval(words: list[Word], i: int) -> bool:
    """Whether a confidence interval follows: its 95 percent is a convention."""
    return any(w.lower in ("ci", "cis", "confidence", "credible") for w in words[i - 1 : i + 2])


def _in_range(words: list[Word], word: Word, last: Word) -> bool:
    """Whether another number stands right beside it, parted by "to", "and", "or" or a dash."""
    before = [
        w for w in words[max(0, word.i - 4) : word.i] if w.text not in _CURRENCY and w.text not in PERCENT
    ]
    if len(before) > 1 and (before[-1].lower in _LISTS.range_words or before[-1].text in "-–"):
        return before[-2].tag == "CD" or before[-2].lower in SCALES
    after = [w for w in words[last.i + 1 : last.i + 5] if w.text not in _CURRENCY and w.text not in PERCENT]
    return (
        bool(after)
        and (after[0].lower in _LISTS.range_words or after[0].text in "-–")
        and len(after) > 1
        and after[1].tag == "CD"
    )


def has_number(sentence: Sentence) -> bool:
    """Whether a word of the sentence is a number."""
    return any(word.tag == "CD" for word in sentence.words)
