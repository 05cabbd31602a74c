"""Where one thing is from another: the two exchanged, the converse told, the preposition put in other words.

"The lamp is above the table." with its things exchanged is a near-miss; exchanged and with "below" it says
the same. "Next to" and "opposite" are symmetric: the exchange alone says the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ...english.kinds import kind
from ...english.places import is_concrete
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..exchange import swap_with_subject
from ..phrases import simple_phrase
from ..prelude import NEAR_MISS, SAME, Changes, Found, Table, change, lexical, rule, word_lists

_LISTS = word_lists(__package__, "locative")

_PEOPLE = frozenset(("pronoun", "person_noun", "person"))

_CONVERSES = Table(_LISTS.table("converses"))
_SYMMETRIC = Table(dict.fromkeys(_LISTS.phrases("symmetric"), ""))


@dataclass(frozen=True, slots=True)
class _Locative:
    """A clause that says where its subject is: the wording of the relation and the noun it is told from."""

    clause: Clause
    found: Found
    other: Word


@rule("spatial.exchange", NEAR_MISS, "The lamp is above the table. -> The table is above the lamp.", most=2)
@rule("spatial.converse", SAME, "The lamp is above the table. -> The table is below the lamp.", most=2)
@rule(
    "spatial.symmetric", SAME, "The shop is next to the station. -> The station is next to the shop.", most=2
)
def exchanges(sentence: Sentence) -> Changes:
    """ "The lamp is above the table." -> "The table is above the lamp.", or with "below" the same meaning."""
    for place in _locatives(sentence, _CONVERSES):
        for made in swap_with_subject(sentence, place.clause, place.other, "exchange"):
            yield made
            if not sentence.is_question and not place.clause.negation:
                relation = place.found.replaced(place.found.options[0])
                yield change("converse", *made.replacements, relation)
    for place in _locatives(sentence, _SYMMETRIC):
        yield from (
            change("symmetric", *made.replacements)
            for made in swap_with_subject(sentence, place.clause, place.other, "symmetric")
        )


def _locatives(sentence: Sentence, book: Table) -> Iterator[_Locative]:
    matches = list(book(sentence))
    if not matches:
        return
    for clause in sentence.clauses:
        subject, finite = clause.subject, clause.finite
        if not subject or not finite or clause.shared_subject or subject.i > finite.i:
            continue
        span = simple_phrase(sentence, subject)
        if span is None or not _is_thing(subject) or finite.i != span.end:
            continue
        for found in matches:
            other = _noun_after(found)
            if not other or other.tag == "NNPS" or found.start <= finite.i or not _is_thing(other):
                continue
            if other.lemma == subject.lemma:
                continue
            if not _stands(sentence, finite, found.start) or not _ends(sentence, other):
                continue
            kinds = {kind(subject), kind(other)}
            if kinds & _PEOPLE and len(kinds) > 1 and not kinds <= _PEOPLE | {"name"}:
                continue
            yield _Locative(clause, found, other)


def _noun_after(found: Found) -> Word:
    """The noun that the relation is told from: the head of the phrase right behind the wording."""
    noun = found.governed()
    if not noun:
        last = found.sentence.words[found.end - 1]
        if found.text == "opposite" and last.child("obj"):  # read as an adjective with an object
            return last.child("obj")
        noun = last.head if last.rel in ("case", "amod", "advmod") else NOTHING
        if not noun or noun.i < found.end:
            return NOTHING
    span = simple_phrase(found.sentence, noun)
    return noun if span is not None and span.start == found.end else NOTHING


def _is_thing(noun: Word) -> bool:
    """Whether the noun has a place of its own and no quantifier that would change its scope."""
    if any(c.lower in _LISTS.distributed for c in noun.children) or noun.lower in _LISTS.distributed:
        return False
    if noun.lower in ("it", "there", "this", "that", "which", "who"):
        return False
    return is_concrete(noun) or kind(noun) in ("person", "person_noun", "pronoun", "name", "organisation")


def _stands(sentence: Sentence, finite: Word, start: int) -> bool:
    """Whether only a verb of standing, adverbs and a distance come between the subject and the relation."""
    inner = sentence.words[finite.i : start]
    verbs = [w for w in inner if w.pos in ("VERB", "AUX") or w is finite]
    if finite.lemma not in _LISTS.standing | {"have"} and finite.tag != "MD":
        return False
    if any(w.lemma not in _LISTS.standing | _LISTS.placed | {"have"} and w.tag != "MD" for w in verbs):
        return False
    rest = [w for w in inner if w not in verbs]
    return all(
        w.lower in _LISTS.between or w.tag == "CD" or w.lemma in _LISTS.units or w.lower == "a" for w in rest
    )


def _ends(sentence: Sentence, noun: Word) -> bool:
    """Whether the clause ends behind the phrase, so that nothing there could change hands."""
    span = simple_phrase(sentence, noun)
    if span is None or span.end >= len(sentence.words):
        return span is not None
    following = sentence.words[span.end]
    return following.text in (".", ",", ";", "?", "!") or following.lower in _LISTS.joining


# --- the preposition in other words -----------------------------------------------------------------


@lexical("spatial.synonym", SAME, Table(_LISTS.table("synonyms")))
def synonyms(found: Found) -> bool:
    """The desk is beside the window. -> The desk is next to the window."""
    noun = found.governed()
    if found.text in _LISTS.any_noun:
        return found.first.tag == "VBN" and _is_placed(found)
    plain = is_concrete(noun) and not noun.child("nummod") and noun.lemma not in ("hood", "bonnet")
    return bool(noun) and plain and _is_simple(found)


def _is_placed(found: Found) -> bool:
    following = found.after()
    copula = found.before()
    return (
        following.lower in ("in", "on", "at", "near", "between", "north", "south", "east", "west", "along")
        and copula.lemma == "be"
    )


def _is_simple(found: Found) -> bool:
    """Whether nothing before the wording belongs to it ("from under the bed", "up to")."""
    before, governor = found.before(), found.governor()
    if before.rel == "case" or before.lower in ("as", "so", "from", "too", "very", "due"):
        return False
    return found.text not in ("under", "below") or governor.lemma not in ("go", "come", "fall")
