"""How a server holds under load: rising rates, bad requests, kills and memory, all over loopback.

    python benchmarks/serving.py RUN [--rates 1 2 4 8] [--seconds 30] [--bad 10000] [--kills 5] [--steady 0]

Starts `verisieve serve RUN` and, for each rate, sends so many requests of /rerank a second (a query and
--documents passages of 19 words, drawn anew each time), whether or not the earlier ones are answered. A
request's time is counted from when it was due, so that a server that falls behind cannot hide it. Prints the
rate that was answered, p50, p95 and p99 in milliseconds, refusals (429 and 504 apart), errors, and the
server's memory at the end and at its most.

With --bad it then sends so many requests that are malformed, oversized, half-sent or slow, with good ones
between them (serving_bad.py). With --kills it kills the server so many times (SIGKILL) under load and starts
it again on the same port: its clients may lose connections and nothing else, and the new one must answer as
the old one did. With --steady it sends so many good requests of /rerank, /verify and /v1/cache/decide in
turn, with texts of --words words, --at-once of them at a time, and prints memory at every tenth. Options
behind -- go to the server.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from verisieve.benchmarks.serving_bad import bad
from verisieve.benchmarks.serving_process import (
    LOADING,
    LOST,
    PASSAGE_WORDS,
    PATHS,
    Outcome,
    Server,
    ask,
    body,
)
from verisieve.common.failures import ended

COLUMNS = ("rate", "answered", "p50 ms", "p95 ms", "p99 ms")


async def at_rate(server: Server, rate: float, seconds: float, documents: int, rng: random.Random) -> None:
    """Send requests at a rate and print a line."""
    outcome, most = Outcome(), server.megabytes
    tasks: list[asyncio.Task[None]] = []

    async def watch() -> None:
        nonlocal most
        while True:
            most = max(most, server.megabytes)
            await asyncio.sleep(0.5)

    watching = asyncio.create_task(watch())
    async with server.client() as client:
        start = due = time.monotonic()
        while (due := due + rng.expovariate(rate)) < start + seconds:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            tasks.append(asyncio.create_task(ask(client, body(rng, documents), due, outcome)))
        await asyncio.gather(*tasks)
        took = max(seconds, time.monotonic() - start)
    watching.cancel()
    print(f"{rate:9.2f} {outcome.line(took)} {server.megabytes:7.0f} {most:7.0f}", flush=True)


async def steady(server: Server, options: argparse.Namespace, rng: random.Random) -> None:
    """Send so many requests to all three paths, and print memory at every tenth."""
    count = options.steady
    outcome, left = Outcome(), iter(range(count))
    start = time.monotonic()
    print(f"\n{'requests':>9} {'seconds':>9} {'MB':>9}", flush=True)

    async def worker(client: httpx.AsyncClient) -> None:
        for number in left:
            if number % max(1, count // 10) == 0:
                print(f"{number:9d} {time.monotonic() - start:9.0f} {server.megabytes:9.1f}", flush=True)
            path = PATHS[number % len(PATHS)]
            asked = body(rng, options.documents, path, options.words)
            await ask(client, asked, time.monotonic(), outcome, path)

    async with server.client() as client:
        await asyncio.gather(*(worker(client) for _ in range(options.at_once)))
    took = time.monotonic() - start
    print(f"{count:9d} {took:9.0f} {server.megabytes:9.1f}   {dict(outcome.statuses)}", flush=True)


def kills(
    server: Server, options: argparse.Namespace, given: list[str], rng: random.Random
) -> tuple[Server, int]:
    """Kill a server under load and start it again, several times; print, return the last and the failures."""
    probe = body(rng, options.documents)
    wanted, failures, outcome = answers(server, probe), 0, Outcome()
    for number in range(options.kills):
        server, wrong = asyncio.run(killed_once(server, options, given, rng, outcome))
        same = answers(server, probe) == wanted
        failures += wrong + (not same)
        print(f"kill {number + 1}: answers again on port {server.port}, the same scores: {same}", flush=True)
    failures += sum(number for status, number in outcome.statuses.items() if status not in (200, LOST))
    print(f"  by status ({LOST}: connection lost): {dict(outcome.statuses)}; failures: {failures}")
    return server, failures


async def killed_once(
    server: Server, options: argparse.Namespace, given: list[str], rng: random.Random, outcome: Outcome
) -> tuple[Server, int]:
    """Kill a server while clients ask, start another; return it, and 1 where it answers none of them."""
    done = False

    async def worker(client: httpx.AsyncClient, path: str) -> None:
        while not done:
            before = outcome.statuses[LOST]
            await ask(client, body(rng, options.documents, path), time.monotonic(), outcome, path)
            if outcome.statuses[LOST] > before:
                await asyncio.sleep(0.2)

    async def answered(count: int) -> int:
        end, before = time.monotonic() + LOADING, outcome.statuses[200]
        while outcome.statuses[200] < before + count and time.monotonic() < end:
            await asyncio.sleep(0.05)
        return outcome.statuses[200] - before

    async with server.client() as client:
        workers = [asyncio.create_task(worker(client, path)) for path in PATHS * 3]
        await answered(20)
        server.process.kill()
        server.process.wait()
        again = await asyncio.to_thread(Server, options.run, given, server.log.parent, server.port)
        failed = not await answered(20)
        done = True
        await asyncio.gather(*workers)
    return again, int(failed)


def answers(server: Server, probe: dict[str, object]) -> Any:
    """Return what a server makes of one request."""
    return httpx.post(f"{server.url}/rerank", json=probe, timeout=120).json()["results"]


async def measure(server: Server, options: argparse.Namespace, rng: random.Random) -> int:
    """Measure rates, bad requests and memory as asked for; return the number of failures."""
    async with server.client() as client:
        for _ in range(5):  # not counted
            await ask(client, body(rng, options.documents), time.monotonic(), Outcome())
    if options.rates:
        print(*(f"{name:>9}" for name in COLUMNS), end=" ")
        print(*(f"{name:>7}" for name in ("429", "504", "errors", "MB", "most")), flush=True)
    for rate in options.rates:
        await at_rate(server, rate, options.seconds, options.documents, rng)
    failures = await bad(server, options.bad, options.at_once, rng) if options.bad else 0
    if options.steady:
        await steady(server, options, rng)
    return failures


def main() -> None:
    """Start a server, measure it, stop it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("run", help="run folder, published verifier, or default")
    parser.add_argument("--rates", type=float, nargs="*", default=[1, 2, 4, 8], help="requests a second")
    parser.add_argument("--seconds", type=float, default=30, help="for each rate")
    parser.add_argument("--documents", type=int, default=20, help="of each request")
    parser.add_argument("--bad", type=int, default=0, help="bad requests")
    parser.add_argument("--kills", type=int, default=0, help="kills and starts under load")
    parser.add_argument("--steady", type=int, default=0, help="good requests, for memory")
    parser.add_argument("--words", type=int, default=PASSAGE_WORDS, help="of each text of the steady ones")
    parser.add_argument("--at-once", type=int, default=16, help="of the bad and of the steady ones")
    parser.add_argument("--seed", type=int, default=0)
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    options, given = parser.parse_args(sys.argv[1:split]), sys.argv[split + 1 :]
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        server = Server(options.run, given, Path(folder))
        try:
            failures = asyncio.run(measure(server, options, rng))
            if options.kills:
                server, wrong = kills(server, options, given, rng)
                failures += wrong
        finally:
            with suppress(ProcessLookupError):
                server.process.terminate()
            code = server.process.wait(LOADING)
        print(f"stopped with {code}")
    sys.exit(bool(failures or code))


if __name__ == "__main__":
    sys.exit(ended("serving.py", main))
