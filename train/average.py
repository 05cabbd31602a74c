"""Average the weights of runs that were trained from each other: `python -m verisieve.train.average`.

    python -m verisieve.train.average FIRST=0.5 SECOND=0.25 EARLIER=0.25 --data PAIRS --out RUN

A run that goes on from another learns new text and forgets old; the mean of their weights keeps most of both
(Wortsman et al., "Robust fine-tuning of zero-shot models", arXiv 2109.01903; "Model soups", arXiv
2203.05482). A verifier without an adapter counts as one whose adapter changes nothing. The mean is calibrated
on the held-out pairs of the last run that was trained on several sources. `make reference` calls it before
ship.py.
"""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from ..common.errors import InputError
from ..common.failures import ended
from ..common.files import check_new_folder, write_json
from ..models.layout import (
    ADAPTER,
    ADAPTER_WEIGHTS,
    CONFIG,
    WEIGHTS,
)
from ..models.verifier import VerifierConfig, read_config
from .calibration.anew import calibrated_copy

LEARNED = Path(ADAPTER) / ADAPTER_WEIGHTS


def average(
    weights: Mapping[Path, float],
    data: Path | None,
    out: Path,
    cosine_weight: float | None = None,
    cosine_weight_long: float | None = None,
) -> None:
    """Write the weighted mean of runs into a new folder and calibrate it.

    weights: of each run folder; they are divided by their sum. The first run gives the recipe whose held-out
    pairs calibrate the mean; data: its generated pairs. cosine_weight, cosine_weight_long: those of the
    mean's interaction model (InteractionConfig), by default the first run's: set after training, they let the
    cosine speak on text of which training knew nothing. Raises InputError for runs that do not fit each
    other, weights that are not positive, and a folder that is in use.
    """
    first, total = next(iter(weights)), sum(weights.values())
    if min(weights.values()) <= 0:
        raise InputError(f"{first}: the weights of the runs must be above 0")
    check_new_folder(out)
    configs = {run: read_config(run) for run in weights}
    for run, config in configs.items():
        _check_fit(configs[first], config, run)
    shares = {run: weight / total for run, weight in weights.items()}
    states = {run: load_file(run / WEIGHTS) for run in weights}
    made = {"averaged": {str(run): share for run, share in shares.items()}}
    with calibrated_copy(first, out, data, made) as partial:
        save_file(_mean(states, shares), partial / WEIGHTS, {"format": "pt"})
        if configs[first].mode == "lora":
            adapters = {run: load_file(run / LEARNED) for run in weights if configs[run].mode == "lora"}
            save_file(_mean_adapter(adapters, shares), partial / LEARNED, {"format": "pt"})
        interaction = configs[first].interaction
        if cosine_weight is not None:
            interaction = replace(interaction, cosine_weight=cosine_weight)
        if cosine_weight_long is not None:
            interaction = replace(interaction, cosine_weight_long=cosine_weight_long)
        if interaction != configs[first].interaction:
            write_json(partial / CONFIG, replace(configs[first], interaction=interaction).to_dict())


def _check_fit(first: VerifierConfig, other: VerifierConfig, run: Path) -> None:
    if other.mode == "full" or (other.mode == "lora" and first.mode != "lora"):
        raise InputError(f"{run}: of mode {other.mode}; name a run of mode lora first, and none of mode full")
    own = first.interaction
    weighed = replace(
        other.interaction, cosine_weight=own.cosine_weight, cosine_weight_long=own.cosine_weight_long
    )
    other = replace(other, interaction=weighed)
    for name in ("retriever", "families", "interaction"):
        if getattr(first, name) != getattr(other, name):
            raise InputError(f"{run}: has another {name} than the first run; average runs of one recipe")


def _mean(states: Mapping[Path, Mapping[str, Tensor]], shares: Mapping[Path, float]) -> dict[str, Tensor]:
    mean: dict[str, Tensor] = {}
    for run, state in states.items():
        for name, value in state.items():
            mean[name] = (
                mean.get(name, torch.zeros_like(value, dtype=torch.float32)) + shares[run] * value.float()
            )
    return mean


def _mean_adapter(
    states: Mapping[Path, Mapping[str, Tensor]], shares: Mapping[Path, float]
) -> dict[str, Tensor]:
    """Return the mean of low-rank updates B A: A among those that have one, B among all (else zero)."""
    adapted = sum(shares[run] for run in states)
    among = {run: shares[run] / adapted for run in states}
    mean = _mean(states, among)
    return {name: value * adapted if "lora_B" in name else value for name, value in mean.items()}


def _named(text: str) -> tuple[Path, float]:
    """Return the run and the weight of RUN=WEIGHT; RUN alone weighs 1."""
    run, equals, weight = text.rpartition("=")
    if not equals:
        return Path(text), 1.0
    try:
        return Path(run), float(weight)
    except ValueError:
        raise InputError(f"{text}: expected RUN or RUN=WEIGHT") from None


def main() -> None:
    """Entry of `python -m verisieve.train.average`."""
    parser = argparse.ArgumentParser(description="Average the weights of runs and calibrate the mean.")
    parser.add_argument("runs", nargs="+", metavar="RUN[=WEIGHT]", help="the first gives the recipe")
    parser.add_argument("--data", type=Path, help="the generated pairs that the first run was trained on")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cosine-weight", type=float, help="of the mean; the first run's by default")
    parser.add_argument("--cosine-weight-long", type=float, help="of long texts, likewise")
    arguments = parser.parse_args()
    average(
        dict(map(_named, arguments.runs)),
        arguments.data,
        arguments.out,
        arguments.cosine_weight,
        arguments.cosine_weight_long,
    )
    print(arguments.out)


if __name__ == "__main__":
    sys.exit(ended("average", main))
