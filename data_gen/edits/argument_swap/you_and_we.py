"""You and we change places (near-misses): "We may share your data." -> "You may share our data.".

A text of rules has two parties, those who wrote it and those who read it; every mention of the one becomes
the other, as with the parties of a contract (parties.py), so that only who owes or does what changes.
"""

from collections.abc import Iterator

from ...english.word_lists import word_lists
from ...parsing.sentence import Sentence, Word
from ..edit import Change, change, replace
from ..index import lowers, pronouns
from ..rule import NEAR_MISS, rule
from .fillers import is_dealing, may_exchange

_LISTS = word_lists(__package__, "you_and_we")

_WE = frozenset(("we", "us", "our", "ours"))
_YOU = frozenset(("you", "your", "yours"))
_FORMS = {"we": "you", "us": "you", "our": "your", "ours": "yours", "your": "our", "yours": "ours"}
_ACTS = _LISTS.set("acts")
_SAID = _LISTS.set("said")
_WHEN = frozenset(("after", "before", "when", "until", "once", "unless", "if"))
MAX_MENTIONS = 6  # of both


@rule(
    "argument_swap.you_and_we",
    NEAR_MISS,
    "We may share your data. -> You may share our data.",
    triggers=_WE,
    when=may_exchange,
)
def persons(sentence: Sentence) -> Iterator[Change]:
    """ "If you cancel, we refund your deposit." -> "If we cancel, you refund our deposit."."""
    mentions = pronouns(sentence)
    if _YOU.isdisjoint(lowers(sentence)) or len(mentions) > MAX_MENTIONS or sentence.is_question:
        return
    if not all(_is_mention(sentence, word) for word in mentions) or not _is_dealt(sentence):
        return
    yield change("you_and_we", *(replace(word, _other(sentence, word)) for word in mentions))


@rule("argument_swap.you_and_we", triggers=_WE, when=may_exchange)
def persons_of_a_clause(sentence: Sentence) -> Iterator[Change]:
    """ "We refund the fee after you send us the form." -> "... after we send you the form."."""
    for clause in sentence.clauses:
        verb, subject, mark = clause.predicate, clause.subject, clause.predicate.child("mark", "advmod")
        if verb.rel != "advcl" or mark.lower not in _WHEN or not is_dealing(verb) or not clause.finite:
            continue
        below = {w.i for c in verb.all("advcl") for w in sentence.subtree(c)}
        inside = [w for w in sentence.subtree(verb) if w.lower in _WE | _YOU and w.i not in below]
        others = [c for c in verb.all("obj", "iobj", "obl") if c.lower in ("us", "you")]
        if len(inside) != 2 or len(others) != 1 or subject.lower not in ("we", "you"):
            continue
        if (subject.lower == "we") != (others[0].lower == "you") or clause.finite.tag == "MD":
            continue
        new = ("you", "us") if subject.lower == "we" else ("we", "you")
        yield change("you_and_we", replace(subject, new[0]), replace(others[0], new[1]))


def _is_mention(sentence: Sentence, word: Word) -> bool:
    """Whether a pronoun is one of the two, and written as such, or can be neither."""
    if word.lower in ("it", "its"):
        return True
    plain = word.text.islower() or word.i == sentence.first
    if sentence.after(word).lower == "as":
        return False  # "we as humans"
    return word.lower in _WE | _YOU and plain and sentence.before(word).lower not in ("let", "thank")


def _is_dealt(sentence: Sentence) -> bool:
    """Whether one of the two does something to the other or to what is the other's, and neither thinks,
    wishes or is told to do something.
    """
    root = sentence.root
    if (root.pos == "VERB" and not root.child("nsubj", "csubj", "expl")) or any(
        _is_told(sentence, word) for word in sentence.words
    ):
        return False
    found = False
    for clause in sentence.clauses:
        subject, verb = clause.subject, clause.predicate
        if subject.lower not in ("you", "we"):
            continue
        if verb.lemma in _SAID or verb.pos != "VERB" or any(c.lemma in _SAID for c in verb.all("xcomp")):
            return False
        others = _YOU if subject.lower == "we" else _WE
        inside = sentence.words[verb.left : verb.right + 1]
        acts = verb.lemma in _ACTS or is_dealing(verb)
        found |= acts and any(word.lower in others for word in inside)
    return found


def _is_told(sentence: Sentence, word: Word) -> bool:
    """Whether a word begins what the reader is told to do: "please", "don't be shy"."""
    forbids = word.lower == "do" and sentence.after(word).lower in ("n't", "not")
    return word.lower == "please" or (forbids and not word.head.child("nsubj"))


def _other(sentence: Sentence, word: Word) -> str:
    if word.lower != "you":
        return _FORMS.get(word.lower, word.lower)
    return "we" if any(clause.subject is word and clause.finite for clause in sentence.clauses) else "us"
