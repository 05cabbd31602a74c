"""The training loop on accelerate: steps, validation, early stopping and exact resume.

Every process walks the same plan (plan/epoch.py) and reads its own share of each step. A checkpoint holds
what resuming needs (checkpoints.py); the final weights are those of a run that was never interrupted.
"""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import Accelerator
from sklearn.metrics import roc_auc_score
from torch import Tensor
from torch.optim.lr_scheduler import LambdaLR

from ..common.files import write_text
from ..common.memory import Growth
from ..common.progress import Progress
from ..models.interaction import ANSWERS, NEAR_MISS, SAME
from ..models.layout import TRAIN_LOG
from .checkpoints import Checkpoints, Position
from .config import TrainConfig
from .losses import step_size
from .model import TrainingModel
from .plan.epoch import PlannedGroup, plan_epoch, shard, steps_per_epoch
from .plan.examples import Example, read_examples
from .plan.mining import RowLosses
from .plan.pairs import GroupedPairs
from .precompute.token_states import PairStates
from .start import start_trackers

EXAMPLES_PER_BATCH = 64
"""Examples read together in validation."""


@dataclass(frozen=True)
class Outcome:
    """What the model answers to held-out examples: logits [n, 3], answers [n], and figures of them."""

    logits: Tensor
    answers: Tensor
    figures: dict[str, float]


