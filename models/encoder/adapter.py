"""A LoRA view of a retriever's encoder: the verifier's own eyes, while the retriever stays as it was.

The view is a second module tree over the same weights (no copy in memory) in which the linear layers carry
trainable low-rank updates (LoRA, arXiv 2106.09685, made by peft). The retriever's own tree is not touched, so
its pooled vectors stay bit-identical. Saved in peft's format: adapter_config.json, adapter_model.safetensors.
"""

import copy
import dataclasses
import warnings
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from peft import (
    LoraConfig,
    PeftModel,
    get_peft_model,
    get_peft_model_state_dict,
    set_peft_model_state_dict,
)
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import nn

from ...common.errors import InputError
from ...common.files import read_json, writing_folder
from ..layout import ADAPTER_CONFIG, ADAPTER_WEIGHTS
from ..retriever import Retriever


def new_adapter(retriever: Retriever, layers: Sequence[int], rank: int, alpha: int) -> PeftModel:
    """Return a view of the retriever's encoder with fresh LoRA updates, which change nothing yet.

    layers: the encoder layers whose token states are read; blocks above the last of them get no updates.
    Raises InputError when there is nothing to adapt.
    """
    names = linear_layers(retriever, max(layers))
    if not names:
        raise InputError(
            f"mode lora adapts the encoder's blocks below the layers read, and layers {list(layers)} have "
            "none; add a higher one to train.interaction.layers"
        )
    return _adapted(retriever, LoraConfig(r=rank, lora_alpha=alpha, target_modules=names, lora_dropout=0.0))


def load_adapter(retriever: Retriever, folder: Path) -> PeftModel:
    """Load an adapter onto a view of the retriever's encoder; InputError when it is missing or broken."""
    if not (folder / ADAPTER_CONFIG).is_file() or not (folder / ADAPTER_WEIGHTS).is_file():
        raise InputError(
            f"{folder}: no {ADAPTER_CONFIG} and {ADAPTER_WEIGHTS}; copy or train this verifier again"
        )
    settings = _known_settings(folder / ADAPTER_CONFIG)
    try:
        config = LoraConfig(**settings)
        config.base_model_name_or_path = None  # a name, where peft expects this machine's path
        adapter = _adapted(retriever, config)
        outcome: Any = set_peft_model_state_dict(adapter, load_file(folder / ADAPTER_WEIGHTS))
    except (SafetensorError, RuntimeError, ValueError, TypeError) as error:
        reason = str(error).strip().splitlines()[0]
        raise InputError(f"{folder}: the adapter does not fit {retriever.name}: {reason}") from None
    wrong = [name for name in outcome.missing_keys if "lora_" in name] + list(outcome.unexpected_keys)
    if wrong:
        raise InputError(
            f"{folder}: {ADAPTER_CONFIG} and {ADAPTER_WEIGHTS} do not belong together: {wrong[0]}"
        )
    return adapter.eval()


def save_adapter(adapter: PeftModel, retriever_name: str, folder: Path, dtype: torch.dtype) -> None:
    """Write the adapter into a folder in peft's format, under a temporary name first."""
    weights = {
        name: value.detach().to("cpu", dtype).contiguous()
        for name, value in get_peft_model_state_dict(adapter).items()
    }
    config = copy.copy(adapter.peft_config["default"])
    config.base_model_name_or_path = retriever_name
    config.inference_mode = True
    if isinstance(config, LoraConfig) and isinstance(config.target_modules, set):
        config.target_modules = sorted(config.target_modules)  # a set's order changes from process to process
    with writing_folder(folder) as partial:
        save_file(weights, partial / ADAPTER_WEIGHTS, metadata={"format": "pt"})
        config.save_pretrained(str(partial))


def copy_adapter(source: nn.Module, target: nn.Module) -> None:
    """Copy the low-rank updates of one adapter into another; InputError when their sizes differ."""
    updates = get_peft_model_state_dict(source)
    own = get_peft_model_state_dict(target)
    if {name: value.shape for name, value in updates.items()} != {n: v.shape for n, v in own.items()}:
        raise InputError("the adapters differ in rank or layers; give both runs the same train.encoder.rank")
    set_peft_model_state_dict(target, updates)


def linear_layers(retriever: Retriever, blocks: int) -> list[str]:
    """Return the names of the linear layers in the encoder's first `blocks` Transformer blocks.

    The blocks are the first list of modules that is as long as the encoder has layers; so they are found in
    BERT, MPNet, XLM-RoBERTa, ModernBERT and their like without a table of names.
    """
    for name, module in retriever.encoder.named_modules():
        if isinstance(module, nn.ModuleList) and len(module) == retriever.num_layers:
            return [
                f"{name}.{index}.{inner}"
                for index, block in enumerate(module)
                if index < blocks
                for inner, part in block.named_modules()
                if isinstance(part, nn.Linear)
            ]
    raise InputError(f"{retriever.name}: no Transformer blocks found in its encoder; use mode frozen")


def _known_settings(path: Path) -> dict[str, Any]:
    """Read an adapter's settings; InputError for one that says what this version of peft does not know."""
    values = read_json(path, "copy or train this verifier again")
    known = {field.name for field in dataclasses.fields(LoraConfig)}
    for name in sorted(values.keys() - known):
        if values.pop(name):  # what a newer peft knows and this adapter does not use, is empty
            raise InputError(
                f"{path}: peft {version('peft')} does not know {name!r}; if a newer peft wrote it, "
                "pip install -U peft; else copy or train this verifier again"
            )
    return values


def _adapted(retriever: Retriever, config: LoraConfig) -> PeftModel:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # peft asks transformers for a name on its way out
        adapted = get_peft_model(_view(retriever), config)
    assert isinstance(adapted, PeftModel)
    return adapted


def _view(retriever: Retriever) -> nn.Module:
    """Return a second module tree that shares all parameters and buffers with the retriever's encoder."""
    encoder = retriever.encoder
    shared = {id(tensor): tensor for tensor in (*encoder.parameters(), *encoder.buffers())}
    view: nn.Module = copy.deepcopy(encoder, shared)
    return view
