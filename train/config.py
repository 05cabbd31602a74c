"""Configuration of training: the `train` section of a recipe."""

from dataclasses import field
from typing import Annotated, Literal

from pydantic import Field

from ..common.configuration import config_dataclass
from ..models.interaction import InteractionConfig

Fraction = Annotated[float, Field(ge=0, le=1)]
Weight = Annotated[float, Field(ge=0)]
Count = Annotated[int, Field(ge=1)]


@config_dataclass
class LossWeights:
    """Weights of the terms of the objective; see losses.py."""

    margin: Weight = 0.5
    relevance: Weight = 0.1
    consistency: Weight = 0.1
    family: Weight = 0.1
    words: Weight = 0.2


@config_dataclass
class EncoderConfig:
    """How the encoder learns, in modes lora and full.

    learning_rate: of the adapter (lora) or of the encoder (full; 2e-5 is usual there).
    rank, alpha: of the low-rank updates (lora); every linear layer of the blocks below the highest layer read
    gets one.
    """

    learning_rate: Annotated[float, Field(gt=0)] = 5e-4
    rank: Count = 16
    alpha: Count = 32


@config_dataclass
class SourceConfig:
    """One of the sources of a run, beside the generated pairs of --data; read by train/sources.

    path: a file (.jsonl, .csv, .tsv, .parquet), a pattern of such, a generated dataset's folder, or a Hub
    set; "verisieve:..." lies in the package. kind: generated pairs; labelled (anchor, candidate, label, and
    perhaps family and group); paraphrases (text, paraphrase); contrast groups (anchor, same, near_miss: every
    two wordings of anchor and same are positives, and each of them against each near-miss is a near-miss);
    passages (question, in one wording or a list of them; answers; near_miss). None: by the columns. share: so
    often, in proportion to the other sources' shares, a step's group is of this source. calibration:
    likewise, of the held-out pairs that choose the checkpoint and the thresholds. grain: only rows of this
    grain (a column of generated pairs), so that the few questions and passages among them get a share of
    their own. cap: at most so many pairs, whole groups. pairs_per_group: as in the run, for this source.
    noise: this share of the pairs gets surface noise (train/sources/surface.py).
    licence: what it is marked as; weights that learned from a source marked research are not shipped.
    """

    path: str
    kind: Literal["generated", "labelled", "paraphrases", "contrast", "passages"] | None = None
    share: Weight = 1.0
    calibration: Weight = 1.0
    grain: Literal["sentence", "passage", "question"] | None = None
    cap: Count | None = None
    pairs_per_group: Annotated[int, Field(ge=2)] | None = None
    noise: Fraction = 0.0
    licence: Literal["free", "research"] = "free"


