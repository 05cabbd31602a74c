"""Configuration: frozen dataclasses filled from a YAML recipe and command-line overrides.

A recipe (configs/*.yaml) has one section per command: `generate`, `train`, `evaluate`, `serve`. Each command
reads its own section into a dataclass whose fields pydantic checks; an unknown key is an error that
names the file and the key. `--set a.b=value` overrides one key; the value is read as YAML.
"""

import difflib
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, cast, dataclass_transform

import yaml
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from .errors import InputError
from .progress import warn

SECTIONS = ("generate", "train", "evaluate", "serve")
RECIPES = Path(__file__).parent.parent / "configs"
RENAMED = {
    "train": {
        "others_per_group": "negatives_per_group",
        "hard_others": "hard_negative_share",
        "others_ceiling": "max_negative_cosine",
        "echoes": "identity_pairs",
        "mirrored": "symmetric_share",
        "plain_near_misses": "unreworded_share",
    }
}
"""Keys by section that have another name now; version 0.2 will no longer take the old one."""

Config = TypeVar("Config")
_ABSENT = "absent"


@dataclass_transform(frozen_default=True)
def config_dataclass(cls: type[Config]) -> type[Config]:
    """Make a configuration class: a frozen dataclass that refuses unknown keys and wrong types."""
    return cast(type[Config], dataclass(cls, frozen=True, config=ConfigDict(extra="forbid")))


def to_plain(config: Any) -> dict[str, Any]:
    """Return a configuration as plain values that JSON and YAML can hold."""
    return TypeAdapter(type(config)).dump_python(config, mode="json")


def differences(earlier: Any, now: Any, *, key: str = "", most: int = 5) -> str:
    """Say where two plain values differ: "train.steps was 9, is 12; ..."; "" where nowhere.

    key: what the values are called. Of more than `most` differences the rest are counted.
    """
    found = list(_differing(earlier, now, key))
    more = [f"and {len(found) - most} more"] if len(found) > most else []
    return "; ".join([*found[:most], *more])


def _differing(earlier: Any, now: Any, key: str) -> Iterator[str]:
    if isinstance(earlier, dict) and isinstance(now, dict):
        for name in dict.fromkeys((*earlier, *now)):
            inner = f"{key}.{name}" if key else str(name)
            yield from _differing(earlier.get(name, _ABSENT), now.get(name, _ABSENT), inner)
    elif _plain(earlier) != _plain(now):
        yield f"{key} was {_shown(earlier)}, is {_shown(now)}"


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _shown(value: Any) -> str:
    text = str(value) if value is _ABSENT else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def load_config(cls: type[Config], section: str, recipe: Path | str | None, overrides: list[str]) -> Config:
    """Fill `cls` from the section of a recipe, then from overrides `KEY=VALUE`.

    `recipe` is a path, or the bare name of a recipe in configs/ ("demo", "minilm"), or None for defaults.
    Raises InputError for a file that is missing or no YAML, and for unknown keys or wrong values.
    """
    values: dict[str, Any] = {}
    place = "--set"
    if recipe is not None:
        path = recipe_path(recipe)
        place = str(path)
        values = _read_section(path, section)
    for override in overrides:
        _apply_override(values, override)
    values = _with_new_names(values, section, place)
    try:
        return TypeAdapter(cls).validate_python(values)
    except ValidationError as error:
        raise InputError(
            "\n".join(_describe(place, section, cls, values, e) for e in error.errors())
        ) from None


def _with_new_names(values: dict[str, Any], section: str, place: str) -> dict[str, Any]:
    """Return the values under the keys' new names, and warn of each old one.

    Raises InputError where a key is given under both.
    """
    names = RENAMED.get(section, {})
    for old in names.keys() & values.keys():
        told = f"{place}: {section}.{old} is called {section}.{names[old]} now"
        if names[old] in values:
            raise InputError(f"{told}, and both are given; leave {old} out")
        warn(f"{told}; the old name works until version 0.2")
    return {names.get(key, key): value for key, value in values.items()}


def recipe_path(recipe: Path | str) -> Path:
    """Return the file of a recipe given by path or by its name in configs/."""
    path = Path(recipe)
    if path.is_file():
        return path
    named = RECIPES / f"{recipe}.yaml"
    if named.is_file():
        return named
    known = ", ".join(sorted(p.stem for p in RECIPES.glob("*.yaml")))
    raise InputError(f"{recipe}: no such recipe; give a YAML file or one of: {known}")


def _read_section(path: Path, section: str) -> dict[str, Any]:
    try:
        recipe = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not readable as YAML: {error}") from None
    if not isinstance(recipe, dict):
        raise InputError(f"{path}: expected sections {', '.join(SECTIONS)}, found {type(recipe).__name__}")
    for key in recipe:
        if key not in SECTIONS:
            raise InputError(f"{path}: unknown section {key!r}; the sections are {', '.join(SECTIONS)}")
    values = recipe.get(section) or {}
    if not isinstance(values, dict):
        raise InputError(f"{path}: section {section!r} must hold keys, found {type(values).__name__}")
    return values


def _apply_override(values: dict[str, Any], override: str) -> None:
    key, equals, text = override.partition("=")
    if not equals or not key.strip():
        raise InputError(f"--set {override}: expected KEY=VALUE")
    *parents, last = key.strip().split(".")
    for parent in parents:
        values = values.setdefault(parent, {})
        if not isinstance(values, dict):
            raise InputError(f"--set {override}: {parent!r} holds a value, not keys")
    try:
        values[last] = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InputError(f"--set {override}: the value is not readable as YAML: {error}") from None


def _describe(place: str, section: str, cls: Any, values: dict[str, Any], error: Any) -> str:
    *parents, last = [str(part) for part in error["loc"]] or [""]
    key = ".".join([*parents, last])
    if error["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        for parent in parents:
            cls = next((f.type for f in fields(cls) if f.name == parent), None) if is_dataclass(cls) else None
        known = sorted(f.name for f in fields(cls)) if is_dataclass(cls) else []
        near = difflib.get_close_matches(last, known, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else f"; known keys: {', '.join(known)}"
        return f"{place}: unknown key {section}.{key}{hint}"
    return f"{place}: key {section}.{key}: {error['msg']} (found {error.get('input')!r})"
