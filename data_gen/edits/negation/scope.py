"""Where a negation can be put without trouble: scopes, focus, polarity items, clauses that say the same.

Helper of the family negation (insertion.py, no_and_any.py, never_without.py).
"""

from ...english.lexicon import FOCUS_ADVERBS, NEGATIVE_WORDS, REPORTING, word_set
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..edit import Replacement, replace

_LISTS = word_lists(__package__, "scope")

RAISING_CLAUSE = word_set("think believe suppose imagine expect guess reckon")
"""Verbs whose negation is understood of their clause: "I do not think he came"."""
RAISING_INFINITIVE = word_set("seem appear expect intend likely")
"""The same with an infinitive: "does not seem to work"."""

_SAME_WHEN_NEGATED = _LISTS.set("same_when_negated")
_SCOPE = (NEGATIVE_WORDS | FOCUS_ADVERBS) - {"little", "without"}
_BARE_INFINITIVE = word_set("help let make see hear watch have feel")
_QUANTIFIERS = _LISTS.set("quantifiers")
_SOME_PRONOUNS = ("someone", "somebody", "something", "somewhere")


def blocked(sentence: Sentence, clause: Clause) -> bool:
    """Whether negating this clause gives no clean near-miss."""
    verb = clause.predicate
    if any(phrase in sentence.text for phrase in ("not until ", " but not ", " are and are ", " is and is ")):
        return True
    if verb.rel == "appos":
        return True  # "Ruth, WHO's envoy", its 's read as "is"
    if verb.lemma in REPORTING and not verb.child("obj", "ccomp", "obl") and verb.rel == "conj":
        return True  # "..., experts said", read as a conjunct
    before = [c for c in verb.children if c.i < verb.i]
    finite = clause.finite
    late = bool(finite) and any(c.lower == "after" and c.i > finite.i for c in before)
    if not late and any(c.lower in _SAME_WHEN_NEGATED and c.rel in ("mark", "case") for c in before):
        return True
    if any(c.lower == "once" and c.rel == "advmod" for c in before) and verb.rel == "advcl":
        return True
    if finite.lemma == "be" and any(w.lower == "respectively" for w in sentence.words):
        return True
    if verb.rel == "ccomp" and any(c.tag in ("WP", "WRB", "WP$", "WDT") for c in before):
        return True
    if any(c.lower == "how" for c in verb.children) or _reporting_after(clause):
        return True
    return (
        _shares_its_subject(clause)
        or _bare_infinitive(clause)
        or _under_raised_negation(verb)
        or _in_scope(sentence, clause)
    )


def infinitive_to(verb: Word) -> Word:
    """Return the "to" of an infinitive (UD: its mark, ClearNLP: its auxiliary), or NOTHING."""
    return next((c for c in verb.children if c.tag == "TO" and c.i < verb.i), NOTHING)


def quantified(sentence: Sentence, clause: Clause) -> bool:
    """Whether "not" would meet a quantifier of the subject: "either party may not", "somebody did not"."""
    subject = clause.subject
    if not subject:
        return False
    return subject.lower in _QUANTIFIERS or sentence.words[subject.left].lower in _QUANTIFIERS


def polarity(clause: Clause) -> list[Replacement] | None:
    """Return the repairs of some/any, already/yet, too/either for a negated clause, or None to reject it."""
    repairs = []
    verb = clause.predicate
    for child in verb.children:
        if child.i < verb.i and child.rel != "advmod":
            continue
        determiner = child.child("det") if child.rel in ("obj", "nsubj") else NOTHING
        if determiner.lower == "some" and not child.child("nummod"):
            repairs.append(replace(determiner, "any"))
        if child.rel in ("obj", "obl") and child.lower in _SOME_PRONOUNS:
            repairs.append(replace(child, child.lower.replace("some", "any")))
        if child.rel == "advmod":
            if child.lower == "already":
                if clause.finite is verb:
                    return None
                repairs.append(replace(child, "yet"))
            elif child.lower == "too" and child.i > verb.i:
                repairs.append(replace(child, "either"))
            elif child.lower in ("somewhat", "well", "instead", "rather", "either", "yet", "once"):
                return None
    return repairs


def _shares_its_subject(clause: Clause) -> bool:
    """Whether the verb is one of several of one subject, so that the negation may seem to cover another."""
    verb = clause.predicate
    joined = verb.child("cc")
    if clause.shared_subject and clause.finite is verb and not joined:
        return True  # "rose, fell and closed": only the last one is safe
    if clause.shared_subject and joined.lower == "or":
        return True
    sharing = [c for c in verb.all("conj") if not c.child("nsubj", "csubj", "expl")]
    if clause.finite is verb and verb.lemma != "be" and sharing:
        joined = sharing[0].child("cc")
        if len(sharing) > 1 or joined.lower != "but":
            return True
    return any(
        c.tag == "VBN" and c.child("nsubj", "nsubj:pass") and not c.child("aux") for c in verb.all("conj")
    )  # "were killed and dozens injured"


def _bare_infinitive(clause: Clause) -> bool:
    verb, head = clause.predicate, clause.predicate.head
    return verb.rel == "ccomp" and head.lemma in _BARE_INFINITIVE and not verb.child("mark")


def _under_raised_negation(verb: Word) -> bool:
    """Whether the clause is already understood as negated: "I do not think he came"."""
    head = verb.head
    if verb.rel not in ("ccomp", "xcomp") or head.lemma not in RAISING_CLAUSE | RAISING_INFINITIVE:
        return False
    return head.is_negated


def _negated_below(verb: Word) -> bool:
    """Whether "think" or "seem" has a clause that is already negated: "I think he did not come"."""
    if verb.lemma not in RAISING_CLAUSE | RAISING_INFINITIVE:
        return False
    return any(c.is_negated for c in verb.all("ccomp", "xcomp"))


def _in_scope(sentence: Sentence, clause: Clause) -> bool:
    """Whether a negative or focusing word is already there."""
    verb, subject = clause.predicate, clause.subject
    if _negated_below(verb):
        return True
    if subject:
        if any(w.lower in ("only", "just", "few", "no", "neither", "nor") for w in sentence.subtree(subject)):
            return True
        if subject.lower in NEGATIVE_WORDS or (subject.tag == "NN" and subject.has("det", "some")):
            return True
    for child in verb.children:
        if child.lower in NEGATIVE_WORDS or child.lower in FOCUS_ADVERBS:
            return True
        if child.rel in ("nsubj", "obj", "obl", "iobj", "advmod", "det", "amod") and any(
            c.lower in _SCOPE and c.rel in ("det", "advmod", "amod") for c in child.children
        ):
            return True
    return False


def _reporting_after(clause: Clause) -> bool:
    """Whether this is the "he said" of "..., he said"."""
    verb = clause.predicate
    if verb.lemma not in REPORTING:
        return False
    if verb.rel == "parataxis":
        return True
    content = verb.child("ccomp", "parataxis")
    return bool(content) and content.i < verb.i
