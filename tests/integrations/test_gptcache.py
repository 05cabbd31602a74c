"""The guard inside GPTCache, over a real store: SQLite and FAISS."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import verisieve
from verisieve.models.cache_adapters import GuardEvaluation
from verisieve.models.cache_guard import CacheGuard
from verisieve.tests.processes import HANGS

ROOT = Path(verisieve.__file__).parent
SAME = "The landlord was paid by the tenant."


@pytest.fixture
def make_cache(tmp_path, verifier, documents):
    """A function (evaluation, **config) -> a cache whose nearest entries to the query are near-misses."""
    from gptcache import Cache, Config
    from gptcache.adapter.api import put
    from gptcache.manager import manager_factory
    from gptcache.processor.pre import get_prompt

    opened = []

    def make(evaluation, **config):
        cache = Cache()
        size = verifier.retriever.pooled(["size"]).shape[1]
        folder = str(tmp_path / str(len(opened)))
        cache.init(
            pre_embedding_func=get_prompt,
            embedding_func=lambda text, **_: verifier.retriever.pooled([text])[0],
            data_manager=manager_factory(
                "sqlite,faiss", folder, vector_params={"dimension": size, "top_k": 4}
            ),
            similarity_evaluation=evaluation,
            config=Config(**config),
        )
        opened.append(cache)
        for text in documents:
            put(text, f"answer to: {text}", cache_obj=cache)
        return cache

    yield make
    for cache in opened:
        cache.data_manager.close()
        cache.data_manager.s._engine.dispose()


@pytest.mark.slow
def test_the_guard_is_a_similarity_evaluation(make_cache, verifier, query):
    from gptcache.adapter.api import get
    from gptcache.similarity_evaluation import SearchDistanceEvaluation

    unguarded = make_cache(SearchDistanceEvaluation())
    assert get(query, cache_obj=unguarded) != f"answer to: {SAME}"  # a near-miss is served
    guarded = make_cache(GuardEvaluation(CacheGuard(verifier, threshold=0.9)))
    assert get(query, cache_obj=guarded) == f"answer to: {SAME}"
    assert get("The nurse called the broker.", cache_obj=guarded) is None


@pytest.mark.slow
@pytest.mark.parametrize("config", [{"similarity_threshold": 0.0}, {"similarity_threshold": 1.0}, {}])
def test_no_setting_of_gptcache_overrules_the_guard(make_cache, verifier, query, config):
    from gptcache.adapter.api import get

    guarded = make_cache(GuardEvaluation(CacheGuard(verifier, threshold=0.9)), **config)
    assert get(query, cache_obj=guarded) == f"answer to: {SAME}"
    assert get(query, cache_obj=guarded, cache_factor=0) == f"answer to: {SAME}"
    assert get("The nurse called the broker.", cache_obj=guarded, cache_factor=0) is None


def test_nothing_is_served_where_the_guard_cannot_judge(make_cache, verifier, query, monkeypatch):
    from gptcache.adapter.api import get

    guarded = make_cache(GuardEvaluation(CacheGuard(verifier, threshold=0.9)), similarity_threshold=0.0)
    monkeypatch.setattr(type(verifier), "verify", lambda *_: 1 / 0)
    assert get(query, cache_obj=guarded) is None


@pytest.mark.slow
def test_the_example_runs(folder):
    command = [sys.executable, str(ROOT / "examples" / "semantic_cache.py"), "--verifier", str(folder)]
    done = subprocess.run(
        [*command, "--threshold", "0.9"], env=os.environ, capture_output=True, text=True, timeout=HANGS
    )
    assert done.returncode == 0, done.stderr
    asked = "The tenant paid the landlord."
    assert f"by distance: {asked} -> Book it as a refund of the deposit." in done.stdout
    assert f"guarded: {asked} -> Book it as rent received." in done.stdout
    assert "guarded: The nurse called the broker. -> no hit" in done.stdout
    assert "refused: near-miss (argument_swap)" in done.stderr
    assert "Error" not in done.stderr
