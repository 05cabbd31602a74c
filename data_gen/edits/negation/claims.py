"""Whether a clause is a claim that somebody could deny: "The fee is due." is, "Some fees are due." is not.

What reads on when it is turned round is what is done, is so, can or must be; a condition; an order. What does
not: the clause that singles out those of whom something is said ("people who inherit both copies have the
severe form"); what is true of some or of a number, and so untrue of others; what adds to something else; what
serves a good end; what a later clause takes up again.

Helper of the family negation. What somebody asks for is not judged here: it is short of context.
"""

import re

from ...english.lexicon import MEASURE_NOUNS, PARTIES
from ...english.word_lists import word_lists
from ...parsing.sentence import Clause, Sentence, Word
from ..polarity import CONTRACT, PERFORMATIVE, may_permits
from ..requests import asks, request

_LISTS = word_lists(__package__, "claims")

_ADDED = re.compile(_LISTS.text("added").replace(" | ", "|"), re.IGNORECASE)
_SOME = re.compile(_LISTS.text("some").replace(" | ", "|"), re.IGNORECASE)
_GOOD_ENDS = _LISTS.set("good_ends")
_ENTITLES = _LISTS.set("entitles")
_PARTIAL = _LISTS.set("partial")
_TAKES_UP = _LISTS.set("takes_up")
_POLITE = frozenset(("like", "love", "prefer", "appreciate"))
_BELIEVES = frozenset(("believe", "feel", "hope", "think"))
_ASKING = frozenset(("WP", "WDT", "WRB"))
_WHEN = frozenset(("when", "whenever"))
_RULING = ("must", "shall", "should", "will", "cannot")
_ACTING = frozenset((*_RULING, "can", "'ll"))
_STEPS = frozenset(("process", "notify", "inform"))
_GROUNDS = frozenset(("if", "when", "whenever", "without", "where", "once"))
_REPORTED = _LISTS.set("reported")


def is_deniable(sentence: Sentence, clause: Clause, negated: bool = False) -> bool:
    """Whether the clause can be turned into its opposite so that the sentence still reads as written by
    somebody; `negated` when it loses its negation.
    """
    verb, asked = clause.predicate, request(sentence) if asks(sentence) else None
    if asked is not None:
        return (
            verb.i >= asked.start
        )  # "I am new here, do you lend books?": what is asked, not what leads up to it
    if _ADDED.search(sentence.text) or _SOME.search(sentence.text):
        return False
    if (
        verb.rel != "acl"
        and sentence.words[verb.left].tag in _ASKING
        and sentence.words[verb.left].lower not in _WHEN
    ):
        return False  # "Where the tumour is", an item of a list; "what good work looks like"
    return not (
        (not negated and _singles_out(sentence, verb))
        or _is_partial(sentence, clause)
        or _serves_good(verb)
        or _is_taken_up(sentence, verb)
        or _praises(sentence, clause)
        or is_grounded(sentence)
        or _is_repeated(sentence, verb)
    )


def _singles_out(sentence: Sentence, verb: Word) -> bool:
    """Whether a relative clause picks those out of whom a fact is told, and no rule is made for them."""
    while verb.rel in ("conj", "xcomp", "ccomp") and verb.head:
        verb = verb.head
    if verb.rel != "acl":
        return False
    main, noun = next((c for c in sentence.clauses if c.is_root), None), verb.head
    subject = noun.rel == "nsubj" and noun.head is sentence.root
    if main is None or not (subject or noun.has("det", "any", "each", "every", "all", "those")):
        return True
    ruled = main.finite.lower in _RULING or (main.predicate.tag == "VB" and not main.subject)
    ruled = ruled or (main.finite.lower in ("may", "can") and may_permits(sentence, main))
    return not ruled and main.predicate.lemma not in _ENTITLES


