"""Held-out pairs: one half chooses the checkpoint and fits the probabilities, the other sets the thresholds.

Both halves hold whole groups (source sentences), and where the validation split has natural paraphrases,
both have groups with them.
"""

from dataclasses import dataclass, replace

import numpy as np

from ...common.errors import InputError
from ...data_gen.schema import SAME
from ..config import TrainConfig
from .draw import draw_weights, family_weights
from .epoch import plan_group
from .examples import Example, read_examples
from .pairs import GroupedPairs

NATURAL = "paraphrase.natural"
"""The edit of a positive that people wrote."""


@dataclass(frozen=True)
class HeldOut:
    """Examples, and the group each comes from, [n]."""

    examples: list[Example]
    groups: np.ndarray


def held_out_halves(pairs: GroupedPairs, config: TrainConfig) -> tuple[HeldOut, HeldOut]:
    """Return the pairs for selection and those for calibration, of different groups.

    Groups are drawn without replacement, rare families first; every other one has a natural paraphrase, as
    long as there are such. Raises InputError when no group has a positive. A validation split with a single
    such group serves both.
    """
    config = replace(config, seed=0, symmetric_share=0.0, family_weights={})
    rng = np.random.default_rng(0)
    weights = draw_weights(pairs, config)
    complete = np.flatnonzero(weights > 0)
    if not len(complete):
        raise InputError("no sentence of the validation pairs has a pair of label 1; generate from more text")
    drawn = rng.choice(complete, size=len(complete), replace=False, p=weights[complete])
    order = _alternate(drawn, _natural_groups(pairs)[drawn])
    halves = (order[0::2], order[1::2]) if len(order) > 1 else (order, order)
    limits = (config.validation_pairs, config.calibration_pairs)
    first, second = (_examples(pairs, h, limit, rng, config) for h, limit in zip(halves, limits, strict=True))
    return first, second


def _natural_groups(pairs: GroupedPairs) -> np.ndarray:
    """Return whether each group has a natural paraphrase, bool [groups]."""
    natural = np.zeros(len(pairs.names), dtype=bool)
    is_natural = np.fromiter((edit == NATURAL for edit in pairs.dataset["edit"]), bool, len(pairs.labels))
    natural[pairs.group_of_row[is_natural & (pairs.labels == SAME)]] = True
    return natural


def _alternate(groups: np.ndarray, natural: np.ndarray) -> np.ndarray:
    """Order groups so that two of one kind are followed by two of the other, while both last."""
    rank = np.where(natural, np.cumsum(natural) - 1, np.cumsum(~natural) - 1)
    return groups[np.lexsort((natural, rank // 2))]


def _examples(
    pairs: GroupedPairs, groups: np.ndarray, limit: int, rng: np.random.Generator, config: TrainConfig
) -> HeldOut:
    everything, weights = np.arange(len(pairs.names)), family_weights(pairs, config)
    examples: list[Example] = []
    of_example: list[int] = []
    for index, group in enumerate(groups.tolist()):
        if len(examples) >= limit:
            break
        own = read_examples(pairs, [plan_group(pairs, group, everything, rng, config, weights)])
        numbered = [
            example if example.anchor is None else replace(example, anchor=(index, example.anchor[1]))
            for example in own
        ]
        examples += numbered
        of_example += [group] * len(numbered)
    return HeldOut(examples[:limit], np.asarray(of_example[:limit]))
