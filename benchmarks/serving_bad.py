"""Bad requests by the thousand: malformed, oversized, half-sent, slow, and answers that nobody takes.

`bad` of serving.py --bad. Of each kind it prints how often which status came.
"""

import asyncio
import collections
import contextlib
import json
import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from verisieve.benchmarks.serving_process import LOST, Outcome, Server, ask, body

HUNG, NOT_CONNECTED = -1, -2
"""Stand for a status: nothing came within PATIENCE, or there was no connection."""
PATIENCE = 120
"""Seconds."""
SETTLING = 3
"""Seconds after the last request in which its connection is closed."""


@dataclass(frozen=True)
class Kind:
    """What is sent, the statuses that fit (LOST: closed), and the share among all.

    then: what the sender does after it: "reads" the answer, "leaves" half-way, "drips" a byte a second and
    reads, or "takes nothing" of any answer.
    """

    content: Callable[[], bytes]
    fitting: set[int]
    share: float
    then: str = "reads"


def head(length: int | str, path: str = "/rerank") -> bytes:
    """Return the head of a request."""
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: a",
        "Content-Type: application/json",
        f"Content-Length: {length}",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "Connection: close", "")).encode()


def whole(content: bytes, path: str = "/rerank") -> bytes:
    """Return a request with this body."""
    return head(len(content), path) + content


def kinds_of(rng: random.Random) -> dict[str, Kind]:
    """Return the kinds of bad requests by name.

    On a machine that has much else to do a long body may not arrive in time (408), or may not be read to its
    end before the connection is closed, so that its sender does not see the answer.
    """
    good = json.dumps(body(rng, 4)).encode()
    many = json.dumps({"query": "q", "documents": ["a"] * 10_000}).encode()
    pairs = json.dumps({"pairs": [{"query": "q", "candidate": "a"}] * 10_000}).encode()
    long = json.dumps({"query": "q", "candidates": ["a " * (1 << 19)]}).encode()
    huge = json.dumps({"query": "q", "documents": ["a " * (5 << 20)]}).encode()
    unread = b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n" * 2000

    def noise() -> bytes:
        return rng.randbytes(rng.randrange(1, 400))

    return {
        "noise, no HTTP": Kind(lambda: noise() + b"\r\n\r\n", {LOST, 400}, 0.15),
        "noise as JSON": Kind(lambda: whole(noise()), {400}, 0.15),
        "half a JSON": Kind(lambda: whole(good[: rng.randrange(len(good))]), {400}, 0.14),
        "invalid UTF-8": Kind(lambda: whole(good.replace(b"the", b"t\xffe")), {400}, 0.1),
        "no documents": Kind(lambda: whole(b'{"query": "q", "documents": []}'), {422}, 0.1),
        "wrong types": Kind(lambda: whole(b'{"query": 1, "documents": {"a": [null]}}'), {422}, 0.1),
        "nested deeply": Kind(lambda: whole(b"[" * 50_000), {400}, 0.03),
        "10,000 documents": Kind(lambda: whole(many), {422}, 0.02),
        "10,000 pairs": Kind(lambda: whole(pairs, "/verify"), {408, 422}, 0.01),
        "a text of a megabyte": Kind(lambda: whole(long, "/v1/cache/decide"), {408, 422}, 0.01),
        "a body of 10 MB": Kind(lambda: whole(huge), {LOST, 413}, 0.005),
        "a head of a terabyte": Kind(lambda: head(1 << 40) + b"{", {LOST, 408, 413}, 0.005),
        "half-sent": Kind(lambda: whole(good), {LOST}, 0.13, "leaves"),
        "slow body": Kind(lambda: head(len(good)) + good[:10], {408}, 0.015),
        "slow head": Kind(lambda: b"POST /rerank HTTP/1.1\r\nHost", {LOST}, 0.01),
        "dripping body": Kind(lambda: head(len(good)) + good[:10], {408}, 0.01, "drips"),
        "dripping head": Kind(lambda: b"POST /rerank HTTP/1.1\r\nHost: ", {LOST}, 0.01, "drips"),
        "answers not taken": Kind(lambda: unread, {LOST}, 0.005, "takes nothing"),
    }


