"""Natural paraphrases of a corpus's own sentences, where nobody wrote any.

    corpus/survey.py -> corpus/sources.py -> a back end (backend.py) -> sieve.py -> JSONL

The entry of `verisieve paraphrase` and `verisieve backtranslate`; generation takes the records like any
others with a paraphrase. Translating there and back is how the paraphrases of PAWS were made (arXiv
1904.01130, section 3.2), and what a verifier needs that is to judge text which no rule of ours wrote:
rule-made paraphrases alone carry over less (docs/experiments.md).
"""

import itertools
import json
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

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
from .backend import Backend, LimitReached, Size, Usage
from .fidelity import MIN_COSINE
from .journal import Journal
from .sieve import Encoder, Sieve, Sifted

RECORDS_PER_BLOCK = 500
_NOT_DROPPED = ("read", "kept", "to_confirm")
JOINED = "joined.sha256"
"""File beside the blocks with the hashes of what they gave, each written before that takes its place."""


@dataclass(frozen=True)
class Outcome:
    """What became of a corpus's sentences.

    counts: how many were read, kept, to be confirmed, and why the others were dropped. usage: what all starts
    together took. limit: what stopped it before its end, None where it is finished; left: records not read.
    """

    counts: dict[str, int]
    usage: Usage
    limit: str | None = None
    left: int = 0

    def dropped(self) -> dict[str, int]:
        """Return why sentences were dropped, and how many."""
        return {name: n for name, n in self.counts.items() if n and name not in _NOT_DROPPED}


def paraphrase(
    corpora: Sequence[Path | str],
    out: Path,
    backend: Backend,
    config: GenerateConfig | None = None,
    encoder: Encoder | None = None,
    min_cosine: float = MIN_COSINE,
    to_confirm: Path | None = None,
    progress: bool = True,
) -> Outcome:
    """Write a record {"id", "text", "paraphrase"} for every sentence with a usable wording.

    config: its keys for reading a corpus, the pipeline and the length of sentences count. encoder and
    min_cosine: see Sieve. to_confirm: file for what may be a near-miss, without a label: {"id", "anchor",
    "candidate", "label", "reason"}. A killed run goes on where it was. At a limit `out` has what was made so
    far, and the same call goes on. Raises InputError for what generate() would refuse, for a back end that
    fails, and where `out` or `to_confirm` exists or nothing was kept.
    """
    config = config or GenerateConfig()
    files = [out] if to_confirm is None else [out, to_confirm]
    _check_places(files)
    job = _Job.of(corpora, config, progress)
    vocabulary = frozenset(job.reader.nlp.vocab.strings)  # parsing adds to what it knows
    sieve = Sieve(vocabulary, job.reader.nlp.lang or "xx", encoder, min_cosine)
    blocks = out.with_name(f".{out.name}.{job.digest(backend, sieve)}.partial")
    for file in files:
        if file.exists() and not _is_joined(blocks, file):
            raise _taken(file)
    total = sum(selected_count(file, config) for file in job.found.files)
    made = _Made(blocks)
    try:
        with unfinished(blocks, out), Progress(total, "paraphrasing", "records", enabled=progress) as bar:
            if (told := backend.estimate(job.size)) is not None:
                bar.note(told)
            try:
                for number, block in enumerate(job.blocks()):
                    made.block(number, block, job.reader, backend, sieve, bar)
                    bar.update(len(block), f"{made.counts['kept']} kept")
            except LimitReached:
                made.join(out, to_confirm)
                raise
            made.join(out, to_confirm)
            if not made.counts["kept"]:
                shutil.rmtree(blocks)
                told = ", ".join(f"{n} {reason}" for reason, n in made.outcome().dropped().items())
                raise InputError(
                    f"no usable paraphrase of {made.counts['read']} sentences ({told or 'none read'})"
                )
    except LimitReached as limit:
        return made.outcome(str(limit), total - bar.done)
    return made.outcome()


def estimate(
    corpora: Sequence[Path | str], backend: Backend, config: GenerateConfig | None = None
) -> str | None:
    """Return what a back end says that a corpus will take, None where nobody pays; nothing is asked for."""
    return backend.estimate(_Job.of(corpora, config or GenerateConfig(), True).size)


@dataclass(frozen=True)
class _Job:
    """A surveyed corpus and what reads its sentences."""

    found: Survey
    reader: Reader
    config: GenerateConfig

    @classmethod
    def of(cls, corpora: Sequence[Path | str], config: GenerateConfig, progress: bool) -> "_Job":
        nlp = load_pipeline(config.pipeline)
        language = LanguageCheck(nlp) if config.language_check else None
        found = survey(corpus_files(corpora, config, progress), config, language)
        reader = Reader(nlp, found.clusters, found.lines, language, replace(config, passages=0.0))
        return cls(found, reader, config)

    def digest(self, backend: Backend, sieve: Sieve) -> str:
        """Return what tells this run's unfinished blocks from another's."""
        files = [(file.file.name, file.sha256) for file in self.found.files]
        encoder = sieve.encoder.sha256 if sieve.encoder is not None else None
        how = [backend.identity(), sieve.min_cosine, to_plain(self.config), encoder]
        parts = [__version__, files, pipeline_identity(self.reader.nlp), *how]
        return f"{stable_hash(json.dumps(parts)):016x}"

    def blocks(self) -> Iterator[list[Selected]]:
        """Yield the records to use, some at a time."""
        records = selected_records(self.found, self.config)
        while block := list(itertools.islice(records, RECORDS_PER_BLOCK)):
            yield block

    def size(self) -> Size:
        """Return about how much there is to be reworded."""
        shares = [
            (file, selected_count(file, self.config) / max(1, file.records)) for file in self.found.files
        ]
        sentences = sum(round(file.sentences * share) for file, share in shares)
        texts = (selected.record for selected in selected_records(self.found, self.config))
        return Size(
            sentences, sum(len(record.text.encode()) for record in texts if record.paraphrase is None)
        )


