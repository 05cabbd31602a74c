"""Generation: from a corpus to labelled pairs on disk. The entry of `verisieve generate`.

    corpus.py -> survey.py (splits) -> sources.py (parse.py) -> rows.py (make.py) -> shards.py -> merge.py

The result is a folder that `datasets.load_dataset` reads. The same version, configuration and corpora give
the same bytes, also when the run was killed and started again.
"""

import itertools
import json
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from spacy.language import Language

from ..errors import InputError
from ..progress import Progress
from .card import dataset_card
from .config import GenerateConfig
from .corpus import Record, corpus_files
from .edits import FAMILIES
from .manifest import assemble, row_count, run_identity
from .merge import merge
from .parse import load_pipeline, pipeline_identity
from .rows import pairs_of
from .shards import Counts, Shards
from .sources import Seen, read_sources
from .store import CARD, MANIFEST, read_manifest
from .survey import Survey, selected_count, selected_records, survey

OutputFormat = Literal["pairs", "triplets"]


def generate(
    corpora: Iterable[Path | str],
    out: Path | str,
    config: GenerateConfig | None = None,
    output_format: OutputFormat = "pairs",
    progress: bool = True,
) -> dict[str, Any]:
    """Make a dataset from corpora (what they can be: corpus.py) in the folder `out`; return its manifest.

    An interrupted run is continued by the same call; a finished one is left as it is. Raises InputError for a
    corpus, pipeline or family that cannot be used, when `out` holds something else, when no pair came out.
    """
    config = config or GenerateConfig()
    out = Path(out).resolve()
    families = _families(config)
    if output_format not in ("pairs", "triplets"):
        raise InputError(f"format {output_format!r}: must be pairs or triplets")
    if out.exists() and not out.is_dir():
        raise InputError(f"{out}: is a file; choose another --out")
    files = corpus_files(corpora)
    nlp = load_pipeline(config.pipeline)
    found = survey(files, config)
    identity = run_identity(found, pipeline_identity(nlp), config, output_format)
    working = out.with_name(f".{out.name}.partial")
    finished = _finished(out, identity["digest"])
    if finished is None:
        shards = Shards(working, identity["digest"], out)
        counts = _make_shards(shards, found, nlp, families, config, progress)
        finished = _finish(shards, counts, identity, output_format, out)
    shutil.rmtree(working, ignore_errors=True)
    return finished


def _families(config: GenerateConfig) -> Sequence[str]:
    """Return the families to use, in the registry's order."""
    for family in config.families or ():
        if family not in FAMILIES:
            raise InputError(f"families: unknown family {family!r}; known: {', '.join(FAMILIES)}")
    if config.families == []:
        raise InputError(
            f"families: the list is empty; leave the key out, or choose from {', '.join(FAMILIES)}"
        )
    return [family for family in FAMILIES if config.families is None or family in config.families]


def _finished(out: Path, digest: str) -> dict[str, Any] | None:
    """Return the manifest of what is in `out` if this very run made it, None if there is nothing."""
    if not out.exists() or not any(out.iterdir()):
        return None
    manifest = read_manifest(out)
    if manifest is None or "digest" not in manifest:
        raise InputError(f"{out}: is not empty and no generated dataset; choose another --out")
    if manifest["digest"] != digest:
        raise InputError(
            f"{out}: holds a dataset made with another configuration, corpus or version; "
            "choose another --out, or delete it"
        )
    return manifest


def _make_shards(
    shards: Shards,
    found: Survey,
    nlp: Language,
    families: Sequence[str],
    config: GenerateConfig,
    progress: bool,
) -> Counts:
    """Make the shards that are not there yet; return the counts over all."""
    total, seen = Counts(), Seen()
    complete = len(shards)
    records = itertools.chain.from_iterable(selected_records(file, config) for file in found.files)
    expected = sum(selected_count(file, config) for file in found.files)
    with Progress(expected, "generating", "records", enabled=progress) as bar:
        for index, block in enumerate(_blocks(records, config.shard_size)):
            if index < complete:
                counts, keys = shards.counts(index)
                seen.keys.update(keys)
            else:
                if index == complete > 0:
                    bar.note(f"continuing: {complete} shards with {total.records} records were complete")
                started = time.monotonic()
                counts = Counts(records=len(block))
                seen.added.clear()
                sources = read_sources(block, nlp, found, seen, config, counts.sentences)
                pairs = list(pairs_of(sources, nlp, found, families, config, counts.rejections))
                counts.seconds = time.monotonic() - started
                shards.commit(index, pairs, seen.added, counts)
            total.add(counts)
            bar.update(counts.records)
    return total


def _blocks(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    iterator = iter(records)
    while block := list(itertools.islice(iterator, size)):
        yield block


def _finish(
    shards: Shards, counts: Counts, identity: dict[str, Any], output_format: str, out: Path
) -> dict[str, Any]:
    """Write the dataset beside the shards and move it to `out`."""
    folder = shards.folder / "dataset"
    shutil.rmtree(folder, ignore_errors=True)
    merged = merge(shards, folder, output_format, counts.rejections)
    manifest = assemble(identity, counts, merged)
    if row_count(manifest) == 0:
        shutil.rmtree(shards.folder)
        reasons = ", ".join(f"{n} {reason}" for reason, n in manifest["sentences"]["skipped"].items())
        guards = ", ".join(f"{n} {guard}" for guard, n in manifest["rejections"].items())
        raise InputError(
            f"no pairs could be made from {manifest['sentences']['read']} sentences "
            f"(skipped: {reasons or 'none'}; rejected: {guards or 'none'}); "
            "give English sentences of min_words to max_words words"
        )
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    (folder / CARD).write_text(dataset_card(manifest), encoding="utf-8")
    if out.exists():
        out.rmdir()  # it is empty, or _finished would have complained
    folder.rename(out)
    return manifest
