"""Negation in wh-questions (near-misses): "Why does my card work?" <-> "Why does my card not work?".

Part of the family negation. Yes/no questions ask the same with either polarity and are left alone, and so are
questions with "how" or "when", which have no natural negation. Parsers read short questions badly, so the
place is found by words where they suffice: "Why does" -> "Why doesn't".
"""

import random

from ...english.lexicon import word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..edit import Change, Replacement, change, delete, insert_before, replace
from .insertion import CONTRACTIONS, insert_not
from .removal import negator_of, remove

_LISTS = word_lists(__package__, "questions")

_WHY = word_set("do does did is are was were has have can will")
_WHAT = word_set("do does can should must")
_WHERE = word_set("can should must")
_NO_NEGATION = _LISTS.set("no_negation")
_POLAR = _LISTS.set("polar")
_MEASURES = _LISTS.set("measures")
_FULL = {"ca": "can", "wo": "will"}


def flip_question(sentence: Sentence, rng: random.Random) -> Change | None:
    """Return the wh-question with its negation inserted or removed, or None."""
    words = sentence.words
    clause = next((c for c in sentence.clauses if c.is_root), None)
    if clause is not None and _asks_for_subject(clause):
        return _flip_asked_subject(sentence, clause, rng)
    finite = _inverted(words)
    if not finite or len(words) < finite.i + 4:
        return None
    negations = [w for w in words if w.lower in ("not", "n't")]
    if any(w.lower in _POLAR for w in words if w not in negations) or len(negations) > 1:
        return None
    if negations:
        return _remove(sentence, finite, negations[0])
    return _insert(sentence, clause, finite, rng)


def _asks_for_subject(clause: Clause) -> bool:
    """Whether the clause asks for its own subject ("Which plan covers ...?")."""
    subject = clause.subject
    if not subject or not clause.finite or subject.i > clause.finite.i:
        return False
    return subject.tag in ("WP", "WDT") or any(
        c.tag in ("WDT", "WP") and c.rel == "det" for c in subject.children
    )


def _flip_asked_subject(sentence: Sentence, clause: Clause, rng: random.Random) -> Change | None:
    negator, verb = negator_of(clause), clause.predicate
    if negator:
        return remove(sentence, clause, negator)
    if verb.pos != "VERB" or verb.lemma in _NO_NEGATION or verb.all("conj"):
        return None
    if sentence.words[0].lower == "what" and clause.finite.lemma == "be":
        return None  # "What is skiing?", its noun read as a verb
    if any(w.lower in _POLAR for w in sentence.words):
        return None
    return insert_not(sentence, clause, rng)


def _inverted(words: list[Word]) -> Word:
    """Return the auxiliary between the question word and the subject, where the question has a negative."""
    first = words[0].lower
    if first in ("why", "where", "what"):
        wanted = {"why": _WHY, "where": _WHERE, "what": _WHAT}[first]
        finite = words[1]
    elif first == "which":
        wanted = _WHAT
        finite = next((w for w in words[2:5] if w.pos == "AUX" or w.lower in _WHAT), words[0])
        if any(w.pos not in ("NOUN", "ADJ") or w.lemma in _MEASURES for w in words[1 : finite.i]):
            return NOTHING
    else:
        return NOTHING
    if finite.lower not in wanted and _FULL.get(finite.lower) not in wanted:
        return NOTHING
    if first != "why" and any(
        w.lemma in _NO_NEGATION or w.lower in _NO_NEGATION for w in words[finite.i + 1 :]
    ):
        return NOTHING
    return finite


def _insert(sentence: Sentence, clause: Clause | None, finite: Word, rng: random.Random) -> Change | None:
    words = sentence.words
    subject = clause.subject if clause is not None and clause.finite is finite else NOTHING
    if not subject or rng.random() < 0.5 or subject.lower in ("i", "you", "we"):
        if finite.lower not in CONTRACTIONS:
            return None
        return change("contraction", replace(finite, CONTRACTIONS[finite.lower]))
    assert clause is not None
    verb, place = clause.predicate, words[min(subject.right + 1, len(words) - 1)]
    if subject.i < finite.i or place.i > verb.i or (verb.pos != "VERB" and verb.tag != "JJ"):
        return None
    if finite.lower in ("do", "does", "did"):
        rule = "do_support"
    else:
        rule = "copula" if verb.child("cop") else "auxiliary"
    return change(rule, insert_before(place, "not "))


def _remove(sentence: Sentence, finite: Word, negation: Word) -> Change | None:
    if negation.lower == "not":
        if negation.i == finite.i + 1:
            return None  # "Why not ...", "What is not ..."
        return change("removal", delete(sentence, negation.i, negation.i + 1))
    if negation.i != finite.i + 1:
        return None
    full = _FULL.get(finite.lower)
    changed = [replace(finite, full)] if full else []
    return change("contraction_removal", Replacement(negation.start, negation.end, ""), *changed)
