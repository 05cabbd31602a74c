"""Positive: a name takes its other established form ("the United States" <-> "the U.S.").

A small curated list, both directions, and titles and company endings with their abbreviation. Part of the
family entity.
"""

from ...english.lexicon import FIRST_NAMES
from ..prelude import NOTHING, SAME, Changes, Replacement, Sentence, Word, change, has_names, rule, word_lists

_LISTS = word_lists(__package__, "aliases")


def _parted(name: str) -> tuple[str, str]:
    """Return a name's article, "" where it takes none, and the name."""
    return ("the", name.removeprefix("the ")) if name.startswith("the ") else ("", name)


_NAMES = [[_parted(one) for one in pair] for pair in _LISTS.table("names").items()]
_TITLES = _LISTS.table("titles")  # fmt: skip
_ENDINGS = {"Corp.": "Corporation", "Ltd.": "Limited"}
_AMBIGUOUS = frozenset(("General", "Representative"))  # "General Practice"
_VARIANTS = _LISTS.table("variants")
_LAST = frozenset(form.split()[-1] for pair in _NAMES for _, form in pair)
_WORDS = frozenset((*_LAST, *_TITLES, *_TITLES.values(), *_ENDINGS, *_ENDINGS.values(), *_VARIANTS))


@rule("entity.alias", SAME, when=has_names)
def aliases(sentence: Sentence) -> Changes:
    """Farmers in the U.S. planted less wheat. <-> Farmers in the United States planted less wheat.

    "Exports to the United States fell." -> "Exports to the U.S. fell."; also Corp., Dr. and the like.
    """
    found = [word for word in sentence.words if word.text in _WORDS and not word.quote]
    if not found:
        return
    last = {_normal(word) for word in found} & _LAST
    for full, short in _NAMES if last else ():
        for old, new in ((full, short), (short, full)):
            if old[1].split()[-1] in last and (made := _renamed(sentence, old, new)) is not None:
                yield change("alias", made)
    for word in found:
        if (other := _other_title(sentence, word) or _other_ending(sentence, word)) is not None:
            yield change("alias", Replacement(word.start, word.end, _ended(sentence, word, other)))


def _renamed(sentence: Sentence, old: tuple[str, str], new: tuple[str, str]) -> Replacement | None:
    """The replacement of a name that is a whole noun phrase of its own, and stands once."""
    parts = old[1].split()
    starts = [
        i
        for i in range(len(sentence.words) - len(parts) + 1)
        if all(_normal(w) == p for w, p in zip(sentence.words[i : i + len(parts)], parts, strict=True))
    ]
    if len(starts) != 1 or new[1] in sentence.text:
        return None
    start, end = starts[0], starts[0] + len(parts)
    article = sentence.words[start - 1] if start else NOTHING
    if old[0]:
        if article.lower != "the":
            return None
        start -= 1
    elif article.tag in ("DT", "PRP$", "POS", "NNP", "JJ", "NN", "HYPH"):
        return None
    after = sentence.words[end] if end < len(sentence.words) else NOTHING
    if after and (
        after.tag in ("NN", "NNS", "NNP", "NNPS", "JJ", "POS", "HYPH", "CD", "VBG", "VBN")
        or after.text in "(-/'–"
    ):
        return None  # "the U.S. army", "the United States' ..."
    text = f"{new[0]} {new[1]}".strip()
    last = sentence.words[end - 1]
    return Replacement(sentence.words[start].start, last.end, _ended(sentence, last, text))


def _normal(word: Word) -> str:
    return _VARIANTS.get(word.text, word.text)


def _ended(sentence: Sentence, word: Word, text: str) -> str:
    """The text, with a full stop where the replaced word's own was the sentence's too."""
    closes = word.i == len(sentence.words) - 1 and word.text.endswith(".")
    return text + "." if closes and not text.endswith(".") else text


def _other_title(sentence: Sentence, word: Word) -> str | None:
    """ "Dr." <-> "Doctor" before a surname."""
    after = sentence.after(word)
    before = sentence.before(word)
    if after.tag != "NNP" or not after.text[:1].isupper() or before.tag in ("NNP", "JJ"):
        return None
    if before.text == "-" or (word.text in _AMBIGUOUS and after.lower not in FIRST_NAMES):
        return None
    full = _TITLES.get(_normal(word))
    if full is not None:
        return full
    return next((short for short, title in _TITLES.items() if title == word.text), None)


def _other_ending(sentence: Sentence, word: Word) -> str | None:
    """ "Acme Corp." <-> "Acme Corporation"."""
    before = sentence.before(word)
    after = sentence.after(word)
    if before.tag != "NNP" or not before.text[:1].isupper():
        return None
    if after.tag in ("NNP", "NNPS") or after.text in ("-", "(", "of", "&"):
        return None
    full = _ENDINGS.get(_normal(word))
    return full or next((short for short, ending in _ENDINGS.items() if ending == word.text), None)
