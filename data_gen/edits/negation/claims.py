"""Whether a clause is a claim that somebody could deny: "The fee is due." is, "Some fees are due." is not.

What reads on when it is turned round is what is done, is so, can or must be. What does not: a condition or a
relative clause, on which the rest of the sentence rests ("you shall tell us if you find a leak"); what is
true of some or of a number, and so untrue of others; what adds to something else; a step of a procedure; what
serves a good end; what somebody reports or advises; what a later clause takes up again.

Helper of the family negation. What somebody asks for is not judged here: it is short of context.
"""

import re
from functools import lru_cache

from ...english.lexicon import MEASURE_NOUNS, REPORTING
from ..polarity import PERFORMATIVE
from ..prelude import FINITE_TAGS, Clause, Sentence, Word, lowers, related, word_lists
from ..request_lines import TROUBLES
from ..requests import FIND, ORDER, PROBLEM, QUERY, STATE, TOLD, request

_LISTS = word_lists(__package__, "claims")

_ADDED = re.compile(_LISTS.text("added").replace(" | ", "|"), re.IGNORECASE)
_SOME = re.compile(_LISTS.text("some").replace(" | ", "|"), re.IGNORECASE)
_VALUES = re.compile(
    r"\((?:[^)]*\b(?:CI|HR|OR|RR|P|p|n)\b[^)]*\d|[^)]*\d ?%|\d[\d,.]* [a-z])|\bwhat would be\b"
)  # what was measured, and what it led to
_ASKING = frozenset(("WP", "WDT", "WRB"))


def is_deniable(sentence: Sentence, clause: Clause, negated: bool = False) -> bool:
    """Whether the clause can be turned into its opposite so that the sentence still reads as written by
    somebody; `negated` when it loses its negation.
    """
    verb = clause.predicate
    asked = request(sentence) if sentence.alone or sentence.is_question else None
    if asked is not None and verb.rel == "acl" and "without" in lowers(sentence):
        return False  # "calls that do not come without a number"
    if asked is not None and asked.form == QUERY:
        return negated or clause.subject.tag in ("WDT", "WP")  # "customers who paid"
    if asked is not None and asked.form == PROBLEM and TROUBLES.isdisjoint(lowers(sentence)):
        subject = clause.subject  # "winter tyres 17 inch", "postgres create index": no claims
        return subject.tag in ("PRP", "NNP") or bool(subject.child("det", "nmod:poss"))
    if asked is not None and asked.form not in (PROBLEM, STATE, TOLD):
        polite = verb.lemma in _LISTS.polite and verb.has("aux", "would", "'d")
        leant_on = asked.form in (ORDER, FIND) and _is_leant_on(verb) and not _is_of_sought(clause)
        # "I am new here, do you lend books?": what is asked, not what leads up to it
        return verb.i >= asked.start and not polite and not leant_on
    if _is_leant_on(verb) or _is_of_some(sentence) or is_grounded(sentence):
        return False
    if (
        verb.rel != "acl"
        and sentence.words[verb.left].tag in _ASKING
        and sentence.words[verb.left].lower not in _LISTS.when
    ):
        return False  # "Where the tumour is", an item of a list; "what good work looks like"
    return not (
        (not negated and _is_told_of(sentence, clause))
        or _is_partial(sentence, clause)
        or _serves_good(sentence, clause)
        or _is_taken_up(sentence, verb)
        or _praises(sentence, clause)
        or _is_repeated(sentence, verb)
    )


@lru_cache(maxsize=4)
def _is_of_some(sentence: Sentence) -> bool:
    """Whether the sentence adds something to what is known, or tells of some only."""
    return bool(_ADDED.search(sentence.text) or _SOME.search(sentence.text))


def _is_of_sought(clause: Clause) -> bool:
    """Whether the clause tells which of many things are meant: "list the plants that are in bloom"."""
    verb = clause.predicate
    several = verb.rel == "acl" and verb.head.tag == "NNS" and verb.head.rel in ("obj", "root", "nmod")
    return several and clause.subject.tag in ("WDT", "WP") and not verb.all("conj", "advcl", "ccomp")


def _is_leant_on(verb: Word) -> bool:
    """Whether the clause is a condition or a relative clause, or within one: the rest was written for it, and
    not for its opposite.
    """
    while verb.rel in ("conj", "xcomp", "ccomp") and verb.head:
        verb = verb.head
    return verb.rel in ("acl", "advcl") or verb.has("mark", "if")  # a root with "if": what follows is misread


def _is_told_of(sentence: Sentence, clause: Clause) -> bool:
    """Whether the clause reports, advises or is a step, or a clause behind it says more of what it holds."""
    verb, subject = clause.predicate, clause.subject
    if verb.rel in ("ccomp", "acl") and verb.head.lemma in _LISTS.moved:
        return True  # "glad that it is open", "confidence that it is safe"
    if _VALUES.search(sentence.text):
        return True
    if any(w.tag in _ASKING and sentence.before(w).text == "," for w in sentence.words[verb.i + 1 :]):
        return True  # "holds protein, which may be called albumin"
    if subject.lemma in _LISTS.scholars or (verb.lemma in REPORTING and verb.tag in ("VBZ", "VBP")):
        return True  # "Experts say that ..."
    if verb.lemma in _LISTS.advises and (not clause.passive or subject.lower == "you"):
        return True
    if verb.has("advmod", "then") and "if" not in lowers(sentence):
        return True  # "Then the oven is heated."
    return any(
        not {w.tag, w.child("cop", "aux", "aux:pass").tag}.isdisjoint(FINITE_TAGS)
        and not w.child("nsubj", "expl")
        for w in related(sentence, "conj")
        if w.i > verb.i
    )  # "reads the label to find the gate, and sends the bag there"


