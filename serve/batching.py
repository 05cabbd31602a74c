"""Dynamic batching: one thread owns the model and judges the pairs of several requests at once.

A request waits at most `max_delay_ms` for others to fill a batch. Every request that waits has its fair share
of each batch, so that a short one does not wait for the end of a long one. The queue is bounded.
"""

import asyncio
import contextlib
import math
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

TextPair = tuple[str, str]
Judgement = TypeVar("Judgement")
CHARS_PER_BATCH = 64_000
"""So many characters are judged at once, and at least one pair: long texts, which are read in windows, would
else hold a batch up for seconds."""
LONGEST_WAIT = 60
"""Seconds: the highest Retry-After."""
LAST_BATCH = 60
"""Seconds in which a batch ends after all else is given up: a process that ends in the middle of one may
crash."""


class Overflow(Exception):
    """There is no room in the queue; there may be in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"the queue is full for about {seconds} s")
        self.seconds = seconds


@dataclass(eq=False)
class Job(Generic[Judgement]):
    """The pairs of one request; `future` gets their judgements, in order, or the error of one."""

    pairs: list[TextPair]
    future: "asyncio.Future[list[Judgement]]"
    arrived: float
    taken: int = 0
    judgements: list[Judgement] = field(default_factory=list)
    dropped: bool = False


Batch = list[tuple[Job[Judgement], int, int]]
"""Of each job its pairs from ... up to ...; the judgements before are there already."""


class Batcher(Generic[Judgement]):
    """Judges pairs in a thread of its own.

    judge: from n pairs to n judgements; called by that thread only. watch: told of each batch its number of
    pairs, the seconds that its oldest request waited, and the seconds that it took.
    """

    def __init__(
        self,
        judge: Callable[[list[TextPair]], Sequence[Judgement]],
        max_batch_pairs: int,
        max_delay_s: float,
        max_queued_pairs: int,
        watch: Callable[[int, float, float], None] = lambda *_: None,
    ) -> None:
        self._judge, self._watch = judge, watch
        self._max_batch, self._max_delay, self._max_queued = max_batch_pairs, max_delay_s, max_queued_pairs
        self._changed = threading.Condition()
        self._jobs: deque[Job[Judgement]] = deque()
        self._closed = False
        self._rate = 0.0  # pairs per second, of late
        self.queued_pairs = 0
        self._thread = threading.Thread(target=self._run, name="verisieve-model", daemon=True)

    def start(self) -> None:
        """Begin to judge."""
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread.is_alive()

    def submit(self, pairs: list[TextPair]) -> Job[Judgement]:
        """Queue the pairs of a request, from the event loop's thread. Raises Overflow."""
        job = Job(pairs, asyncio.get_running_loop().create_future(), time.monotonic())
        with self._changed:
            if self.queued_pairs + len(pairs) > self._max_queued:
                rate = self._rate or len(pairs)
                raise Overflow(min(LONGEST_WAIT, max(1, math.ceil(self.queued_pairs / rate))))
            self.queued_pairs += len(pairs)
            self._jobs.append(job)
            self._changed.notify()
        return job

    def drop(self, job: Job[Judgement]) -> None:
        """Forget what is not judged yet of a job that nobody waits for."""
        self._forget(job)
        job.future.cancel()

    def _forget(self, job: Job[Judgement]) -> None:
        with self._changed:
            if not job.dropped:
                job.dropped = True
                self.queued_pairs -= len(job.pairs) - job.taken
                job.taken = len(job.pairs)

    def close(self, seconds: float) -> None:
        """Judge what is queued and end the thread; give up on what is not judged after so many seconds."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(seconds)
        with self._changed:
            left = list(self._jobs)
        for job in left:
            self._forget(job)
        self._thread.join(LAST_BATCH)

    def _run(self) -> None:
        while batch := self._next():
            pairs = [pair for job, start, end in batch for pair in job.pairs[start:end]]
            began = time.monotonic()
            waited = began - min(job.arrived for job, _, _ in batch)
            self._answer(batch, pairs)
            seconds = max(time.monotonic() - began, 1e-6)
            self._rate = 0.8 * self._rate + 0.2 * len(pairs) / seconds if self._rate else len(pairs) / seconds
            self._watch(len(pairs), waited, seconds)

    def _next(self) -> Batch[Judgement]:
        """Wait for a batch; return an empty one when closed and all is judged."""
        with self._changed:
            while True:
                while not self.queued_pairs and not self._closed:
                    self._changed.wait()
                self._jobs = deque(job for job in self._jobs if job.taken < len(job.pairs))
                if not self._jobs:
                    if self._closed:
                        return []
                    continue
                left = self._jobs[0].arrived + self._max_delay - time.monotonic()
                if self.queued_pairs >= self._max_batch or left <= 0 or self._closed:
                    return self._take()
                self._changed.wait(left)

    def _take(self) -> Batch[Judgement]:
        batch: Batch[Judgement] = []
        room, chars = self._max_batch, CHARS_PER_BATCH
        for place, job in enumerate(self._jobs):
            share = math.ceil(room / (len(self._jobs) - place))
            start = end = job.taken
            while end < len(job.pairs) and end - start < share and (chars > 0 or not (batch or end > start)):
                chars -= sum(map(len, job.pairs[end]))
                end += 1
            if end > start:
                batch.append((job, start, end))
            job.taken = end
            self.queued_pairs -= end - start
            room -= end - start
            if room <= 0 or chars <= 0:
                break
        self._jobs.rotate(-len(batch))  # who was served waits behind those who were not
        return batch

    def _answer(self, batch: Batch[Judgement], pairs: list[TextPair]) -> None:
        """Judge a batch; where that fails, each job of it alone, so that only the one at fault does."""
        try:
            judgements = list(self._judge(pairs))
        except Exception as error:
            if len(batch) == 1:
                self._finish(batch[0][0], error)
                return
            for part in batch:
                job, start, end = part
                self._answer([part], job.pairs[start:end])
            return
        first = 0
        for job, start, end in batch:
            job.judgements += judgements[first : first + end - start]
            first += end - start
            if len(job.judgements) == len(job.pairs):
                self._finish(job, None)

    def _finish(self, job: Job[Judgement], error: Exception | None) -> None:
        with self._changed:
            self.queued_pairs -= len(job.pairs) - job.taken
            job.taken, job.dropped = len(job.pairs), True

        def set_result() -> None:
            if job.future.done():
                return
            if error is None:
                job.future.set_result(job.judgements)
            else:
                job.future.set_exception(error)

        with contextlib.suppress(RuntimeError):  # the loop is closed: the server has given up on it
            job.future.get_loop().call_soon_threadsafe(set_result)
