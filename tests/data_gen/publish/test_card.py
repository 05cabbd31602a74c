"""The dataset card: metadata the Hub reads, tables that are tables, figures that are the manifest's."""

import json
import random
import re

import pytest
import yaml
from huggingface_hub import DatasetCard

from verisieve.data_gen.audit.audit import audit
from verisieve.data_gen.publish.card import dataset_card


@pytest.fixture
def folder(dataset_of):
    rng = random.Random(0)
    labels = [rng.randrange(2) for _ in range(600)]
    rows = [
        {
            "anchor": f"It rained {i}.",
            "candidate": f"It rained, {i}.",
            "label": labels[i],
            "split": split,
            "group_id": str(i),
        }
        for i in range(600)
        for split in ("train", "test")
    ]
    return dataset_of(
        rows, rules={"negation.copula": 5, "paraphrase.that+negation.copula": 2, "spatial.side": 1}
    )


@pytest.fixture
def manifest(folder):
    return json.loads((folder / "manifest.json").read_text())


def test_metadata_parses_and_lists_the_splits_that_have_rows(manifest):
    data = DatasetCard(dataset_card(manifest)).data
    assert data.language == ["en"]
    assert data.license is None
    assert data.size_categories == ["1K<n<10K"]
    (config,) = data.configs
    assert [entry["split"] for entry in config["data_files"]] == ["train", "test"]


def test_licences_are_those_stated(manifest):
    assert (
        DatasetCard(dataset_card(manifest, licenses={"notes.jsonl": "cc-by-4.0"})).data.license == "cc-by-4.0"
    )
    card = dataset_card(manifest, licenses={"notes.jsonl": "cc-by-4.0", "more.jsonl": "mit"})
    assert DatasetCard(card).data.license == ["cc-by-4.0", "mit"]
    assert "| notes.jsonl | 9 | cc-by-4.0 |" in card
    assert "none was stated" not in card
    assert "none was stated" in dataset_card(manifest)
    assert "| notes.jsonl | 9 | not stated |" in dataset_card(manifest)


def test_families_rules_and_guards_are_told(manifest):
    card = dataset_card(manifest)
    n = manifest["rows"]["train"]["negation"]["near_miss"]
    assert 250 < n < 350
    assert f"| negation | near_miss | {n} | 0 | {n} |" in card
    assert "| negation | copula 7 |" in card
    assert "| spatial | side 1 |" in card
    assert "rejected by guards: 4 stray_capital" in card
    assert "skipped: 1 too_short" in card
    assert "Audit" not in card


def test_audit_figures_are_told(folder, manifest):
    findings = audit(folder, None)
    card = dataset_card(manifest, findings)
    (figure,) = [
        f for f in findings["blind"]["figures"] if (f["side"], f["of"]) == ("candidate", "all") and f["auc"]
    ]
    assert f"| all | n-grams | candidate | {figure['auc']:.3f} |" in card
    assert "The dataset passes the blind audit" in card
    failing = findings | {"blind": findings["blind"] | {"passed": False}}
    assert "The dataset does not pass the blind audit" in dataset_card(manifest, failing)


def test_tables_are_tables(folder, manifest):
    lines = dataset_card(manifest, audit(folder, None)).splitlines()
    rules = [index for index, line in enumerate(lines) if re.fullmatch(r"(\|-+:?)+\|", line)]
    assert len(rules) == 5
    for index in rules:
        width = lines[index].count("|")
        assert lines[index - 1].count("|") == lines[index + 1].count("|") == width
        assert lines[index - 2] == ""


def test_how_to_load_names_the_repository_and_the_columns(manifest):
    assert 'load_dataset("org/pairs")' in dataset_card(manifest, repo="org/pairs")
    assert "# pairs\n" in dataset_card(manifest, repo="org/pairs")
    triplets = dataset_card(manifest | {"format": "triplets"})
    assert 'select_columns(["anchor", "positive", "negative"])' in triplets
    assert "| `candidate`" not in triplets
    header = yaml.safe_load(triplets.split("---")[1])
    assert header["task_categories"] == ["sentence-similarity"]
