"""Squares of pairs in which two like things have changed places."""

import json
import subprocess
import sys

import pytest

from verisieve.common.errors import InputError
from verisieve.data_gen.labelled.word_order import exchanged, squares, write_squares

POSITIVES = [
    (
        "In 1990 Old Hall was sold to Mary Kent by the young duke.",
        "Old Hall was sold to Mary Kent in 1990.",
        "a",
    ),
    ("The clerk wrote a letter to the tailor.", "A letter to the tailor was written by the clerk.", "b"),
    ("A heavy lorry hit the green gate.", "The green gate was struck by a heavy lorry.", "c"),
    ("Rome and Oslo are cities.", "Oslo and Rome are cities.", "d"),
    ("The duke met the queen in the garden.", "The duke met the queen there.", "e"),
    ("It rains.", "Rain falls.", "f"),
]


@pytest.fixture(scope="module")
def rows():
    return list(squares(POSITIVES, per_source=2, seed=0))


def group(rows, name):
    return [(row["anchor"], row["candidate"], row["label"]) for row in rows if row["group"] == name]


def test_a_square_has_every_text_under_both_labels(rows):
    clerk, written = POSITIVES[1][:2]
    found = group(rows, "b")
    assert [label for _, _, label in found] == [1, 0, 0, 1]
    turned, both = found[1][1], found[2][1]
    assert {turned, both}.isdisjoint((clerk, written))
    assert found == [(clerk, written, 1), (written, turned, 0), (clerk, both, 0), (turned, both, 1)]
    assert sorted(turned.lower().strip(".").split()) == sorted(clerk.lower().strip(".").split())


def test_names_keep_their_capitals_and_others_go_with_the_place():
    text = "Old Hall was sold to Mary Kent."
    assert exchanged(text, (0, 8), (21, 30), names=True) == "Mary Kent was sold to Old Hall."
    assert exchanged("Ice melts into a river.", (0, 3), (17, 22)) == "River melts into an ice."


def test_modifiers_are_told_from_arguments(rows):
    assert {row["family"] for row in rows if row["group"] == "c" and row["label"] == 0} <= {
        "modifier_rebinding",
        "argument_swap",
    }
    adjectives = [row for row in rows if row["family"] == "modifier_rebinding"]
    assert all({"heavy", "green"} <= set(row["candidate"].lower().split()) for row in adjectives)


@pytest.mark.parametrize("name", ["d", "e", "f"])
def test_conjuncts_and_what_holds_both_ways_and_what_has_no_two_things_give_nothing(rows, name):
    assert group(rows, name) == []


def test_the_same_seed_gives_the_same_rows_in_any_company(rows):
    alone = list(squares(POSITIVES[1:2], per_source=2, seed=0))
    assert alone == [row for row in rows if row["group"] == "b"]


def test_a_source_gives_so_many_positives():
    many = [(POSITIVES[1][0], f"{POSITIVES[1][1][:-1]} {n}.", "b") for n in range(5)]
    anchors = [row["candidate"] for row in squares(many, per_source=2, seed=0) if row["label"] == 1]
    assert len(anchors) <= 4


def test_a_folder_that_is_no_dataset_is_refused_in_one_line(tmp_path):
    with pytest.raises(InputError, match="nowhere"):
        write_squares(tmp_path / "nowhere", tmp_path / "out.jsonl", 2, 0)
    command = [
        sys.executable,
        "-m",
        "verisieve.data_gen.labelled.word_order",
        str(tmp_path / "nowhere"),
        "--out",
    ]
    ended = subprocess.run(
        [*command, str(tmp_path / "out.jsonl")], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert ended.stderr.startswith("word_order: error: ")
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "out.jsonl").exists()


def test_a_generated_dataset_gives_rows_that_training_reads(pairs_folder, tmp_path):
    count = write_squares(pairs_folder, tmp_path / "out.jsonl", 2, 0)
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(found) == count > 0
    assert {row["label"] for row in found} == {0, 1}
