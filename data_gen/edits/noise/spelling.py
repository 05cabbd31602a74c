"""British and American spelling (positives): "colour" <-> "color", "organise" <-> "organize".

Rule noise.spelling: all words of a sentence in the other spelling, where all are in one. A word that is
another word in the other spelling ("cheque" and "check", "storey" and "story") is left out.
"""

import re
from functools import lru_cache

from ..prelude import SAME, Changes, Sentence, change, lowers, replace, rule, word_lists

_LISTS = word_lists(__package__, "spelling")

_STEMS = _LISTS.table("stems")
_AMERICAN_STEMS = {american: british for british, american in _STEMS.items()}
_WORDS = _LISTS.table("words")
_AMERICAN_WORDS = {american: british for british, american in _WORDS.items()}
_ONE_WAY = _LISTS.table("one_way")
_DOUBLING = "|".join(sorted(_LISTS.set("doubled")))
_DOUBLED = re.compile(rf"^({_DOUBLING})(l?)(ed|ing|er|ers)$")
_SUFFIXES = _LISTS.set("suffixes") | {""}
_LETTER_STEMS = "|".join(sorted(_LISTS.set("is_or_iz"), key=len, reverse=True))
_IS_OR_IZ = re.compile(rf"^({_LETTER_STEMS})(is|iz)(e|ed|es|ing|er|ers|ation|ations|ational|able)$")
_YS_OR_YZ = re.compile(r"^(anal|paral|catal)(ys|yz)(e|ed|ing|er|ers)$")
_STARTS = tuple({stem[:3] for stem in (*_STEMS, *_WORDS, *_AMERICAN_STEMS, *_AMERICAN_WORDS)})


def _may_differ(sentence: Sentence) -> bool:
    """with a word that is spelt in two ways"""
    return any(other_spelling(lower) for lower in lowers(sentence) if len(lower) > 3)


@rule("noise.spelling", SAME, when=_may_differ, most=1)
def spellings(sentence: Sentence) -> Changes:
    """Change the colour. <-> Change the color."""
    found = [
        (word, other)
        for word in sentence.words
        if word.tag not in ("NNP", "NNPS") and (word.text.islower() or word.i == sentence.first)
        if (other := other_spelling(word.lower))
    ]
    if found and len({is_british for _, (_, is_british) in found}) == 1:
        yield change("spelling", *(replace(word, other) for word, (other, _) in found))


@lru_cache(maxsize=4096)
def other_spelling(word: str) -> tuple[str, bool] | None:
    """Return a word, in small letters, in the other spelling, and whether it is British as it stands.

    >>> other_spelling("colours"), other_spelling("organized"), other_spelling("hour")
    (('colors', True), ('organised', False), None)
    """
    if match := _IS_OR_IZ.match(word) or _YS_OR_YZ.match(word):
        letters = match[2][0] + ("z" if match[2][1] == "s" else "s")
        return match[1] + letters + match[3], match[2][1] == "s"
    if match := _DOUBLED.match(word):
        return match[1] + ("" if match[2] else "l") + match[3], bool(match[2])
    if word in _ONE_WAY:
        return _ONE_WAY[word], True
    if word in _WORDS:
        return _WORDS[word], True
    if word in _AMERICAN_WORDS:
        return _AMERICAN_WORDS[word], False
    if not word.startswith(_STARTS):
        return None
    for stems, is_british in ((_STEMS, True), (_AMERICAN_STEMS, False)):
        for length in range(len(word), 3, -1):
            if word[:length] in stems and word[length:] in _SUFFIXES:
                return stems[word[:length]] + word[length:], is_british
    return None
