"""Progress of long work: a bar with an ETA on a terminal, a plain line now and then in a log.

Everything is written to standard error, so that standard output holds results only.
"""

import sys
import time
from types import TracebackType

from tqdm import tqdm

SECONDS_BETWEEN_LINES = 15.0


def warn(text: str) -> None:
    """Tell of something that was left out or may surprise; the work goes on."""
    print(f"verisieve: warning: {text}", file=sys.stderr, flush=True)


class Progress:
    """Counts up to `total`; use as a context manager and call `update(n)`."""

    def __init__(self, total: int, task: str, unit: str, done: int = 0, enabled: bool = True) -> None:
        self.total, self.task, self.unit, self.enabled = total, task, unit, enabled
        self.done = self.done_before = done
        on_terminal = enabled and sys.stderr.isatty()
        self.bar = tqdm(total=total, desc=task, unit=f" {unit}", initial=done) if on_terminal else None
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

    def update(self, n: int, figures: str = "") -> None:
        """Count n more as done; `figures` stand behind the bar."""
        self.done += n
        if self.bar is not None:
            if figures:
                self.bar.set_postfix_str(figures, refresh=False)
            self.bar.update(n)
        elif time.monotonic() - self.last_line > SECONDS_BETWEEN_LINES and self.done < self.total:
            self._line(figures)

    def note(self, text: str) -> None:
        """Write a line of its own, above the bar on a terminal."""
        if self.bar is not None:
            self.bar.write(text, file=sys.stderr)
        elif self.enabled:
            print(text, file=sys.stderr, flush=True)

    def _line(self, figures: str = "") -> None:
        if not self.enabled:
            return
        self.last_line = time.monotonic()
        seconds = self.last_line - self.started
        line = f"{self.task}: {self.done} of {self.total} {self.unit}, {seconds:.0f} s"
        if self.done < self.total and self.done > self.done_before:
            left = seconds * (self.total - self.done) / (self.done - self.done_before)
            line += f", about {left:.0f} s left"
        print(f"{line}  {figures}".rstrip(), file=sys.stderr, flush=True)
