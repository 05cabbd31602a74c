"""The objective: three answers, a margin within groups, and the two auxiliary heads.

Each term is returned as a sum and a count, so that a step split over processes and micro-batches is
normalised by the whole step's counts and gives the gradient of the undivided step.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from ..models.interaction import NEAR_MISS, SAME, Reading
from .config import LossWeights
from .data import Example, PlannedGroup


def objective(
    reading: Reading, examples: Sequence[Example], words: tuple[Tensor, Tensor], weights: LossWeights
) -> dict[str, Tensor]:
    """Return the weighted sum of each term over the examples.

    words: targets per token of both sides, 1 carries the mismatch, 0 does not, -1 not known.
    answer: cross entropy of the three answers, by the examples' weights.
    margin: softplus of (near-miss minus same), both as log-odds
    of same against near-miss, over the pairs of one group. family: cross entropy on near-misses. words:
    binary cross entropy, mean over a pair's known tokens.
    """
    device = reading.logits.device
    answers = torch.tensor([example.answer for example in examples], device=device)
    families = torch.tensor([example.family for example in examples], device=device)
    weight = torch.tensor([example.weight for example in examples], device=device)
    log_odds = reading.logits[:, SAME] - reading.logits[:, NEAR_MISS]
    same, near_miss = group_comparisons(examples)
    margins = functional.softplus(1.0 + log_odds[near_miss] - log_odds[same])
    return {
        "answer": (weight * functional.cross_entropy(reading.logits, answers, reduction="none")).sum(),
        "margin": weights.margin * (torch.minimum(weight[same], weight[near_miss]) * margins).sum(),
        "family": weights.family
        * functional.cross_entropy(reading.family, families, ignore_index=-1, reduction="sum"),
        "words": weights.words
        * sum(
            (_words_loss(*side) for side in zip((reading.words_a, reading.words_b), words, strict=True)),
            start=reading.logits.new_zeros(()),
        ),
    }


def group_comparisons(examples: Sequence[Example]) -> tuple[list[int], list[int]]:
    """Return rows (same, near-miss) of every pair of examples of one group that the margin compares."""
    same_rows: list[int] = []
    near_miss_rows: list[int] = []
    of_group: dict[int, tuple[list[int], list[int]]] = {}
    for row, example in enumerate(examples):
        if example.group is not None and example.answer in (SAME, NEAR_MISS):
            of_group.setdefault(example.group, ([], []))[0 if example.answer == SAME else 1].append(row)
    for same, near_miss in of_group.values():
        for s in same:
            for n in near_miss:
                same_rows.append(s)
                near_miss_rows.append(n)
    return same_rows, near_miss_rows


def step_size(groups: Sequence[PlannedGroup]) -> int:
    """Return the number of examples of a whole step: what every term's sum is divided by."""
    return sum(len(group.rows) + len(group.others) + group.echo for group in groups)


def word_targets(spans: Sequence[Sequence[Sequence[int]] | None], offsets: Tensor, mask: Tensor) -> Tensor:
    """Return per-token targets [n, T]: 1 where a token touches a span, 0 elsewhere, -1 where not known.

    An empty span (something was deleted there) marks the tokens on both sides of it.
    """
    targets = torch.full(mask.shape, -1.0)
    for row, row_spans in enumerate(spans):
        if row_spans is None:
            continue
        start, end = offsets[row, :, 0], offsets[row, :, 1]
        touched = torch.zeros_like(mask[row])
        for span_start, span_end in row_spans:
            widen = 2 if span_start == span_end else 0
            touched |= (start < span_end + widen) & (end > span_start - widen)
        targets[row] = touched.float()
        targets[row, ~mask[row]] = -1.0
    return targets


def _words_loss(logits: Tensor, targets: Tensor) -> Tensor:
    known = (targets >= 0).float()
    loss = functional.binary_cross_entropy_with_logits(logits, targets.clamp_min(0), reduction="none")
    return ((loss * known).sum(1) / known.sum(1).clamp_min(1)).sum()
