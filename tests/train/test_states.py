"""Cached states are those of the encoder, found again bit by bit."""

import pytest
import torch

from verisieve.train.config import TrainConfig
from verisieve.train.states import PairStates, cached, encoder_of

TEXTS = ["The dog bit the man.", "Rome is closer than Paris, as everybody in this town knows.", "Yes."]


@pytest.fixture(scope="module")
def encode(retriever):
    return encoder_of(retriever, TrainConfig(precision="fp32"))


def test_cached_states_are_the_encoders(encode):
    look_up = cached(encode, [*TEXTS, *TEXTS], torch.float32, progress=False)
    direct, found = encode(TEXTS[:2]), look_up(TEXTS[:2])
    length = found.ids.shape[1]
    mask = found.mask
    assert torch.equal(mask, direct.mask[:, :length])
    assert torch.equal(found.ids[mask], direct.ids[:, :length][mask])
    assert torch.equal(found.offsets[mask], direct.offsets[:, :length][mask])
    torch.testing.assert_close(found.states[mask], direct.states[:, :length][mask], atol=1e-5, rtol=1e-4)
    torch.testing.assert_close(found.pooled, direct.pooled, atol=1e-6, rtol=1e-5)


def test_the_cache_does_not_depend_on_the_order_of_the_texts(encode):
    one, other = (
        cached(encode, texts, torch.bfloat16, progress=False)(TEXTS) for texts in (TEXTS, TEXTS[::-1])
    )
    assert all(torch.equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_text_that_was_not_encoded_is_an_error(encode):
    with pytest.raises(KeyError):
        cached(encode, TEXTS[:1], torch.float32, progress=False)(TEXTS)


def test_pair_states_hold_each_text_once(encode):
    states = PairStates(encode, [(TEXTS[0], TEXTS[2]), (TEXTS[2], TEXTS[0]), (TEXTS[0], TEXTS[0])])
    assert len(states.texts.ids) == 2
    assert torch.equal(states.rows_a, states.rows_b[[1, 0, 2]])
