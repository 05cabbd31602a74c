"""Labelled pairs: every format, groups of dependent pairs, contradictions, places in errors."""

import csv
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verisieve.common.errors import InputError
from verisieve.data_gen.labelled.pair_set import PairSet, joined
from verisieve.data_gen.labelled.read import read_labelled

ROWS = [
    {"anchor": "Cancel my order.", "candidate": "Renew my order.", "label": 0},
    {"anchor": "Cancel my order.", "candidate": "Please cancel my order.", "label": 1},
    {"anchor": "Where is the depot?", "candidate": "Where is the old depot?", "label": 0},
    {"anchor": "Renew my order.", "candidate": "I want to renew my order.", "label": 1},
]


def write(path, rows):
    if path.suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    elif path.suffix == ".parquet":
        parquet.write_table(pa.Table.from_pylist(rows), path)
    else:
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0].keys(), delimiter="\t" if path.suffix == ".tsv" else ",")
            writer.writeheader()
            writer.writerows(rows)
    return path


@pytest.mark.parametrize("ending", ["jsonl", "csv", "tsv", "parquet"])
def test_pairs_connected_by_a_text_share_a_group(tmp_path, ending):
    pairs = read_labelled(write(tmp_path / f"log.{ending}", ROWS))
    assert (pairs.name, pairs.labels.tolist()) == ("log", [0, 1, 0, 1])
    assert pairs.groups == ["Cancel my order."] * 2 + ["Where is the depot?", "Cancel my order."]
    assert pairs.families == ["near_miss", "paraphrase", "near_miss", "paraphrase"]


def test_a_group_in_the_file_is_kept(tmp_path):
    rows = [row | {"group": group} for row, group in zip(ROWS, ["1", "2", "1", ""], strict=True)]
    groups = read_labelled(write(tmp_path / "log.csv", rows)).groups
    assert groups == ["1", "2", "1", "Renew my order."]


def test_group_by_anchor(tmp_path):
    pairs = read_labelled(write(tmp_path / "log.csv", ROWS), group_by="anchor")
    assert pairs.groups == pairs.anchors


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("sentence1", "sentence2"),
        ("query", "candidate"),
        ("query", "cached_query"),
        ("question1", "question2"),
        ("text1", "text2"),
    ],
)
def test_other_names_of_the_columns(tmp_path, first, second):
    rows = [{first: row["anchor"], second: row["candidate"], "label": row["label"]} for row in ROWS]
    assert read_labelled(write(tmp_path / "log.jsonl", rows)).texts()[0] == (
        "Cancel my order.",
        "Renew my order.",
    )


def test_triplets(tmp_path):
    rows = [
        {"query": "Lock the door.", "positive": "Please lock the door.", "negative": "Unlock the door."},
        {"query": "Lock the door.", "positive": "Please lock the door.", "negative": "Open the door."},
    ]
    pairs = read_labelled(write(tmp_path / "three.jsonl", rows))
    assert pairs.labels.tolist() == [1, 0, 0]
    assert set(pairs.groups) == {"Lock the door."}


def test_a_pair_under_both_labels_is_listed_and_left_out(tmp_path):
    rows = [*ROWS, {"anchor": "Please  cancel my order.", "candidate": "Cancel my order.", "label": "0"}]
    pairs = read_labelled(write(tmp_path / "log.jsonl", rows))
    assert pairs.labels.tolist() == [0, 0, 1]
    assert pairs.left_out.contradictory == 1
    (note,) = pairs.left_out.notes()
    assert "1 pair stands under both labels" in note
    assert "'Cancel my order.' / 'Please cancel my order.'" in note
    with pytest.raises(InputError, match="nothing is left: 1 pair stands under both"):
        read_labelled(write(tmp_path / "all.jsonl", [rows[1], rows[4]]))


