"""Each mode trains for real on tiny encoders: what moves, what is saved, what stays bit-identical."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from accelerate.state import AcceleratorState
from safetensors.torch import load_file, save_file

from verisieve.common.configuration import load_config
from verisieve.common.errors import InputError
from verisieve.models.interaction import InteractionConfig
from verisieve.models.retriever import Retriever
from verisieve.models.verifier import Verifier
from verisieve.models.verifier_folder import find_verifier, read_config
from verisieve.train.config import EncoderConfig, TrainConfig
from verisieve.train.run import train
from verisieve.train.start import GIVEN

SIZE = InteractionConfig(layers=(0, 3), key_size=8, value_size=8, width=16, heads=2, late_interaction=0.5)
PAIRS = [("The nurse helped the guest.", "The guest helped the nurse."), ("a dog", "a man")]
KINDS = ("bert", "mpnet", "modernbert", "xlm-roberta")


@pytest.fixture(autouse=True)
def fresh_accelerate():
    AcceleratorState._reset_state(reset_partial_state=True)
    yield
    AcceleratorState._reset_state(reset_partial_state=True)


def config(retriever: Path, **keys) -> TrainConfig:
    short = TrainConfig(
        retriever=str(retriever),
        steps=6,
        batch_size=16,
        validate_every=3,
        checkpoint_every=4,
        log_every=1,
        validation_pairs=40,
        calibration_pairs=40,
        precision="fp32",
        max_tokens=24,
        interaction=SIZE,
        tracker=None,
        encoder=EncoderConfig(learning_rate=1e-2, rank=2, alpha=4),
    )
    return replace(short, **keys)


def logged(out: Path, key: str) -> list:
    lines = [json.loads(line) for line in (out / "train_log.jsonl").read_text().splitlines()]
    return [(line["step"], line[key]) for line in lines if key in line]


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_lora_moves_the_adapter_and_leaves_the_retriever(kind, tiny_model, pairs_folder, tmp_path):
    folder = tiny_model(kind)
    before = Retriever.load(str(folder), device="cpu")
    summary = train(pairs_folder, tmp_path / "run", config(folder, mode="lora", keep="last"))
    assert summary["mode"] == "lora"
    assert summary["encoder_parameters_trained"] > 0
    adapter = load_file(tmp_path / "run/adapter/adapter_model.safetensors")
    assert all(value.abs().max() > 0 for name, value in adapter.items() if "lora_B" in name)
    checkpoint = load_file(tmp_path / "run/checkpoints/step-000004/model.safetensors")
    assert not [name for name in checkpoint if name.startswith("encoder.") and "lora_" not in name]
    verifier = Verifier.from_pretrained(tmp_path / "run", device="cpu")
    assert verifier.config.mode == "lora"
    np.testing.assert_array_equal(verifier.retriever.pooled(["a dog"]), before.pooled(["a dog"]))
    bare = Verifier(verifier.config, verifier.interaction, verifier.retriever)
    assert (verifier.probabilities(PAIRS) != bare.probabilities(PAIRS)).any()


@pytest.mark.slow
def test_full_moves_the_encoder_saves_it_and_says_so(tiny_model, pairs_folder, tmp_path):
    folder = tiny_model("bert")
    before = Retriever.load(str(folder), device="cpu")
    summary = train(pairs_folder, tmp_path / "run", config(folder, mode="full"))
    assert "pooled vectors are not the original retriever's" in summary["warning"]
    verifier = Verifier.from_pretrained(tmp_path / "run", device="cpu")
    assert verifier.config.mode == "full"
    assert verifier.retriever.sha256 != before.sha256
    assert np.abs(verifier.retriever.pooled(["a dog"]) - before.pooled(["a dog"])).max() > 1e-4
    with pytest.raises(InputError, match="belongs to the retriever"):
        Verifier.from_pretrained(tmp_path / "run", retriever=before)


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["frozen", "lora", "full"])
def test_interrupted_runs_end_with_the_same_bytes(mode, tiny_model, pairs_folder, tmp_path, monkeypatch):
    """Also across an epoch's end, with mining, hard others, mirrored pairs and accumulation."""
    from verisieve.train.loop import Trainer

    settings = config(
        tiny_model("bert"),
        mode=mode,
        steps=14,
        batch_size=32,
        checkpoint_every=4,
        mining=1.0,
        hard_negative_share=0.5,
        symmetric_share=0.5,
        gradient_accumulation=2,
        cache_states=mode == "frozen",
    )
    train(pairs_folder, tmp_path / "whole", settings)
    steps = []
    step = Trainer._step

    def dying(self, groups):
        if len(steps) == 10:
            raise KeyboardInterrupt
        steps.append(None)
        return step(self, groups)

    for _ in range(2):
        AcceleratorState._reset_state(reset_partial_state=True)
        steps.clear()
        with monkeypatch.context() as patch:
            patch.setattr(Trainer, "_step", dying)
            try:
                train(pairs_folder, tmp_path / "again", settings)
            except KeyboardInterrupt:
                continue
    assert logged(tmp_path / "again", "loss") == logged(tmp_path / "whole", "loss")
    for path in (tmp_path / "whole").rglob("*.safetensors"):
        again = tmp_path / "again" / path.relative_to(tmp_path / "whole")
        assert again.read_bytes() == path.read_bytes(), path.name


