"""Sizes for tests: an interaction model that learns and judges within a blink."""

from typing import Any

from verisieve.models.interaction import InteractionConfig

FAST = [
    "steps=2",
    "validate_every=2",
    "checkpoint_every=2",
    "validation_pairs=20",
    "calibration_pairs=40",
    "tracker=null",
]
"""Overrides of a recipe: a run of two steps, calibrated on a few pairs."""
_TINY: dict[str, Any] = {"key_size": 8, "value_size": 8, "alignments": 1, "width": 16, "heads": 2, "depth": 1}


def tiny_size(layers: tuple[int, ...] = (0, 2), **changes: Any) -> InteractionConfig:
    """Return the size of a tiny model that reads these layers of its retriever, but for `changes`."""
    return InteractionConfig(layers=layers, **{**_TINY, **changes})