async def send_bad(server: Server, kind: Kind) -> int:
    """Send one bad request; return the status of its answer, LOST for none."""
    connection = socket.socket()
    connection.setblocking(False)
    if kind.then == "takes nothing":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    try:
        await asyncio.get_running_loop().sock_connect(connection, (server.host, server.port))
        reader, writer = await asyncio.open_connection(sock=connection)
    except OSError:
        connection.close()
        return NOT_CONNECTED
    try:
        async with asyncio.timeout(PATIENCE):
            return await _sent(kind, reader, writer)
    except TimeoutError:
        return HUNG
    except (ConnectionError, IndexError, ValueError):
        return LOST
    finally:
        writer.close()


async def _sent(kind: Kind, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    content = kind.content()
    if kind.then == "leaves":
        writer.write(content[: len(content) // 2])
        await writer.drain()
        if len(content) % 2:
            writer.transport.abort()
        return LOST
    writer.write(content)
    await writer.drain()
    if kind.then == "takes nothing":
        assert isinstance(writer.transport, asyncio.ReadTransport)
        writer.transport.pause_reading()
        while True:
            await _drip(writer, b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n")
    dripping = asyncio.create_task(_drip_on(writer)) if kind.then == "drips" else None
    try:
        line = await reader.readline()
    finally:
        if dripping is not None:
            dripping.cancel()
    return int(line.split()[1]) if line else LOST


async def _drip(writer: asyncio.StreamWriter, content: bytes) -> None:
    writer.write(content)
    await writer.drain()
    await asyncio.sleep(1)


async def _drip_on(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while True:
            await _drip(writer, b"x")


async def bad(server: Server, count: int, at_once: int, rng: random.Random) -> int:
    """Send so many bad requests, and good ones between them; print and return what went wrong."""
    kinds = kinds_of(rng)
    names = rng.choices(list(kinds), weights=[kind.share for kind in kinds.values()], k=count)
    found: dict[str, collections.Counter[int]] = {name: collections.Counter() for name in kinds}
    good, left, start = Outcome(), iter(names), time.monotonic()
    before = server.megabytes

    async def worker() -> None:
        for name in left:
            found[name][await send_bad(server, kinds[name])] += 1

    async def between(client: httpx.AsyncClient) -> None:
        while True:
            await ask(client, body(rng, 4), time.monotonic(), good)
            await asyncio.sleep(0.5)

    async with server.client() as client:
        asking = asyncio.create_task(between(client))
        await asyncio.gather(*(worker() for _ in range(at_once)))
        asking.cancel()
        await ask(client, body(rng, 4), time.monotonic(), good)
        alive = (await client.get("/health")).status_code == 200
    await asyncio.sleep(SETTLING)
    print(f"\n{count} bad requests, {at_once} at once, {time.monotonic() - start:.0f} s")
    failures = 0
    for name, kind in kinds.items():
        wrong = sum(number for status, number in found[name].items() if status not in kind.fitting)
        failures += wrong
        print(f"  {name:22} {dict(sorted(found[name].items()))}{'  WRONG' if wrong else ''}")
    total = sum(found.values(), collections.Counter())
    failures += good.statuses.total() - good.statuses[200] + (not alive) + server.complaints
    slowest = max(good.seconds, default=float("nan"))
    print(f"  by status ({LOST}: closed): {dict(sorted(total.items()))}")
    print(f"  good ones between them: {dict(good.statuses)}, the slowest {slowest:.2f} s")
    print(
        f"  alive: {alive}; open connections: {server.connections}; MB before and after: {before:.0f}, "
        f"{server.megabytes:.0f}; errors in the log: {server.complaints}; failures: {failures}"
    )
    return failures
