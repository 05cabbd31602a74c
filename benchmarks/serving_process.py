"""A server that is measured, and the good requests that it gets: for serving.py and serving_bad.py."""

import collections
import json
import os
import random
import string
import subprocess
import sys
import time
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
"""Seconds that a server may take to load its model, or to end."""
PATHS = ("/rerank", "/verify", "/v1/cache/decide")
LOST = 0
"""Stands for the status of a request whose connection was lost."""


class Server:
    """The server's process, its address and its memory."""

    def __init__(self, run: str, options: list[str], folder: Path, port: int = 0) -> None:
        self.log = folder / "server.jsonl"
        command = [sys.executable, "-m", "verisieve.cli", "serve", run, "--port", str(port), *options]
        with self.log.open("w") as stream:
            self.process = subprocess.Popen(
                command, stderr=stream, env=os.environ | {"VERISIEVE_API_KEY": ""}
            )
        self.url = self._listening()
        self.host, _, listens = self.url.removeprefix("http://").rpartition(":")
        self.port = int(listens)
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

    @property
    def complaints(self) -> int:
        """Lines of the log that tell of an error, or are none of the server's own."""
        lines = self.log.read_text().splitlines()
        return sum(not line.startswith("{") or json.loads(line)["level"] == "error" for line in lines)

    def client(self) -> httpx.AsyncClient:
        """Return a client with as many connections as it needs."""
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=200)
        return httpx.AsyncClient(base_url=self.url, timeout=120, limits=limits)


@dataclass
class Outcome:
    """What became of requests: seconds of those answered, and counts by status."""

    seconds: list[float] = field(default_factory=list)
    statuses: collections.Counter[int] = field(default_factory=collections.Counter)

    def line(self, took: float) -> str:
        """Return the figures, for so many seconds."""
        times = np.percentile(self.seconds, (50, 95, 99)) * 1000 if self.seconds else [float("nan")] * 3
        busy, late = self.statuses[429], self.statuses[504]
        errors = self.statuses.total() - self.statuses[200] - busy - late
        figures = [f"{self.statuses[200] / took:9.2f}", *(f"{time:9.0f}" for time in times)]
        return " ".join([*figures, *(f"{count:7d}" for count in (busy, late, errors))])


def drawn(rng: random.Random, words: int) -> str:
    """Return a text that no cache has seen, with a word that none has."""
    new = "".join(rng.choices(string.ascii_lowercase, k=7))
    return f"{' '.join(rng.choices(WORDS.split(), k=words - 1))} {new}."


def body(
    rng: random.Random, documents: int, path: str = PATHS[0], words: int = PASSAGE_WORDS
) -> dict[str, object]:
    """Return a request with so many texts, of so many words each, beside its query, which has no more."""
    texts = "documents" if path == PATHS[0] else "candidates"
    query = drawn(rng, min(QUERY_WORDS, words))
    return {"query": query, texts: [drawn(rng, words) for _ in range(documents)]}


async def ask(
    client: httpx.AsyncClient,
    asked: dict[str, object],
    due: float,
    outcome: Outcome,
    path: str = PATHS[0],
) -> None:
    """Send a request and count what becomes of it."""
    try:
        status = (await client.post(path, json=asked)).status_code
    except httpx.HTTPError:
        status = LOST
    outcome.statuses[status] += 1
    if status == 200:
        outcome.seconds.append(time.monotonic() - due)
