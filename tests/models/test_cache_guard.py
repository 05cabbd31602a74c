"""The cache guard fails closed: whatever cannot be judged is no hit, and the reason is told."""

import asyncio
import dataclasses
import math

import pytest
import torch

from verisieve.common.errors import InputError
from verisieve.models.cache_adapters import REFUSED, GuardedSemanticCache, GuardEvaluation
from verisieve.models.cache_guard import CacheGuard
from verisieve.models.calibration import NEVER
from verisieve.models.interaction import InteractionModel
from verisieve.models.retriever import Retriever
from verisieve.models.verifier import Calibration, Verdict, Verifier, VerifierConfig, identity
from verisieve.tests.tiny import tiny_size

QUERY, CACHED = "the tenant paid the landlord", "the landlord paid the tenant"


@pytest.fixture
def verifier(tiny_model):
    """An untrained verifier with a gate that no near-miss reaches."""
    torch.manual_seed(0)
    retriever = Retriever.load(str(tiny_model("bert")), device="cpu")
    size = tiny_size()
    config = VerifierConfig(
        retriever=identity(retriever), families=("argument_swap", "negation"), interaction=size,
        calibration=Calibration(cache_threshold=0.5, gate_threshold=1.0), max_tokens=12,
    )  # fmt: skip
    return Verifier(config, InteractionModel(size, retriever.hidden_size, 2), retriever)


def certain(verifier, near_miss, same, other):
    """Return the verifier, its model made to answer all pairs with these logits."""
    verifier.interaction.answer[-1].weight.data.zero_()
    verifier.interaction.answer[-1].bias.data = torch.tensor([near_miss, same, other])
    return Verifier(verifier.config, verifier.interaction, verifier.retriever)


def with_threshold(verifier, threshold):
    calibration = dataclasses.replace(verifier.config.calibration)
    object.__setattr__(calibration, "cache_threshold", threshold)
    object.__setattr__(verifier.config, "calibration", calibration)
    return verifier


@pytest.mark.slow
def test_what_means_the_same_is_a_hit(verifier):
    decision = CacheGuard(certain(verifier, 0.0, 9.0, 0.0)).allows(QUERY, CACHED)
    assert decision.hit
    assert decision.reason == f"P(same) {decision.verdict.score:.4f} >= threshold 0.5000"
    assert decision.verdict.score > 0.99


def test_the_threshold_decides_exactly(verifier):
    score = CacheGuard(certain(verifier, 0.0, 1.0, 0.0)).allows(QUERY, CACHED).verdict.score
    assert CacheGuard(verifier, threshold=score).allows(QUERY, CACHED).hit
    refused = CacheGuard(verifier, threshold=math.nextafter(score, 1)).allows(QUERY, CACHED)
    assert not refused.hit
    assert "<" in refused.reason


def test_a_near_miss_is_refused_with_its_family(verifier):
    decision = CacheGuard(certain(verifier, 9.0, 0.0, 0.0), threshold=1e-9).allows(QUERY, CACHED)
    assert not decision.hit
    assert decision.reason.startswith(("near-miss (argument_swap)", "near-miss (negation)"))
    assert decision.verdict.answer == "near_miss"


@pytest.mark.parametrize("broken", [math.nan, math.inf])
def test_a_score_that_is_no_number_is_refused(verifier, broken):
    decision = CacheGuard(certain(verifier, broken, broken, broken)).allows(QUERY, CACHED)
    assert not decision.hit
    assert decision.reason == "the score is not a number: nan"


@pytest.mark.parametrize(("same", "near_miss"), [(math.nan, 0.0), (1.0, math.nan), (math.inf, 0.0)])
def test_half_a_number_is_refused_too(verifier, monkeypatch, same, near_miss):
    monkeypatch.setattr(verifier, "verify", lambda *_: [Verdict("same", same, near_miss, None, ())])
    assert "not a number" in CacheGuard(verifier).allows(QUERY, CACHED).reason


@pytest.mark.slow
@pytest.mark.parametrize("threshold", [None, math.nan, 0.0, -1.0, 1.5, "0.5", True])
def test_without_a_usable_threshold_nothing_is_a_hit(verifier, threshold):
    with_threshold(certain(verifier, 0.0, 9.0, 0.0), threshold)
    decision = CacheGuard(verifier).allows(QUERY, CACHED)
    assert not decision.hit
    assert decision.reason == f"the verifier has no usable cache threshold: {threshold!r}"


@pytest.mark.parametrize("threshold", [NEVER, 1.0])
def test_a_verifier_whose_budget_no_threshold_kept_says_so(verifier, threshold):
    with_threshold(certain(verifier, 0.0, 99.0, 0.0), threshold)
    decision = CacheGuard(verifier).allows(QUERY, CACHED)
    assert not decision.hit
    assert "no cache threshold: none kept the error budget of 0.05" in decision.reason
    assert "verisieve calibrate" in decision.reason
    assert CacheGuard(verifier, threshold=1.0).allows(QUERY, CACHED).hit