@pytest.mark.slow
def test_a_lora_run_starts_from_a_frozen_one(tiny_model, pairs_folder, tmp_path):
    folder = tiny_model("bert")
    train(pairs_folder, tmp_path / "frozen", config(folder))
    AcceleratorState._reset_state(reset_partial_state=True)
    slow = EncoderConfig(learning_rate=1e-9, rank=2, alpha=4)
    settings = config(
        folder, mode="lora", init_from=str(tmp_path / "frozen"), steps=1, learning_rate=1e-9, encoder=slow
    )
    train(pairs_folder, tmp_path / "lora", settings)
    first, second = (load_file(tmp_path / name / "model.safetensors") for name in ("frozen", "lora"))
    for name, value in first.items():
        torch.testing.assert_close(value, second[name], atol=1e-6, rtol=1e-5)
    AcceleratorState._reset_state(reset_partial_state=True)
    again = config(
        folder, mode="lora", init_from=str(tmp_path / "lora"), steps=1, learning_rate=1e-9, encoder=slow
    )
    train(pairs_folder, tmp_path / "more", again)
    before, after = (
        load_file(tmp_path / name / "adapter/adapter_model.safetensors") for name in ("lora", "more")
    )
    for name, value in before.items():
        torch.testing.assert_close(value, after[name], atol=1e-6, rtol=1e-5)


@pytest.mark.slow
def test_how_much_late_interaction_counts_is_given_and_not_learned(tiny_model, pairs_folder, tmp_path):
    """By the run's own configuration, whatever the weights that it goes on from say."""
    folder, channels = tiny_model("bert"), len(SIZE.layers) + 1
    train(pairs_folder, tmp_path / "run", config(folder, learning_rate=0.1))
    weights = load_file(tmp_path / "run/model.safetensors")
    assert weights["relevance.weight"].tolist() == [pytest.approx([0.5 / channels] * channels)]
    save_file(weights | {"relevance.weight": torch.rand(1, channels)}, tmp_path / "run/model.safetensors")
    AcceleratorState._reset_state(reset_partial_state=True)
    more = replace(SIZE, late_interaction=2.0)
    train(pairs_folder, tmp_path / "more", config(folder, init_from=str(tmp_path / "run"), interaction=more))
    after = load_file(tmp_path / "more/model.safetensors")["relevance.weight"]
    assert after.tolist() == [pytest.approx([2.0 / channels] * channels)]


@pytest.mark.slow
def test_a_deeper_run_starts_from_what_a_shallower_one_answers(tiny_model, pairs_folder, tmp_path):
    """And its further layers learn from there."""
    folder, deep = tiny_model("bert"), replace(SIZE, depth=SIZE.depth + 2)
    train(pairs_folder, tmp_path / "shallow", config(folder))
    AcceleratorState._reset_state(reset_partial_state=True)
    slow = {"init_from": str(tmp_path / "shallow"), "interaction": deep, "learning_rate": 1e-9}
    train(pairs_folder, tmp_path / "deep", config(folder, **slow, steps=1))
    answers = []
    for name in ("shallow", "deep"):
        verifier = Verifier.from_pretrained(tmp_path / name)
        sides = (verifier.encode_once([pair[side] for pair in PAIRS]) for side in (0, 1))
        answers.append(verifier.read(*sides).logits)
    torch.testing.assert_close(answers[0], answers[1], atol=1e-5, rtol=1e-4)
    before, after = (load_file(tmp_path / name / "model.safetensors") for name in ("shallow", "deep"))
    last = after[f"reader.{deep.depth - 1}.out.weight"]
    assert before.keys() < after.keys()
    assert 0 < last.abs().max() < 1e-6


@pytest.mark.slow
def test_the_recipe_finetune_starts_from_the_verifier_that_ships(pairs_folder, tmp_path):
    """Its interaction model and its adapter, weights and all."""
    short = ["steps=1", "batch_size=8", "warmup=0", "learning_rate=1e-9", "encoder.learning_rate=1e-9"]
    small = ["sources={}", "validation_pairs=16", "calibration_pairs=16", "tracker=null", "validate_every=1"]
    settings = load_config(TrainConfig, "train", "finetune", [*short, *small])
    train(pairs_folder, tmp_path / "run", settings, device="cpu")
    shipped = find_verifier("default")
    assert read_config(tmp_path / "run").interaction == read_config(shipped).interaction
    for name in ("model.safetensors", "adapter/adapter_model.safetensors"):
        before, after = (load_file(folder / name) for folder in (shipped, tmp_path / "run"))
        for key in before.keys() - {key for key in before if key.startswith("family.")}:
            torch.testing.assert_close(before[key].float(), after[key], atol=1e-6, rtol=1e-5)


