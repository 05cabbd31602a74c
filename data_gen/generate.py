"""Generation: from a corpus to labelled pairs on disk. The entry of `verisieve generate`.

    corpus/reader.py -> corpus/survey.py (splits) -> run/workers.py: corpus/sources.py (parsing/) ->
    pairing/rows.py (edits/propose.py) -> run/shards.py -> run/merge.py

The result is a folder that `datasets.load_dataset` reads. The same version, configuration and corpora give
the same bytes, with any number of workers, also when the run was killed and started again.
"""

import itertools
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, Literal

from spacy.language import Language

from ..common.cards import CARD, signed
from ..common.errors import InputError
from ..common.files import unfinished, write_json, write_text
from ..common.progress import Progress, warn
from .config import GenerateConfig
from .corpus.languages import LanguageCheck
from .corpus.reader import CorpusFile, corpus_files
from .corpus.survey import Selected, Survey, selected_count, selected_records, survey
from .pairing.selection import select
from .parsing.pipeline import load_pipeline, pipeline_identity
from .publish.card import dataset_card
from .run.manifest import assemble, row_count, run_identity
from .run.merge import merge
from .run.nothing_made import nothing_made
from .run.shards import Counts, Shards
from .run.workers import Block, Maker, make_here, make_in_processes, started_processes
from .schema import MANIFEST, changes, read_manifest

OutputFormat = Literal["pairs", "triplets"]


def generate(
    corpora: Iterable[Path | str],
    out: Path | str,
    config: GenerateConfig | None = None,
    output_format: OutputFormat = "pairs",
    progress: bool = True,
) -> dict[str, Any]:
    """Make a dataset from corpora (what they can be: corpus/reader.py) in the folder `out`; return its
    manifest.

    An interrupted run is continued by the same call; a finished one is left as it is. Raises InputError for a
    corpus, pipeline, family or rule that cannot be used, when `out` holds something else, when no pair came
    out.
    """
    if not isinstance(config, GenerateConfig | None):
        raise InputError(f"config must be a GenerateConfig, not {type(config).__name__}")
    config = config or GenerateConfig()
    out = Path(out).resolve()
    if output_format not in ("pairs", "triplets"):
        raise InputError(f"format {output_format!r}: must be pairs or triplets")
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: is a file; choose another --out")
    files = corpus_files(corpora, config, progress)
    with _processes(config) if _is_empty(out) else nullcontext() as pool:
        return _generate(files, out, config, output_format, progress, pool)


def _generate(
    files: Sequence[CorpusFile],
    out: Path,
    config: GenerateConfig,
    output_format: OutputFormat,
    progress: bool,
    pool: ProcessPoolExecutor | None,
) -> dict[str, Any]:
    """Do the work of `generate`; pool: the worker processes, None where this process does it."""
    nlp = load_pipeline(config.pipeline)
    selection = select(config, nlp.lang or "xx")
    found = survey(files, config, LanguageCheck(nlp) if config.language_check else None)
    identity = run_identity(found, pipeline_identity(nlp), selection, config, output_format)
    working = out.with_name(f".{out.name}.partial")
    finished = _finished(out, identity)
    if finished is None:
        with unfinished(working, out):
            finished = _finished(out, identity)  # by another process meanwhile
            if finished is None:
                shards = Shards(working, identity, out)
                with Progress(_expected(found, config), "generating", "records", enabled=progress) as bar:
                    if selection.left_out:
                        bar.note(f"no rules for {nlp.lang!r} in the families {', '.join(selection.left_out)}")
                    counts = _make_shards(shards, found, nlp, config, bar, pool)
                finished = _finish(shards, counts, identity, output_format, out, config)
    shutil.rmtree(working, ignore_errors=True)
    _warn_of_empty_splits(finished, out, config)
    return finished


def _warn_of_empty_splits(manifest: dict[str, Any], out: Path, config: GenerateConfig) -> None:
    wanted = {"validation": config.validation_fraction, "test": config.test_fraction}
    empty = [split for split, share in wanted.items() if share > 0 and row_count(manifest, split) == 0]
    if empty:
        needed = {"validation": "validation (train needs it)", "test": "test (evaluate reads it)"}
        warn(
            f"{out}: no pairs in the split {' and '.join(needed[split] for split in empty)}: too few source "
            f"documents; use more text, or a larger {' and '.join(f'{split}_fraction' for split in empty)}"
        )


def _processes(config: GenerateConfig) -> AbstractContextManager[ProcessPoolExecutor | None]:
    return (
        started_processes(config) if config.workers > 1 and config.backend == "processes" else nullcontext()
    )


def _is_empty(out: Path) -> bool:
    return not out.exists() or not any(out.iterdir())


def _finished(out: Path, identity: dict[str, Any]) -> dict[str, Any] | None:
    """Return the manifest of what is in `out` if this very run made it, None if there is nothing."""
    if _is_empty(out):
        return None
    manifest = read_manifest(out)
    if manifest is None or "digest" not in manifest:
        raise InputError(f"{out}: is not empty and no generated dataset; choose another --out")
    if manifest["digest"] != identity["digest"]:
        raise InputError(
            f"{out}: holds a dataset made with another configuration, corpus or version "
            f"({changes(manifest, identity)}); choose another --out, or delete it"
        )
    return manifest


def _expected(found: Survey, config: GenerateConfig) -> int:
    return sum(selected_count(file, config) for file in found.files)


def _make_shards(
    shards: Shards,
    found: Survey,
    nlp: Language,
    config: GenerateConfig,
    bar: Progress,
    pool: ProcessPoolExecutor | None,
) -> Counts:
    """Make the shards that are not there yet; return the counts over all."""
    total = Counts()
    complete = 0

    def missing() -> Iterator[Block]:
        """Yield the blocks without a shard; count and report the others."""
        nonlocal complete
        for index, block in enumerate(_blocks(selected_records(found, config), config.shard_size)):
            if index in shards:
                counts = shards.counts(index)
                complete += 1
                total.add(counts)
                bar.update(counts.records)
            else:
                yield index, block

    if pool is not None:
        found.save(shards.folder)
        made = make_in_processes(missing(), shards, config, found.lines.records, pool)
    elif config.backend == "ray":
        from .run.distributed import make_on_ray

        made = make_on_ray(missing(), shards, config, found)
    else:
        made = make_here(Maker.of(nlp, found.clusters, found.lines, found.words, config), missing(), shards)
    for counts in made:
        if complete:
            bar.note(f"continuing: {complete} shards with {total.records} records were complete")
            complete = 0
        total.add(counts)
        bar.update(counts.records)
    return total


def _blocks(records: Iterable[Selected], size: int) -> Iterator[list[Selected]]:
    iterator = iter(records)
    while block := list(itertools.islice(iterator, size)):
        yield block


def _finish(
    shards: Shards,
    counts: Counts,
    identity: dict[str, Any],
    output_format: str,
    out: Path,
    config: GenerateConfig,
) -> dict[str, Any]:
    """Write the dataset beside the shards and move it to `out`."""
    folder = shards.folder / "dataset"
    shutil.rmtree(folder, ignore_errors=True)
    merged = merge(shards, folder, output_format, counts, config)
    manifest = assemble(identity, counts, merged)
    if row_count(manifest) == 0:
        shutil.rmtree(shards.folder)
        raise InputError(nothing_made(manifest, config))
    write_json(folder / MANIFEST, manifest)
    write_text(folder / CARD, signed(dataset_card(manifest)))
    if out.exists():
        out.rmdir()  # it is empty, or _finished would have complained
    folder.rename(out)
    return manifest
