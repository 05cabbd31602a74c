"""Both ... and, either ... or, neither ... nor (near-misses): "Neither the buyer nor the seller signed".

Part of the family negation.
"""

import random
from collections.abc import Iterator

from ...english.agreement import agreeing, is_plural
from ...english.lexicon import word_set
from ...english.nouns import plural
from ...parsing.sentence import NOTHING, Sentence, Word
from ..edit import Change, change, replace
from ..index import is_statement
from ..rule import NEAR_MISS, rule
from .removal import negator_of
from .without import POLAR

_MODALS = word_set("will can may must should shall could would might")
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
        if any(w.lower in POLAR - {"nor"} for w in sentence.words[word.i + 1 :]):
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
    clause = sentence.clause(governor)
    if clause is None or not clause.finite or not clause.subject:
        return None
    if head is clause.predicate and clause.subject.i > first.i:
        return None
    if any(w.lower in _NEGATIVE for w in sentence.words):
        return None
    repairs = []
    if head.rel == "nsubj":
        many = True if new == "both" else is_plural(joined[0])
        form = agreeing(clause.finite, many) if many is not None else None
        if form is None or clause.finite.i < head.i:
            return None
        if form != clause.finite.text:
            repairs.append(replace(clause.finite, form))
    return change("neither_nor", replace(first, new), replace(link, _CONJUNCTIONS[new]), *repairs)


def _misread(sentence: Sentence, first: Word, link: Word, verb: Word, new: str) -> Change | None:
    """ "Both the bank and the firm paid", read as a noun and a clause that are coordinated."""
    clause = sentence.clause(verb)
    if clause is None or not clause.subject or not clause.finite or first.i != 0:
        return None
    subject = clause.subject
    if not link.i < subject.left <= subject.i < clause.finite.i or subject.left != link.i + 1:
        return None
    if verb.all("conj"):
        return None
    if negator_of(clause) or any(w.lower in _NEGATIVE for w in sentence.words):
        return None
    many = True if new == "both" else is_plural(subject)
    form = agreeing(clause.finite, many) if many is not None else None
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
    return change("neither_nor", replace(word, "both"), replace(noun, plural(noun.text)), *changed)
