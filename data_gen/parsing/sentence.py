"""One view of a parse for both label schemes: words, spans, clauses and their roles. Imports nothing.

The edit rules read `Sentence`s, never spaCy tokens: plain Python objects are much faster, and the
labels are always Universal Dependencies (UD). A parse with ClearNLP labels (spaCy's en_core_web_*) is
turned into a UD tree first (reading.py): prepositions become `case` of their noun, "be" becomes `cop` of
its complement, and so on.

Where there is no word (before the first, after the last, above the root, no such child) stands NOTHING, a
word without text, tag or relation: a rule asks `word.head.lemma == "be"` without asking first for a head.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from string import whitespace
from typing import Any, SupportsIndex, overload

NAME_TAGS = frozenset(("NNP", "NNPS"))
HYPHENS = ("-", "–", "/")
FINITE_TAGS = frozenset(("VBZ", "VBP", "VBD", "MD"))
NEGATIONS = frozenset(("not", "n't", "n’t", "nt"))  # "dont"
_NEGATORS = NEGATIONS | {"never"}
_CLOSING = "\"”'’»" + whitespace


@dataclass(slots=True, eq=False, repr=False)
class Word:
    """One token with its UD relation; `start` and `end` are character offsets into the sentence.

    `head` of the root is NOTHING.
    """

    i: int
    text: str
    lower: str
    lemma: str
    tag: str
    pos: str
    dep: str
    start: int
    end: int
    head: "Word"
    children: list["Word"] = field(default_factory=list)
    left: int = 0  # first and last token of the subtree, and how many there are
    right: int = 0
    size: int = 1
    quote: int = 0  # 0 outside quotation marks, else the number of the quotation
    rel: str = ""  # the relation without its subtype: "nsubj:pass" -> "nsubj"
    morph: str = ""  # the features as UD writes them: "Case=Nom|Number=Sing"

    def __repr__(self) -> str:
        return f"<{self.text} {self.i} {self.dep}>"

    def child(self, *rels: str) -> "Word":
        """Return the first child whose relation (with or without subtype) is one of `rels`, or NOTHING."""
        for word in self.children:
            if word.rel in rels or word.dep in rels:
                return word
        return NOTHING

    def has(self, rel: str, *words: str) -> bool:
        """Whether a child has the relation (with or without subtype) and, if given, one of the forms.

        words: forms in lower case, or lemmas.
        """
        for word in self.children:
            if rel in (word.rel, word.dep) and (not words or word.lower in words or word.lemma in words):
                return True
        return False

    def all(self, *rels: str) -> list["Word"]:
        """Return the children whose relation (with or without subtype) is one of `rels`."""
        return [word for word in self.children if word.rel in rels or word.dep in rels]

    def upwards(self) -> Iterator["Word"]:
        """Yield the word, its head, and so on to the root."""
        word = self
        while word:
            yield word
            word = word.head

    @property
    def is_negated(self) -> bool:
        """Whether "not", "n't" or "never" hangs on it."""
        return any(word.lower in _NEGATORS for word in self.children)


class _Nothing(Word):
    """The class of NOTHING. Of its own, so that asking whether a real word is there costs no call."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(-1, "", "", "", "", "", "", 0, 0, self, left=-1, right=-1, size=0)

    __bool__ = staticmethod(bool)  # False, at a third of what a function of Python costs

    def __reduce__(self) -> str:
        return "NOTHING"  # a copy is NOTHING itself


NOTHING: Word = _Nothing()
"""Where a word could stand and none does: false, with empty text, tags and relation, no children, itself as
head and the position -1. There is only this one: `word.head is other.head` holds of two roots."""


class Words(list[Word]):
    """The words of a sentence. Behind the last one stands an end mark: a rule may ask what follows a word."""

    @overload
    def __getitem__(self, index: SupportsIndex) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> list[Word]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Word | list[Word]:
        try:
            return _at(self, index)
        except IndexError:
            if isinstance(index, slice) or index.__index__() < 0:
                raise
        end = self[-1].end if self else 0
        return Word(len(self), "", "", "", "", "PUNCT", "punct", end, end, NOTHING, rel="punct")


_at = list.__getitem__  # what stands there, without the end mark's cost


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens start..end (end excluded) of a sentence, with the head word of the phrase."""

    start: int
    end: int
    head: Word

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share a token."""
        return self.start < other.end and other.start < self.end


@dataclass(slots=True, eq=False)
class Clause:
    """A predicate with its core arguments; `finite` carries tense and agreement. Each may be NOTHING."""

    predicate: Word
    subject: Word
    object: Word
    auxiliaries: list[Word]
    finite: Word
    negation: Word
    passive: bool
    shared_subject: bool  # the subject belongs to an earlier conjunct

    @property
    def is_root(self) -> bool:
        """Whether this is the main clause."""
        return not self.predicate.head

    @property
    def is_told(self) -> bool:
        """Whether it has a subject of its own before its finite verb."""
        return (
            bool(self.subject and self.finite) and not self.shared_subject and self.subject.i < self.finite.i
        )


