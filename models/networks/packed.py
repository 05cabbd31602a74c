"""Products of matrices whose weights lie as the processor reads them.

A linear layer in bfloat16 puts its weights in another order at every call; where a text is short, that is
much of its work. Here it is done once. Used by what reads (prepared.py) and encodes (../encoder/bert.py).
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

_NEEDED = ("_is_mkldnn_bf16_supported", "_linear_pointwise", "_reorder_linear_weight")
"""PyTorch's own operators, by which its compiler does the same."""


class Product(nn.Module):
    """x @ weight.T + bias, for weights that do not change.

    Where the processor's library has an order of its own for them (bfloat16 on a CPU), they are kept in it;
    elsewhere this is the linear layer on the weights as they are.
    """

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        super().__init__()
        self.is_packed = _can_pack(weight)
        own = weight.detach()
        self.weight = torch.ops.mkldnn._reorder_linear_weight(own.contiguous()) if self.is_packed else own
        self.bias = None if bias is None else bias.detach()

    @classmethod
    def of(cls, layer: nn.Module) -> "Product":
        """Return a linear layer's."""
        assert isinstance(layer, nn.Linear)
        return cls(layer.weight, layer.bias)

    def forward(self, x: Tensor) -> Tensor:
        """Return the product, [..., out], of x [..., in]."""
        if not self.is_packed:
            return functional.linear(x, self.weight, self.bias)
        result: Tensor = torch.ops.mkldnn._linear_pointwise(x, self.weight, self.bias, "none", [], "")
        return result


def _can_pack(weight: Tensor) -> bool:
    if weight.device.type != "cpu" or weight.dtype != torch.bfloat16:
        return False
    library = torch.ops.mkldnn
    there = torch.backends.mkldnn.is_available() and all(hasattr(library, name) for name in _NEEDED)
    return there and bool(library._is_mkldnn_bf16_supported())
