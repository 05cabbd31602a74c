"""The plan of batches: determinism, sharding, balance, others."""

from dataclasses import replace

import numpy as np
import pytest
from datasets import Dataset

from verisieve.common.errors import InputError
from verisieve.data_gen.schema import load_pairs
from verisieve.models.interaction import NEAR_MISS, OTHER, SAME
from verisieve.train.config import TrainConfig
from verisieve.train.losses import comparisons
from verisieve.train.plan.balance import overlap_weights, word_overlap
from verisieve.train.plan.draw import draw_weights
from verisieve.train.plan.epoch import PlannedRow, balance_overlap, plan_epoch, shard, steps_per_epoch
from verisieve.train.plan.examples import read_example, read_examples
from verisieve.train.plan.pairs import GroupedPairs, near_miss_families, without_families

CONFIG = TrainConfig(batch_size=16, pairs_per_group=3, family_balance=0, identity_pairs=0)


@pytest.fixture(scope="module")
def pairs(pairs_folder):
    dataset = load_pairs(pairs_folder, "train")
    return GroupedPairs(dataset, near_miss_families(dataset))


def read(pairs: GroupedPairs, row: int, swapped: bool = False):
    return read_example(pairs, PlannedRow(row, swapped, False))


def test_plan_depends_on_seed_and_epoch_only(pairs):
    assert list(plan_epoch(pairs, 1, CONFIG)) == list(plan_epoch(pairs, 1, CONFIG))
    assert list(plan_epoch(pairs, 1, CONFIG)) != list(plan_epoch(pairs, 2, CONFIG))


def test_a_drawn_group_brings_both_labels_and_others(pairs):
    for step in plan_epoch(pairs, 0, CONFIG):
        for group in step:
            answers = [example.answer for example in read_examples(pairs, [group])]
            assert answers.count(SAME) == 1
            assert answers.count(NEAR_MISS) == 2
            assert answers.count(OTHER) == 1


def test_a_group_without_a_positive_is_never_drawn(pairs):
    alone = pairs.dataset[0]["group_id"]
    some = GroupedPairs(
        pairs.dataset.filter(lambda row: row["group_id"] != alone or row["label"] == 0), pairs.families
    )
    weights = draw_weights(some, CONFIG)
    assert weights[list(some.names).index(alone)] == 0
    assert weights.sum() == pytest.approx(1)


def test_echoes_pair_a_sentence_with_itself(pairs):
    config = replace(CONFIG, identity_pairs=1)
    for group in next(plan_epoch(pairs, 0, config)):
        echo = [example for example in read_examples(pairs, [group]) if example.a == example.b]
        assert [example.answer for example in echo] == [SAME]
        assert echo[0].anchor is None, "an echo takes no part in the margin"


def test_a_sentence_drawn_twice_in_a_step_makes_two_groups(pairs):
    group = next(plan_epoch(pairs, 0, CONFIG))[0]
    together = comparisons(list(read_examples(pairs, [group, group])), NEAR_MISS)
    alone = comparisons(list(read_examples(pairs, [group])), NEAR_MISS)
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
    before = read(pairs, 0).weight
    balance_overlap(pairs, CONFIG)
    weights = {read(pairs, row).weight for row in range(len(pairs.dataset))}
    pairs.weights[:] = before
    assert weights == {0.5}, "each band of overlap of these pairs holds one label only"


def test_reworded_near_misses_come_before_plain_ones(pairs):
    def reword(row):
        return row | {
            "edit": "paraphrase.natural+" + row["edit"] if row["family"] == "negation" else row["edit"]
        }

    reworded = GroupedPairs(pairs.dataset.map(reword), pairs.families)
    config = replace(CONFIG, pairs_per_group=2, unreworded_share=0)
    for step in plan_epoch(reworded, 0, config):
        for example in read_examples(reworded, step):
            if example.answer == NEAR_MISS:
                assert reworded.families[example.family] == "negation"


@pytest.mark.slow
def test_family_balance_draws_rare_families_more_often(pairs):
    source = dict(zip(pairs.names.tolist(), pairs.document_of_group.tolist(), strict=True))
    rows = [
        index
        for index, row in enumerate(pairs.dataset)
        if row["family"] != "argument_swap" or source[row["group_id"]] < 10
    ]
    rare = GroupedPairs(pairs.dataset.select(rows), pairs.families)
    few = {group for group, family in zip(rare.dataset["group_id"], rare.dataset["family"], strict=True)
           if family == "argument_swap"}  # fmt: skip
    assert 0 < len(few) < len(rare.names)

    def share(balance: float) -> float:
        drawn = [
            rare.dataset[group.rows[0].row]["group_id"] in few
            for epoch in range(20)
            for step in plan_epoch(rare, epoch, replace(CONFIG, family_balance=balance))
            for group in step
        ]
        return sum(drawn) / len(drawn)

    assert share(0) < share(0.5) < share(1)


