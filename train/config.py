"""Configuration of training: the `train` section of a recipe."""

from dataclasses import field
from typing import Annotated, Literal

from pydantic import Field

from ..configuration import config_dataclass
from ..models.interaction import InteractionConfig

Fraction = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]


@config_dataclass
class LossWeights:
    """Weights of the terms of the objective; see losses.py."""

    margin: Weight = 0.5
    family: Weight = 0.1
    words: Weight = 0.2


@config_dataclass
class TrainConfig:
    """One training run.

    retriever: a sentence-transformers model by name or folder; None is all-MiniLM-L6-v2.
    seed: of initialisation, batches and dropout. steps: optimizer steps.
    batch_size: pairs per step over all processes, beside the others. gradient_accumulation: micro-batches
    per step and process. pairs_per_group: at most so many pairs of one source sentence in an epoch.
    family_balance: 0 draws sentences as they come, 1 so that every near-miss family is drawn alike.
    plain_near_misses: share of the near-misses one edit away from their anchor that are taken as readily as
    near-misses that are also reworded.
    overlap_balance: weight pairs so that word overlap does not tell the label (balance.py).
    echoes: share of the sentences that are also paired with themselves.
    others_per_group: pairs with another sentence, half of them from the same document.
    learning_rate, weight_decay, warmup (share of the steps), clip (gradient norm): of AdamW.
    max_tokens: texts are cut to so many tokens in training. precision: of both models.
    cache_states: encode every text once before the first step and keep the states in memory; for corpora
    that fit, about 60 KB per sentence of 25 tokens.
    log_every, validate_every, checkpoint_every: in steps. validation_pairs: at most so many.
    budget: the share of errors for which the two thresholds are chosen.
    """

    retriever: str | None = None
    seed: int = 0
    steps: Count = 1500
    batch_size: Count = 64
    gradient_accumulation: Count = 1
    pairs_per_group: Annotated[int, Field(ge=2)] = 4
    others_per_group: Annotated[int, Field(ge=0)] = 1
    family_balance: Fraction = 0.5
    plain_near_misses: Fraction = 0.25
    overlap_balance: bool = True
    echoes: Fraction = 0.25
    learning_rate: Annotated[float, Field(gt=0)] = 5e-4
    weight_decay: Weight = 0.01
    warmup: Fraction = 0.05
    clip: Annotated[float, Field(gt=0)] = 1.0
    max_tokens: Annotated[int, Field(ge=8)] = 96
    precision: Literal["fp32", "bf16"] = "bf16"
    cache_states: bool = False
    log_every: Count = 25
    validate_every: Count = 250
    checkpoint_every: Count = 250
    validation_pairs: Count = 2000
    budget: Annotated[float, Field(gt=0, lt=0.5)] = 0.05
    interaction: InteractionConfig = field(default_factory=InteractionConfig)
    loss: LossWeights = field(default_factory=LossWeights)
