"""The identity of a run's weights: ties training's summary.json and evaluation's metrics.json to what
eval/publish.py uploads.
"""

import hashlib
from pathlib import Path


def weights_sha256(run: Path) -> str | None:
    """Return the sha256 of a run folder's model.safetensors; None where there is no such file."""
    path = run / "model.safetensors"
    if not path.is_file():
        return None
    with path.open("rb") as weights:
        return hashlib.file_digest(weights, "sha256").hexdigest()
