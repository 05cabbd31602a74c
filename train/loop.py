"""The training loop on accelerate: steps, validation, checkpoints and exact resume.

Every process walks the same plan (data.py) and reads its own share of each step. A checkpoint holds
the trained weights, optimizer, scheduler and random states; resuming continues at its step, and the
final weights are those of a run that was never interrupted.
"""

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from accelerate import Accelerator
from sklearn.metrics import roc_auc_score
from torch import Tensor
from torch.optim.lr_scheduler import LambdaLR

from ..models.interaction import NEAR_MISS, SAME
from ..progress import Progress
from .config import TrainConfig
from .data import Example, GroupedPairs, PlannedGroup, shard
from .losses import step_size
from .model import TrainingModel
from .states import Encode, PairStates

CHECKPOINTS = "checkpoints"
LOG = "train_log.jsonl"
KEEP = 2
"""Checkpoints kept: the last, and one before it."""


@dataclass
class Position:
    """Where a run is; saved with every checkpoint."""

    step: int = 0
    pairs: int = 0
    seconds: float = 0.0

    def state_dict(self) -> dict[str, Any]:
        """Return the values to save."""
        return dict(vars(self))

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore saved values."""
        vars(self).update(state)


class Trainer:
    """Trains a TrainingModel on a plan of steps; `run` returns when config.steps are done."""

    def __init__(
        self,
        accelerator: Accelerator,
        model: TrainingModel,
        encode: Encode,
        pairs: GroupedPairs,
        validation: list[Example],
        config: TrainConfig,
        out: Path,
    ) -> None:
        self.accelerator, self.encode, self.pairs = accelerator, encode, pairs
        self.validation, self.config, self.out = validation, config, out
        optimizer = torch.optim.AdamW(
            _parameter_groups(model, config.weight_decay), lr=config.learning_rate, betas=(0.9, 0.98)
        )
        self.model, self.optimizer = accelerator.prepare(model, optimizer)
        self.scheduler = LambdaLR(optimizer, lambda step: _learning_rate_factor(step, config))
        self.position = Position()
        self.held_out: tuple[dict[str, float], Tensor, Tensor] | None = None
        accelerator.register_for_checkpointing(self.scheduler, self.position)

    def run(self) -> Position:
        """Train to the last step, from the latest checkpoint where there is one.

        `held_out` is then what `validate` returned after the last step.
        """
        self._resume()
        losses: list[dict[str, float]] = []
        started = time.perf_counter() - self.position.seconds
        with Progress(
            self.config.steps, "training", "steps", self.position.step, self.accelerator.is_main_process
        ) as bar:
            for groups in self._remaining_steps():
                losses.append(self._step(groups))
                self.position.step += 1
                self.position.pairs += step_size(groups)
                self.position.seconds = time.perf_counter() - started
                bar.update(1, f"loss {sum(losses[-1].values()):.3f}")
                step, last = self.position.step, self.position.step == self.config.steps
                if step % self.config.log_every == 0 or last:
                    means = {name: sum(each[name] for each in losses) / len(losses) for name in losses[0]}
                    rate = round(self.position.pairs / self.position.seconds, 1)
                    self._log({"step": step, "loss": means, "pairs_per_second": rate})
                    losses = []
                if step % self.config.validate_every == 0 or last:
                    self.held_out = self.validate()
                    figures = self.held_out[0]
                    told = ", ".join(f"{name} {value:.4f}" for name, value in figures.items())
                    bar.note(f"step {step}: validation {told}")
                    self._log({"step": step, "validation": figures})
                if step % self.config.checkpoint_every == 0 and not last:
                    self._save_checkpoint()
        return self.position

    @torch.no_grad()
    def validate(self) -> tuple[dict[str, float], Tensor, Tensor]:
        """Return figures, logits [n, 3] and answers [n] of the validation examples."""
        model = self.accelerator.unwrap_model(self.model).eval()
        order = sorted(range(len(self.validation)), key=lambda i: len(self.validation[i].a))
        logits = torch.zeros(len(self.validation), 3)
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            examples = [self.validation[row] for row in rows]
            states = PairStates(self.encode, [(e.a, e.b) for e in examples])
            logits[rows] = model.read(states).logits.float().cpu()
        model.train()
        answers = torch.tensor([example.answer for example in self.validation])
        of_pairs = answers <= SAME
        score = logits.softmax(-1)[:, SAME]
        figures = {
            "auc": float(roc_auc_score((answers[of_pairs] == SAME).numpy(), score[of_pairs].numpy())),
            "accuracy": float((logits.argmax(-1) == answers).float().mean()),
            "near_misses_found": float((logits.argmax(-1) == NEAR_MISS)[answers == NEAR_MISS].float().mean()),
        }
        return figures, logits, answers

    def _step(self, groups: tuple[PlannedGroup, ...]) -> dict[str, float]:
        """Take one optimizer step; return each loss term, mean per example of the whole step."""
        accelerator, config = self.accelerator, self.config
        parts = accelerator.num_processes * config.gradient_accumulation
        total = step_size(groups)
        summed: dict[str, Tensor] = {}
        for micro in range(config.gradient_accumulation):
            index = accelerator.process_index * config.gradient_accumulation + micro
            examples = list(self.pairs.examples(shard(groups, index, parts) or groups[:1]))
            counts = 1.0 if shard(groups, index, parts) else 0.0
            states = PairStates(self.encode, [(e.a, e.b) for e in examples])
            with accelerator.accumulate(self.model):
                terms = self.model(states, examples)
                loss = counts * parts / total * sum(terms.values(), start=states.texts.pooled.new_zeros(()))
                accelerator.backward(loss)
                if accelerator.sync_gradients:
                    accelerator.clip_grad_norm_(self.model.parameters(), config.clip)
                self.optimizer.step()
                self.optimizer.zero_grad()
            for name, value in terms.items():
                summed[name] = summed.get(name, 0.0) + counts * value.detach()
        self.scheduler.step()
        names = sorted(summed)
        gathered = accelerator.reduce(torch.stack([summed[name] for name in names]), reduction="sum")
        return {name: float(value) / total for name, value in zip(names, gathered.tolist(), strict=True)}

    def _remaining_steps(self) -> Iterator[tuple[PlannedGroup, ...]]:
        """Yield the steps still to take, epoch after epoch."""
        done, epoch = 0, 0
        while done < self.config.steps:
            plan = self.pairs.plan_epoch(epoch, self.config)
            for groups in plan[: self.config.steps - done]:
                done += 1
                if done > self.position.step:
                    yield groups
            epoch += 1

    def _save_checkpoint(self) -> None:
        partial = self.out / CHECKPOINTS / ".partial"
        self.accelerator.save_state(str(partial))
        self.accelerator.wait_for_everyone()
        if self.accelerator.is_main_process:
            partial.rename(self.out / CHECKPOINTS / f"step-{self.position.step:06d}")
            for old in checkpoints(self.out)[:-KEEP]:
                shutil.rmtree(old)
        self.accelerator.wait_for_everyone()

    def _resume(self) -> None:
        found = checkpoints(self.out)
        if self.accelerator.is_main_process:
            shutil.rmtree(self.out / CHECKPOINTS / ".partial", ignore_errors=True)
        self.accelerator.wait_for_everyone()
        if found:
            self.accelerator.load_state(str(found[-1]))
            self.accelerator.print(f"resuming from {found[-1]}")
        if self.accelerator.is_main_process:
            _truncate_log(self.out / LOG, self.position.step)

    def _log(self, entry: dict[str, Any]) -> None:
        if self.accelerator.is_main_process:
            with (self.out / LOG).open("a", encoding="utf-8") as log:
                log.write(json.dumps(entry) + "\n")


def checkpoints(out: Path) -> list[Path]:
    """Return the complete checkpoints of a run folder, oldest first."""
    return sorted((out / CHECKPOINTS).glob("step-*"))


def _parameter_groups(model: torch.nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Decay matrices only: no biases, norms or embeddings of distances."""
    matrices = [p for p in model.parameters() if p.requires_grad and p.ndim >= 2]
    others = [p for p in model.parameters() if p.requires_grad and p.ndim < 2]
    return [{"params": matrices, "weight_decay": weight_decay}, {"params": others, "weight_decay": 0.0}]


def _learning_rate_factor(step: int, config: TrainConfig) -> float:
    """Linear warm-up, then linear decay to zero."""
    warmup = max(1, int(config.warmup * config.steps))
    if step < warmup:
        return (step + 1) / warmup
    return max(0.0, (config.steps - step) / max(1, config.steps - warmup))


def _truncate_log(path: Path, step: int) -> None:
    """Drop log lines of steps after the checkpoint that a run resumes from."""
    if path.exists():
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}")]
        kept = [line for line in lines if json.loads(line)["step"] <= step]
        path.write_text("".join(line + "\n" for line in kept), encoding="utf-8")
