"""The few Redis commands that RedisVL's SemanticCache needs, over a real socket on loopback.

Redis's search is a module (RediSearch 2.4+, in Redis 8) that no package registry has, so the real client code
runs against this: hashes, and an exact range query by cosine distance over their vectors.
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

VECTOR, DISTANCE = b"prompt_vector", b"vector_distance"


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Connection)
        self.hashes: dict[bytes, dict[bytes, bytes]] = {}

    def answer(self, name: bytes, *rest: bytes) -> Any:
        if name == b"CLIENT":
            return "OK"
        if name == b"FT.INFO":
            return ValueError("Unknown index name")  # asked only before an index is made
        if name == b"FT.CREATE":
            return "OK"
        if name == b"HSET":
            self.hashes.setdefault(rest[0], {}).update(zip(rest[1::2], rest[2::2], strict=True))
            return len(rest) // 2
        if name == b"FT.SEARCH":
            return self.search(rest)
        return ValueError(f"unknown command {name.decode()}")

    def search(self, words: tuple[bytes, ...]) -> list[Any]:
        def after(word: bytes, take: int) -> list[bytes]:
            place = words.index(word) + 1
            return list(words[place : place + take])

        n = int(after(b"PARAMS", 1)[0])
        flat = after(b"PARAMS", n + 1)[1:]
        given = dict(zip(flat[::2], flat[1::2], strict=True))
        fields = after(b"RETURN", int(after(b"RETURN", 1)[0]) + 1)[1:]
        asked = np.frombuffer(given[b"vector"], dtype=np.float32)
        found = []
        for key, entry in self.hashes.items():
            vector = np.frombuffer(entry[VECTOR], dtype=np.float32)
            distance = float(1 - vector @ asked / np.linalg.norm(vector) / np.linalg.norm(asked))
            if distance <= float(given[b"distance_threshold"]):
                found.append((distance, key, entry | {DISTANCE: str(distance).encode()}))
        found.sort()
        start, limit = (int(value) for value in after(b"LIMIT", 2))
        result: list[Any] = [len(found)]
        for _, key, entry in found[start : start + limit]:
            result += [key, [part for field in fields if field in entry for part in (field, entry[field])]]
        return result


class Connection(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        while line := self.rfile.readline():
            words = []
            for _ in range(int(line[1:])):
                words.append(self.rfile.read(int(self.rfile.readline()[1:])))
                self.rfile.read(2)
            self.wfile.write(encoded(self.server.answer(words[0].upper(), *words[1:])))


def encoded(value: Any) -> bytes:
    """Return a value in the Redis protocol, version 2."""
    if isinstance(value, Exception):
        return f"-ERR {value}\r\n".encode()
    if isinstance(value, list):
        return b"*%d\r\n" % len(value) + b"".join(encoded(item) for item in value)
    if isinstance(value, int):
        return b":%d\r\n" % value
    if isinstance(value, str):
        return f"+{value}\r\n".encode()
    return b"$%d\r\n%s\r\n" % (len(value), value)


@contextmanager
def running() -> Iterator[str]:
    """Serve until the context ends; give the URL."""
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"redis://127.0.0.1:{server.server_address[1]}?protocol=2"
        finally:
            server.shutdown()
