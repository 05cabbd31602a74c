"""Finished work on disk, so that a killed run continues: one shard per block of records.

A shard is two files in the working folder, a sibling of the output: NNNNN.parquet (pairs, and the key
that tells equal candidates of a group) and NNNNN.json (its counts, the source texts it added to `Seen`).
The second is renamed into place last: a shard without it does not exist.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
from datasets import Features, Value
from pyarrow import parquet

from ..errors import InputError
from .hashing import text_key
from .pairs import FEATURES, Pair

KEY = "candidate_key"
_SCHEMA = Features({**FEATURES, KEY: Value("uint64")}).arrow_schema
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


class Shards:
    """The shards in a working folder. Raises InputError when the folder belongs to another run."""

    def __init__(self, folder: Path, digest: str, out: Path) -> None:
        self.folder = folder
        state = folder / _STATE
        if not state.exists():
            folder.mkdir(parents=True, exist_ok=True)
            write_atomically(state, json.dumps({"digest": digest}))
        try:
            found = json.loads(state.read_text(encoding="utf-8"))["digest"]
        except (ValueError, KeyError, TypeError):
            found = None
        if found != digest:
            raise InputError(
                f"{out}: an unfinished run with another configuration, corpus or version is in {folder}; "
                "repeat that run's command, choose another --out, or delete that folder"
            )

    def __len__(self) -> int:
        """Return how many shards are complete, from the first on."""
        count = 0
        while self._path(count, "json").exists():
            count += 1
        return count

    def commit(self, index: int, pairs: Sequence[Pair], seen: Sequence[int], counts: Counts) -> None:
        """Save a shard; after this returns it survives a kill."""
        rows = [{**pair.as_row(), KEY: text_key(pair.candidate, pair.group_id)} for pair in pairs]
        temporary = self._path(index, "parquet.tmp")
        parquet.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), temporary)
        temporary.rename(self._path(index, "parquet"))
        done = {
            "records": counts.records,
            "sentences": counts.sentences,
            "rejections": counts.rejections,
            "seconds": counts.seconds,
            "seen": list(seen),
        }
        write_atomically(self._path(index, "json"), json.dumps(done))

    def counts(self, index: int) -> tuple[Counts, list[int]]:
        """Return a complete shard's counts and the keys it added to `Seen`."""
        done = json.loads(self._path(index, "json").read_text(encoding="utf-8"))
        seen = done.pop("seen")
        done["sentences"], done["rejections"] = Counter(done["sentences"]), Counter(done["rejections"])
        return Counts(**done), seen

    def keys(self) -> pa.Table:
        """Return the columns candidate_key and label of all shards."""
        files = [self._path(index, "parquet") for index in range(len(self))]
        return pa.concat_tables([parquet.read_table(file, columns=[KEY, "label"]) for file in files])

    def rows(self) -> Iterator[list[dict[str, Any]]]:
        """Yield the rows of each shard, in order."""
        for index in range(len(self)):
            yield parquet.read_table(self._path(index, "parquet")).to_pylist()

    def _path(self, index: int, suffix: str) -> Path:
        return self.folder / f"shard-{index:05d}.{suffix}"


def write_atomically(path: Path, text: str) -> None:
    """Write a text file so that it is either complete or not there."""
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(text, encoding="utf-8")
    temporary.rename(path)
