"""How a server holds under load: rising rates, bad requests, and memory, all over loopback.

    python benchmarks/serving.py RUN [--rates 1 2 4 8] [--seconds 30] [--bad 10000] [--steady 0]

Starts `verisieve serve RUN` and, for each rate, sends so many requests of /rerank a second (a query and
--documents passages of 19 words, drawn anew each time), whether or not the earlier ones are answered. A
request's time is counted from when it was due, so that a server that falls behind cannot hide it. Prints the
rate that was answered, p50, p95 and p99 in milliseconds, refusals (429 and 504) and errors, and the server's
memory. With --bad it then sends so many requests that are malformed, oversized, half-sent or slow, with good
ones between them; with --steady so many good ones, --at-once of them at a time, and memory at every tenth.
Options behind -- go to the server.
"""

import argparse
import asyncio
import collections
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np
import psutil

WORDS = """
the a this every tenant landlord nurse patient driver guest clerk buyer letter invoice contract room key
pays sends signs opens checks returns before after without with for from on in late early new old first
second monthly office garden station Friday Monday summer winter report order price deposit fee never
"""
PASSAGE_WORDS, QUERY_WORDS = 19, 8
LOADING = 600
"""Seconds that a server may take to load its model."""
JSON = {"Content-Type": "application/json"}


class Server:
    """The server's process, its address and its memory."""

    def __init__(self, run: str, options: list[str], folder: Path) -> None:
        self.log = folder / "server.jsonl"
        command = [sys.executable, "-m", "verisieve.cli", "serve", run, "--port", "0", *options]
        with self.log.open("w") as stream:
            self.process = subprocess.Popen(
                command, stderr=stream, env=os.environ | {"VERISIEVE_API_KEY": ""}
            )
        self.url = self._listening()
        self.host, _, port = self.url.removeprefix("http://").rpartition(":")
        self.port = int(port)
        self.memory = psutil.Process(self.process.pid)

    def _listening(self) -> str:
        end = time.monotonic() + LOADING
        while time.monotonic() < end and self.process.poll() is None:
            for line in self.log.read_text().splitlines():
                if '"listening"' in line:
                    return str(json.loads(line)["url"])
            time.sleep(0.2)
        raise SystemExit(self.log.read_text())

    @property
    def megabytes(self) -> float:
        """Resident memory."""
        return float(self.memory.memory_info().rss / 1e6)

    @property
    def connections(self) -> int:
        """Connections that are open."""
        return sum(connection.status == "ESTABLISHED" for connection in self.memory.net_connections("tcp"))


@dataclass
class Outcome:
    """What became of requests: seconds of those answered, and counts by status; 0 is a lost connection."""

    seconds: list[float] = field(default_factory=list)
    statuses: collections.Counter[int] = field(default_factory=collections.Counter)

    def line(self, took: float) -> str:
        """Return the figures, for so many seconds."""
        p50, p95, p99 = (
            np.percentile(self.seconds, (50, 95, 99)) * 1000 if self.seconds else [float("nan")] * 3
        )
        refused = self.statuses[429] + self.statuses[504]
        errors = self.statuses.total() - self.statuses[200] - refused
        return f"{self.statuses[200] / took:9.2f} {p50:9.0f} {p95:9.0f} {p99:9.0f} {refused:8d} {errors:7d}"


def body(rng: random.Random, documents: int) -> dict[str, object]:
    """Return a request that no cache has seen."""

    def text(words: int) -> str:
        return " ".join(rng.choices(WORDS.split(), k=words)) + "."

    return {"query": text(QUERY_WORDS), "documents": [text(PASSAGE_WORDS) for _ in range(documents)]}


async def ask(client: httpx.AsyncClient, asked: dict[str, object], due: float, outcome: Outcome) -> None:
    """Send a request and count what becomes of it."""
    try:
        status = (await client.post("/rerank", json=asked)).status_code
    except httpx.HTTPError:
        status = 0
    outcome.statuses[status] += 1
    if status == 200:
        outcome.seconds.append(time.monotonic() - due)


