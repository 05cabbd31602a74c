"""Every recipe trains for a few steps."""

from dataclasses import replace
from pathlib import Path

import pytest
from accelerate.commands.config.config_args import load_config_from_file
from accelerate.state import AcceleratorState

import verisieve
from verisieve.common.configuration import load_config
from verisieve.models.verifier import Verifier
from verisieve.train.config import TrainConfig
from verisieve.train.run import train
from verisieve.train.sources.read import PACKAGE

CONFIGS = Path(verisieve.__file__).parent / "configs"
RECIPES = sorted(path.stem for path in CONFIGS.glob("*.yaml"))
SHORT = [
    *("steps=2", "batch_size=8", "validate_every=2", "validation_pairs=16", "calibration_pairs=16"),
    *("interaction.width=24", "interaction.key_size=8", "tracker=null"),
]


@pytest.fixture(autouse=True)
def fresh_accelerate():
    AcceleratorState._reset_state(reset_partial_state=True)
    yield
    AcceleratorState._reset_state(reset_partial_state=True)


def test_the_recipes_that_the_readme_names_are_there():
    named = {"minilm", "gte-modernbert", "legal", "cache", "demo", "smoke", "reference", "finetune"}
    assert named <= set(RECIPES)


@pytest.mark.slow
@pytest.mark.parametrize("recipe", RECIPES)
def test_every_recipe_trains_for_a_few_steps(recipe, tiny_model, pairs_folder, tmp_path):
    config = in_the_package(load_config(TrainConfig, "train", recipe, SHORT))
    if config.retriever is not None:
        interaction = replace(config.interaction, layers=(0, 1, 2, 3))
        config = replace(config, retriever=str(tiny_model("modernbert")), interaction=interaction)
    summary = train(pairs_folder, tmp_path / "run", config)
    assert summary is not None
    assert summary["steps"] == 2
    verifier = Verifier.from_pretrained(tmp_path / "run", device="cpu")
    assert verifier.config.mode == config.mode
    assert verifier.score([("The nurse helped the guest.", "The guest helped the nurse.")]).shape == (1,)
    assert verifier.calibration.budget == config.budget


def in_the_package(config: TrainConfig) -> TrainConfig:
    """Leave out the sources that a clone alone does not hold, most of those that it does, and the start."""
    own = {
        name: source
        for name, source in config.sources.items()
        if source.path.startswith(PACKAGE) and not source.path.startswith(f"{PACKAGE}build/")
    }
    made = {"pairs", "worded", "order.jsonl", "order_wiki.jsonl"}  # on the way, from what --data is made of
    assert own or {source.path for source in config.sources.values()} <= made
    sources = {name: replace(source, cap=200) for name, source in own.items()}
    return replace(config, sources=sources, init_from=None)  # that is of another size


@pytest.mark.parametrize("path", sorted((CONFIGS / "accelerate").glob("*.yaml")), ids=lambda path: path.stem)
def test_accelerate_reads_its_configurations(path):
    config = load_config_from_file(str(path))
    assert config.num_processes >= 1
    assert str(config.distributed_type).rpartition(".")[2] in (
        "NO",
        "MULTI_CPU",
        "MULTI_GPU",
        "FSDP",
        "DEEPSPEED",
    )
