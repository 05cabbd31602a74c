"""`verisieve serve`: listen, answer, and stop when told to, after the requests under way are answered."""

import asyncio
import math
import signal
import socket
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..common.errors import InputError
from .app import build_app
from .config import ServeConfig, refuse_open_doors
from .endpoints import Endpoints
from .keys import read_keys
from .loaded import LoadedVerifier
from .logs import log, set_up

KEEP_ALIVE = 30
"""Seconds that a connection without a request stays open."""
WAITING = 1024
"""Connections that the system holds before they are accepted."""


def serve(run: str, config: ServeConfig, device: str | None = None) -> None:
    """Serve a verifier until SIGTERM or SIGINT. Raises InputError for what it cannot load or listen on."""
    keys = read_keys(config)
    refuse_open_doors(config, bool(keys))
    with bound(config) as listener:
        served = LoadedVerifier(run, config, device)
        set_up(config.log_texts)
        DrainingServer(Endpoints(config, served, keys)).run(sockets=[listener])
        log("stopped")


def bound(config: ServeConfig) -> socket.socket:
    """Return a socket with the address taken, so that one in use is told of before the model is loaded."""
    place = f"{config.host}:{config.port}"
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            config.host, config.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise InputError(f"{place}: {error.strerror}; choose another with --host and --port") from None
    return listener


class DrainingServer(uvicorn.Server):
    """uvicorn's server, which tells /ready that it stops, and ends as a command that has done its work.

    A second SIGINT ends it at once.
    """

    should_exit: bool

    def __init__(self, endpoints: Endpoints) -> None:
        config = endpoints.config
        self.endpoints = endpoints
        super().__init__(
            uvicorn.Config(
                build_app(endpoints),
                http=_timed(config.read_timeout_s),
                loop="asyncio",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=config.max_connections,
                backlog=WAITING,
                timeout_keep_alive=KEEP_ALIVE,
                timeout_graceful_shutdown=math.ceil(config.drain_timeout_s),
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say where."""
        await super().startup(sockets)
        host, port = (sockets or self.servers[0].sockets)[0].getsockname()[:2]
        endpoints = self.endpoints
        log(
            "listening",
            url=f"http://{f'[{host}]' if ':' in host else host}:{port}",
            model=endpoints.served.name,
            weights_sha256=endpoints.served.weights,
            key=bool(endpoints.keys),
            score=endpoints.config.score,
        )

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop: accept no more, answer what is under way."""
        self.endpoints.draining = True
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def _timed(seconds: float) -> type[asyncio.Protocol]:
    """Return uvicorn's HTTP protocol, which also closes a connection whose request's head takes too long."""

    class TimedProtocol(H11Protocol):
        head: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._expect_head(seconds)

        def connection_lost(self, exc: Exception | None) -> None:
            if self.head is not None:
                self.head.cancel()
            super().connection_lost(exc)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._expect_head(KEEP_ALIVE + seconds)

        def _expect_head(self, within: float) -> None:
            if self.head is not None:
                self.head.cancel()
            self.head = self.loop.call_later(within, self._give_up)

        def _give_up(self) -> None:
            if self.cycle is None or self.cycle.response_complete:
                self.transport.abort()

    return TimedProtocol
