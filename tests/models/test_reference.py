"""The verifier in the package: it loads without a network, and tells the five sentences' near-misses apart."""

from pathlib import Path

import pytest

import verisieve
from verisieve import Verifier
from verisieve.models.weights import weights_sha256

PAIRS = [
    ("Rome is closer than Paris.", "Paris is closer than Rome.", "Rome is nearer than Paris."),
    ("The dog bit the man.", "The man bit the dog.", "The man was bitten by the dog."),
    (
        "The tenant shall pay the landlord a late fee.",
        "The landlord shall pay the tenant a late fee.",
        "The tenant shall pay a late fee to the landlord.",
    ),
    (
        "The small company acquired the large bank.",
        "The large company acquired the small bank.",
        "The large bank was acquired by the small company.",
    ),
    (
        "No refund is issued after 30 days.",
        "A refund is issued after 30 days.",
        "After 30 days, no refund is issued.",
    ),
]


@pytest.fixture(scope="module")
def default(retriever) -> Verifier:
    return Verifier.from_pretrained("default", retriever=retriever)


@pytest.mark.parametrize(("query", "near_miss", "same"), PAIRS)
def test_the_near_miss_scores_lower(default, query, near_miss, same):
    wrong, right = default.score([(query, near_miss), (query, same)])
    assert wrong < right


def test_it_is_small_and_says_what_it_was_trained_on():
    folder = Path(verisieve.__file__).parent / "models" / "reference"
    assert sum(path.stat().st_size for path in folder.rglob("*.safetensors")) < 8_000_000
    assert weights_sha256(folder) in (folder / "summary.json").read_text(encoding="utf-8")