class Trainer:
    """Trains a TrainingModel on a plan of steps; `run` returns when they are done."""

    def __init__(
        self,
        accelerator: Accelerator,
        model: TrainingModel,
        pairs: GroupedPairs,
        validation: list[Example],
        config: TrainConfig,
        out: Path,
        sources_of: Callable[[Sequence[Example]], np.ndarray] | None = None,
    ) -> None:
        self.accelerator, self.pairs = accelerator, pairs
        self.validation_sources = sources_of(validation) if sources_of is not None else np.asarray([])
        self.validation, self.config, self.out = validation, config, out
        optimizer = torch.optim.AdamW(_parameter_groups(model, config), betas=(0.9, 0.98))
        self.model, self.optimizer = accelerator.prepare(model, optimizer)
        self.scheduler = LambdaLR(optimizer, lambda step: _learning_rate_factor(step, config))
        self.position = Position()
        self.losses = RowLosses(len(pairs.labels) if config.mining > 0 else 0, accelerator)
        self.checkpoints = Checkpoints(accelerator, out)
        accelerator.register_for_checkpointing(self.scheduler, self.position, self.losses)

    def run(self) -> Position:
        """Train to the last step, from the latest checkpoint where there is one.

        Then the model has the weights that `config.keep` asks for.
        """
        self._resume()
        config, position = self.config, self.position
        losses: list[dict[str, float]] = []
        started = time.perf_counter() - position.seconds
        growth = Growth()
        with Progress(
            config.steps, "training", "steps", position.step, self.accelerator.is_main_process
        ) as bar:
            for groups in self._remaining_steps():
                losses.append(self._step(groups))
                position.step += 1
                position.pairs += step_size(groups)
                position.seconds = time.perf_counter() - started
                growth.limit()  # else the process of an adapter grows by some 0.4 GB a step
                bar.update(1, f"loss {sum(losses[-1].values()):.3f}")
                last = position.step == config.steps
                if position.step % config.log_every == 0 or last:
                    self._log_losses(losses)
                    losses = []
                if position.step % config.validate_every == 0 or last:
                    bar.note(self._validate())
                if config.patience is not None and position.without_gain >= config.patience:
                    bar.note(f"stopped early: no better validation since step {position.best_step}")
                    break
                if position.step % config.checkpoint_every == 0 and not last:
                    self.losses.gather()
                    self.checkpoints.save(position.step)
        if config.keep == "best" and position.best_step != position.step:
            self.checkpoints.load_best(self.accelerator.unwrap_model(self.model))
        return position

    @torch.no_grad()
    def read(self, examples: list[Example]) -> Outcome:
        """Return what the model answers to examples; every process reads a share, all get everything."""
        accelerator = self.accelerator
        model = accelerator.unwrap_model(self.model).eval()
        order = sorted(range(len(examples)), key=lambda i: len(examples[i].a))
        batches = [order[i : i + EXAMPLES_PER_BATCH] for i in range(0, len(order), EXAMPLES_PER_BATCH)]
        logits = torch.zeros(len(examples), len(ANSWERS), device=accelerator.device)
        for rows in batches[accelerator.process_index :: accelerator.num_processes]:
            part = [examples[row] for row in rows]
            states = PairStates(model.encode, [(example.a, example.b) for example in part])
            logits[rows] = model.read(states).logits.float()
        model.train()
        logits = accelerator.reduce(logits, reduction="sum").cpu()
        answers = torch.tensor([example.answer for example in examples])
        return Outcome(logits, answers, _figures(logits, answers))

    def end(self) -> None:
        """Close the trackers and the process group; nothing can be trained or read afterwards.

        The model's distributed wrapper goes first. Were it the last to hold the group, the destructor would
        wait for Gloo's threads with the GIL held while one of them may wait for it (pytorch issue 56297).
        """
        self.model = self.accelerator.unwrap_model(self.model)
        self.accelerator.free_memory()
        self.accelerator.end_training()

    def _validate(self) -> str:
        """Measure, log, and keep the weights where they are the best so far; return a line to print."""
        position = self.position
        outcome = self.read(self.validation)
        figures = outcome.figures
        if figures["auc"] > position.best_auc:
            position.best_auc, position.best_step, position.without_gain = figures["auc"], position.step, 0
            if self.config.keep == "best":
                self.checkpoints.save_best(self.model)
        else:
            position.without_gain += 1
        entry = {"step": position.step, "validation": figures}
        if len(by_source := auc_by_source(outcome, self.validation_sources)) > 1:
            entry["validation_auc_by_source"] = by_source
        self._log(entry)
        told = ", ".join(f"{name} {value:.4f}" for name, value in figures.items())
        return f"step {position.step}: validation {told}"

    def _step(self, groups: tuple[PlannedGroup, ...]) -> dict[str, float]:
        """Take one optimizer step; return each loss term, mean per example of the whole step."""
        accelerator, config = self.accelerator, self.config
        parts = accelerator.num_processes * config.gradient_accumulation
        total = step_size(groups)
        summed: dict[str, Tensor] = {}
        for micro in range(config.gradient_accumulation):
            index = accelerator.process_index * config.gradient_accumulation + micro
            own = shard(groups, index, parts)
            examples = list(read_examples(self.pairs, own or groups[:1]))
            counts = 1.0 if own else 0.0
            with accelerator.accumulate(self.model):
                terms, answer_losses = self.model(examples)
                loss = counts * parts / total * torch.stack(list(terms.values())).sum()
                accelerator.backward(loss)
                if accelerator.sync_gradients:
                    accelerator.clip_grad_norm_(self.model.parameters(), config.clip)
                self.optimizer.step()
                self.optimizer.zero_grad()
            for name, value in terms.items():
                summed[name] = summed.get(name, 0.0) + counts * value.detach()
            if config.mining > 0 and own:
                self.losses.record([example.row for example in examples], answer_losses)
        self.scheduler.step()
        names = sorted(summed)
        gathered = accelerator.reduce(torch.stack([summed[name] for name in names]), reduction="sum")
        return {name: float(value) / total for name, value in zip(names, gathered.tolist(), strict=True)}

    def _remaining_steps(self) -> Iterator[tuple[PlannedGroup, ...]]:
        """Yield the steps still to take, epoch after epoch."""
        per_epoch = steps_per_epoch(self.pairs, self.config)
        epoch, skipped = divmod(self.position.step, per_epoch)
        if skipped == 0 and epoch > 0 and self.config.mining > 0:
            self.losses.end_epoch()  # the checkpoint was made at the very end of an epoch
        while True:
            known = self.losses.last if self.config.mining > 0 else None
            started = time.perf_counter()
            for groups in islice(plan_epoch(self.pairs, epoch, self.config, known), skipped, None):
                if self.position.step == self.config.steps:
                    return
                yield groups
            if self.config.mining > 0:
                self.losses.end_epoch()
            entry = {"step": self.position.step, "epoch": epoch, "steps": per_epoch - skipped}
            self._log(entry | {"epoch_seconds": round(time.perf_counter() - started, 2)})
            epoch, skipped = epoch + 1, 0

    def _resume(self) -> None:
        found = self.checkpoints.resume()
        if found is not None:
            self.accelerator.print(f"resuming from {found}")
        start_trackers(self.accelerator, self.config, self.position.step)
        if self.accelerator.is_main_process:
            _truncate_log(self.out / TRAIN_LOG, self.position.step)

    def _log_losses(self, losses: list[dict[str, float]]) -> None:
        means = {name: sum(each[name] for each in losses) / len(losses) for name in losses[0]}
        rate = round(self.position.pairs / self.position.seconds, 1)
        self._log({"step": self.position.step, "loss": means, "pairs_per_second": rate})

    def _log(self, entry: dict[str, Any]) -> None:
        """Write a line of train_log.jsonl, and its figures to the tracker."""
        if self.accelerator.is_main_process:
            with (self.out / TRAIN_LOG).open("a", encoding="utf-8") as log:
                log.write(json.dumps(entry) + "\n")
        self.accelerator.log(flat_figures(entry), step=entry["step"])


