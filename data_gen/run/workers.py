"""One block of records to one shard, here or in several processes: the same bytes, however many there are.

A block is parsed, edited and paired by a `Maker`; no block needs another, so that they are made in any
order. The processes are spawned (a fork would copy the threads' locks of BLAS and Arrow) and load the
pipeline while the corpus is surveyed; each maps the survey's tables into its memory and computes with one
thread: the parser's matrices are too small to share. spaCy's own n_process gains less, since it sends every
parse back to the one process that edits.
"""

import gc
import multiprocessing
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing.connection import wait as wait_for
from pathlib import Path

from spacy.language import Language
from threadpoolctl import threadpool_limits

from ...common.errors import InputError
from ..config import GenerateConfig
from ..corpus.boilerplate import LineCounts
from ..corpus.languages import LanguageCheck
from ..corpus.sources import Reader, Source, read_sources
from ..corpus.survey import Clusters, Selected, load_tables
from ..edits.corpus_slots import Slots, attach
from ..pairing.rows import pairs_of
from ..pairing.selection import Selection, select
from ..parsing.pipeline import load_pipeline
from ..plausibility.fit import Plausibility
from ..plausibility.word_pairs import WordPairs
from .shards import Counts, Shard, Shards, rows_table, sources_table

Block = tuple[int, Sequence[Selected]]
"""The number of a block, and its records."""
AHEAD = 2  # blocks that wait for each process, so that it never waits for the one that reads the corpus
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True)
class Maker:
    """Makes shards of blocks. selection: which rules run. plausibility: what refuses their edits."""

    reader: Reader
    selection: Selection
    plausibility: Plausibility

    @classmethod
    def of(
        cls,
        nlp: Language,
        clusters: Clusters,
        lines: LineCounts,
        words: WordPairs,
        config: GenerateConfig,
    ) -> "Maker":
        """Set a maker up. Raises InputError for an unknown family or rule."""
        language = LanguageCheck(nlp) if config.language_check else None
        plausibility = Plausibility(config.plausibility, words)
        reader = Reader(nlp, clusters, lines, language, config)
        return cls(reader, select(config, nlp.lang or "xx"), plausibility)

    def make(self, records: Sequence[Selected]) -> Shard:
        """Parse, edit and pair the records of one block."""
        started = time.monotonic()
        config, clusters = self.reader.config, self.reader.clusters
        counts = Counts(records=len(records))
        rows = []
        with _without_collection():
            sources = list(read_sources(records, self.reader, counts.sentences))
            attach_slots(sources)
            for number, source in enumerate(sources):
                is_shared = source.cluster is not None
                pairs = pairs_of(
                    source, clusters, self.selection, config, counts.rejections, self.plausibility
                )
                rows += [(pair, row, number, is_shared) for pair, row in pairs]
            table = rows_table(rows, self.selection.lang)
        counts.seconds = time.monotonic() - started
        return Shard(table, sources_table(sources, config.near_duplicates is not None), counts)


def make_here(maker: Maker, blocks: Iterable[Block], shards: Shards) -> Iterator[Counts]:
    """Make the blocks one by one in this process; yield the counts of each shard when it is complete."""
    with threadpool_limits(1):
        for index, records in blocks:
            shard = maker.make(records)
            shards.commit(index, shard)
            yield shard.counts


@contextmanager
def started_processes(config: GenerateConfig) -> Iterator[ProcessPoolExecutor]:
    """Start config.workers processes; they load the pipeline while this one goes on.

    Raises InputError when a process dies.
    """
    context = multiprocessing.get_context("spawn")
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))  # read by the libraries while the processes start
    pool = ProcessPoolExecutor(config.workers, context, _start)
    try:
        for _ in range(config.workers):
            pool.submit(_load, config.pipeline)  # starts a process
        yield pool
    except BrokenProcessPool:
        raise InputError(
            "a worker process died (killed, or out of memory); the same command continues where it was: "
            "give it fewer workers, or a smaller shard_size, with --set"
        ) from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def make_in_processes(
    blocks: Iterable[Block], shards: Shards, config: GenerateConfig, records: int, pool: ProcessPoolExecutor
) -> Iterator[Counts]:
    """Make the blocks in started processes; yield the counts of each shard when it is complete.

    shards.folder must hold the survey's tables; records: how many the survey read.
    """

    def submit(index: int, some: Sequence[Selected]) -> "Future[Counts]":
        return pool.submit(_make, shards, config, records, index, some)

    yield from completed(blocks, submit, AHEAD * config.workers)


def completed(
    blocks: Iterable[Block], submit: Callable[[int, Sequence[Selected]], "Future[Counts]"], ahead: int
) -> Iterator[Counts]:
    """Submit the blocks, `ahead` of them at a time, and yield results as they come."""
    running: set[Future[Counts]] = set()
    for index, records in blocks:
        running.add(submit(index, records))
        while len(running) >= ahead:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


def _start() -> None:
    """Set a worker process up, and let it end with the process that started it, however that ends."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()
    threadpool_limits(1)


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)


def _make(
    shards: Shards, config: GenerateConfig, records: int, index: int, block: Sequence[Selected]
) -> Counts:
    """Make and save the shard of a block; return its counts."""
    shard = _maker(shards.folder, config, records).make(block)
    shards.commit(index, shard)
    return shard.counts


_makers: dict[Path, Maker] = {}  # of this process: the one run that it works for


def _maker(folder: Path, config: GenerateConfig, records: int) -> Maker:
    if folder not in _makers:
        _makers[folder] = Maker.of(_pipeline(config.pipeline), *load_tables(folder, records), config)
    return _makers[folder]


def _load(pipeline: str | None) -> None:
    _pipeline(pipeline)


@cache
def _pipeline(name: str | None) -> Language:
    return load_pipeline(name)


@contextmanager
def _without_collection() -> Iterator[None]:
    """Hold the garbage collector off a block: nearly all of its words live until its end."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def attach_slots(sources: Sequence[Source]) -> None:
    """Read the slots of all sentences of a block and hang them on each, as `doc._.slots`."""
    docs = [
        sentence
        for source in sources
        for passage in (source.passage, source.paraphrase)
        if passage is not None
        for _, sentence in passage.sentences
    ]
    attach(docs, Slots.from_docs(docs))
