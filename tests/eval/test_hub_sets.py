"""Public sets from local copies with the columns they have on the Hub; without network the error says how."""

import json

import pytest

from verisieve.common.errors import InputError
from verisieve.data_gen.schema import NEAR_MISS, SAME
from verisieve.eval.sets.hub_sets import read_hub_set

ROWS = {
    "semantoneg": [
        {
            "idx": 0,
            "label": 1,
            "input": "It is dry.",
            "sentences": ["It is wet.", "It is not wet.", "It is not dry."],
        }
    ],
    "paws": [
        {
            "id": 1,
            "sentence1": "the mill sold it to the inn",
            "sentence2": "the inn sold it to the mill",
            "label": 0,
        },
        {"id": 2, "sentence1": "it rained", "sentence2": "there was rain", "label": 1},
    ],
    "cannot": [
        {"premise": "It rained.", "hypothesis": "It did not rain.", "label": 1},
        {"premise": "It rained.", "hypothesis": "Rain fell.", "label": 0},
    ],
    "nevir": [
        {"q1": "who sells", "q2": "who does not", "doc1": "the mill sells", "doc2": "the mill does not sell"}
    ],
    "sick": [
        {
            "sentence_A": "a",
            "sentence_B": "b",
            "entailment_AB": "A_entails_B",
            "entailment_BA": "B_entails_A",
        },
        {
            "sentence_A": "c",
            "sentence_B": "d",
            "entailment_AB": "A_contradicts_B",
            "entailment_BA": "B_contradicts_A",
        },
        {
            "sentence_A": "e",
            "sentence_B": "f",
            "entailment_AB": "A_neutral_B",
            "entailment_BA": "B_neutral_A",
        },
    ],
}


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def labels(found):
    return found.labels.tolist()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("paws", [NEAR_MISS, SAME]),
        ("cannot", [NEAR_MISS, SAME]),
        ("nevir", [SAME, NEAR_MISS, SAME, NEAR_MISS]),
        ("sick", [SAME, NEAR_MISS]),
        ("semantoneg", [NEAR_MISS, SAME, NEAR_MISS]),
    ],
)
def test_reads_local_copies(tmp_path, name, expected):
    path = write(tmp_path / "copy.jsonl", ROWS[name])
    found = read_hub_set(f"hub:{name}={path}")
    assert (found.name, labels(found)) == (name, expected)


def test_each_query_of_nevir_wants_the_other_document(tmp_path):
    found = read_hub_set(f"hub:nevir={write(tmp_path / 'copy.jsonl', ROWS['nevir'])}")
    wanted = {
        a: c
        for a, c, label in zip(found.anchors, found.candidates, found.labels, strict=True)
        if label == SAME
    }
    assert wanted == {"who sells": "the mill sells", "who does not": "the mill does not sell"}
    assert len(set(found.groups)) == 1


def test_the_two_documents_of_an_excluding_query(tmp_path):
    (tmp_path / "corpus.json").write_text(
        json.dumps(["about mills and inns", "about inns"]), encoding="utf-8"
    )
    questions = [
        {"RQ_rewrite": "inns, but not mills", "corpus_sub_index": [0, 1]},
        {"ExcluQ": "mills and inns", "index": [1, 0]},
    ]
    (tmp_path / "test_manual_final.json").write_text(json.dumps(questions), encoding="utf-8")
    found = read_hub_set(f"hub:excluir={tmp_path}")
    assert list(zip(found.texts(), labels(found), strict=True)) == [
        (("inns, but not mills", "about inns"), SAME),
        (("inns, but not mills", "about mills and inns"), NEAR_MISS),
        (("mills and inns", "about mills and inns"), SAME),
        (("mills and inns", "about inns"), NEAR_MISS),
    ]


def test_parts_of_a_set_are_families(tmp_path):
    row = {
        "caption": "a dog by a cat",
        "caption2": "a dog beside a cat",
        "negative_caption": "a cat by no dog",
    }
    parts = ("swap_object", "swap_attribute", "replace_object", "replace_attribute", "replace_relation")
    for part in parts:
        (tmp_path / part).mkdir()
        write(tmp_path / part / "train.jsonl", [row])
    found = read_hub_set(f"hub:sugarcrepe++={tmp_path}")
    assert {f for f, label in zip(found.families, found.labels, strict=True) if label == NEAR_MISS} == set(
        parts
    )


def test_says_what_is_wrong(tmp_path):
    with pytest.raises(InputError, match="unknown set 'pows'; known are paws"):
        read_hub_set("hub:pows")
    with pytest.raises(InputError, match="no such file or folder"):
        read_hub_set(f"hub:paws={tmp_path / 'nowhere'}")
    with pytest.raises(InputError, match="no column 'sentence1' in a, b"):
        read_hub_set(f"hub:paws={write(tmp_path / 'other.jsonl', [{'a': 1, 'b': 2}])}")
    with pytest.raises(InputError, match="offline, give a local copy: hub:NAME=FOLDER"):
        read_hub_set("hub:paws")
    with pytest.raises(InputError, match="not on the Hub; get it from https"):
        read_hub_set("hub:excluir")
    with pytest.raises(InputError, match=r"cannot load .*corpus.json"):
        read_hub_set(f"hub:excluir={tmp_path}")
