"""The card: figures that were measured, thresholds, training, and pairs that go wrong."""

import json
import re
import shutil

import pytest
from huggingface_hub import ModelCard

from verisieve.common.errors import InputError
from verisieve.eval.publish import publish
from verisieve.eval.publishing.calibrated import by_register
from verisieve.eval.reporting.report import render
from verisieve.models.calibration import NEVER
from verisieve.tests.eval.publishing.runs import MANIFEST


@pytest.mark.slow
def test_card_metadata_parses_back_with_the_measured_figures(evaluated, tmp_path):
    publish(evaluated, "org/tiny", dry_run=tmp_path / "export")
    data = ModelCard.load(tmp_path / "export" / "README.md").data
    assert (data.license, data.library_name, data.pipeline_tag) == ("apache-2.0", "verisieve", "text-ranking")
    assert data.base_model == "sentence-transformers/all-MiniLM-L6-v2"
    assert data.model_name == "tiny"
    metrics = json.loads((evaluated / "metrics.json").read_text(encoding="utf-8"))
    values = {(r.dataset_type, r.dataset_config, r.metric_type): r.metric_value for r in data.eval_results}
    measured = metrics["near_miss"]["pairs"]["verifier"]
    assert values["pairs", None, "roc_auc"] == pytest.approx(measured["auc"], abs=5e-5)
    assert values["pairs", "negation", "roc_auc"] == pytest.approx(
        measured["by_family"]["negation"]["auc"], abs=5e-5
    )
    gate = metrics["retrieval"]["tiny"]["gate"]
    assert values["tiny", "gate", "ndcg_at_10"] == pytest.approx(gate["ndcg@10"], abs=5e-5)
    assert values["tiny", "reranked", "mrr_at_10"] == 1.0


@pytest.mark.slow
def test_card_says_where_no_threshold_kept_the_budget_and_what_would(finished, tmp_path):
    config = json.loads((finished / "config.json").read_text(encoding="utf-8"))
    config["calibration"]["cache_threshold"] = NEVER
    (finished / "config.json").write_text(json.dumps(config), encoding="utf-8")
    note = "with 30 near-misses no threshold can promise 2 %; the smallest budget they support is 9.6 %"
    (finished / "calibration.json").write_text(json.dumps({"notes": {"cache": note}}), encoding="utf-8")
    publish(finished, "org/tiny", dry_run=tmp_path / "one")
    card = (tmp_path / "one" / "README.md").read_text(encoding="utf-8")
    assert f"| cache | **no threshold: it serves nothing**; {note} |\n| gate | drop" in card
    assert "1.000" not in card
    (finished / "calibration.json").unlink()
    publish(finished, "org/tiny", dry_run=tmp_path / "two")
    card = (tmp_path / "two" / "README.md").read_text(encoding="utf-8")
    assert "it serves nothing**; none kept the budget; more labelled pairs, or a larger budget" in card


@pytest.mark.slow
def test_report_says_where_no_threshold_kept_the_budget(evaluated):
    metrics = json.loads((evaluated / "metrics.json").read_text(encoding="utf-8"))
    metrics["near_miss"]["pairs"]["verifier"]["accuracy_at_threshold"]["threshold"] = NEVER
    said = "It has no threshold: none kept the error budget of 5.0\u00a0% when it was calibrated"
    assert said in render("report.md", metrics, {"pairs": []})


@pytest.mark.slow
def test_card_shows_thresholds_figures_and_training(evaluated, tmp_path):
    publish(evaluated, "org/tiny", dry_run=tmp_path / "export")
    card = (tmp_path / "export" / "README.md").read_text(encoding="utf-8")
    metrics = json.loads((evaluated / "metrics.json").read_text(encoding="utf-8"))
    assert 'Verifier.from_pretrained("org/tiny")' in card
    assert "0.731" in card
    assert "0.912" in card
    assert "2.0\u00a0%" in card
    assert "ab" * 32 in card
    assert "| training pairs | 1234 |" in card
    assert "| validation: auc | 0.812 |" in card
    measured = metrics["near_miss"]["pairs"]
    wanted = " | ".join(f"{measured[s]['by_family']['negation']['auc']:.3f}" for s in measured)
    assert f"| negation | 2 | {wanted} |" in card
    assert "has not been evaluated" not in card
    assert metrics["command"] in card


