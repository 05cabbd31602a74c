"""Dropout drawn from the examples: the same masks in any batch, at the rate asked for."""

import pytest
import torch
from torch import nn

from verisieve.models.interaction import InteractionConfig, InteractionModel, Side
from verisieve.models.networks.dropout import drawn_dropout, token_draws

CHANNELS = 512


def kept(draws, p=0.1, layer=0):
    return drawn_dropout(torch.ones(*draws.shape, CHANNELS), nn.Dropout(p).train(), draws, layer) > 0


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_rate_and_scale(p):
    draws = token_draws(torch.arange(20), 30, 30)
    x = drawn_dropout(torch.ones(20, 61, CHANNELS), nn.Dropout(p).train(), draws)
    assert (x > 0).float().mean().item() == pytest.approx(1 - p, abs=0.005)
    assert x.max().item() == pytest.approx(1 / (1 - p))
    by_channel = (x > 0).float().mean((0, 1))
    assert by_channel.std().item() < 1.5 * (p * (1 - p) / (20 * 61)) ** 0.5  # as of independent draws
    by_row = (x > 0).float().mean(2)
    assert by_row.std().item() < 1.5 * (p * (1 - p) / CHANNELS) ** 0.5


def test_masks_of_rows_channels_and_layers_are_not_alike():
    draws = token_draws(torch.arange(4), 20, 20)
    one, other = kept(draws, 0.5).float(), kept(draws, 0.5, layer=1).float()
    agree = (one == other).float().mean().item()
    assert agree == pytest.approx(0.5, abs=0.02)
    rows = one.flatten(0, 1) - 0.5
    between_rows = (rows @ rows.T / CHANNELS * 4).fill_diagonal_(0).abs()
    assert between_rows.max().item() < 0.35  # 13,000 pairs of independent rows: five deviations of 0.044
    between_channels = (rows.T @ rows / len(rows) * 4).fill_diagonal_(0).abs()
    assert between_channels.max().item() < 0.6


def test_without_draws_or_in_use_it_is_pytorchs_own():
    x = torch.ones(3, 4, CHANNELS)
    draws = token_draws(torch.arange(3), 2, 1)
    assert drawn_dropout(x, nn.Dropout(0.1).eval(), draws) is x
    torch.manual_seed(1)
    expected = nn.functional.dropout(x, 0.1, training=True)
    torch.manual_seed(1)
    assert torch.equal(drawn_dropout(x, nn.Dropout(0.1).train(), None), expected)


def test_an_example_is_read_alike_in_any_batch():
    config = InteractionConfig(layers=(0, 2), key_size=8, value_size=8, width=16, heads=2, dropout=0.3)
    torch.manual_seed(0)
    model = InteractionModel(config, hidden_size=12, families=3).train()
    lengths, draws = [(5, 9), (7, 4), (3, 3)], torch.tensor([11, 12, 13])
    sides = [tuple(side(length) for length in pair) for pair in lengths]
    together = model(*(batch([pair[i] for pair in sides], 9) for i in (0, 1)), draws)
    for row, pair in enumerate(sides):
        alone = model(*(batch([one], len(one[0])) for one in pair), draws[row : row + 1])
        torch.testing.assert_close(alone.logits[0], together.logits[row], atol=1e-5, rtol=1e-4)
    other = model(*(batch([pair[i] for pair in sides], 9) for i in (0, 1)), draws + 7)
    assert (other.logits - together.logits).abs().max() > 1e-3


def side(length):
    keys = nn.functional.normalize(torch.randn(length, 2, 8), dim=-1)
    return keys, torch.randint(5, 20, (length,)), nn.functional.normalize(torch.randn(6), dim=-1)


def batch(rows, length):
    def padded(values):
        return nn.functional.pad(values, (0,) * (2 * values.ndim - 1) + (length - len(values),))

    masks = [torch.arange(length) < len(keys) for keys, _, _ in rows]
    return Side(
        torch.stack([padded(keys) for keys, _, _ in rows]),
        torch.stack([padded(ids) for _, ids, _ in rows]),
        torch.stack(masks),
        torch.stack([pooled for _, _, pooled in rows]),
    )
