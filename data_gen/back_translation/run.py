"""Back-translation: natural paraphrases of a corpus's own sentences, where nobody wrote any.

    corpus/survey.py -> corpus/sources.py -> there and back (translator.py) -> fidelity.py, cosine -> JSONL

The entry of `verisieve backtranslate`; generation takes the records like any others with a paraphrase. It is
how the paraphrases of PAWS were made (arXiv 1904.01130, section 3.2), and what a verifier needs that is to
judge text which no rule of ours wrote: rule-made paraphrases alone carry over less (docs/experiments.md).
"""

import itertools
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol

import numpy as np
from spacy.language import Language

from ..._version import __version__
from ...common.configuration import to_plain
from ...common.errors import InputError
from ...common.files import file_sha256, unfinished, write_json, writing
from ...common.progress import Progress
from ..config import GenerateConfig
from ..corpus.cleaning import one_line
from ..corpus.languages import LanguageCheck
from ..corpus.reader import corpus_files
from ..corpus.sources import Reader, read_sources
from ..corpus.survey import Selected, Survey, selected_count, selected_records, survey
from ..hashing import stable_hash, text_key
from ..parsing.pipeline import load_pipeline, pipeline_identity
from .fidelity import MIN_COSINE, reason_to_drop, tidied
from .translator import BACK, THERE, Translator

RECORDS_PER_BLOCK = 500
JOINED = "joined.sha256"
"""File beside the blocks with the hash of what they gave, written before that takes its place."""


class Encoder(Protocol):
    """What compares a sentence with its back-translation: models.retriever.Retriever is one."""

    @property
    def sha256(self) -> str:
        """What tells this encoder from another."""

    def pooled(self, texts: Sequence[str]) -> np.ndarray:
        """Return unit vectors, float32 [n, D]."""


@dataclass(frozen=True)
class BackTranslation:
    """How sentences are translated and which results are kept.

    there, back: commands that read lines and write their translation (Translator). min_cosine: of the vectors
    of source and back-translation, below which it is dropped.
    """

    there: str = THERE
    back: str = BACK
    min_cosine: float = MIN_COSINE


def back_translate(
    corpora: Sequence[Path | str],
    out: Path,
    how: BackTranslation | None = None,
    config: GenerateConfig | None = None,
    encoder: Encoder | None = None,
    progress: bool = True,
) -> dict[str, int]:
    """Write a record {"id", "text", "paraphrase"} for every sentence whose back-translation is usable.

    config: its keys for reading a corpus, the pipeline and the length of sentences count. encoder: compares
    the two wordings; None leaves how near they are to the other checks. Returns how many
    sentences were read and kept, and why the others were dropped. A killed run goes on with the blocks that
    are missing. Raises InputError for what generate() would refuse, for a translator that is not there or
    fails, and where `out` exists or nothing was kept.
    """
    how, config = how or BackTranslation(), config or GenerateConfig()
    there = f"{out}: is there already; choose another --out, or delete it"
    if out.exists() and not any(out.parent.glob(f".{out.name}.*.partial")):
        raise InputError(there)
    tools = _Tools.of(how, config, encoder)
    language = LanguageCheck(tools.nlp) if config.language_check else None
    found = survey(corpus_files(corpora, config, progress), config, language)
    reader = Reader(tools.nlp, found.clusters, found.lines, language, replace(config, passages=0.0))
    blocks = out.with_name(f".{out.name}.{_digest(found, tools, how, config)}.partial")
    if out.exists() and not _is_joined(blocks, out):
        raise InputError(there)
    with unfinished(blocks, out):
        counts: Counter[str] = Counter()
        total = sum(selected_count(file, config) for file in found.files)
        with Progress(total, "translating", "records", enabled=progress) as bar:
            for number, block in enumerate(_blocks(selected_records(found, config))):
                part = blocks / f"{number:06d}.json"
                if not part.exists():
                    rows, dropped = tools.paraphrases(_sentences(block, reader))
                    write_json(part, {"rows": rows, "counts": dropped})
                counts.update(json.loads(part.read_text(encoding="utf-8"))["counts"])
                bar.update(len(block), f"{counts['kept']} kept")
        _join(blocks, out, counts)
    return dict(counts)


