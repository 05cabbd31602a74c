"""A cache in front of a model: Redis finds entries with the same words, the server says which may be served.

    REDIS_URL=redis://localhost:6379/0 VERISIEVE_URL=http://localhost:8080 python cache_client.py

Redis's query engine (Redis 8) looks entries up by their words; a vector index does as well. Whatever goes
wrong on the way to a decision is no hit.
"""

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import redis
from redis.commands.search.field import TextField
from redis.commands.search.index_definition import IndexDefinition, IndexType
from redis.commands.search.query import Query

INDEX, PREFIX = "answers", "answer:"
SECONDS_TO_LIVE = 24 * 3600
DEPTH = 5
"""Entries that are looked up for a question: the right one may stand behind a near-miss."""


class GuardedCache:
    """Answers to questions, of which one is served only where the server finds the same question."""

    def __init__(self, store: Any, server: httpx.Client) -> None:
        self.store, self.server = store, server
        try:
            store.ft(INDEX).create_index(
                [TextField("question")],
                definition=IndexDefinition(prefix=[PREFIX], index_type=IndexType.HASH),
            )
        except redis.ResponseError as error:
            if "already exists" not in str(error):
                raise

    def get(self, question: str) -> tuple[str | None, str]:
        """Return the answer that may be served, or None; and why."""
        try:
            found = self._nearest(question)
            asked = {"query": question, "candidates": [{"id": key, "query": text} for key, text, _ in found]}
            decided = self.server.post("/v1/cache/decide", json=asked)
            decided.raise_for_status()
            decision = decided.json()
        except (redis.RedisError, httpx.HTTPError, ValueError) as error:
            return None, f"no decision: {type(error).__name__}"
        return (found[decision["index"]][2] if decision["serve"] else None), decision["reason"]

    def put(self, question: str, answer: str) -> None:
        """Keep an answer for a day."""
        key = PREFIX + hashlib.sha256(question.encode()).hexdigest()
        self.store.hset(key, mapping={"question": question, "answer": answer})
        self.store.expire(key, SECONDS_TO_LIVE)

    def _nearest(self, question: str) -> list[tuple[str, str, str]]:
        """Return (key, question, answer) of the entries that share most words with a question."""
        words = sorted(set(re.findall(r"\w+", question.lower())))
        if not words:
            return []
        query = Query(f"@question:({'|'.join(words)})").paging(0, DEPTH).return_fields("question", "answer")
        return [(entry.id, entry.question, entry.answer) for entry in self.store.ft(INDEX).search(query).docs]


def answer(cache: GuardedCache, question: str, model: Callable[[str], str]) -> str:
    """Answer from the cache, or ask the model and keep what it says."""
    cached, reason = cache.get(question)
    print(f"{question}\n  {'served' if cached else 'asked the model'}: {reason}")
    if cached is not None:
        return cached
    fresh = model(question)
    cache.put(question, fresh)
    return fresh


def main() -> None:
    """Ask four questions; only the last is a question that was asked before."""
    headers = {}
    if key_file := os.environ.get("VERISIEVE_KEY_FILE"):
        headers["Authorization"] = f"Bearer {Path(key_file).read_text().split()[0]}"
    store = redis.Redis.from_url(
        os.environ.get("REDIS_URL", "redis://localhost:6379/0"), decode_responses=True
    )
    url = os.environ.get("VERISIEVE_URL", "http://localhost:8080")
    with httpx.Client(base_url=url, headers=headers, timeout=10) as server:
        cache = GuardedCache(store, server)
        for question in (
            "How do I turn on dark mode?",
            "How do I turn off dark mode?",
            "How do I cancel my order?",
            "How can I turn on dark mode?",
        ):
            answer(cache, question, lambda asked: f"What a model says to: {asked}")


if __name__ == "__main__":
    main()
