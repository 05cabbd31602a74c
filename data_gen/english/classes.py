"""Small classes of things (roads, documents, vehicles, ...): only things of one class take each other's role.

"The storm closed the road near the bridge" reads as well with road and bridge exchanged; storm and bridge
would not. A noun that is in no list, and has no ending of processes or qualities, has no class and stays.
"""

from functools import lru_cache

from ..parsing.sentence import Word
from .lexicon import ORG_NOUNS, word_set
from .word_lists import word_lists

_LISTS = word_lists(__package__, "classes")

_CLASSES = _LISTS.table("classes")  # fmt: skip
_CLASS = {lemma: name for name, lemmas in _CLASSES.items() for lemma in word_set(lemmas)} | dict.fromkeys(
    ORG_NOUNS, "organisation"
)


_ENDINGS = (
    ("process", ("tion", "sion", "ment", "ysis", "osis")),
    ("quality", ("ity", "ness", "ance", "ence", "ancy", "ency")),
)


def thing_class(noun: Word) -> str | None:
    """Return the class of a common noun, by list or ending, or of a code such as "p53", or None."""
    found = _CLASS.get(noun.lemma)
    if found is None and noun.text.isalpha() and len(noun.lemma) > 6:
        return _by_ending(noun.lemma)
    if found is None and not noun.text.isalpha() and noun.text[:1].isalpha():
        return "code" if any(c.isdigit() for c in noun.text) else None
    return found


def class_of(lemma: str) -> str | None:
    """Return the class that lists a lemma, or None."""
    return _CLASS.get(lemma)


@lru_cache(maxsize=8192)
def _by_ending(lemma: str) -> str | None:
    return next((name for name, endings in _ENDINGS if lemma.endswith(endings)), None)


def one_class(a: Word, b: Word) -> bool:
    """Whether two nouns are things of one class."""
    found = thing_class(a)
    return found is not None and found == thing_class(b)
