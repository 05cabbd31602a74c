"""Abbreviations and what they stand for (positives): "two-factor authentication" <-> "2FA".

What is written in a chat ("acct", "asap") is put into requests only; what is written anywhere ("VPN", "max.")
into any sentence. A text that has both, as a gloss does, is left alone.
"""

from collections.abc import Iterator

from ..prelude import SAME, Changes, Random, Replacement, Sentence, Word, change, lowers, rule, word_lists
from ..requests import request

_LISTS = word_lists(__package__, "abbreviation")

SHARE = 0.5

Phrase = tuple[str, ...]


def _read(name: str) -> list[tuple[Phrase, str]]:
    """Return (words, as the parser cuts them, and the short form), the longest first."""
    table = _LISTS.table(name)
    return sorted(
        ((tuple(long.replace("-", " - ").split()), short) for long, short in table.items()),
        key=lambda row: -len(row[0]),
    )


_ANYWHERE, _IN_CHAT = _read("anywhere"), _read("in_chat")
_LONG: dict[str, list[tuple[Phrase, str, bool]]] = {}
_SHORT: dict[str, str] = {}
for _rows, _chat in ((_ANYWHERE, False), (_IN_CHAT, True)):
    for _words, _short in _rows:
        _LONG.setdefault(_words[0], []).append((_words, _short, _chat))
        _SHORT.setdefault(_short, " ".join(_words).replace(" - ", "-"))
_TRIGGERS = frozenset(_LONG) | {short.lower() for short in _SHORT}


@rule("noise.abbreviation", SAME, triggers=_TRIGGERS, share=SHARE)
def abbreviations(sentence: Sentence, rng: Random) -> Changes:
    """enable two-factor authentication <-> enable 2FA"""
    if not _TRIGGERS.isdisjoint(lowers(sentence)) and "(" not in lowers(sentence):
        asks = sentence.alone and request(sentence) is not None
        found = [*_shortened(sentence, asks), *_in_full(sentence, asks)]
        if found:
            yield change("abbreviation", rng.choice(found))


def _shortened(sentence: Sentence, asks: bool) -> Iterator[Replacement]:
    words = sentence.words
    for word in words:
        for phrase, short, is_chat in _LONG.get(word.lower, ()):
            end = word.i + len(phrase)
            if (is_chat and not asks) or tuple(w.lower for w in words[word.i : end]) != phrase:
                continue
            ends = end >= len(words) - 1 or words[end].text == ","  # "... a PR, for example."
            if short.endswith(".") and (word.i == sentence.first or ends):
                break
            if not _fits(sentence, word, words[end - 1], short):
                break
            if _stands(sentence, word.i, end) and not _has(sentence, short):
                yield Replacement(
                    word.start, words[end - 1].end, short if _is_cased(sentence) else short.lower()
                )
            break


def _in_full(sentence: Sentence, asks: bool) -> Iterator[Replacement]:
    for word in sentence.words:
        text = (
            word.text
            if word.text in _SHORT
            else word.lower
            if word.lower in _SHORT and word.text.islower()
            else ""
        )
        upper = word.text.upper()
        if not text and upper in _SHORT and word.text.islower() and asks and not _is_cased(sentence):
            text = upper  # "enable 2fa"
        if not text or text in _LISTS.not_in_full or not _stands(sentence, word.i, word.i + 1):
            continue
        if not _fits(sentence, word, word, text):
            continue
        if any(
            w.text[:1].isupper() and w.i > sentence.first
            for w in (sentence.before(word), sentence.after(word))
        ):
            continue  # "the HR Helper", a name
        if not _has(sentence, _SHORT[text].split()[0]):
            yield Replacement(word.start, word.end, _SHORT[text])


def _fits(sentence: Sentence, first: Word, last: Word, short: str) -> bool:
    """Whether the words are of the kind that is shortened: "sync" for a verb, "max" before a noun."""
    if short in _LISTS.before_noun and sentence.after(last).pos not in ("NOUN", "ADJ"):
        return False
    return (first.pos == "VERB") == (short in _LISTS.verbs)


def _stands(sentence: Sentence, start: int, end: int) -> bool:
    """Whether words are no part of a name or of a word with a hyphen or a dot ("info@", "VPN-2")."""
    before, after = sentence.before(sentence.words[start]), sentence.after(sentence.words[end - 1])
    glued = (before.end == sentence.words[start].start and before.text[-1:] in "-./@_") or (
        after.start == sentence.words[end - 1].end and after.text[:1] in "-/@_'s(" and after.text[:1] != ""
    )
    return not (before and glued) and not any(
        w.text[:1].isupper() and w.i > sentence.first and w.text[1:].islower()
        for w in sentence.words[start:end]
    )


def _has(sentence: Sentence, text: str) -> bool:
    return text.lower() in lowers(sentence)


def _is_cased(sentence: Sentence) -> bool:
    return any(char.isupper() for char in sentence.text)
