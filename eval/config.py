"""Configuration of evaluation: the `evaluate` section of a recipe, read by run.py and the benchmarks."""

from typing import Annotated, Literal

from pydantic import Field

from ..common.configuration import config_dataclass

Positive = Annotated[int, Field(ge=1)]
NotNegative = Annotated[int, Field(ge=0)]


@config_dataclass
class EvaluateConfig:
    """How the benchmarks are run.

    split: which split of a generated dataset folder is scored.
    seed: of every bootstrap.
    bootstrap_samples: resamples behind each 95 % interval (0: no intervals).
    verify_depth: how many of the retriever's best documents the verifier reads per query.
    batch_size: pairs handed to a scorer in one step, after which progress is shown.
    depths: how many of them, at least, for each point of the depth curve; those beyond verify_depth are left
        out.
    scenario_depth: how many of the retriever's best texts are read per query of a scenario.
    documents_in_memory: distinct documents whose token states are held at once in retrieval.
    max_worst: how many of the verifier's worst errors per near-miss set the report shows.
    precision: of the verifier; "auto" is bf16 where the processor has units for it (probabilities move by
        about 0.002), else fp32.
    """

    split: str = "test"
    seed: NotNegative = 0
    bootstrap_samples: NotNegative = 1000
    verify_depth: Positive = 100
    depths: tuple[Positive, ...] = (5, 10, 20, 50, 100)
    scenario_depth: Positive = 10
    batch_size: Positive = 1024
    documents_in_memory: Positive = 256
    max_worst: NotNegative = 10
    precision: Literal["auto", "fp32", "bf16"] = "auto"
