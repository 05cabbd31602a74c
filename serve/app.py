"""The ASGI application: the paths, and for every request its id, key, log line, metrics and errors."""

import asyncio
import logging
import re
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from .endpoints import Call, Endpoints
from .limits import discarded
from .logs import log
from .protocol import CROWDED
from .refusals import CLIENT_GONE, Refusal

Handler = Callable[[Call], Awaitable[Response]]
REQUEST_ID = re.compile(r"[\w.:-]{1,128}", re.ASCII)


def build_app(endpoints: Endpoints) -> Starlette:
    """Return the application; its lifespan starts the model's thread and ends it."""
    asked = {
        "/rerank": ("rerank", endpoints.rerank),
        "/v1/rerank": ("rerank", endpoints.rerank),
        "/v2/rerank": ("rerank", endpoints.rerank),
        "/verify": ("verify", endpoints.verify),
        "/v1/cache/decide": ("cache_decide", endpoints.decide),
    }
    looked_at = {
        "/health": ("health", endpoints.health),
        "/ready": ("ready", endpoints.ready),
        "/metrics": ("metrics", endpoints.figures),
    }

    async def elsewhere(call: Call) -> Response:
        path = call.request.url.path
        if path in asked or path in looked_at:
            method = "POST" if path in asked else "GET"
            raise Refusal(405, "method", f"send a {method} request to {path}", headers={"Allow": method})
        raise Refusal(404, "path", f"no such path; there are {', '.join([*asked, *looked_at])}")

    routes = [
        *(Route(path, _answered(endpoints, *what), methods=["POST"]) for path, what in asked.items()),
        *(Route(path, _answered(endpoints, *what), methods=["GET"]) for path, what in looked_at.items()),
    ]
    answered_elsewhere = _answered(endpoints, "other", elsewhere)

    async def no_route(request: Request, _: Exception) -> Response:
        return await answered_elsewhere(request)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        endpoints.batcher.start()
        yield
        await asyncio.to_thread(endpoints.batcher.close, endpoints.config.drain_timeout_s)

    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={HTTPException: no_route})
    app.router.redirect_slashes = False
    return app


def _answered(endpoints: Endpoints, name: str, handle: Handler) -> Callable[[Request], Awaitable[Response]]:
    """Wrap a handler: whatever happens, the client gets JSON, and the log and the metrics hear of it."""

    async def endpoint(request: Request) -> Response:
        began = time.monotonic()
        call = Call(request, _request_id(request))
        status = 500
        try:
            response = await _handled(endpoints, name, handle, call)
            response.headers["X-Request-ID"] = call.id
            if _is_crowded(request):
                response.headers["Connection"] = "close"
            status = response.status_code
            return response
        finally:
            seconds = time.monotonic() - began
            endpoints.metrics.count(name, status, seconds)
            _log_request(name, call, status, seconds)

    return endpoint


async def _handled(endpoints: Endpoints, name: str, handle: Handler, call: Call) -> Response:
    try:
        if _is_crowded(call.request) and name != "health":
            raise Refusal(503, "connections", "too many connections are open; come back later")
        if name not in ("health", "ready"):
            endpoints.keys.check(call.request.headers)
        return await handle(call)
    except Refusal as refusal:
        call.logged |= {"refused": refusal.kind} | ({"field": refusal.field} if refusal.field else {})
        response = refusal.response(call.id)
        dropped = refusal.status == 408 or _is_crowded(call.request)
        if dropped or not await _is_read(call.request, endpoints):
            response.headers["Connection"] = "close"
        return response
    except ClientDisconnect:
        return Response(status_code=CLIENT_GONE)
    except asyncio.CancelledError:
        return Refusal(503, "stopped", "the server is stopping; send it to another").response(call.id)
    except Exception as error:
        log("failed", logging.ERROR, error, id=call.id, endpoint=name)
        told = f"the server failed on this request; its log has more under {call.id}"
        return Refusal(500, "internal", told).response(call.id)


def _is_crowded(request: Request) -> bool:
    """Whether a request's connection is one more than may be open: only /health is answered there."""
    return getattr(request.state, CROWDED, False)


async def _is_read(request: Request, endpoints: Endpoints) -> bool:
    """Whether all of a request has been read, so that the next may follow on its connection."""
    return getattr(request.state, "is_read", False) or await discarded(request, endpoints.config)


def _request_id(request: Request) -> str:
    given = request.headers.get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else str(uuid.uuid4())


def _log_request(name: str, call: Call, status: int, seconds: float) -> None:
    client = call.request.client
    log(
        "request",
        logging.INFO if status < 500 else logging.ERROR,
        id=call.id,
        endpoint=name,
        method=call.request.method,
        status=status,
        ms=round(1000 * seconds, 1),
        client=client.host if client else None,
        **call.logged,
    )
