"""From one to the other: what `argument_swap.from_to` does beside the plain exchange of two phrases.

Two of a kind exchange the modifiers that tell them apart ("from the left lung to the right lung"); amounts of
a change exchange together with its direction ("rose from 5 to 10" -> "fell from 10 to 5").
"""

from ...english.verb_forms import base_form, inflected
from ...parsing.sentence import Clause, Word
from ..comparison.change import opposite_of, turns
from ..edit import Replacement, replace


def told_apart(first: Word, second: Word) -> tuple[Replacement, Replacement] | None:
    """Return the exchange of the one modifier in which two like nouns differ."""
    if first.lower != second.lower or first.pos != "NOUN":
        return None
    modifiers = [[c for c in w.all("amod", "compound") if c.i < w.i] for w in (first, second)]
    if any(len(found) != 1 for found in modifiers):
        return None
    (a,), (b,) = modifiers
    if a.lower == b.lower or a.children or b.children or not (a.text.islower() and b.text.islower()):
        return None
    return replace(a, b.text), replace(b, a.text)


def turned_verb(clause: Clause) -> tuple[Replacement, ...] | None:
    """Return what turns a verb of rise or fall around; () for another verb, None where it cannot be
    turned.
    """
    verb = clause.predicate
    if not turns(verb):
        return ()
    base = base_form(verb.text, verb.tag, verb.lemma)
    opposite = opposite_of(base, clause.passive or bool(clause.object)) if base is not None else None
    return (replace(verb, inflected(opposite, verb.tag)),) if opposite is not None else None