def flat_figures(entry: dict[str, Any], prefix: str = "") -> dict[str, float]:
    """Return the numbers of a nested entry, "outer/inner": value, without the step."""
    flat: dict[str, float] = {}
    for name, value in entry.items():
        if isinstance(value, dict):
            flat |= flat_figures(value, f"{prefix}{name}/")
        elif name != "step":
            flat[prefix + name] = value
    return flat


def _figures(logits: Tensor, answers: Tensor) -> dict[str, float]:
    """AUC of same against near-miss, accuracy over the three answers, share of the near-misses found."""
    of_pairs = answers <= SAME
    score = logits[:, SAME] - logits[:, [NEAR_MISS, 2]].logsumexp(-1)
    truth = (answers[of_pairs] == SAME).numpy()
    found = (logits.argmax(-1) == NEAR_MISS)[answers == NEAR_MISS].float()
    return {
        "auc": float(roc_auc_score(truth, score[of_pairs].numpy())) if 0 < truth.sum() < len(truth) else 0.5,
        "accuracy": float((logits.argmax(-1) == answers).float().mean()),
        "near_misses_found": float(found.mean()) if len(found) else 0.0,
    }


def auc_by_family(outcome: Outcome, examples: list[Example], families: np.ndarray) -> dict[str, float]:
    """Return the AUC of each family's near-misses against all positives. families: name per example, [n]."""
    score = (outcome.logits[:, SAME] - outcome.logits[:, [NEAR_MISS, 2]].logsumexp(-1)).numpy()
    same = np.asarray([example.answer == SAME for example in examples])
    result = {}
    for family in sorted({str(name) for name in families} - {""}):
        rows = same | (families == family)
        if same.any() and not same[rows].all():
            result[family] = float(roc_auc_score(same[rows], score[rows]))
    return result


def auc_by_source(outcome: Outcome, sources: np.ndarray) -> dict[str, float]:
    """Return the AUC within each source that has both labels. sources: name per example, "" for none, [n]."""
    score = (outcome.logits[:, SAME] - outcome.logits[:, [NEAR_MISS, 2]].logsumexp(-1)).numpy()
    same = (outcome.answers == SAME).numpy()
    result = {}
    for source in sorted({str(name) for name in sources} - {""}):
        rows = sources == source
        if same[rows].any() and not same[rows].all():
            result[source] = float(roc_auc_score(same[rows], score[rows]))
    return result


def _parameter_groups(model: TrainingModel, config: TrainConfig) -> list[dict[str, Any]]:
    """Decay matrices only: no biases, norms or embeddings of distances; the encoder has its own rate."""
    groups = []
    rates = ((model.interaction, config.learning_rate), (model.encoder, config.encoder.learning_rate))
    for module, rate in rates:
        learning = [] if module is None else [p for p in module.parameters() if p.requires_grad]
        for decay, wanted in ((config.weight_decay, True), (0.0, False)):
            parameters = [p for p in learning if (p.ndim >= 2) == wanted]
            if parameters:
                groups.append({"params": parameters, "weight_decay": decay, "lr": rate})
    return groups


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
        write_text(path, "".join(line + "\n" for line in kept))
