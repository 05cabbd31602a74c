"""One view of a parse for both label schemes: words, spans, clauses and their roles.

The edit rules read `Sentence`s, never spaCy tokens: plain Python objects are much faster, and the
labels are always Universal Dependencies (UD). A parse with ClearNLP labels (spaCy's en_core_web_*) is
turned into a UD tree first: prepositions become `case` of their noun, "be" becomes `cop` of its
complement, and so on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from spacy.attrs import DEP, HEAD, IDX, LEMMA, LENGTH, MORPH, POS, TAG
from spacy.tokens import Doc
from spacy.vocab import Vocab

from . import clearnlp
from .inflect import IRREGULAR_BASES, IRREGULAR_PASTS, base_form
from .lexicon import DEMONYMS, FUNCTION_WORDS
from .party_repair import repair_parties
from .verb_repair import repair_double_object, repair_order

FINITE_TAGS = frozenset(("VBZ", "VBP", "VBD", "MD"))
NAME_TAGS = frozenset(("NNP", "NNPS"))
HYPHENS = ("-", "–", "/")
NEGATIONS = frozenset(("not", "n't", "n’t"))
_ATTRIBUTES = [IDX, LENGTH, TAG, POS, MORPH, LEMMA, DEP, HEAD]
_IDX, _LENGTH = 0, 1  # their columns
_NEGATIVE = 1 << 63  # unsigned numbers from here on are negative offsets
_QUOTES = {'"': 0, "``": 1, "''": -1, "“": 1, "”": -1, "«": 1, "»": -1}

Rows = list[list[int]]
"""Per token of a Doc the numbers that _ATTRIBUTES names."""


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
    """The words, spans and clauses of one sentence: a whole Doc, or its tokens start..end (end excluded)."""

    def __init__(self, doc: Doc, start: int = 0, end: int | None = None) -> None:
        rows = token_rows(doc)
        self._read(rows[start:end], doc.text, doc.vocab)

    @classmethod
    def from_rows(cls, rows: Rows, text: str, vocab: Vocab) -> "Sentence":
        """Read neighbouring tokens of a Doc, given as rows of token_rows, with the Doc's text."""
        sentence = cls.__new__(cls)
        sentence._read(rows, text, vocab)
        return sentence

    def _read(self, rows: Rows, text: str, vocab: Vocab) -> None:
        self.lang: str = vocab.lang or "en"
        self.text, self.words = _words(rows, text, vocab)
        self.first = next((word.i for word in self.words if word.text[:1].isalnum()), 0)
        is_english = self.lang == "en"
        if is_english:
            _repair_verbless(self.words)
            repair_parties(self.words)
            repair_order(self.words)
            repair_double_object(self.words)
        roots = [word for word in self.words if word.head is None]
        self.root = roots[0] if len(roots) == 1 else None
        if is_english:
            _repair_tags(self.words)
            _repair_names(self.words)
        for root in roots:
            _measure(root)
        _number_quotes(self.words)
        self._clauses: list[Clause] | None = None

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


class Extras:
    """Attributes that generation hangs on a sentence, as spaCy's `doc._` does on a Doc."""

    slots: Any = None


class Parsed:
    """A sentence that was read from its place in a longer Doc; the rules take it for a single-sentence Doc.

    It has what they use: `text`, `_`, and read(). A Doc of its own would cost more than all of its rules.
    """

    __slots__ = ("_", "sentence", "text")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self._ = Extras()


def read(doc: Doc | Parsed) -> Sentence:
    """Return the view of a Doc; the last few are kept, so that every family reads the same one."""
    return doc.sentence if isinstance(doc, Parsed) else _read_doc(doc)


@lru_cache(maxsize=4)
def _read_doc(doc: Doc) -> Sentence:
    return Sentence(doc)


def token_rows(doc: Doc) -> Rows:
    """Return per token of a Doc what Sentence reads, as numbers: spaCy's hashes and offsets."""
    return doc.to_array(_ATTRIBUTES).tolist()


def _below(word: Word, head: Word) -> bool:
    current: Word | None = word
    while current is not None:
        if current is head:
            return True
        current = current.head
    return False


def _words(rows: Rows, text: str, vocab: Vocab) -> tuple[str, list[Word]]:
    """Return the sentence's text and words, with offsets into that text and the tree of the parse."""
    strings = vocab.strings
    origin, count = rows[0][_IDX], len(rows)
    words, heads, labels = [], [], []
    for i, (idx, length, tag, pos, morph, lemma, dep, head) in enumerate(rows):
        form = text[idx : idx + length]
        lower = form.lower()
        if "’" in lower:
            lower = lower.replace("’", "'")
        start = idx - origin
        label = strings[dep].lower()
        words.append(Word(
            i, form, lower, strings[lemma].lower() or form.lower(), strings[tag], strings[pos], label,
            start, start + length, morph=strings[morph] if morph else "",
        ))  # fmt: skip
        if lower in IRREGULAR_BASES and words[-1].tag in ("VBD", "VBN") and words[-1].lemma == lower:
            words[-1].lemma = IRREGULAR_BASES[lower]  # "lent", which the lemmatizer does not know
        above = i + (head if head < _NEGATIVE else head - 2 * _NEGATIVE)
        heads.append(above if 0 <= above < count else i)  # it may hang on a space that was cut off
        labels.append(label)
    if not clearnlp.LABELS.isdisjoint(labels):
        clearnlp.to_universal(words, heads, labels)
    for i, (word, above, label) in enumerate(zip(words, heads, labels, strict=True)):
        word.dep = label
        word.rel = label.partition(":")[0] if ":" in label else label
        if above != i:
            word.head = words[above]
            words[above].children.append(word)
    end = rows[-1][_IDX] + rows[-1][_LENGTH]
    return text[origin:end], words


