"""The frozen retriever: identity, token states, and pooled vectors that nothing changes."""

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from verisieve.common.errors import InputError
from verisieve.models import retriever as module
from verisieve.models.retriever import Retriever, parameters_sha256

TEXTS = ["The dog bit the man.", "Rome is closer than Paris.", "A much longer text about a lease. " * 30, ""]


def bare_model() -> SentenceTransformer:
    return SentenceTransformer(str(module._embedded_folder()), device="cpu")


@pytest.mark.slow
def test_pooled_vectors_are_those_of_the_bare_model(retriever):
    expected = bare_model().encode(TEXTS, batch_size=64, normalize_embeddings=True)
    np.testing.assert_array_equal(retriever.pooled(TEXTS), expected)


def test_last_layer_and_pooled_agree_with_the_model(retriever):
    tokens = retriever.tokenize(TEXTS[:2])
    with torch.no_grad():
        states, pooled = retriever.token_states(tokens, [0, retriever.num_layers])
    assert states.shape == (*tokens.ids.shape, 2, retriever.hidden_size)
    expected = bare_model().encode(TEXTS[:2], output_value="token_embeddings")
    for row, reference in enumerate(expected):
        attended = tokens.model_inputs["attention_mask"][row].bool()
        torch.testing.assert_close(
            states[row, attended, 1], reference[: attended.sum()], atol=1e-5, rtol=1e-4
        )
    np.testing.assert_allclose(pooled.numpy(), retriever.pooled(TEXTS[:2]), atol=1e-6)


def test_mask_leaves_out_special_tokens_but_never_everything(retriever):
    tokens = retriever.tokenize(["dog bites", ""])
    words = retriever.tokenizer.convert_ids_to_tokens(tokens.ids[0][tokens.mask[0]].tolist())
    assert words == ["dog", "bites"]
    assert tokens.mask[1].any()


def test_texts_are_cut_to_the_limit(retriever):
    assert retriever.tokenize(TEXTS, max_tokens=16).ids.shape[1] == 16
    assert retriever.tokenize(["word " * 1000]).ids.shape[1] == retriever.model.max_seq_length


def test_parameters_are_frozen_and_hash_follows_the_weights(retriever):
    assert not any(parameter.requires_grad for parameter in retriever.model.parameters())
    changed = bare_model()
    assert parameters_sha256(changed) == retriever.sha256
    with torch.no_grad():
        next(changed.parameters())[0, 0] += 1e-3
    assert parameters_sha256(changed) != retriever.sha256


def test_tampered_embedded_weights_are_refused(monkeypatch):
    monkeypatch.setattr(module, "EMBEDDED_SHA256", "0" * 64)
    with pytest.raises(InputError, match=r"model\.safetensors: sha256 is"):
        Retriever.load()


def test_unknown_model_is_a_clear_error(tmp_path):
    with pytest.raises(InputError, match="cannot be loaded"):
        Retriever.load(str(tmp_path / "no-such-model"))
