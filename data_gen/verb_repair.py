"""Repair of two parses that mislead the rules: orders, and verbs with two objects.

Users write orders ("Cancel my order."), news and contracts hardly do, so the parser takes some of their verbs
for nouns. Of two objects in a row ("The bank granted the firm a loan.") the first is the receiver. Part of
roles.read.
"""

from itertools import pairwise
from typing import TYPE_CHECKING

from .lexicon import word_set

if TYPE_CHECKING:  # roles imports this module
    from .roles import Word

_ORDERS = word_set(
    """add allow answer ask attach avoid book bring call cancel change charge check choose clean clear
    click close compare complete confirm contact convert copy cut delete deliver describe disable download
    draw email enable enter explain export fill find fix follow generate give help hold import include
    inform insert install keep label leave list lock mail make mark measure mix move name note notify open
    order pay place plan plug post press print process provide pull push put read recommend record reduce
    refund release remind remove renew rent repair replace reply report request reset restart return
    review rinse save schedule search select send set share ship show sign start stop store submit suggest
    summarize switch tell test throw track transfer translate turn update upgrade upload use wash wipe
    write"""
)
_AFTER_ORDER = frozenset(("DT", "PRP$", "PRP", "RP", "CD"))
_BEFORE_NOUN = frozenset(("det", "amod", "nummod", "nmod", "compound"))
_FINITE = frozenset(("VBZ", "VBP", "VBD", "MD"))


def repair_order(words: list["Word"]) -> None:
    """Read "Cancel" in "Cancel my order." as a verb, in place.

    It must be one of the common verbs of orders, the root (or the subject of a gerund), and its object or
    particle must come next.
    """
    if len(words) < 3 or words[0].lower not in _ORDERS or words[0].tag == "VB":
        return
    first, second = words[0], words[1]
    if first.head is None and second.tag in _AFTER_ORDER:
        if any(w.tag in _FINITE and (w.head is first or w.head is None) for w in words):
            return
    elif first.lower in ("avoid", "stop") and second.tag == "VBG" and first.head is second:
        first.head, first.dep, first.rel = None, "root", "root"
        second.children = [w for w in second.children if w is not first and w.rel != "punct"]
        first.children = [w for w in words if w.rel == "punct" and w.head is second] + [second]
        for word in first.children:
            word.head = first
        second.dep = second.rel = "xcomp"
    else:
        return
    first.tag, first.pos, first.lemma = "VB", "VERB", first.lower


def repair_double_object(words: list["Word"]) -> None:
    """Read the first of two objects in a row as the receiver, in place."""
    objects = [w for w in words if w.dep == "obj" and w.head is not None and w.i > w.head.i]
    for one, other in pairwise(objects):
        if one.head is other.head and one.tag != "CD" and other.i > one.i:
            between = words[one.i + 1 : other.i]
            if between and all(w.head is other and w.rel in _BEFORE_NOUN for w in between):
                one.dep = one.rel = "iobj"
