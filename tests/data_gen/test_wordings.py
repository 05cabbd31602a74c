"""Of contrast groups, only what means the same is kept as natural paraphrases."""

import json

import pytest

from verisieve.common.errors import InputError
from verisieve.data_gen.labelled.wordings import wordings


def test_wordings_of_the_same_are_kept_and_near_misses_are_not(tmp_path):
    groups = tmp_path / "groups.jsonl"
    group = {
        "anchor": "Turn the heating on.",
        "same": [{"text": "heating on pls", "kind": "chatty"}, "I would like the heating to be on."],
        "near_miss": [{"text": "Turn the heating off.", "kind": "antonym_verb"}],
    }
    groups.write_text(json.dumps(group) + "\n", encoding="utf-8")
    assert wordings([groups], tmp_path / "out.jsonl") == 2
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], row["text"], row["paraphrase"]) for row in rows] == [
        ("groups-1", "Turn the heating on.", "heating on pls"),
        ("groups-1", "Turn the heating on.", "I would like the heating to be on."),
    ]


def test_a_row_that_is_no_group_is_named_and_nothing_is_written(tmp_path):
    groups = tmp_path / "groups.jsonl"
    groups.write_text('{"anchor": "One.", "same": ["1."]}\n{"question": "Which?"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"groups\.jsonl.*2.*no group"):
        wordings([groups], tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_a_wording_that_is_no_text_is_named(tmp_path):
    groups = tmp_path / "groups.jsonl"
    groups.write_text('{"anchor": "One.", "same": [{"kind": "digit"}]}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"groups\.jsonl.*1.*'same\.text' must be a text"):
        wordings([groups], tmp_path / "out.jsonl")