@pytest.mark.slow
def test_card_tables_are_tables(evaluated, tmp_path):
    publish(evaluated, "org/tiny", dry_run=tmp_path / "export")
    lines = (tmp_path / "export" / "README.md").read_text(encoding="utf-8").splitlines()
    rules = [index for index, line in enumerate(lines) if re.fullmatch(r"(\|---)+\|", line)]
    assert len(rules) == 7
    for index in rules:
        width = lines[index].count("|")
        assert lines[index - 1].count("|") == lines[index + 1].count("|") == width
        assert lines[index - 2] == ""


def test_card_without_evaluation_says_so(finished, tmp_path):
    publish(finished, "org/tiny", dry_run=tmp_path / "export")
    card = (tmp_path / "export" / "README.md").read_text(encoding="utf-8")
    assert "has not been evaluated on near-misses yet" in card
    assert "has not been evaluated on retrieval yet" in card
    assert ModelCard(card).data.eval_results is None
    assert "{{" not in card
    assert "{%" not in card


def test_counts_of_the_training_data_come_from_its_manifest(finished, tmp_path):
    summary = json.loads((finished / "summary.json").read_text(encoding="utf-8"))
    summary["data"] = MANIFEST
    (finished / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    publish(finished, "org/tiny", dry_run=tmp_path / "export")
    card = (tmp_path / "export" / "README.md").read_text(encoding="utf-8")
    assert "| negation | 0 | 70 |" in card
    assert "| paraphrase | 90 | 0 |" in card
    assert "from news.jsonl (12 records):" in card


def test_card_has_a_row_for_each_register():
    def reached(threshold, same, near_miss):
        return {
            "threshold": threshold,
            "same": {"pairs": 40, "reached": same},
            "near_miss": {"pairs": 60, "reached": near_miss},
        }

    registers = {
        "request": {"cache": reached(0.75, 0.6, 0.1), "gate": reached(0.9, 0.02, 0.5)},
        "passage": {"cache": reached(None, 0.0, None), "gate": reached(0.95, None, 0.25)},
    }
    assert [line.replace("\xa0", " ") for line in by_register({"registers": registers})[4:]] == [
        "| request | 40, 60 | 0.750 | 60.0 % | 90.0 % | 0.900 | 50.0 % | 2.0 % |",
        "| passage | 40, 60 | – | 0.0 % | – | 0.950 | 25.0 % | – |",
        "",
    ]
    assert by_register({}) == []


def test_card_shows_pairs_that_the_verifier_gets_wrong(evaluated, tmp_path):
    errors = {
        name: [
            {"kind": kind, "anchor": f"{name} {n}", "candidate": "a | b", "family": "negation", "score": 0.9}
            for n in range(4)
        ]
        for name, kind in (("one", "accepted"), ("two", "rejected"))
    }
    run = tmp_path / "run"
    shutil.copytree(evaluated, run)
    (run / "worst_errors.json").write_text(json.dumps(errors), encoding="utf-8")
    publish(run, None, tmp_path / "hub")
    lines = (tmp_path / "hub" / "README.md").read_text(encoding="utf-8").splitlines()
    shown = [line for line in lines if line.startswith(("| one |", "| two |"))]
    assert [line.split(" | ")[1] for line in shown] == ["one 0", "two 0", "one 1", "two 1", "one 2"]
    assert " | no | " in shown[0]
    assert " | yes | " in shown[1]
    publish(run, None, tmp_path / "none", examples=0)
    assert "gets wrong" not in (tmp_path / "none" / "README.md").read_text(encoding="utf-8")
    (run / "worst_errors.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(InputError, match=r"worst_errors\.json"):
        publish(run, None, tmp_path / "broken")
