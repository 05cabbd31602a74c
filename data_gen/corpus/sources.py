"""From records to source sentences: cleaned, parsed, filtered. The step between the corpus and the rules.

A text without a paraphrase is cut into sentences, each of which is a source; a text with a paraphrase is one
source as a whole, even where it has several sentences. Works on one block of records at a time and knows no
other: what repeats a sentence of an earlier block is left out when the blocks are merged (run/merge.py).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language

from ..config import GenerateConfig
from ..hashing import text_key
from ..parsing.pipeline import parsed_sentences
from ..parsing.reading import Parsed
from .boilerplate import LineCounts, prose
from .cleaning import MAX_PARAGRAPH, one_line, paragraphs, reason_to_skip
from .languages import LanguageCheck
from .survey import Clusters, Selected, split_of

MAX_MESSAGE = 4  # sentences
MAX_THANKS = 6  # words and marks of what may stand behind a message's question
_FIRST_PERSON = frozenset(("i", "my", "me", "we", "our", "us", "hi", "hello", "hey"))


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its sentences: (offset of the sentence in the text, the sentence)."""

    text: str
    sentences: tuple[tuple[int, Parsed], ...]

    def with_sentences(self, made: dict[int, str]) -> str:
        """Return the text with some of its sentences, by their number, in another wording."""
        if len(self.sentences) == 1 and len(made) == 1 and self.sentences[0][1].text == self.text:
            return made[0]
        text, end = [], 0
        for number, (start, sentence) in enumerate(self.sentences):
            text += [self.text[end:start], made.get(number, sentence.text)]
            end = start + len(sentence.text)
        return "".join([*text, self.text[end:]])


@dataclass(frozen=True, slots=True)
class Source:
    """A source sentence (or short passage), to be edited.

    paraphrase: another wording of it. is_repeat: the text was a source before, with another paraphrase.
    cluster: the texts that it paraphrases (survey.py), None for a text without a paraphrase.
    context: the sentences before and after it in its document, None where they are not known.
    """

    passage: Passage
    paraphrase: Passage | None
    source_id: str
    group_id: str
    split: str
    is_repeat: bool = False
    cluster: int | None = None
    context: tuple[tuple[str, ...], tuple[str, ...]] | None = None


@dataclass(frozen=True)
class Reader:
    """What reading the sources of a block needs. language: None where it is not checked."""

    nlp: Language
    clusters: Clusters
    lines: LineCounts
    language: LanguageCheck | None
    config: GenerateConfig


def read_sources(block: Sequence[Selected], reader: Reader, counts: Counter[str]) -> Iterator[Source]:
    """Parse the records of a block and yield what can be edited, each sentence once.

    `counts` gets "read", "kept" and the reasons for which a sentence (or pair, or line) was skipped.
    """
    texts: list[str] = []
    slices = []  # of `texts`, per record: its paragraphs, or its text and paraphrase
    for selected in block:
        own = _texts(selected, reader, counts)
        slices.append(slice(len(texts), len(texts) + len(own)))
        texts += own
    parsed = list(parsed_sentences(reader.nlp, texts, reader.config.batch_size))
    seen: set[int] = set()
    for selected, part in zip(block, slices, strict=True):
        if part.start == part.stop:
            continue
        if selected.record.paraphrase is None:
            sentences = [sentence for some in parsed[part] for sentence in some]
            yield from _sentences(selected, sentences, reader, seen, counts)
        else:
            counts["read"] += 1
            passages = [_passage(text, some) for text, some in zip(texts[part], parsed[part], strict=True)]
            reason, source = _paraphrased(selected, passages, reader)
            counts[reason or "kept"] += 1
            if source is not None:
                yield source


def _texts(selected: Selected, reader: Reader, counts: Counter[str]) -> list[str]:
    """Return what of a record is to be parsed; what is not is counted."""
    record = selected.record
    own = [record.text] if record.paraphrase is None else [record.text, record.paraphrase]
    reason = "duplicate" if selected.is_duplicate else None
    if reader.language is not None and any(map(reader.language.detect_other, own)):
        reason = "other_language"
    if reason is None and record.paraphrase is not None:
        own = [one_line(text) for text in own]
        reasons = [reason_to_skip(text, reader.config, is_alone=True) for text in own]
        reason = next((found for found in reasons if found), None)
    if reason is not None:
        counts.update(("read", reason))
        return []
    if record.paraphrase is not None:
        return own
    text = prose(record.text, reader.lines, counts) if reader.config.boilerplate else record.text
    return paragraphs(text, min(MAX_PARAGRAPH, reader.nlp.max_length))


