"""`verisieve calibrate`: thresholds on labelled pairs, what they reach, what few labels cannot promise."""

import csv
import json
import math
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from verisieve.cli import main
from verisieve.common.errors import InputError
from verisieve.data_gen.labelled.pair_set import PairSet
from verisieve.data_gen.labelled.read import read_labelled
from verisieve.eval.publish import publish
from verisieve.eval.reporting import calibrated as words
from verisieve.models.cache_guard import CacheGuard
from verisieve.models.calibration import NEVER, Calibration
from verisieve.models.interaction import SAME, InteractionModel
from verisieve.models.retriever import Retriever
from verisieve.models.verifier import Verifier, VerifierConfig, identity
from verisieve.tests.processes import VERISIEVE
from verisieve.tests.tiny import tiny_size
from verisieve.train.calibration.folder import write_run
from verisieve.train.calibration.labelled import calibrate, fit_temperature, halves, share

PEOPLE = ["tenant", "landlord", "nurse", "patient", "broker", "client", "driver", "guest", "clerk", "buyer"]
VERBS = ["paid", "warned", "called", "helped", "thanked", "visited", "sued", "trusted"]


def rows(count: int) -> list[dict[str, str]]:
    """Of each sentence of who did what to whom, a passive and a negation."""
    made = []
    for number in range(count // 2):
        one, verb = PEOPLE[number % 10], VERBS[number // 10 % 8]
        other = PEOPLE[(number + 1 + number // 80) % 10]
        anchor = f"The {one} {verb} the {other}."
        made += [
            {"anchor": anchor, "candidate": f"The {other} was {verb} by the {one}.", "label": "1"},
            {"anchor": anchor, "candidate": f"The {one} never {verb} the {other}.", "label": "0"},
        ]
    return made


def write(path: Path, table: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, table[0].keys())
        writer.writeheader()
        writer.writerows(table)
    return path


@pytest.fixture(scope="module")
def run_folder(tiny_model, tmp_path_factory) -> Path:
    """A run folder of an untrained verifier."""
    torch.manual_seed(0)
    retriever = Retriever.load(str(tiny_model("bert")), device="cpu")
    size = tiny_size()
    config = VerifierConfig(identity(retriever), ("argument_swap", "negation"), size, max_tokens=40)
    folder = tmp_path_factory.mktemp("runs") / "run"
    Verifier(config, InteractionModel(size, retriever.hidden_size, 2), retriever).save_pretrained(folder)
    (folder / "train_config.yaml").write_text("train: {}\n", encoding="utf-8")
    (folder / "summary.json").write_text(json.dumps({"steps": 12}), encoding="utf-8")
    (folder / "metrics.json").write_text("{}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tuned(tmp_path_factory) -> tuple[Path, PairSet, dict]:
    """The shipped verifier calibrated on 150 pairs, the pairs, and what was reported."""
    folder = tmp_path_factory.mktemp("tuned")
    pairs = read_labelled(write(folder / "labelled.csv", rows(150)))
    found = calibrate("default", pairs, 0.2, "clopper_pearson", seed=3)
    write_run(found, folder / "out", lambda out: words.write_report(found.report, out))
    return folder / "out", pairs, found.report


@pytest.mark.slow
def test_twenty_pairs_say_what_they_cannot_promise(forks, run_folder, tmp_path):
    labelled = write(tmp_path / "labelled.csv", rows(20))
    before = {path: path.read_bytes() for path in run_folder.rglob("*") if path.is_file()}
    done = forks.run(VERISIEVE, "calibrate", run_folder, "--pairs", labelled, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    said = "with 5 near-misses no threshold can promise 2 %; the smallest budget they support is 45.1 %"
    assert f"No cache threshold: {said}" in done.stdout
    assert "No gate threshold: with 5 pairs that mean the same no threshold can promise 2 %" in done.stdout
    assert before == {path: path.read_bytes() for path in run_folder.rglob("*") if path.is_file()}
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {
        "calibration.json", "calibration.md", "config.json", "model.safetensors", "reliability.svg",
        "summary.json", "train_config.yaml",
    }  # fmt: skip
    weights = (tmp_path / "out" / "model.safetensors").read_bytes()
    assert weights == (run_folder / "model.safetensors").read_bytes()
    verifier = Verifier.from_pretrained(tmp_path / "out")
    assert (verifier.calibration.cache_threshold, verifier.calibration.gate_threshold) == (NEVER, NEVER)
    reason = CacheGuard(verifier).allows("the dog", "a dog").reason
    assert "no cache threshold: none kept the error budget of 0.02" in reason
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["steps"] == 12
    assert summary["without_threshold"]["cache"].startswith(said)
    ElementTree.parse(tmp_path / "out" / "reliability.svg")


@pytest.mark.slow
def test_what_is_reported_is_what_the_loaded_verifier_does(tuned):
    out, pairs, report = tuned
    verifier = Verifier.from_pretrained(out)
    fitted, kept = halves(pairs, 3)
    assert report["fitted_on"] == {"same": 38, "near_miss": 38, "groups": 38}
    same = verifier.score(fitted.texts())
    near_misses = same[fitted.labels == 0] >= verifier.calibration.cache_threshold
    assert verifier.calibration.cache_threshold < 1
    assert near_misses.sum() <= 3, "more than three of 38 would not promise 20 %"
    answers = np.array([verdict.answer for verdict in verifier.verify_pairs(kept.texts())])
    served = answers == "same"
    assert report["reached"]["acceptance"]["share"] == served[kept.labels == 1].mean()
    assert report["reached"]["rejection"]["share"] == 1 - served[kept.labels == 0].mean()
    assert report["reached"]["acceptance"]["share"] > 0.5
    assert report["reached"]["rejection"]["share"] >= 0.8
    assert report["thresholds"]["cache"]["threshold"] == verifier.calibration.cache_threshold
    assert (verifier.calibration.budget, verifier.calibration.bound) == (0.2, "clopper_pearson")
    errors = report["expected_calibration_error"]["same"]
    assert 0 <= errors["after"] <= 1
    assert sum(b["count"] for b in report["reliability"]["same"]) == len(kept)


@pytest.mark.slow
def test_a_saved_run_scores_as_the_one_that_was_fitted(tuned, tmp_path):
    out, pairs, _ = tuned
    once = Verifier.from_pretrained(out)
    again = calibrate("default", pairs, 0.2, "clopper_pearson", seed=3)
    assert again.verifier.calibration == once.calibration
    texts = pairs.texts()[:30]
    np.testing.assert_array_equal(again.verifier.probabilities(texts), once.probabilities(texts))
    write_run(again, tmp_path / "again", lambda folder: None)
    for name in ("config.json", "calibration.json", "summary.json"):
        assert (tmp_path / "again" / name).read_bytes() == (out / name).read_bytes()


@pytest.mark.slow
def test_the_card_tells_where_the_thresholds_come_from(tuned, tmp_path):
    publish(tuned[0], "org/tuned", dry_run=tmp_path / "hub")
    card = (tmp_path / "hub" / "README.md").read_text(encoding="utf-8")
    assert "Chosen on labelled pairs (labelled) for an error budget of 20.0\u00a0%" in card
    assert "On pairs that were kept back, 37 that mean the same and 37 near-misses" in card


@pytest.mark.slow
def test_failing_midway_leaves_nothing(tuned, tmp_path):
    found = calibrate("default", tuned[1].rows(np.arange(12)), 0.5, "conformal")

    def fail(folder: Path) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_run(found, tmp_path / "out", fail)
    assert not list(tmp_path.iterdir())


def test_contradictions_and_open_labels_are_told(run_folder, tmp_path, capsys):
    table = rows(24)
    table.append(table[0] | {"label": "0"})
    table.append({"anchor": "Who is it?", "candidate": "Who was it?", "label": ""})
    labelled = write(tmp_path / "labelled.csv", table)
    line = ["calibrate", str(run_folder), "--pairs", str(labelled), "--out", str(tmp_path / "out")]
    assert main([*line, "--budget", "0.6", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["left_out"][0] == "1 rows without a label were left out"
    assert report["left_out"][1].startswith(
        "1 pair stands under both labels and was left out: 'The tenant paid"
    )
    assert sum(report[half]["same"] for half in ("fitted_on", "kept_back")) == 11
    assert "1 pair stands under both labels" in (tmp_path / "out" / "calibration.md").read_text()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (["--budget", "0"], "--budget 0.0: must be a share above 0 and below 1"),
        (["--budget", "2"], "--budget 2.0: must be"),
        (["--seed", "-1"], "--seed -1: must be 0 or more"),
        (["--pairs", "one.csv"], "one: holds 12 pairs, but none of label 0"),
        (["--pairs", "group.csv"], "group: all pairs of label 0 are of one group"),
        (["--pairs", "two.csv"], "two.csv, line 2: label must be 1"),
        (["--pairs", "none.csv"], "none.csv: no such file"),
        (["--out", "full"], "full: exists and is not an empty folder"),
    ],
)
def test_bad_input(run_folder, tmp_path, monkeypatch, capsys, change, message):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "good.csv", rows(24))
    write(tmp_path / "one.csv", [row for row in rows(24) if row["label"] == "1"])
    write(tmp_path / "group.csv", [row | {"group": "a"} for row in rows(24)])
    write(tmp_path / "two.csv", [rows(2)[0] | {"label": "2"}])
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")
    given = {"--pairs": "good.csv", "--out": "out"} | {change[0]: change[1]}
    line = ["calibrate", str(run_folder), *(word for option in given.items() for word in option)]
    before = sorted(tmp_path.iterdir())
    assert main(line) == 2
    assert f"verisieve: error: {message}" in capsys.readouterr().err
    assert sorted(tmp_path.iterdir()) == before


def test_a_run_of_another_version_is_refused(run_folder, tmp_path):
    config = json.loads((run_folder / "config.json").read_text())
    (tmp_path / "old").mkdir()
    for name in ("model.safetensors", "summary.json"):
        (tmp_path / "old" / name).write_bytes((run_folder / name).read_bytes())
    (tmp_path / "old" / "config.json").write_text(json.dumps(config | {"verisieve_version": "0.0.7"}))
    pairs = read_labelled(write(tmp_path / "good.csv", rows(24)))
    with pytest.raises(
        InputError, match=r"old: made by verisieve 0\.0\.7, this is .*; calibrate it with that"
    ):
        calibrate(str(tmp_path / "old"), pairs, 0.1, "conformal")


def pair_set(labels: list[int], groups: list[int]) -> PairSet:
    texts = [f"text {number}" for number in range(len(labels))]
    families = ["near_miss"] * len(labels)
    return PairSet("drawn", texts, texts, np.array(labels, np.int8), families, [str(g) for g in groups])


@given(
    pairs=st.lists(st.tuples(st.integers(0, 1), st.integers(0, 7)), min_size=2, max_size=30),
    seed=st.integers(0, 5),
)
def test_halves_share_no_group_and_both_hold_both_labels(pairs, seed):
    data = pair_set([label for label, _ in pairs], [group for _, group in pairs])
    holders = [{group for label, group in pairs if label == wanted} for wanted in (0, 1)]
    if min(map(len, holders)) < 2:
        with pytest.raises(InputError, match=r"none of label|are of one group"):
            halves(data, seed)
        return
    one, other = halves(data, seed)
    assert not set(one.groups) & set(other.groups)
    assert sorted(one.anchors + other.anchors) == sorted(data.anchors)
    for half in (one, other):
        assert set(half.labels.tolist()) == {0, 1}


def test_the_halves_depend_on_the_seed_alone():
    data = pair_set([0, 1] * 40, list(range(80)))
    assert halves(data, 1)[0].anchors == halves(data, 1)[0].anchors
    assert halves(data, 1)[0].anchors != halves(data, 2)[0].anchors
    assert abs(len(halves(data, 1)[0]) - 40) <= 1


def test_temperature_is_where_the_labels_are_likeliest():
    """Against a grid; near-misses and others count alike."""
    rng = np.random.default_rng(0)
    logits = rng.normal(0, 4, (4000, 3))
    honest = Calibration(temperature=2.5).probabilities(torch.from_numpy(logits))
    labels = (rng.random(4000) < honest[:, SAME]).astype(int)
    raw = Calibration().probabilities(torch.from_numpy(logits))
    fitted = fit_temperature(raw, labels, prior=1.0)
    assert fitted == pytest.approx(2.5, rel=0.08)

    def loss(temperature: float) -> float:
        same = Calibration(temperature=temperature).probabilities(torch.from_numpy(logits))[:, SAME]
        own = np.where(labels == 1, same, 1 - same).astype(np.float64)
        return float(-np.log(np.maximum(own, 1e-12)).sum() + 2 * math.log(temperature) ** 2)

    grid = np.geomspace(1, 6, 200)
    assert fitted == pytest.approx(grid[np.argmin([loss(t) for t in grid])], rel=0.02)


def test_pairs_without_an_error_do_not_drive_the_temperature_to_nothing():
    raw = Calibration().probabilities(torch.tensor([[0.0, 4.0, 0.0], [4.0, 0.0, 0.0]] * 5))
    assert 0.3 < fit_temperature(raw, np.array([1, 0] * 5), prior=1.0) < 1


def test_share_counts_one_pair_of_a_group_in_its_interval():
    reached, groups = np.array([1, 1, 1, 0, 0], bool), np.array(["a", "a", "a", "b", "c"])
    found = share(reached, groups)
    assert (found["share"], found["pairs"], found["groups"]) == (0.6, 5, 3)
    assert found["interval"][0] < 1 / 3 < found["interval"][1]
    assert share(reached[:0], groups[:0])["share"] is None


@pytest.mark.parametrize(
    ("share_served", "interval", "said"),
    [
        (0.02, [0, 0.2], "the budget is kept"),
        (0.12, [0.04, 0.3], "by chance"),
        (0.4, [0.2, 0.6], "label more"),
    ],
)
def test_words_for_what_was_reached(tuned, share_served, interval, said):
    report = json.loads(json.dumps(tuned[2])) | {"budget": 0.1}
    report["reached"]["rejection"] |= {
        "share": 1 - share_served,
        "interval": [1 - bound for bound in reversed(interval)],
    }
    report["thresholds"]["cache"]["threshold"] = 0.9
    assert said in words.verdicts(report)[0]


def test_a_file_in_place_of_a_generated_folder_is_told_so(tmp_path, capsys):
    labelled = write(tmp_path / "labelled.csv", rows(4))
    assert main(["train", "--data", str(labelled), "--out", str(tmp_path / "run")]) == 2
    said = capsys.readouterr().err
    assert "labelled.csv: is a file, not a folder" in said
    assert "verisieve train --labelled" in said


def test_pairs_whose_texts_decide_do_not_move_the_temperature():
    rng = np.random.default_rng(0)
    probabilities, labels = rng.dirichlet([2, 2, 1], 50).astype(np.float32), rng.integers(0, 2, 50)
    decided = np.asarray([[0, 1, 0], [0.1, 0, 0.9]] * 20, dtype=np.float32)
    expected = fit_temperature(probabilities, labels, 1.0)
    found = fit_temperature(np.concatenate([probabilities, decided]), np.append(labels, [0, 1] * 20), 1.0)
    assert found == pytest.approx(expected)
