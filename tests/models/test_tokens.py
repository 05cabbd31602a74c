"""Encoded texts hold only what is read, and keep what was compared of them."""

import pytest
import torch

from verisieve.models import tokens as module
from verisieve.models.interaction import InteractionModel
from verisieve.models.judge_pairs import judge_pairs
from verisieve.models.tokens import Tokens, without_gaps
from verisieve.models.verifier import Verifier, VerifierConfig, identity
from verisieve.tests.tiny import tiny_size


@pytest.fixture(scope="module")
def verifier(retriever):
    torch.manual_seed(0)
    size = tiny_size((0, 6))
    config = VerifierConfig(retriever=identity(retriever), families=("a", "b"), interaction=size)
    return Verifier(config, InteractionModel(size, retriever.hidden_size, 2), retriever)


def test_places_that_are_not_read_are_left_out():
    mask = torch.tensor([[False, True, True, False], [False, True, False, False]])
    ids = torch.arange(8).view(2, 4)
    keys = ids[..., None, None].float()
    offsets = torch.stack([ids, ids + 1], -1)
    tokens = Tokens(
        ("a b", "c"), keys, ids, mask, offsets, torch.zeros(2, 3), torch.zeros(2, dtype=torch.bool)
    )
    found = without_gaps(tokens)
    assert found.mask.tolist() == [[True, True], [True, False]]
    for name in ("keys", "ids", "offsets"):
        torch.testing.assert_close(getattr(found, name)[found.mask], getattr(tokens, name)[mask])
    assert without_gaps(found) is found


def test_encoded_texts_have_no_special_tokens(verifier):
    tokens = verifier.encode(["The tenant pays.", "The landlord pays the fee before noon."])
    assert tokens.mask.sum(1).tolist() == [4, 8]
    assert tokens.mask.shape[1] == 8
    assert tokens.mask[:, 0].all()


def test_a_candidate_is_spelt_out_once_for_all_queries(verifier, monkeypatch):
    candidates = verifier.encode(["The tenant pays.", "The landlord pays the fee."])
    spelt = []
    original = module.surface_of

    def noted(text, *rest):
        spelt.append(text)
        return original(text, *rest)

    monkeypatch.setattr(module, "surface_of", noted)
    for query in ("Who pays?", "The tenant pays"):
        for rows in ([0, 1], [1]):
            judge_pairs(verifier, verifier.encode([query]).repeated(len(rows)), candidates[rows], 8)
    assert sorted(spelt) == sorted([*candidates.texts, *["Who pays?", "The tenant pays"] * 2])
