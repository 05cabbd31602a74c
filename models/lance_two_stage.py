"""The same two stages over a LanceDB table: for a corpus, or writers, that outgrow one machine's token store.

LanceDB runs embedded over a local folder or an object store (s3://, gs://, az://), with any number of
stateless readers, or as a server; the code is the same (docs/large_corpora.md). Each passage has its pooled
vector, which LanceDB searches, and the codes of one key per token, which only the verifier reads, and only of
the candidates. Needs lancedb, the extra `[lancedb]`.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import torch

from ..common.errors import InputError
from .stores.quantisation import DEFAULT_BITS, checked_bits, unpacked
from .stores.ragged import mask_of, padded
from .token_store import TEXTS_AT_ONCE, TEXTS_PER_SEGMENT, TokenStore, fingerprint, key_shape, quantised
from .tokens import Tokens
from .two_stage import Hit, gated
from .verifier import Verifier

FINGERPRINT, BITS = b"verisieve", b"verisieve.bits"
REFINED = 4
"""Times as many candidates as asked for are compared by their own vectors, where an index has only codes."""
TOKEN_COLUMNS = ("pooled", "keys", "token_ids", "offsets", "truncated")


class LanceTwoStage:
    """Search a LanceDB table: recall by LanceDB, then the verifier on the best `depth` candidates.

    `table` is an ordinary LanceDB table: delete, update by id, index, version and filter it as LanceDB does.
    """

    def __init__(self, verifier: Verifier, table: Any, depth: int = 20) -> None:
        """Take a table that `create` made. Raises InputError for another, or another verifier's."""
        found = (table.schema.metadata or {}).get(FINGERPRINT, b"").decode()
        if found != fingerprint(verifier):
            raise InputError(
                f"table {table.name}: was not written by this verifier on this retriever "
                f"({found[:12] or 'no mark of one'}, not {fingerprint(verifier)[:12]}); create it anew"
            )
        self.verifier, self.table, self.depth = verifier, table, depth
        self.bits = checked_bits(int(table.schema.metadata.get(BITS, b"0")))

    @classmethod
    def create(
        cls, verifier: Verifier, database: str, name: str, depth: int = 20, bits: int = DEFAULT_BITS
    ) -> "LanceTwoStage":
        """Make an empty table in a database (what lancedb.connect takes: a folder or an object store's URI).

        bits: of each dimension of a key, as TokenStore.create has them.

        Raises InputError where there is one of this name, and where lancedb is not installed.
        """
        connection = connect(database)
        try:
            table = connection.create_table(name, schema=schema(verifier, bits))
        except ValueError as error:
            raise InputError(f"{database}: table {name} cannot be created: {error}") from None
        return cls(verifier, table, depth)

    @classmethod
    def open(cls, verifier: Verifier, database: str, name: str, depth: int = 20) -> "LanceTwoStage":
        """Open a table. Raises InputError where there is none, or it is another verifier's."""
        try:
            table = connect(database).open_table(name)
        except (ValueError, FileNotFoundError) as error:
            raise InputError(f"{database}: table {name} cannot be opened: {error}") from None
        return cls(verifier, table, depth)

    def append(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Encode texts and add them under the given ids, in one commit: all of them or none.

        Raises InputError for no texts, or not one id per text.
        """
        if not texts or len(ids) != len(texts):
            raise InputError(
                f"append needs texts, and one id for each: got {len(ids)} ids, {len(texts)} texts"
            )
        parts = []
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            part = texts[start : start + TEXTS_AT_ONCE]
            columns = quantised(self.verifier, self.verifier.encode(part), self.bits)
            parts.append(self._batch(ids[start : start + TEXTS_AT_ONCE], part, columns))
        self.table.add(pa.Table.from_batches(parts))

    def append_store(self, store: TokenStore, rows: Sequence[int] | np.ndarray | None = None) -> None:
        """Add rows of a token store (all that are not deleted) as it has them, with their numbers for ids.

        Nothing is encoded anew; memory holds a segment at a time; one commit: all of them or none. Raises
        InputError for a store that has other bits than the table, IndexError for rows deleted or not there.
        """
        if store.bits != self.bits:
            raise InputError(
                f"{store.folder}: its keys have {store.bits} bits, table {self.table.name}'s {self.bits}; "
                f"create the table with bits={store.bits}"
            )
        wanted = store.live if rows is None else np.asarray(rows, dtype=np.int64)
        if len(gone := np.setdiff1d(wanted, store.live)):
            raise IndexError(f"row {gone[0]} is deleted, or was never there")

        def batches() -> Iterator[pa.RecordBatch]:
            for start in range(0, len(wanted), TEXTS_PER_SEGMENT):
                part = wanted[start : start + TEXTS_PER_SEGMENT]
                columns = store.columns(part)
                yield self._batch(part, store.texts(part), columns | {"lengths": columns["starts"].diff()})

        self.table.add(pa.RecordBatchReader.from_batches(self.table.schema, batches()))

    def search(self, query: str, k: int = 10, rerank: bool = False, where: str | None = None) -> list[Hit]:
        """Return at most k candidates that are no near-miss of the query, as TwoStage.search does.

        where: an SQL condition on the columns id and text that candidates must meet. Hit.corpus_id is the id.
        """
        vector = self.verifier.retriever.pooled([query])[0]
        search = self.table.search(vector, vector_column_name="vector").distance_type("dot")
        search = search.select(["id", "text", *TOKEN_COLUMNS, "_distance"]).limit(max(k, self.depth))
        search = search.refine_factor(REFINED)
        rows = (search.where(where, prefilter=True) if where else search).to_arrow()
        if not len(rows):
            return []
        distances = rows["_distance"].to_pylist()
        found = [(row, 1 - distance) for row, distance in zip(rows["id"].to_pylist(), distances, strict=True)]
        return gated(self.verifier, query, found, self._tokens(rows), rerank, vector)[:k]

    def _tokens(self, rows: pa.Table) -> Tokens:
        """Return rows of the table as the verifier reads them."""
        lengths = np.diff(rows["token_ids"].combine_chunks().offsets).tolist()
        keys = unpacked(_flat(rows["keys"]), self.bits, *key_shape(self.verifier))
        return Tokens(
            tuple(rows["text"].to_pylist()),
            padded(keys.split(lengths)),
            padded(_flat(rows["token_ids"]).long().split(lengths)),
            mask_of(lengths),
            padded(_flat(rows["offsets"]).long().split(lengths)),
            _flat(rows["pooled"]).float(),
            torch.tensor(rows["truncated"].to_pylist(), dtype=torch.bool),
        )

    def _batch(
        self, ids: Sequence[int] | np.ndarray, texts: Sequence[str], encoded: Mapping[str, torch.Tensor]
    ) -> pa.RecordBatch:
        """Return rows as the table has them; encoded: as token_store.quantised has it."""
        columns = {name: value.numpy() for name, value in encoded.items()}
        starts = np.concatenate([[0], columns["lengths"].cumsum()]).astype(np.int32)

        def per_token(name: str, kind: pa.DataType) -> pa.ListArray:
            values = columns[name]
            flat = pa.array(values.reshape(-1)).cast(kind)
            inner = pa.FixedSizeListArray.from_arrays(flat, values.shape[1]) if values.ndim == 2 else flat
            return pa.ListArray.from_arrays(starts, inner)

        def per_text(name: str) -> pa.FixedSizeListArray:
            values = columns[name]
            return pa.FixedSizeListArray.from_arrays(pa.array(values.reshape(-1)), values.shape[1])

        return pa.record_batch(
            [
                pa.array(ids, pa.int64()),
                pa.array(texts, pa.string()),
                per_text("recall"),
                per_text("pooled"),
                per_token("keys", pa.uint8()),
                per_token("ids", pa.int32()),
                per_token("offsets", pa.int32()),
                pa.array(columns["truncated"].astype(bool)),
            ],
            schema=self.table.schema,
        )


def connect(database: str) -> Any:
    """Connect to a database. Raises InputError where lancedb is not installed."""
    try:
        import lancedb
    except ImportError:
        raise InputError("LanceTwoStage needs lancedb: pip install 'verisieve[lancedb]'") from None
    return lancedb.connect(database)


def schema(verifier: Verifier, bits: int) -> pa.Schema:
    """Return the table's columns for a verifier: D pooled, L layers, h key dimensions.

    vector (for recall), pooled (which the verifier reads) float16 [D]; truncated bool; per token keys uint8
    [L * h * bits / 8], token_ids, offsets int32 [2].
    """
    sample = quantised(verifier, verifier.encode(["size"]), checked_bits(bits))
    keys, pooled = sample["keys"].shape[1], sample["pooled"].shape[1]
    return pa.schema(
        [
            ("id", pa.int64()),
            ("text", pa.string()),
            ("vector", pa.list_(pa.float16(), pooled)),
            ("pooled", pa.list_(pa.float16(), pooled)),
            ("keys", pa.list_(pa.list_(pa.uint8(), keys))),
            ("token_ids", pa.list_(pa.int32())),
            ("offsets", pa.list_(pa.list_(pa.int32(), 2))),
            ("truncated", pa.bool_()),
        ],
        metadata={FINGERPRINT: fingerprint(verifier).encode(), BITS: str(bits).encode()},
    )


def _flat(column: pa.ChunkedArray) -> torch.Tensor:
    """Return a column of lists as one tensor: [values], or [vectors, size] where they hold vectors."""
    values = column.combine_chunks()
    shape = [-1]
    while pa.types.is_list(values.type) or pa.types.is_fixed_size_list(values.type):
        if pa.types.is_fixed_size_list(values.type):
            shape.append(values.type.list_size)
        values = values.flatten()
    return torch.from_numpy(values.to_numpy().copy()).view(shape)
