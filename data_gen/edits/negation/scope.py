"""Where a negation can be put without trouble: scopes, focus, polarity items, clauses that say the same.

Helper of the family negation.
"""

from functools import lru_cache

from ...english.lexicon import FOCUS_ADVERBS, NEGATIVE_WORDS, REPORTING, word_set
from ..direction import is_tied
from ..polarity import ASKED, binds, flips_safely
from ..prelude import NEGATIONS, NOTHING, Clause, Replacement, Sentence, Word, lowers, replace, word_lists
from .claims import is_deniable
from .prefix import NEGATIVE

_LISTS = word_lists(__package__, "scope")

RAISING_CLAUSE = word_set("think believe suppose imagine expect guess reckon")
"""Verbs whose negation is understood of their clause: "I do not think he came"."""
RAISING_INFINITIVE = word_set("seem appear expect intend likely")
"""The same with an infinitive: "does not seem to work"."""

_SCOPE = (NEGATIVE_WORDS | FOCUS_ADVERBS) - {"without"}
_DENYING = word_set("either no none")


@lru_cache(maxsize=64)  # several rules ask of the same clauses
def blocked(sentence: Sentence, clause: Clause, negated: bool = False) -> bool:
    """Whether turning this clause gives no clean near-miss; `negated` when it loses its negation."""
    verb = clause.predicate
    if "not until " in sentence.text or " but not " in sentence.text or is_tied(sentence):
        return True  # what is cheap to see comes first
    if not is_deniable(sentence, clause, negated) or not flips_safely(sentence, clause):
        return True
    if _is_correlated(sentence, clause):
        return True
    orders = verb.has("mark", "if") and verb.head.tag == "VB" and not verb.head.child("nsubj", "aux")
    if orders or binds(sentence, verb) or (verb.rel == "ccomp" and verb.has("mark", "if")):
        return True  # "if it fails, restart it", "asks if he will not come"
    if any(
        c.lower in _LISTS.same_when_negated and c.rel in ("mark", "case", "advmod") and c.i < verb.i
        for c in verb.children
    ):
        return True
    if verb.rel == "ccomp" and any(
        c.tag in ("WP", "WRB", "WP$", "WDT") for c in verb.children if c.i < verb.i
    ):
        return True
    if any(w.lower == "how" for w in sentence.words[verb.left : verb.i]) or _reporting_after(clause):
        return True  # "how much work it adds"
    if _bare_infinitive(clause):
        return True
    if negated:
        return "unless" in lowers(sentence)  # "Unless you pay, you will not get it."
    if verb.lower in NEGATIVE or any(c.lower.startswith("non") for c in (verb, *verb.children)):
        return True  # "not unclear", "not non-refundable"
    return _negation_is_near(verb) or _in_scope(sentence, clause)


def _is_correlated(sentence: Sentence, clause: Clause) -> bool:
    """Whether the sentence says to what degree or why the clause holds, or whom it serves that it does: "so
    hot that it melts", "as the tide rises, the quay floods", "helps people see that it is safe".
    """
    verb, first = clause.predicate, sentence.words[sentence.first]
    if (first.lower in ("as", "since") and first.rel == "mark") or first.lower in ("now", "yes", "indeed"):
        return True  # "Now that it is open, you can go in.", "Yes, it is."
    degrees = [w.i for w in sentence.words if w.lower in ("so", "such") and w.rel != "mark"]
    if degrees and any(w.lower == "that" and w.rel == "mark" and w.i > degrees[0] for w in sentence.words):
        return True
    if any(c.lemma == "have" and c.child("obj").lemma in ASKED for c in verb.all("advcl")):
        return True  # "If you have questions, we have answers."
    if verb.rel == "ccomp" and verb.head.lemma in _LISTS.pledging:
        return True  # "The firm agrees that it will pay."
    while verb.rel in ("ccomp", "xcomp", "conj") and verb.head:
        verb = verb.head
        if verb.lemma in _LISTS.helpful:
            return True
    return False


