"""Make a trained verifier's reader narrower without training: `python -m verisieve.train.prune`.

    python -m verisieve.train.prune RUN --out SMALLER --alignments 1 --inner-width 64 [--data PAIRS]

What the comparison and the feed-forward parts compute is largely one thing said often. Units are taken away
one by one, each time the one whose loss the others make up for best, and the weights of those that stay are
fitted to what all of them gave: Optimal Brain Surgeon by layers (Hassibi and Stork, NIPS 1992), of whole
units (ZipLM, arXiv 2302.04089, section 3.1). The inputs are measured on the held-out pairs of the run's
recipe, whose labels are not read; the result is calibrated anew. A training may go on from it
(`train.init_from`, with its `train.interaction`).
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch
import yaml
from torch import Tensor, nn

from ..common.configuration import load_config, to_plain
from ..common.errors import InputError
from ..common.failures import ended
from ..common.files import check_new_folder, write_text
from ..models.interaction import InteractionConfig, InteractionModel
from ..models.layout import TRAIN_CONFIG
from ..models.networks.reader import ReaderLayer
from ..models.verifier import Verifier
from .calibration.anew import calibrated_copy, encoded, held_out_of
from .config import TrainConfig
from .plan.examples import Example

RIDGE = 1e-6
"""Of the inputs' mean square, added to each: units that say the same do not cancel in large weights."""


def prune(run: Path, data: Path | None, out: Path, alignments: int, inner_width: int) -> dict[str, float]:
    """Write a narrower copy of a run into a new folder, calibrated; return what each product lost.

    alignments, inner_width: as InteractionConfig has them, at most the run's. data: the generated pairs that
    the run was trained on. What is lost: the share of a product's variance that the units which stay do not
    give. Raises InputError for a run that is narrower already or of another architecture, and for a folder
    that is in use.
    """
    check_new_folder(out)
    verifier = Verifier.from_pretrained(run)
    model, size = verifier.interaction, verifier.config.interaction
    if not isinstance(model, InteractionModel):
        raise InputError(f"{run}: its architecture is {size.architecture}; only `alignment` can be pruned")
    widest = min(_linear_at(part, -1).in_features for part in _parts(model).values())
    if not (1 <= alignments <= size.alignments and 1 <= inner_width <= widest):
        raise InputError(
            f"{run}: its reader has {size.alignments} alignments and an inner width of {widest}; "
            "ask for at least 1 and at most these"
        )
    recipe = load_config(TrainConfig, "train", run / TRAIN_CONFIG, [])
    examples = held_out_of(verifier, recipe, data)[0].examples
    lost = _fewer_alignments(verifier, model, examples, alignments)
    lost |= _narrower(verifier, model, examples, inner_width)

    def smaller(size: InteractionConfig) -> InteractionConfig:
        return replace(size, alignments=alignments, inner_width=inner_width)

    verifier.config = replace(verifier.config, interaction=smaller(size))
    recipe = replace(recipe, interaction=smaller(recipe.interaction))
    with calibrated_copy(run, out, data, {"pruned": {"run": str(run), "lost": lost}}) as partial:
        verifier.save_pretrained(partial)
        write_text(partial / TRAIN_CONFIG, yaml.safe_dump({"train": to_plain(recipe)}))
    return lost


def fewest(moments: Tensor, weight: Tensor, units: Tensor, count: int) -> tuple[list[int], Tensor, float]:
    """Choose the units that a product can do with, and fit its weights to them.

    moments [c, c]: of the product's inputs, the last of them constant. weight [out, c]. units [u, s]: the
    inputs that belong to each; what belongs to none stays. Returns the units that stay, in order, the weights
    [out, c], 0 where an input has gone, and the share of the variance that is lost.
    """
    full = moments + RIDGE * moments.diagonal().mean() * torch.eye(len(moments), dtype=moments.dtype)
    inverse, fitted = torch.linalg.inv(full), weight.clone()
    here = list(range(len(units)))
    while len(here) > count:
        left = units[here]
        blocks = inverse[left.unsqueeze(2), left.unsqueeze(1)]  # [u, s, s]
        parts = fitted[:, left].permute(1, 2, 0)  # [u, s, out]
        cost = (parts * torch.linalg.solve(blocks, parts)).sum((1, 2))
        worst = int(cost.argmin())
        gone = left[worst]
        update = torch.linalg.solve(blocks[worst], inverse[gone])  # [s, c]
        fitted -= fitted[:, gone] @ update
        inverse -= inverse[:, gone] @ update
        fitted[:, gone] = 0
        here.pop(worst)
    error, mean = weight - fitted, weight @ moments[:, -1] / moments[-1, -1]
    variance = (weight @ moments * weight).sum() - (mean**2).sum() * moments[-1, -1]
    return here, fitted, float((error @ moments * error).sum() / variance)


