"""Calibration of weights that were changed after their training, on the held-out pairs of their own recipe.

What averages runs (../average.py) and what makes a reader narrower (../prune.py) ends here.
"""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import torch
from torch import Tensor

from ...common.configuration import load_config
from ...common.files import write_json, writing_folder
from ...models.folder import weights_sha256
from ...models.layout import CALIBRATION, CHECKPOINTS, CLAIM, STATES, SUMMARY, TRAIN_CONFIG
from ...models.text.register import registers_of
from ...models.tokens import Tokens
from ...models.verifier import Verifier
from ..config import TrainConfig
from ..plan.examples import Example
from ..plan.held_out import HeldOut, held_out_halves
from ..plan.pairs import GroupedPairs
from ..plan.passages import whole_passages
from ..sources.mixture import load_sources, shares_of
from . import fitting

PAIRS_AT_ONCE = 64


@contextmanager
def calibrated_copy(run: Path, out: Path, data: Path | None, made: Mapping[str, object]) -> Iterator[Path]:
    """Give a copy of a run to change the weights of, then calibrate it; `out` is there whole or not at all.

    What only its training needs is not copied. data, made: as held_out_of and calibrate_anew have them.
    """
    with writing_folder(out) as partial:
        of_training = shutil.ignore_patterns(CHECKPOINTS, f"{STATES}*", CLAIM)
        shutil.copytree(run, partial, ignore=of_training, dirs_exist_ok=True)
        yield partial
        calibrate_anew(partial, data, made)


def held_out_of(verifier: Verifier, config: TrainConfig, data: Path | None) -> tuple[HeldOut, HeldOut]:
    """Return the held-out pairs of a recipe, those for selection and those for calibration.

    data: the generated pairs that it was trained on.
    """
    _, pairs, _ = load_sources(data, config)
    pairs, _ = whole_passages(pairs, verifier.retriever, config.max_tokens)
    return held_out_halves(
        GroupedPairs(pairs, verifier.config.families, shares_of(config, "calibration")), config
    )


def calibrate_anew(out: Path, data: Path | None, made: Mapping[str, object]) -> None:
    """Fit calibration and thresholds of a run's folder as training does, and note how its weights were made.

    made: goes into the summary, where it takes the place of what training measured.
    """
    config = load_config(TrainConfig, "train", out / TRAIN_CONFIG, [])
    verifier = Verifier.from_pretrained(out)
    selection, unseen = held_out_of(verifier, config, data)
    chosen, last = (_logits(verifier, half.examples) for half in (selection, unseen))
    answers = [torch.tensor([example.answer for example in half.examples]) for half in (selection, unseen)]
    fitted = fitting.fit(chosen, answers[0], config.calibration)
    registers = registers_of((example.a, example.b) for example in unseen.examples)
    calibrated = fitting.with_thresholds(
        fitted, last, answers[1], unseen.groups, config.budget, config.bound, config.gate_budget, registers
    )
    verifier.config = replace(verifier.config, calibration=calibrated)
    verifier.save_pretrained(out)
    report = fitting.report(calibrated, last, answers[1], unseen.groups, registers)
    write_json(out / CALIBRATION, report)
    summary = json.loads((out / SUMMARY).read_text(encoding="utf-8"))
    for name in ("validation", "validation_auc_by_family", "validation_auc_by_source"):
        summary.pop(name, None)  # of the weights before
    summary |= {**made, "without_threshold": report["notes"]}
    write_json(out / SUMMARY, summary | {"weights_sha256": weights_sha256(out)})


def encoded(verifier: Verifier, examples: Sequence[Example]) -> Iterator[tuple[list[int], Tokens, Tokens]]:
    """Yield rows of examples of like length, and both of their texts encoded, in full precision."""
    order = sorted(range(len(examples)), key=lambda row: len(examples[row].a) + len(examples[row].b))
    for start in range(0, len(order), PAIRS_AT_ONCE):
        rows = order[start : start + PAIRS_AT_ONCE]
        first, second = ([getattr(examples[row], side) for row in rows] for side in ("a", "b"))
        yield rows, verifier.encode_exactly(first), verifier.encode_exactly(second)


def _logits(verifier: Verifier, examples: Sequence[Example]) -> Tensor:
    """Return the interaction model's logits [n, 3], uncalibrated, in fp32."""
    logits = torch.zeros(len(examples), 3)
    for rows, first, second in encoded(verifier, examples):
        logits[rows] = verifier.read(first, second).logits.float().cpu()
    return logits
