"""Encoding with the prepared BERT gives what transformers gives; other encoders are left as they are."""

import pytest
import torch

from verisieve.models.encoder.bert import prepared
from verisieve.models.encoder.views import Encoders

TEXTS = ["The tenant pays the fee.", "A clerk", "The landlord repairs the roof of the old house before noon."]


@torch.inference_mode()
@pytest.mark.parametrize("texts", [TEXTS, TEXTS[:1], TEXTS * 40])
def test_states_and_vectors_are_those_of_the_encoder(retriever, texts):
    tokens = retriever.tokenize(texts)
    layers = (0, 3, retriever.num_layers)
    expected, pooled = retriever.token_states(tokens, layers)
    states, vectors = Encoders.of(retriever, None, in_bf16=False)(retriever, tokens, layers)
    torch.testing.assert_close(states[tokens.mask], expected[tokens.mask], atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(vectors, pooled, atol=1e-5, rtol=0)


def test_an_encoder_that_is_no_plain_bert_runs_as_it_is():
    assert prepared(torch.nn.Linear(2, 2)) is None