def _fewer_alignments(
    verifier: Verifier, model: InteractionModel, examples: Sequence[Example], count: int
) -> dict[str, float]:
    """Keep so many alignments, and fit the comparison's first product to what they give."""
    product, value, channels = _linear_at(model.compare, 0), model.value.out_features, model.align.in_features
    own = torch.arange(product.in_features)
    units = own[value : -2 * channels].view(model.align.out_features, -1)
    [moments] = _moments(verifier, model, examples, [product])
    kept, weight, lost = fewest(moments, _affine(product), units, count)
    columns = torch.cat([own[:value], units[kept].flatten(), own[-2 * channels :]])
    model.align = _linear(model.align.weight[kept], None)
    model.compare[0] = _linear(weight[:, columns], weight[:, -1])
    return {"compare.0": lost}


def _narrower(
    verifier: Verifier, model: InteractionModel, examples: Sequence[Example], width: int
) -> dict[str, float]:
    """Keep so many inner units of the comparison and of each layer's feed-forward part."""
    parts, lost = _parts(model), {}
    measured = _moments(verifier, model, examples, [_linear_at(part, -1) for part in parts.values()])
    for (name, part), moments in zip(parts.items(), measured, strict=True):
        inner, product = _linear_at(part, 0), _linear_at(part, -1)
        units = torch.arange(product.in_features).unsqueeze(1)
        kept, weight, lost[f"{name}.{len(part) - 1}"] = fewest(moments, _affine(product), units, width)
        part[0] = _linear(inner.weight[kept], inner.bias[kept])
        part[-1] = _linear(weight[:, kept], weight[:, -1])
    return lost


def _parts(model: InteractionModel) -> dict[str, nn.Sequential]:
    """Return the comparison and the feed-forward parts, by their names."""
    layers = [layer for layer in model.reader if isinstance(layer, ReaderLayer)]
    return {"compare": model.compare} | {
        f"reader.{depth}.feed": layer.feed for depth, layer in enumerate(layers)
    }


def _linear_at(part: nn.Sequential, place: int) -> nn.Linear:
    product = part[place]
    assert isinstance(product, nn.Linear)
    return product


@torch.inference_mode()
def _moments(
    verifier: Verifier, model: InteractionModel, examples: Sequence[Example], products: Sequence[nn.Linear]
) -> list[Tensor]:
    """Return the second moments [c + 1, c + 1] of each product's inputs and a constant, over all tokens."""
    result = [torch.zeros(product.in_features + 1, product.in_features + 1).double() for product in products]
    inputs: list[list[Tensor]] = [[] for _ in products]
    hooks = [
        product.register_forward_pre_hook(lambda _, given, own=own: own.append(given[0]))
        for product, own in zip(products, inputs, strict=True)
    ]
    for _, first, second in encoded(verifier, examples):
        a, b = (tokens.side(slice(None), verifier.retriever.device) for tokens in (first, second))
        model(a, b)
        whole = torch.cat([torch.ones_like(a.mask[:, :1]), a.mask, b.mask], dim=1)
        for moments, own in zip(result, inputs, strict=True):
            for x, mask in zip(own, (whole,) if len(own) == 1 else (a.mask, b.mask), strict=True):
                rows = torch.cat([x, torch.ones_like(x[..., :1])], dim=-1)[mask].double().cpu()
                moments += rows.T @ rows
            own.clear()
    for hook in hooks:
        hook.remove()
    return result


def _affine(product: nn.Linear) -> Tensor:
    """Return a product's weights and bias, [out, in + 1]."""
    return torch.cat([product.weight, product.bias.unsqueeze(1)], dim=1).detach().double().cpu()


def _linear(weight: Tensor, bias: Tensor | None) -> nn.Linear:
    layer = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None)
    layer.weight = nn.Parameter(weight.detach().float().contiguous())
    if bias is not None:
        layer.bias = nn.Parameter(bias.detach().float().contiguous())
    return layer


def main() -> None:
    """Entry of `python -m verisieve.train.prune`."""
    parser = argparse.ArgumentParser(
        description="Make a trained verifier's reader narrower, and calibrate it."
    )
    parser.add_argument("run", type=Path)
    parser.add_argument("--data", type=Path, help="the generated pairs that the run was trained on")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--alignments", type=int, required=True)
    parser.add_argument("--inner-width", type=int, required=True)
    arguments = parser.parse_args()
    lost = prune(arguments.run, arguments.data, arguments.out, arguments.alignments, arguments.inner_width)
    for name, share in lost.items():
        print(f"{name}: lost {share:.1e} of the variance")
    print(arguments.out)


if __name__ == "__main__":
    sys.exit(ended("prune", main))