def _repair_names(words: list[Word]) -> None:
    """Tag a capitalised word inside the sentence as a name where the tagger read a common noun."""
    for before, word in pairwise(words):
        if (
            word.tag not in ("NN", "JJ")
            or not word.text[:1].isupper()
            or before.text in _QUOTES
            or before.text in (".", ":")
        ):
            continue
        if before.i == 0 and not before.text[:1].isalnum():
            continue
        if word.lower not in DEMONYMS and word.lower not in FUNCTION_WORDS and word.text[1:].isalpha():
            word.tag, word.pos = "NNP", "PROPN"


def _repair_tags(words: list[Word]) -> None:
    """Give a predicate with a subject but no auxiliary its finite tag where the tagger read another form."""
    for word in words:
        if word.tag not in ("VBN", "NN", "NNS", "VB") or word.rel not in (
            "root",
            "ccomp",
            "advcl",
            "acl",
            "conj",
            "parataxis",
        ):
            continue
        if not any(c.rel == "nsubj" and c.i < word.i for c in word.children):
            continue
        if any(c.rel in ("aux", "cop", "det", "case") or c.tag == "TO" for c in word.children):
            continue
        if word.tag in ("VBN", "NN", "VB") and word.lower.endswith("ed") | (word.lower in IRREGULAR_PASTS):
            if base_form(word.text, "VBD", word.lemma) is not None:
                word.tag, word.pos = "VBD", "VERB"
        elif (
            word.tag == "NNS"
            and word.child("obj", "obl", "ccomp")
            and base_form(word.text, "VBZ", word.lemma)
        ):
            word.tag, word.pos = "VBZ", "VERB"


def _repair_verbless(words: list[Word]) -> None:
    """Re-read "The dog bit the man." where the parser took the verb for a noun.

    Only a whole sentence of determined noun phrases without any verb, with one word between the first two
    that can be a past tense or, after a singular noun, a present: two bare noun phrases in a row are no
    sentence. Phrases after a preposition become obliques.
    """
    if any(w.pos in ("VERB", "AUX") or w.tag in FINITE_TAGS for w in words):
        return
    end = len(words) - (words[-1].text == ".")
    first = next((i for i in range(3, end - 1) if words[i].tag in _DETERMINERS), 0)
    if not first or not _is_phrase(words, 0, first - 1) or not (form := _finite_form(words, first - 1)):
        return
    verb = words[first - 1]
    phrases = [(0, first - 1, "nsubj")]
    start, relation = first, "obj"
    for i in [*range(first, end), end]:
        if i == end or words[i].tag == "IN":
            phrases.append((start, i, relation))
            start, relation = i + 1, "obl"
    if not all(_is_phrase(words, left, right) for left, right, _ in phrases):
        return
    for word in words:
        word.head, word.dep, word.children = verb, "punct", []
    verb.head, verb.dep, verb.pos = None, "root", "VERB"
    verb.tag, verb.lemma = form
    for left, right, relation in phrases:
        noun = words[right - 1]
        noun.dep, noun.pos = relation, "NOUN"
        for word in words[left : right - 1]:
            word.head = noun
            word.dep = {"JJ": "amod", "NN": "compound", "PRP$": "nmod:poss"}.get(word.tag, "det")
        if relation == "obl":
            words[left - 1].head, words[left - 1].dep = noun, "case"
    for word in words:
        word.rel = word.dep.partition(":")[0]
        if word.head is not None:
            word.head.children.append(word)


_DETERMINERS = ("DT", "PRP$")


def _is_phrase(words: list[Word], start: int, end: int) -> bool:
    """Whether tokens start..end are a determiner, adjectives or nouns, and a common noun."""
    if end - start < 2 or words[start].tag not in _DETERMINERS or words[end - 1].tag not in ("NN", "NNS"):
        return False
    return all(word.tag in ("JJ", "NN") for word in words[start + 1 : end - 1])


def _finite_form(words: list[Word], i: int) -> tuple[str, str] | None:
    """Return tag and base of the finite verb that token i can be, or None."""
    word = words[i]
    if word.lower in IRREGULAR_PASTS or word.lower.endswith("ed"):
        tag = "VBD"
    elif word.tag == "NNS" and words[i - 1].tag == "NN":
        tag = "VBZ"
    else:
        return None
    base = base_form(word.text, tag, word.lemma)
    return (tag, base) if base is not None else None


def _measure(word: Word) -> None:
    word.left = word.right = word.i
    word.size = 1
    for child in word.children:
        _measure(child)
        word.left = min(word.left, child.left)
        word.right = max(word.right, child.right)
        word.size += child.size


def _number_quotes(words: list[Word]) -> None:
    inside, count = False, 0
    for word in words:
        if word.text in _QUOTES:
            direction = _QUOTES[word.text]
            opening = direction == 1 or (direction == 0 and not inside)
            if opening:
                count += 1
            inside = opening
            word.quote = count
        else:
            word.quote = count if inside else 0


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
