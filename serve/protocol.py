"""HTTP as the server speaks it: uvicorn's protocol with bounded times and connections, and refusals in JSON.

A request that is no HTTP never reaches the application, and is refused here; a connection beyond the most
that may be open is only marked, so that app.py refuses its request like any other.
"""

import asyncio
import socket
import uuid
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .config import ServeConfig
from .refusals import Refusal

KEEP_ALIVE = 30
"""Seconds that a connection without a request stays open."""
UNSENT = 1 << 18
"""Bytes of answers that the system may hold for a client; more wait here, where write_timeout_s counts.
Left to itself it holds megabytes: hundreds of answers, each of them work, for a client that takes none."""
CROWDED = "crowded"
"""What the state of a request says where its connection is one too many."""


def protocol_for(config: ServeConfig) -> type[asyncio.Protocol]:
    """Return the protocol of one server's connections, as its configuration bounds them.

    It closes a connection whose request's head takes longer than read_timeout_s to arrive, and one whose
    client takes nothing of its answer for write_timeout_s.
    """

    class BoundedProtocol(H11Protocol):
        app_state: dict[str, Any]
        head: asyncio.TimerHandle | None = None
        untaken: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            connection = transport.get_extra_info("socket")
            if connection is not None:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT)
            if len(self.connections) > config.max_connections:
                self.app_state = self.app_state | {CROWDED: True}
            self._expect_head(config.read_timeout_s)

        def connection_lost(self, exc: Exception | None) -> None:
            for timer in (self.head, self.untaken):
                if timer is not None:
                    timer.cancel()
            super().connection_lost(exc)

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._expect_head(KEEP_ALIVE + config.read_timeout_s)

        def pause_writing(self) -> None:
            super().pause_writing()
            self.untaken = self.loop.call_later(config.write_timeout_s, self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            if self.untaken is not None:
                self.untaken.cancel()

        def send_400_response(self, msg: str) -> None:
            """Refuse what is no HTTP; where an answer is under way already, only close the connection."""
            if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
                for event in _no_http(msg):
                    self.transport.write(self.conn.send(event) or b"")
            self.transport.close()

        def _expect_head(self, within: float) -> None:
            if self.head is not None:
                self.head.cancel()
            self.head = self.loop.call_later(within, self._give_up)

        def _give_up(self) -> None:
            if self.cycle is None or self.cycle.response_complete:
                self.transport.abort()

    return BoundedProtocol


def _no_http(message: str) -> tuple[h11.Event, ...]:
    told = f"{message[0].lower()}{message[1:].rstrip('.')}; send HTTP/1.1, without TLS"
    call_id = str(uuid.uuid4())
    response = Refusal(400, "http", told).response(call_id)
    headers = [*response.raw_headers, (b"x-request-id", call_id.encode()), (b"connection", b"close")]
    start = h11.Response(status_code=400, headers=headers, reason=b"Bad Request")
    return start, h11.Data(data=bytes(response.body)), h11.EndOfMessage()
