"""The verifier in the package: it loads without a network, and tells near-misses apart on sentences it has
not seen.
"""

from pathlib import Path

import pytest

import verisieve
from verisieve import CacheGuard, Verifier
from verisieve.common.configuration import load_config
from verisieve.models.folder import weights_sha256
from verisieve.train.config import TrainConfig

PAIRS = [
    ("Vienna is farther than Prague.", "Prague is farther than Vienna.", "Prague is closer than Vienna."),
    ("The cat chased the boy.", "The boy chased the cat.", "The boy was chased by the cat."),
    (
        "The supplier must pay the carrier a small fee.",
        "The carrier must pay the supplier a small fee.",
        "The supplier must pay a small fee to the carrier.",
    ),
    (
        "The old school hired the young teacher.",
        "The young school hired the old teacher.",
        "The young teacher was hired by the old school.",
    ),
    (
        "No visitors are admitted after noon.",
        "Visitors are admitted after noon.",
        "After noon, no visitors are admitted.",
    ),
]
"""Query, near-miss, the same in other words."""


@pytest.fixture(scope="module")
def default(retriever) -> Verifier:
    return Verifier.from_pretrained("default", retriever=retriever)


@pytest.mark.slow
@pytest.mark.parametrize(("query", "near_miss", "same"), PAIRS)
def test_the_near_miss_scores_lower(default, query, near_miss, same):
    wrong, right = default.score([(query, near_miss), (query, same)])
    assert wrong < right


REPORTED = [
    ("How do I convert km to miles?", "How do I convert miles to km?"),
    ("How do I log in?", "How do I log out?"),
    ("Is the shop open on weekdays?", "Is the shop open on weekends?"),
    ("Remind me today to call Anna.", "Remind me tomorrow to call Anna."),
    ("Remind me at 9:00 am", "Remind me at 9:00 pm"),
    ("What does get_user_by_id return?", "What does get_user_by_name return?"),
    ("Set the timeout to 30 seconds.", "Set the timeout to 30 minutes."),
    ("How much is 5 kg of rice?", "How much is 5 g of rice?"),
    ("How do I enable two-factor login?", "How do I disable two-factor login?"),
]
"""Kinds of questions that the first release's verifier served for each other."""


@pytest.mark.slow
def test_no_reported_kind_of_near_miss_is_served(default):
    guard = CacheGuard(default)
    assert [pair for pair in REPORTED if guard.allows(*pair).hit] == []


def test_it_is_small_and_says_what_it_was_trained_on(default):
    folder = Path(verisieve.__file__).parent / "models" / "reference"
    assert default.folder == folder  # by which an evaluation finds the hash of the weights
    assert sum(path.stat().st_size for path in folder.rglob("*.safetensors")) < 8_000_000
    assert weights_sha256(folder) in (folder / "summary.json").read_text(encoding="utf-8")


def test_the_one_of_generated_pairs_alone_ships_too(retriever):
    verifier = Verifier.from_pretrained("default-generated", retriever=retriever)
    folder = Path(verisieve.__file__).parent / "models" / "reference_generated"
    assert verifier.folder == folder
    assert weights_sha256(folder) in (folder / "summary.json").read_text(encoding="utf-8")
    recipe = load_config(TrainConfig, "train", folder / "train_config.yaml", [])
    found = {(source.path, source.grain) for source in recipe.sources.values()}
    made = {("pairs", "question"), ("worded", None), ("order.jsonl", None), ("order_wiki.jsonl", None)}
    assert found == made
    wrong, right = verifier.score([("The cat chased the boy.", text) for text in PAIRS[1][1:]])
    assert wrong < right
