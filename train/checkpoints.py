"""Checkpoints of a run: what makes resuming exact, and the weights of the best validation so far.

    checkpoints/step-000250/   trained weights, optimizer, scheduler, position, random states (accelerate)
    checkpoints/best.safetensors   the trained weights of the best validation

The retriever's own weights are in neither, unless the run trains them.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ..common.files import writing
from ..models.layout import BEST_WEIGHTS, CHECKPOINTS
from .model import trainable_state

KEEP = 2
"""Checkpoints kept: the last, and one before it."""


@dataclass
class Position:
    """Where a run is; saved with every checkpoint. seconds: of training, over all its starts."""

    step: int = 0
    pairs: int = 0
    seconds: float = 0.0
    best_auc: float = -1.0
    best_step: int = 0
    without_gain: int = 0

    def state_dict(self) -> dict[str, Any]:
        """Return the values to save."""
        return dict(vars(self))

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore saved values."""
        vars(self).update(state)


class Checkpoints:
    """Saves and restores a run's state in its folder."""

    def __init__(self, accelerator: Accelerator, out: Path) -> None:
        self.accelerator = accelerator
        self.folder = out / CHECKPOINTS
        accelerator.register_save_state_pre_hook(_keep_trainable)

    def save(self, step: int) -> None:
        """Write a checkpoint under a temporary name, rename it, and remove the oldest."""
        partial = self.folder / ".partial"
        self.accelerator.save_state(str(partial))
        self.accelerator.wait_for_everyone()
        if self.accelerator.is_main_process:
            partial.rename(self.folder / f"step-{step:06d}")
            for old in self.found()[:-KEEP]:
                shutil.rmtree(old)
        self.accelerator.wait_for_everyone()

    def resume(self) -> Path | None:
        """Load the latest complete checkpoint; return it, None where there is none."""
        if self.accelerator.is_main_process:
            shutil.rmtree(self.folder / ".partial", ignore_errors=True)
        self.accelerator.wait_for_everyone()
        found = self.found()
        if not found:
            return None
        self.accelerator.load_state(str(found[-1]), strict=False)
        return found[-1]

    def found(self) -> list[Path]:
        """Return the complete checkpoints, oldest first."""
        return sorted(self.folder.glob("step-*"))

    def save_best(self, model: nn.Module) -> None:
        """Keep the trained weights of a model as the best."""
        state = self.accelerator.get_state_dict(model)
        if self.accelerator.is_main_process:
            self.folder.mkdir(parents=True, exist_ok=True)
            names = set(trainable_state(self.accelerator.unwrap_model(model)))
            own = {name.removeprefix("module."): value for name, value in state.items()}
            weights = {name: own[name].detach().cpu().clone().contiguous() for name in sorted(names)}
            with writing(self.folder / BEST_WEIGHTS) as partial:
                save_file(weights, partial)
        self.accelerator.wait_for_everyone()

    def load_best(self, model: nn.Module) -> None:
        """Put the best weights into an unwrapped model."""
        model.load_state_dict(load_file(self.folder / BEST_WEIGHTS), strict=False)


def _keep_trainable(models: list[nn.Module], weights: list[dict[str, Tensor]], folder: str) -> None:
    """Leave what does not learn out of a checkpoint: the retriever's weights."""
    for model, state in zip(models, weights, strict=True):
        fixed = {name for name, value in model.named_parameters() if not value.requires_grad}
        for name in [name for name in state if name in fixed]:
            del state[name]


def parameter_bytes(model: nn.Module) -> int:
    """Return the size of what training changes, in bytes."""
    return sum(
        value.numel() * torch.finfo(value.dtype).bits // 8 for value in trainable_state(model).values()
    )
