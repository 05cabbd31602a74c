"""The scenarios: what is right and wrong to serve, worked by hand; worthless scorers come out as such."""

import numpy as np
import pytest

from verisieve.common.errors import InputError
from verisieve.data_gen.labelled.pair_set import PairSet
from verisieve.eval.benchmarks import scenario
from verisieve.eval.config import EvaluateConfig

CONFIG = EvaluateConfig(bootstrap_samples=0)
ROWS = [
    ("the cat sees the dog", "the cat sees a dog", 1),
    ("the cat sees the dog", "the dog sees the cat", 0),
    ("the mill sells flour", "the mill sells white flour", 1),
    ("the mill sells flour", "the mill never sells flour", 0),
    ("an anchor without near-misses", "an anchor lacking near-misses", 1),
]


@pytest.fixture
def pairs() -> PairSet:
    anchors, candidates, labels = (list(column) for column in zip(*ROWS, strict=True))
    return PairSet("made", anchors, candidates, np.array(labels, np.int8), [""] * len(ROWS), anchors)


def test_rag_plants_the_near_misses_in_the_corpus(pairs):
    made = scenario.rag(pairs)
    assert made.queries == ["the cat sees the dog", "the mill sells flour"]
    assert set(made.texts) == {candidate for _, candidate, _ in ROWS}
    assert [made.texts[i] for i in made.right[0]] == ["the cat sees a dog"]
    assert [made.texts[i] for i in made.wrong[0]] == ["the dog sees the cat"]


def test_memory_holds_a_note_and_its_near_misses(pairs):
    made = scenario.memory(pairs)
    assert made.queries == ["the cat sees a dog", "the mill sells white flour"]
    assert [made.texts[i] for i in made.right[1]] == ["the mill sells flour"]
    assert [made.texts[i] for i in made.wrong[1]] == ["the mill never sells flour"]


def test_the_gate_keeps_contradictions_out(pairs, verifier, baselines):
    scorers = {"verifier": baselines["verifier"](), "cosine": baselines["cosine"]()}
    figures = scenario.benchmark(scenario.rag(pairs), verifier, scorers, CONFIG)["scorers"]
    # the stand-in calls only the reordered text a near-miss: one of the two contradictions goes
    assert figures["cosine"]["correct"] == 0.0
    assert figures["gate"]["correct"] == 0.5
    assert figures["gate"]["complete"] == figures["cosine"]["complete"] == 1.0


class Oracle:
    name = "oracle"

    def __init__(self, best: set[str], worst: set[str]) -> None:
        self.best, self.worst = best, worst

    def score(self, pairs):
        return np.array([(b in self.best) - (b in self.worst) for _, b in pairs], dtype=np.float32)


def test_a_perfect_scorer_is_useful_and_a_constant_one_is_the_retriever(pairs, verifier):
    made = scenario.rag(pairs)
    right = {made.texts[i] for found in made.right for i in found}
    scorers = {"perfect": Oracle(right, set()), "accepts everything": Oracle(set(), set())}
    figures = scenario.benchmark(made, verifier, scorers, CONFIG)["scorers"]
    assert figures["perfect"]["useful"] == 1.0
    assert figures["accepts everything"] == figures["cosine"]


def test_errors_multiply_along_a_chain(pairs, verifier):
    columns = {"correct": 0.5, "useful": 0.5}
    served = [[0], []] * 50
    made = scenario.Scenario("x", ["q"] * 100, ["t"], [frozenset({0})] * 100, [frozenset()] * 100)
    figures = scenario._figures(served, made, CONFIG)
    assert figures["useful"] == columns["useful"]
    assert figures["chain"] == pytest.approx(0.5**5, abs=0.01)


def test_needs_anchors_with_both_labels(pairs):
    only = PairSet("only", ["a"], ["b"], np.array([1], np.int8), [""], ["a"])
    with pytest.raises(InputError, match="only: no anchor has both a positive and a near-miss"):
        scenario.rag(only)
