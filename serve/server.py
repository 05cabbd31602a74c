"""`verisieve serve`: listen, answer, and stop when told to, after the requests under way are answered."""

import asyncio
import math
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from ..common.errors import InputError
from .app import build_app
from .config import ServeConfig, refuse_open_doors
from .endpoints import Endpoints
from .keys import read_keys
from .loaded import LoadedVerifier
from .logs import log, set_up
from .protocol import KEEP_ALIVE, protocol_for

WAITING = 1024
"""Connections that the system holds before they are accepted."""


def serve(run: str, config: ServeConfig, device: str | None = None) -> None:
    """Serve a verifier until a signal stops it; see DrainingServer.

    Raises InputError for what it cannot load or listen on, KeyboardInterrupt where requests were given up.
    """
    keys = read_keys(config)
    refuse_open_doors(config, bool(keys))
    with bound(config) as listener:
        served = LoadedVerifier(run, config, device)
        set_up(config.log_texts)
        server = DrainingServer(Endpoints(config, served, keys))
        server.run(sockets=[listener])
        log("stopped", gave_up=server.force_exit)
    if server.force_exit:
        raise KeyboardInterrupt


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

    SIGTERM, SIGINT and SIGHUP (a closed terminal, unless that is ignored) stop it: it listens no more, and
    answers what is under way. While it does, SIGTERM and SIGHUP change nothing, however often they come;
    SIGINT gives up what is under way.
    """

    should_exit: bool
    force_exit: bool

    def __init__(self, endpoints: Endpoints) -> None:
        config = endpoints.config
        self.endpoints = endpoints
        super().__init__(
            uvicorn.Config(
                build_app(endpoints),
                http=protocol_for(config),
                loop="asyncio",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
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

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what is under way; where that is given up, only end the batch that the model is at."""
        await super().shutdown(sockets)
        if self.force_exit:  # uvicorn then skips the application's own end
            await asyncio.to_thread(self.endpoints.batcher.close, 0)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that stop the server; once it has stopped, they do nothing until the process ends.

        Given back, a second SIGTERM would make a failure of a stop that went well.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        stopping = [signal.SIGTERM, signal.SIGINT]
        if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            stopping.append(signal.SIGHUP)
        for number in stopping:
            signal.signal(number, self.handle_exit)
        try:
            yield
        finally:
            for number in stopping:
                signal.signal(number, signal.SIG_IGN)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop: accept no more, answer what is under way."""
        self.endpoints.draining = True
        self.force_exit = self.force_exit or (self.should_exit and sig == signal.SIGINT)
        self.should_exit = True