class Sentence:
    """The words, spans and clauses of one sentence; reading.py makes it."""

    def __init__(self, text: str, words: Words, lang: str) -> None:
        self.text = text
        self.words = words
        self.lang = lang
        self.first = next((word.i for word in words if word.text[:1].isalnum()), 0)
        roots = [word for word in words if not word.head]
        self.root = roots[0] if len(roots) == 1 else NOTHING
        self.slots: Any = None  # the values of its places in the corpus (edits/corpus_slots.py)
        self.alone = False  # whether it is all that its record says: a query, say, and no line of a document

    @cached_property
    def is_question(self) -> bool:
        """Whether the sentence ends in a question mark, be it inside a quotation."""
        return self.text.rstrip(_CLOSING).endswith("?")

    def before(self, word: Word, distance: int = 1) -> Word:
        """Return the word so far before a word, or NOTHING."""
        i = word.i - distance
        return _at(self.words, i) if i >= 0 else NOTHING

    def after(self, word: Word, distance: int = 1) -> Word:
        """Return the word so far after a word, or NOTHING."""
        i = word.i + distance
        return _at(self.words, i) if word and i < len(self.words) else NOTHING

    @cached_property
    def clauses(self) -> list[Clause]:
        """Every clause with a verbal or copular predicate, in text order."""
        return [clause for word in self.words if (clause := _clause(word)) is not None]

    @cached_property
    def _by_predicate(self) -> dict[int, Clause]:
        return {clause.predicate.i: clause for clause in self.clauses}

    def clause(self, predicate: Word) -> Clause | None:
        """Return the clause of a predicate, None of a word that is none."""
        return self._by_predicate.get(predicate.i)

    def subtree(self, word: Word) -> Iterator[Word]:
        """Yield the word and everything below it."""
        below = [word]
        while below:
            yield (current := below.pop())
            below += current.children[::-1]

    def phrase(self, head: Word, adposition: bool = False) -> Span | None:
        """Return the phrase of a noun or clause without outer punctuation, or None if it is broken.

        Leading adpositions, conjunctions and markers are left out unless `adposition`.
        A phrase that is not contiguous gives None.
        """
        inner = [head]
        for child in head.children:
            if child.rel in ("punct", "cc") and (child.i < head.i or child.right == head.right):
                continue
            if not adposition and child.rel in ("case", "mark") and child.i < head.i:
                continue
            inner.append(child)
        if not adposition:
            edge = max((c.right for c in head.all("case", "mark", "cc") if c.i < head.i), default=-1)
            inner = [w for w in inner if w is head or w.right > edge]
        start = min(w.left if w is not head else w.i for w in inner)
        end = max(w.right if w is not head else w.i for w in inner) + 1
        while (
            end - 1 > head.i and self.words[end - 1].rel == "punct" and self.words[end - 1].text in ",;:--–—"
        ):
            end -= 1
        if any(not _below(self.words[i], head) for i in range(start, end)):
            return None
        if self._splits_word(start) or self._splits_word(end):
            return None
        return Span(start, end, head)

    def _splits_word(self, i: int) -> bool:
        """Whether a name or a hyphenated word goes on across the border before token i: likely a parse
        error.
        """
        if not 0 < i < len(self.words):
            return False
        before, after = self.words[i - 1], self.words[i]
        if before.tag in NAME_TAGS and after.tag in NAME_TAGS:
            return True
        return before.end == after.start and (before.text in HYPHENS or after.text in HYPHENS)

    def slice(self, start: int, end: int) -> str:
        """Return the text of tokens start..end (end excluded) as it stands."""
        return self.text[self.words[start].start : self.words[end - 1].end]

    def chars(self, span: Span) -> tuple[int, int]:
        """Return the character offsets of a span."""
        return self.words[span.start].start, self.words[span.end - 1].end

    def one_quote(self, start: int, end: int) -> bool:
        """Whether tokens start..end lie wholly inside or wholly outside one quotation."""
        return len({word.quote for word in self.words[start:end]}) == 1


def _below(word: Word, head: Word) -> bool:
    current = word
    while current:
        if current is head:
            return True
        current = current.head
    return False


def _clause(word: Word) -> Clause | None:
    copula = word.child("cop")
    if word.pos not in ("VERB", "AUX") and not copula and not word.child("aux"):
        return None
    if word.rel in ("aux", "cop", "amod", "compound", "case", "mark", "fixed", "det", "punct", "flat"):
        return None
    subject = word.child("nsubj", "csubj", "expl")
    expletive = word.child("expl")
    if expletive.lower == "there":
        subject = expletive
    auxiliaries = sorted((c for c in word.children if c.rel in ("aux", "cop")), key=lambda c: c.i)
    shared = False
    passive = bool(word.child("aux:pass"))
    if word.rel == "conj" and not subject:
        head = word.head
        while head.rel == "conj" and not head.child("nsubj", "csubj", "expl"):
            head = head.head
        subject = head.child("nsubj", "csubj", "expl")
        shared = bool(subject)
    finite = NOTHING
    if auxiliaries:
        finite = auxiliaries[0] if auxiliaries[0].tag in FINITE_TAGS else NOTHING
    elif word.tag in FINITE_TAGS:
        finite = word
    negation = next((c for c in word.children if c.rel == "advmod" and c.lower in NEGATIONS), NOTHING)
    return Clause(word, subject, word.child("obj"), auxiliaries, finite, negation, passive, shared)
