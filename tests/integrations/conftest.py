"""A small verifier that has learned something, trained once and published: what the integrations load."""

import json
from pathlib import Path

import pytest

SETTINGS = {
    "steps": 240,
    "batch_size": 32,
    "max_tokens": 32,
    "validate_every": 120,
    "checkpoint_every": 240,
    "validation_pairs": 60,
    "interaction.key_size": 16,
    "interaction.value_size": 16,
    "interaction.width": 32,
    "interaction.heads": 2,
}


@pytest.fixture(autouse=True)
def own_module_cache(monkeypatch, tmp_path_factory):
    """Keep the published folder's code, which trust_remote_code copies, out of the user's cache."""
    cache = tmp_path_factory.getbasetemp() / "modules"
    monkeypatch.setattr("transformers.dynamic_module_utils.HF_MODULES_CACHE", str(cache))


@pytest.fixture(scope="session")
def folder(tmp_path_factory, pairs_folder) -> Path:
    """A published verifier that tells who did what to whom, for the embedded retriever."""
    from verisieve.cli import main
    from verisieve.eval.publish import publish

    base = tmp_path_factory.mktemp("verifier")
    settings = [part for key, value in SETTINGS.items() for part in ("--set", f"{key}={value}")]
    assert main(["train", "--data", str(pairs_folder), "--out", str(base / "run"), *settings]) == 0
    summary = json.loads((base / "run" / "summary.json").read_text(encoding="utf-8"))
    summary["data"]["rows"] = {}  # the fixture's manifest counts no families, which the card would show
    (base / "run" / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    publish(base / "run", None, dry_run=base / "published")
    return base / "published"


@pytest.fixture(scope="session")
def verifier(folder):
    from verisieve import Verifier

    return Verifier.from_pretrained(folder, device="cpu")


@pytest.fixture(scope="session")
def query() -> str:
    return "The tenant paid the landlord."


@pytest.fixture(scope="session")
def documents() -> list[str]:
    """Two near-misses of the query, what means the same, and another text; not in the order of the scores."""
    return [
        "The landlord paid the tenant.",
        "The landlord was paid by the tenant.",
        "The tenant never paid the landlord.",
        "The driver thanked the guest.",
    ]


@pytest.fixture(scope="session")
def ranking(verifier, query, documents) -> list[tuple[str, float]]:
    """The documents and their P(same) by the verifier itself, best first."""
    found = verifier.rank(query, documents)
    assert documents[found[0]["corpus_id"]] == "The landlord was paid by the tenant."
    assert found[0]["score"] > 0.9 > 0.5 > found[1]["score"]
    return [(documents[row["corpus_id"]], row["score"]) for row in found]


def pytest_collection_modifyitems(items):
    """Other people's libraries take seconds to import: everything in this folder is slow."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)
