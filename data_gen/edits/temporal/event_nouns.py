"""The order of two events named by nouns: "the vote took place before the debate".

As events.py is for clauses.
"""

from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.places import is_concrete
from ...english.verb_forms import base_form, inflected
from ..exchange import swap_with_subject
from ..phrases import simple_phrase
from ..prelude import NOTHING, Changes, Sentence, Span, Word, change, replace, word_lists

_LISTS = word_lists(__package__, "event_nouns")

OTHER = {"before": "after", "after": "before"}


def event_nouns(sentence: Sentence) -> Changes:
    """ "The vote took place before the debate." -> "The debate took place before the vote."."""
    for clause in sentence.clauses:
        verb, subject = clause.predicate, clause.subject
        if clause.negation or verb.lemma not in _LISTS.occur or subject.lemma not in _LISTS.events:
            continue
        if verb.lemma == "take" and clause.object.lower != "place":
            continue
        if (verb.lemma == "hold") != clause.passive:
            continue
        for other in verb.all("obl"):
            case = other.child("case")
            if case.lower not in OTHER or other.lemma not in _LISTS.events or case.i < verb.i:
                continue
            if sentence.words[case.i - 1].tag in ("RB", "NNS", "CD") or not clause.finite:
                continue
            if clause.finite.tag == "MD":
                continue
            for made in swap_with_subject(sentence, clause, other, "events"):
                yield made
                yield change("converse", *made.replacements, replace(case, OTHER[case.lower]))


# --- precede and follow -----------------------------------------------------------------------------

SEQUELS = word_set("precede preceded precedes follow followed follows")


def sequels(sentence: Sentence) -> Changes:
    """ "The debate preceded the vote." -> "The debate followed the vote."; "was followed by" likewise."""
    for clause in sentence.clauses:
        verb = clause.predicate
        if verb.lemma not in ("precede", "follow") or clause.negation:
            continue
        base = base_form(verb.text, verb.tag, verb.lemma)
        if base not in ("precede", "follow") or verb.tag not in ("VBD", "VBN", "VBZ", "VBP", "VB"):
            continue
        new = replace(verb, inflected("follow" if base == "precede" else "precede", verb.tag))
        if clause.passive or verb.rel == "acl":
            by = next(
                (o for o in verb.all("obl") if _is_by(o) and _is_event(sentence, o) is not None), NOTHING
            )
            if by and (not clause.subject or _is_event(sentence, clause.subject) is not None):
                yield change("events", new)
            continue
        subject, other = clause.subject, clause.object
        if not subject or not other or clause.shared_subject or other.i < verb.i:
            continue
        if _is_event(sentence, subject) is None or _is_event(sentence, other) is None:
            continue
        yield change("events", new)
        if clause.finite is verb:
            for made in swap_with_subject(sentence, clause, other, "converse"):
                if all(r.start != verb.start for r in made.replacements):
                    yield change("converse", *made.replacements, new)


def _is_by(noun: Word) -> bool:
    return noun.child("case").lower == "by"


def _is_event(sentence: Sentence, noun: Word) -> Span | None:
    if kind(noun) != "thing" or is_concrete(noun) or noun.lemma in _LISTS.rules:
        return None
    return simple_phrase(sentence, noun)