def is_vacant(clause: Clause) -> bool:
    """Whether nothing is left to speak of once it is denied: "a bridge was built"; or whether it is seen or
    found that something is so.
    """
    subject, verb = clause.subject, clause.predicate
    if verb.has("advmod", "last"):
        return True  # "was last changed in May": that it was, is not what is told
    happened = clause.finite.tag == "VBD" or clause.finite.lower in ("has", "have")
    bare = verb.pos == "NOUN" and verb.has("cop") and not verb.child("det")  # "a norm is trust"
    one = verb.has("cop") and "one" in (subject.lower, subject.child("nummod").lower)
    if one or ((happened or bare) and subject.has("det", "a", "an")):
        return True  # "One of the causes was the rain."
    if verb.lemma == "find" and clause.finite.lower in ("can", "will", "'ll", "may"):
        return True  # "The list can be found here."
    if subject.lemma in _LISTS.documents and verb.lemma in _LISTS.tells and clause.finite.tag != "VBD":
        return True  # "This guide describes the tools."
    return verb.lemma in _LISTS.found and bool(verb.child("ccomp"))


def is_casual(sentence: Sentence) -> bool:
    """Whether the sentence is written as people talk: with contractions, or without capitals."""
    first = sentence.words[sentence.first].text
    seen = lowers(sentence)
    if first[:1].islower() or not _LISTS.clitics.isdisjoint(seen):
        return True
    return "'s" in seen and any(w.lower == "'s" and w.pos in ("AUX", "VERB") for w in sentence.words)


def infinitive_to(verb: Word) -> Word:
    """Return the "to" of an infinitive (UD: its mark, ClearNLP: its auxiliary), or NOTHING."""
    return next((c for c in verb.children if c.tag == "TO" and c.i < verb.i), NOTHING)


def quantified(sentence: Sentence, clause: Clause) -> bool:
    """Whether "not" would meet a quantifier of the subject: "either party may not", "somebody did not"."""
    subject = clause.subject
    if not subject:
        return False
    more = sentence.words[subject.left].tag == "JJR" and "than" in lowers(sentence)
    return more or any(
        w.lower in _LISTS.quantifiers for w in (subject, sentence.words[subject.left], *subject.all("det"))
    )


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
        if child.rel in ("obj", "obl") and child.lower in ("someone", "somebody", "something", "somewhere"):
            repairs.append(replace(child, child.lower.replace("some", "any")))
        if child.rel == "advmod":
            if child.lower == "already":
                if clause.finite is verb:
                    return None
                repairs.append(replace(child, "yet"))
            elif child.lower == "too" and child.i > verb.i:
                repairs.append(replace(child, "either"))
            elif child.lower in _LISTS.not_denied:
                return None
    return repairs


def _bare_infinitive(clause: Clause) -> bool:
    verb = clause.predicate
    return verb.rel == "ccomp" and verb.head.lemma in _LISTS.bare_infinitive and not verb.child("mark")


def _negation_is_near(verb: Word) -> bool:
    """Whether the verb has a clause that is negated, or is one under a negated verb or adjective."""
    above = [verb.head] if verb.rel in ("ccomp", "xcomp", "csubj") else []
    if any(word.lower in NEGATIVE for word in above):
        return True  # "it is unlikely that the bus will stop"
    return any(word.is_negated for word in (*verb.all("ccomp", "xcomp"), *above))


def _in_scope(sentence: Sentence, clause: Clause) -> bool:
    """Whether a negative or focusing word is already there."""
    verb, subject = clause.predicate, clause.subject
    if any(w.lower in NEGATIONS or w.lower in _DENYING for w in sentence.subtree(verb)):
        return True
    if subject:
        if any(w.lower in ("only", "just", "few", "no", "neither", "nor") for w in sentence.subtree(subject)):
            return True
        if subject.lower in NEGATIVE_WORDS or subject.has("det", "some"):
            return True  # some do, some do not
    for child in verb.children:
        if child.lower in NEGATIVE_WORDS or child.lower in FOCUS_ADVERBS:
            return True
        if child.rel == "obl" and any(w.lower == "any" and w.rel == "det" for w in sentence.subtree(child)):
            return True  # "may change at any time", "liable for the goods and any loss"
        if child.rel in ("nsubj", "obj", "obl", "iobj", "advmod", "det", "amod") and any(
            c.lower in _SCOPE and c.rel in ("det", "advmod", "amod") for c in child.children
        ):
            return True
    return False


def _reporting_after(clause: Clause) -> bool:
    """Whether this is the "he said" of "..., he said"."""
    verb, subject = clause.predicate, clause.subject
    content = verb.child("ccomp", "parataxis")
    behind = subject.left > 0 and subject.right + 1 == verb.i and verb.i > verb.left + 6
    behind = behind or verb.rel == "parataxis" or (bool(content) and content.i < verb.i)
    return verb.lemma in REPORTING and behind
