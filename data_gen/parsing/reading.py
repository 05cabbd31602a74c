"""From token rows of a parse to a `Sentence`: ClearNLP trees become UD ones, and an English parse's known
slips are put right.

The entry is `read`; the types stand in sentence.py.
"""

from functools import lru_cache
from typing import Any

from spacy.attrs import DEP, HEAD, IDX, LEMMA, LENGTH, MORPH, POS, TAG
from spacy.tokens import Doc
from spacy.vocab import Vocab

from ..english.lexicon import QUOTES
from ..english.repairs import (
    repair_double_object,
    repair_mark,
    repair_names,
    repair_noun_root,
    repair_order,
    repair_parties,
    repair_tags,
    repair_verbless,
)
from ..english.verb_forms import IRREGULAR_BASES, undoubled
from . import clearnlp
from .sentence import NOTHING, Sentence, Word, Words

_ATTRIBUTES = [IDX, LENGTH, TAG, POS, MORPH, LEMMA, DEP, HEAD]
_IDX, _LENGTH, _DEP, _HEAD = 0, 1, 6, 7  # their columns
_NEGATIVE = 1 << 63  # unsigned numbers from here on are negative offsets

Rows = list[list[int]]
"""Per token of a Doc the numbers that _ATTRIBUTES names."""


class Extras:
    """Attributes that generation hangs on a sentence, as spaCy's `doc._` does on a Doc."""

    slots: Any = None


class Parsed:
    """A sentence that was read from its place in a longer Doc; the rules take it for a single-sentence Doc.

    is_torn: the parser ended it, or the one before it, inside a line and without a stop.
    It has what they use: `text`, `_`, and read(). A Doc of its own would cost more than all of its rules.
    """

    __slots__ = ("_", "is_torn", "sentence", "text")

    def __init__(self, sentence: Sentence, is_torn: bool = False) -> None:
        self.sentence = sentence
        self.text = sentence.text
        self.is_torn = is_torn
        self._ = Extras()


def read(doc: Doc | Parsed) -> Sentence:
    """Return the view of a Doc; the last few are kept, so that every family reads the same one."""
    return doc.sentence if isinstance(doc, Parsed) else _read_doc(doc)


@lru_cache(maxsize=4)
def _read_doc(doc: Doc) -> Sentence:
    sentence = sentence_of(token_rows(doc), doc.text, doc.vocab)
    sentence.alone = True
    return sentence


def sentence_of(rows: Rows, text: str, vocab: Vocab) -> Sentence:
    """Read neighbouring tokens of a Doc, given as rows of token_rows, with the Doc's text."""
    lang = vocab.lang or "en"
    text, words = _words(rows, text, vocab)
    if lang == "en":
        repair_verbless(words)
        repair_noun_root(words)
        repair_parties(words)
        repair_order(words)
        repair_double_object(words)
        repair_mark(words)
        repair_tags(words)
        repair_names(words)
    for word in words:
        if not word.head:
            _measure(word)
    _number_quotes(words)
    return Sentence(text, words, lang)


def joined(rows: Rows, vocab: Vocab) -> Rows:
    """Return rows of several trees as those of one: the later roots hang on the first."""
    roots = [i for i, row in enumerate(rows) if row[_HEAD] == 0]
    found = [list(row) for row in rows]
    for i in roots[1:]:
        found[i][_HEAD] = 2 * _NEGATIVE + roots[0] - i
        found[i][_DEP] = vocab.strings.add("dep")
    return found


def token_rows(doc: Doc) -> Rows:
    """Return per token of a Doc what Sentence reads, as numbers: spaCy's hashes and offsets."""
    return doc.to_array(_ATTRIBUTES).tolist()


def _words(rows: Rows, text: str, vocab: Vocab) -> tuple[str, Words]:
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
            start, start + length, NOTHING, morph=strings[morph] if morph else "",
        ))  # fmt: skip
        if words[-1].tag in ("VBD", "VBN", "VBG"):
            irregular = words[-1].lemma == lower and words[-1].tag != "VBG" and lower in IRREGULAR_BASES
            # "lent" and "submitting" (for it "submitt"), which the lemmatizer does not know
            words[-1].lemma = IRREGULAR_BASES[lower] if irregular else undoubled(words[-1].lemma)
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
    return text[origin:end], Words(words)


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
        if word.text in QUOTES:
            direction = QUOTES[word.text]
            opening = direction == 1 or (direction == 0 and not inside)
            if opening:
                count += 1
            inside = opening
            word.quote = count
        else:
            word.quote = count if inside else 0
