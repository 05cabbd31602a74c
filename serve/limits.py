"""Bodies of bounded size that arrive in bounded time, and the memory that all of them may take."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import ClientDisconnect, Request

from .config import ServeConfig
from .refusals import Refusal, overloaded

DISCARDED = 4
"""So many times the largest body is read and dropped of one that is refused, so that its client, which sends
before it reads, sees why; then the connection is closed."""


class Held:
    """The bytes of the bodies of all requests under way, at most `most`."""

    def __init__(self, most: int) -> None:
        self.most, self.now = most, 0

    def take(self, size: int) -> None:
        """Hold so many bytes more; Refusal (429) where there is no room."""
        if self.now + size > self.most:
            raise overloaded("too many requests are under way; send it again later", 1)
        self.now += size

    def give_back(self, size: int) -> None:
        """Hold so many bytes less."""
        self.now -= size


@asynccontextmanager
async def received(request: Request, config: ServeConfig, held: Held) -> AsyncIterator[bytes]:
    """Yield the body of a request, whose size is held for the block, from when each part of it arrives.

    What a head declares is not held: a client that declares much and sends nothing takes no room from others.

    Raises Refusal: 415 for what does not call itself JSON, 413 for its size, 408 where it takes too long to
    arrive, 429 where bodies already take all the memory they may; ClientDisconnect.
    """
    _check_type(request)
    _check_declared(request, config)
    body = bytearray()
    try:
        try:
            async with asyncio.timeout(config.read_timeout_s):
                async for chunk in _chunks(request):
                    if len(body) + len(chunk) > config.max_body_bytes:
                        raise _too_large(config)
                    held.take(len(chunk))
                    body += chunk
        except TimeoutError:
            raise _too_slow(config) from None
        yield bytes(body)
    finally:
        held.give_back(len(body))


async def _chunks(request: Request) -> AsyncIterator[bytes]:
    """Yield the parts of a body; `request.state.is_read` tells already at the last that it is the last."""
    is_read = False
    while not is_read:
        message = await request.receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        request.state.is_read = is_read = not message.get("more_body", False)
        yield message.get("body", b"")


def _check_type(request: Request) -> None:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Refusal(415, "content_type", "send JSON, with the header Content-Type: application/json")
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Refusal(415, "content_encoding", "compressed bodies are not read; send it plain")


def _check_declared(request: Request, config: ServeConfig) -> None:
    declared = request.headers.get("content-length", "0")
    if int(declared) > config.max_body_bytes:  # the HTTP parser has seen that it is a number
        raise _too_large(config)


def _too_large(config: ServeConfig) -> Refusal:
    return Refusal(
        413,
        "too_large",
        f"the body is larger than {config.max_body_bytes:,} bytes; send fewer or shorter texts at once "
        "(the server's max_body_bytes)",
    )


def _too_slow(config: ServeConfig) -> Refusal:
    return Refusal(
        408,
        "slow",
        f"the body had not arrived after {config.read_timeout_s:g} seconds; send it faster "
        "(the server's read_timeout_s)",
    )


async def discarded(request: Request, config: ServeConfig) -> bool:
    """Read and drop what is left of a refused request's body; return whether that was all of it."""
    if "expect" in request.headers:  # its client waits for a word before it sends
        return "content-length" not in request.headers and "transfer-encoding" not in request.headers
    left = DISCARDED * config.max_body_bytes
    try:
        async with asyncio.timeout(config.read_timeout_s):
            while left > 0:
                message = await request.receive()
                if message["type"] != "http.request":
                    return False
                if not message.get("more_body", False):
                    return True
                left -= len(message.get("body", b""))
    except (TimeoutError, ClientDisconnect):
        return False
    return False