@config_dataclass
class TrainConfig:
    """One training run.

    mode: "frozen" trains the interaction model on the retriever's own token states; "lora" trains with it an
    adapter through which only the verifier sees the encoder; "full" moves the encoder itself, and with it the
    pooled vectors and their recall: for measuring what that costs. encoder: how it learns there.
    init_from: the verifier whose interaction model (and adapter) this run starts from: a finished run's
    folder, a published one, or "default"; train.interaction must be its own, or deeper: further layers change
    nothing until they learn.

    sources: what else is learned from, by name, see SourceConfig; data_share, data_cap, data_calibration: the
    share, the cap and the calibration of the generated pairs among them. sources_root: where their relative
    paths start, None for the working folder. sources_seed, source_validation: of the draw of each source's
    validation part, and how large it is. held_out: labelled files that will measure the run; a pair of theirs
    in a source is an error, and what nearly repeats their texts is left out of training.

    retriever: a sentence-transformers model by name or folder; None is all-MiniLM-L6-v2. seed: of
    initialisation, batches and dropout. steps: optimizer steps. batch_size: pairs per step over all
    processes, beside the others. gradient_accumulation: micro-batches per step and process. pairs_per_group:
    at most so many pairs of one source sentence in an epoch. family_balance: 0 draws sentences as they come,
    1 so that every near-miss family is drawn alike. family_weights: draw sentences with near-misses of a
    family so many times as often, {family: factor}. leave_out: families that the training does not see (they
    stay in the validation pairs). unreworded_share: share of the near-misses one edit away from their anchor
    that are taken as readily as near-misses that are also reworded. overlap_balance: weight pairs so that
    word overlap does not tell the label (plan/balance.py). identity_pairs: share of the sentences that are
    also paired with themselves. negatives_per_group: pairs with another sentence, of the same document or the
    same step; 0.25 is one for every fourth group. hard_negative_share: share of them taken from the
    retriever's own nearest sentences; neighbours: so many of those. max_negative_cosine: a sentence with a
    higher cosine might mean the same and is no other. symmetric_share: share of the pairs that are also read
    the other way round, for the consistency term. mining: 0 ignores how well a sentence is known, 1 draws it
    in proportion to its last loss. learning_rate, weight_decay, warmup (share of the steps), clip (gradient
    norm): of AdamW. max_tokens: texts are cut to so many tokens in training, and pairs with a longer passage
    left out. precision: of both models. cache_states: in mode frozen, encode every text once and read its
    states from disk from then on, about 60 KB per sentence of 25 tokens with all-MiniLM-L6-v2. states_dir:
    where; None is the run folder, from which they are removed at the end unless keep_states. Runs on the same
    pairs may share a states_dir. compile: torch.compile the interaction model. log_every, validate_every,
    checkpoint_every: in steps. validation_pairs, calibration_pairs: at most so many. keep: weights of the
    validation with the best AUC, or of the last step. patience: stop after so many validations without a
    better AUC; None never stops early. tracker: "auto" is TensorBoard where it is installed; else a name that
    accelerate knows, or None. calibration, bound: see calibration.py. budget: the share of errors for which
    the thresholds are chosen; gate_budget: for the gate's, None for the same.
    """

    retriever: str | None = None
    mode: Literal["frozen", "lora", "full"] = "frozen"
    encoder: EncoderConfig = field(default_factory=EncoderConfig)
    init_from: str | None = None
    sources: dict[str, SourceConfig] = field(default_factory=dict)
    data_share: Weight = 1.0
    data_cap: Count | None = None
    data_calibration: Weight = 1.0
    sources_root: str | None = None
    sources_seed: int = 0
    source_validation: Annotated[float, Field(gt=0, le=0.5)] = 0.06
    held_out: tuple[str, ...] = ()
    seed: int = 0
    steps: Count = 1500
    batch_size: Count = 64
    gradient_accumulation: Count = 1
    pairs_per_group: Annotated[int, Field(ge=2)] = 4
    negatives_per_group: Weight = 1.0
    hard_negative_share: Fraction = 0.0
    neighbours: Count = 10
    max_negative_cosine: Fraction = 0.9
    symmetric_share: Fraction = 0.0
    mining: Fraction = 0.0
    family_balance: Fraction = 0.5
    family_weights: dict[str, Weight] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    unreworded_share: Fraction = 0.25
    overlap_balance: bool = True
    identity_pairs: Fraction = 0.25
    learning_rate: Annotated[float, Field(gt=0)] = 5e-4
    weight_decay: Weight = 0.01
    warmup: Fraction = 0.05
    clip: Annotated[float, Field(gt=0)] = 1.0
    max_tokens: Annotated[int, Field(ge=8)] = 96
    precision: Literal["fp32", "bf16"] = "bf16"
    cache_states: bool = False
    states_dir: str | None = None
    keep_states: bool = False
    compile: bool = False
    log_every: Count = 25
    validate_every: Count = 250
    checkpoint_every: Count = 250
    validation_pairs: Count = 2000
    calibration_pairs: Count = 4000
    keep: Literal["best", "last"] = "best"
    patience: Count | None = None
    tracker: str | None = "auto"
    calibration: Literal["temperature", "platt", "isotonic"] = "platt"
    bound: Literal["conformal", "clopper_pearson"] = "conformal"
    budget: Annotated[float, Field(gt=0, lt=0.5)] = 0.05
    gate_budget: Annotated[float, Field(gt=0, lt=0.5)] | None = None
    interaction: InteractionConfig = field(default_factory=InteractionConfig)
    loss: LossWeights = field(default_factory=LossWeights)
