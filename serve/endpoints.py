"""What each path answers: a request is read, checked, judged in batches with others, and put into shape."""

import asyncio
import logging
from dataclasses import asdict, dataclass, field
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from .._version import __version__
from ..models.cache_guard import CacheGuard
from . import cache, rerank
from .batching import Batcher, Overflow, TextPair
from .config import ServeConfig
from .keys import Keys
from .limits import Held, received
from .loaded import LoadedVerifier, PairJudgement
from .logs import log
from .metrics import Metrics
from .refusals import Refusal, invalid, overloaded
from .schemas import CacheRequest, RerankRequest, VerifyRequest, check_pairs, check_texts, parsed

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass
class Call:
    """One request under way: its id, and what the log is to say of it."""

    request: Request
    id: str
    logged: dict[str, Any] = field(default_factory=dict)


class Endpoints:
    """The answers of one server. Every method but the last three raises Refusal and ClientDisconnect."""

    def __init__(self, config: ServeConfig, served: LoadedVerifier, keys: Keys) -> None:
        self.config, self.served, self.keys = config, served, keys
        self.batcher: Batcher[PairJudgement] = Batcher(
            served.judge,
            config.max_batch_pairs,
            config.max_delay_ms / 1000,
            config.max_queued_pairs,
            lambda *figures: self.metrics.watch_batch(*figures),
        )
        self.metrics = Metrics(lambda: self.batcher.queued_pairs, served.name, served.weights or "")
        self.held = Held(config.max_held_bytes)
        self.draining = self.told_of_change = False

    async def rerank(self, call: Call) -> Response:
        """POST /rerank, /v1/rerank, /v2/rerank."""
        async with received(call.request, self.config, self.held) as body:
            asked = parsed(RerankRequest, body)
            texts = rerank.documents_of(asked, self.config)
            pairs = [(asked.query, text) for text in texts]
            judged = await self._judged(call, pairs)
            ranked = rerank.ranking(judged, self.config, by_same=not self.served.verifier.reranks)
            tokens = await asyncio.to_thread(self.served.tokens, pairs)
            version = "2" if call.request.url.path.startswith("/v2") else "1"
            return rerank.answer(asked, ranked, tokens, self.served.name, call.id, version)

    async def verify(self, call: Call) -> Response:
        """POST /verify."""
        async with received(call.request, self.config, self.held) as body:
            judged = await self._judged(call, self._pairs(parsed(VerifyRequest, body)))
            verdicts = [asdict(judgement.verdict) for judgement in judged]
            return JSONResponse({"id": call.id, "model": self.served.name, "verdicts": verdicts})

    async def decide(self, call: Call) -> Response:
        """POST /v1/cache/decide."""
        async with received(call.request, self.config, self.held) as body:
            asked = parsed(CacheRequest, body)
            texts = [entry.query for entry in asked.candidates]
            if asked.candidates:  # a cache that found nothing may ask, too
                check_texts(self.config, asked.query, texts, "candidates", ".query")
            guard = CacheGuard(self.served.verifier, asked.threshold)
            known = cache.settled(guard, asked)
            judged = await self._judged(call, cache.to_judge(asked, known))
            found = cache.decisions(guard, asked, known, [judgement.verdict for judgement in judged])
            result = cache.answer(asked, found)
            self.metrics.decisions.labels(str(result["serve"]).lower()).inc()
            return JSONResponse({"request_id": call.id, "model": self.served.name, **result})

    def _pairs(self, asked: VerifyRequest) -> list[TextPair]:
        if asked.pairs is not None and asked.query is None and asked.candidates is None:
            check_pairs(self.config, asked.pairs)
            return [(pair.query, pair.candidate) for pair in asked.pairs]
        if asked.pairs is None and asked.query is not None and asked.candidates is not None:
            check_texts(self.config, asked.query, asked.candidates, "candidates")
            return [(asked.query, candidate) for candidate in asked.candidates]
        raise invalid("", "give pairs ([{query, candidate}, ...]), or a query and its candidates")

    async def _judged(self, call: Call, pairs: list[TextPair]) -> list[PairJudgement]:
        """Judge the pairs of a request, unless its client goes away or it takes too long."""
        call.logged["pairs"] = len(pairs)
        if self.config.log_texts:
            call.logged["texts"] = pairs
        if not pairs:
            return []
        try:
            job = self.batcher.submit(pairs)
        except Overflow as overflow:
            raise overloaded("too many pairs wait already; send it again later", overflow.seconds) from None
        gone = asyncio.ensure_future(_gone(call.request))
        waiting: set[asyncio.Future[Any]] = {job.future, gone}
        try:
            await asyncio.wait(waiting, timeout=self.config.timeout_s, return_when=asyncio.FIRST_COMPLETED)
            if job.future.done():
                judged = job.future.result()
                for judgement in judged:
                    self.metrics.answers.labels(judgement.verdict.answer).inc()
                return judged
            if gone.done():
                raise ClientDisconnect
            raise Refusal(
                504,
                "timeout",
                f"no answer after {self.config.timeout_s:g} seconds; send fewer texts at once "
                "(the server's timeout_s)",
            )
        finally:
            gone.cancel()
            self.batcher.drop(job)

    async def health(self, call: Call) -> Response:
        """GET /health: whether the process can still answer at all."""
        alive = self.batcher.alive
        return JSONResponse(
            {"status": "ok" if alive else "the model's thread has ended"}, 200 if alive else 503
        )

    async def ready(self, call: Call) -> Response:
        """GET /ready: whether requests are welcome, and what would answer them."""
        is_ready = self.batcher.alive and not self.draining
        served = self.served
        changed = served.changed_on_disk
        if changed and not self.told_of_change:
            log("changed on disk", logging.WARNING, folder=str(served.folder), still_served=served.weights)
        self.told_of_change = changed
        content = {
            "ready": is_ready,
            "version": __version__,
            "model": served.name,
            "weights_sha256": served.weights,
            "retriever": served.verifier.config.retriever.name,
            "retriever_sha256": served.verifier.config.retriever.sha256,
            "loaded_at": served.loaded_at,
            "changed_on_disk": changed,
        }
        return JSONResponse(content, 200 if is_ready else 503)

    async def figures(self, call: Call) -> Response:
        """GET /metrics."""
        return Response(self.metrics.text(), headers={"Content-Type": METRICS_TYPE})


async def _gone(request: Request) -> None:
    """Return when the client has closed its connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