@dataclass(frozen=True)
class _Tools:
    """What makes and judges back-translations. vocabulary: words that the pipeline knew when it was loaded
    (parsing adds to those that it knows by now).
    """

    there: Translator
    back: Translator
    nlp: Language
    vocabulary: frozenset[str]
    encoder: Encoder | None
    min_cosine: float

    @classmethod
    def of(cls, how: BackTranslation, config: GenerateConfig, encoder: Encoder | None) -> "_Tools":
        there, back = Translator(how.there), Translator(how.back)
        nlp = load_pipeline(config.pipeline)
        return cls(there, back, nlp, frozenset(nlp.vocab.strings), encoder, how.min_cosine)

    def paraphrases(self, sources: Sequence[tuple[str, str]]) -> tuple[list[dict[str, str]], dict[str, int]]:
        """Translate sentences, (source id, text); return the records that are kept, and counts."""
        counts: Counter[str] = Counter(read=len(sources))
        returned = self.back.translate(self.there.translate([text for _, text in sources]))
        rows = []
        for (source_id, text), made in zip(sources, returned, strict=True):
            paraphrase = tidied(text, made)
            reason = reason_to_drop(text, paraphrase, self.vocabulary, self.nlp.lang or "xx")
            if reason is None:
                rows.append({"id": source_id, "text": text, "paraphrase": paraphrase})
            else:
                counts[reason] += 1
        if self.encoder is not None and rows:
            one, other = (self.encoder.pooled([row[side] for row in rows]) for side in ("text", "paraphrase"))
            is_near = (one * other).sum(1) >= np.float32(self.min_cosine)
            counts["far_in_meaning"] += int((~is_near).sum())
            rows = [row for row, near in zip(rows, is_near, strict=True) if near]
        counts["kept"] = len(rows)
        return rows, dict(counts)


def _digest(found: Survey, tools: _Tools, how: BackTranslation, config: GenerateConfig) -> str:
    """Return what tells this run's unfinished blocks from another's."""
    files = [(file.file.name, file.sha256) for file in found.files]
    encoder = tools.encoder.sha256 if tools.encoder is not None else None
    parts = [__version__, files, pipeline_identity(tools.nlp), asdict(how), to_plain(config), encoder]
    return f"{stable_hash(json.dumps(parts)):016x}"


def _blocks(records: Iterator[Selected]) -> Iterator[list[Selected]]:
    while block := list(itertools.islice(records, RECORDS_PER_BLOCK)):
        yield block


def _sentences(block: Sequence[Selected], reader: Reader) -> list[tuple[str, str]]:
    """Return (source id, sentence) of records that are texts; those with a paraphrase have theirs."""
    texts = [selected for selected in block if selected.record.paraphrase is None]
    return [
        (source.source_id, one_line(source.passage.text)) for source in read_sources(texts, reader, Counter())
    ]


def _join(blocks: Path, out: Path, counts: Counter[str]) -> None:
    """Write the records of all blocks into `out`, a sentence once."""
    seen: set[int] = set()
    joined = blocks / "joined"
    with writing(joined) as partial, partial.open("w", encoding="utf-8") as file:
        for part in sorted(blocks.glob("*.json")):
            for row in json.loads(part.read_text(encoding="utf-8"))["rows"]:
                if (key := text_key(row["text"])) in seen:
                    counts["duplicate"] += 1
                    counts["kept"] -= 1
                    continue
                seen.add(key)
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
    if not seen:
        shutil.rmtree(blocks)
        told = ", ".join(f"{n} {reason}" for reason, n in counts.items() if n and reason != "read")
        raise InputError(f"no usable back-translation of {counts['read']} sentences ({told or 'none read'})")
    (blocks / JOINED).write_text(file_sha256(joined), encoding="ascii")
    joined.replace(out)


def _is_joined(blocks: Path, out: Path) -> bool:
    """Whether `out` is what these blocks gave: the run was killed before it had removed them."""
    told = blocks / JOINED
    return told.is_file() and told.read_text(encoding="ascii") == file_sha256(out)
