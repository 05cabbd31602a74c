"""`verisieve sample`: what is worth a label: near the thresholds, across the scores, nothing twice."""

import csv
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verisieve.cli import main
from verisieve.common.errors import InputError
from verisieve.data_gen.labelled.read import read_labelled
from verisieve.models.calibration import NEVER, Calibration
from verisieve.tests.processes import VERISIEVE
from verisieve.train.calibration import sample as module
from verisieve.train.calibration.sample import nearly_repeated, read_log, sample, select

THINGS = ["invoice", "ticket", "parcel", "contract", "licence", "booking", "refund", "coupon"]
DEEDS = ["cancel", "renew", "print", "find", "change", "delete", "share", "pay"]


def requests() -> list[dict]:
    return [
        {"query": f"How do I {deed} my {thing}?", "candidate": f"Where can I {other} the {thing}?"}
        for thing in THINGS
        for deed, other in zip(DEEDS, DEEDS[1:] + DEEDS[:1], strict=True)
    ]


def write_log(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def scored(count: int = 64) -> list[dict]:
    return [row | {"score": number / count} for number, row in enumerate(requests()[:count])]


@pytest.mark.slow
def test_a_log_without_scores_is_scored_and_sampled(forks, tmp_path):
    """The whole loop on the command line: sample, label, calibrate."""
    log = write_log(tmp_path / "requests.jsonl", requests())
    out = tmp_path / "to-label.csv"
    done = forks.run(VERISIEVE, "sample", "default", "--log", log, "--n", "30", "--out", out)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{out}: 30 pairs to label, of 64 rows\n"
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["label"] for row in rows} == {""}
    known = {(row["query"], row["candidate"]) for row in requests()}
    assert len({(row["anchor"], row["candidate"]) for row in rows} & known) == 30
    with pytest.raises(InputError, match="the label of all 30 rows is empty; fill in"):
        read_labelled(out, skip_unlabelled=True)
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | {"label": str(number % 2)} for number, row in enumerate(rows[:28]))
        writer.writerows(rows[28:])
    pairs = read_labelled(out, skip_unlabelled=True)
    assert (len(pairs), pairs.left_out.unlabelled) == (28, 2)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(tmp_path):
    log = write_log(tmp_path / "log.jsonl", scored())
    written = []
    for name, seed in (("a", 0), ("b", 0), ("c", 1)):
        found = sample("default", log, 20, seed, tmp_path / f"{name}.tsv")
        assert (found["written"], found["scored"]) == (20, False)
        written.append((tmp_path / f"{name}.tsv").read_bytes())
    assert written[0] == written[1] != written[2]


