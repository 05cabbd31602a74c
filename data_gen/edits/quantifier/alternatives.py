"""Alternatives that nobody has to supply (near-misses): one dropped, or both at once.

Part of the rules quantifier.item and .conjunction. Common nouns parted by "or" are often one thing in two
words ("a fracture or break"); names, and what repeats its preposition or article, are two ("by post or by
phone").
"""

from ...english.word_lists import word_lists
from ...parsing.sentence import NEGATIONS, NOTHING, Sentence, Word
from ..prelude import Changes, Replacement, change, insert_before, is_statement, lowers, replace, rule

_LISTS = word_lists(__package__, "alternatives")

_MAX_NAME = 3  # words
_MAX_PHRASE = 6
_ENDS = (".", ",", ";", "")
_GENITIVES = ("'s", "’s")


@rule("quantifier.item", triggers=("or",), when=is_statement)
@rule("quantifier.conjunction")
def alternatives(sentence: Sentence) -> Changes:
    """ "They came by train or by bus." -> "They came by train."; "uses Nikon or Canon" -> "uses Nikon", "uses
    both Nikon and Canon".
    """
    if not lowers(sentence).isdisjoint(_LISTS.bound | NEGATIONS) or "(" in sentence.text:
        return
    is_free = not lowers(sentence).isdisjoint(_LISTS.free)
    for link in sentence.words:
        if link.lower != "or" or sentence.before(link).text == "," or sentence.after(link).lower == "other":
            continue
        name, end = _names(sentence, link)
        if name and _does(sentence.before(name)):
            yield change("conjunction", insert_before(name, "both "), replace(link, "and"))
        if not name:
            end = link.head.right
        listed = any(word.text == "," for word in sentence.words[max(link.i - _MAX_PHRASE, 0) : link.i])
        if listed or is_free or not (name or _are_two(link)):
            continue
        if sentence.after(sentence.words[end]).text in _ENDS:
            yield change("item", Replacement(sentence.before(link).end, sentence.words[end].end, ""))


def _names(sentence: Sentence, link: Word) -> tuple[Word, int]:
    """Return the first word of the name before the link and the place of the last of the one behind it; read
    by their capitals, for a parser takes "Let's Go" for a verb.
    """
    words, start, end = sentence.words, link.i, link.i
    while start > 1 and words[start - 1].text[:1].isupper():
        start -= 1
    while words[end + 1].text[:1].isupper() or (end > link.i and words[end + 1].text in _GENITIVES):
        end += 1
    lengths = (link.i - start, sum(w.text not in _GENITIVES for w in words[link.i + 1 : end + 1]))
    own = [w.lower for w in words[start : end + 1]]
    others = {w.lower for w in (*words[:start], *words[end + 1 :])}
    if start < 2 or min(lengths) < 1 or max(lengths) > _MAX_NAME:
        return NOTHING, end
    is_echoed = len(set(own)) < len(own) or not others.isdisjoint(own)
    return (NOTHING if is_echoed else words[start]), end


def _does(verb: Word) -> bool:
    """Whether somebody does or uses the one or the other, so that it could be both: not what may be done."""
    return verb.tag in ("VBZ", "VBP") or (verb.tag == "VB" and verb.has("aux", "will", "must", "shall"))


def _are_two(link: Word) -> bool:
    """Whether the alternatives repeat their preposition or their article, as two things do."""
    second, first = link.head, link.head.head
    if second.rel != "conj" or first.rel not in ("obj", "obl", "nmod") or len(first.all("conj")) > 1:
        return False
    if second.right - link.i > _MAX_PHRASE or second.left != link.i or second.child("conj"):
        return False
    if first.pos != "NOUN" or second.pos != "NOUN":
        return False
    repeated = [
        (a, b) for a in first.all("case", "det") for b in second.all("case", "det") if a.lower == b.lower
    ]
    return bool(repeated) and all(b.lower not in _LISTS.idle for _, b in repeated)
