"""Finished work on disk, so that a killed run continues: one shard per block of records.

A shard is three files in the working folder, a sibling of the output: NNNNN.rows.parquet (pairs, and what
tells contradicting ones), NNNNN.sources.parquet (the source sentences, and what tells repeated ones) and
NNNNN.json (its counts). The last is renamed into place last: a shard without it does not exist. No shard
depends on another, so that they can be made in any order and anywhere (workers.py, distributed.py).
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from ...common.errors import InputError
from ...common.files import write_json, writing
from ..corpus.near_duplicates import BANDS, band_keys
from ..corpus.sources import Source
from ..hashing import text_key
from ..pairing.exchanges import EXCHANGE, exchange_of
from ..pairing.quadruples import Row
from ..schema import FEATURES, Pair, changes

SOURCE = "source"  # which of the shard's sources a row comes from
KEYS = (
    "anchor_key",
    "candidate_key",
)  # of the texts within their group; 0 where no other shard has the group
NEAR = ("anchor_near", "candidate_near")  # whether the text is a near-miss of the source
EXTRA = (SOURCE, *KEYS, *NEAR, EXCHANGE)
BAND_COLUMNS = tuple(f"band_{number:02}" for number in range(BANDS))
_ROWS = pa.schema(
    [
        *FEATURES.arrow_schema,
        pa.field(SOURCE, pa.int32()),
        *(pa.field(key, pa.uint64()) for key in KEYS),
        *(pa.field(near, pa.bool_()) for near in NEAR),
        pa.field(EXCHANGE, pa.string()),
    ]
)
_STATE = "run.json"


@dataclass
class Counts:
    """What happened so far. sentences: read, kept and skipped by reason. rejections: by guard."""

    records: int = 0
    sentences: Counter[str] = field(default_factory=Counter)
    rejections: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def add(self, other: "Counts") -> None:
        """Add another shard's counts."""
        self.records += other.records
        self.sentences += other.sentences
        self.rejections += other.rejections
        self.seconds += other.seconds


@dataclass(frozen=True)
class Shard:
    """What was made of one block of records. sources: group, cluster (0 for none), text and band keys."""

    rows: pa.Table
    sources: pa.Table
    counts: Counts


def rows_table(rows: Sequence[tuple[Pair, Row, int, bool]], lang: str) -> pa.Table:
    """Return the rows of a shard as a table: each a pair, what it was made of, its source's number in the
    shard, and whether other shards may hold rows of the same group. lang: the language of the texts.
    """
    columns: dict[str, Sequence[object]] = dict.fromkeys(_ROWS.names, ())
    if rows:
        pairs, made, numbers, shared = zip(*rows, strict=True)
        columns = dict(zip(Pair._fields, zip(*pairs, strict=True), strict=True))
        columns[SOURCE] = numbers
        columns[EXCHANGE] = [exchange_of(row.made, lang) for row in made]
        sides = [[row.anchor for row in made], [row.candidate for row in made]]
        for key, near, side in zip(KEYS, NEAR, sides, strict=True):
            columns[near] = [wording.near_miss for wording in side]
            columns[key] = [
                text_key(wording.text, pair.group_id) if is_shared else 0
                for wording, pair, is_shared in zip(side, pairs, shared, strict=True)
            ]
    return pa.Table.from_arrays([pa.array(columns[field.name], field.type) for field in _ROWS], schema=_ROWS)


def sources_table(sources: Sequence[Source], with_bands: bool) -> pa.Table:
    """Return the sources of a shard as a table: what merging needs to find those that repeat others."""
    texts = [source.passage.text for source in sources]
    table = {
        "group": pa.array([int(source.group_id, 16) for source in sources], pa.uint64()),
        "cluster": pa.array([source.cluster or 0 for source in sources], pa.uint64()),
        "text": pa.array(texts, pa.string()),
    }
    bands = band_keys(texts) if with_bands else np.zeros((len(texts), 0), dtype=np.uint64)
    for name, keys in zip(BAND_COLUMNS, bands.T, strict=False):
        table[name] = pa.array(np.ascontiguousarray(keys))
    return pa.table(table)


class Shards:
    """The shards in a working folder. Raises InputError when the folder belongs to another run."""

    def __init__(self, folder: Path, identity: Mapping[str, Any], out: Path) -> None:
        self.folder = folder
        state = folder / _STATE
        if not state.exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_json(state, identity)
        try:
            found = dict(json.loads(state.read_text(encoding="utf-8")))
        except (ValueError, TypeError):
            found = {}
        if found.get("digest") != identity["digest"]:
            raise InputError(
                f"{out}: an unfinished run with another configuration, corpus or version is in {folder} "
                f"({changes(found, identity)}); "
                "repeat that run's command, choose another --out, or delete that folder"
            )

    def __contains__(self, index: int) -> bool:
        """Return whether a shard is complete."""
        return self._path(index, "json").exists()

    def __len__(self) -> int:
        """Return how many shards are complete, from the first on."""
        count = 0
        while count in self:
            count += 1
        return count

    def commit(self, index: int, shard: Shard) -> None:
        """Save a shard; after this returns it survives a kill."""
        for name, table in (("rows.parquet", shard.rows), ("sources.parquet", shard.sources)):
            with writing(self._path(index, name)) as partial:
                parquet.write_table(table, partial, compression="zstd", use_dictionary=False)
        write_json(self._path(index, "json"), vars(shard.counts))

    def counts(self, index: int) -> Counts:
        """Return a complete shard's counts."""
        done = json.loads(self._path(index, "json").read_text(encoding="utf-8"))
        done["sentences"], done["rejections"] = Counter(done["sentences"]), Counter(done["rejections"])
        return Counts(**done)

    def sources(self, columns: Sequence[str]) -> Iterator[pa.Table]:
        """Yield columns of the sources of each shard, in order."""
        for index in range(len(self)):
            yield parquet.read_table(self._path(index, "sources.parquet"), columns=list(columns))

    def rows(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """Yield the rows of each shard (all of _ROWS' columns, or some), in order."""
        names = None if columns is None else list(columns)
        for index in range(len(self)):
            yield parquet.read_table(self._path(index, "rows.parquet"), columns=names)

    def _path(self, index: int, suffix: str) -> Path:
        return self.folder / f"shard-{index:05d}.{suffix}"
