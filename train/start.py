"""What a run starts with: accelerate with its trackers, the encoder that learns, earlier weights."""

import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from safetensors.torch import load_file
from torch import nn

from ..common.configuration import to_plain
from ..common.errors import InputError
from ..models.encoder.adapter import copy_adapter, load_adapter, new_adapter
from ..models.interaction import InteractionModel
from ..models.layout import ADAPTER, WEIGHTS
from ..models.networks.map_models import Reader
from ..models.networks.reader import ReaderLayer
from ..models.retriever import Retriever
from ..models.verifier import read_config
from .config import TrainConfig

TRACKING = "tracking"
"""Folder of a run that trackers write to."""
PRECISIONS = {"fp32": "no", "bf16": "bf16"}
"""config.precision as accelerate names it."""
FAMILY_HEAD = "family."
"""Parameters with a row per family of near-miss."""
LAYERS = "reader."
"""Parameters of the interaction model's Transformer layers."""
GIVEN = ("relevance.weight",)
"""Parameters that the configuration gives and no earlier weights."""


def make_accelerator(config: TrainConfig, out: Path, device: str | None = None) -> Accelerator:
    """Return accelerate's entry with the configured precision and tracker.

    device: "cpu", or the kind of this machine's accelerator; None is that where there is one. Raises
    InputError for another device and for a missing tracker.

    FSDP, DeepSpeed and the like come from `accelerate launch --config_file` (configs/accelerate/).
    """
    from accelerate.state import AcceleratorState
    from accelerate.utils import ProjectConfiguration

    own = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
    kinds = ["cpu"] if own is None else ["cpu", own.type]
    if device is not None and device not in kinds:
        raise InputError(
            f"device {device}: training here takes {' or '.join(kinds)}; CUDA_VISIBLE_DEVICES and "
            "`accelerate launch` say which ones of several"
        )
    AcceleratorState._reset_state()  # an earlier run in this process may have had another precision
    tracker = config.tracker
    if tracker == "auto":
        tracker = "tensorboard" if find_spec("tensorboard") is not None else None
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message=".*no supported trackers")  # said below, and fatal
            accelerator = Accelerator(
                cpu=own is None or device == "cpu",  # else torchrun's processes learn apart
                gradient_accumulation_steps=config.gradient_accumulation,
                mixed_precision=PRECISIONS[config.precision],
                log_with=tracker,
                project_config=ProjectConfiguration(project_dir=str(out), logging_dir=str(out / TRACKING)),
            )
    except ValueError as error:
        raise InputError(f"train.tracker {tracker}: {error}") from None
    if tracker is not None and not accelerator.log_with:
        raise InputError(f"train.tracker {tracker}: not installed; install it, or set tracker null")
    return accelerator


def start_trackers(accelerator: Accelerator, config: TrainConfig, step: int) -> None:
    """Open the trackers; TensorBoard forgets what it was told after `step`, from which a run resumes."""
    plain = {name: value for name, value in to_plain(config).items() if isinstance(value, str | int | float)}
    accelerator.init_trackers("verisieve", plain, {"tensorboard": {"purge_step": step + 1}})


def trained_encoder(retriever: Retriever, config: TrainConfig) -> nn.Module | None:
    """Return the module that learns beside the interaction model: an adapter, the encoder, or None."""
    layers = config.interaction.layers
    if config.mode == "lora":
        adapter = new_adapter(retriever, layers, config.encoder.rank, config.encoder.alpha)
        if retriever.device.type == "cpu":  # where the fused attention's gradient takes twice as long
            base: Any = adapter.get_base_model()
            base.set_attn_implementation("eager")
        return adapter
    if config.mode == "full":
        encoder: nn.Module = retriever.encoder
        _learn_what_is_read(retriever, layers)
        return encoder
    return None


def start_from(
    run: Path,
    reader: Reader,
    families: Sequence[str],
    retriever: Retriever,
    encoder: nn.Module | None,
    config: TrainConfig,
) -> None:
    """Copy a finished run's weights into `reader`, and its adapter into `encoder` where both have one.

    The family head's rows are matched by name; families that the run did not know start afresh.
    A reader of more layers than the run's begins with those of the run; its further layers change nothing
    until they learn. Raises InputError when the run belongs to another retriever or another size of
    interaction model.
    """
    earlier = read_config(run)
    if earlier.mode == "full":
        raise InputError(f"train.init_from {run}: a run of mode full has a retriever of its own")
    if earlier.retriever.sha256 != retriever.sha256:
        raise InputError(
            f"train.init_from {run}: trained for the retriever {earlier.retriever.name}, "
            f"not for {retriever.name}"
        )
    weights = {name: value for name, value in load_file(run / WEIGHTS).items() if name not in GIVEN}
    own = reader.state_dict()
    for name, value in own.items():
        if name.startswith(FAMILY_HEAD) and name in weights and weights[name].shape[1:] == value.shape[1:]:
            for row, family in enumerate(families):
                if family in earlier.families:
                    value[row] = weights[name][earlier.families.index(family)]
            weights[name] = value
    if earlier.interaction.depth < config.interaction.depth and isinstance(reader, InteractionModel):
        for layer in reader.reader[earlier.interaction.depth :]:
            assert isinstance(layer, ReaderLayer)
            layer.pass_through()
        weights = {name: value for name, value in own.items() if name.startswith(LAYERS)} | weights
    missing = [name for name in own if name not in weights and name not in GIVEN]
    wrong = [name for name in weights if name not in own or own[name].shape != weights[name].shape]
    if missing or wrong or earlier.interaction.layers != config.interaction.layers:
        raise InputError(
            f"train.init_from {run}: its interaction model is of another size or reads other layers; "
            "give both runs the same train.interaction (this run may have a greater depth)"
        )
    reader.load_state_dict(weights, strict=False)
    if earlier.mode == "lora" and config.mode == "lora":
        assert encoder is not None
        copy_adapter(load_adapter(retriever, run / ADAPTER), encoder)


def _learn_what_is_read(retriever: Retriever, layers: Sequence[int]) -> None:
    """Let those of the encoder's parameters learn on which the states of the layers depend."""
    encoder = retriever.encoder
    encoder.requires_grad_(True)
    with torch.enable_grad():
        states, _ = retriever.token_states(retriever.tokenize(["One text.", "Another one."]), layers)
        states.sum().backward()
    for parameter in encoder.parameters():
        parameter.requires_grad_(parameter.grad is not None)
        parameter.grad = None
