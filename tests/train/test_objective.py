"""Losses and calibration on values worked out by hand."""

import math

import numpy as np
import pytest
import torch

from verisieve.models.interaction import NEAR_MISS, OTHER, SAME, Reading
from verisieve.train.calibration import calibrate, fit_temperature, upper_quantile
from verisieve.train.config import LossWeights
from verisieve.train.data import Example
from verisieve.train.losses import group_comparisons, objective, word_targets


def example(answer: int, group: int | None, family: int = -1) -> Example:
    return Example("a", "b", answer, family, None, None, group)


def test_comparisons_stay_within_a_group_and_leave_others_out():
    examples = [
        *(example(SAME, 7), example(NEAR_MISS, 7, 0), example(OTHER, 7), example(SAME, None)),
        *(example(NEAR_MISS, 7, 1), example(SAME, 8), example(NEAR_MISS, 9, 0)),
    ]
    assert group_comparisons(examples) == ([0, 0], [1, 4])


def test_terms_by_hand():
    logits = torch.tensor([[0.0, 2.0, 0.0], [1.0, 0.0, 0.0]])
    reading = Reading(logits, torch.tensor([[0.0, 0.0], [3.0, 0.0]]), torch.zeros(2, 2), torch.zeros(2, 2))
    words = (torch.tensor([[1.0, -1.0], [-1.0, -1.0]]), torch.full((2, 2), -1.0))
    terms = objective(reading, [example(SAME, 7), example(NEAR_MISS, 7, 0)], words, LossWeights(1, 1, 1))
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


def test_temperature_recovers_the_scale_of_the_logits():
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(20000, 3, generator=generator) * 2
    answers = torch.multinomial(logits.softmax(-1), 1, generator=generator).squeeze(1)
    assert fit_temperature(logits * 3, answers) == pytest.approx(3, rel=0.06)


def test_thresholds_keep_the_budget_on_new_data():
    rng = np.random.default_rng(0)
    shares = []
    for _ in range(300):
        threshold = upper_quantile(rng.random(99), 0.05)
        shares.append((rng.random(2000) >= threshold).mean())
    assert np.mean(shares) <= 0.05
    assert np.mean(shares) > 0.04
    assert upper_quantile(np.array([0.1, 0.2]), 0.05) == 1.0


def test_calibration_of_separable_logits():
    answers = torch.tensor([SAME] * 100 + [NEAR_MISS] * 100 + [OTHER] * 100)
    logits = torch.nn.functional.one_hot(answers, 3).float() * 8
    calibration = calibrate(logits, answers, 0.05)
    probabilities = (logits / calibration.temperature).softmax(-1)
    assert min(calibration.cache_threshold, calibration.gate_threshold) == 0.5
    assert (probabilities[:100, SAME] >= calibration.cache_threshold).all()
    assert (probabilities[100:, SAME] < calibration.cache_threshold).all()
    assert (probabilities[100:200, NEAR_MISS] >= calibration.gate_threshold).all()
