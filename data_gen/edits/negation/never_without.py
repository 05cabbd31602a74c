"""Negation by other words (near-misses): never, with and without, both ... and and neither ... nor.

Part of the family negation.
"""

import random
from collections.abc import Iterator

from ...english.agreement import agreeing, is_plural
from ...english.kinds import kind
from ...english.lexicon import word_set
from ...english.verb_forms import base_form
from ...english.word_lists import word_lists
from ...parsing.sentence import NOTHING, Clause, Sentence, Word
from ..edit import Change, change, insert_after, insert_before, replace
from ..index import is_statement
from ..rule import NEAR_MISS, rule
from .carried import CARRIED, NO_ACCOMPANIMENT
from .insertion import plain_verb
from .removal import negator_of
from .scope import blocked, polarity, quantified

_LISTS = word_lists(__package__, "never_without")

_MODALS = word_set("will can may must should shall could would might")
_POLAR = word_set("any anyone anybody anything anywhere yet ever nor until")

NEVER_SHARE = 0.4  # of the sentences that could take it: "not" is the common word

# --- never ------------------------------------------------------------------------------------------
_NOT_NEVER = _LISTS.set("not_never")
_TEMPORAL = _LISTS.set("temporal")
_THINGS = frozenset(("thing", "other", "code", "number", "measure", "time", "place"))
_TIME_MARKS = word_set("after before since when while until as once whenever")


