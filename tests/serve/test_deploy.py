"""The files in deploy/: what they name exists, and the cache client serves what the server allows."""

import importlib.util
import itertools
import re
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest
import redis
import yaml

import verisieve
from verisieve.common.configuration import load_config
from verisieve.serve.config import ServeConfig

DEPLOY = Path(verisieve.__file__).parent / "deploy"
QUESTION = "the tenant paid the landlord"


@pytest.fixture(scope="module")
def client_module():
    spec = importlib.util.spec_from_file_location("cache_client", DEPLOY / "cache_client.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Store:
    """What the client calls of Redis, over a dict: an entry is found where it has one of the words."""

    def __init__(self) -> None:
        self.entries: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []

    def ft(self, index: str) -> "Store":
        return self

    def create_index(self, fields, definition) -> None:
        raise redis.ResponseError("Index already exists")

    def hset(self, key: str, mapping: dict[str, str]) -> None:
        self.entries[key] = mapping

    def expire(self, key: str, seconds: int) -> None:
        assert key in self.entries
        assert seconds > 0

    def search(self, query) -> SimpleNamespace:
        text = query.query_string()
        self.asked.append(text)
        words = set(re.fullmatch(r"@question:\(([\w|]+)\)", text)[1].split("|"))
        found = [
            (key, entry) for key, entry in self.entries.items() if words & set(entry["question"].split())
        ]
        return SimpleNamespace(docs=[SimpleNamespace(id=key, **entry) for key, entry in found])


def test_the_cache_client_serves_what_the_server_allows(client_module, hosted):
    store, asked = Store(), []

    def model(question: str) -> str:
        asked.append(question)
        return f"answer {len(asked)}"

    questions = [QUESTION, "the landlord paid the tenant", "the tenant  paid the landlord", "?! ..."]
    with hosted() as server:
        cache = client_module.GuardedCache(store, server)
        answers = [client_module.answer(cache, question, model) for question in questions]
    assert answers == ["answer 1", "answer 2", "answer 1", "answer 3"]
    assert asked == [questions[0], questions[1], questions[3]]
    assert store.asked[0] == "@question:(landlord|paid|tenant|the)"


def test_the_cache_client_serves_nothing_without_a_decision(client_module):
    store = Store()
    with httpx.Client(base_url="http://127.0.0.1:9") as nobody:
        cache = client_module.GuardedCache(store, nobody)
        cache.put(QUESTION, "an answer")
        assert cache.get(QUESTION) == (None, "no decision: ConnectError")


def test_the_compose_file_starts_a_server_that_takes_its_options():
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    command = services["verisieve"]["command"]
    overrides = [value for option, value in itertools.pairwise(command) if option == "--set"]
    config = load_config(ServeConfig, "serve", None, overrides)
    assert config.api_key_file == "/run/secrets/key"
    assert int(services["verisieve"]["stop_grace_period"].removesuffix("s")) > config.drain_timeout_s
    assert services["ask"]["volumes"] == ["./cache_client.py:/cache_client.py:ro"]


def test_the_container_copies_what_the_package_is_made_of():
    kept = {
        line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().split() if line.startswith("!")
    }
    assert all((DEPLOY.parent / name).exists() for name in kept)
    packages = {path.parent.name for path in DEPLOY.parent.glob("*/__init__.py")}
    assert packages <= kept
    assert {"pyproject.toml", "constraints.txt", "README.md", "LICENSE", "_version.py"} <= kept
