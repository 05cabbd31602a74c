"""From records to source sentences: cleaned, parsed, filtered, each wording once.

The step between the corpus and the rules. A text without a paraphrase is cut into sentences, each of which is
a source; a text with a paraphrase is one source as a whole, even where it has several sentences.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc

from .config import GenerateConfig
from .corpus import Record
from .hashing import stable_hash, text_key
from .parse import sentences
from .survey import Survey

MAX_SEEN = 4_000_000  # texts remembered for finding duplicates; later ones are kept even if seen before
MAX_PARAGRAPH = 20_000  # characters parsed in one go: the parser's memory grows with the text
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u2028\u2029\ufeff\s]+")
_LETTER_SHARE = 0.6  # of the characters that are no space, in prose


@dataclass(frozen=True)
class Passage:
    """A text with its sentences: (offset of the sentence in the text, the sentence)."""

    text: str
    sentences: tuple[tuple[int, Doc], ...]


@dataclass(frozen=True)
class Source:
    """A source sentence (or short passage), to be edited.

    paraphrase: another wording of it. is_repeat: the text was a source before, with another paraphrase.
    """

    passage: Passage
    paraphrase: Passage | None
    source_id: str
    group_id: str
    split: str
    is_repeat: bool = False


@dataclass
class Seen:
    """The keys of the texts that were sources before, and those added since the last shard."""

    keys: set[int] = field(default_factory=set)
    added: list[int] = field(default_factory=list)

    def add(self, key: int) -> bool:
        """Remember a key; return whether it was there before."""
        if key in self.keys:
            return True
        if len(self.keys) < MAX_SEEN:
            self.keys.add(key)
            self.added.append(key)
        return False


def read_sources(
    records: Sequence[Record],
    nlp: Language,
    survey: Survey,
    seen: Seen,
    config: GenerateConfig,
    counts: Counter[str],
) -> Iterator[Source]:
    """Parse the records and yield what can be edited.

    `counts` gets "read", "kept" and the reasons for which a sentence (or pair) was skipped.
    """
    texts: list[str] = []
    slices = []  # of `texts`, per record: its paragraphs, or its text and paraphrase
    for record in records:
        own = paragraphs(record.text) if record.paraphrase is None else [one_line(record.text)]
        own += [] if record.paraphrase is None else [one_line(record.paraphrase)]
        slices.append(slice(len(texts), len(texts) + len(own)))
        texts += own
    parsed = list(sentences(nlp, texts, config.batch_size))
    for record, part in zip(records, slices, strict=True):
        split = survey.split(record, config)
        if record.paraphrase is None:
            for doc in (doc for docs in parsed[part] for doc in docs):
                counts["read"] += 1
                reason = _reason_to_skip(doc.text, config) or _duplicate(doc.text, survey, seen)
                counts[reason or "kept"] += 1
                if reason is None:
                    yield Source(
                        Passage(doc.text, ((0, doc),)), None, record.source_id, group(doc.text), split
                    )
        else:
            counts["read"] += 1
            reason, source = _paraphrased(record, split, texts[part], parsed[part], seen, config)
            counts[reason or "kept"] += 1
            if source is not None:
                yield source


def group(text: str) -> str:
    """Return the group_id of a source text."""
    return f"{text_key(text):016x}"


def paragraphs(text: str) -> list[str]:
    """Cut a text at blank lines, and at the end of a sentence where a paragraph is very long.

    >>> paragraphs("One line\\nand its end.\\n\\nAnother.")
    ['One line and its end.', 'Another.']
    """
    parts = []
    for paragraph in re.split(r"\n\s*\n", text):
        rest = one_line(paragraph)
        while len(rest) > MAX_PARAGRAPH:
            cut = max(rest.rfind(". ", 0, MAX_PARAGRAPH) + 1, 0) or rest.rfind(" ", 0, MAX_PARAGRAPH)
            cut = cut if cut > 0 else MAX_PARAGRAPH
            parts.append(rest[:cut])
            rest = rest[cut:].lstrip()
        if rest:
            parts.append(rest)
    return parts


def one_line(text: str) -> str:
    """Turn every run of white space and control characters into one space."""
    return _CONTROL.sub(" ", text).strip()


def _paraphrased(
    record: Record, split: str, texts: list[str], parsed: list[list[Doc]], seen: Seen, config: GenerateConfig
) -> tuple[str | None, Source | None]:
    """Return the source of a paraphrase record, or the reason why there is none."""
    text, paraphrase = (_passage(text, docs) for text, docs in zip(texts, parsed, strict=True))
    for passage in (text, paraphrase):
        reason = _reason_to_skip(passage.text, config)
        if reason is not None:
            return reason, None
    is_trivial = text_key(text.text) == text_key(paraphrase.text)
    is_repeat = seen.add(text_key(text.text))
    if seen.add(stable_hash(f"{text_key(text.text)} {text_key(paraphrase.text)}")):
        return "duplicate", None
    if is_trivial and is_repeat:
        return "trivial_paraphrase", None
    other = None if is_trivial else paraphrase
    return None, Source(text, other, record.source_id, group(text.text), split, is_repeat)


def _passage(text: str, docs: Sequence[Doc]) -> Passage:
    found = []
    end = 0
    for doc in docs:
        start = text.index(doc.text, end)
        end = start + len(doc.text)
        found.append((start, doc))
    return Passage(text, tuple(found))


def _reason_to_skip(text: str, config: GenerateConfig) -> str | None:
    words = text.split()
    if len(words) < config.min_words:
        return "too_short"
    if len(words) > config.max_words:
        return "too_long"
    solid = "".join(words)
    if sum(map(str.isalpha, solid)) < _LETTER_SHARE * len(solid):
        return "not_prose"
    return None


def _duplicate(text: str, survey: Survey, seen: Seen) -> str | None:
    """Return a reason if the sentence was a source before, or is a text of the paraphrase records."""
    key = text_key(text)
    return "duplicate" if survey.clusters.find(key) is not None or seen.add(key) else None
