"""Batches: requests share them fairly, wait for each other only so long, and long texts make them small."""

import asyncio
import threading
import time

import pytest

from verisieve.serve.batching import CHARS_PER_BATCH, Batcher, Overflow


class Recorder:
    """Judges a pair by its candidate; the first batch is held until all requests are queued."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.go, self.entered = threading.Event(), threading.Event()

    def __call__(self, pairs):
        self.batches.append([candidate for _, candidate in pairs])
        self.entered.set()
        assert self.go.wait(60)
        return [candidate for _, candidate in pairs]


def pairs_of(name: str, count: int) -> list[tuple[str, str]]:
    return [("q", f"{name}{number}") for number in range(count)]


def run(
    *jobs: list[tuple[str, str]], max_batch: int = 4, max_queued: int = 1000
) -> tuple[list[list[str]], list]:
    """Return the batches that a first pair and then these jobs make, and what each job got."""
    recorder = Recorder()
    batcher = Batcher(recorder, max_batch, 0.0, max_queued)

    async def main() -> list:
        batcher.start()
        first = batcher.submit([("q", "first")])
        await asyncio.to_thread(recorder.entered.wait, 60)
        queued = [batcher.submit(job) for job in jobs]
        recorder.go.set()
        answers = [await job.future for job in queued]
        await first.future
        return answers

    answers = asyncio.run(main())
    batcher.close(60)
    assert not batcher.alive
    assert batcher.queued_pairs == 0
    return recorder.batches[1:], answers


def test_a_short_request_does_not_wait_for_a_long_one():
    long, short = pairs_of("l", 10), pairs_of("s", 2)
    batches, answers = run(long, short)
    assert batches[0] == ["l0", "l1", "s0", "s1"]
    assert [len(batch) for batch in batches] == [4, 4, 4]
    assert answers == [[text for _, text in long], [text for _, text in short]]


def test_more_requests_than_fit_a_batch_take_turns():
    batches, answers = run(*(pairs_of(name, 2) for name in "abcdef"))
    assert batches == [["a0", "b0", "c0", "d0"], ["e0", "f0", "a1", "b1"], ["c1", "d1", "e1", "f1"]]
    assert answers == [[f"{name}0", f"{name}1"] for name in "abcdef"]


def test_long_texts_make_small_batches():
    text = "x" * (CHARS_PER_BATCH // 2)
    batches, answers = run([("q", text)] * 4, [("q", text * 9)])
    assert [len(batch) for batch in batches] == [2, 1, 2] or [len(batch) for batch in batches] == [2, 2, 1]
    assert [len(answer) for answer in answers] == [4, 1]


def test_a_request_waits_only_so_long_for_others():
    recorder = Recorder()
    recorder.go.set()
    watched = []
    batcher = Batcher(recorder, 64, 0.05, 1000, lambda *figures: watched.append(figures))

    async def main() -> None:
        batcher.start()
        jobs = [batcher.submit(pairs_of("a", 1)), batcher.submit(pairs_of("b", 1))]
        await asyncio.gather(*(job.future for job in jobs))

    asyncio.run(main())
    batcher.close(60)
    assert recorder.batches == [["a0", "b0"]]
    ((pairs, waited, seconds),) = watched
    assert pairs == 2
    assert waited >= 0.05
    assert seconds > 0


def test_a_dropped_request_is_not_judged_and_frees_its_place():
    recorder = Recorder()
    batcher = Batcher(recorder, 4, 0.0, 6)

    async def main() -> None:
        batcher.start()
        first = batcher.submit(pairs_of("a", 6))
        await asyncio.to_thread(recorder.entered.wait, 60)
        second = batcher.submit(pairs_of("b", 4))
        with pytest.raises(Overflow) as full:
            batcher.submit(pairs_of("c", 1))
        assert 1 <= full.value.seconds <= 60
        batcher.drop(second)
        batcher.drop(second)
        third = batcher.submit(pairs_of("c", 4))
        recorder.go.set()
        assert await first.future == [f"a{number}" for number in range(6)]
        assert await third.future == [f"c{number}" for number in range(4)]

    asyncio.run(main())
    batcher.close(60)
    assert not any("b0" in batch for batch in recorder.batches)


def test_closing_answers_what_is_queued():
    recorder = Recorder()
    batcher = Batcher(recorder, 4, 10.0, 1000)

    async def main() -> list[str]:
        batcher.start()
        job = batcher.submit(pairs_of("a", 3))
        recorder.go.set()
        began = time.monotonic()
        await asyncio.to_thread(batcher.close, 60)
        assert time.monotonic() - began < 10
        return await job.future

    assert asyncio.run(main()) == ["a0", "a1", "a2"]
