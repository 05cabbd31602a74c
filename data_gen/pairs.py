"""The pair record: one row of a generated dataset, and what training and evaluation read.

Stands between generation (which writes it), training and near-miss evaluation (which read it).
"""

from typing import Any, NamedTuple

from datasets import Features, List, Value

SAME = 1
NEAR_MISS = 0
SENTENCE = "sentence"
PASSAGE = "passage"

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
    grain: "sentence", or "passage" where the candidate is a passage that holds the text in question.
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
