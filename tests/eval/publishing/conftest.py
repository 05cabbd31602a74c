"""A finished run of a tiny verifier, and one that was evaluated."""

import json
import pickle

import pytest
import yaml

from verisieve.eval import run as evaluation
from verisieve.eval.config import EvaluateConfig
from verisieve.models.interaction import InteractionModel
from verisieve.models.verifier import (
    Calibration,
    RetrieverIdentity,
    VerifierConfig,
    save_verifier,
)
from verisieve.tests.tiny import tiny_size


@pytest.fixture
def finished(tmp_path):
    """A finished run folder of a tiny verifier, with what must not be published beside it."""
    folder = tmp_path / "tiny-run"
    interaction = tiny_size((0,))
    config = VerifierConfig(
        retriever=RetrieverIdentity("sentence-transformers/all-MiniLM-L6-v2", "ab" * 32, 12),
        families=("argument_swap", "negation"),
        interaction=interaction,
        calibration=Calibration(cache_threshold=0.731, gate_threshold=0.912, budget=0.02),
    )
    save_verifier(folder, config, InteractionModel(interaction, 12, 2))
    (folder / "train_config.yaml").write_text(yaml.safe_dump({"train": {"steps": 3}}), encoding="utf-8")
    summary = {"steps": 3, "seconds": 1.5, "train_pairs": 1234, "validation": {"auc": 0.8125}}
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    (folder / "train_log.jsonl").write_text("{}\n", encoding="utf-8")
    (folder / "checkpoints").mkdir()
    (folder / "checkpoints" / "optimizer.bin").write_bytes(pickle.dumps([1]))
    return folder


@pytest.fixture
def evaluated(finished, near_miss_file, beir_folder, verifier, baselines):
    """The run with the metrics that evaluating hand-written models gives."""
    config = EvaluateConfig(bootstrap_samples=20)
    sets = evaluation.read_sets([near_miss_file], [beir_folder], config)
    evaluation.evaluate_verifier(verifier, str(finished), sets, None, baselines, finished, config)
    return finished
