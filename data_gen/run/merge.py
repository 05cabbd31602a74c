"""From shards to the files of the dataset: the last step of generation.

Leaves out sentences that repeat an earlier one (or nearly) and texts that one group holds with both
meanings, balances what is left (pairing/balance.py), divides the rows into splits, and turns pairs into
triplets where asked. Works on one shard at a time; of all of them it holds about 24 bytes per source
sentence, and 9 per text of a paraphrase record's group.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from datasets import Features, Value
from pyarrow import parquet

from ..config import GenerateConfig
from ..corpus.near_duplicates import candidates, later_of_each, similarity
from ..pairing.balance import Balance, learn_balance
from ..pairing.exchanges import EXCHANGE, exchange_limits
from ..schema import FEATURES, NEAR_MISS, SAME, SPLITS, split_file
from .shards import BAND_COLUMNS, EXTRA, KEYS, NEAR, SOURCE, Counts, Shards

TRIPLETS = Features(
    {name: Value("string") for name in ("anchor", "positive", "negative", "family", "group_id")}
)
LABEL_NAMES = {SAME: "same", NEAR_MISS: "near_miss"}
ROW_GROUP = 10_000  # rows of a Parquet row group, held in memory per split

Rows = list[dict[str, Any]]


class SplitWriter:
    """Writes tables to one Parquet file per split, in row groups of equal size. A context manager.

    A split without rows gets no file: `datasets` cannot load an empty one.
    """

    def __init__(self, folder: Path, features: Features) -> None:
        self.schema = features.arrow_schema
        self.waiting: dict[str, list[pa.Table]] = {split: [] for split in SPLITS}
        self.folder = folder
        (folder / "data").mkdir(parents=True)
        self.files: dict[str, parquet.ParquetWriter] = {}

    def __enter__(self) -> "SplitWriter":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for split in SPLITS:
            if kind is None:
                self._flush(split, 1)
        for file in self.files.values():
            file.close()

    def write(self, split: str, rows: pa.Table) -> None:
        """Add rows with the columns of the features."""
        if len(rows):
            self.waiting[split].append(rows.select(self.schema.names))
            self._flush(split, ROW_GROUP)

    def _flush(self, split: str, at_least: int) -> None:
        """Write row groups while so many rows wait."""
        if sum(map(len, self.waiting[split])) < at_least:
            return
        table = pa.concat_tables(self.waiting[split])
        if split not in self.files:
            self.files[split] = parquet.ParquetWriter(split_file(self.folder, split), self.schema)
        while len(table) >= at_least:
            group = table.slice(0, ROW_GROUP).cast(self.schema).combine_chunks()
            self.files[split].write_table(group, row_group_size=ROW_GROUP)
            table = table.slice(ROW_GROUP)
        self.waiting[split] = [table] if len(table) else []


def merge(
    shards: Shards, folder: Path, output_format: str, counts: Counts, config: GenerateConfig
) -> dict[str, Any]:
    """Write the splits into `folder`; return what is in them, for the manifest. What is left out goes into
    `counts`.

    "rows": split -> family -> label -> n; "rules": rule -> n; "grains": grain -> n; "balance": what balancing
    dropped. The label of triplets is "triplet", and their rules are not counted.
    """
    kept = _kept_sources(shards, counts.sentences, config)
    conflicts = _conflicting_keys(shards)

    def tables() -> Iterator[tuple[pa.Table, int]]:
        for rows, sources in zip(shards.rows(), kept, strict=True):
            rows = rows.filter(pa.array(sources[rows[SOURCE].to_numpy()])) if not sources.all() else rows
            agreeing = rows if not len(conflicts) else rows.filter(pa.array(_agreeing(rows, conflicts)))
            yield agreeing, len(rows) - len(agreeing)

    share, limits = config.balance.max_share_per_exchange, {}
    if share is not None:
        limits = exchange_limits(lambda: (rows for rows, _ in tables()), share, config.seed)
    balance = learn_balance(
        lambda: (rows.to_pylist() for rows, _ in tables()), config.balance, config.seed, limits
    )
    written = _Written(output_format == "pairs")
    with SplitWriter(folder, FEATURES if written.is_pairs else TRIPLETS) as writer:
        for rows, dropped in tables():
            counts.rejections["label_conflict"] += dropped
            rows = _balanced(rows, balance)
            if not written.is_pairs:
                rows = _triplets(rows)
            written.count(rows)
            for split in SPLITS:
                writer.write(split, rows.filter(pc.equal(rows["split"], split)))
    return {**written.summary(), "balance": balance.summary()}


class _Written:
    """Counts what is written, for the manifest."""

    def __init__(self, is_pairs: bool) -> None:
        self.is_pairs = is_pairs
        self.kinds: Counter[tuple[str, str, str]] = Counter()
        self.rules: Counter[str] = Counter()
        self.grains: Counter[str] = Counter()

    def count(self, rows: pa.Table) -> None:
        """Add the rows of a shard."""
        labels = ["split", "family", "label"] if self.is_pairs else ["split", "family"]
        for row in rows.group_by(labels).aggregate([([], "count_all")]).to_pylist():
            label = LABEL_NAMES[row["label"]] if self.is_pairs else "triplet"
            self.kinds[row["split"], row["family"], label] += row["count_all"]
        if self.is_pairs:
            for counter, column in ((self.rules, "edit"), (self.grains, "grain")):
                for value in rows[column].value_counts().to_pylist():
                    counter[value["values"]] += value["counts"]

    def summary(self) -> dict[str, Any]:
        """Return the counts in the manifest's form."""
        rows: dict[str, dict[str, dict[str, int]]] = {split: {} for split in SPLITS}
        for (split, family, label), count in sorted(self.kinds.items()):
            rows[split].setdefault(family, {})[label] = count
        return {"rows": rows, "rules": self.rules, "grains": dict(sorted(self.grains.items()))}


