"""The examples in docstrings are true."""

import doctest
import importlib
from pathlib import Path

import pytest

import verisieve

ROOT = Path(verisieve.__file__).parent
PARTS = ("data_gen", "models", "train", "eval")
FILES = [*ROOT.glob("*.py"), *(path for part in PARTS for path in (ROOT / part).rglob("*.py"))]
WITH_EXAMPLES = sorted(path for path in FILES if ">>> " in path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples(path):
    name = ".".join(("verisieve", *path.relative_to(ROOT).with_suffix("").parts))
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0
