"""The pair record: one row of a generated dataset, and what training and evaluation read.

Stands between generation (which writes it), training and near-miss evaluation (which read it).
"""

from dataclasses import asdict, dataclass
from typing import Any

from datasets import Features, List, Value

SAME = 1
NEAR_MISS = 0

FEATURES = Features(
    {
        "anchor": Value("string"),
        "candidate": Value("string"),
        "label": Value("int8"),
        "family": Value("string"),
        "edit": Value("string"),
        "anchor_spans": List(List(Value("int32"))),
        "candidate_spans": List(List(Value("int32"))),
        "source_id": Value("string"),
        "group_id": Value("string"),
        "split": Value("string"),
    }
)
"""Columns of a generated dataset, in order."""


@dataclass(frozen=True)
class Pair:
    """One labelled pair.

    label: 1 same meaning, 0 near-miss.
    family: what kind of pair: a near-miss family ("negation", ...) or "paraphrase" for positives.
    edit: the rule or chain of rules, e.g. "negation.do_support" or "paraphrase.natural+negation.copula".
    anchor_spans, candidate_spans: character spans (start, end) that differ.
    source_id: the document; group_id: the source sentence (all rows made from it share it).
    split: "train", "validation" or "test", drawn by source document before editing.
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

    def as_row(self) -> dict[str, Any]:
        """Return the record as a row with the columns of FEATURES."""
        row = asdict(self)
        for column in ("anchor_spans", "candidate_spans"):
            row[column] = [list(span) for span in row[column]]
        return row