def _kept_sources(shards: Shards, counts: Counter[str], config: GenerateConfig) -> list[np.ndarray]:
    """Return for each shard a mask of its sources without those that repeat an earlier one, or nearly."""
    tables = list(shards.sources(["group", "cluster"]))
    sizes = [len(table) for table in tables]
    whole = pa.concat_tables(tables)
    groups, clusters = whole["group"].to_numpy(), whole["cluster"].to_numpy()
    kept = np.zeros(len(groups), dtype=bool)
    kept[np.unique(groups, return_index=True)[1]] = True
    kept |= clusters > 0  # a text with several paraphrases is a source with each
    counts["duplicate"] += int((~kept).sum())
    counts["kept"] -= int((~kept).sum())
    if config.near_duplicates is not None and len(kept):
        near = kept & later_of_each(
            _near_duplicates(shards, kept, clusters, config.near_duplicates), len(kept)
        )
        counts["near_duplicate"] += int(near.sum())
        counts["kept"] -= int(near.sum())
        kept &= ~near
    return np.split(kept, np.cumsum(sizes)[:-1])


def _near_duplicates(shards: Shards, kept: np.ndarray, clusters: np.ndarray, threshold: float) -> np.ndarray:
    """Return the pairs of sources that are alike and do not paraphrase each other, by number, [pairs, 2]."""
    found = np.zeros((0, 2), dtype=np.int64)
    for band in BAND_COLUMNS:
        keys = np.concatenate([table[band].to_numpy() for table in shards.sources([band])])
        pairs = candidates(keys)
        a, b = pairs[:, 0], pairs[:, 1]
        possible = kept[a] & kept[b] & ((clusters[a] != clusters[b]) | (clusters[a] == 0))
        found = np.unique(np.concatenate([found, pairs[possible]]), axis=0)
    texts = _texts(shards, np.unique(found))
    alike = [similarity(texts[a], texts[b]) >= threshold for a, b in found.tolist()]
    return found[np.array(alike, dtype=bool)]


def _texts(shards: Shards, numbers: np.ndarray) -> dict[int, str]:
    """Return the texts of some sources (their numbers ascending)."""
    texts: dict[int, str] = {}
    start = 0
    for table in shards.sources(["text"]):
        wanted = numbers[(numbers >= start) & (numbers < start + len(table))]
        found = table["text"].take(pa.array(wanted - start)).to_pylist() if len(wanted) else []
        texts.update(zip(wanted.tolist(), found, strict=True))
        start += len(table)
    return texts


def _conflicting_keys(shards: Shards) -> np.ndarray:
    """Return the keys of the texts that a group holds both as a wording of its meaning and as a near-miss."""
    sides: dict[bool, list[np.ndarray]] = {True: [], False: []}
    for table in shards.rows([*KEYS, *NEAR]):
        for key, near in zip(KEYS, NEAR, strict=True):
            keys, is_near = table[key].to_numpy(), table[near].to_numpy()
            for side, some in sides.items():
                some.append(np.unique(keys[(is_near == side) & (keys > 0)]))
    if not sides[True]:
        return np.zeros(0, dtype=np.uint64)
    return np.intersect1d(np.concatenate(sides[True]), np.concatenate(sides[False]))


def _agreeing(rows: pa.Table, conflicts: np.ndarray) -> np.ndarray:
    return ~np.logical_or.reduce([np.isin(rows[key].to_numpy(), conflicts) for key in KEYS])


def _balanced(rows: pa.Table, balance: Balance) -> pa.Table:
    if not balance.is_active:
        return rows
    looked_at = np.ones(len(rows), dtype=bool)
    if not balance.looks_at_all:
        capped = pc.is_in(rows[EXCHANGE], pa.array(list(balance.exchange_limits)))
        groups = rows.filter(capped)["group_id"].combine_chunks()
        looked_at = pc.is_in(rows["group_id"], groups).to_numpy()
    kept = ~looked_at
    kept[looked_at] = balance.keeps(rows.filter(pa.array(looked_at)).to_pylist())
    return rows.filter(pa.array(kept))


def _triplets(rows: pa.Table) -> pa.Table:
    """Return every (positive, near-miss) of each anchor of a source; `family` is the near-miss's."""
    found = []
    for (_, anchor), pairs in groupby(_by_anchor(rows.drop_columns(list(EXTRA)).to_pylist()), key=_anchor):
        group = list(pairs)
        for positive in (row for row in group if row["label"] == SAME):
            for negative in (row for row in group if row["label"] == NEAR_MISS):
                if positive["grain"] == negative["grain"]:
                    found.append(
                        {
                            **negative,
                            "anchor": anchor,
                            "positive": positive["candidate"],
                            "negative": negative["candidate"],
                        }
                    )
    schema = pa.schema([*TRIPLETS.arrow_schema, pa.field("split", pa.string())])
    return pa.Table.from_pylist(found, schema=schema)


def _by_anchor(rows: Rows) -> Rows:
    """Bring the rows of one group and anchor together, in the order of their first row."""
    first: dict[tuple[str, str], int] = {}
    for index, row in enumerate(rows):
        first.setdefault(_anchor(row), index)
    return sorted(rows, key=lambda row: first[_anchor(row)])


def _anchor(row: dict[str, Any]) -> tuple[str, str]:
    return row["group_id"], row["anchor"]
