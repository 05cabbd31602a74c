"""Negation in wh-questions (near-misses): "Why does my card work?" <-> "Why does my card not work?".

Part of the family negation. Yes/no questions ask the same with either polarity and are left alone, and so are
questions with "how" or "when", which have no natural negation, and "what" for a subject ("What causes ...?").
"""

from ...english.auxiliaries import FULL
from ...english.lexicon import rows
from ...english.verb_group import CONTRACTIONS, VerbGroup
from ...parsing.sentence import NEGATIONS, NOTHING, Clause, Sentence, Word
from ..prelude import Change, Random, Replacement, change, delete, insert_before, replace, word_lists
from .insertion import insert_not
from .removal import negator_of, remove

_LISTS = word_lists(__package__, "questions")

_ASKED = rows(_LISTS.table("asked"))


def flip_question(sentence: Sentence, rng: Random) -> Change | None:
    """Return the wh-question with its negation inserted or removed, or None."""
    words = sentence.words
    negations = [w for w in words if w.lower in NEGATIONS]
    if len(negations) > 1 or any(w.lower in _LISTS.polar for w in words if w not in negations):
        return None
    clause = next((c for c in sentence.clauses if c.is_root), None)
    if clause is not None and _asks_for_subject(clause):
        negator, verb = negator_of(clause), clause.predicate
        if verb.pos != "VERB" or verb.lemma in _LISTS.no_negation or verb.all("conj"):
            return None
        if clause.subject.lower == "who" and not (negator or clause.auxiliaries):
            return None  # "Who carries the sofa down?": nobody asks who does not
        if clause.subject.lower == "who" and clause.finite.lower == "would" and not negator:
            return None
        if negator:
            return remove(sentence, clause, negator)
        if any(w.tag in ("JJS", "RBS") for w in words):
            return None  # "Who has won the most medals?"
        is_can = clause.finite.lower == "can"  # of which the opposite is not "will not"
        return (
            change("auxiliary", replace(clause.finite, "cannot")) if is_can else insert_not(sentence, clause)
        )
    finite = _inverted(words)
    if not finite or len(words) < finite.i + 4:
        return None
    if words[0].lower == "why" and not negations and any(w.lower in _LISTS.praised for w in words):
        return None  # "Why is sleep important?": nobody asks why it is not
    return _remove(sentence, finite, negations[0]) if negations else _insert(sentence, clause, finite, rng)


def _asks_for_subject(clause: Clause) -> bool:
    """Whether the clause asks which of some things its subject is ("Which plan covers ...?")."""
    subject = clause.subject
    if not subject or not clause.finite or subject.i > clause.finite.i:
        return False
    return subject.lower == "who" or any(c.tag in ("WDT", "WP") and c.rel == "det" for c in subject.children)


def _inverted(words: list[Word]) -> Word:
    """Return the auxiliary between the question word and the subject, where the question has a negative.

    By the words: parsers read short questions badly.
    """
    first = words[0].lower
    finite = words[1]
    if first == "which":
        finite = next((w for w in words[2:5] if w.pos == "AUX" or w.lower in _ASKED["which"]), words[0])
        if any(w.pos not in ("NOUN", "ADJ") or w.lemma in _LISTS.measures for w in words[1 : finite.i]):
            return NOTHING
    if FULL.get(finite.lower, finite.lower) not in _ASKED.get(first, ()):
        return NOTHING
    unasked = (w.lemma in _LISTS.no_negation or w.lower in _LISTS.no_negation for w in words[finite.i + 1 :])
    return NOTHING if first != "why" and any(unasked) else finite


def _insert(sentence: Sentence, clause: Clause | None, finite: Word, rng: Random) -> Change | None:
    group = VerbGroup.of(clause) if clause is not None and clause.finite is finite else None
    if clause is None or group is None or clause.subject.lower in ("i", "you", "we") or rng.random() < 0.5:
        form = CONTRACTIONS.get(finite.lower)
        return change("contraction", replace(finite, form)) if form else None
    place, verb = sentence.words[min(clause.subject.right + 1, len(sentence.words) - 1)], clause.predicate
    if not group.asked or place.i > verb.i or (verb.pos != "VERB" and verb.tag != "JJ"):
        return None
    rule = "copula" if group.base == "be" else "do_support" if finite.lemma == "do" else "auxiliary"
    stays = (replace(finite, finite.text),) if finite.lemma == "do" else ()  # no other edit takes "do" away
    return change(rule, *stays, insert_before(place, "not "))


def _remove(sentence: Sentence, finite: Word, negation: Word) -> Change | None:
    behind = negation.i == finite.i + 1
    if negation.lower == "not":  # but "Why not ...", "What is not ..."
        return None if behind else change("removal", delete(sentence, negation.i, negation.i + 1))
    if not behind:
        return None
    if finite.lower in ("can", "ca") and sentence.after(negation).lower in ("i", "we"):
        return None  # "why can't I log in": nobody wonders that he can
    span = Replacement(finite.start, negation.end, FULL.get(finite.lower, finite.lower))
    return change("contraction_removal", span)
