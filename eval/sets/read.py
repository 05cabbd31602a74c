"""All that an evaluation measures on, read before any model is loaded, so that bad input fails at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...common.errors import InputError
from ...data_gen.labelled.pair_set import PairSet
from ..config import EvaluateConfig
from .beir import RetrievalSet, read_beir
from .hub_retrieval import read_hub_retrieval
from .hub_sets import is_hub_set, read_hub_set
from .pair_files import names_of, read_pairs


@dataclass(frozen=True)
class Sets:
    """What is evaluated on. scenarios and caches are labelled pairs as well, read for another purpose."""

    near_miss: list[PairSet] = field(default_factory=list)
    retrieval: list[RetrievalSet] = field(default_factory=list)
    caches: list[PairSet] = field(default_factory=list)
    scenarios: list[PairSet] = field(default_factory=list)
    latency: bool = False


def read_sets(
    near_miss_files: Sequence[Path],
    retrieval_folders: Sequence[Path],
    config: EvaluateConfig,
    cache_files: Sequence[Path] = (),
    scenario_files: Sequence[Path] = (),
    with_latency: bool = False,
) -> Sets:
    """Read all sets, before any model is loaded, so that bad input fails at once.

    Raises InputError where there are none, one is unusable, or two share a name.
    """
    if not (near_miss_files or retrieval_folders or cache_files or scenario_files or with_latency):
        raise InputError(
            "nothing to evaluate: give --near-miss FILE (.jsonl, .csv, .tsv or .parquet with anchor, "
            "candidate, label; or the folder that `verisieve generate` wrote), --retrieval DIR "
            "(corpus.jsonl, queries.jsonl, qrels/test.tsv), --cache FILE, --scenario DIR or --latency"
        )
    pair_sets = [
        [_read_set(path, config) for path in paths]
        for paths in (near_miss_files, cache_files, scenario_files)
    ]
    for found in pair_sets:
        names_of(found)
    folders = [_read_retrieval(path) for path in retrieval_folders]
    names = [folder.name for folder in folders]
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"two retrieval folders are named {name!r}; rename one")
    return Sets(pair_sets[0], folders, pair_sets[1], pair_sets[2], with_latency)


def _read_set(path: Path, config: EvaluateConfig) -> PairSet:
    return read_hub_set(str(path)) if is_hub_set(str(path)) else read_pairs(path, config.split)


def _read_retrieval(path: Path) -> RetrievalSet:
    return read_hub_retrieval(str(path)) if is_hub_set(str(path)) else read_beir(path)
