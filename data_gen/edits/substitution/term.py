"""A term of art becomes its sibling (near-misses): "red blood cells" -> "white blood cells".

Rule substitution.term. The terms of words.yaml are whole: a word of one of them alone has other siblings, or
none. They are looked for in statements too, unlike what closed_class.py knows; what tells of one sibling only
is listed there with it.
"""

from ...english.lexicon import rows
from ...english.nouns import plural
from ..direction import is_definition
from ..phrases import is_glossed
from ..prelude import HYPHENS, NEAR_MISS, Found, Sentence, Table, Word, is_echoed, lexical, lowers, word_lists

_LISTS = word_lists(__package__, "term")
_TOLD = rows(_LISTS.table("told"))


def _siblings() -> dict[str, str]:
    """Return {term as its words are parted: the others of its lines, parted by "|"}, in both numbers."""
    lines = [line.split(" | ") for line in _LISTS.text("named").strip().splitlines()]
    for modifiers, heads in _LISTS.table("kinds").items():
        lines += [[f"{one} {head}" for one in modifiers.split("/")] for head in heads.split(" | ")]
    found: dict[str, list[str]] = {}
    for line in lines:
        for members in (line, [_plural(term) for term in line]):
            for term in members:
                others = found.setdefault(term.replace("-", " - "), [])
                others += [one for one in members if one != term and one not in others]
    return {term: "|".join(others) for term, others in found.items()}


def _plural(term: str) -> str:
    start, space, last = term.rpartition(" ")
    return start + space + plural(last)


@lexical("substitution.term", NEAR_MISS, Table(_siblings()))
def terms(found: Found) -> list[str]:
    """The test counts red blood cells. -> The test counts white blood cells.; a forward proxy -> a reverse
    proxy"""
    sentence, noun = found.sentence, _noun(found)
    initials = "".join(part[0] for part in found.text.split() if part != "-")
    short = any(w.text.isupper() and w.lower.startswith(initials) for w in sentence.words)
    if short or is_glossed(sentence, noun) or is_definition(sentence) or _is_said_to_be(sentence, noun):
        return []  # "the left ventricular mass (LVM)"
    if found.after().text in (*HYPHENS, "/", "(") or found.before().text in (*HYPHENS, "/", "'s"):
        return []
    return [option for option in found.options if _is_free(found, option)]


def _noun(found: Found) -> Word:
    """The noun that the term ends in, or before which it stands."""
    last = found.last
    while last.rel in ("compound", "amod") and last.head.i == last.i + 1:
        last = last.head
    return last


def _is_said_to_be(sentence: Sentence, noun: Word) -> bool:
    """Whether the sentence says in other words what the term means: ", which is the first response"."""
    which = sentence.after(noun, 2)
    explained = which.lower == "which" and (which.head.has("cop") or which.head.lemma in _LISTS.explain)
    copular = noun.rel in ("nsubj", "root") and any(
        w.has("cop") and w.pos == "NOUN" for w in (noun, noun.head)
    )
    return explained or copular or (noun.rel[:5] == "nsubj" and noun.head.lemma in _LISTS.named_by)


def _is_free(found: Found, option: str) -> bool:
    """Whether nothing else in the sentence tells of the term or of the one that would take its place."""
    old, new = set(found.text.split()), set(option.replace("-", " - ").split())
    stems = {stem for word in old ^ new for stem in _TOLD.get(word, ())}
    if any(word.startswith(stem) for word in lowers(found.sentence) for stem in stems):
        return False
    words = found.sentence.words[found.start : found.end]
    said = [word for word in words if word.lower in old - new]
    return not any(is_echoed(found.sentence, word, letters=5) for word in said) and not any(
        is_echoed(found.sentence, words[0], word, 5) for word in new - old
    )
