"""Products with packed weights are the linear layer's, bit for bit or within its rounding."""

import pytest
import torch
from torch import nn

from verisieve.models.networks.packed import Product


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