class _Made:
    """What was made so far: counts and usage, and in `blocks` the records."""

    def __init__(self, blocks: Path) -> None:
        self.blocks = blocks
        self.counts: Counter[str] = Counter()
        self.usage = Usage()
        self.last: dict[str, Any] | None = None
        """Of the block that a limit cut short."""

    def block(
        self,
        number: int,
        block: Sequence[Selected],
        reader: Reader,
        backend: Backend,
        sieve: Sieve,
        bar: Progress,
    ) -> None:
        """Make a block, or take it as it was made before. At a limit, judge what there is and raise."""
        part = self.blocks / f"{number:06d}.json"
        if part.exists():
            self._count(json.loads(part.read_text(encoding="utf-8")))
            return
        sources = _sentences(block, reader)
        journal = Journal(self.blocks / f"{number:06d}.answers", [text for _, text in sources])
        try:
            for answered in journal.filled(backend):
                bar.update(
                    0, f"{self.counts['kept']} kept, {answered} of {len(sources)} of the next answered"
                )
        except LimitReached:
            self.last = _as_json(sieve.sift(sources, journal.made), journal.usage)
            self._count(self.last)
            raise
        done = _as_json(sieve.sift(sources, journal.made), journal.usage)
        write_json(part, done)
        journal.path.unlink(missing_ok=True)
        self._count(done)

    def outcome(self, limit: str | None = None, left: int = 0) -> Outcome:
        """Return what became of the sentences so far."""
        return Outcome(dict(self.counts), self.usage, limit, left)

    def join(self, out: Path, to_confirm: Path | None) -> None:
        """Write what all blocks made, a sentence once; a file that would be empty is not written."""
        if to_confirm is not None:
            self.counts["to_confirm"], _ = self._write("to_confirm", "anchor", to_confirm)
        kept, repeats = self._write("rows", "text", out)
        self.counts["kept"] = kept
        if repeats:
            self.counts["duplicate"] += repeats

    def _count(self, done: dict[str, Any]) -> None:
        self.counts.update(done["counts"])
        self.usage += Usage(**done["usage"])

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        for part in sorted(self.blocks.glob("*.json")):
            yield from json.loads(part.read_text(encoding="utf-8"))[name]
        if self.last is not None:
            yield from self.last[name]

    def _write(self, name: str, text: str, target: Path) -> tuple[int, int]:
        """Write records of all blocks, a sentence once; return how many, and how many were repeats."""
        if next(self._rows(name), None) is None:
            return 0, 0
        seen: set[int] = set()
        repeats = 0
        with writing(target) as partial:
            with partial.open("w", encoding="utf-8") as file:
                for row in self._rows(name):
                    if (key := text_key(row[text])) in seen:
                        repeats += 1
                        continue
                    seen.add(key)
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
            with (self.blocks / JOINED).open("a", encoding="ascii") as file:
                file.write(f"{file_sha256(partial)}\n")
        return len(seen), repeats


def _as_json(sifted: Sifted, usage: Usage) -> dict[str, Any]:
    return {**asdict(sifted), "usage": asdict(usage)}


def _sentences(block: Sequence[Selected], reader: Reader) -> list[tuple[str, str]]:
    """Return (source id, sentence) of records that are texts; those with a paraphrase have theirs."""
    texts = [selected for selected in block if selected.record.paraphrase is None]
    return [
        (source.source_id, one_line(source.passage.text)) for source in read_sources(texts, reader, Counter())
    ]


def _check_places(files: Sequence[Path]) -> None:
    """Raise InputError, before any work, where a file is there that no unfinished run can have written."""
    if len({file.resolve() for file in files}) < len(files):
        raise InputError(f"{files[0]}: is given twice; choose another file for --to-confirm")
    out = files[0]
    for file in files:
        if file.exists() and not any(out.parent.glob(f".{out.name}.*.partial")):
            raise _taken(file)


def _taken(file: Path) -> InputError:
    return InputError(f"{file}: is there already; choose another name, or delete it")


def _is_joined(blocks: Path, file: Path) -> bool:
    """Whether a file is what these blocks gave: up to a limit, or before the run was killed."""
    told = blocks / JOINED
    return told.is_file() and file_sha256(file) in told.read_text(encoding="ascii").split()
