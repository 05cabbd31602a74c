"""Negation (near-misses): a clause gains or loses its negation.

Every finite clause of the sentence is a place of its own: main, subordinate, relative. Only clauses that can
be turned round without contradicting the rest (polarity.py) and that no other negation or focus covers.
"""

from ..guards import is_request_line
from ..prelude import (
    NEGATIONS,
    Change,
    Changes,
    Clause,
    Replacement,
    Sentence,
    change,
    delete,
    insert_after,
    lowers,
    replace,
    word_lists,
)
from ..requests import WANT, Asked, Request, asks
from ..rule import NEAR_MISS, Random, rule
from .insertion import infinitive, insert_not, order
from .questions import flip_question
from .removal import negator_of, remove
from .scope import blocked, is_casual, is_vacant, quantified

_LISTS = word_lists(__package__, "clauses")
_VALUES = _LISTS.set("values")
_WISHES = {tuple(wish.split()): denied for wish, denied in _LISTS.table("wishes").items()}
_CONTRACTED = 0.5  # of the insertions, where people write contractions


@rule("negation.auxiliary", NEAR_MISS, "The clerk will sign. -> The clerk will not sign.")
@rule("negation.copula", NEAR_MISS, "The bridge is open. -> The bridge is not open.")
@rule("negation.do_support", NEAR_MISS, "She paid the fine. -> She did not pay the fine.")
@rule("negation.contraction", NEAR_MISS, "I'm sure the bridge is open. -> I'm sure the bridge isn't open.")
@rule("negation.infinitive", NEAR_MISS, "They agreed to move. -> They agreed not to move.")
@rule("negation.removal", NEAR_MISS, "The bus does not stop here. -> The bus stops here.")
@rule("negation.contraction_removal", NEAR_MISS, "We can't swim. -> We can swim.")
@rule("negation.never")
def flips(sentence: Sentence, rng: Random) -> Changes:
    """Insert or remove the negation of each clause; of a question, that of what it asks about."""
    if sentence.is_question or sentence.words[0].tag in ("WP", "WRB", "WDT"):  # typed without its mark
        flipped = [flip_question(sentence, rng)]
    else:
        casual = is_casual(sentence)
        flipped = [_flip(sentence, c, casual and rng.random() < _CONTRACTED) for c in sentence.clauses]
    yield from (made for made in flipped if made is not None)


def _flip(sentence: Sentence, clause: Clause, contracted: bool) -> Change | None:
    negator = negator_of(clause)
    if blocked(sentence, clause, bool(negator)):
        return None
    if negator:
        return remove(sentence, clause, negator)
    if quantified(sentence, clause) or is_vacant(clause) or _is_pointed_out(sentence, clause):
        return None
    return insert_not(sentence, clause, contracted) or infinitive(clause) or order(sentence, clause)


def _is_pointed_out(sentence: Sentence, clause: Clause) -> bool:
    """Whether a clause only leads up to what is to be known: "it is important to note", "essential that"."""
    verb = clause.predicate
    after, second = sentence.after(verb), sentence.after(verb, 2)
    noted = (second if after.lower == "to" else after).lemma in _LISTS.noting
    return clause.subject.lower == "it" and verb.lemma in _LISTS.weighty and (after.lower == "that" or noted)


@rule("negation.removal", triggers=("but",))
@rule("negation.contraction_removal")
def but_not(sentence: Sentence, clause: Clause) -> Changes:
    """ "It covers glass but does not cover frames." -> "It covers glass and covers frames."."""
    verb, link = clause.predicate, clause.predicate.child("cc")
    if verb.rel != "conj" or link.lower != "but" or not clause.negation or verb.head.is_negated:
        return
    if sentence.before(link, 2).tag == "MD":
        return  # "we may, but do not have to, reply"
    if link.i + 1 != clause.finite.i or verb.child("conj") or verb.head.has("aux", "may", "might", "could"):
        return  # a subject of its own: "but the shop does not"
    made = remove(sentence, clause, clause.negation)
    if made is not None and made.rule in ("removal", "contraction_removal"):
        yield change(made.rule, replace(link, "and"), *made.replacements)


@rule("negation.copula", triggers=("if", "is", "are"), when=asks)
@rule("negation.removal")
def typed_conditions(sentence: Sentence) -> Changes:
    """ "select rows where date is null" -> "... where date is not null"; "sum column if not blank" -> "... if
    blank": what is typed without a sentence around it.
    """
    if not is_request_line(sentence) or any(c.finite and c.subject and c.is_root for c in sentence.clauses):
        return
    words = sentence.words
    marked = next((w.i for w in words if w.lower in ("if", "where", "that", "when") and w.i), len(words))
    for word in words[marked:]:
        after = sentence.after(word)
        if word.lower not in ("if", "is", "are") or (word.i == marked and word.lower != "if"):
            continue
        if after.lower == "not" and sentence.after(after).pos in ("ADJ", "VERB", "ADP", "NOUN"):
            yield change("removal", delete(sentence, after.i, after.i + 1))
        elif after.lower in _VALUES and after is words[-1]:
            yield change("copula", insert_after(word, " not"))


@rule("negation.contraction", each=Asked((WANT,)))
def wishes(sentence: Sentence, found: Request) -> Changes:
    """ "I want to sell my bike" -> "I don't want to sell my bike"."""
    if sentence.is_question:
        return
    words = sentence.words[found.start : found.body]
    denied = _WISHES.get(tuple(word.lower for word in words))
    denied = denied if _LISTS.wished_well.isdisjoint(lowers(sentence)) else None
    if denied and not any(word.lower in NEGATIONS or word.tag in ("CC", "WRB") for word in found.words):
        text = found.typed(denied)
        text = text[:1].upper() + text[1:] if words[0].text[:1].isupper() else text
        yield change("contraction", Replacement(words[0].start, words[-1].end, text))