def test_others_come_from_another_group(pairs):
    for step in plan_epoch(pairs, 0, CONFIG):
        for group in step:
            for row, other in group.others:
                assert pairs.dataset[row]["group_id"] != pairs.dataset[other]["group_id"]


def test_shards_divide_a_step(pairs):
    step = next(plan_epoch(pairs, 0, CONFIG))
    parts = [group for index in range(3) for group in shard(step, index, 3)]
    assert sorted(map(repr, parts)) == sorted(map(repr, step))


def test_swapping_exchanges_texts_and_spans(pairs):
    row = next(i for i, pair in enumerate(pairs.dataset) if pair["edit"] == "argument_swap.subject_object")
    plain, swapped = read(pairs, row), read(pairs, row, swapped=True)
    assert (plain.a, plain.b) == (swapped.b, swapped.a)
    assert (plain.spans_a, plain.spans_b) == (swapped.spans_b, swapped.spans_a)
    assert plain.answer == NEAR_MISS
    assert pairs.families[plain.family] == "argument_swap"


def test_one_label_or_one_sentence_is_refused(pairs):
    only_same = pairs.dataset.filter(lambda row: row["label"] == 1)
    with pytest.raises(InputError, match=r"label 0 \(near-miss\), and training needs both"):
        GroupedPairs(only_same, ())
    group = pairs.dataset[0]["group_id"]
    one = GroupedPairs(pairs.dataset.filter(lambda row: row["group_id"] == group), pairs.families)
    with pytest.raises(InputError, match="one sentence only"):
        next(plan_epoch(one, 0, replace(CONFIG, batch_size=3)))


CHAIN = [
    # T, a paraphrase T', near-misses N (of T) and N' (a paraphrase of N): every text is an anchor somewhere
    ("T", "Tp", 1),
    ("T", "N", 0),
    ("Tp", "T", 1),
    ("Tp", "N", 0),
    ("N", "Np", 1),
    ("N", "T", 0),
]


@pytest.fixture(scope="module")
def chains():
    """Groups with three anchors each, of which one's near-misses are another's positives."""
    rows = [
        {
            "anchor": f"{anchor} of {number}",
            "candidate": f"{candidate} of {number}",
            "label": label,
            "family": "paraphrase" if label else "negation",
            "edit": "paraphrase.natural" if label else "negation.copula",
            "anchor_spans": [],
            "candidate_spans": [],
            "source_id": f"document {number // 2}",
            "group_id": f"group {number:03d}",
        }
        for number in range(20)
        for anchor, candidate, label in CHAIN
    ]
    return GroupedPairs(Dataset.from_list(rows), ["negation"])


def test_the_margin_compares_pairs_of_one_anchor_only(chains):
    compared = 0
    for step in plan_epoch(chains, 0, replace(CONFIG, pairs_per_group=6, batch_size=24)):
        examples = list(read_examples(chains, step))
        for same, near_miss in zip(*comparisons(examples, NEAR_MISS), strict=True):
            rows = [chains.dataset[examples[place].row] for place in (same, near_miss)]
            assert rows[0]["anchor"] == rows[1]["anchor"]
            compared += 1
    assert compared


def test_few_rows_of_a_group_still_hold_a_comparison(chains):
    """With two pairs per group drawn from three anchors, the two are of one anchor."""
    for step in plan_epoch(chains, 0, replace(CONFIG, pairs_per_group=2)):
        for group in step:
            examples = list(read_examples(chains, [group]))
            assert len(comparisons(examples, NEAR_MISS)[0]) == 1


@pytest.mark.parametrize("hard", [0.0, 1.0])
def test_others_never_come_from_the_same_group(chains, hard):
    chains.neighbours = np.stack([(np.arange(20) + shift) % 20 for shift in (0, 1, 2)], axis=1)
    for step in plan_epoch(chains, 0, replace(CONFIG, hard_negative_share=hard, negatives_per_group=3)):
        for group in step:
            for row, other in group.others:
                one, another = chains.group_of_row[row], chains.group_of_row[other]
                assert one != another
                if hard:
                    assert (another - one) % 20 in (1, 2)
    chains.neighbours = None


