"""Never (near-misses): "We never share your data" <-> "We share your data"; "Never share your code".

Part of the family negation. Of habits, rules and orders only: nobody says "never" of one event or of what a
thing is.
"""

from ...english.kinds import AGENTS, kind
from ...english.lexicon import PARTIES
from ..edit import Proposal, Proposals, insert_after, insert_before, replace
from ..prelude import NEAR_MISS, Clause, Random, Sentence, Word, is_statement, rule, word_lists
from .insertion import is_order, is_plain_verb
from .scope import blocked, polarity, quantified

_LISTS = word_lists(__package__, "never")

NEVER_SHARE = 0.4  # of the sentences that could take it: "not" is the common word


@rule("negation.never", NEAR_MISS, share=NEVER_SHARE, when=is_statement)
def insert_never(sentence: Sentence, rng: Random) -> Proposals:
    """We share your data. <-> We never share your data.

    Yield the sentence with "never" in one of its clauses that name no time: "never pays".
    """
    made = [_never(sentence, clause) for clause in sentence.clauses]
    if any(one is not None for one in made):
        yield next(one for one in rng.sample(made, len(made)) if one is not None)


def _never(sentence: Sentence, clause: Clause) -> Proposal | None:
    verb, finite, subject = clause.predicate, clause.finite, clause.subject
    if verb.pos != "VERB" or verb.lemma in _LISTS.not_never or clause.passive or _names_a_time(verb):
        return None
    if verb.rel in ("advcl", "ccomp", "acl") or verb.child("advcl", "ccomp"):
        return None  # one occasion; what is said or thought
    if any(w.lower in _LISTS.quantities for w in sentence.subtree(verb)) or blocked(sentence, clause):
        return None
    repairs = polarity(clause)
    if repairs is None or any(repair.text in ("yet", "either") for repair in repairs):
        return None
    if not subject and not clause.auxiliaries and verb.lemma in _LISTS.risky and is_order(sentence, verb):
        return (replace(verb, f"never {verb.lower}"), *repairs)
    if not finite or not subject or subject.i > finite.i or quantified(sentence, clause):
        return None
    if subject.lower == "it" or kind(subject) not in AGENTS:
        return None
    if finite is verb:
        if subject.lower not in ("we", "you", "i") and subject.lemma not in PARTIES:
            return None
        once = verb.tag == "VBD" or verb.lemma not in _LISTS.risky or verb.child("obj").has("det", "a", "an")
        if once or not is_plain_verb(sentence, clause) or sentence.before(verb).rel == "advmod":
            return None
        return (insert_before(verb, "never "), *repairs)
    if (
        sentence.after(finite) is not verb
        or finite.lower not in _LISTS.rules
        or verb.lemma not in _LISTS.risky
    ):
        return None  # "should never see a doctor"
    return (insert_after(finite, " never"), *repairs)


def _names_a_time(verb: Word) -> bool:
    """Whether the clause says when or how often, so that "never" would contradict itself."""
    for child in verb.children:
        if child.lower in _LISTS.temporal or child.dep in ("obl:tmod", "obl:npmod", "obl:unmarked"):
            return True
        if child.rel in ("obl", "nmod") and kind(child) in ("time", "number", "measure"):
            return True
        if child.rel == "obl" and any(c.tag == "CD" for c in child.children):
            return True
    return False
