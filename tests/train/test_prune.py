"""Making a reader narrower: what redundant units cost, what it refuses, and that training goes on from it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from verisieve.common.configuration import load_config
from verisieve.common.errors import InputError
from verisieve.models.verifier import Verifier, read_config
from verisieve.tests.tiny import FAST
from verisieve.train.config import TrainConfig
from verisieve.train.prune import fewest, prune
from verisieve.train.run import train

PAIRS = [("The tenant pays.", "The landlord pays."), ("The shop opens at nine.", "At nine the shop opens.")]


def _moments(units: torch.Tensor) -> torch.Tensor:
    rows = torch.cat([units, torch.ones(len(units), 1)], dim=1).double()
    return rows.T @ rows


def test_units_that_others_make_up_for_go_first_and_nothing_is_lost():
    drawn = torch.randn(400, 3, generator=torch.Generator().manual_seed(0)).double()
    units = torch.stack([drawn[:, 0], drawn[:, 1], drawn[:, 0] + drawn[:, 1], drawn[:, 2], drawn[:, 2]], 1)
    weight = torch.randn(4, 6, generator=torch.Generator().manual_seed(1)).double()
    kept, fitted, lost = fewest(_moments(units), weight, torch.arange(5).unsqueeze(1), 3)
    rows = torch.cat([units, torch.ones(400, 1)], dim=1)
    assert len({3, 4} & set(kept)) == 1
    assert lost < 1e-4
    assert torch.allclose(rows @ fitted.T, rows @ weight.T, atol=0.02)
    assert (fitted[:, [unit for unit in range(5) if unit not in kept]] == 0).all()


def test_of_independent_units_the_weakest_goes_and_its_mean_stays_in_the_constant():
    units = torch.randn(500, 4, generator=torch.Generator().manual_seed(2)).double()
    units[:, 1] += 5
    weight = torch.tensor([[3.0, 0.1, 2.0, 1.0, 0.0]]).double()
    kept, fitted, lost = fewest(_moments(units), weight, torch.arange(4).unsqueeze(1), 3)
    assert kept == [0, 2, 3]
    assert float(fitted[0, -1]) == pytest.approx(0.5, abs=0.02)
    assert lost == pytest.approx(0.01 / 14.01, rel=0.3)


def test_groups_of_inputs_go_as_a_whole():
    units = torch.randn(500, 6, generator=torch.Generator().manual_seed(3)).double()
    weight = torch.tensor([[1.0, 1.0, 3.0, 0.0, 0.2, 0.3, 0.0]]).double()
    kept, fitted, _ = fewest(_moments(units), weight, torch.arange(6).view(3, 2), 2)
    assert kept == [0, 1]
    assert (fitted[0, 4:6] == 0).all()


@pytest.fixture(scope="module")
def run(pairs_folder, tmp_path_factory) -> Path:
    """A run of two steps."""
    folder = tmp_path_factory.mktemp("runs") / "run"
    train(pairs_folder, folder, load_config(TrainConfig, "train", "smoke", FAST))
    return folder


@pytest.mark.slow
def test_a_narrower_run_is_calibrated_says_what_it_lost_and_can_be_trained_on(run, pairs_folder, tmp_path):
    before = Verifier.from_pretrained(run)
    lost = prune(run, pairs_folder, tmp_path / "narrow", alignments=1, inner_width=16)
    after = Verifier.from_pretrained(tmp_path / "narrow")
    size = after.config.interaction
    assert (size.alignments, size.inner_width) == (1, 16)
    assert set(lost) == {"compare.0", "compare.2"} | {
        f"reader.{depth}.feed.3" for depth in range(before.config.interaction.depth)
    }
    assert all(0 <= share < 1 for share in lost.values())
    summary = json.loads((tmp_path / "narrow" / "summary.json").read_text(encoding="utf-8"))
    assert summary["pruned"] == {"run": str(run), "lost": lost}
    assert after.calibration != before.calibration
    assert after.score(PAIRS).shape == (2,)
    recipe = load_config(TrainConfig, "train", tmp_path / "narrow" / "train_config.yaml", [])
    on = [*FAST, "interaction.alignments=1", "interaction.inner_width=16", f"init_from={tmp_path / 'narrow'}"]
    on += [
        f"interaction.{name}={getattr(recipe.interaction, name)}"
        for name in ("key_size", "value_size", "width", "depth")
    ]
    train(pairs_folder, tmp_path / "on", load_config(TrainConfig, "train", "smoke", on))
    assert read_config(tmp_path / "on").interaction == replace(
        read_config(run).interaction, alignments=1, inner_width=16
    )


@pytest.mark.slow
def test_all_units_kept_give_the_same_answers(run, pairs_folder, tmp_path):
    size = read_config(run).interaction
    width = min(size.width, size.inner_width or size.width)
    prune(run, pairs_folder, tmp_path / "same", alignments=size.alignments, inner_width=width)
    before, after = Verifier.from_pretrained(run), Verifier.from_pretrained(tmp_path / "same")
    sides = [before.encode_exactly([pair[side] for pair in PAIRS]) for side in (0, 1)]
    assert torch.allclose(before.read(*sides).logits, after.read(*sides).logits, atol=0.05)


@pytest.mark.slow
def test_what_cannot_be_narrower_is_refused(run, pairs_folder, tmp_path):
    size = read_config(run).interaction
    with pytest.raises(InputError, match="ask for at least 1"):
        prune(run, pairs_folder, tmp_path / "out", alignments=size.alignments + 1, inner_width=8)
    with pytest.raises(InputError, match="ask for at least 1"):
        prune(run, pairs_folder, tmp_path / "out", alignments=1, inner_width=0)
    with pytest.raises(InputError, match="not an empty folder"):
        prune(run, pairs_folder, run, alignments=1, inner_width=8)
    assert not (tmp_path / "out").exists()
