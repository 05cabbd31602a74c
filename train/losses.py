"""The objective: three answers, comparisons within an anchor, consistency, and the two auxiliary heads.

Each term is returned as a sum over the examples, so that a step split over processes and micro-batches is
normalised by the whole step's size and gives the gradient of the undivided step.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from ..models.interaction import NEAR_MISS, OTHER, SAME, Reading
from .config import LossWeights
from .plan.epoch import PlannedGroup
from .plan.examples import Example

MARGIN = 1.0
"""By how much the log-odds of same against near-miss should differ between a positive and a near-miss."""
RELEVANCE_SCALE = 0.05
"""Relevances are cosines; differences of this size are one unit of the loss."""


def objective(
    reading: Reading,
    examples: Sequence[Example],
    words: tuple[Tensor, Tensor],
    weights: LossWeights,
    answer_losses: Tensor,
) -> dict[str, Tensor]:
    """Return the weighted sum of each term over the examples.

    words: targets per token of both sides, 1 carries the mismatch, 0 does not, -1 not known.
    answer_losses: what `losses_of_answers` returned.

    answer: cross entropy of the three answers, by the examples' weights. margin: softplus of (near-miss
    minus same), both as log-odds of same against near-miss, over the pairs of one anchor. relevance: where
    the model has that head, softplus of (other minus same) over the pairs of one anchor (RankNet, Burges et
    al. 2005, on cosines shifted by the head). family: cross entropy on near-misses. words: binary cross
    entropy, mean over a pair's known tokens. The consistency term is `disagreement`.
    """
    device = reading.logits.device
    families = torch.tensor([example.family for example in examples], device=device)
    weight = torch.tensor([example.weight for example in examples], device=device)
    log_odds = reading.logits[:, SAME] - reading.logits[:, NEAR_MISS]
    same, near_miss = comparisons(examples, NEAR_MISS)
    margins = functional.softplus(MARGIN + log_odds[near_miss] - log_odds[same])
    terms = {
        "answer": (weight * answer_losses).sum(),
        "margin": weights.margin * (torch.minimum(weight[same], weight[near_miss]) * margins).sum(),
        "family": weights.family
        * functional.cross_entropy(reading.family, families, ignore_index=-1, reduction="sum"),
        "words": weights.words
        * sum(
            (_words_loss(*side) for side in zip((reading.words_a, reading.words_b), words, strict=True)),
            start=reading.logits.new_zeros(()),
        ),
    }
    if reading.shift is not None and reading.cosine is not None:
        relevance = reading.cosine.float() + reading.shift
        same, other = comparisons(examples, OTHER)
        gaps = (relevance[other] - relevance[same]) / RELEVANCE_SCALE
        terms["relevance"] = weights.relevance * functional.softplus(gaps).sum()
    return terms


def losses_of_answers(reading: Reading, examples: Sequence[Example]) -> Tensor:
    """Return the cross entropy of each example's answer, [n]."""
    answers = torch.tensor([example.answer for example in examples], device=reading.logits.device)
    return functional.cross_entropy(reading.logits, answers, reduction="none")


def disagreement(there: Tensor, back: Tensor) -> Tensor:
    """Return the symmetric Kullback-Leibler divergence of two readings' logits [n, 3], summed over n.

    (Jeffreys divergence: what R-Drop, arXiv 2106.14448, section 2, uses between two readings.)
    """
    log_p, log_q = there.log_softmax(-1), back.log_softmax(-1)
    return 0.5 * ((log_p.exp() - log_q.exp()) * (log_p - log_q)).sum()


def comparisons(examples: Sequence[Example], against: int) -> tuple[list[int], list[int]]:
    """Return rows (same, against) of every such pair of examples that have one anchor.

    against: the answer (NEAR_MISS or OTHER) that positives are compared with.
    """
    of_anchor: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
    for row, example in enumerate(examples):
        if example.anchor is not None and example.answer in (SAME, against):
            of_anchor.setdefault(example.anchor, ([], []))[0 if example.answer == SAME else 1].append(row)
    both = [(s, n) for same, other in of_anchor.values() for s in same for n in other]
    return [s for s, _ in both], [n for _, n in both]


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
