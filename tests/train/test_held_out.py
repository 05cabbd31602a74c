"""Held-out halves: whole groups, natural paraphrases in both, nothing twice."""

from dataclasses import replace

import numpy as np
import pytest
from datasets import Dataset

from verisieve.common.errors import InputError
from verisieve.models.interaction import NEAR_MISS, SAME
from verisieve.train.config import TrainConfig
from verisieve.train.losses import comparisons
from verisieve.train.plan.held_out import NATURAL, held_out_halves
from verisieve.train.plan.pairs import GroupedPairs

CONFIG = TrainConfig(pairs_per_group=4, validation_pairs=1000, calibration_pairs=1000)


def pairs(groups: int, natural: int) -> GroupedPairs:
    """Groups of a positive and a near-miss; the first `natural` have a paraphrase that people wrote."""
    rows = [
        {
            "anchor": f"anchor {number}",
            "candidate": f"{label} {number}",
            "label": label,
            "family": "paraphrase" if label else ("rare" if number % 5 == 0 else "negation"),
            "edit": (NATURAL if number < natural else "paraphrase.passive") if label else "negation.copula",
            "anchor_spans": [],
            "candidate_spans": [],
            "source_id": f"document {number}",
            "group_id": f"group {number:03d}",
        }
        for number in range(groups)
        for label in (1, 0)
    ]
    return GroupedPairs(Dataset.from_list(rows), ["negation", "rare"])


def test_halves_share_no_group_and_both_have_natural_paraphrases():
    grouped = pairs(60, natural=10)
    first, second = held_out_halves(grouped, CONFIG)
    assert not set(first.groups) & set(second.groups)
    assert len(set(first.groups) | set(second.groups)) == 60
    for half in (first, second):
        assert len(half.examples) == len(half.groups)
        edits = [grouped.dataset[example.row]["edit"] for example in half.examples if example.row >= 0]
        assert edits.count(NATURAL) == 5
        assert {SAME, NEAR_MISS} <= {example.answer for example in half.examples}
        assert comparisons(half.examples, NEAR_MISS)[0]


def test_few_pairs_still_hold_as_many_natural_paraphrases_as_others():
    grouped = pairs(200, natural=60)
    _, second = held_out_halves(grouped, replace(CONFIG, calibration_pairs=60))
    edits = [grouped.dataset[example.row]["edit"] for example in second.examples if example.row >= 0]
    positives = [edit for edit in edits if edit.startswith("paraphrase.")]
    assert len(second.examples) == 60
    assert 0.4 < positives.count(NATURAL) / len(positives) < 0.6


def test_the_halves_are_the_same_for_every_seed():
    grouped = pairs(30, natural=5)
    one, other = (
        held_out_halves(grouped, replace(CONFIG, seed=seed, symmetric_share=0.5)) for seed in (1, 2)
    )
    assert one[0].examples == other[0].examples
    np.testing.assert_array_equal(one[1].groups, other[1].groups)
    assert not any(example.mirrored for example in one[0].examples)


def test_one_group_serves_both_and_none_is_an_error():
    grouped = pairs(2, natural=0)
    only = grouped.dataset.filter(lambda row: row["group_id"] == "group 000" or row["label"] == 0)
    first, second = held_out_halves(GroupedPairs(only, ["negation", "rare"]), CONFIG)
    assert set(first.groups) == set(second.groups)
    with pytest.raises(InputError, match="training needs both"):
        GroupedPairs(grouped.dataset.filter(lambda row: row["label"] == 0), ["negation"])