@pytest.mark.parametrize(
    ("per_group", "low", "high"), [(0, 0, 0), (0.25, 0.1, 0.4), (1, 1, 1), (1.5, 1.3, 1.7)]
)
def test_a_fraction_of_the_groups_has_one_other_more(chains, per_group, low, high):
    config = replace(CONFIG, negatives_per_group=per_group)
    drawn = [
        len(group.others)
        for epoch in range(10)
        for step in plan_epoch(chains, epoch, config)
        for group in step
    ]
    assert low <= sum(drawn) / len(drawn) <= high
    assert set(drawn) <= {int(per_group), int(np.ceil(per_group))}


def test_others_come_from_the_step_so_that_their_states_are_there(chains):
    plan = plan_epoch(chains, 0, replace(CONFIG, batch_size=30, pairs_per_group=3))
    from_step = [
        int(chains.group_of_row[other]) in {int(chains.group_of_row[group.rows[0].row]) for group in step}
        for step in plan
        for group in step
        for _, other in group.others
    ]
    assert sum(from_step) / len(from_step) > 0.6


def test_relevance_compares_a_positive_with_the_others_of_its_anchor(chains):
    for step in plan_epoch(chains, 0, CONFIG):
        examples = list(read_examples(chains, step))
        same, other = comparisons(examples, OTHER)
        assert same
        for s, o in zip(same, other, strict=True):
            assert (examples[s].answer, examples[o].answer) == (SAME, OTHER)
            assert chains.dataset[examples[s].row]["anchor"] == examples[o].a


def test_mining_draws_groups_of_high_loss_more_often(chains):
    losses = np.full(len(chains.labels), np.nan, dtype=np.float32)
    losses[chains.group_of_row == 3] = 4.0
    losses[chains.group_of_row == 4] = 0.5
    plain = draw_weights(chains, CONFIG, losses)
    mined = draw_weights(chains, replace(CONFIG, mining=1.0), losses)
    np.testing.assert_allclose(plain, 1 / 20)
    assert mined[3] > mined[5] > mined[4], "a group that was not read yet counts as the mean"
    assert mined.sum() == pytest.approx(1)
    assert draw_weights(chains, replace(CONFIG, mining=1.0), np.full_like(losses, np.nan)).std() < 1e-12


def test_family_weights_draw_a_family_more_often(pairs):
    assert draw_weights(pairs, replace(CONFIG, family_weights={"negation": 3.0})).std() < 1e-12, (
        "all have both"
    )
    without = pairs.dataset.filter(lambda row: row["family"] != "negation" or row["anchor"] < "The l")
    some = GroupedPairs(without, pairs.families)
    weights = draw_weights(some, replace(CONFIG, family_weights={"negation": 9.0}))
    has = np.isin(some.names, without.filter(lambda row: row["family"] == "negation")["group_id"])
    assert weights[has].min() > weights[~has].max()


def test_mirrored_rows_follow_the_share(chains):
    def share(mirrored: float) -> float:
        plan = plan_epoch(chains, 0, replace(CONFIG, symmetric_share=mirrored))
        return float(np.mean([row.mirrored for step in plan for group in step for row in group.rows]))

    assert share(0) == 0
    assert share(1) == 1
    assert 0.2 < share(0.5) < 0.8


def test_epochs_have_the_stated_number_of_steps(pairs, chains):
    for one in (pairs, chains):
        for config in (CONFIG, replace(CONFIG, batch_size=7), replace(CONFIG, batch_size=1)):
            assert len(list(plan_epoch(one, 0, config))) == steps_per_epoch(one, config)


def test_a_family_left_out_leaves_no_rule_of_its_behind(pairs):
    def compose(row):
        return row | {"edit": "paraphrase.natural+" + row["edit"]} if row["family"] == "negation" else row

    rest = without_families(pairs.dataset.map(compose), ["negation"])
    assert near_miss_families(rest) == ("argument_swap",)
    assert not [edit for edit in rest["edit"] if "negation" in edit]
    assert len(rest) == len(pairs.dataset) * 2 // 3
    with pytest.raises(InputError, match="no near-misses of 'spatial'"):
        without_families(pairs.dataset, ["spatial"])


def test_a_family_unknown_to_the_training_has_no_target(pairs):
    known = GroupedPairs(pairs.dataset, ["argument_swap"])
    families = {read(known, row).family for row in range(len(pairs.dataset))}
    assert families == {-1, 0}


def test_a_heavier_family_comes_first_within_a_sentence_too(pairs):
    config = replace(CONFIG, pairs_per_group=2, family_weights={"negation": 9.0}, unreworded_share=1.0)
    rows = [row.row for step in plan_epoch(pairs, 0, config) for group in step for row in group.rows]
    families = [pairs.dataset[row]["family"] for row in rows if pairs.labels[row] == 0]
    assert 0.75 < families.count("negation") / len(families) < 1
