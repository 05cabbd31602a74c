"""The regression benchmark: what it draws and cuts is fair, and what it has measured it keeps."""

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

import verisieve
from verisieve.data_gen.config import GenerateConfig
from verisieve.eval.sets.beir import RetrievalSet, read_beir

ROOT = Path(verisieve.__file__).parent
SCRIPT = ROOT / "benchmarks" / "regression.py"


@pytest.fixture(scope="module")
def regression():
    """The benchmark as a module."""
    specification = importlib.util.spec_from_file_location("regression", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_each_kind_has_as_many_near_misses_as_paraphrases(regression):
    pairs = regression.near_misses(20)
    assert pairs == regression.near_misses(20)
    families = Counter(pair["family"] for pair in pairs)
    assert families == dict.fromkeys(regression.KINDS, 20) | {"paraphrase": 20 * len(regression.KINDS)}
    assert all(pair["label"] == (pair["family"] == "paraphrase") for pair in pairs)
    assert all(pair["anchor"] != pair["candidate"] for pair in pairs)


def test_a_cut_keeps_what_answers(regression):
    whole = RetrievalSet(
        "whole",
        {f"d{number}": f"words of document {number}" for number in range(50)},
        {f"q{number}": f"query {number}" for number in range(9)},
        {f"q{number}": {f"d{40 + number}": 1} for number in range(9)},
        0,
    )
    found = regression.cut(whole, 4, 10, 2)
    assert list(found.queries) == list(found.judged) == ["q0", "q1", "q2", "q3"]
    assert {"d40", "d41", "d42", "d43"} <= found.documents.keys()
    assert len(found.documents) == 10
    assert set(found.documents.values()) == {"words of"}
    assert regression.cut(whole, 0, 0, 0) == whole


def test_keywords_find_the_text_that_they_reword(regression, tmp_path):
    row = {
        "text": "The fee is paid by the tenant.",
        "paraphrase": "the tenants always settle their invoices promptly",
    }
    path = tmp_path / "rows.jsonl"
    path.write_text(f"{json.dumps(row)}\n", encoding="utf-8")
    found = regression.keywords(path)
    assert found.queries == {"q0": "tenants invoices"}
    assert found.judged == {"q0": {"0": 1}}
    regression.write_set(tmp_path / "keywords", found)
    assert read_beir(tmp_path / "keywords") == found


@pytest.mark.slow
def test_measures_each_seed_once(regression, tmp_path, beir_folder, tiny_model, monkeypatch, capsys):
    from verisieve.data_gen.generate import generate

    pairs, out, embedder = tmp_path / "pairs", tmp_path / "out", tiny_model("mpnet")
    generate([ROOT / "data_gen" / "demo"], pairs, GenerateConfig(max_sentences=30), progress=False)

    def start(*more: str) -> tuple[int, str, str]:
        line = [
            str(SCRIPT),
            str(embedder),
            "--data",
            str(pairs),
            "--out",
            str(out),
            "--retrieval",
            str(beir_folder),
        ]
        line += ["--per-kind", "3", "--set", "steps=1", "--set", "batch_size=4", *more]
        monkeypatch.setattr(sys, "argv", line)
        return regression.main(), *capsys.readouterr()

    code, told, _ = start("--seeds", "0", "1")
    assert code == 0
    rows = [line.split(" | ")[0] for line in told.splitlines()[2:]]
    assert rows == [f"| {embedder.name}, {way}" for way in ("frozen", "tuned", "structure", "regularised")]
    measured = {place: place.stat().st_mtime_ns for place in out.glob("*/tradeoff.json")}
    assert len(measured) == 2
    assert start("--seeds", "0", "1")[:2] == (0, told)
    assert {place: place.stat().st_mtime_ns for place in measured} == measured
    code, told, failed = start("--seeds", "0", "--words", "3")
    assert (code, told) == (2, "")
    assert "was begun with other settings" in failed
