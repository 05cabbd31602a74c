"""How often each group of pairs is drawn: rare families and hard groups more often, each source its share."""

import numpy as np

from ...data_gen.schema import NEAR_MISS, SAME
from ..config import TrainConfig
from .pairs import GroupedPairs

HARDNESS = (0.25, 4.0)
"""A group's loss, relative to the mean, counts within these bounds when hard ones are drawn more often."""


def draw_weights(pairs: GroupedPairs, config: TrainConfig, losses: np.ndarray | None = None) -> np.ndarray:
    """Return each group's probability of being drawn: higher where its near-misses are of rare families.

    A group counts as the mean of its near-misses' families (see family_weights); and with losses, times
    its relative loss to the power of `mining`. A group without a positive is never drawn, since it would
    teach that near means wrong.
    """
    near_miss = np.flatnonzero(pairs.labels == NEAR_MISS)
    kinds = np.unique(np.stack([pairs.group_of_row[near_miss], pairs.row_families[near_miss]]), axis=1)
    weight = np.zeros(len(pairs.names))
    np.add.at(weight, kinds[0], family_weights(pairs, config)[kinds[1]])
    with np.errstate(invalid="ignore"):
        means = weight / np.bincount(kinds[0], minlength=len(pairs.names))
    complete = pairs.sums((pairs.labels == SAME).astype(float)) > 0
    without = np.isnan(means)
    means[without] = means[~without & (means > 0)].mean()
    if losses is not None and config.mining > 0:
        hardness = pairs.means(np.nan_to_num(losses), ~np.isnan(losses))
        hardness = hardness / max(1e-9, np.nanmean(hardness)) if not np.isnan(hardness).all() else hardness
        means *= np.clip(np.nan_to_num(hardness, nan=1.0), *HARDNESS) ** config.mining
    means *= complete
    if pairs.shares is not None:
        totals = np.bincount(pairs.source_of_group, weights=means, minlength=len(pairs.sources))
        share = np.asarray([pairs.shares.get(name, 1.0) for name in pairs.sources])
        means *= (share / np.where(totals > 0, totals, 1.0))[pairs.source_of_group]
    return means / means.sum()


def family_weights(pairs: GroupedPairs, config: TrainConfig) -> np.ndarray:
    """Return each family's weight: its share to the power of minus `family_balance`, times its factor."""
    near_miss = pairs.labels == NEAR_MISS
    counts = np.bincount(pairs.row_families[near_miss], minlength=len(pairs.family_names))
    factor = np.asarray([config.family_weights.get(str(name), 1.0) for name in pairs.family_names])
    return (np.maximum(counts, 1) / near_miss.sum()) ** -config.family_balance * factor