def _is_partial(sentence: Sentence, clause: Clause) -> bool:
    """Whether the claim is of a number of things, or of a list of them."""
    verb = clause.predicate
    for part in (clause.subject, *verb.all("nsubj", "obj", "obl", "xcomp", "ccomp"), verb):
        if len(part.all("conj")) > 1 and part is not clause.subject:
            return True  # "does not cover glass, frames and locks": none of them, or not all?
        counted = part.tag == "NNS" and part.rel in ("nsubj", "obj") and len(part.lemma) > 2
        counted = counted and part.lemma not in MEASURE_NOUNS and not part.child("det")
        if counted and part is not verb and part.child("nummod"):
            return True  # "has two keys"
        if any(w.lower in _PARTIAL for w in part.all("det", "amod")):
            return True
        if part.rel in ("obl", "nmod") and any(w.lower == "some" for w in sentence.subtree(part)):
            return True
    return verb.tag == "JJS" or any(c.tag == "RBS" for c in verb.children)


def _serves_good(verb: Word) -> bool:
    """Whether the clause is done for a good end: "We store the key to protect your data."."""
    around = [*verb.all("advcl", "xcomp"), *verb.child("obj").all("acl")]
    return any(c.lemma in _GOOD_ENDS and c.child("mark").tag == "TO" for c in around)


def _is_taken_up(sentence: Sentence, verb: Word) -> bool:
    """Whether a clause that is joined on later speaks of what this one says: "... and it is sent at once"."""
    return any(
        later.rel in ("conj", "parataxis")
        and later.i > verb.i
        and sentence.clause(later) is not None
        and any(w.lower in _TAKES_UP for w in sentence.subtree(later))
        for later in sentence.words
    )


def is_grounded(sentence: Sentence) -> bool:
    """Whether the main clause is a duty, a step or what can be done, and the sentence tells on what ground.

    Neither can be turned: "If you have the flu, you should rest", "Oils that harm the skin must be avoided".
    """
    main = next((c for c in sentence.clauses if c.is_root), None)
    if main is None or (
        main.subject and main.finite.lower not in _ACTING and main.predicate.lemma not in _STEPS
    ):
        return False
    verb, subject = main.predicate, main.subject or main.predicate.child("obj")
    told = subject.all("nmod") if subject.child("nmod").has("case", "without") else []
    picked = [c for c in subject.all("acl") if sentence.clause(c) is not None]
    return bool(told or picked) or any(
        c.rel in ("mark", "advmod", "case") and c.lower in _GROUNDS
        for w in verb.all("advcl")
        for c in w.children
    )


def _is_repeated(sentence: Sentence, verb: Word) -> bool:
    """Whether the clause that it is joined with speaks of the same thing.

    "All rent goes to the owner, and the owner will keep the deposit."
    """
    other = verb.head if verb.rel == "conj" else verb.child("conj")
    if not other or sentence.clause(other) is None:
        return False
    first, second = sorted((verb, other), key=lambda word: word.i)
    inside = {w.lemma for w in sentence.subtree(second) if w.pos in ("NOUN", "PROPN")}
    return any(w.lemma in inside for w in sentence.words[first.left : second.left])


def _praises(sentence: Sentence, clause: Clause) -> bool:
    """Whether somebody speaks well of himself, says what he believes or declares, or only asks politely."""
    verb, subject = clause.predicate, clause.subject
    above = verb.head if verb.rel in ("ccomp", "csubj") else verb
    if above.lemma in _REPORTED and above.child("aux:pass"):
        return True  # "It is believed that ..."
    if verb.lemma in PERFORMATIVE and not clause.auxiliaries and subject.lower in ("we", "i", "you"):
        return True
    if verb.lemma in PERFORMATIVE and not clause.auxiliaries and subject.lemma in PARTIES | CONTRACT:
        return True
    if subject.lower == "we" and any(w.lower == "all" for w in sentence.words[: subject.i]):
        return True  # "In all of our work, we ..."
    if verb.rel == "ccomp" and verb.head.lemma in _BELIEVES and clause.subject.i > verb.head.i:
        return True
    if clause.subject.lower == "we" and verb.has("cop") and verb.pos == "NOUN":
        return True
    return verb.lemma == "do" or (verb.lemma in _POLITE and verb.has("aux", "would", "'d"))
