"""The written pairs that the package holds: every line is whole, and no group contradicts itself."""

import json
import re
from pathlib import Path

import pytest

from verisieve import data_gen

FOLDER = Path(data_gen.__file__).parent / "written"
FILES = sorted(FOLDER.glob("*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_group_is_whole(path):
    groups = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    first = "question" if path.stem.startswith("passages") else "anchor"
    asked = [group[first] if isinstance(group[first], list) else [group[first]] for group in groups]
    assert len({text.casefold() for texts in asked for text in texts}) == sum(map(len, asked))
    for group, wordings in zip(groups, asked, strict=True):
        same = group["answers"] if first == "question" else [text["text"] for text in group["same"]]
        near = [text["text"] for text in group["near_miss"]]
        texts = [*wordings, *same, *near]
        assert same, group[first]
        assert near, group[first]
        assert len(set(texts)) == len(texts), group[first]
        assert all(text == text.strip() != "" for text in texts), group[first]
        assert all(text["kind"] for text in group["near_miss"])
        assert group["register"]


def test_the_page_counts_them():
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    count = {path.stem: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    for names, number in re.findall(r"^\| ((?:\w+\.jsonl(?:, )?)+) \| (\d+) \|", page, flags=re.MULTILINE):
        assert sum(count.pop(Path(name).stem) for name in names.split(", ")) == int(number), names
    assert not count
