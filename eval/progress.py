"""Progress of a long step: a bar on a terminal, a plain line now and then in a log; for the benchmarks."""

import sys
import time
from types import TracebackType

from tqdm import tqdm

SECONDS_BETWEEN_LINES = 15.0


class Progress:
    """Counts up to `total`; use as a context manager and call `update(n)`."""

    def __init__(self, total: int, task: str, unit: str) -> None:
        self.total, self.task, self.unit = total, task, unit
        self.done = 0
        self.bar = tqdm(total=total, desc=task, unit=f" {unit}") if sys.stderr.isatty() else None
        self.started = self.last_line = time.monotonic()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.bar is not None:
            self.bar.close()
        elif kind is None:
            self._line()

    def update(self, n: int) -> None:
        """Count n more as done."""
        self.done += n
        if self.bar is not None:
            self.bar.update(n)
        elif time.monotonic() - self.last_line > SECONDS_BETWEEN_LINES and self.done < self.total:
            self._line()

    def _line(self) -> None:
        self.last_line = time.monotonic()
        seconds = self.last_line - self.started
        line = f"{self.task}: {self.done} of {self.total} {self.unit}, {seconds:.0f} s"
        print(line, file=sys.stderr, flush=True)