def _sentences(
    selected: Selected, sentences: Sequence[Parsed], reader: Reader, seen: set[int], counts: Counter[str]
) -> Iterator[Source]:
    record, config = selected.record, reader.config
    if is_message(sentences, config):
        yield from _message(selected, sentences, reader, seen, counts)
        return
    if len(sentences) == 1:
        sentences[0].sentence.alone = True
    split = split_of(record, reader.clusters, config)
    with_context = config.passages > 0 and len(sentences) > 1
    texts = tuple(sentence.text for sentence in sentences) if with_context else ()
    reasons = [
        "torn" if one.is_torn else reason_to_skip(one.text, config, is_alone=one.sentence.alone)
        for one in sentences
    ]
    for number, (sentence, reason) in enumerate(zip(sentences, reasons, strict=True)):
        counts["read"] += 1
        if reason is None:
            key = text_key(sentence.text)
            reason = "duplicate" if key in seen or reader.clusters.find(key) is not None else None
            seen.add(key)
        counts[reason or "kept"] += 1
        if reason is None:
            passage = Passage(sentence.text, ((0, sentence),))
            context = _context(texts, reasons, number) if with_context else None
            yield Source(passage, None, record.source_id, f"{key:016x}", split, context=context)


def _message(
    selected: Selected, sentences: Sequence[Parsed], reader: Reader, seen: set[int], counts: Counter[str]
) -> Iterator[Source]:
    """Yield a message of a chat as one source: its context and its question are one request."""
    counts["read"] += 1
    text = " ".join(sentence.text for sentence in sentences)
    key = text_key(text)
    reason = "duplicate" if key in seen or reader.clusters.find(key) is not None else None
    reason = reason_to_skip(text, reader.config) or reason
    seen.add(key)
    counts[reason or "kept"] += 1
    if reason is None:
        split = split_of(selected.record, reader.clusters, reader.config)
        yield Source(_passage(text, sentences), None, selected.record.source_id, f"{key:016x}", split)


def is_message(sentences: Sequence[Parsed], config: GenerateConfig) -> bool:
    """Whether a record is a message that asks one thing: short, in the first person, with its question at the
    end, or before thanks.
    """
    if not 2 <= len(sentences) <= MAX_MESSAGE:
        return False
    words = [word.lower for one in sentences for word in one.sentence.words]
    questions = [i for i, one in enumerate(sentences) if one.sentence.is_question]
    last, behind = len(sentences) - 1, len(sentences[-1].sentence.words)
    asks = questions == [last] or (questions == [last - 1] and behind <= MAX_THANKS)
    return asks and len(words) <= config.max_words and not _FIRST_PERSON.isdisjoint(words)


def _context(
    texts: Sequence[str], reasons: Sequence[str | None], number: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sentences before and after one, up to the next that is no prose."""
    start, end = number, number + 1
    while start > 0 and reasons[start - 1] != "not_prose":
        start -= 1
    while end < len(texts) and reasons[end] != "not_prose":
        end += 1
    return tuple(texts[start:number]), tuple(texts[number + 1 : end])


def _paraphrased(
    selected: Selected, passages: Sequence[Passage], reader: Reader
) -> tuple[str | None, Source | None]:
    """Return the source of a paraphrase record, or the reason why there is none."""
    text, paraphrase = passages
    key = text_key(text.text)
    is_trivial = key == text_key(paraphrase.text)
    if is_trivial and selected.is_repeat:
        return "trivial_paraphrase", None
    return None, Source(
        text,
        None if is_trivial else paraphrase,
        selected.record.source_id,
        f"{key:016x}",
        split_of(selected.record, reader.clusters, reader.config),
        selected.is_repeat,
        reader.clusters.find(key),
    )


def _passage(text: str, sentences: Sequence[Parsed]) -> Passage:
    found = []
    end = 0
    is_short = len(sentences) <= MAX_MESSAGE
    for sentence in sentences:
        sentence.sentence.alone = is_short
        start = text.index(sentence.text, end)
        end = start + len(sentence.text)
        found.append((start, sentence))
    return Passage(text, tuple(found))
