"""Repairs of tags and of a missing verb that a parse shows by itself.

Part of reading a parse (roles.py), English only: a name tagged as a common noun, a finite verb tagged as a
participle or a noun, and a sentence whose only verb was taken for a noun.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

from .inflect import FINITE_TAGS, IRREGULAR_PASTS, base_form
from .lexicon import DEMONYMS, FUNCTION_WORDS, QUOTES

if TYPE_CHECKING:  # roles imports this module
    from .roles import Word


def repair_names(words: list["Word"]) -> None:
    """Tag a capitalised word inside the sentence as a name where the tagger read a common noun."""
    for before, word in pairwise(words):
        if (
            word.tag not in ("NN", "JJ")
            or not word.text[:1].isupper()
            or before.text in QUOTES
            or before.text in (".", ":")
        ):
            continue
        if before.i == 0 and not before.text[:1].isalnum():
            continue
        if word.lower not in DEMONYMS and word.lower not in FUNCTION_WORDS and word.text[1:].isalpha():
            word.tag, word.pos = "NNP", "PROPN"


def repair_tags(words: list["Word"]) -> None:
    """Give a predicate with a subject but no auxiliary its finite tag where the tagger read another form."""
    for word in words:
        if word.tag not in ("VBN", "NN", "NNS", "VB") or word.rel not in (
            "root",
            "ccomp",
            "advcl",
            "acl",
            "conj",
            "parataxis",
        ):
            continue
        if not any(c.rel == "nsubj" and c.i < word.i for c in word.children):
            continue
        if any(c.rel in ("aux", "cop", "det", "case") or c.tag == "TO" for c in word.children):
            continue
        if word.tag in ("VBN", "NN", "VB") and word.lower.endswith("ed") | (word.lower in IRREGULAR_PASTS):
            if base_form(word.text, "VBD", word.lemma) is not None:
                word.tag, word.pos = "VBD", "VERB"
        elif (
            word.tag == "NNS"
            and word.child("obj", "obl", "ccomp")
            and base_form(word.text, "VBZ", word.lemma)
        ):
            word.tag, word.pos = "VBZ", "VERB"


def repair_verbless(words: list["Word"]) -> None:
    """Re-read "The dog bit the man." where the parser took the verb for a noun.

    Only a whole sentence of determined noun phrases without any verb, with one word between the first two
    that can be a past tense or, after a singular noun, a present: two bare noun phrases in a row are no
    sentence. Phrases after a preposition become obliques.
    """
    if any(w.pos in ("VERB", "AUX") or w.tag in FINITE_TAGS for w in words):
        return
    end = len(words) - (words[-1].text == ".")
    first = next((i for i in range(3, end - 1) if words[i].tag in _DETERMINERS), 0)
    if not first or not _is_phrase(words, 0, first - 1) or not (form := _finite_form(words, first - 1)):
        return
    verb = words[first - 1]
    phrases = [(0, first - 1, "nsubj")]
    start, relation = first, "obj"
    for i in [*range(first, end), end]:
        if i == end or words[i].tag == "IN":
            phrases.append((start, i, relation))
            start, relation = i + 1, "obl"
    if not all(_is_phrase(words, left, right) for left, right, _ in phrases):
        return
    for word in words:
        word.head, word.dep, word.children = verb, "punct", []
    verb.head, verb.dep, verb.pos = None, "root", "VERB"
    verb.tag, verb.lemma = form
    for left, right, relation in phrases:
        noun = words[right - 1]
        noun.dep, noun.pos = relation, "NOUN"
        for word in words[left : right - 1]:
            word.head = noun
            word.dep = {"JJ": "amod", "NN": "compound", "PRP$": "nmod:poss"}.get(word.tag, "det")
        if relation == "obl":
            words[left - 1].head, words[left - 1].dep = noun, "case"
    for word in words:
        word.rel = word.dep.partition(":")[0]
        if word.head is not None:
            word.head.children.append(word)


_DETERMINERS = ("DT", "PRP$")


def _is_phrase(words: list["Word"], start: int, end: int) -> bool:
    """Whether tokens start..end are a determiner, adjectives or nouns, and a common noun."""
    if end - start < 2 or words[start].tag not in _DETERMINERS or words[end - 1].tag not in ("NN", "NNS"):
        return False
    return all(word.tag in ("JJ", "NN") for word in words[start + 1 : end - 1])


def _finite_form(words: list["Word"], i: int) -> tuple[str, str] | None:
    """Return tag and base of the finite verb that token i can be, or None."""
    word = words[i]
    if word.lower in IRREGULAR_PASTS or word.lower.endswith("ed"):
        tag = "VBD"
    elif word.tag == "NNS" and words[i - 1].tag == "NN":
        tag = "VBZ"
    else:
        return None
    base = base_form(word.text, tag, word.lemma)
    return (tag, base) if base is not None else None
