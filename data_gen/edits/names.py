"""Which bare names a sentence mentions, and which two mentions may exchange: for entity/exchange.py."""

import re
from itertools import groupby

from ..english.classes import thing_class
from ..english.kinds import is_name, kind
from ..english.lexicon import (
    DEMONYMS,
    MONTHS,
    ORG_SUFFIXES,
    SYMMETRIC,
    SYMMETRIC_ADJECTIVES,
    TITLE_WORDS,
    WEEKDAYS,
)
from .phrases import bound_pronoun, is_part_of
from .prelude import FINITE_TAGS, Sentence, Span, Word, lowers, proper, word_lists

_LISTS = word_lists(__package__, "names")

AGENT_ROLES = frozenset(("core", "by", "against"))

_ALIKE = _LISTS.listing | set(SYMMETRIC_ADJECTIVES)
_GLUED = frozenset("-–&/+=()[]")
_CLEAN = re.compile(r"[^\W\d_][\w.'’-]+")
_LETTERS = re.compile(r"[A-Z]|[IVX]+")


def bare_names(sentence: Sentence) -> dict[str, list[Span]]:
    """Return the bare proper names of the sentence by kind; a name mentioned twice is left out."""
    words, named = sentence.words, proper(sentence)
    if len(named) < 2:
        return {}
    found: dict[str, list[Span]] = {}
    for _, run in groupby(enumerate(named), key=lambda item: item[1].i - item[0]):
        members = [word for _, word in run]
        start, end = members[0].i, members[-1].i + 1
        heads = [w for w in members if not w.head or not start <= w.head.i < end]
        if len(heads) != 1 or not _stands_bare(words, start, end, heads[0]):
            continue
        if kind(heads[0]) == "person":
            titles = [w.i for w in members[:-1] if w.lower in TITLE_WORDS]
            start = titles[-1] + 1 if titles else start
        parts = {w.lower for w in words[start:end]}
        parts = parts - ORG_SUFFIXES or parts
        if sum(w.lower in parts for w in named) == len(parts):
            found.setdefault(kind(heads[0]), []).append(Span(start, end, heads[0]))
    return found


def _stands_bare(words: list[Word], start: int, end: int, head: Word) -> bool:
    """Whether the name stands by itself: not part of a longer name, a date or an address."""
    lower = words[start].lower
    if lower in WEEKDAYS or lower in DEMONYMS or lower in MONTHS or head.rel in ("flat", "amod", "vocative"):
        return False
    if head.dep == "nmod:desc":
        return False
    governor = head.head
    if head.rel == "compound" and (
        governor.i != end
        or is_name(governor)
        or (not _takes_names(governor, head))
        or (end + 1 < len(words) and is_label(words[end + 1]))
    ):
        return False
    if end < len(words) and words[end].tag == "POS" and (head.dep != "nmod:poss" or is_name(governor)):
        return False
    for child in head.children:
        if start <= child.i < end or child.rel in ("case", "punct", "det") or child.dep == "nmod:desc":
            continue
        if child.rel in ("conj", "flat", "amod", "compound", "nummod") and child.i != start - 1:
            return False
        if child.dep in ("nmod", "nmod:unmarked", "acl") or (child.rel == "appos" and is_name(child)):
            return False
    before = words[start - 1].text if start else ""
    if (
        before[:1].isupper()
        and words[start - 1].tag in ("JJ", "NN")
        and words[start - 1].head in (head, governor)
    ):
        return False  # "Electronic Data Systems"
    joined = before.lower() in ("and", "of") and start > 1 and is_name(words[start - 2])
    if joined and words[end - 1].lower in ORG_SUFFIXES:
        return False  # "Securities and Exchange Commission"
    after = words[end].text if end < len(words) else ""
    if after == "," and end + 1 < len(words) and is_name(words[end + 1]) and kind(head) in ("place", "name"):
        return False  # "Jackson, Mississippi"
    if before == "," and start > 1 and is_name(words[start - 2]) and head.rel not in ("conj", "nsubj"):
        return False
    if start > 1 and words[start - 1].tag == "POS" and is_name(words[start - 2]) and kind(head) != "person":
        return False  # "Lowe's Motor Speedway"
    if start and (words[start - 1].tag == "PRP$" or before[:1].isdigit()):
        return False  # "his Fifth Amendment right", "6.1 Licensee"
    if before.lower() in ("'s", "’s") and words[start - 2].lower in ("let", "mcdonald", "levi"):
        return False  # "Let's Encrypt"
    if before in _GLUED or after in _GLUED or after == ":" or after[:1].isdigit() or after[:1].isupper():
        return False  # glosses in brackets, "IL-1 beta", "architect David" of "David Childs"
    if start == 0 and lower.endswith("ly") and end == 1:
        return False  # "Interestingly", read as a name
    if end == len(words) and words[-1].text.endswith("."):
        return False  # the full stop is the sentence's
    return all(_CLEAN.fullmatch(w.text) for w in words[start:end])