def test_a_set_with_one_label_is_for_callers_that_allow_it(tmp_path):
    path = write(tmp_path / "log.csv", [ROWS[0], ROWS[2]])
    assert len(read_labelled(path, both_labels=False)) == 2
    with pytest.raises(InputError, match=r"log.csv: holds 2 pairs, but none of label 1 \(same meaning\)"):
        read_labelled(path)


def test_empty_labels_are_counted_where_the_caller_allows_them(tmp_path):
    rows = [*ROWS, {"anchor": "Stop the tape.", "candidate": "Start the tape.", "label": ""}]
    path = write(tmp_path / "log.csv", rows)
    pairs = read_labelled(path, skip_unlabelled=True)
    assert (len(pairs), pairs.left_out.notes()) == (4, ["1 rows without a label were left out"])
    with pytest.raises(InputError, match="line 6: label must be 1"):
        read_labelled(path)
    empty = write(tmp_path / "none.csv", [row | {"label": " "} for row in ROWS])
    with pytest.raises(InputError, match="the label of all 4 rows is empty; fill in 1"):
        read_labelled(empty, skip_unlabelled=True)


@pytest.mark.parametrize("label", ["2", "-1", "yes", "0.5", "1.0.0"])
def test_other_labels_are_refused_with_their_row(tmp_path, label):
    rows = [*ROWS, ROWS[0] | {"label": label}]
    with pytest.raises(InputError, match=r"log.csv, line 6: label must be 1 .* or 0"):
        read_labelled(write(tmp_path / "log.csv", rows))


def test_labels_as_spreadsheets_write_them(tmp_path):
    rows = [row | {"label": label} for row, label in zip(ROWS, ["0.0", "1.0", " 0", "1"], strict=True)]
    assert read_labelled(write(tmp_path / "log.csv", rows)).labels.tolist() == [0, 1, 0, 1]
    rows = [row | {"label": label} for row, label in zip(ROWS, [False, True, 0.0, 1.0], strict=True)]
    assert read_labelled(write(tmp_path / "log.jsonl", rows)).labels.tolist() == [0, 1, 0, 1]


def test_sets_are_joined_by_groups_and_texts(tmp_path):
    one = read_labelled(write(tmp_path / "one.jsonl", ROWS))
    other = read_labelled(
        write(
            tmp_path / "two.jsonl",
            [
                {"anchor": "Where is the old depot?", "candidate": "Find the old depot.", "label": 1},
                {"anchor": "I want to renew my order.", "candidate": "Renew my order.", "label": 0},
                {"anchor": "Open the gate.", "candidate": "Close the gate.", "label": 0},
            ],
        )
    )
    both = joined([one, other])
    assert both.name == "one+two"
    assert both.groups == [
        "Cancel my order.",
        "Cancel my order.",
        "Where is the depot?",
        "Where is the depot?",
        "Open the gate.",
    ]
    assert both.left_out.contradictory == 1


@pytest.mark.slow
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=14))
def test_groups_are_the_components_of_shared_texts(edges):
    pairs = PairSet(
        "drawn",
        [str(a) for a, _ in edges],
        [str(b) for _, b in edges],
        np.ones(len(edges), np.int8),
        ["paraphrase"] * len(edges),
        [f"row {number}" for number in range(len(edges))],
    )
    groups = joined([pairs.rows(np.array([n])) for n in range(len(edges))]).groups
    reached = {text: {text} for edge in edges for text in edge}
    for _ in edges:  # every path is found in so many steps
        for a, b in edges:
            together = reached[a] | reached[b]
            for text in together:
                reached[text] = together
    for one, (a, _) in zip(groups, edges, strict=True):
        for other, (c, _) in zip(groups, edges, strict=True):
            assert (one == other) == (c in reached[a])


def test_case_and_spaces_do_not_part_a_group(tmp_path):
    rows = [ROWS[0], {"anchor": "cancel  my order.", "candidate": "Stop my order.", "label": 1}]
    assert len(set(read_labelled(write(tmp_path / "log.csv", rows)).groups)) == 1