def _is_partial(sentence: Sentence, clause: Clause) -> bool:
    """Whether the claim is of a number of things, of some or of a list of them."""
    verb, subject = clause.predicate, clause.subject
    if (
        subject.has("det", "some")
        or subject.lower in ("some", "much")
        or "one" in (subject.lower, verb.lower)
    ):
        return True  # "is one of a group of"
    told = [w for thing in verb.all("obj") for w in sentence.subtree(thing) if w.tag == "CD"]
    if sum(sentence.before(w).tag != "CD" for w in told) > 1:
        return True  # "strikes 1 in 400 trees", "has a risk of 10 to 20 percent"; not "$5 million"
    for part in (clause.subject, *verb.all("nsubj", "obj", "obl", "xcomp", "ccomp"), verb):
        if len(part.all("conj")) > 1 and part is not clause.subject:
            return True  # "does not cover glass, frames and locks": none of them, or not all?
        counted = part.tag == "NNS" and part.rel in ("nsubj", "obj") and len(part.lemma) > 2
        counted = counted and part.lemma not in MEASURE_NOUNS and not part.child("det")
        if counted and part is not verb and part.child("nummod"):
            return True  # "has two keys"
        if any(w.lower in _LISTS.partial for w in part.all("det", "amod")):
            return True
        if part.rel in ("obl", "nmod") and any(w.lower == "some" for w in sentence.subtree(part)):
            return True
    return verb.tag == "JJS" or any(c.tag == "RBS" for c in verb.children)


def _serves_good(sentence: Sentence, clause: Clause) -> bool:
    """Whether the clause is done for a good end ("We store the key to protect your data."), or has to be for
    any end, or always, or is how a thing has to be: "the valve must be open", which denies no duty.
    """
    verb = clause.predicate
    aims = [w for w in sentence.subtree(verb) if w.child("mark").tag == "TO" and w.i > verb.i]
    if any(w.lemma in _LISTS.good_ends for w in aims):
        return True
    bound = clause.finite.lower in ("must", "shall", "should")
    return bound and (bool(aims) or verb.has("cop") or verb.has("advmod", "always"))


def _is_taken_up(sentence: Sentence, verb: Word) -> bool:
    """Whether a clause that is joined on later speaks of what this one says: "... and it is sent at once"."""
    return any(
        sentence.clause(later) is not None
        and any(w.lower in _LISTS.takes_up for w in sentence.subtree(later))
        for later in related(sentence, "conj", "parataxis")
        if later.i > verb.i
    )


@lru_cache(maxsize=4)
def is_grounded(sentence: Sentence) -> bool:
    """Whether the main clause is a duty, a step or what can be done, and the sentence tells on what ground.

    Neither can be turned: "If you have the flu, you should rest", "Oils that harm the skin must be avoided".
    """
    main = next((c for c in sentence.clauses if c.is_root), None)
    if main is None:
        return False
    verb, subject = main.predicate, main.subject or main.predicate.child("obj")
    advised = subject.lower == "it" and verb.pos == "ADJ"  # "it is wise to"
    acting = main.finite.lower in _LISTS.acting or verb.lemma in _LISTS.steps
    if main.subject and not (acting or advised):
        return False
    told = subject.all("nmod") if subject.child("nmod").has("case", "without") else []
    picked = [c for c in subject.all("acl") if sentence.clause(c) is not None]
    return bool(told or picked) or any(
        c.rel in ("mark", "advmod", "case") and c.lower in _LISTS.grounds
        for w in verb.all("advcl")
        for c in w.children
    )


def _is_repeated(sentence: Sentence, verb: Word) -> bool:
    """Whether the clause that it is joined with speaks of the same thing, or it says a word of its subject
    again.

    "All rent goes to the owner, and the owner will keep the deposit."; "the filter is a glass filter"
    """
    subject = verb.child("nsubj", "nsubj:pass")
    if subject.pos in ("NOUN", "PROPN") and any(
        w.lemma == subject.lemma and w.i > subject.i for w in sentence.subtree(verb)
    ):
        return True
    other = verb.head if verb.rel == "conj" else verb.child("conj")
    if not other or sentence.clause(other) is None:
        return False
    first, second = sorted((verb, other), key=lambda word: word.i)
    inside = {w.lemma for w in sentence.subtree(second) if w.pos in ("NOUN", "PROPN")}
    return any(w.lemma in inside for w in sentence.words[first.left : second.left])


def _praises(sentence: Sentence, clause: Clause) -> bool:
    """Whether somebody speaks well of himself, says what he believes or declares or what a thing is, or only
    asks politely.
    """
    verb, subject = clause.predicate, clause.subject
    above = verb.head if verb.rel in ("ccomp", "csubj") else verb
    if above.lemma in _LISTS.reported and above.child("aux:pass"):
        return True  # "It is believed that ..."
    if verb.lemma in PERFORMATIVE and verb.tag in ("VBP", "VBZ"):
        return True
    if subject.lower == "we" and any(w.lower == "all" for w in sentence.words[: subject.i]):
        return True  # "In all of our work, we ..."
    if verb.rel == "ccomp" and verb.head.lemma in _LISTS.believes and clause.subject.i > verb.head.i:
        return True
    if clause.subject.lower == "we" and verb.has("cop") and verb.pos == "NOUN":
        return True
    if verb.has("cop") and verb.pos == "NOUN" and verb.child("acl"):
        return True  # "The crown wheel is a wheel that turns the hands."
    return verb.lemma == "do" or (verb.lemma in _LISTS.polite and verb.has("aux", "would", "'d"))
