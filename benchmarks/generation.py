"""Speed and memory of generation: against the bare parser, with one and two workers, on a large file.

    python benchmarks/generation.py [CORPUS] [--sentences 1500] [--rounds 5] [--megabytes 300]

The parser and generation read the same texts in turns, in one thread; the ratios are the median over the
rounds. The parser is timed twice: as `spacy.load` sets it up, and with the matrix library that generation
chooses for it (parse.py), which is faster on processors that spaCy's own does not know. CPU seconds are given
beside wall seconds, since they depend less on what else the machine does. Then
whole runs with one and with two workers are timed, and last the survey and some blocks of a synthetic corpus
of the given size are read while the peak memory is watched. Without CORPUS the demo's sentences are read.
"""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import spacy
from spacy.language import Language
from threadpoolctl import threadpool_limits

import verisieve
from verisieve.common.failures import ended
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.corpus.reader import corpus_files
from verisieve.data_gen.corpus.survey import selected_records, survey
from verisieve.data_gen.generate import generate
from verisieve.data_gen.parsing.pipeline import BUNDLED, load_pipeline
from verisieve.data_gen.run.workers import Maker

SPACY, OURS = "nlp.pipe", "nlp.pipe, generation's BLAS"
DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo" / "corpus.jsonl"
BLOCKS_READ = 4  # of the large corpus


def main() -> None:
    """Print the three parts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", nargs="?", type=Path, default=DEMO)
    parser.add_argument("--sentences", type=int, default=1500, help="of the corpus, for the first part")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--megabytes", type=int, default=300, help="of the large corpus; 0 leaves it out")
    parser.add_argument(
        "--scaling", type=int, default=3000, help="sentences per run of the second part; 0: none"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, threadpool_limits(1):
        against_the_parser(options.corpus, options.sentences, options.rounds)
        if options.scaling:
            workers(options.corpus, options.scaling, Path(folder))
        if options.megabytes:
            memory(options.megabytes, Path(folder))


def against_the_parser(corpus: Path, sentences: int, rounds: int) -> None:
    """Time nlp.pipe and the making of shards on the same texts, in turns."""
    config = GenerateConfig(max_sentences=sentences)
    pipelines = {SPACY: spacy.load(BUNDLED), OURS: load_pipeline(None)}
    found = survey(corpus_files([corpus]), config)
    records = list(selected_records(found, config))
    texts = [record.record.text for record in records]
    maker = Maker.of(pipelines[OURS], found.clusters, found.lines, found.words, config)
    blocks = [records[i : i + config.shard_size] for i in range(0, len(records), config.shard_size)]

    def parse(nlp: Language) -> None:
        for _ in nlp.pipe(texts):
            pass

    def make() -> int:
        return sum(len(maker.make(block).rows) for block in blocks)

    runs: dict[str, Callable[[], Any]] = {name: partial(parse, nlp) for name, nlp in pipelines.items()}
    runs["generation"] = make
    for run in runs.values():
        run()
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for _ in range(rounds):
        for name, run in runs.items():
            times[name].append(timed(run))
    characters = sum(map(len, texts)) / 1000
    print(f"{corpus.name}: {len(texts)} texts, {characters:.0f} thousand characters, {make()} rows")
    for name, measured in times.items():
        wall, cpu = (median(some) for some in zip(*measured, strict=True))
        print(f"{name:>32}: {len(texts) / wall:7.1f} texts/s ({len(texts) / cpu:7.1f} per CPU second)")
    for name in pipelines:
        for kind, column in (("wall", 0), ("CPU", 1)):
            ratios = [
                bare[column] / own[column] for bare, own in zip(times[name], times["generation"], strict=True)
            ]
            spread = f"from {min(ratios):.3f} to {max(ratios):.3f}"
            print(f"{'ratio to ' + name:>32}, {kind}: {median(ratios):.3f} ({spread})")


def timed(run: Callable[[], Any]) -> tuple[float, float]:
    """Return the wall seconds and the CPU seconds that a call takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - wall, time.process_time() - cpu


def workers(corpus: Path, sentences: int, folder: Path) -> None:
    """Time whole runs, from the command to the finished folder, with one worker and with two."""
    source = corpus if corpus != DEMO else large_corpus(folder / "some.jsonl", sentences * 200)
    seconds = {}
    for count in (1, 2):
        config = GenerateConfig(max_sentences=sentences, workers=count, near_duplicates=None)
        seconds[count], _ = timed(partial(generate, [source], folder / f"w{count}", config, progress=False))
        print(f"   {count} worker{'s' if count > 1 else ' '}: {seconds[count]:.1f} s")
    print(f"     speed-up: {seconds[1] / seconds[2]:.2f}")


def memory(megabytes: int, folder: Path) -> None:
    """Print the peak memory after the survey of a large corpus, and after each of some blocks of it."""
    path = large_corpus(folder / "large.jsonl", megabytes * 1_000_000)
    config = GenerateConfig()
    nlp = load_pipeline(None)
    print(f"{path.stat().st_size / 1e6:.0f} MB of text; peak memory before: {peak():.0f} MB")
    started = time.perf_counter()
    found = survey(corpus_files([path]), config)
    seconds = time.perf_counter() - started
    print(f"  survey of {found.files[0].records} records in {seconds:.0f} s: {peak():.0f} MB")
    maker = Maker.of(nlp, found.clusters, found.lines, found.words, config)
    records = selected_records(found, config)
    counts: Counter[str] = Counter()
    for number in range(BLOCKS_READ):
        shard = maker.make(list(islice(records, config.shard_size)))
        counts += shard.counts.sentences
        print(f"  block {number + 1}, {counts['read']} sentences so far: {peak():.0f} MB")


def peak() -> float:
    """Return the largest resident size of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def large_corpus(path: Path, size: int) -> Path:
    """Write records of the demo's sentences, a few in each, until the file has so many bytes."""
    rng = random.Random(0)
    sentences = [json.loads(line)["text"] for line in DEMO.read_text(encoding="utf-8").splitlines()]
    written = number = 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            text = " ".join(rng.sample(sentences, 4)) + f" This is record {number}."
            written += file.write(json.dumps({"id": f"r{number}", "text": text}) + "\n")
            number += 1
    return path


if __name__ == "__main__":
    sys.exit(ended("generation.py", main))
