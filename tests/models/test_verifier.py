"""The verifier: identity, save and load, frozen recall, broken files, verdicts."""

import dataclasses
import json

import numpy as np
import pytest
import torch

from verisieve.common.errors import InputError
from verisieve.models.interaction import InteractionConfig, InteractionModel
from verisieve.models.tokens import concatenate
from verisieve.models.two_stage import TwoStage
from verisieve.models.verifier import (
    Calibration,
    RetrieverIdentity,
    Verifier,
    VerifierConfig,
    identity,
)

PAIRS = [
    ("The dog bit the man.", "The man bit the dog."),
    ("Rome is closer than Paris.", "Paris is closer than Rome."),
    ("short", "A much longer candidate about the lease, the tenant and the landlord. " * 4),
    ("", "An empty query is no crash."),
]
FAMILIES = ("argument_swap", "negation")


@pytest.fixture(scope="module")
def verifier(retriever) -> Verifier:
    torch.manual_seed(0)
    interaction = InteractionConfig(key_size=32, value_size=16, width=32, heads=2)
    config = VerifierConfig(retriever=identity(retriever), families=FAMILIES, interaction=interaction)
    model = InteractionModel(interaction, retriever.hidden_size, len(FAMILIES))
    return Verifier(config, model, retriever)


def test_probabilities_are_probabilities_and_do_not_depend_on_the_batch(verifier):
    together = verifier.probabilities(PAIRS)
    assert together.shape == (4, 3)
    np.testing.assert_allclose(together.sum(1), 1, atol=1e-6)
    alone = np.concatenate([verifier.probabilities([pair]) for pair in PAIRS])
    np.testing.assert_allclose(together, alone, atol=2e-5)


