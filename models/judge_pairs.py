"""Judges encoded pairs: the model's reading, a long candidate in windows, settled by what the texts show.

Stands between pair_reader.py, which encodes texts and runs the model, and the verifier, which applies
thresholds; judging.py has the rules.
"""

import numpy as np
from torch import Tensor

from .interaction import ANSWERS
from .judging import Judged, Relation, judged, relation, spoken
from .pair_reader import PairReader
from .retriever import Retriever
from .text.windows import Span
from .tokens import Tokens, in_windows, marked_spans


def judge_pairs(
    reader: PairReader, queries: Tokens, candidates: Tokens, at_once: int, explained: bool = True
) -> Judged:
    """Judge n pairs of encoded texts, `at_once` in one pass of the model.

    explained: whether to say which words of a candidate carry the mismatch; else its spans are empty.
    """
    one_query = queries[[0]] if len({*queries.texts}) == 1 else None
    whole = _relations(reader.retriever, queries, candidates)
    long = [
        row
        for row in candidates.truncated.nonzero().flatten().tolist()
        if not whole[row].same and not queries.truncated[row]
    ]
    read, owners, places = in_windows(
        queries, candidates, long, reader.retriever, reader.config.max_tokens, reader.encode_exactly
    )
    relations = _relations(reader.retriever, queries[owners], read) if long else whole
    n = len(owners)
    raw = np.zeros((n, len(ANSWERS)), dtype=np.float32)
    shifts, families = np.zeros(n, dtype=np.float32), [0] * n
    spans: list[tuple[Span, ...]] = [()] * n
    order = [*range(n)]  # one batch is read as it is, without a copy; several without much padding
    if n > at_once:
        order = read.mask.sum(1).argsort(stable=True).tolist()
    for first in range(0, n, at_once):
        rows = order[first : first + at_once]
        batch = read[rows] if n > at_once else read
        reading = reader.read(one_query or queries[[owners[row] for row in rows]], batch)
        raw[rows] = reader.calibration.probabilities(reading.logits)
        if reading.shift is not None:
            shifts[rows] = reading.shift.float().cpu().numpy()
        likeliest = reading.family.argmax(1).tolist()
        for place, row in enumerate(rows):
            families[row] = likeliest[place]
            if not explained:
                continue
            marked = marked_spans(batch, place, reading.words_b[place])
            first_place = places[row][0]
            spans[row] = tuple((start + first_place, end + first_place) for start, end in marked)
    cut_off = queries.truncated.cpu().numpy()[owners]
    found = judged(raw, relations, shifts, families, spans, cut_off, places)
    if not long:
        return found
    cosines = _cosines(queries.pooled[owners], read.pooled)
    beginnings = _beginnings(reader, queries, candidates, long, at_once) if reader.reranks else None
    return spoken(found, owners, cosines, _cosines(queries.pooled, candidates.pooled), beginnings)


def _beginnings(
    reader: PairReader, queries: Tokens, candidates: Tokens, long: list[int], at_once: int
) -> np.ndarray:
    """Return the shifts of n candidates of which some are long, read as far as they are encoded; else 0."""
    shifts = np.zeros(len(candidates), dtype=np.float32)
    for start in range(0, len(long), at_once):
        rows = long[start : start + at_once]
        shift = reader.read(queries[rows], candidates[rows]).shift
        if shift is not None:
            shifts[rows] = shift.float().cpu().numpy()
    return shifts


def _relations(retriever: Retriever, queries: Tokens, candidates: Tokens) -> list[Relation]:
    """Compare the surfaces of n pairs."""
    size = retriever.vocabulary
    return [
        relation(queries.surface(row, size), candidates.surface(row, size)) for row in range(len(candidates))
    ]


def _cosines(a: Tensor, b: Tensor) -> np.ndarray:
    return (a * b).sum(1).float().cpu().numpy()
