"""The identity of a run's weights: ties training's summary.json and evaluation's metrics.json to what
eval/publish.py uploads.
"""

from pathlib import Path

from ..common.files import file_sha256


def weights_sha256(run: Path) -> str | None:
    """Return the sha256 of a run folder's model.safetensors; None where there is no such file."""
    path = run / "model.safetensors"
    return file_sha256(path) if path.is_file() else None
