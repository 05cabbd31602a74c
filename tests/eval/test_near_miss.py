"""Reading pairs from every format, refusing bad input with file and row, and the benchmark's structure."""

import csv
import json

import numpy as np
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from verisieve.common.errors import InputError
from verisieve.eval.benchmarks import near_miss
from verisieve.eval.config import EvaluateConfig
from verisieve.eval.metrics import near_miss_metrics
from verisieve.eval.score_store import ScoreStore
from verisieve.eval.scorers import SharedScorer
from verisieve.eval.sets.pair_files import names_of, read_pairs
from verisieve.models.scorers import shared_states
from verisieve.models.scorers.baselines import Cosine, MaxSim
from verisieve.models.scorers.shared_states import SharedStates

ROWS = [
    {"anchor": "a b", "candidate": "b a", "label": 0, "family": "swap"},
    {"anchor": "a b", "candidate": "a, b", "label": 1, "family": "paraphrase"},
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
def test_every_format_reads_the_same(tmp_path, ending):
    pairs = read_pairs(write(tmp_path / f"set.{ending}", ROWS))
    assert pairs.name == "set"
    assert pairs.texts() == [("a b", "b a"), ("a b", "a, b")]
    assert pairs.labels.tolist() == [0, 1]
    assert pairs.families == ["swap", "paraphrase"]
    assert pairs.groups == ["a b", "a b"]


def test_a_generated_dataset_folder_gives_its_split(tmp_path):
    folder = tmp_path / "generated"
    (folder / "data").mkdir(parents=True)
    rows = [row | {"group_id": "g7"} for row in ROWS]
    write(folder / "data" / "test-00000-of-00002.parquet", rows[:1])
    write(folder / "data" / "test-00001-of-00002.parquet", rows[1:])
    write(folder / "data" / "train-00000-of-00001.parquet", rows * 3)
    pairs = read_pairs(folder)
    assert (len(pairs), pairs.name, pairs.groups) == (2, "generated", ["g7", "g7"])
    assert len(read_pairs(folder, "train")) == 6
    with pytest.raises(InputError, match="has no split 'validation', only train, test"):
        read_pairs(folder, "validation")


def test_sentence_pairs_and_default_families(tmp_path):
    rows = [
        {"sentence1": "x", "sentence2": "y", "label": 1},
        {"sentence1": "x", "sentence2": "z", "label": 0},
    ]
    pairs = read_pairs(write(tmp_path / "paws.csv", rows))
    assert pairs.families == ["paraphrase", "near_miss"]
    assert pairs.texts() == [("x", "y"), ("x", "z")]


def test_triplets_count_a_repeated_positive_once(tmp_path):
    rows = [
        {"anchor": "x", "positive": "y", "negative": "z", "family": "negation"},
        {"anchor": "x", "positive": "y", "negative": "w", "family": "swap"},
    ]
    pairs = read_pairs(write(tmp_path / "triplets.jsonl", rows))
    assert pairs.texts() == [("x", "y"), ("x", "z"), ("x", "w")]
    assert pairs.labels.tolist() == [1, 0, 0]
    assert pairs.families == ["paraphrase", "negation", "swap"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.jsonl", b'{"anchor": "x"}\n', "line 1: no 'candidate'"),
        ("a.jsonl", b'\n{"anchor": "x", "candidate": "y", "label": 2}\n', "line 2: label must be 1"),
        ("a.jsonl", b'{"anchor": "x", "candidate": "y", "label": null}\n', "line 1: label must be 1"),
        ("a.jsonl", b'{"anchor": "x", "candidate": " ", "label": 1}\n', "line 1: 'candidate' must be a text"),
        (
            "a.jsonl",
            b'{"anchor": "x", "positive": "y", "negative": 3}\n',
            "line 1: 'negative' must be a text",
        ),
        ("a.jsonl", b'{"anchor": "x",\n', "line 1: invalid JSON"),
        ("a.jsonl", b"[1]\n", "line 1: expected a JSON object"),
        ("a.jsonl", b'{"anchor": "\xff"}\n', "not UTF-8"),
        ("a.jsonl", b"", "holds no pairs"),
        ("a.csv", b"anchor,candidate,label\nx,y\n", "line 2: has not as many fields"),
        ("a.csv", b"anchor,candidate,label\nx,y,z,1\n", "line 2: has not as many fields"),
        ("a.csv", b"anchor,candidate,label\nx,y,yes\n", "line 2: label must be 1"),
        ("a.csv", b"anchor,candidate,label\nx,y\xff,1\n", "not UTF-8"),
        ("a.tsv", b"anchor\tcandidate\tlabel\n", "holds no pairs"),
        ("a.parquet", b"no parquet", "not readable as Parquet"),
        ("a.txt", b"x", "cannot read .txt"),
    ],
)
def test_bad_input_names_the_place(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message) as raised:
        read_pairs(path)
    assert str(path) in str(raised.value)


def test_missing_file_and_equal_names(tmp_path, near_miss_file):
    with pytest.raises(InputError, match="no such file"):
        read_pairs(tmp_path / "none.jsonl")
    pairs = read_pairs(near_miss_file)
    assert names_of([pairs]) == ["pairs"]
    with pytest.raises(InputError, match="'pairs'"):
        names_of([pairs, pairs])


