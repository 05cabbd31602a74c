"""Insertion of "not" (near-misses): after the auxiliary, with do-support, contracted, before an infinitive.

Part of the family negation.
"""

import random

from ...english.lexicon import FOCUS_ADVERBS, INFINITIVE_MATRIX, word_set
from ...english.verb_forms import base_form
from ...english.verb_group import BEFORE_NOT, CONTRACTIONS, DO
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..edit import Change, Replacement, change, insert_after, insert_before, replace
from .scope import polarity

CONTRACTION_SHARE = 0.3  # how often an insertion is written n't rather than not

_AUXILIARIES = frozenset([*CONTRACTIONS, "may", "might", "shall", "am", "'s", "'re", "'m", "'ve", "'ll"])
_LEVELS = word_set("rise fall gain drop increase decrease grow climb decline jump slip")
_NO_DO_SUPPORT = word_set("be let hope thank beg need remain")


def insert_not(sentence: Sentence, clause: Clause, rng: random.Random | None) -> Change | None:
    """Return the clause with a negation, or None; contracted at times where `rng` is given."""
    finite, subject = clause.finite, clause.subject
    if not finite or not subject or subject.i > finite.i or subject.lower == "let":
        return None
    repairs = polarity(clause)
    if repairs is None:
        return None
    following = sentence.after(finite).lower
    contract = rng is not None and rng.random() < CONTRACTION_SHARE and following not in BEFORE_NOT
    if finite is clause.predicate and finite.lemma != "be":
        return _do_support(sentence, clause, repairs, contract)
    return _after_auxiliary(sentence, clause, repairs, contract)


def _after_auxiliary(
    sentence: Sentence, clause: Clause, repairs: list[Replacement], contract: bool
) -> Change | None:
    finite = clause.finite
    if finite.lower in ("better", "ought", "'d", "need", "dare", "used") or finite.lower not in _AUXILIARIES:
        return None
    copula = finite.lemma == "be" and not clause.predicate.child("aux", "aux:pass")
    rule = "copula" if copula or finite is clause.predicate else "auxiliary"
    following = sentence.words[finite.i + 1 : finite.i + 3]
    if following and following[0].lower in FOCUS_ADVERBS | _NOT_AFTER:
        return None
    if contract and finite.lower in CONTRACTIONS:
        form = CONTRACTIONS[finite.lower]
        return change("contraction", replace(finite, form), *repairs)
    if finite.lower == "can":
        if following and following[0].lower in BEFORE_NOT:
            return None  # "cannot also"
        return change(rule, replace(finite, "cannot"), *repairs)
    last = finite
    for word in following:
        if word.i == last.i + 1 and word.lower in BEFORE_NOT and word.rel == "advmod":
            last = word
    if last is not finite and last.lower == "already":
        last = finite
    return change(rule, insert_after(last, " not"), *repairs)


_NOT_AFTER = frozenset(("all", "both", "not", "each", "to", "no", "as", "so", "long", "either", "neither"))


def _do_support(
    sentence: Sentence, clause: Clause, repairs: list[Replacement], contract: bool
) -> Change | None:
    verb = clause.predicate
    base = plain_verb(sentence, clause)
    if base is None:
        return None
    auxiliary = DO[verb.tag]
    auxiliary = CONTRACTIONS[auxiliary] if contract else f"{auxiliary} not"
    rule = "contraction" if contract else "do_support"
    first = verb
    while first.i > 0:
        adverb = sentence.words[first.i - 1]
        if adverb.head is not verb or adverb.rel != "advmod" or adverb.lower in BEFORE_NOT or adverb.children:
            break
        if adverb.tag in ("WRB", "RBR") or adverb.lower in FOCUS_ADVERBS:
            return None
        first = adverb
    if first is verb:
        return change(rule, replace(verb, f"{auxiliary} {base}"), *repairs)
    subject = clause.subject
    if not subject or first.i <= subject.i:
        return None
    return change(rule, insert_before(first, f"{auxiliary} "), replace(verb, base), *repairs)


def plain_verb(sentence: Sentence, clause: Clause) -> str | None:
    """Return the base of a finite main verb without auxiliary, or None where tag, form and parse disagree."""
    verb = clause.predicate
    base = base_form(verb.text, verb.tag, verb.lemma)
    if base is None or base in _NO_DO_SUPPORT or verb.pos != "VERB" or verb.tag not in DO:
        return None
    if _reduced(sentence, clause) or (base == "have" and _is_participle(sentence, verb.i + 1)):
        return None
    return base


def _is_participle(sentence: Sentence, i: int) -> bool:
    """Whether token i can be a past participle: "has risen", its participle read as a noun."""
    word = sentence.words[i] if i < len(sentence.words) else NOTHING
    return word.rel == "obj" and base_form(word.text, "VBN", word.lemma) is not None


def _reduced(sentence: Sentence, clause: Clause) -> bool:
    """Whether the "past tense" is rather a participle, as in "the areas threatened by the fire"."""
    verb = clause.predicate
    following = sentence.words[verb.i + 1] if verb.i + 1 < len(sentence.words) else verb
    if verb.tag == "VBD" and following.lower == "by" and not clause.object and following.head is not verb:
        return not (following.head.tag in ("CD", "NN", "NNS") and verb.lemma in _LEVELS)
    if sentence.words[verb.i - 1].lower in ("each", "all", "both"):
        return True
    return any(
        c.i > verb.i
        and c.tag in ("VBD", "VBZ", "VBP")
        and c.pos == "VERB"
        and not c.child("nsubj", "csubj", "expl", "cc", "mark")
        for c in verb.all("ccomp", "parataxis", "advcl", "xcomp", "dep")
    )


def infinitive(sentence: Sentence, clause: Clause) -> Change | None:
    """ "agreed to sell" -> "agreed not to sell", after verbs and adjectives that take it well."""
    verb = clause.predicate
    to = next((c for c in verb.children if c.tag == "TO" and c.i < verb.i), NOTHING)
    if not to or verb.rel != "xcomp" or verb.head.lemma not in INFINITIVE_MATRIX:
        return None
    negated = verb.head.is_negated
    if to.i == 0 or negated or polarity(clause) != []:
        return None
    return change("infinitive", insert_before(to, "not "))


def imperative(clause: Clause) -> Change | None:
    """ "Pay the fee." -> "Do not pay the fee."."""
    verb = clause.predicate
    if not is_order(verb) or clause.subject or clause.auxiliaries or verb.all("conj"):
        return None
    if verb.lemma == "contact" and not verb.child("obj"):
        return None  # "Contact with the agency ...", a noun
    base = base_form(verb.text, "VB", verb.lemma)
    if base is None or polarity(clause) != []:
        return None
    return change("do_support", replace(verb, f"do not {base}"))


def is_order(verb: Word) -> bool:
    """Whether the verb opens the sentence as an imperative."""
    if verb.head or verb.tag != "VB" or verb.i != 0 or verb.text[:1].islower():
        return False
    return verb.lemma not in ("let", "thank", "please")
