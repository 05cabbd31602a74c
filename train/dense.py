"""The regression baseline: fine-tune a copy of the embedder, with and without near-misses as hard negatives.

What teams do first, and what the second stage is there to avoid: the same vectors must then serve broad
recall and fine distinctions. Uses sentence-transformers' own trainer; eval/tradeoff.py measures what each
variant gains on near-misses and loses in retrieval.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

import torch
from datasets import Dataset
from pydantic import Field
from sentence_transformers import (
    SentenceTransformer,
    SentenceTransformerTrainer,
    SentenceTransformerTrainingArguments,
)
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from torch import Tensor, nn
from transformers.trainer_callback import PrinterCallback, TrainerCallback

from ..common.configuration import config_dataclass, to_plain
from ..common.errors import InputError
from ..common.files import check_new_folder, read_json, write_json
from ..common.progress import Progress
from ..data_gen.schema import NEAR_MISS, SAME, load_pairs
from ..models.retriever import Retriever

Variant = Literal["tuned", "structure", "regularised"]
VARIANTS: tuple[Variant, ...] = ("tuned", "structure", "regularised")
STATE = "tuned.json"


@config_dataclass
class DenseConfig:
    """How the embedder's copy is tuned.

    steps, batch_size, learning_rate, warmup: of AdamW with a linear schedule. hold: weight of the loss that
    holds the pooled vectors to the frozen embedder's, in the variant `regularised`. seed: of everything.
    precision: bf16 computes the encoder under autocast, some twice as fast where the processor has units for
    it; weights and optimiser stay fp32.
    """

    steps: Annotated[int, Field(ge=1)] = 150
    batch_size: Annotated[int, Field(ge=2)] = 32
    learning_rate: Annotated[float, Field(gt=0)] = 2e-5
    warmup: Annotated[float, Field(ge=0, lt=1)] = 0.1
    hold: Annotated[float, Field(ge=0)] = 10.0
    seed: int = 0
    precision: Literal["fp32", "bf16"] = "fp32"


def tune(
    data: Path,
    out: Path,
    variant: Variant,
    config: DenseConfig,
    retriever: str | None = None,
    device: str | None = None,
) -> Path:
    """Fine-tune a copy of the retriever on generated pairs and save it as a sentence-transformers model.

    variant: `tuned` learns from (anchor, positive) with in-batch negatives only (multiple negatives ranking,
    arXiv 1705.00652, section 4.4); `structure` adds each anchor's near-miss as a hard negative; `regularised`
    adds to that the distance of every pooled vector to the frozen embedder's (distillation of the embedding
    space, as in arXiv 2004.09813, section 2). An `out` that holds the same variant, finished, is left alone.
    Raises InputError for pairs without triplets and for a folder with something else.
    """
    state = {"variant": variant, "retriever": retriever, "data": str(data), **to_plain(config)}
    if (out / STATE).exists():
        if read_json(out / STATE, "delete the folder, or choose another") == state:
            return out
        raise InputError(f"{out}: holds an embedder tuned otherwise; choose another folder, or delete it")
    check_new_folder(out)
    triplets = _triplets(data, with_negatives=variant != "tuned")
    base = Retriever.load(retriever, device)
    model = base.model.train().requires_grad_(True)
    model.model_card_data.widget = [{"text": ""}]  # else it looks for some, for a card that is not written
    loss: nn.Module = MultipleNegativesRankingLoss(model)
    if variant == "regularised":
        loss = HeldLoss(model, Retriever.load(retriever, device).model, config.hold)
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    arguments = SentenceTransformerTrainingArguments(
        output_dir=str(partial / "trainer"),
        max_steps=config.steps,
        per_device_train_batch_size=config.batch_size,
        learning_rate=config.learning_rate,
        warmup_steps=round(config.warmup * config.steps),
        lr_scheduler_type="linear",
        seed=config.seed,
        data_seed=config.seed,
        save_strategy="no",
        report_to="none",
        logging_steps=max(1, config.steps // 10),
        dataloader_drop_last=True,
        dataloader_pin_memory=False,
        disable_tqdm=True,
        use_cpu=base.device.type == "cpu",
        bf16=config.precision == "bf16",
    )
    trainer = SentenceTransformerTrainer(model=model, args=arguments, train_dataset=triplets, loss=loss)
    trainer.remove_callback(PrinterCallback)
    with Progress(config.steps, f"tuning the embedder: {variant}", "steps") as bar:
        trainer.add_callback(ShowSteps(bar))
        trainer.train()
    model.save_pretrained(str(partial / "model"), create_model_card=False)
    write_json(partial / "model" / STATE, state)
    out.parent.mkdir(parents=True, exist_ok=True)
    if out.exists():
        out.rmdir()
    (partial / "model").rename(out)
    shutil.rmtree(partial)
    return out


class ShowSteps(TrainerCallback):
    """Counts the trainer's steps on a progress bar; the trainer's own prints to standard output."""

    def __init__(self, bar: Progress) -> None:
        self.bar = bar

    def on_step_end(self, *arguments: Any, **more: Any) -> None:
        """Count one step."""
        self.bar.update(1)


class HeldLoss(nn.Module):
    """Multiple negatives ranking plus the distance of the pooled vectors to a frozen embedder's."""

    def __init__(self, model: SentenceTransformer, frozen: SentenceTransformer, weight: float) -> None:
        super().__init__()
        self.ranking = MultipleNegativesRankingLoss(model)
        self.model = model
        self.frozen = frozen.eval().requires_grad_(False)
        self.weight = weight

    def forward(self, sentence_features: Iterable[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """Return the loss of a batch; sentence_features: tokenised anchors, positives, negatives."""
        features = [dict(feature) for feature in sentence_features]
        with torch.no_grad():
            held = [self.frozen(dict(feature))["sentence_embedding"] for feature in features]
        moved = [self.model(feature)["sentence_embedding"] for feature in features]
        distance = torch.stack([nn.functional.mse_loss(a, b) for a, b in zip(moved, held, strict=True)])
        width = moved[0].shape[-1]  # unit vectors: the squared distance, not its mean over components
        return (
            self.ranking.compute_loss_from_embeddings(moved, labels) + self.weight * width * distance.mean()
        )


def _triplets(data: Path, with_negatives: bool) -> Dataset:
    """Return (anchor, positive[, negative]) of the train split, one per anchor that has what is needed."""
    positives: dict[str, str] = {}
    negatives: dict[str, str] = {}
    for row in load_pairs(data, "train"):
        if row["label"] == SAME:
            positives.setdefault(row["anchor"], row["candidate"])
        elif row["label"] == NEAR_MISS:
            negatives.setdefault(row["anchor"], row["candidate"])
    # the same anchors for every variant, so that only the negatives differ
    anchors = [anchor for anchor in positives if anchor in negatives]
    if not anchors:
        raise InputError(f"{data}: no anchor of the train split has both a positive and a near-miss")
    columns: dict[str, Any] = {"anchor": anchors, "positive": [positives[anchor] for anchor in anchors]}
    if with_negatives:
        columns["negative"] = [negatives[anchor] for anchor in anchors]
    return Dataset.from_dict(columns)
