"""Repair of a parse that a bare party of a contract has misled ("Licensee grants Licensor a license").

A capitalised party without an article looks like an adjective or a verb to the parser. Where a sentence opens
with one and holds another, both are names, and a plural noun right between them is the verb. Part of
roles.read.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

from .inflect import base_form
from .lexicon import PARTIES

if TYPE_CHECKING:  # roles imports this module
    from .roles import Word


def repair_parties(words: list["Word"]) -> None:
    """Tag the bare parties of a contract as names, in place; the first word must be one of at least two."""
    if not words or words[0].lower not in PARTIES:
        return
    bare = [
        word
        for before, word in pairwise(words)
        if word.lower in PARTIES and word.text[:1].isupper() and before.tag not in ("DT", "PRP$", "JJ")
    ]
    if not bare:
        return
    if len(words) > 3 and words[1].tag == "NNS" and words[2] is bare[0]:
        _give_verb(words)
    for word in (words[0], *bare):
        if word.tag in ("NN", "JJ", "VB", "VBP"):
            word.tag, word.pos = "NNP", "PROPN"


def _give_verb(words: list["Word"]) -> None:
    """Make the second word the sentence's verb, between its subject and its object or recipient."""
    subject, verb, other = words[:3]
    base = base_form(verb.text, "VBZ", verb.lemma)
    roots = [word for word in words if word.head is None]
    if base is None or len(roots) != 1 or roots[0] not in (subject, verb, other):
        return
    for word in words:
        if word.head in (subject, verb, other) and word not in (subject, verb, other):
            word.head = verb
    objects = any(word.head is verb and word.dep == "obj" for word in words)
    verb.tag, verb.pos, verb.lemma, verb.dep, verb.head = "VBZ", "VERB", base, "root", None
    verb.rel = "root"
    for word, relation in ((subject, "nsubj"), (other, "iobj" if objects else "obj")):
        word.head, word.dep, word.rel = verb, relation, relation
    for word in (subject, verb, other):
        word.children = [w for w in words if w.head is word]
