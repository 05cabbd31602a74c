"""A back end: a language model behind an endpoint, asked for several sentences at once, within a budget.

That is OpenAI's own endpoint, and what vLLM, llama.cpp, Ollama and most hosts serve (chat.py).
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from ...common.errors import InputError
from .backend import Answers, LimitReached, Size, Usage
from .chat import Chat, EndpointConfig, Reply
from .cost import BYTES_PER_TOKEN, ROLES, Budget, tokens_of

REFUSED_IN_A_ROW = 5
"""So many sentences refused before any was answered say that the request is wrong, not the sentence."""


class Endpoint:
    """Asks for one sentence at a time, several at once. Raises InputError for what Chat refuses."""

    def __init__(self, config: EndpointConfig, budget: Budget | None = None) -> None:
        self.chat, self.config, self.budget = Chat(config), config, budget or Budget()
        self._answered = False  # since the start: until then, it may be the request that is wrong
        self._refused: list[int] = []  # places of sentences, while nothing was answered
        self._refusal = ""

    def identity(self) -> dict[str, Any]:
        """Return the model, where it is, and what it is told."""
        names = ("model", "instruction", "temperature", "seed", "max_tokens")
        return {"endpoint": self.chat.base_url, **{name: getattr(self.config, name) for name in names}}

    def estimate(self, size: Callable[[], Size]) -> str:
        """Return a line with requests, tokens and, where prices are known, the cost."""
        corpus = size()
        out = -(-corpus.size_bytes // BYTES_PER_TOKEN)
        told = corpus.sentences * (tokens_of(self.config.instruction) + ROLES)
        usage = Usage(corpus.sentences, told + out, out)
        line = f"{self.chat.place}: {self.budget.prices.told(usage, 'about ')}"
        limits = self.budget.limits()
        return f"{line}; it stops at {' or '.join(limits)}" if limits else line

    def paraphrase(self, sentences: Sequence[str]) -> Iterator[Answers]:
        """Yield the answers as they come; after a limit or a failure first those that are under way."""
        waiting = list(enumerate(sentences))[::-1]
        running: dict[Future[Reply], tuple[int, Usage]] = {}
        limit: LimitReached | None = None
        failure: InputError | None = None
        pool = ThreadPoolExecutor(self.config.concurrency, thread_name_prefix="endpoint")
        ended = False
        try:
            while True:
                may_ask = failure is None and limit is None and len(self._refused) < REFUSED_IN_A_ROW
                while may_ask and waiting and len(running) < self.config.concurrency:
                    most = self._at_most(waiting[-1][1])
                    try:
                        self.budget.reserve(most)
                    except LimitReached as error:
                        limit = error
                        break
                    place, text = waiting.pop()
                    running[pool.submit(self.chat.ask, text)] = (place, most)
                if not running:
                    break
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    place, most = running.pop(future)
                    try:
                        reply = future.result()
                    except InputError as error:
                        failure = failure or error
                        reply = None
                    self.budget.settle(most, reply.usage if reply is not None else Usage(requests=1))
                    if reply is not None:
                        yield from self._taken(place, reply)
            ended = True
        finally:
            pool.shutdown(wait=ended, cancel_futures=True)
            if not ended:  # interrupted: nobody waits for what is under way
                self.chat.close()
        if failure is not None:
            raise failure
        if self._refused:
            raise InputError(
                f"{self.chat.place}: refused every sentence so far: {self._refusal}; check the model and the "
                "options, then run the same command again"
            )
        if limit is not None:
            raise limit

    def _at_most(self, text: str) -> Usage:
        sent = tokens_of(self.chat.prompt(text), at_most=True) + ROLES
        return Usage(1, sent, self.config.max_tokens)

    def _taken(self, place: int, reply: Reply) -> Iterator[Answers]:
        """Yield a reply; a refused sentence not before another was answered."""
        if reply.refused is not None and not self._answered:
            self._refused.append(place)
            self._refusal = reply.refused
            return
        self._answered = True
        yield Answers({place: reply.text, **dict.fromkeys(self._refused)}, reply.usage)
        self._refused.clear()
