"""The worked example of data_gen/edits/README.md: what it tells people to write works as it stands there."""

import random
import re
from pathlib import Path
from types import ModuleType

import pytest
import yaml

import verisieve
from verisieve.data_gen.edits import families as edits
from verisieve.data_gen.edits.propose import make

README = Path(verisieve.__file__).parent / "data_gen" / "edits" / "README.md"


def block(language: str) -> str:
    """Return the one code block of a language in the section "How to add a family"."""
    section = README.read_text(encoding="utf-8").partition("## How to add a family")[2]
    (found,) = re.findall(rf"```{language}\n(.*?)```", section, flags=re.DOTALL)
    return found


@pytest.fixture
def degree(monkeypatch) -> ModuleType:
    """The example's module, as if it lay in the folder, and registered as the README says."""
    module = ModuleType("verisieve.data_gen.edits.degree")
    module.__package__ = "verisieve.data_gen.edits.degree"
    exec(compile(block("python"), "degree.py", "exec"), module.__dict__)
    monkeypatch.setitem(edits.FAMILIES, "degree", module.propose)
    for rule, label in module.RULES.items():
        monkeypatch.setitem(edits.RULES, f"degree.{rule}", label)
    return module


def test_it_has_fewer_than_40_lines():
    assert 10 < len(block("python").splitlines()) < 40


def test_it_makes_its_golden_cases(degree, nlp):
    golden = yaml.safe_load(block("yaml"))
    assert set(golden) == set(degree.RULES)
    for rule, texts in golden.items():
        assert any(texts.values())
        assert not all(texts.values())
        for text, expected in texts.items():
            rows = list(make(nlp(text), random.Random(0), ["degree"]))
            assert [row.text for row in rows if row.rule == f"degree.{rule}"] == expected
            assert {row.label for row in rows if row.rule == f"degree.{rule}"} <= {degree.RULES[rule]}


def test_the_readme_names_every_rule():
    text = README.read_text(encoding="utf-8")
    missing = []
    for name in edits.RULES:
        family, _, rule = name.partition(".")
        section = re.search(rf"^## {family}\b.*?(?=^## |\Z)", text, flags=re.DOTALL | re.MULTILINE)
        if section is None or not re.search(rf"\b{rule}\b", section.group()):
            missing.append(name)
    assert not missing
