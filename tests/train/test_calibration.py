"""Calibration at the end of training: fits that recover what was put in, thresholds within the budget."""

import json

import numpy as np
import pytest
import torch

from verisieve.common.configuration import to_plain
from verisieve.models.calibration import Calibration
from verisieve.models.interaction import NEAR_MISS, OTHER, SAME
from verisieve.train.calibration import fitting as module
from verisieve.train.calibration.fitting import fit, fit_temperature, with_thresholds

METHODS = ("temperature", "platt", "isotonic")


def drawn(n: int, seed: int = 0) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits, and answers drawn with exactly their probabilities."""
    generator = torch.Generator().manual_seed(seed)
    logits = torch.randn(n, 3, generator=generator) * 2
    return logits, torch.multinomial(logits.softmax(-1), 1, generator=generator).squeeze(1)


@pytest.mark.slow
def test_temperature_recovers_the_scale_of_the_logits():
    logits, answers = drawn(20000)
    assert fit_temperature(logits * 3, answers) == pytest.approx(3, rel=0.06)


@pytest.mark.slow
def test_platt_recovers_scale_and_biases():
    logits, answers = drawn(20000)
    wrong = 2.5 * (logits - torch.tensor([1.0, -1.0, 0.0]))
    fitted = fit(wrong, answers, "platt")
    assert fitted.temperature == pytest.approx(2.5, rel=0.06)
    np.testing.assert_allclose(fitted.biases, [1.0, -1.0, 0.0], atol=0.08)


@pytest.mark.parametrize("method", METHODS)
def test_probabilities_are_probabilities_and_keep_the_order(method):
    logits, answers = drawn(3000)
    fitted = fit(logits * 3, answers, method)
    new, _ = drawn(500, seed=1)
    probabilities = fitted.probabilities(new * 3)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities.sum(1), 1, atol=1e-6)
    assert probabilities.min() >= 0
    two = torch.tensor([[0.0, a, -9.0] for a in np.linspace(-5, 5, 50)])
    assert (np.diff(fitted.probabilities(two)[:, SAME]) > 0).all()


@pytest.mark.slow
@pytest.mark.parametrize("method", METHODS)
def test_calibration_makes_over_confident_logits_honest(method):
    logits, answers = drawn(6000)
    fitted = fit(3 * logits, answers, method)
    new, truth = drawn(6000, seed=1)
    for answer in (SAME, NEAR_MISS):
        before = module.calibration_error(
            Calibration().probabilities(3 * new)[:, answer], truth.numpy() == answer
        )
        after = module.calibration_error(fitted.probabilities(3 * new)[:, answer], truth.numpy() == answer)
        assert after < 0.03 < before


def test_the_gate_may_have_a_budget_of_its_own():
    logits, answers = drawn(6000)
    both, own = (
        with_thresholds(Calibration(), logits, answers, np.arange(6000), 0.2, "conformal", gate)
        for gate in (None, 0.02)
    )
    assert own.cache_threshold == both.cache_threshold
    assert own.gate_threshold > both.gate_threshold
    probabilities = own.probabilities(logits)
    assert (probabilities[answers.numpy() == SAME, NEAR_MISS] >= own.gate_threshold).mean() <= 0.02
    assert module.report(own, logits, answers, np.arange(6000))["gate_budget"] == 0.02


def test_thresholds_of_separable_logits():
    answers = torch.tensor([SAME] * 100 + [NEAR_MISS] * 100 + [OTHER] * 100)
    logits = torch.nn.functional.one_hot(answers, 3).float() * 8
    groups = np.arange(300)
    calibration = with_thresholds(
        fit(logits, answers, "temperature"), logits, answers, groups, 0.05, "conformal"
    )
    probabilities = calibration.probabilities(logits)
    assert min(calibration.cache_threshold, calibration.gate_threshold) == 0.5
    assert (probabilities[:100, SAME] >= calibration.cache_threshold).all()
    assert (probabilities[100:, SAME] < calibration.cache_threshold).all()
    assert (probabilities[100:200, NEAR_MISS] >= calibration.gate_threshold).all()


@pytest.mark.parametrize("bound", ["conformal", "clopper_pearson"])
def test_each_kind_of_wrong_pair_keeps_the_budget_by_itself(bound):
    """Many easy others must not hide that near-misses pass."""
    rng = np.random.default_rng(0)
    answers = torch.tensor([SAME] * 500 + [NEAR_MISS] * 500 + [OTHER] * 5000)
    logits = torch.zeros(6000, 3)
    logits[:500, SAME] = 2.0
    logits[500:1000, SAME] = torch.from_numpy(rng.normal(0.5, 1, 500)).float()
    logits[1000:, OTHER] = 6.0
    calibration = with_thresholds(Calibration(), logits, answers, np.arange(6000), 0.05, bound)
    passed = calibration.probabilities(logits)[500:1000, SAME] >= calibration.cache_threshold
    assert 0.01 < passed.mean() <= 0.05
    assert (calibration.budget, calibration.bound) == (0.05, bound)


def test_report_says_what_the_thresholds_do_and_is_plain_json():
    logits, answers = drawn(2000)
    groups = np.arange(2000) // 4
    calibration = with_thresholds(
        fit(logits, answers, "isotonic"), logits, answers, groups, 0.05, "conformal"
    )
    report = json.loads(json.dumps(module.report(calibration, logits, answers, groups)))
    assert report["groups"] == 500
    cache = report["thresholds"]["cache"]
    assert 0.02 < cache["near_miss"]["reached"] < 0.06
    assert cache["near_miss"]["upper_bound"] >= cache["near_miss"]["reached"] * 0.5
    assert sum(b["count"] for b in report["reliability"]["same"]) == 2000
    assert type(calibration)(**to_plain(calibration)) == calibration, "what config.json stores"


def test_what_no_threshold_keeps_is_said_with_what_would():
    answers = torch.tensor([SAME] * 300 + [NEAR_MISS] * 30 + [OTHER] * 300)
    logits = torch.nn.functional.one_hot(answers, 3).float() * 4
    groups = np.arange(630)
    calibration = with_thresholds(
        fit(logits, answers, "temperature"), logits, answers, groups, 0.02, "clopper_pearson"
    )
    assert (calibration.has_cache_threshold, calibration.has_gate_threshold) == (False, True)
    assert not (
        calibration.probabilities(torch.tensor([[0.0, 99.0, 0.0]])) >= calibration.cache_threshold
    ).any()
    report = module.report(calibration, logits, answers, groups)
    assert report["notes"] == {
        "cache": "with 30 near-misses no threshold can promise 2 %; the smallest budget they support is "
        "9.6 %, and 2 % takes 149 at least"
    }
    assert report["thresholds"]["cache"]["threshold"] is None


def test_a_register_whose_pairs_support_it_has_thresholds_of_its_own():
    logits, answers = drawn(6000)
    registers = np.where(np.arange(6000) % 2 == 0, "request", "statement").astype("U9")
    registers[:20] = "passage"
    harder = logits.clone()
    harder[registers == "statement"] *= 0.25  # right less surely
    calibration = with_thresholds(
        Calibration(), harder, answers, np.arange(6000), 0.1, "conformal", 0.02, registers
    )
    own = {name: (cache, gate) for name, cache, gate in calibration.registers}
    assert sorted(own) == ["request", "statement"]  # twenty passages promise no 2 %
    assert own["request"] != own["statement"]
    assert calibration.thresholds("passage") == (calibration.cache_threshold, calibration.gate_threshold)
    probabilities, truth = calibration.probabilities(harder), answers.numpy()
    for name, (cache, gate) in own.items():
        for wrong in (NEAR_MISS, OTHER):
            rows = (registers == name) & (truth == wrong)
            assert (probabilities[rows, SAME] >= cache).mean() <= 0.1
        same = (registers == name) & (truth == SAME)
        assert (probabilities[same, NEAR_MISS] >= gate).mean() <= 0.02
    report = module.report(calibration, harder, answers, np.arange(6000), registers)
    assert sorted(report["registers"]) == ["passage", "request", "statement"]
    assert report["registers"]["request"]["cache"]["threshold"] == own["request"][0]
    assert json.dumps(report)