@given(
    same=st.lists(st.integers(0, 50), min_size=1, max_size=60),
    n=st.integers(1, 40),
    threshold=st.sampled_from([0.5, 0.83, 0.99, NEVER]),
)
def test_half_lie_nearest_to_the_threshold_and_no_pair_comes_twice(same, n, threshold):
    values = np.array(same) / 50
    calibration = Calibration(cache_threshold=threshold)
    chosen = select(values, np.full(len(values), np.nan), calibration, n, np.random.default_rng(0))
    assert len(chosen) == len(set(chosen.tolist())) == min(n, len(values))
    distance = np.abs(values - (threshold if threshold < 1 else 0.5))
    half = min(n // 2, len(values))
    nearest = np.sort(distance)[:half]
    assert np.isin(nearest, distance[chosen]).all()


def test_the_other_half_is_spread_across_the_scores():
    """Of 2,000 pairs nearly all score below 0.1; still every tenth of the range is there."""
    values = np.concatenate([np.linspace(0, 0.09, 1900), np.linspace(0.1, 1, 100)])
    chosen = select(
        values, np.full(len(values), np.nan), Calibration(cache_threshold=0.9), 60, np.random.default_rng(0)
    )
    counts = np.histogram(values[chosen], np.linspace(0, 1, 11))[0]
    assert counts.min() >= 2
    assert counts[0] <= 6


def test_the_gate_has_its_share_of_the_near_half():
    near_miss = np.linspace(0, 1, 101)
    same = np.concatenate([np.full(50, 0.1), np.full(51, 0.0)])
    calibration = Calibration(cache_threshold=0.9, gate_threshold=0.7)
    chosen = select(same, near_miss, calibration, 20, np.random.default_rng(0))
    assert {68, 69, 70, 71, 72} <= set(chosen.tolist())


def test_near_duplicates_come_once():
    long = (
        "Could you please tell me where in the settings of my account I can find the list of all invoices of"
    )
    pairs = [
        (f"{long} this year?", "Show the invoices."),
        (f"{long} this month?", "show the invoices"),
        (f"{long} this year?", "Where do I pay?"),
        ("How do I turn on dark mode?", "Enable dark mode."),
        ("How do I turn off dark mode?", "Enable dark mode."),
    ]
    assert nearly_repeated(pairs).tolist() == [False, True, False, False, False]
    assert nearly_repeated([]).tolist() == []


def test_what_is_left_out_is_counted(tmp_path):
    rows = [
        {"query": "Open the gate.", "cached_query": "Close the gate."},
        {"query": "open  the gate.", "cached_query": "Close the gate."},
        {"query": "Open the gate.", "cached_query": "open the gate."},
        {"query": "Open the gate.", "cached_query": None},
    ]
    log = read_log(write_log(tmp_path / "log.jsonl", rows))
    assert log.pairs == [("Open the gate.", "Close the gate.")]
    assert log.notes() == [
        "1 rows that repeat an earlier one were left out",
        "1 rows whose two texts are the same were left out",
        "1 rows without one of the texts were left out",
    ]


def test_what_verify_writes_is_a_log(tmp_path):
    verdict = {"answer": "same", "score": 0.75, "near_miss": 0.125}
    rows = [
        {"query": "Lock it.", "candidate": "Unlock it.", "verdict": verdict},
        {"query": "Stop it.", "candidates": ["Start it.", "Halt it."], "verdicts": [verdict, verdict]},
    ]
    log = read_log(write_log(tmp_path / "log.jsonl", rows))
    assert [candidate for _, candidate in log.pairs] == ["Unlock it.", "Start it.", "Halt it."]
    assert log.same.tolist() == [0.75] * 3
    assert log.near_miss.tolist() == [0.125] * 3


@pytest.mark.slow
def test_a_long_log_without_scores_is_drawn_from(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST_SCORED", 10)
    log = write_log(tmp_path / "log.jsonl", requests())
    found = sample("default", log, 64, 0, tmp_path / "out.jsonl")
    assert (found["written"], found["considered"], found["rows"]) == (10, 10, 64)
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert {tuple(row) for row in rows} == {("anchor", "candidate", "label")}


@pytest.mark.parametrize(
    ("rows", "change", "message"),
    [
        ([{"query": "a"}], {}, "line 1: no query and candidate in query"),
        ([{"query": "a", "candidate": 3}], {}, "line 1: query and candidate must be texts, found 3"),
        ([{"query": "a", "candidate": "b", "score": 7}], {}, r"line 1: the score must be P\(same\).*found 7"),
        ([{"query": "a", "candidate": "b", "score": "x"}], {}, "line 1: the score must be"),
        (
            [{"query": "a", "candidate": "A"}],
            {},
            "holds no pair to label; 1 rows whose two texts are the same",
        ),
        ([], {}, "holds no pair to label; it has no rows"),
        (requests(), {"n": 0}, "--n 0: must be 1 or more"),
        (requests(), {"out": "x.txt"}, "x.txt: cannot write .txt; give .csv"),
        (requests(), {"out": "there.csv"}, "there.csv: is there already, and may hold labels"),
        (requests(), {"out": "no/x.csv"}, "no folder"),
    ],
)
def test_bad_input(tmp_path, rows, change, message):
    (tmp_path / "there.csv").write_text("anchor,candidate,label\na,b,1\n")
    log = write_log(tmp_path / "log.jsonl", rows)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InputError, match=message):
        sample("default", log, change.get("n", 5), 0, tmp_path / change.get("out", "out.csv"))
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.slow
def test_json(tmp_path, capsys):
    log = write_log(tmp_path / "log.jsonl", [*scored(30), scored(1)[0]])
    out = tmp_path / "out.csv"
    assert main(["sample", "default", "--log", str(log), "--n", "8", "--out", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["rows"], found["considered"], found["written"]) == (31, 30, 8)
    assert found["left_out"] == ["1 rows that repeat an earlier one were left out"]