class Fixed:
    name = "verifier"

    def __init__(self, scores):
        self.scores = dict(scores)

    def score(self, pairs):
        return np.array([self.scores[pair] for pair in pairs], dtype=np.float32)


def test_benchmark_measures_overall_and_by_family(near_miss_file):
    pairs = read_pairs(near_miss_file)
    scores = [0.9, 0.2, 0.95, 0.8, 0.1, 0.3, 0.7, 0.4]
    scorer = Fixed(zip(pairs.texts(), scores, strict=True))
    config = EvaluateConfig(bootstrap_samples=50, batch_size=3)
    result = near_miss.benchmark(pairs, [scorer], {"verifier": np.full(len(pairs), 0.75)}, config)
    figures = result.figures["verifier"]
    assert list(figures["by_family"]) == ["argument_swap", "modifier_rebinding", "negation", "temporal"]
    assert figures["auc"] == pytest.approx(12 / 15)  # 0.95 is above all three positives
    negation = figures["by_family"]["negation"]
    assert (negation["n_positive"], negation["n_negative"], negation["auc"]) == (3, 2, 0.5)
    assert negation["pairwise_accuracy"] == 0.5
    assert figures["by_family"]["temporal"]["auc"] == 1.0
    assert figures["accuracy_at_threshold"] == {
        "threshold": 0.75,
        "highest_threshold": 0.75,
        "acceptance": pytest.approx(2 / 3),
        "rejection": 0.8,
    }
    direct = near_miss_metrics(
        result.scores["verifier"], pairs.labels, pairs.anchors, pairs.groups, 0.75, bootstrap_samples=50
    )
    assert direct == {key: value for key, value in figures.items() if key in direct}
    assert figures["by_length"]["up to 12 words"] == direct  # all eight are short
    by_register = figures["by_register"].values()
    assert sum(of_one["n_positive"] + of_one["n_negative"] for of_one in by_register) == len(pairs)
    assert sum(bucket["n_negative"] for bucket in figures["by_overlap"].values()) == figures["n_negative"]


def test_a_family_with_positives_of_its_own_uses_only_those(tmp_path):
    rows = [
        {"anchor": "p", "candidate": "q", "label": 1, "family": "paws"},
        {"anchor": "p", "candidate": "r", "label": 0, "family": "paws"},
        {"anchor": "s", "candidate": "t", "label": 1, "family": "paraphrase"},
        {"anchor": "s", "candidate": "u", "label": 0, "family": "negation"},
    ]
    pairs = read_pairs(write(tmp_path / "mixed.jsonl", rows))
    assert near_miss.family_rows(pairs, "paws").tolist() == [True, True, False, False]
    assert near_miss.family_rows(pairs, "negation").tolist() == [True, False, True, True]


def test_broken_scores_are_refused(near_miss_file):
    pairs = read_pairs(near_miss_file)
    scorer = Fixed((text, float("nan")) for text in pairs.texts())
    with pytest.raises(InputError, match="no finite numbers"):
        near_miss.benchmark(pairs, [scorer], {}, EvaluateConfig())


def test_worst_errors_are_shared_between_both_kinds(near_miss_file):
    pairs = read_pairs(near_miss_file)
    scores = np.array([0.4, 0.9, 0.8, 0.3, 0.95, 0.1, 0.2, 0.7])  # all but one wrong
    worst = near_miss.worst_errors(pairs, scores, 4)
    assert [(error["kind"], error["score"]) for error in worst] == [
        ("accepted", 0.95),
        ("accepted", 0.9),
        ("rejected", 0.2),
        ("rejected", 0.3),
    ]
    assert worst[0]["candidate"] == "a blue car and a red house"
    only_accepted = near_miss.worst_errors(pairs, np.where(pairs.labels == 1, 0.9, scores), 3)
    assert [error["score"] for error in only_accepted] == [0.95, 0.9, 0.8]
    assert near_miss.worst_errors(pairs, pairs.labels.astype(float), 4) == []
    assert near_miss.worst_errors(pairs, scores, 0) == []


def test_scores_are_the_same_bits_whichever_of_them_were_kept(tmp_path, retriever, monkeypatch):
    """One scorer's were, before a kill: the next must not see texts that were encoded in other batches."""
    monkeypatch.setattr(shared_states, "BATCH_TOKENS", 128)
    words = ["tenant", "landlord", "broker", "buyer from the old town", "nurse", "clerk of the court at noon"]
    pairs = [(f"The {a} paid the {b}.", f"The {b} was paid.") for a in words for b in words]

    def score(folder):
        shared, store = SharedStates(retriever), ScoreStore(folder)
        scorers = [SharedScorer(scorer, shared) for scorer in (Cosine(shared), MaxSim(shared))]
        return [near_miss.score_in_batches(s, pairs, 4, "pairs", store, s.name).tobytes() for s in scorers]

    whole = score(tmp_path)
    for number, path in enumerate(sorted(tmp_path.iterdir())):
        if number % 2:
            path.unlink()
    assert score(tmp_path) == whole