@pytest.mark.slow
def test_saved_and_loaded_gives_the_same_scores(verifier, tmp_path):
    verifier.save_pretrained(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.json", "model.safetensors"]
    loaded = Verifier.from_pretrained(tmp_path)
    np.testing.assert_allclose(loaded.score(PAIRS), verifier.score(PAIRS), atol=1e-6)
    assert loaded.config == verifier.config


@pytest.mark.slow
def test_half_precision_moves_no_probability_far_and_no_vector_of_the_retriever(verifier):
    parts = (verifier.config, verifier.interaction, verifier.retriever, verifier.adapter)
    half = Verifier(*parts, precision="bf16")
    exact, rough = verifier.probabilities(PAIRS), half.probabilities(PAIRS)
    np.testing.assert_allclose(rough, exact, atol=0.02)
    assert (rough != exact).any()
    texts = [text for pair in PAIRS for text in pair]
    cosines = (half.encode(texts).pooled * verifier.encode(texts).pooled).sum(1)
    torch.testing.assert_close(cosines, torch.ones(len(texts)), atol=1e-3, rtol=0)
    np.testing.assert_array_equal(half.retriever.pooled(texts), verifier.retriever.pooled(texts))


@pytest.mark.slow
def test_pooled_vectors_are_bit_identical_with_and_without_a_verifier(verifier, retriever):
    from verisieve.models.retriever import Retriever

    bare = Retriever.load(device="cpu")
    texts = [text for pair in PAIRS for text in pair]
    verifier.score(PAIRS)
    np.testing.assert_array_equal(verifier.retriever.pooled(texts), bare.pooled(texts))


def test_encoded_candidates_score_as_pairs_do(verifier):
    query = "The dog bit the man."
    candidates = [candidate for _, candidate in PAIRS]
    tokens = verifier.encode(candidates)
    expected = verifier.score([(query, candidate) for candidate in candidates])
    np.testing.assert_allclose(verifier.score(query, tokens), expected, atol=2e-3)
    np.testing.assert_allclose(
        verifier.score(query, concatenate([tokens[[2]], tokens[[0]]])), expected[[2, 0]], atol=2e-3
    )
    with pytest.raises(InputError, match="encode"):
        verifier.score(query)


def test_rank_orders_by_score(verifier):
    candidates = [candidate for _, candidate in PAIRS]
    ranked = verifier.rank("The dog bit the man.", candidates, top_k=3)
    scores = [entry["score"] for entry in ranked]
    assert len(ranked) == 3
    assert scores == sorted(scores, reverse=True)


def test_thresholds_decide_the_verdict(verifier):
    def judged(**thresholds):
        config = dataclasses.replace(verifier.config, calibration=Calibration(**thresholds))
        return Verifier(config, verifier.interaction, verifier.retriever).verify(
            *PAIRS[0][:1], [PAIRS[0][1]]
        )[0]

    rejected = judged(gate_threshold=0.0)
    assert rejected.answer == "near_miss"
    assert rejected.family in FAMILIES
    assert set(rejected.words) <= {"The", "man", "bit", "the", "dog"}
    probability = judged(gate_threshold=1.0)
    accepted = judged(gate_threshold=1.0, cache_threshold=0.0)
    assert accepted.answer in ("same", "near_miss")
    assert probability.score == accepted.score
    assert judged(gate_threshold=1.0, cache_threshold=1.0).answer != "same"


def test_another_retriever_is_refused(verifier, retriever):
    other = RetrieverIdentity(name="other", sha256="0" * 64, hidden_size=retriever.hidden_size)
    config = dataclasses.replace(verifier.config, retriever=other)
    with pytest.raises(InputError, match="belongs to the retriever other"):
        Verifier(config, verifier.interaction, retriever)


@pytest.mark.slow
def test_broken_files_are_named(verifier, tmp_path):
    verifier.save_pretrained(tmp_path)
    weights, config = tmp_path / "model.safetensors", tmp_path / "config.json"
    complete = weights.read_bytes()
    weights.write_bytes(complete[: len(complete) // 2])
    with pytest.raises(InputError, match=r"model\.safetensors: not a complete safetensors file"):
        Verifier.from_pretrained(tmp_path)
    weights.unlink()
    with pytest.raises(InputError, match="no weights"):
        Verifier.from_pretrained(tmp_path)
    weights.write_bytes(complete)
    values = json.loads(config.read_text())
    config.write_text(json.dumps(values | {"families": ["only-one"]}))
    with pytest.raises(InputError, match="do not fit"):
        Verifier.from_pretrained(tmp_path)
    config.write_text(json.dumps(values | {"surprise": 1}))
    with pytest.raises(InputError, match=r"config\.json: key surprise"):
        Verifier.from_pretrained(tmp_path)
    newer = json.dumps(values | {"surprise": 1, "verisieve_version": "9.0"})
    config.write_text(newer)
    with pytest.raises(InputError, match=r"key surprise: .*; verisieve 9\.0 wrote it, and this is"):
        Verifier.from_pretrained(tmp_path)
    for missing in ({"calibration"}, {"mode", "families"}):
        config.write_text(json.dumps({key: value for key, value in values.items() if key not in missing}))
        with pytest.raises(InputError, match=rf"config\.json: no key {'.*'.join(sorted(missing))}; copy or"):
            Verifier.from_pretrained(tmp_path)
    del values["calibration"]["cache_threshold"]
    config.write_text(json.dumps(values))
    with pytest.raises(InputError, match=r"config\.json: no key calibration\.cache_threshold; copy or"):
        Verifier.from_pretrained(tmp_path)
    config.write_text("{")
    with pytest.raises(InputError, match=r"config\.json: line 1: not valid JSON"):
        Verifier.from_pretrained(tmp_path)
    config.unlink()
    with pytest.raises(InputError, match="not a finished run"):
        Verifier.from_pretrained(tmp_path)


def test_unknown_name_offline_is_a_clear_error():
    with pytest.raises(InputError, match="not found on the Hub"):
        Verifier.from_pretrained("nobody/no-such-verifier")


def test_two_stage_keeps_the_retrievers_order(verifier):
    corpus = [
        "The man bit the dog.",
        "A dog bit a man.",
        "Interest is paid monthly.",
        "The lease ends in May.",
    ]
    search = TwoStage(dataclass_with(verifier, gate_threshold=1.0), corpus)
    recalled = [row for row, _ in search.recall("The dog bit the man.", 4)]
    assert [hit.corpus_id for hit in search.search("The dog bit the man.", 4)] == recalled
    reranked = search.search("The dog bit the man.", 4, rerank=True)
    assert [hit.relevance for hit in reranked] == [hit.score for hit in reranked]  # it learned no relevance
    assert [hit.score for hit in reranked] == sorted((hit.score for hit in reranked), reverse=True)
    assert TwoStage(dataclass_with(verifier, gate_threshold=0.0), corpus).search("The dog bit the man.") == []
    with pytest.raises(InputError, match="empty"):
        TwoStage(verifier, [])


def test_reranking_adds_late_interaction_to_the_cosine(retriever):
    torch.manual_seed(0)
    interaction = InteractionConfig(key_size=32, value_size=16, width=32, heads=2, late_interaction=2.0)
    model = InteractionModel(interaction, retriever.hidden_size, 1)
    config = VerifierConfig(identity(retriever), ("negation",), interaction, Calibration(gate_threshold=1.0))
    verifier = Verifier(config, model.eval(), retriever)
    corpus = ["The man bit the dog.", "A dog bit a man.", "Interest is paid.", "The lease ends in May."]
    hits = TwoStage(verifier, corpus).search("The dog bit the man.", 4, rerank=True)
    query, tokens = verifier.encode(["The dog bit the man."]), verifier.encode([hit.text for hit in hits])
    _, shifts = verifier.judge("The dog bit the man.", tokens)
    for row, (hit, shift) in enumerate(zip(hits, shifts, strict=True)):  # by hand, token by token
        own, other = query.mask[0], tokens.mask[row]
        a, b = query.keys[0][own].float(), tokens.keys[row][other].float()
        equal = (query.ids[0][own][:, None] == tokens.ids[row][other][None]).float()
        maps = [*torch.einsum("ilh,jlh->lij", a, b), equal]
        matched = [channel.amax(1).mean().item() for channel in maps]
        assert shift == pytest.approx(2.0 * sum(matched) / len(matched), abs=2e-3)
        assert hit.relevance == pytest.approx(hit.cosine + shift, abs=1e-5)
    relevance = [hit.relevance for hit in hits]
    assert relevance == sorted(relevance, reverse=True)
    assert len(set(shifts.tolist())) == 4
    assert [hit.corpus_id for hit in hits] != [
        row for row, _ in TwoStage(verifier, corpus).recall("The dog bit the man.", 4)
    ]
    # padding and what else is in the batch do not count
    _, alone = verifier.judge("The dog bit the man.", tokens[[3]])
    assert alone[0] == pytest.approx(shifts[3], abs=1e-5)


def dataclass_with(verifier: Verifier, **thresholds: float) -> Verifier:
    config = dataclasses.replace(verifier.config, calibration=Calibration(**thresholds))
    return Verifier(config, verifier.interaction, verifier.retriever)
