"""Losses on values worked out by hand."""

import math
from dataclasses import replace

import pytest
import torch

from verisieve.models.interaction import NEAR_MISS, OTHER, SAME, Reading
from verisieve.train.config import LossWeights
from verisieve.train.losses import (
    comparisons,
    disagreement,
    losses_of_answers,
    objective,
    word_targets,
)
from verisieve.train.plan.examples import Example


def example(answer: int, anchor: int | None, family: int = -1) -> Example:
    return Example("a", "b", answer, family, None, None, None if anchor is None else (0, anchor))


def terms_of(reading: Reading, examples: list[Example], words, weights: LossWeights):
    return objective(reading, examples, words, weights, losses_of_answers(reading, examples))


def test_comparisons_stay_within_an_anchor():
    examples = [
        *(example(SAME, 7), example(NEAR_MISS, 7, 0), example(OTHER, 7), example(SAME, None)),
        *(example(NEAR_MISS, 7, 1), example(SAME, 8), example(NEAR_MISS, 9, 0)),
    ]
    assert comparisons(examples, NEAR_MISS) == ([0, 0], [1, 4])
    assert comparisons(examples, OTHER) == ([0], [2])


def test_terms_by_hand():
    logits = torch.tensor([[0.0, 2.0, 0.0], [1.0, 0.0, 0.0]])
    reading = Reading(logits, torch.tensor([[0.0, 0.0], [3.0, 0.0]]), torch.zeros(2, 2), torch.zeros(2, 2))
    words = (torch.tensor([[1.0, -1.0], [-1.0, -1.0]]), torch.full((2, 2), -1.0))
    weights = LossWeights(margin=1, family=1, words=1)
    terms = terms_of(reading, [example(SAME, 7), example(NEAR_MISS, 7, 0)], words, weights)
    same = math.log(2 + math.exp(2)) - 2
    near_miss = math.log(2 + math.e) - 1
    assert terms["answer"].item() == pytest.approx(same + near_miss, rel=1e-5)
    assert terms["margin"].item() == pytest.approx(math.log1p(math.exp(1 - 1 - 2)), rel=1e-5)
    assert terms["family"].item() == pytest.approx(math.log1p(math.exp(-3)), rel=1e-5)
    assert terms["words"].item() == pytest.approx(math.log(2), rel=1e-5)


def test_word_targets_mark_tokens_that_touch_a_span():
    offsets = torch.tensor([[[0, 3], [4, 7], [8, 11], [0, 0]]])
    mask = torch.tensor([[True, True, True, False]])
    assert word_targets([[(4, 7)]], offsets, mask).tolist() == [[0, 1, 0, -1]]
    assert word_targets([[(4, 4)]], offsets, mask).tolist() == [[1, 1, 0, -1]]
    assert word_targets([[]], offsets, mask).tolist() == [[0, 0, 0, -1]]
    assert word_targets([None], offsets, mask).tolist() == [[-1, -1, -1, -1]]


def test_relevance_is_the_shifted_cosine_by_hand():
    words = (torch.full((2, 2), -1.0),) * 2
    examples = [example(SAME, 7), example(OTHER, 7)]
    reading = Reading(
        *(torch.zeros(2, 3), torch.zeros(2, 2), torch.zeros(2, 2), torch.zeros(2, 2)),
        cosine=torch.tensor([0.5, 0.6]),
        shift=torch.tensor([0.1, -0.05]),
    )
    terms = terms_of(reading, examples, words, LossWeights(relevance=2))
    assert terms["relevance"].item() == pytest.approx(2 * math.log1p(math.exp(-1)), rel=1e-4)
    assert "relevance" not in terms_of(replace(reading, shift=None), examples, words, LossWeights())


def test_disagreement_is_zero_for_equal_readings_and_symmetric():
    one, other = torch.tensor([[2.0, 0.0, 0.0]]), torch.tensor([[0.0, 1.0, 0.0]])
    assert disagreement(one, one).item() == 0
    assert disagreement(one, other).item() == pytest.approx(disagreement(other, one).item())
    p, q = one.softmax(-1), other.softmax(-1)
    by_hand = 0.5 * ((p * (p / q).log()).sum() + (q * (q / p).log()).sum())
    assert disagreement(one, other).item() == pytest.approx(by_hand.item(), rel=1e-5)
    assert disagreement(one[:0], one[:0]).item() == 0