@pytest.mark.slow
@pytest.mark.parametrize("threshold", [math.nan, 0, -0.1, 1.01, "0.9", True])
def test_a_bad_threshold_is_an_error(verifier, threshold):
    with pytest.raises(InputError, match="must be a number above 0 and at most 1"):
        CacheGuard(verifier, threshold)


def test_an_error_while_scoring_is_no_hit(verifier):
    guard = CacheGuard(certain(verifier, 0.0, 9.0, 0.0))
    verifier.interaction.answer[-1].bias.data = torch.zeros(7)
    decision = guard.allows(QUERY, CACHED)
    assert not decision.hit
    assert decision.reason.startswith("could not be judged: RuntimeError: ")
    assert not CacheGuard(None).allows(QUERY, CACHED).hit


@pytest.mark.slow
@pytest.mark.parametrize(("query", "cached"), [("", CACHED), (QUERY, " \n"), (None, CACHED), (QUERY, b"x")])
def test_what_is_not_text_is_refused(verifier, query, cached):
    decision = CacheGuard(certain(verifier, 0.0, 9.0, 0.0)).allows(query, cached)
    assert not decision.hit
    assert "not text, or empty" in decision.reason


def test_what_the_verifier_does_not_read_to_its_end_is_refused(verifier):
    guard = CacheGuard(certain(verifier, 0.0, 9.0, 0.0))
    fits = " ".join(["the"] * 9 + ["dog"]) + " "  # with two special tokens: twelve
    assert guard.allows(fits, CACHED).hit
    decision = guard.allows(fits + "never", CACHED)
    assert not decision.hit
    assert decision.reason == "the query is longer than the verifier reads"
    assert decision.verdict.truncated
    assert guard.allows(CACHED, fits + "never").hit  # read in windows
    assert guard.allows(fits + "never", fits + "never\u200b").hit  # one normal form


@pytest.mark.slow
@pytest.mark.parametrize("end", ["\ufe0f", "\u200b", "\u0301", "\x07", "\u0941", "\u0e31", " 🙏"])
def test_a_text_that_ends_in_a_sign_without_a_token_is_read_whole(verifier, end):
    guard = CacheGuard(certain(verifier, 0.0, 9.0, 0.0))
    decision = guard.allows(QUERY + end, CACHED)
    assert "longer" not in decision.reason
    assert not decision.verdict.truncated


def test_what_the_tokenizer_cannot_read_is_refused_with_the_reason(verifier):
    guard = CacheGuard(certain(verifier, 0.0, 9.0, 0.0))
    decision = guard.allows("the 🔴 dog paid", "the 🟢 dog paid")
    assert not decision.hit
    assert decision.reason == "differs in what the tokenizer cannot read: 🔴 / 🟢"
    guard = CacheGuard(certain(verifier, 9.0, 0.0, 0.0))
    reason = guard.allows("the 🔴 dog paid", "the 🟢 dog paid").reason
    assert reason.startswith("near-miss")
    assert reason.endswith("; differs in what the tokenizer cannot read: 🔴 / 🟢")


def test_the_same_text_is_a_hit_unread(verifier):
    guard = CacheGuard(with_threshold(certain(verifier, 9.0, 0.0, 0.0), None))
    assert guard.allows(QUERY, QUERY).reason == "the same text"
    assert guard.allows(QUERY, QUERY).hit
    assert not guard.allows(QUERY, QUERY.upper()).hit


def test_the_evaluation_for_gptcache(verifier, caplog):
    class Question:
        content = CACHED

    evaluation = GuardEvaluation(CacheGuard(certain(verifier, 0.0, 9.0, 0.0)))
    caplog.set_level("INFO")
    assert evaluation.range() == (0.0, 1.0)
    assert evaluation.evaluation({"question": QUERY}, {"question": CACHED}, extra_param=None) == 1.0
    assert evaluation.evaluation({"question": QUERY}, {"question": Question}) == 1.0
    assert evaluation.evaluation({"question": QUERY}, {}) == REFUSED < evaluation.range()[0]
    assert "refused: the cached query is not text" in caplog.messages[-1]


def test_an_entry_without_its_prompt_is_refused(verifier):
    class Store:
        def check(self, prompt, num_results):
            return [{"response": "yes"}, {"prompt": CACHED, "response": "yes"}][:num_results]

    guard = CacheGuard(certain(verifier, 0.0, 9.0, 0.0))
    assert GuardedSemanticCache(Store(), guard).check(QUERY, 2) == [{"prompt": CACHED, "response": "yes"}]


def test_a_vector_goes_with_the_prompt_and_never_without(verifier):
    class Store:
        def check(self, prompt, vector=None, num_results=1):
            assert vector == [1.0]
            return [{"prompt": CACHED, "response": "yes"}]

    guarded = GuardedSemanticCache(Store(), CacheGuard(certain(verifier, 0.0, 9.0, 0.0)))
    assert guarded.check(QUERY, vector=[1.0])[0]["response"] == "yes"
    assert guarded.check(prompt=QUERY, vector=[1.0])[0]["response"] == "yes"
    with pytest.raises(InputError, match="the guard compares prompts"):
        guarded.check(vector=[1.0])
    with pytest.raises(InputError, match="the guard compares prompts"):
        asyncio.run(guarded.acheck(vector=[1.0]))