@rule(
    "negation.never",
    NEAR_MISS,
    "He never paid the rent. <-> He paid the rent.",
    share=NEVER_SHARE,
    when=is_statement,
)
def insert_never(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """Yield the sentence with "never" in one of its clauses that name no time: "never pays"."""
    for clause in rng.sample(sentence.clauses, len(sentence.clauses)):
        made = _never(sentence, clause)
        if made is not None:
            yield made
            return


def _never(sentence: Sentence, clause: Clause) -> Change | None:
    verb, finite, subject = clause.predicate, clause.finite, clause.subject
    if not finite or not subject or subject.i > finite.i or subject.lower in ("there", "let"):
        return None
    if verb.pos != "VERB" or verb.lemma in _NOT_NEVER or clause.shared_subject:
        return None
    if any(
        w.lower in ("not", "n't", "never", "no", "many", "most", "all", "several")
        for w in sentence.subtree(verb)
    ):
        return None
    if blocked(sentence, clause) or quantified(sentence, clause) or _names_a_time(verb):
        return None
    repairs = polarity(clause)
    if repairs is None or any(repair.text in ("yet", "either") for repair in repairs):
        return None
    if finite is verb:
        if plain_verb(sentence, clause) is None or sentence.words[verb.i - 1].rel == "advmod":
            return None
        if kind(subject) in _THINGS or (subject.lower == "we"):
            return None  # "the data never show", "Here, we never describe": said of no one
        return change("never", insert_before(verb, "never "), *repairs)
    following = sentence.words[finite.i + 1]
    if following is not verb and following not in clause.auxiliaries:
        return None
    modal = finite.lower in _MODALS and verb.tag in ("VB", "VBN")
    perfect = finite.lower in ("has", "have", "had") and verb.tag == "VBN"
    passive = clause.passive and verb.tag == "VBN" and finite.lower in ("is", "are", "was", "were")
    if not (modal or perfect or passive) or following.lower == "being":
        return None
    return change("never", insert_after(finite, " never"), *repairs)


def _names_a_time(verb: Word) -> bool:
    """Whether the clause says when or how often, so that "never" would contradict itself."""
    for child in verb.children:
        if child.lower in _TEMPORAL or child.dep in ("obl:tmod", "obl:npmod", "obl:unmarked"):
            return True
        if child.rel in ("obl", "nmod") and kind(child) in ("time", "number", "measure"):
            return True
        if child.rel == "obl" and any(c.tag == "CD" for c in child.children):
            return True
        if child.rel == "advcl" and any(c.lower in _TIME_MARKS for c in child.children if c.i < child.i):
            return True
    return False


# --- with and without -------------------------------------------------------------------------------
_SET_PHRASES = _LISTS.set("set_phrases")


@rule(
    "negation.without_with",
    NEAR_MISS,
    "The tenant left with his keys. <-> The tenant left without his keys.",
    triggers=("with", "without", "after"),
)
def without_with(sentence: Sentence) -> Iterator[Change]:
    """ "with a permit" <-> "without a permit"; "left without paying" <-> "left after paying"."""
    for word in sentence.words:
        if word.rel == "mark":
            if (made := _without_doing(sentence, word)) is not None:
                yield made
            continue
        noun = word.head
        if word.lower not in ("with", "without") or word.rel != "case" or not noun or word.i > noun.i:
            continue
        governor = noun.head
        if not governor or word.i == 0 or noun.tag not in ("NN", "NNS") or noun.lemma in _SET_PHRASES:
            continue
        if noun.lemma not in CARRIED and noun.lower not in CARRIED:
            continue
        if sentence.after(word).lower in (
            "no",
            "further",
            "undue",
        ):
            continue
        if _set_aside(sentence, word, noun, governor):
            continue
        yield from _turned(sentence, word, noun)


def _set_aside(sentence: Sentence, case: Word, noun: Word, governor: Word) -> bool:
    """Whether this "with" or "without" belongs to its verb, or stands under another negation."""
    before = sentence.words[case.i - 1]
    if (
        governor.lemma in NO_ACCOMPANIMENT
        or governor.lower in NO_ACCOMPANIMENT
        or before.lower in NO_ACCOMPANIMENT
    ):
        return True
    if (
        noun.all("acl", "advcl", "acl:relcl")
        or base_form(governor.text, governor.tag, governor.lemma) in NO_ACCOMPANIMENT
    ):
        return True
    if before.lower in ("not", "or", "and", "with", "without", "only", "even", "but", "along", "together"):
        return True
    return bool(noun.all("conj")) or any(w.lower in ("nor", "but") for w in sentence.subtree(noun))


def _turned(sentence: Sentence, case: Word, noun: Word) -> Iterator[Change]:
    if case.lower == "with":
        some = noun.child("det")
        repairs = [replace(some, "any")] if some.lower == "some" else []
        if noun.all("nummod") or (some and some.lower not in ("a", "an", "the", "some")):
            return
        yield change("without_with", replace(case, "without"), *repairs)
        return
    words = list(sentence.subtree(noun))
    anything = [w for w in words if w.lower in _POLAR]
    if len(anything) > 1 or any(w.lower != "any" for w in anything):
        return
    if anything:
        determiner = anything[0]
        if determiner.head is not noun:
            return
        yield change("without_with", replace(case, "with"), replace(determiner, "some"))
        return
    yield change("without_with", replace(case, "with"))


_EVENTS = _LISTS.set("events")


def _without_doing(sentence: Sentence, mark: Word) -> Change | None:
    """ "She left without paying." <-> "She left after paying."."""
    verb = mark.head
    if mark.lower not in ("without", "after") or verb.tag != "VBG" or verb.i <= mark.i:
        return None
    if verb.rel != "advcl" or mark.i == 0 or verb.lemma not in _EVENTS or mark.i + 1 != verb.i:
        return None
    head = verb.head
    if head.pos != "VERB" or head.i > mark.i or head.lemma in ("die", "be", "live", "go", "do"):
        return None
    before = sentence.words[mark.i - 1].lower
    if before in ("not", "even", "only", "shortly", "soon", "immediately", ",", "or", "and", "days", "hours"):
        return None
    if before in ("weeks", "months", "years", "minutes", "long", "just", "right") or head.child("neg"):
        return None
    if any(w.lower in ("not", "n't", "never", "cannot") for w in head.children) or verb.all("conj"):
        return None
    if mark.lower == "without":
        polar = [w for w in sentence.subtree(verb) if w.lower in _POLAR]
        if any(w.lower != "any" or w.rel != "det" for w in polar):
            return None
        return change("without_with", replace(mark, "after"), *(replace(w, "some") for w in polar))
    return change("without_with", replace(mark, "without"))


# --- both ... and, neither ... nor --------------------------------------------------------------------
_NEGATIVE = word_set("not n't no never without only nothing nobody none hardly few")
_CONJUNCTIONS = {"both": "and", "either": "or", "neither": "nor"}
_TURNED = {"both": ("neither",), "either": ("neither",), "neither": ("both", "either")}


@rule(
    "negation.neither_nor",
    NEAR_MISS,
    "Both the buyer and the seller signed. <-> Neither the buyer nor the seller signed.",
    triggers=("both", "either", "neither"),
    when=is_statement,
)
def neither_nor(sentence: Sentence, rng: random.Random) -> Iterator[Change]:
    """ "Both the bank and the firm paid." <-> "Neither the bank nor the firm paid."."""
    for word in sentence.words:
        if word.lower not in _CONJUNCTIONS or not word.head:
            continue
        if any(w.lower in _POLAR - {"nor"} for w in sentence.words[word.i + 1 :]):
            continue
        if word.rel == "det" or word.dep == "det:predet":
            made = _determiner(sentence, word)
        else:
            made = _pair(sentence, word, rng.choice(_TURNED[word.lower]))
        if made is not None:
            yield made


def _pair(sentence: Sentence, first: Word, new: str) -> Change | None:
    head = first.head
    joined = head.all("conj")
    link = joined[0].child("cc") if len(joined) == 1 else NOTHING
    if not link or link.lower != _CONJUNCTIONS[first.lower] or first.i > head.i or first.i > link.i:
        return None
    if any(w.lower in ("both", "either", "neither", "nor") for w in sentence.words if w not in (first, link)):
        return None
    if not head.head and head.pos not in ("VERB", "AUX") and joined[0].pos == "VERB":
        return _misread(sentence, first, link, joined[0], new)
    governor = head.head if head.pos not in ("VERB", "AUX") else head
    if head.rel not in ("nsubj", "obj", "obl", "root", "conj", "advcl", "ccomp") or joined[0].tag == "CD":
        return None
    clause = next((c for c in sentence.clauses if c.predicate is governor), None)
    if clause is None or not clause.finite or not clause.subject:
        return None
    if head is clause.predicate and clause.subject.i > first.i:
        return None
    if any(w.lower in _NEGATIVE for w in sentence.words):
        return None
    repairs = []
    if head.rel == "nsubj":
        plural = True if new == "both" else is_plural(joined[0])
        form = agreeing(clause.finite, plural) if plural is not None else None
        if form is None or clause.finite.i < head.i:
            return None
        if form != clause.finite.text:
            repairs.append(replace(clause.finite, form))
    return change("neither_nor", replace(first, new), replace(link, _CONJUNCTIONS[new]), *repairs)


def _misread(sentence: Sentence, first: Word, link: Word, verb: Word, new: str) -> Change | None:
    """ "Both the bank and the firm paid", read as a noun and a clause that are coordinated."""
    clause = next((c for c in sentence.clauses if c.predicate is verb), None)
    if clause is None or not clause.subject or not clause.finite or first.i != 0:
        return None
    subject = clause.subject
    if (
        not link.i < subject.left <= subject.i < clause.finite.i
        or subject.left != link.i + 1
        or verb.all("conj")
    ):
        return None
    if negator_of(clause) or any(w.lower in _NEGATIVE for w in sentence.words):
        return None
    plural = True if new == "both" else is_plural(subject)
    form = agreeing(clause.finite, plural) if plural is not None else None
    if form is None:
        return None
    changed = [] if form == clause.finite.text else [replace(clause.finite, form)]
    return change("neither_nor", replace(first, new), replace(link, _CONJUNCTIONS[new]), *changed)


def _determiner(sentence: Sentence, word: Word) -> Change | None:
    """ "Neither party may assign" <-> "Either party may assign"; "Neither side won" -> "Both sides won"."""
    noun = word.head
    clause = next((c for c in sentence.clauses if c.subject is noun), None)
    if clause is None or not clause.finite or noun.tag != "NN" or word.i + 1 != noun.i or noun.children[1:]:
        return None
    if negator_of(clause) or word.lower == "both" or clause.finite.i < noun.i:
        return None
    if clause.finite.lower in _MODALS:
        new = "either" if word.lower == "neither" else "neither"
        return change("neither_nor", replace(word, new))
    form = agreeing(clause.finite, True)
    if word.lower != "neither" or form is None:
        return None
    changed = [] if form == clause.finite.text else [replace(clause.finite, form)]
    return change("neither_nor", replace(word, "both"), replace(noun, _plural(noun.text)), *changed)


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")
