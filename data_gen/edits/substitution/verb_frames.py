"""Verbs whose particle or preposition turns round (near-misses): "turn off" -> "turn on"; "add to it" ->
"remove from it".

Part of the rule substitution.antonym: its pairs, and whether a clause may say the opposite, are read by
antonym.py too.
"""

from ...english.kinds import AGENTS, NAMES, kind
from ...english.verb_forms import base_form, inflected
from ..direction import serves
from ..matching import VERB, forms
from ..polarity import clause_of, flips_safely
from ..prelude import Change, Changes, Sentence, Word, change, lowers, replace, word_lists
from ..requests import asks
from .complements import governed_by

_LISTS = word_lists(__package__, "verb_frames")

Pair = tuple[str, str]


def pairs(text: str) -> list[Pair]:
    """Return the (word, opposite) pairs of a list: "a/b" serves both ways, "a>b" one way."""
    found = []
    for entry in text.split():
        first, mark, second = entry.partition("/") if "/" in entry else entry.partition(">")
        found += [(first, second), (second, first)] if mark == "/" else [(first, second)]
    return found


PARTICLES = {
    (verb, first): second
    for ends, verbs in _LISTS.table("particles").items()
    for verb in verbs.split()
    for first, second in (tuple(ends.split()), tuple(ends.split()[::-1]))
}
FRAMES = {tuple(a.split("_")): tuple(b.split("_")) for a, b in pairs(_LISTS.text("frames"))}
_FRAME_FORMS = frozenset(form for verb, _ in (*PARTICLES, *FRAMES) for form in forms(verb, VERB))
_OCCASIONS = frozenset(("if", "unless", "when", "whenever", "once", "after", "before"))
_NOT_DONE = frozenset(("forget", "fail", "omit", "neglect"))


def may_turn(sentence: Sentence, verb: Word) -> bool:
    """Whether the clause may say the opposite: not where a condition or an occasion argues for it."""
    clause = clause_of(sentence, verb)
    if verb.rel == "xcomp" and verb.head.lemma in _NOT_DONE and not verb.head.is_negated:
        return False  # "if you forgot to remove him, we refund the fee"
    if clause is None or sentence.is_question:
        return clause is None or flips_safely(sentence, clause)
    above = list(verb.upwards())  # "if you choose to upgrade, you may lose data"
    occasioned = (*above, *(c for w in above for c in w.all("advcl")))
    return flips_safely(sentence, clause) and not any(
        mark.lower in _OCCASIONS and mark.rel in ("mark", "advmod") for c in occasioned for mark in c.children
    )


def is_for_an_end(sentence: Sentence, verb: Word) -> bool:
    """Whether what is done serves an end, or has one: "helps you lose weight", "open a ticket to get help",
    "for tests, we install it", "Stopping it will cut you off.", "open a file in which you write".
    """
    told = (verb.rel == "csubj" or serves(verb)) and not asks(sentence)
    told |= (
        verb.lemma == "enable" and verb.tag == "VBD" and bool(verb.child("nsubj"))
    )  # "It enabled a study."
    told |= any(w.lower == "which" and sentence.before(w).tag == "IN" for w in sentence.words[verb.i :])
    ends = (*verb.all("advcl", "obl"), *verb.child("obj").all("acl"))
    return (
        told
        or verb.head.lemma in ("help", "allow", "enable", "let")
        or any(c.child("mark").tag == "TO" or (c.i < verb.i and c.has("case", "for")) for c in ends)
    )


def is_done_by_somebody(verb: Word) -> bool:
    """Whether somebody does it, or it is told without him: a thing can seldom do the opposite."""
    told = verb.head if verb.rel == "conj" and not verb.child("nsubj", "csubj") else verb
    doer = told.child("nsubj", "csubj")
    named = kind(doer) in NAMES and not doer.text.isupper()
    return not doer or doer.lower in _LISTS.persons or named or kind(doer) in AGENTS - {"pronoun"}


def turned_frames(sentence: Sentence) -> Changes:
    """ "turn off" -> "turn on"; "add it to the list" -> "remove it from the list"."""
    if _FRAME_FORMS.isdisjoint(lowers(sentence)):
        return
    for verb in sentence.words:
        base = base_form(verb.text, verb.tag, verb.lemma) if verb.lower in _FRAME_FORMS else None
        if base is None or verb.pos != "VERB" or verb.rel == "acl" or is_for_an_end(sentence, verb):
            continue  # "the routes attached to the gate"; "choose whom to add to the group"
        particle = verb.child("compound:prt")
        turned = []
        other = PARTICLES.get((base, particle.lower))
        if (
            other
            and other not in lowers(sentence)
            and governed_by(verb).isdisjoint(("of", "to", "from", "with"))
        ):
            turned.append(change("antonym", replace(particle, other)))
        made = _preposition(sentence, verb, base)
        if made is not None:
            turned.append(made)
        if turned and may_turn(sentence, verb):
            yield from turned


def _preposition(sentence: Sentence, verb: Word, base: str) -> Change | None:
    phrases = [
        (phrase, case)
        for phrase in verb.all("obl")
        if (case := phrase.child("case")) and phrase.i > verb.i and (base, case.lower) in FRAMES
    ]
    if verb.child("obj").lemma in _LISTS.unwanted:
        return None  # nobody adds a stain
    if len(phrases) != 1 or verb.child("iobj", "ccomp") or verb.child("obj").child("conj"):
        return None
    phrase, case = phrases[0]
    if any(c.child("mark").tag == "TO" and c.i > verb.i for c in sentence.subtree(verb)):
        return None  # "subscribe to the list to know when ..."
    if kind(phrase) in ("time", "number", "measure") or len(phrase.all("case")) > 1:
        return None
    new, preposition = FRAMES[base, case.lower]
    if new != base and sentence.after(verb).tag in ("IN", "RP") and sentence.after(verb) is not case:
        return None  # "sell on the plant to a rival"
    if new != base and (verb.rel == "conj" or verb.child("conj") or not is_done_by_somebody(verb)):
        return None  # "ways of smoking that send it to the brain"; "reading and writing from it"
    if any(w.lower == preposition and w.rel == "case" for w in sentence.words):
        return None
    return change(
        "antonym",
        *([] if new == base else [replace(verb, inflected(new, verb.tag))]),
        replace(case, preposition),
    )
