"""The pair record, where the files of a generated dataset lie, and how training and evaluation read it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from datasets import Dataset, Features, List, Value, disable_progress_bars
from datasets.exceptions import DatasetGenerationError
from pyarrow import ArrowException, RecordBatch, parquet

from ..common.configuration import differences
from ..common.errors import InputError

SAME = 1
NEAR_MISS = 0
SENTENCE = "sentence"
PASSAGE = "passage"
QUESTION = "question"
BATCH = 20_000
"""Rows of a file that are in memory at a time."""

FEATURES = Features(
    {
        "anchor": Value("string"),
        "candidate": Value("string"),
        "label": Value("int8"),
        "family": Value("string"),
        "edit": Value("string"),
        "anchor_spans": List(List(Value("int32"))),
        "candidate_spans": List(List(Value("int32"))),
        "grain": Value("string"),
        "source_id": Value("string"),
        "group_id": Value("string"),
        "split": Value("string"),
    }
)
"""Columns of a generated dataset, in order."""


class Pair(NamedTuple):
    """One labelled pair.

    label: 1 same meaning, 0 near-miss.
    family: what kind of pair: a near-miss family ("negation", ...) or "paraphrase" for positives.
    edit: the rule or chain of rules, e.g. "negation.do_support" or "paraphrase.natural+negation.copula".
    anchor_spans, candidate_spans: character spans (start, end) that differ; of a near-miss, those that
        change the meaning. Empty where they are not known, or where only the other text has such words.
    source_id: the document; group_id: the source sentence (all rows made from it share it).
    split: "train", "validation" or "test", drawn by source document before editing.
    grain: "sentence"; "passage" where the candidate is a passage that holds the text in question; "question"
        where the anchor is a question and the candidate a sentence or passage: label 1 where it answers the
        question, and candidate_spans are then the answer.
    """

    anchor: str
    candidate: str
    label: int
    family: str
    edit: str
    anchor_spans: tuple[tuple[int, int], ...]
    candidate_spans: tuple[tuple[int, int], ...]
    source_id: str
    group_id: str
    split: str
    grain: str = SENTENCE

    def as_row(self) -> dict[str, Any]:
        """Return the record as a row with the columns of FEATURES."""
        row = self._asdict()
        for column in ("anchor_spans", "candidate_spans"):
            row[column] = [list(span) for span in row[column]]
        return {column: row[column] for column in FEATURES}


SPLITS = ("train", "validation", "test")
MANIFEST = "manifest.json"


def split_file(folder: Path, split: str) -> Path:
    """Return the file that generation writes a split to."""
    return folder / "data" / f"{split}-00000-of-00001.parquet"


def load_pairs(folder: Path | str, split: str) -> Dataset:
    """Return the pairs of one split ("train", "validation" or "test"), with the columns of pairs.FEATURES.

    Raises InputError when the folder, the split, a column or every row is missing, or a file is damaged.
    """
    folder = Path(folder)
    files = split_files(folder, split)
    if sum(check_pairs(file) for file in files) == 0:
        raise InputError(f"{folder}: its split {split!r} holds no pairs; generate the dataset again")
    disable_progress_bars()  # a second's work; datasets draws its bars into logs too
    try:
        return Dataset.from_parquet([str(file) for file in files], split=split, features=FEATURES)
    except DatasetGenerationError:
        for file in files:
            count_rows(file)
        raise


def split_files(folder: Path, split: str) -> list[Path]:
    """Return the files of one split; InputError where there are none, saying which splits there are."""
    check_folder(folder)
    files = sorted((folder / "data").glob(f"{split}-*.parquet"))
    if not files:
        found = {file.name.partition("-")[0] for file in (folder / "data").glob("*-*.parquet")}
        own = [name for name in SPLITS if name in found]
        if not own:
            raise InputError(
                f"{folder}: no data/{split}-*.parquet in it; give a folder written by `verisieve generate`"
            )
        raise InputError(
            f"{folder}: has no split {split!r}, only {', '.join(own)}: a split without pairs is left out; "
            "generate with more text, or with a larger validation_fraction and test_fraction"
        )
    return files


def check_folder(folder: Path) -> None:
    """Raise InputError where a dataset's folder is missing, or a file is given in its place."""
    if folder.is_file():
        raise InputError(
            f"{folder}: is a file, not a folder; `verisieve generate` makes a folder of pairs of a corpus; "
            "labelled pairs are given with `verisieve train --labelled` or `verisieve calibrate --pairs`"
        )
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; give one written by `verisieve generate`")


def check_pairs(file: Path, needed: Iterable[str] = tuple(FEATURES)) -> int:
    """Return the number of rows; raise InputError where a needed column is missing."""
    with _named(file):
        metadata = parquet.read_metadata(file)
    columns = metadata.schema.to_arrow_schema().names
    if {"positive", "negative"} <= set(columns):
        raise InputError(f"{file}: holds triplets; generate again without --format triplets")
    missing = [name for name in needed if name not in columns]
    if missing:
        raise InputError(
            f"{file}: no column {', '.join(missing)}; found: {', '.join(columns)}; "
            "give a folder written by `verisieve generate`"
        )
    return int(metadata.num_rows)


def read_batches(file: Path, size: int, columns: Iterable[str] | None = None) -> Iterator[RecordBatch]:
    """Yield the rows of a Parquet file, `size` at a time: all columns, or those of `columns` that it has.

    Raises InputError where the file is damaged.
    """
    with _named(file), parquet.ParquetFile(file) as opened:
        names = opened.schema_arrow.names
        present = None if columns is None else [name for name in columns if name in names]
        yield from opened.iter_batches(size, columns=present)


def count_rows(file: Path) -> int:
    """Return how many rows a Parquet file holds, having read them all; InputError where it is damaged."""
    return sum(batch.num_rows for batch in read_batches(file, BATCH))


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Raise InputError in place of what reading a damaged Parquet file ends in."""
    try:
        yield
    except (ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        reason = " ".join(str(error).split())[:300]
        raise InputError(f"{file}: not readable as Parquet: {reason}; copy or generate it again") from None


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a complete dataset, None where there is none."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return manifest if isinstance(manifest, dict) else None


def changes(earlier: Mapping[str, Any], identity: Mapping[str, Any]) -> str:
    """Say in what a run's identity differs from an earlier one's, or from the manifest of its dataset."""
    names = [name for name in identity if name != "digest"]
    return differences(*(_by_name(run, names) for run in (earlier, identity))) or "it is not readable"


def _by_name(run: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return what a run depends on, its corpora by name."""
    found = {name: run.get(name) for name in names}
    return found | {"corpora": {corpus["name"]: corpus for corpus in found.get("corpora") or []}}
