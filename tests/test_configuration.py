"""Recipes and overrides: every recipe loads, every mistake is named."""

from pathlib import Path

import pytest
import yaml

from verisieve.common.configuration import RECIPES, RENAMED, differences, load_config, to_plain
from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.eval.config import EvaluateConfig
from verisieve.serve.config import ServeConfig
from verisieve.train.config import TrainConfig

SECTIONS = {
    "generate": GenerateConfig,
    "train": TrainConfig,
    "evaluate": EvaluateConfig,
    "serve": ServeConfig,
}


@pytest.mark.parametrize("recipe", sorted(RECIPES.glob("*.yaml")), ids=lambda path: path.stem)
@pytest.mark.parametrize("section", SECTIONS)
def test_every_recipe_is_what_its_file_says_and_defaults_beyond(recipe, section):
    written = yaml.safe_load(recipe.read_text(encoding="utf-8")).get(section) or {}
    config = to_plain(load_config(SECTIONS[section], section, recipe, []))
    expected = to_plain(SECTIONS[section]())
    for key, value in flat(written):
        *parents, last = key
        place, found = expected, config
        for parent in parents:
            place, found = place[parent], found[parent]
        if last == "sources":  # of each, what it says and defaults beyond
            assert {name: found[last][name] | source for name, source in value.items()} == found[last]
        else:
            assert found[last] == (float(value) if isinstance(found[last], float) else value), key
        place[last] = found[last]
    assert config == expected


def flat(values, parents=()):
    """Yield (key, value) of nested values; a value that no configuration class reads is left whole."""
    for name, value in values.items():
        if isinstance(value, dict) and name not in ("family_weights", "sources"):
            yield from flat(value, (*parents, name))
        else:
            yield (*parents, name), value


def test_an_earlier_name_of_a_key_is_taken_with_a_warning(tmp_path: Path, capsys):
    recipe = tmp_path / "r.yaml"
    recipe.write_text("train: {echoes: 0.5, hard_others: 0.2}\n")
    config = load_config(TrainConfig, "train", recipe, ["mirrored=0.1"])
    assert (config.identity_pairs, config.hard_negative_share, config.symmetric_share) == (0.5, 0.2, 0.1)
    told = capsys.readouterr().err
    assert f"{recipe}: train.echoes is called train.identity_pairs now" in told
    assert told.count("works until version 0.2") == 3
    with pytest.raises(InputError, match=r"identity_pairs now, and both are given; leave echoes out"):
        load_config(TrainConfig, "train", recipe, ["identity_pairs=0.1"])


def test_every_new_name_is_a_key():
    for section, names in RENAMED.items():
        keys = to_plain(SECTIONS[section]()).keys()
        assert set(names.values()) <= keys
        assert not names.keys() & keys


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


def test_differences_name_key_old_and_new_value():
    earlier = {"train": {"steps": 9, "layers": [0, 3], "loss": {"margin": 0.5}, "gone": None}}
    now = {"train": {"steps": 12, "layers": (0, 3), "loss": {"margin": 0.25}, "new": "x"}}
    assert differences(earlier, now) == (
        "train.steps was 9, is 12; train.loss.margin was 0.5, is 0.25; train.gone was null, is absent; "
        'train.new was absent, is "x"'
    )
    assert differences(earlier, earlier) == ""
    assert differences({"a": 1, "b": 2, "c": 3}, {}, key="data", most=2) == (
        "data.a was 1, is absent; data.b was 2, is absent; and 1 more"
    )
    assert len(differences({"a": "long " * 100}, {"a": 1})) < 100