async def at_rate(server: Server, rate: float, seconds: float, documents: int, rng: random.Random) -> None:
    """Send requests at a rate and print a line."""
    outcome = Outcome()
    tasks: list[asyncio.Task[None]] = []
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=200)
    async with httpx.AsyncClient(base_url=server.url, timeout=120, limits=limits) as client:
        start = due = time.monotonic()
        while (due := due + rng.expovariate(rate)) < start + seconds:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            tasks.append(asyncio.create_task(ask(client, body(rng, documents), due, outcome)))
        await asyncio.gather(*tasks)
        took = max(seconds, time.monotonic() - start)
    print(f"{rate:9.2f} {outcome.line(took)} {server.megabytes:9.0f}", flush=True)


async def steady(server: Server, count: int, at_once: int, documents: int, rng: random.Random) -> None:
    """Send so many requests, and print memory at every tenth."""
    outcome, left = Outcome(), iter(range(count))
    start = time.monotonic()
    print(f"\n{'requests':>9} {'seconds':>9} {'MB':>9}", flush=True)

    async def worker(client: httpx.AsyncClient) -> None:
        for number in left:
            if number % max(1, count // 10) == 0:
                print(f"{number:9d} {time.monotonic() - start:9.0f} {server.megabytes:9.1f}", flush=True)
            await ask(client, body(rng, documents), time.monotonic(), outcome)

    async with httpx.AsyncClient(base_url=server.url, timeout=120) as client:
        await asyncio.gather(*(worker(client) for _ in range(at_once)))
    print(f"{count:9d} {time.monotonic() - start:9.0f} {server.megabytes:9.1f}   {dict(outcome.statuses)}")


def head(length: int | str, path: str = "/rerank") -> bytes:
    """Return the head of a request."""
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: a",
        "Content-Type: application/json",
        f"Content-Length: {length}",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "Connection: close", "")).encode()


def whole(content: bytes) -> bytes:
    """Return a request with this body."""
    return head(len(content)) + content


def bad_requests(rng: random.Random) -> dict[str, tuple[Callable[[], bytes], set[int], float]]:
    """Return by name: what is sent, the statuses that fit (0: closed), and the share among all.

    On a machine that has much else to do a long body may not arrive in time (408), or may not be read to its
    end before the connection is closed, so that its sender does not see the answer.

    Of a name that begins with "half" the sender goes away after half of it, of one with "slow" it waits.
    """
    good = json.dumps(body(rng, 4)).encode()
    many = json.dumps({"query": "q", "documents": ["a"] * 10_000}).encode()
    long = json.dumps({"query": "q", "documents": ["a " * (1 << 19)]}).encode()
    huge = json.dumps({"query": "q", "documents": ["a " * (5 << 20)]}).encode()

    def noise() -> bytes:
        return rng.randbytes(rng.randrange(1, 400))

    return {
        "noise, no HTTP": (lambda: noise() + b"\r\n\r\n", {0, 400}, 0.15),
        "noise as JSON": (lambda: whole(noise()), {400}, 0.15),
        "half a JSON": (lambda: whole(good[: rng.randrange(len(good))]), {400}, 0.15),
        "invalid UTF-8": (lambda: whole(good.replace(b"the", b"t\xffe")), {400}, 0.1),
        "no documents": (lambda: whole(b'{"query": "q", "documents": []}'), {422}, 0.1),
        "wrong types": (lambda: whole(b'{"query": 1, "documents": {"a": [null]}}'), {422}, 0.1),
        "nested deeply": (lambda: whole(b"[" * 50_000), {400}, 0.03),
        "10,000 documents": (lambda: whole(many), {422}, 0.02),
        "a text of a megabyte": (lambda: whole(long), {408, 422}, 0.01),
        "a body of 10 MB": (lambda: whole(huge), {0, 413}, 0.005),
        "a head of a terabyte": (lambda: head(1 << 40) + b"{", {0, 408, 413}, 0.005),
        "half-sent": (lambda: whole(good), {0}, 0.14),
        "slow body": (lambda: head(len(good)) + good[:10], {408}, 0.02),
        "slow head": (lambda: b"POST /rerank HTTP/1.1\r\nHost", {0}, 0.02),
    }


