"""What SharedStates gives of a text does not depend, in any bit, on which texts were asked for before."""

import numpy as np
import pytest
import torch

from verisieve.models.networks.map_models import make_reader
from verisieve.models.scorers import shared_states
from verisieve.models.scorers.shared_states import SharedStates
from verisieve.models.verifier import Verifier, VerifierConfig, identity
from verisieve.tests.tiny import tiny_size

ASIDES = ["", " at once", " before noon, as the old contract says", " after the meeting in the large hall"]
TEXTS = [
    f"The {one} paid the {other}{aside}."
    for one in ("tenant", "broker", "nurse", "clerk")
    for other in ("landlord", "client", "driver")
    for aside in ASIDES
] + ["The\u00a0\u201ctenant\u201d left\u2026 early", "A \ufb01ve-pound note, please", "\uff21 wide letter"]


@pytest.fixture
def shared(retriever, monkeypatch):
    """Two of the same, with batches of few texts."""
    monkeypatch.setattr(shared_states, "BATCH_TOKENS", 128)
    monkeypatch.setattr(shared_states, "PLANNED_TOGETHER", 20)
    torch.manual_seed(0)
    small = tiny_size((0, 3), key_size=16)
    config = VerifierConfig(identity(retriever), ("negation",), small)
    verifier = Verifier(config, make_reader(small, retriever.hidden_size, 1), retriever)
    both = [SharedStates(retriever, verifier) for _ in range(2)]
    for one in both:
        one.plan(TEXTS)
    return both


@pytest.mark.slow
def test_a_text_is_the_same_bits_whatever_was_asked_for_before(shared):
    whole, some = shared
    expected = whole.pooled(TEXTS), whole.states(TEXTS), whole.tokens(TEXTS)
    for number in reversed(range(len(TEXTS))):
        text = [TEXTS[number]]
        assert some.pooled(text)[0].tobytes() == expected[0][number].tobytes(), text
        (states, mask), (all_states, all_masks) = some.states(text), expected[1]
        assert torch.equal(states[mask], all_states[number][all_masks[number]]), text
        tokens = some.tokens(text)
        assert torch.equal(tokens.keys[tokens.mask], expected[2].keys[number][expected[2].mask[number]]), text
        assert torch.equal(tokens.pooled[0], expected[2].pooled[number]), text


def test_only_the_batches_that_are_asked_for_are_encoded_each_once(shared, monkeypatch):
    one, _ = shared
    encoded, encode = [], one._encode

    def watched(texts):
        encoded.append(texts)
        encode(texts)

    monkeypatch.setattr(one, "_encode", watched)
    one.pooled(TEXTS[:1])
    assert len(encoded) == 1
    assert TEXTS[0] in encoded[0]
    assert len(encoded[0]) > 1
    one.plan([*reversed(TEXTS), "A text that was not planned"])  # those planned stay
    one.pooled([*TEXTS, "A text that nobody planned"])
    together = [text for batch in encoded for text in batch]
    assert sorted(together) == sorted([*TEXTS, "A text that nobody planned"])
    assert max(map(len, encoded)) <= 16


def test_unplanned_texts_are_close_to_the_retrievers_own(shared, retriever):
    np.testing.assert_allclose(shared[0].pooled(TEXTS), retriever.pooled(TEXTS), atol=1e-5)