@pytest.mark.slow
def test_starting_from_a_run_that_does_not_fit_is_refused(tiny_model, pairs_folder, tmp_path):
    bert, mpnet = tiny_model("bert"), tiny_model("mpnet")
    train(pairs_folder, tmp_path / "run", config(bert, steps=1))
    for message, settings in (
        ("trained for the retriever", config(mpnet, init_from=str(tmp_path / "run"))),
        (
            "of another size",
            config(bert, init_from=str(tmp_path / "run"), interaction=InteractionConfig(layers=(0, 3))),
        ),
        ("no config.json", config(bert, init_from=str(tmp_path))),
    ):
        AcceleratorState._reset_state(reset_partial_state=True)
        with pytest.raises(InputError, match=message):
            train(pairs_folder, tmp_path / "x", settings)


@pytest.mark.slow
def test_cached_states_are_removed_or_kept_and_shared(tiny_model, pairs_folder, tmp_path):
    folder = tiny_model("bert")
    first = train(pairs_folder, tmp_path / "one", config(folder, cache_states=True))
    assert first["encoding_seconds"] > 0
    assert not (tmp_path / "one/states").exists()
    AcceleratorState._reset_state(reset_partial_state=True)
    train(pairs_folder, tmp_path / "two", config(folder, cache_states=True, keep_states=True))
    assert list((tmp_path / "two/states").glob("*/plan.json"))
    shared = tmp_path / "shared"
    for seed in (1, 2):
        AcceleratorState._reset_state(reset_partial_state=True)
        settings = config(folder, cache_states=True, states_dir=str(shared), seed=seed)
        train(pairs_folder, tmp_path / f"seed{seed}", settings)
    assert len(list(shared.glob("*/plan.json"))) == 1
    plain, cached = (load_file(tmp_path / name / "model.safetensors") for name in ("one", "two"))
    for name, value in plain.items():
        torch.testing.assert_close(value, cached[name])
    AcceleratorState._reset_state(reset_partial_state=True)
    with pytest.raises(InputError, match="states change with every step"):
        train(pairs_folder, tmp_path / "x", config(folder, cache_states=True, mode="lora"))


@pytest.mark.slow
def test_early_stopping_and_the_best_weights(tiny_model, pairs_folder, tmp_path, monkeypatch):
    from verisieve.train import loop

    aucs = iter([0.6, 0.8, 0.7, 0.7, 0.9, 0.9])
    monkeypatch.setattr(
        loop,
        "_figures",
        lambda logits, answers: {"auc": next(aucs), "accuracy": 0.0, "near_misses_found": 0.0},
    )
    settings = config(tiny_model("bert"), steps=20, validate_every=2, checkpoint_every=50, patience=2)
    summary = train(pairs_folder, tmp_path / "run", settings)
    assert (summary["steps"], summary["best_step"]) == (8, 4)
    best = load_file(tmp_path / "run/checkpoints/best.safetensors")
    final = load_file(tmp_path / "run/model.safetensors")
    for name in final.keys() - set(GIVEN):
        assert torch.equal(final[name], best[f"interaction.{name}"]), name


@pytest.mark.slow
def test_the_run_says_what_it_measured(tiny_model, pairs_folder, tmp_path):
    summary = train(
        pairs_folder, tmp_path / "run", config(tiny_model("bert"), tracker="tensorboard", steps=16)
    )
    assert set(summary["validation"]) == {"auc", "accuracy", "near_misses_found"}
    assert set(summary["validation_auc_by_family"]) == {"argument_swap", "negation"}
    assert summary["pairs_per_second"] > 0
    assert summary["peak_memory_mb"] > 50
    calibration = json.loads((tmp_path / "run/calibration.json").read_text())
    assert set(calibration["thresholds"]) == {"cache", "gate"}
    assert logged(tmp_path / "run", "epoch_seconds"), "sixty sentences, four a step"
    assert list((tmp_path / "run/tracking").rglob("events.out.tfevents.*"))
    terms = logged(tmp_path / "run", "loss")[0][1]
    assert set(terms) == {"answer", "margin", "family", "words", "relevance"}


def test_a_tracker_that_is_not_there_is_refused(tiny_model, pairs_folder, tmp_path):
    for name in ("no-such-tracker", "clearml"):
        AcceleratorState._reset_state(reset_partial_state=True)
        with pytest.raises(InputError, match=r"train\.tracker"):
            train(pairs_folder, tmp_path / "x", config(tiny_model("bert"), tracker=name))
    assert not (tmp_path / "x").exists()


def test_unknown_families_in_weights_are_refused(tiny_model, pairs_folder, tmp_path):
    with pytest.raises(InputError, match="no family 'negatoin'"):
        train(pairs_folder, tmp_path / "x", config(tiny_model("bert"), family_weights={"negatoin": 2.0}))
