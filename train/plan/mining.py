"""Which pairs are still hard: the last loss of every row, from which the next epoch's draw is weighted.

The losses of an epoch are summed up apart and take effect when it ends, so that the plan of an epoch does not
change under it and a resumed run plans what the interrupted one did.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from accelerate import Accelerator
from torch import Tensor


class RowLosses:
    """Last known loss per row, NaN before the first; registered for checkpointing."""

    def __init__(self, rows: int, accelerator: Accelerator) -> None:
        self.accelerator = accelerator
        self.last = np.full(rows, np.nan, dtype=np.float32)
        self.sums = np.zeros(rows, dtype=np.float64)
        self.counts = np.zeros(rows, dtype=np.int64)

    def record(self, rows: Sequence[int], losses: Tensor) -> None:
        """Add the losses of rows read in this epoch; a row of -1 is none of the dataset's."""
        index = np.asarray(rows)
        known = index >= 0
        np.add.at(self.sums, index[known], losses.double().cpu().numpy()[known])
        np.add.at(self.counts, index[known], 1)

    def end_epoch(self) -> None:
        """Let the epoch's mean losses, over all processes, take effect."""
        sums, counts = self._everywhere()
        read = counts > 0
        self.last[read] = (sums[read] / counts[read]).astype(np.float32)
        self.sums[:] = 0
        self.counts[:] = 0

    def gather(self) -> None:
        """Move all processes' sums to the main process, where a checkpoint finds them."""
        sums, counts = self._everywhere()
        main = self.accelerator.is_main_process
        self.sums[:] = sums if main else 0
        self.counts[:] = counts if main else 0

    def _everywhere(self) -> tuple[np.ndarray, np.ndarray]:
        device = self.accelerator.device
        both = torch.from_numpy(np.stack([self.sums, self.counts.astype(np.float64)])).to(device)
        total = self.accelerator.reduce(both, reduction="sum").cpu().numpy()
        return total[0], total[1].astype(np.int64)

    def state_dict(self) -> dict[str, Any]:
        """Return the values to save; call `gather` on all processes first."""
        return {name: torch.from_numpy(getattr(self, name).copy()) for name in ("last", "sums", "counts")}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore saved values; the sums go to the main process alone."""
        self.last[:] = state["last"].numpy()
        if self.accelerator.is_main_process:
            self.sums[:] = state["sums"].numpy()
            self.counts[:] = state["counts"].numpy()
