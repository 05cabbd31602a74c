"""Word lists in data files are checked as they are read."""

import re
import sys
from pathlib import Path

import pytest
import yaml

import verisieve
from verisieve.data_gen.english.word_lists import word_lists

DATA_GEN = Path(verisieve.__file__).parent / "data_gen"


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A function from the text of a words.yaml to the name of a package that holds it."""

    def write(text: str, name: str = "listed_words") -> str:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "__init__.py").write_text("")
        (folder / "words.yaml").write_text(text)
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, name, raising=False)
        return name

    return write


def test_a_set_a_table_and_phrases_are_read(package):
    lists = word_lists(
        package(
            "one:\n  a: >-\n    red green\n    blue\n  b: {up: down, 'on': off|out}\n"
            "  c: [in case, due to]\n  d: hot cold | wet dry\n",
            "good",
        ),
        "one",
    )
    assert lists.set("a") == {"red", "green", "blue"}
    assert lists.a is lists.a == lists.set("a")
    assert lists.table("b") == {"up": "down", "on": "off|out"}
    assert lists.phrases("c") == ("in case", "due to")
    assert lists.text("a") == "red green blue"
    assert lists.pairs("d") == {"hot": "cold", "cold": "hot", "wet": "dry", "dry": "wet"}


@pytest.mark.parametrize(
    ("text", "method", "told"),
    [
        ("one: {a: red green red}", "set", "twice in the list: red"),
        ("one: {a: [red]}", "set", "must be a str"),
        ("one: {b: red}", "set", "must be a str, is None"),
        ("one: {a: {on: off}}", "table", "True is no text"),
        ("one: {a: [in, 3]}", "phrases", "3 is no text"),
        ("one: {a: red, a: blue}", "set", "twice in one list: a"),
        ("two: {a: red}", "set", "no lists for one"),
    ],
)
def test_a_slip_is_told(package, request, text, method, told):
    name = f"words_{abs(hash(request.node.name))}"
    with pytest.raises(ValueError, match=told):
        getattr(word_lists(package(text, name), "one"), method)("a")


@pytest.mark.parametrize("path", sorted(DATA_GEN.rglob("words.yaml")), ids=lambda path: path.parent.name)
def test_every_list_is_used_by_its_module(path):
    for module, lists in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        source = (path.parent / f"{module}.py").read_text(encoding="utf-8")
        unused = [name for name in lists if not re.search(rf'\("{name}"\)|\b_LISTS\.{name}\b', source)]
        assert not unused, f"{path}: {module}: {unused}"
        sets = set(re.findall(r"\b_LISTS\.(\w+)\b(?!\()", source))
        for name in sorted(sets):
            assert word_lists(package_of(path), module).set(name), f"{path}: {module}.{name}"


def package_of(path: Path) -> str:
    return ".".join(("verisieve", *path.parent.relative_to(DATA_GEN.parent).parts))
