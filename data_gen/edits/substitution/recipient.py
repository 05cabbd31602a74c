"""Whom something is sent or told, where a third one has to do with it (near-misses): rule
substitution.recipient.
"""

from ...english.kinds import kind
from ..prelude import NEAR_MISS, Changes, Clause, Sentence, Word, change, lowers, replace, rule, word_lists

_LISTS = word_lists(__package__, "recipient")
_THIRD = ("person_noun", "organisation_noun", "person", "organisation")


@rule("substitution.recipient", NEAR_MISS, triggers=("us", "me"))
def recipients(sentence: Sentence, clause: Clause) -> Changes:
    """If a guest breaks a lamp, you can tell us. -> If a guest breaks a lamp, you can tell them."""
    verb, known = clause.predicate, lowers(sentence)
    if verb.lemma not in _LISTS.telling or verb.is_negated or not known.isdisjoint(_LISTS.others):
        return
    us = ("us", "me")
    told = [
        w for w in sentence.subtree(verb) if w.lower in us and verb in (w.head, w.head.head) and w.i > verb.i
    ]
    if len(told) != 1 or told[0].child("case").lower not in ("", "to"):
        return
    after = [w for w in sentence.words[verb.i :] if w.lower in _LISTS.own]
    if len(after) > 1 or not _third(sentence, verb):
        return
    yield change("recipient", replace(told[0], "them"))


def _third(sentence: Sentence, verb: Word) -> bool:
    """Whether the one other person of the sentence does something in a condition of the verb."""
    found = [w for w in sentence.words if w.lower in _LISTS.anybody or kind(w) in _THIRD]
    for condition in verb.all("advcl"):
        if condition.i < verb.i and condition.child("mark", "advmod").lower in _LISTS.conditions:
            words = list(sentence.subtree(condition))
            asked = any(w.tag in ("WP", "WDT") for w in words)  # "if you do not know who the owner is"
            return not asked and sum(w.rel == "nsubj" and w in found for w in words) == 1
    return False
