"""The plan of batches: determinism, sharding, balance, others."""

import pytest

from verisieve.data_gen.store import load_pairs
from verisieve.errors import InputError
from verisieve.models.interaction import NEAR_MISS, OTHER, SAME
from verisieve.train.config import TrainConfig
from verisieve.train.data import GroupedPairs, near_miss_families, shard

CONFIG = TrainConfig(batch_size=16, pairs_per_group=3)


@pytest.fixture(scope="module")
def pairs(pairs_folder):
    dataset = load_pairs(pairs_folder, "train")
    return GroupedPairs(dataset, near_miss_families(dataset))


def test_plan_depends_on_seed_and_epoch_only(pairs):
    assert pairs.plan_epoch(1, CONFIG) == pairs.plan_epoch(1, CONFIG)
    assert pairs.plan_epoch(1, CONFIG) != pairs.plan_epoch(2, CONFIG)


def test_every_group_comes_once_an_epoch_with_both_labels(pairs):
    plan = pairs.plan_epoch(0, CONFIG)
    groups = [group for step in plan for group in step]
    assert len(groups) == len(pairs.names)
    seen = set()
    for group in groups:
        answers = [example.answer for example in pairs.examples([group])]
        assert answers.count(SAME) == 1
        assert answers.count(NEAR_MISS) == 2
        assert answers.count(OTHER) == 1
        seen |= {row for row, _ in group.rows}
    assert len(seen) == len(pairs.dataset)


def test_others_come_from_another_group(pairs):
    for step in pairs.plan_epoch(0, CONFIG):
        for group in step:
            for row, other in group.others:
                assert pairs.dataset[row]["group_id"] != pairs.dataset[other]["group_id"]


def test_shards_divide_a_step(pairs):
    step = pairs.plan_epoch(0, CONFIG)[0]
    parts = [group for index in range(3) for group in shard(step, index, 3)]
    assert sorted(map(repr, parts)) == sorted(map(repr, step))


def test_swapping_exchanges_texts_and_spans(pairs):
    row = next(i for i, pair in enumerate(pairs.dataset) if pair["edit"] == "argument_swap.subject_object")
    plain, swapped = pairs.example(row), pairs.example(row, swapped=True)
    assert (plain.a, plain.b) == (swapped.b, swapped.a)
    assert (plain.spans_a, plain.spans_b) == (swapped.spans_b, swapped.spans_a)
    assert plain.answer == NEAR_MISS
    assert pairs.families[plain.family] == "argument_swap"


def test_one_label_or_one_sentence_is_refused(pairs):
    only_same = pairs.dataset.filter(lambda row: row["label"] == 1)
    with pytest.raises(InputError, match="both labels"):
        GroupedPairs(only_same, ())
    group = pairs.dataset[0]["group_id"]
    one = GroupedPairs(pairs.dataset.filter(lambda row: row["group_id"] == group), pairs.families)
    with pytest.raises(InputError, match="one sentence only"):
        one.plan_epoch(0, CONFIG)
