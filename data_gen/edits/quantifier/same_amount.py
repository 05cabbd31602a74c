"""As many in other words (positives): "all tenants" <-> "every tenant", "many seats" <-> "a lot of seats".

Rules quantifier.universal, .amount and .none ("She has no keys." <-> "She does not have any keys.").
"""

from ...english.lexicon import MEASURE_NOUNS, TIME_NOUNS
from ...english.nouns import plural
from ...english.verb_forms import base_form, inflected
from ...english.verb_group import DO
from ..edit import Change, Changes, Replacement, change, replace
from ..prelude import SAME, Clause, Found, Sentence, Table, Word, lexical, lowers, rule, word_lists
from ..quantity.counts import has_number
from .determiner import agreement, is_free, is_quantified, singular

_LISTS = word_lists(__package__, "same_amount")

# --- many, a lot of ----------------------------------------------------------------------------------

_AMOUNTS = Table(_LISTS.table("amounts"))
_NOT_AFTER = frozenset(("DT", "PRP$", "IN", "PRP", "CC", "TO", "JJR", "RBR", "VBD", "VBZ", "MD", "CD"))
_INSIDE = frozenset(("amod", "compound", "det", "nummod", "advmod", "nmod:poss"))
_NOT_COUNTED = TIME_NOUNS | MEASURE_NOUNS | _LISTS.not_counted


@lexical("quantifier.amount", SAME, _AMOUNTS)
def amounts(found: Found) -> bool:
    """Most of the shops were closed. -> The majority of the shops were closed.; many seats
    <-> a lot of seats"""
    before, following = found.before(), found.after()
    if not following or found.first.quote:
        return False
    if not lowers(found.sentence).isdisjoint(("not", "n't", "never", "without")):
        return False
    if before.lower.endswith("ly"):
        return False  # "arbitrarily many"
    if before.lower in _LISTS.closed_before or before.tag in ("PRP$", "POS"):
        return False
    if before.lower == "of":
        return False  # "one of many seats"
    noun = following
    while noun.head and noun.head.i > noun.i and noun.rel in _INSIDE:
        noun = noun.head
    if found.text in ("most of", "the majority of"):
        return (
            following.lower in _LISTS.owned
            and noun.tag == "NNS"
            and found.first.rel in ("nsubj", "obj", "det")
        )
    if found.text in ("much of", "a large part of"):
        return following.lower in _LISTS.owned and noun.tag == "NN"
    if following.lower in ("thousand", "hundred", "million", "dozen"):
        return False
    if following.tag in _NOT_AFTER or not following.text[0].isalpha():
        return False
    return noun.tag == "NNS" and noun.lemma not in _NOT_COUNTED


# --- all, every --------------------------------------------------------------------------------------


@rule("quantifier.universal", SAME, triggers=("all", "every", "each"), most=2)
def universals(sentence: Sentence) -> Changes:
    """Every tenant has a key. -> All tenants have a key."""
    for word in sentence.words:
        if word.lower in ("all", "every", "each") and word.rel == "det":
            made = _universal(sentence, word)
            if made is not None:
                yield made


def _universal(sentence: Sentence, word: Word) -> Change | None:
    noun = word.head
    if not noun or noun.i <= word.i or noun.rel != "nsubj" or noun.lemma in TIME_NOUNS:
        return None
    if not is_quantified(word, noun) or not is_free(sentence, word):
        return None
    if noun.child("nummod", "conj", "appos", "acl") or sentence.after(noun).pos in ("NOUN", "PROPN"):
        return None  # "every key workflow", read as every key
    if sentence.words[word.i + 1].tag in ("DT", "PRP$", "IN", "RB", "CD"):
        return None
    repairs = agreement(sentence, noun, plural_verb=word.lower != "all")
    if repairs is None:
        return None
    if word.lower == "all":
        single = singular(noun) if noun.tag == "NNS" else None
        if single is None or _is_collective(sentence, noun):
            return None
        return change("universal", replace(word, "every"), replace(noun, single), *repairs)
    if noun.tag != "NN" or "other" in lowers(sentence) or has_number(sentence):
        return None  # "each has two copies": not two of all of them
    return change("universal", replace(word, "all"), replace(noun, plural(noun.lower)), *repairs)


def _is_collective(sentence: Sentence, noun: Word) -> bool:
    """Whether they do it together: "All members met." is not what every member did."""
    return noun.head.lemma in _LISTS.together or not lowers(sentence).isdisjoint(_LISTS.with_all)


# --- no, not any -------------------------------------------------------------------------------------

_DONE = {"did": "VBD", "does": "VBZ", "do": "VBP"}


@rule("quantifier.none", SAME, most=2)
def none_and_any(sentence: Sentence) -> Changes:
    """They did not find any errors. -> They found no errors."""
    if lowers(sentence).isdisjoint(("no", "any")) or not lowers(sentence).isdisjoint(_LISTS.other_negations):
        return
    for clause in sentence.clauses:
        noun = clause.object
        if not noun or not clause.finite or not clause.subject or clause.shared_subject:
            continue
        if noun.i < clause.predicate.i or not clause.subject.i < clause.finite.i or noun.pos != "NOUN":
            continue
        determiner = noun.child("det")
        if not determiner or determiner.i != noun.left or noun.lemma in _LISTS.idioms:
            continue
        if _is_complex(clause, noun):
            continue
        if (
            determiner.lower == "no"
            and not clause.negation
            and (noun.tag == "NNS" or noun.lemma in _LISTS.mass)
        ):
            yield from _with_any(clause, determiner)
        elif determiner.lower == "any" and not sentence.is_question:
            yield from _with_no(clause, determiner)


def _is_complex(clause: Clause, noun: Word) -> bool:
    verb = clause.predicate
    if noun.child("conj", "nummod", "appos") or verb.child("conj"):
        return True
    return any(c.rel == "advmod" and c.i < verb.i and c is not clause.negation for c in verb.children)


def _with_any(clause: Clause, determiner: Word) -> Changes:
    verb, finite = clause.predicate, clause.finite
    any_ = replace(determiner, "any")
    if finite is verb:
        base = base_form(verb.text, verb.tag, verb.lemma)
        if base is not None and base != "be" and verb.tag in DO:
            yield change("none", replace(verb, f"{DO[verb.tag]} not {base}"), any_)
    elif finite.lower in _LISTS.auxiliaries and len(clause.auxiliaries) == 1:
        text = "cannot" if finite.lower == "can" else f"{finite.lower} not"
        yield change("none", replace(finite, text), any_)


def _with_no(clause: Clause, determiner: Word) -> Changes:
    verb, finite, negation = clause.predicate, clause.finite, clause.negation
    if not finite or not negation or negation.i != finite.i + 1 or negation.i + 1 != verb.i:
        return
    no = replace(determiner, "no")
    if finite.lower in _DONE:
        base = base_form(verb.text, "VB", verb.lemma)
        if base is not None:
            text = inflected(base, _DONE[finite.lower])
            yield change("none", Replacement(finite.start, verb.end, text), no)
    elif negation.lower == "not" and finite.text.isalpha() and finite.lower not in ("can", "ca", "wo"):
        yield change("none", Replacement(negation.start, verb.start, ""), no)
