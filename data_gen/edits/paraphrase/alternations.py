"""Alternations of a verb's objects (hard positives).

"gave the clerk the key" <-> "gave the key to the clerk", "turned off the light" <-> "turned the light off".
Part of the family paraphrase.
"""

from collections.abc import Iterator

from ...english.kinds import kind
from ...english.lexicon import DATIVE_VERBS
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Clause, Sentence
from ..edit import Change, Replacement, change
from ..rule import SAME, per_clause, rule
from .arguments import has_possessive, movable

_LISTS = word_lists(__package__, "alternations")

_RECEIVERS = ("person", "organisation", "person_noun", "organisation_noun", "pronoun", "name")
_PARTICLE_TABLE = _LISTS.text("particle_table")
_PARTICLES = {
    verb: frozenset(particles.split())
    for verb, particles in (
        entry.split(": ") for entry in _PARTICLE_TABLE.strip().replace("\n", "|").split("|")
    )
}
PARTICLE_VERBS = frozenset(_PARTICLES)


@rule("paraphrase.dative", SAME, "She gave the clerk the key. <-> She gave the key to the clerk.")
@per_clause
def dative(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "gave the bank the letter" <-> "gave the letter to the bank"."""
    verb, thing = clause.predicate, clause.object
    if verb.lemma not in DATIVE_VERBS or not thing or thing.i < verb.i or thing.tag == "PRP":
        return
    if kind(thing) == "time" or any(c.lower != "of" for n in thing.all("nmod") for c in n.all("case")):
        return
    b = movable(sentence, thing)
    if b is None or b.end - b.start > 7 or (has_possessive(sentence, b) and not verb.child("iobj", "obl")):
        return
    receiver = verb.child("iobj")
    if receiver:
        a = movable(sentence, receiver)
        if kind(receiver) not in _RECEIVERS or receiver.lower in ("it", "me"):
            return
        if a is None or verb.lemma == "tell" or a.end != b.start or a.start != verb.i + 1:
            return
        if thing.lemma in _FIXED:
            return
        text = f"{sentence.slice(b.start, b.end)} to {sentence.slice(a.start, a.end)}"
        yield change("dative", Replacement(sentence.chars(a)[0], sentence.chars(b)[1], text))
        return
    if clause.passive or thing.lemma in _FIXED or verb.lemma == "bring":
        return
    for oblique in verb.all("obl"):
        case = oblique.child("case")
        if case.lower != "to" or kind(oblique) not in _RECEIVERS:
            continue
        a = movable(sentence, oblique)
        if a is None or b.start != verb.i + 1 or b.end != case.i or a.start != case.i + 1:
            continue
        if a.end - a.start <= 4 and b.end - b.start <= 6:
            text = f"{sentence.slice(a.start, a.end)} {sentence.slice(b.start, b.end)}"
            yield change("dative", Replacement(sentence.chars(b)[0], sentence.chars(a)[1], text))


_FIXED = _LISTS.set("fixed")


@rule("paraphrase.particle", SAME, "Turn off the light. <-> Turn the light off.")
@per_clause
def particle(sentence: Sentence, clause: Clause) -> Iterator[Change]:
    """ "turn off the light" <-> "turn the light off"."""
    verb = clause.predicate
    movers = _PARTICLES.get(verb.lemma, frozenset())
    mover = next((c for c in verb.children if c.lower in movers and c.rel in ("compound", "advmod")), NOTHING)
    if mover.tag not in ("RP", "RB", "IN"):
        return
    thing = verb.child("obj")
    if not thing or thing.tag == "PRP" or verb.child("iobj") or verb.pos != "VERB":
        return
    span = movable(sentence, thing)
    if span is None or span.end - span.start > 4 or thing.all("nmod", "conj", "advmod"):
        return
    if kind(thing) in ("measure", "number", "time", "other") or (
        thing.tag in ("NN", "NNS") and span.end - span.start == 1
    ):
        return
    after = sentence.words[max(span.end, mover.i + 1)]
    if after.tag in ("NN", "NNS", "JJ", "NNP", "CC", "POS"):
        return  # the phrase goes on
    text = sentence.slice(span.start, span.end)
    if mover.i == verb.i + 1 and span.start == mover.i + 1:
        new = f"{text} {mover.text}"
    elif span.start == verb.i + 1 and mover.i == span.end:
        new = f"{mover.text} {text}"
    else:
        return
    first, last = min(mover.start, sentence.chars(span)[0]), max(mover.end, sentence.chars(span)[1])
    yield change("particle", Replacement(first, last, new))
