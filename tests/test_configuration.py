"""Recipes and overrides: every recipe loads, every mistake is named."""

from pathlib import Path

import pytest

from verisieve.common.configuration import RECIPES, load_config, to_plain
from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.eval.config import EvaluateConfig
from verisieve.train.config import TrainConfig

SECTIONS = {"generate": GenerateConfig, "train": TrainConfig, "evaluate": EvaluateConfig}


@pytest.mark.parametrize("recipe", sorted(RECIPES.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_recipe_loads(recipe, section):
    load_config(SECTIONS[section], section, recipe, [])


def test_overrides_reach_nested_keys_and_win(tmp_path: Path):
    recipe = tmp_path / "r.yaml"
    recipe.write_text("train:\n  steps: 7\n  interaction: {width: 32}\n")
    config = load_config(TrainConfig, "train", recipe, ["interaction.depth=3", "steps=9"])
    assert (config.steps, config.interaction.width, config.interaction.depth) == (9, 32, 3)
    assert to_plain(config)["interaction"]["layers"] == list(config.interaction.layers)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("train: {stepz: 1}", "unknown key train.stepz; did you mean 'steps'?"),
        ("train: {loss: {margn: 1}}", "unknown key train.loss.margn; did you mean 'margin'?"),
        ("train: {steps: soon}", "key train.steps"),
        ("trian: {steps: 1}", "unknown section 'trian'"),
        ("train: [1]", "must hold keys"),
        ("- 1", "expected sections"),
        ("train: {", "not readable as YAML"),
    ],
)
def test_mistakes_in_a_recipe_are_named(tmp_path, text, told):
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(text)
    with pytest.raises(InputError) as error:
        load_config(TrainConfig, "train", recipe, [])
    assert told in str(error.value)
    assert "recipe.yaml" in str(error.value)


@pytest.mark.parametrize("override", ["steps", "=1", "steps.x.y=1", "steps=[1"])
def test_broken_overrides_are_named(override):
    with pytest.raises(InputError, match="--set"):
        load_config(TrainConfig, "train", None, ["steps=1", override])
