"""The reference verifier: written from a run in half precision, and what "default" loads."""

import dataclasses
import json

import numpy as np
import pytest
import torch

from verisieve.common.errors import InputError
from verisieve.models import verifier_folder as module
from verisieve.models.encoder.adapter import new_adapter
from verisieve.models.folder import weights_sha256
from verisieve.models.interaction import InteractionConfig
from verisieve.models.networks.map_models import make_reader
from verisieve.models.verifier import Verifier, VerifierConfig, identity
from verisieve.train import ship as shipping
from verisieve.train.ship import LARGEST, ship


@pytest.fixture
def run(retriever, tmp_path):
    """A run folder of the default size, with an adapter."""
    torch.manual_seed(0)
    size = InteractionConfig()
    config = VerifierConfig(identity(retriever), tuple("abcdefghijkl"), size, mode="lora")
    adapter = new_adapter(retriever, size.layers, 16, 32)
    verifier = Verifier(config, make_reader(size, retriever.hidden_size, 12), retriever, adapter)
    verifier.save_pretrained(tmp_path / "run")
    for name in ("summary.json", "calibration.json"):
        (tmp_path / "run" / name).write_text("{}")
    (tmp_path / "run" / "train_config.yaml").write_text("train: {}\n")
    return tmp_path / "run"


@pytest.mark.slow
def test_shipped_in_half_precision_it_says_what_the_run_says(run, tmp_path, monkeypatch):
    folder = tmp_path / "models/reference"
    assert ship(run, folder) < LARGEST
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["weights_sha256"] == weights_sha256(folder) != weights_sha256(run)
    whole = sum(path.stat().st_size for path in run.rglob("*.safetensors"))
    assert ship(run, folder) < 0.6 * whole
    monkeypatch.setattr(module, "__file__", str(tmp_path / "models/verifier_folder.py"))
    default = Verifier.from_pretrained("default", device="cpu")
    expected = Verifier.from_pretrained(run, device="cpu").score(shipping.PAIRS)
    np.testing.assert_allclose(default.score(shipping.PAIRS), expected, atol=2e-3)


def test_what_cannot_be_shipped_is_refused(run, tmp_path, monkeypatch):
    monkeypatch.setattr(shipping, "LARGEST", 100)
    with pytest.raises(InputError, match="more than 100"):
        ship(run, tmp_path / "large")
    full = dataclasses.replace(module.read_config(run), mode="full")
    monkeypatch.setattr(shipping.Verifier, "from_pretrained", lambda *a, **k: type("V", (), {"config": full}))
    with pytest.raises(InputError, match="mode full"):
        ship(run, tmp_path / "full")


def test_without_the_files_the_message_says_how_to_make_them(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "__file__", str(tmp_path / "verifier_folder.py"))
    with pytest.raises(InputError, match="make reference"):
        Verifier.from_pretrained("default")
