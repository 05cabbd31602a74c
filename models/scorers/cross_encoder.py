"""Any sentence-transformers CrossEncoder as a scorer: the accurate and expensive remedy."""

from collections.abc import Sequence

import numpy as np
from sentence_transformers import CrossEncoder

from ...common.errors import InputError
from ..encoder.device import usable_device


class CrossEncoderScorer:
    """A cross-encoder by Hub name or folder; models with several answers (NLI) score by one of them.

    Raises InputError when it cannot be loaded, or has several answers and none called entailment, equivalent
    or duplicate.
    """

    def __init__(
        self, source: str, name: str | None = None, batch_size: int = 64, device: str | None = None
    ) -> None:
        self.name = name or f"cross-encoder:{source}"
        self.batch_size = batch_size
        try:
            self.model = CrossEncoder(source, device=usable_device(device))
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).strip().splitlines()[0]
            raise InputError(
                f"{source}: the cross-encoder cannot be loaded (give a folder, or a Hub name while online): "
                f"{reason}"
            ) from None
        self.column = _same_column(self.model, source)

    def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        """Return one score per pair, float32 [n]: the model's score, or the probability of its answer."""
        scores = self.model.predict(
            list(pairs),
            batch_size=self.batch_size,
            show_progress_bar=False,
            apply_softmax=self.column is not None,
        )
        chosen = scores if self.column is None else np.asarray(scores)[:, self.column]
        return np.asarray(chosen, dtype=np.float32)


_SAME_NAMES = ("entailment", "equivalent", "duplicate", "paraphrase", "same")


def _same_column(model: CrossEncoder, source: str) -> int | None:
    """Return which answer means the same, None for a model with one score."""
    if model.num_labels == 1:
        return None
    labels = getattr(model.config, "id2label", None) or {}
    names = {index: str(name).lower() for index, name in labels.items()}
    for index, name in names.items():
        if name in _SAME_NAMES:
            return int(index)
    raise InputError(
        f"{source}: has {model.num_labels} answers ({', '.join(names.values())}) and none of them is one of "
        f"{', '.join(_SAME_NAMES)}; use a cross-encoder with one score, or one for entailment"
    )
