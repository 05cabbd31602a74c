"""The sources of a run as one dataset: completed, split by clusters of shared texts, without leaks.

Stands between read.py and the plan of batches (../plan/draw.py), which draws each source by its share. Rows
that share a text (case and punctuation aside) are in one cluster, whatever source they come from, and a
cluster is never divided between training and validation; generated pairs keep the splits they have. What is
nearly in the validation split, or in a held-out set, is left out of training.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from datasets import Dataset, Features, Value
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from ...common.errors import InputError
from ...data_gen.corpus.near_duplicates import band_keys, similarity
from ...data_gen.hashing import stable_fraction, text_key
from ...data_gen.labelled.read import read_labelled
from ...data_gen.schema import FEATURES, NEAR_MISS, SAME, load_pairs
from ..config import SourceConfig, TrainConfig
from .read import Row, read_source
from .surface import noisy

GENERATED = "generated"
"""Name of the source that --data is."""
NEAR = 0.8
"""Jaccard similarity of word pairs from which two texts are near-duplicates."""
SHORTEST = 5
"""Words from which a text may be a near-duplicate; shorter ones are compared as they are."""
LARGEST_CLUSTER = 0.02
"""A larger cluster, as a share of all rows, is never drawn for validation."""
LARGEST_BUCKET = 20
"""Texts of one band of the MinHash that a text is compared with."""
LIGHT = "paraphrase.surface"
"""The edit of a positive that differs in surface noise alone."""
COLUMNS = Features({**FEATURES, "source": Value("string"), "cluster": Value("int64")})


@dataclass(frozen=True)
class Mixture:
    """What training reads. counts: per source, the pairs of each split and what was left out of training."""

    train: Dataset
    validation: Dataset
    counts: dict[str, dict[str, int]]


def mixture(data: Path | None, config: TrainConfig) -> Mixture:
    """Read all sources and return them as one; `data` is one more, under the name GENERATED.

    Raises InputError where a source is missing or cannot be read, where no source has a share, and where a
    source shares a pair with a held-out set.
    """
    named = sources_of(data, config)
    if not any(source.share > 0 for source in named.values()):
        raise InputError("train.sources: the shares sum to zero, so nothing would be drawn; raise one")
    root = Path(config.sources_root or ".")
    rows = {name: read_source(name, source, root) for name, source in named.items() if source.share > 0}
    rows = _without_contradictions(rows)
    clusters = _clusters(rows)
    rows = {name: _split(name, some, clusters[name], config) for name, some in rows.items()}
    held_out = _held_out(config, rows)
    left_out: dict[str, Counter[str]] = {name: Counter() for name in rows}
    rows = _without_leaks(rows, held_out, left_out)
    complete = {name: _complete(name, some, named[name]) for name, some in rows.items()}
    splits = [_dataset(complete, split) for split in ("train", "validation")]
    counts = {
        name: {
            "train": sum(row.split == "train" for row in some),
            "validation": sum(row.split == "validation" for row in some),
            **left_out[name],
        }
        for name, some in complete.items()
    }
    return Mixture(splits[0], splits[1], counts)


def load_sources(
    data: Path | None, config: TrainConfig
) -> tuple[Dataset, Dataset, dict[str, dict[str, int]]]:
    """Return the pairs for training, those for validation, and counts; without sources, those of `data`."""
    if not config.sources:
        assert data is not None
        return load_pairs(data, "train"), load_pairs(data, "validation"), {}
    found = mixture(data, config)
    return found.train, found.validation, found.counts


def shares_of(config: TrainConfig, use: Literal["share", "calibration"] = "share") -> dict[str, float] | None:
    """Return how often each source is drawn, in training or for held-out pairs; None without sources."""
    if not config.sources:
        return None
    own = config.data_share if use == "share" else config.data_calibration
    return {GENERATED: own} | {name: getattr(source, use) for name, source in config.sources.items()}


def sources_of(data: Path | None, config: TrainConfig) -> dict[str, SourceConfig]:
    """Return all sources by name, the generated pairs among them."""
    own = {}
    if data is not None:
        place = str(data.resolve())
        own[GENERATED] = SourceConfig(path=place, share=config.data_share, cap=config.data_cap)
    if GENERATED in config.sources and own:
        raise InputError(f"train.sources.{GENERATED}: this name is that of --data; give the source another")
    return own | dict(config.sources)


def _without_contradictions(rows: Mapping[str, list[Row]]) -> dict[str, list[Row]]:
    """Leave out pairs that have one label in one source and the other in another."""
    labels: dict[tuple[int, int], int] = {}
    for some in rows.values():
        for row in some:
            pair = _pair(row)
            labels[pair] = labels.get(pair, 0) | (1 << row.label)
    return {name: [row for row in some if labels[_pair(row)] != 3] for name, some in rows.items()}


@lru_cache(maxsize=1_000_000)
def _key(text: str) -> int:
    return text_key(text)


def _pair(row: Row) -> tuple[int, int]:
    a, b = _key(row.anchor), _key(row.candidate)
    return (a, b) if a <= b else (b, a)


def _clusters(rows: Mapping[str, Sequence[Row]]) -> dict[str, np.ndarray]:
    """Return the cluster of every row, by source: rows of one group, and rows that share a text, have one."""
    numbers: dict[Any, int] = {}
    links: list[tuple[int, int]] = []
    firsts: dict[str, list[int]] = {}
    for name, some in rows.items():
        firsts[name] = []
        for row in some:
            keys = ((name, row.group), _key(row.anchor), _key(row.candidate))
            own = [numbers.setdefault(key, len(numbers)) for key in keys]
            links += [(own[0], own[1]), (own[0], own[2])]
            firsts[name].append(own[0])
    ends = np.asarray(links, dtype=np.int64).reshape(-1, 2)
    size = len(numbers)
    graph = coo_matrix((np.ones(len(ends), dtype=bool), (ends[:, 0], ends[:, 1])), shape=(size, size))
    component = connected_components(graph, directed=False)[1]
    return {name: component[np.asarray(own, dtype=np.int64)] for name, own in firsts.items()}


def _split(name: str, rows: Sequence[Row], clusters: np.ndarray, config: TrainConfig) -> list[Row]:
    """Draw the split of each cluster by the hash of its smallest text; generated rows keep theirs."""
    smallest: dict[int, int] = {}
    for row, cluster in zip(rows, clusters.tolist(), strict=True):
        key = min(_key(row.anchor), _key(row.candidate))
        smallest[cluster] = min(key, smallest.get(cluster, key))
    sizes = Counter(clusters.tolist())
    done = []
    for row, cluster in zip(rows, clusters.tolist(), strict=True):
        place = stable_fraction(f"{config.sources_seed}\0{smallest[cluster]}")
        small = sizes[cluster] <= max(20, LARGEST_CLUSTER * len(rows))
        drawn = "validation" if small and place < config.source_validation else "train"
        group = f"{name}/{row.group}"
        done.append(
            replace(
                row,
                split=row.split or drawn,
                group=group,
                cluster=cluster,
                source_id=f"{name}/{row.source_id or row.group}",
            )
        )
    return done


def _held_out(config: TrainConfig, rows: Mapping[str, Sequence[Row]]) -> set[str]:
    """Return the texts of the held-out sets; InputError where a source shares a whole pair with one."""
    own = {_pair(row): name for name, some in rows.items() for row in some}
    texts: set[str] = set()
    for path in config.held_out:
        pairs = read_labelled(path, both_labels=False)
        for a, b in pairs.texts():
            key = tuple(sorted((text_key(a), text_key(b))))
            if (name := own.get((key[0], key[1]))) is not None and key[0] != key[1]:
                raise InputError(
                    f"train.sources.{name}: holds a pair of the held-out set {path}: {a!r} / {b!r}; what is "
                    "trained on cannot measure; leave the pair out of the source, or the set out of "
                    "train.held_out"
                )
            texts |= {a, b}
    return texts


def _without_leaks(
    rows: Mapping[str, list[Row]], held_out: Iterable[str], left_out: Mapping[str, Counter[str]]
) -> dict[str, list[Row]]:
    """Leave out of training what is, or nearly is, in a validation split or in a held-out set."""
    guarded = sorted(
        {text for some in rows.values() for row in some if row.split == "validation" for text in _sides(row)}
        | set(held_out)
    )
    texts = sorted(
        {text for some in rows.values() for row in some if row.split == "train" for text in _sides(row)}
    )
    leaking = _near(texts, guarded)
    kept: dict[str, list[Row]] = {}
    for name, some in rows.items():
        kept[name] = []
        for row in some:
            if row.split == "train" and not leaking.isdisjoint(_sides(row)):
                left_out[name]["left_out"] += 1
            else:
                kept[name].append(row)
    return kept


def _sides(row: Row) -> tuple[str, str]:
    return row.anchor, row.candidate


def _near(texts: Sequence[str], guarded: Sequence[str]) -> set[str]:
    """Return those of the texts that are, or nearly are, among the guarded ones."""
    exact = {_key(text) for text in guarded}
    found = {text for text in texts if _key(text) in exact}
    long = [text for text in guarded if len(text.split()) >= SHORTEST]
    buckets: defaultdict[int, list[int]] = defaultdict(list)
    for place, keys in enumerate(band_keys(long).tolist()):
        for key in keys:
            buckets[key].append(place)
    some = [text for text in texts if len(text.split()) >= SHORTEST and text not in found]
    for text, keys in zip(some, band_keys(some).tolist(), strict=True):
        suspects = {place for key in keys for place in buckets.get(key, ())[:LARGEST_BUCKET]}
        if any(similarity(text, long[place]) >= NEAR for place in suspects):
            found.add(text)
    return found


def _complete(name: str, rows: Sequence[Row], source: SourceConfig) -> list[Row]:
    """Put surface noise on the share of the pairs that asks for it, and give near-misses their positives.

    A group that has near-misses alone would teach that near means wrong: each of its texts is paired with
    itself in a noisy form.
    """
    has_same = {row.group for row in rows if row.label == SAME}
    done: list[Row] = []
    light: set[str] = set()
    for row in rows:
        if row.label == NEAR_MISS and row.group not in has_same:
            for text in _sides(row):
                if text not in light:
                    light.add(text)
                    done.append(_light(row, text, name))
        done.append(_with_noise(row, source.noise, name))
    return done


def _light(row: Row, text: str, name: str) -> Row:
    """Return the positive of a text and its noisy self, beside the row."""
    return replace(
        row,
        anchor=text,
        candidate=noisy(text, name),
        label=SAME,
        family="paraphrase",
        edit=LIGHT,
        anchor_spans=(),
        candidate_spans=(),
    )


def _with_noise(row: Row, share: float, name: str) -> Row:
    """Return the row, or for a share of them a form with noise on one side or both; where is not marked."""
    draw = stable_fraction(f"{name}\0{row.anchor}\0{row.candidate}")
    if draw >= share or row.grain != "sentence":
        return row
    anchor, candidate = _sides(row)
    which = draw / share
    if which < 0.6:
        candidate = noisy(candidate, f"{name}\0{row.anchor}")
    if which > 0.4:
        anchor = noisy(anchor, f"{name}\0{row.candidate}")
    return replace(row, anchor=anchor, candidate=candidate, anchor_spans=(), candidate_spans=())


def _dataset(rows: Mapping[str, Sequence[Row]], split: str) -> Dataset:
    columns: dict[str, list[Any]] = {column: [] for column in COLUMNS}
    for name, some in rows.items():
        for row in (row for row in some if row.split == split):
            for column in ("anchor", "candidate", "label", "family", "edit", "grain", "source_id", "split"):
                columns[column].append(getattr(row, column))
            columns["group_id"].append(row.group)
            columns["anchor_spans"].append([list(span) for span in row.anchor_spans])
            columns["candidate_spans"].append([list(span) for span in row.candidate_spans])
            columns["source"].append(name)
            columns["cluster"].append(row.cluster)
    if not columns["label"]:
        raise InputError(f"the sources have no pairs for the {split} split; give more, or larger ones")
    return Dataset.from_dict(columns, features=COLUMNS)
