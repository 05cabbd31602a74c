"""Two negations that cancel (hard positives): "It is not impossible" -> "It is possible"; "failed to pay".

Part of the family negation.
"""

from dataclasses import replace as with_

from ...english.verb_forms import base_form
from ...english.verb_group import VerbGroup
from ..prelude import SAME, Clause, Proposals, Replacement, Sentence, is_statement, replace, rule, word_lists
from .prefix import ADJECTIVES, NEGATIVE
from .removal import negator_of
from .scope import infinitive_to

_LISTS = word_lists(__package__, "double")


@rule("negation.double", SAME, when=is_statement)
def double(sentence: Sentence, clause: Clause) -> Proposals:
    """The contract is not invalid. -> The contract is valid.; He failed to pay. -> He did not pay."""
    verb, finite, subject = clause.predicate, clause.finite, clause.subject
    if not finite or not subject or subject.i > finite.i:
        return
    if subject.lower in _LISTS.scope | {"none", "nobody", "nothing"} or any(
        c.lower in _LISTS.scope for c in subject.children
    ):
        return
    if verb.lower in _LISTS.complementary and verb.child("cop", "aux:pass"):
        yield from _adjective(clause)
    elif verb.pos == "VERB" and verb.lemma == "fail":
        yield from _failed(clause)
    elif verb.pos == "VERB" and verb.lemma in _LISTS.owed and finite.lower in ("did", "has", "have", "had"):
        yield from _fails(clause)


def _adjective(clause: Clause) -> Proposals:
    word, finite = clause.predicate, clause.finite
    negation = negator_of(clause)
    if len(clause.auxiliaries) != 1 or finite.lower not in ("is", "are", "was", "were") or word.all("conj"):
        return
    if word.lower in ("occupied", "paid", "registered") and word.all("obl", "obl:agent"):
        return  # an event: "paid by the tenant"
    if any(c.rel == "advmod" and c is not negation for c in word.children):
        return
    new = ADJECTIVES[word.lower]
    if not negation and finite.i + 1 == word.i and word.lower in NEGATIVE:
        yield replace(word, f"not {new}")
    elif negation and finite.i + 1 == negation.i == word.i - 1:
        text = new if negation.lower == "not" else f" {new}"
        yield Replacement(negation.start, word.end, text)


def _failed(clause: Clause) -> Proposals:
    """ "failed to pay" -> "did not pay"; "has not failed to pay" -> "has paid"."""
    verb, group = clause.predicate, VerbGroup.of(clause)
    content = verb.child("xcomp")
    to = infinitive_to(content)
    if group is None or content.tag != "VB" or not verb.i + 1 == to.i == content.i - 1 or group.adverbs:
        return
    if verb.all("conj") or content.all("conj", "cop") or len(content.all("aux")) > (to.rel == "aux"):
        return
    base = base_form(content.text, "VB", content.lemma)
    text = base and with_(group, base=base, emphatic=False).render(negated=not group.negated)
    if text and not group.modal:
        yield Replacement(group.start, content.end, text)


def _fails(clause: Clause) -> Proposals:
    """ "did not pay" -> "failed to pay"; "has not paid" -> "has failed to pay"."""
    verb, group = clause.predicate, VerbGroup.of(clause)
    if group is None or not group.negated or group.passive or group.progressive or group.adverbs:
        return
    if verb.all("conj", "xcomp", "ccomp") or any(c.lower in ("yet", "because") for c in verb.children):
        return
    text = with_(group, base="fail").render(negated=False)
    if text is not None:
        yield Replacement(group.start, group.end, f"{text} to {group.base}")
