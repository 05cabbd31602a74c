"""The plan of batches: determinism, sharding, balance, others."""

from dataclasses import replace

import numpy as np
import pytest

from verisieve.data_gen.store import load_pairs
from verisieve.errors import InputError
from verisieve.models.interaction import NEAR_MISS, OTHER, SAME
from verisieve.train.balance import overlap_weights, word_overlap
from verisieve.train.config import TrainConfig
from verisieve.train.data import GroupedPairs, near_miss_families, shard
from verisieve.train.losses import group_comparisons

CONFIG = TrainConfig(batch_size=16, pairs_per_group=3, family_balance=0, echoes=0)


@pytest.fixture(scope="module")
def pairs(pairs_folder):
    dataset = load_pairs(pairs_folder, "train")
    return GroupedPairs(dataset, near_miss_families(dataset))


def test_plan_depends_on_seed_and_epoch_only(pairs):
    assert pairs.plan_epoch(1, CONFIG) == pairs.plan_epoch(1, CONFIG)
    assert pairs.plan_epoch(1, CONFIG) != pairs.plan_epoch(2, CONFIG)


def test_a_drawn_group_brings_both_labels_and_others(pairs):
    for step in pairs.plan_epoch(0, CONFIG):
        for group in step:
            answers = [example.answer for example in pairs.examples([group])]
            assert answers.count(SAME) == 1
            assert answers.count(NEAR_MISS) == 2
            assert answers.count(OTHER) == 1


def test_a_group_without_a_positive_is_never_drawn(pairs):
    alone = pairs.dataset[0]["group_id"]
    some = GroupedPairs(
        pairs.dataset.filter(lambda row: row["group_id"] != alone or row["label"] == 0), pairs.families
    )
    weights = some.draw_weights(0.5)
    assert weights[list(some.names).index(alone)] == 0
    assert weights.sum() == pytest.approx(1)


def test_echoes_pair_a_sentence_with_itself(pairs):
    config = replace(CONFIG, echoes=1)
    for group in pairs.plan_epoch(0, config)[0]:
        echo = [example for example in pairs.examples([group]) if example.a == example.b]
        assert [example.answer for example in echo] == [SAME]
        assert echo[0].group is None, "an echo takes no part in the margin"


def test_a_sentence_drawn_twice_in_a_step_makes_two_groups(pairs):
    group = pairs.plan_epoch(0, CONFIG)[0][0]
    together = group_comparisons(list(pairs.examples([group, group])))
    alone = group_comparisons(list(pairs.examples([group])))
    assert len(together[0]) == 2 * len(alone[0]) > 0


def test_overlap_weights_make_labels_count_alike_in_each_band():
    overlaps = [1.0, 1.0, 1.0, 1.0, 0.5, 0.5]
    same = np.array([True, False, False, False, True, True])
    weights = overlap_weights(overlaps, same, np.ones(6))
    assert weights[0] == pytest.approx(weights[1:4].sum())
    assert weights[4] == weights[5] == pytest.approx(0.5)


def test_word_overlap_by_hand():
    assert word_overlap("The dog bit the man.", "the man bit the DOG") == 1
    assert word_overlap("a b", "b c") == pytest.approx(1 / 3)
    assert word_overlap("", "") == 0


def test_balance_overlap_sets_the_examples_weights(pairs):
    before = pairs.example(0).weight
    pairs.balance_overlap(CONFIG)
    weights = {pairs.example(row).weight for row in range(len(pairs.dataset))}
    pairs.weights[:] = before
    assert weights == {0.5}, "each band of overlap of these pairs holds one label only"


def test_reworded_near_misses_come_before_plain_ones(pairs):
    def reword(row):
        return row | {
            "edit": "paraphrase.natural+" + row["edit"] if row["family"] == "negation" else row["edit"]
        }

    reworded = GroupedPairs(pairs.dataset.map(reword), pairs.families)
    config = replace(CONFIG, pairs_per_group=2, plain_near_misses=0)
    for step in reworded.plan_epoch(0, config):
        for example in reworded.examples(step):
            if example.answer == NEAR_MISS:
                assert reworded.families[example.family] == "negation"


def test_family_balance_draws_rare_families_more_often(pairs):
    source = dict(zip(pairs.names.tolist(), pairs.source_of_group.tolist(), strict=True))
    rows = [
        index
        for index, row in enumerate(pairs.dataset)
        if row["family"] != "argument_swap" or source[row["group_id"]] < 10
    ]
    rare = GroupedPairs(pairs.dataset.select(rows), pairs.families)
    few = {group for group, family in zip(rare.dataset["group_id"], rare.row_families, strict=True)
           if family == "argument_swap"}  # fmt: skip
    assert 0 < len(few) < len(rare.names)

    def share(balance: float) -> float:
        drawn = [
            rare.dataset[group.rows[0][0]]["group_id"] in few
            for epoch in range(20)
            for step in rare.plan_epoch(epoch, replace(CONFIG, family_balance=balance))
            for group in step
        ]
        return sum(drawn) / len(drawn)

    assert share(0) < share(0.5) < share(1)


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
