"""The interaction model and its maps: shapes, masking, hand-worked values."""

import math
from dataclasses import replace

import pytest
import torch

from verisieve.models.interaction import (
    NEAR_MISS,
    OTHER,
    SAME,
    TYPICAL_COSINE,
    InteractionConfig,
    InteractionModel,
    Side,
)
from verisieve.models.networks.reader import distance_buckets
from verisieve.models.networks.similarity import best_two, continuity, entropy, shut, similarity_maps

CONFIG = InteractionConfig(layers=(0, 2), key_size=8, value_size=8, width=16, heads=2, dropout=0.0)


def side(model: InteractionModel, lengths: list[int], total: int, seed: int) -> Side:
    generator = torch.Generator().manual_seed(seed)
    states = torch.randn(len(lengths), total, 2, 12, generator=generator)
    ids = torch.randint(0, 50, (len(lengths), total), generator=generator)
    mask = torch.arange(total)[None, :] < torch.tensor(lengths)[:, None]
    pooled = torch.nn.functional.normalize(torch.randn(len(lengths), 6, generator=generator), dim=-1)
    return Side(model.keys(states), ids, mask, pooled)


@pytest.fixture
def model() -> InteractionModel:
    torch.manual_seed(0)
    return InteractionModel(CONFIG, hidden_size=12, families=3).eval()


def test_maps_hold_cosines_and_exact_matches():
    keys = torch.tensor([[[[1.0, 0.0]], [[0.6, 0.8]]]])
    maps = similarity_maps(keys, torch.tensor([[5, 6]]), keys, torch.tensor([[6, 5]]))
    expected = torch.tensor([[1.0, 0.6], [0.6, 1.0]])
    torch.testing.assert_close(maps[0, 0], expected)
    assert maps[0, 1].tolist() == [[0.0, 1.0], [1.0, 0.0]]


def test_masked_softmax_and_entropy():
    weights = shut(torch.tensor([[True, True, False, False]])).softmax(1)
    assert weights.tolist() == [[0.5, 0.5, 0.0, 0.0]]
    assert entropy(weights, dim=1).item() == pytest.approx(math.log(2))


def test_continuity_falls_where_words_changed_places():
    def aligned(order):
        return torch.nn.functional.one_hot(torch.tensor([order]), len(order)).float().unsqueeze(1)

    same = continuity(aligned([0, 1, 2, 3]), 3)[0, 0].tolist()
    assert same == [[0, 1], [1, 1], [1, 1], [1, 0]]
    moved = continuity(aligned([2, 3, 0, 1]), 3)[0, 0].tolist()
    assert moved == [[0, 1], [1, 0], [0, 1], [1, 0]]
    one_step = continuity(aligned([1, 2, 0]).transpose(2, 3), 2)[0, 0].tolist()
    assert one_step == continuity(aligned([1, 2, 0]), 3)[0, 0].tolist() == [[0, 1], [1, 0], [0, 0]]


def test_the_two_best_matches_are_of_tokens_that_are_there():
    maps = torch.tensor([[[[0.5, 0.9, 0.8, 0.99]]]])
    best = best_two(maps, torch.tensor([[True, True, True, False]]), 3)
    torch.testing.assert_close(best, torch.tensor([[[[0.9, 0.8]]]]))
    only = best_two(maps, torch.tensor([[True, False, False, False]]), 3)
    torch.testing.assert_close(only, torch.tensor([[[[0.5, -1.0]]]]))
    alone = best_two(maps[..., :1], torch.tensor([[True]]), 3)
    assert torch.equal(alone, only)  # however much padding stands beside it


def test_shapes_and_keys_of_unit_length(model):
    a, b = side(model, [3, 5], 5, 1), side(model, [4, 2], 4, 2)
    reading = model(a, b)
    assert reading.logits.shape == (2, 3)
    assert reading.family.shape == (2, 3)
    assert reading.words_a.shape == (2, 5)
    assert reading.words_b.shape == (2, 4)
    torch.testing.assert_close(a.keys.norm(dim=-1), torch.ones(2, 5, 2))


def test_padding_changes_nothing(model):
    a, b = side(model, [3], 3, 1), side(model, [4], 4, 2)

    def padded(one: Side, extra: int) -> Side:
        keys = torch.cat([one.keys, torch.randn(1, extra, 2, 8)], dim=1)
        ids = torch.cat([one.ids, torch.full((1, extra), int(one.ids[0, 0]))], dim=1)
        mask = torch.cat([one.mask, torch.zeros(1, extra, dtype=torch.bool)], dim=1)
        return Side(keys, ids, mask, one.pooled)

    torch.testing.assert_close(
        model(padded(a, 3), padded(b, 2)).logits, model(a, b).logits, atol=1e-5, rtol=1e-4
    )


def test_one_token_texts_are_read(model):
    assert model(side(model, [1], 1, 1), side(model, [1], 1, 2)).logits.isfinite().all()


def test_distance_buckets_tell_texts_apart():
    buckets = distance_buckets(2, 1, torch.device("cpu"))
    assert buckets.tolist() == [[17, 17, 17, 17], [17, 8, 9, 17], [17, 7, 8, 17], [17, 17, 17, 8]]


def test_default_size_is_small():
    model = InteractionModel(InteractionConfig(), hidden_size=384, families=12)
    assert sum(parameter.numel() for parameter in model.parameters()) < 3_000_000


def test_the_cosine_adds_to_same_alone_so_many_times_as_it_is_weighed(model):
    a, b = side(model, [3, 5], 5, 1), side(model, [4, 2], 4, 2)
    weighed = InteractionModel(replace(CONFIG, cosine_weight=6.0), hidden_size=12, families=3).eval()
    weighed.load_state_dict(model.state_dict())
    plain, other = model(a, b).logits, weighed(a, b).logits
    cosine = (a.pooled * b.pooled).sum(-1)
    torch.testing.assert_close(other[:, SAME] - plain[:, SAME], 6.0 * (cosine - TYPICAL_COSINE))
    assert torch.equal(other[:, [NEAR_MISS, OTHER]], plain[:, [NEAR_MISS, OTHER]])
    long = InteractionModel(replace(CONFIG, cosine_weight_long=9.0), hidden_size=12, families=3).eval()
    long.load_state_dict(model.state_dict())
    assert torch.equal(long(a, b).logits, plain)  # both are short
    a, b = (side(model, [4, 22, 40], 40, seed) for seed in (1, 2))
    added = (long(a, b).logits - model(a, b).logits)[:, SAME]
    weights = torch.tensor([0.0, 4.5, 9.0])
    torch.testing.assert_close(added, weights * ((a.pooled * b.pooled).sum(-1) - TYPICAL_COSINE))
    with pytest.raises(ValueError, match="cosine_weight"):
        InteractionConfig(cosine_weight=-1.0)
