"""RedisVL's SemanticCache behind the guard: its real client, over a socket to a small search server."""

import asyncio

import pytest
from redisvl.extensions.cache.llm import SemanticCache
from redisvl.utils.vectorize import CustomVectorizer

from verisieve.models.cache_adapters import GuardedSemanticCache
from verisieve.models.cache_guard import CacheGuard
from verisieve.tests.integrations.redis_search_server import running

SAME = "The landlord was paid by the tenant."


@pytest.fixture
def cache(verifier, documents):
    """A cache whose nearest entries to the query are near-misses of it."""

    def embed(text):
        return verifier.retriever.pooled([text])[0].tolist()

    with running() as url:
        found = SemanticCache(
            name="answers",
            redis_url=url,
            distance_threshold=0.5,
            vectorizer=CustomVectorizer(embed=embed),
        )
        for text in documents:
            found.store(prompt=text, response=f"answer to: {text}")
        yield found
        found.disconnect()


@pytest.mark.slow
def test_only_what_the_guard_allows_is_served(cache, verifier, query):
    guarded = GuardedSemanticCache(cache, CacheGuard(verifier, threshold=0.9))
    assert cache.check(query)[0]["prompt"] != SAME  # the cache alone serves a near-miss
    assert len(cache.check(query, num_results=5)) > 1
    (hit,) = guarded.check(query, num_results=3)
    assert hit["response"] == f"answer to: {SAME}"
    assert guarded.check("The nurse called the broker.") == []
    (hit,) = guarded.check(query, return_fields=["response"])
    assert hit["response"] == f"answer to: {SAME}"


@pytest.mark.slow
def test_nothing_is_served_where_the_guard_cannot_judge(cache, verifier, query, monkeypatch):
    guarded = GuardedSemanticCache(cache, CacheGuard(verifier, threshold=0.9))
    monkeypatch.setattr(type(verifier), "verify", lambda *_: 1 / 0)
    assert cache.check(query)
    assert guarded.check(query) == []


@pytest.mark.slow
def test_what_is_stored_through_the_guard_is_found(cache, verifier):
    guarded = GuardedSemanticCache(cache, CacheGuard(verifier))
    guarded.store(prompt="The nurse called the broker.", response="stored")
    assert guarded.check("The nurse called the broker.")[0]["response"] == "stored"


@pytest.mark.slow
def test_the_asynchronous_check(cache, verifier, query):
    guarded = GuardedSemanticCache(cache, CacheGuard(verifier, threshold=0.9))

    async def ask():
        try:
            return await guarded.acheck(query)
        finally:
            await cache.adisconnect()

    (hit,) = asyncio.run(ask())
    assert hit["prompt"] == SAME
