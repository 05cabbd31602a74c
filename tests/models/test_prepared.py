"""What is prepared to run gives what the plain layers give: BERT what transformers gives (other encoders are
left as they are), a product with packed weights what the linear layer gives."""

import pytest
import torch
from torch import nn

from verisieve.models.encoder.bert import prepared
from verisieve.models.encoder.views import Encoders
from verisieve.models.networks.packed import Product

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


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("shape", [(1, 24), (7, 24), (3, 5, 24), (2, 3, 40, 24), (0, 24)])
@pytest.mark.parametrize("bias", [True, False])
def test_a_product_is_the_linear_layer(kind, shape, bias):
    torch.manual_seed(0)
    layer = nn.Linear(24, 56, bias=bias).to(kind)
    x = torch.randn(shape).to(kind)
    with torch.inference_mode():
        found, expected = Product.of(layer)(x), layer(x)
    assert found.dtype == kind
    assert found.shape == (*shape[:-1], 56)
    torch.testing.assert_close(found, expected, rtol=1e-2, atol=1e-2 if kind == torch.bfloat16 else 1e-6)


def test_inputs_and_weights_may_lie_in_any_order():
    torch.manual_seed(0)
    weight, x = torch.randn(24, 56).to(torch.bfloat16).T, torch.randn(24, 9).to(torch.bfloat16).T
    found = Product(weight, None)(x)
    torch.testing.assert_close(found, x.contiguous() @ weight.T.contiguous(), rtol=1e-2, atol=1e-2)


def test_weights_in_full_precision_are_not_copied():
    layer = nn.Linear(8, 8)
    assert Product.of(layer).weight.data_ptr() == layer.weight.data_ptr()


def test_packed_weights_are_read_where_the_processor_has_the_format():
    layer = nn.Linear(8, 8).to(torch.bfloat16)
    supported = torch.backends.mkldnn.is_available() and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    assert Product.of(layer).is_packed == bool(supported)