def is_label(word: Word) -> bool:
    """Whether a word behind a term tells which one of its kind is meant: "Holt disease 11", "the Lyon office
    B"; such a term is one name.
    """
    numbered = any(char.isdigit() for char in word.text) or word.tag == "CD"
    is_letter = bool(_LETTERS.fullmatch(word.text)) and word.tag != "PRP"
    return numbered or word.lower in _LISTS.labels or is_letter


def _takes_names(noun: Word, name: Word) -> bool:
    """Whether a noun after a name is one that takes names: "the Lyon office", not "Normal growth"."""
    if noun.pos != "NOUN" or (name.i == 0 and not name.text.isupper()):
        return False
    return kind(noun) in ("person_noun", "organisation_noun") or thing_class(noun) is not None


def exchangeable(sentence: Sentence, a: Span, b: Span) -> bool:
    """Whether two mentions of names may change places and so the meaning."""
    words = sentence.words
    if a.start > b.start:
        a, b = b, a
    if a.head.quote != b.head.quote and any(_in_title(words, span.head) for span in (a, b)):
        return False
    between = words[a.end : b.start]
    if all(w.lower in _LISTS.listed or is_name(w) or any(c.isdigit() for c in w.text) for w in between):
        return False  # members of one list
    if "person" not in (kind(a.head), kind(b.head)) and _listed(a.head) != _listed(b.head):
        return False  # a member of a list with a name outside
    if a.head.head is b.head or b.head.head is a.head or _conjoined(a.head, b.head):
        return False
    if a.head.rel == "conj" and b.head.rel == "conj" and a.head.head is b.head.head:
        return False
    if _ALIKE & lowers(sentence) or _is_symmetric(a.head, b.head) or is_part_of(a.head, b.head):
        return False
    roles = {role(a.head), role(b.head)}
    if any(w.rel == "nmod" and w.head and is_name(w.head) for w in (a.head, b.head)) or "with" in roles:
        return False  # "House of Representatives"
    if "compound" in roles and (len(roles) > 1 or _LISTS.abbreviations & {a.head.lower, b.head.lower}):
        return False
    kinds = {kind(a.head), kind(b.head)}
    if kinds & {"name", "code"} and _labelled(words, a) != _labelled(words, b):
        return False  # "the drama Voss" and "Tarn"
    if "name" in kinds and len(roles) > 1 and not roles <= AGENT_ROLES:
        return False
    if len(kinds) > 1 and (len(roles) > 1 or _described(words, a) or _described(words, b)):
        return False
    if kinds == {"place", "name"} and roles != {"in"}:
        return False
    plural = [w.tag in ("NNPS", "NNS") for w in (a.head, b.head)]
    determined = [bool(w.child("det")) for w in (a.head, b.head)]
    return plural[0] == plural[1] and determined[0] == determined[1] and not bound_pronoun(sentence, a, b)


def role(head: Word) -> str:
    """Return the slot of a name: "core" argument or possessor, else its preposition or relation."""
    if head.dep in ("nsubj", "nsubj:pass", "obj", "iobj", "obl:agent", "nmod:poss"):
        return "core"
    case = head.child("case")
    if not case:
        return head.dep
    return "in" if case.lower in ("in", "at", "near", "from") else case.lower


def _is_symmetric(a: Word, b: Word) -> bool:
    """Whether a word above both says the same of the two: "met", "a friend of", "is called"."""
    governors = [w.head for w in (a, b)]
    for governor in governors:
        if governor.lemma in _LISTS.symmetric_nouns or governor.lemma in _LISTS.calling:
            return True
    same = governors[0] is governors[1] and bool(governors[0])
    return same and governors[0].lemma in SYMMETRIC


def _conjoined(a: Word, b: Word) -> bool:
    """Whether they modify two members of one list ("the Lyon office and the Turin office")."""
    if a.dep != b.dep or a.dep not in ("compound", "nmod:poss") or not a.head or not b.head:
        return False
    return (b.head.rel == "conj" and b.head.head is a.head) or (
        a.head.rel == "conj" and a.head.head is b.head
    )


def _listed(head: Word) -> bool:
    return head.rel == "conj" or bool(head.child("conj"))


def _in_title(words: list[Word], head: Word) -> bool:
    """Whether the word stands in a quotation without a finite verb, such as the title of a book."""
    return head.quote > 0 and not any(w.quote == head.quote and w.tag in FINITE_TAGS for w in words)


def _labelled(words: list[Word], span: Span) -> bool:
    """Whether a common noun right before the name says what it is ("the kinase X")."""
    if not span.start:
        return False
    before = words[span.start - 1]
    attached = before.head is span.head or span.head.head is before
    return attached and before.tag == "NN" and before.text.islower()


def _described(words: list[Word], span: Span) -> bool:
    """Whether a title, apposition or adjective says what the name is."""
    head = span.head
    if head.rel == "appos" or any(
        c.dep in ("nmod:desc", "appos", "compound", "amod", "acl:relcl") for c in head.children
    ):
        return True
    return span.start > 0 and words[span.start - 1].lower in TITLE_WORDS