async def send_bad(server: Server, name: str, content: bytes) -> int:
    """Send one bad request; return the status of its answer, 0 for none."""
    try:
        reader, writer = await asyncio.open_connection(server.host, server.port)
    except OSError:
        return -1
    try:
        if name == "half-sent":
            writer.write(content[: len(content) // 2])
            await writer.drain()
            if len(content) % 2:
                writer.transport.abort()
            return 0
        writer.write(content)
        await writer.drain()
        line = await asyncio.wait_for(reader.readline(), 60)
        return int(line.split()[1]) if line else 0
    except (ConnectionError, IndexError, ValueError):
        return 0
    finally:
        writer.close()


async def bad(server: Server, count: int, at_once: int, rng: random.Random) -> int:
    """Send so many bad requests, and good ones between them; print and return what went wrong."""
    kinds = bad_requests(rng)
    drawn = rng.choices(list(kinds), weights=[share for _, _, share in kinds.values()], k=count)
    found: dict[str, collections.Counter[int]] = {name: collections.Counter() for name in kinds}
    good, left, start = Outcome(), iter(drawn), time.monotonic()
    before = server.megabytes

    async def worker() -> None:
        for name in left:
            found[name][await send_bad(server, name, kinds[name][0]())] += 1

    async def between(client: httpx.AsyncClient) -> None:
        while True:
            await ask(client, body(rng, 4), time.monotonic(), good)
            await asyncio.sleep(0.5)

    async with httpx.AsyncClient(base_url=server.url, timeout=120) as client:
        asking = asyncio.create_task(between(client))
        await _all(worker() for _ in range(at_once))
        asking.cancel()
        await ask(client, body(rng, 4), time.monotonic(), good)
        alive = (await client.get("/health")).status_code == 200
    await asyncio.sleep(3)
    print(f"\n{count} bad requests, {at_once} at once, {time.monotonic() - start:.0f} s")
    failures = 0
    for name, (_, fitting, _) in kinds.items():
        wrong = sum(number for status, number in found[name].items() if status not in fitting)
        failures += wrong
        print(f"  {name:22} {dict(sorted(found[name].items()))}{'  WRONG' if wrong else ''}")
    failures += good.statuses.total() - good.statuses[200] + (not alive)
    print(f"  good ones between them: {dict(good.statuses)}, the slowest {max(good.seconds):.2f} s")
    print(f"  alive: {alive}; open connections: {server.connections}; MB before and after: {before:.0f}, "
          f"{server.megabytes:.0f}; failures: {failures}")  # fmt: skip
    return failures


async def _all(waiting: Iterable[Awaitable[None]]) -> None:
    await asyncio.gather(*waiting)


async def measure(server: Server, options: argparse.Namespace) -> int:
    """Run what was asked for; return the number of failures."""
    rng = random.Random(options.seed)
    await at_rate_quietly(server, options.documents, rng)
    if options.rates:
        names = ("rate", "answered", "p50 ms", "p95 ms", "p99 ms")
        print(*(f"{name:>9}" for name in names), f"{'refused':>8} {'errors':>7} {'MB':>9}", flush=True)
    for rate in options.rates:
        await at_rate(server, rate, options.seconds, options.documents, rng)
    failures = await bad(server, options.bad, options.at_once, rng) if options.bad else 0
    if options.steady:
        await steady(server, options.steady, options.at_once, options.documents, rng)
    return failures


async def at_rate_quietly(server: Server, documents: int, rng: random.Random) -> None:
    """Send a few requests that are not counted."""
    async with httpx.AsyncClient(base_url=server.url, timeout=120) as client:
        for _ in range(5):
            await ask(client, body(rng, documents), time.monotonic(), Outcome())


def main() -> None:
    """Start a server, measure it, stop it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("run", help="run folder, published verifier, or default")
    parser.add_argument("--rates", type=float, nargs="*", default=[1, 2, 4, 8], help="requests a second")
    parser.add_argument("--seconds", type=float, default=30, help="for each rate")
    parser.add_argument("--documents", type=int, default=20, help="of each request")
    parser.add_argument("--bad", type=int, default=0, help="bad requests")
    parser.add_argument("--steady", type=int, default=0, help="good requests, for memory")
    parser.add_argument("--at-once", type=int, default=16, help="of the bad and of the steady ones")
    parser.add_argument("--seed", type=int, default=0)
    split = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    options = parser.parse_args(sys.argv[1:split])
    with tempfile.TemporaryDirectory() as folder:
        server = Server(options.run, sys.argv[split + 1 :], Path(folder))
        try:
            failures = asyncio.run(measure(server, options))
        finally:
            server.process.terminate()
            code = server.process.wait(LOADING)
        print(f"stopped with {code}")
    sys.exit(bool(failures or code))


if __name__ == "__main__":
    main()
