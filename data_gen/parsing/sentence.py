"""One view of a parse for both label schemes: words, spans, clauses and their roles. Imports nothing.

The edit rules read `Sentence`s, never spaCy tokens: plain Python objects are much faster, and the
labels are always Universal Dependencies (UD). A parse with ClearNLP labels (spaCy's en_core_web_*) is
turned into a UD tree first (reading.py): prepositions become `case` of their noun, "be" becomes `cop` of
its complement, and so on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, SupportsIndex, overload

NAME_TAGS = frozenset(("NNP", "NNPS"))
HYPHENS = ("-", "–", "/")
FINITE_TAGS = frozenset(("VBZ", "VBP", "VBD", "MD"))
NEGATIONS = frozenset(("not", "n't", "n’t"))


@dataclass(slots=True, eq=False, repr=False)
class Word:
    """One token with its UD relation; `start` and `end` are character offsets into the sentence."""

    i: int
    text: str
    lower: str
    lemma: str
    tag: str
    pos: str
    dep: str
    start: int
    end: int
    head: "Word | None" = None
    children: list["Word"] = field(default_factory=list)
    left: int = 0  # first and last token of the subtree, and how many there are
    right: int = 0
    size: int = 1
    quote: int = 0  # 0 outside quotation marks, else the number of the quotation
    rel: str = ""  # the relation without its subtype: "nsubj:pass" -> "nsubj"
    morph: str = ""  # the features as UD writes them: "Case=Nom|Number=Sing"

    def __repr__(self) -> str:
        return f"<{self.text} {self.i} {self.dep}>"

    def child(self, *rels: str) -> "Word | None":
        """Return the first child whose relation (with or without subtype) is one of `rels`."""
        for word in self.children:
            if word.rel in rels or word.dep in rels:
                return word
        return None

    def all(self, *rels: str) -> list["Word"]:
        """Return the children whose relation (with or without subtype) is one of `rels`."""
        return [word for word in self.children if word.rel in rels or word.dep in rels]


class Words(list[Word]):
    """The words of a sentence. Behind the last one stands an end mark: a rule may ask what follows a word."""

    @overload
    def __getitem__(self, index: SupportsIndex) -> Word: ...
    @overload
    def __getitem__(self, index: slice) -> list[Word]: ...
    def __getitem__(self, index: SupportsIndex | slice) -> Word | list[Word]:
        if isinstance(index, int) and index >= len(self):
            end = self[-1].end
            return Word(len(self), "", "", "", "", "PUNCT", "punct", end, end, rel="punct")
        return super().__getitem__(index)


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
    """A predicate with its core arguments; `finite` carries tense and agreement (None: not finite)."""

    predicate: Word
    subject: Word | None
    object: Word | None
    auxiliaries: list[Word]
    finite: Word | None
    negation: Word | None
    passive: bool
    shared_subject: bool  # the subject belongs to an earlier conjunct

    @property
    def is_root(self) -> bool:
        """Whether this is the main clause."""
        return self.predicate.head is None


class Sentence:
    """The words, spans and clauses of one sentence; reading.py makes it."""

    def __init__(self, text: str, words: Words, lang: str) -> None:
        self.text = text
        self.words = words
        self.lang = lang
        self.first = next((word.i for word in words if word.text[:1].isalnum()), 0)
        roots = [word for word in words if word.head is None]
        self.root = roots[0] if len(roots) == 1 else None
        self.slots: Any = None  # the values of its places in the corpus (substitution/corpus_slots.py)
        self._clauses: list[Clause] | None = None

    @cached_property
    def is_question(self) -> bool:
        """Whether the sentence ends in a question mark, be it inside a quotation."""
        return self.text.rstrip('"” ').endswith("?")

    @property
    def clauses(self) -> list[Clause]:
        """Every clause with a verbal or copular predicate, in text order."""
        if self._clauses is None:
            self._clauses = [clause for word in self.words if (clause := _clause(word)) is not None]
        return self._clauses

    def subtree(self, word: Word) -> Iterator[Word]:
        """Yield the word and everything below it."""
        yield word
        for child in word.children:
            yield from self.subtree(child)

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
    current: Word | None = word
    while current is not None:
        if current is head:
            return True
        current = current.head
    return False


def _clause(word: Word) -> Clause | None:
    copula = word.child("cop")
    if word.pos not in ("VERB", "AUX") and copula is None and word.child("aux") is None:
        return None
    if word.rel in ("aux", "cop", "amod", "compound", "case", "mark", "fixed", "det", "punct", "flat"):
        return None
    subject = word.child("nsubj", "csubj", "expl")
    expletive = word.child("expl")
    if expletive is not None and expletive.lower == "there":
        subject = expletive
    auxiliaries = sorted((c for c in word.children if c.rel in ("aux", "cop")), key=lambda c: c.i)
    shared = False
    passive = word.child("aux:pass") is not None
    if word.rel == "conj" and subject is None:
        head = word.head
        while head is not None and head.rel == "conj" and head.child("nsubj", "csubj", "expl") is None:
            head = head.head
        if head is not None:
            subject = head.child("nsubj", "csubj", "expl")
            shared = subject is not None
    finite: Word | None = None
    if auxiliaries:
        finite = auxiliaries[0] if auxiliaries[0].tag in FINITE_TAGS else None
    elif word.tag in FINITE_TAGS:
        finite = word
    negation = next((c for c in word.children if c.rel == "advmod" and c.lower in NEGATIONS), None)
    return Clause(word, subject, word.child("obj"), auxiliaries, finite, negation, passive, shared)
