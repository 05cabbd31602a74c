"""Generation as a command: the same bytes each time, resuming after a kill, and what it refuses."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import datasets
import pytest

from verisieve.common.errors import InputError
from verisieve.data_gen import generate as generation
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.generate import generate
from verisieve.data_gen.hashing import folder_sha256
from verisieve.data_gen.labelled.read import read_labelled
from verisieve.data_gen.parsing import pipeline as parse
from verisieve.data_gen.schema import load_pairs, split_file
from verisieve.tests.data_gen.generate.files import DEMO, all_rows

pytestmark = pytest.mark.usefixtures("one_pipeline")


def files(folder: Path) -> dict[str, bytes]:
    """Return the contents of every file; the manifest without its timing."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads(found.pop("manifest.json"))
    del manifest["timing"]
    return {**found, "manifest": json.dumps(manifest).encode()}


def command(out: Path, *corpora: Path) -> list[str]:
    """Return a command that runs the configuration `quick` in a process of its own."""
    code = (
        "import sys; from verisieve.data_gen.config import GenerateConfig as C; "
        "from verisieve.data_gen.generate import generate; "
        "from verisieve.data_gen.parsing import pipeline as parse; "
        f"parse.BUNDLED = type(parse.BUNDLED)({str(parse.BUNDLED)!r}); "
        "generate(sys.argv[2:], sys.argv[1], C(max_sentences=120, shard_size=40, validation_fraction=0.15, "
        "test_fraction=0.15))"
    )
    return [sys.executable, "-c", code, str(out), *map(str, corpora)]


@pytest.mark.slow
def test_a_killed_run_continues_and_gives_the_same_bytes(tmp_path, demo):
    out = tmp_path / "again"
    working = tmp_path / ".again.partial"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    process = subprocess.Popen(command(out, DEMO), env=environment, stderr=subprocess.DEVNULL)
    while not (working / "shard-00001.json").exists():
        assert process.poll() is None, "the run ended before it could be killed"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not out.exists()
    before = {path.name: path.stat().st_mtime_ns for path in working.glob("shard-*.json")}
    environment["PYTHONHASHSEED"] = "8"
    done = subprocess.run(command(out, DEMO), env=environment, capture_output=True, text=True, check=True)
    assert "of 239 records" in done.stderr
    assert f"continuing: {len(before)} shards with" in done.stderr
    assert files(out) == files(demo)
    assert not working.exists()


@pytest.mark.slow
def test_a_finished_run_is_left_as_it_is(demo, monkeypatch, quick):
    before = {path: path.stat().st_mtime_ns for path in demo.rglob("*")}
    monkeypatch.setattr(generation, "_make_shards", None)
    manifest = generate([DEMO], demo, quick, progress=False)
    assert manifest == json.loads((demo / "manifest.json").read_text())
    assert {path: path.stat().st_mtime_ns for path in demo.rglob("*")} == before


def test_an_edited_rule_makes_another_run(tmp_path):
    rule = tmp_path / "rule.py"
    rule.write_text("one")
    before = folder_sha256(tmp_path, "*.py")
    (tmp_path / "notes.txt").write_text("no rule")
    assert folder_sha256(tmp_path, "*.py") == before
    rule.write_text("two")
    assert folder_sha256(tmp_path, "*.py") != before


def test_another_run_is_not_overwritten(demo, tmp_path, quick):
    with pytest.raises(InputError, match="another configuration, corpus or version") as error:
        generate([DEMO], demo, GenerateConfig(seed=5), progress=False)
    assert "seed was 0, is 5" in str(error.value)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.tex").write_text("years of work")
    with pytest.raises(InputError, match="not empty and no generated dataset"):
        generate([DEMO], tmp_path / "mine", quick, progress=False)
    assert (tmp_path / "mine" / "thesis.tex").read_text() == "years of work"


def test_an_unfinished_run_of_another_kind_is_not_continued(tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(generation, "_finish", stop)
    corpus = DEMO / "corpus.jsonl"
    with pytest.raises(KeyboardInterrupt):
        generate([corpus], tmp_path / "out", GenerateConfig(max_sentences=20), progress=False)
    with pytest.raises(InputError, match=r"unfinished run with another.*delete that folder") as error:
        generate([corpus], tmp_path / "out", GenerateConfig(max_sentences=21), progress=False)
    assert "(config.max_sentences was 20, is 21)" in str(error.value)


def test_an_empty_output_folder_is_used(tmp_path):
    (tmp_path / "out").mkdir()
    generate([DEMO / "corpus.jsonl"], tmp_path / "out", GenerateConfig(max_sentences=20), progress=False)
    assert load_pairs(tmp_path / "out", "train").num_rows > 20
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


# what it refuses


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"families": ["negaton"]}, "unknown family 'negaton'; known: negation, "),
        ({"families": []}, "the list is empty"),
        ({"pipeline": "no_such_pipeline"}, "pipeline no_such_pipeline: spaCy cannot load it"),
        ({"text_field": "body"}, "no field 'body'; found: id, text"),
    ],
)
def test_unusable_configuration_writes_nothing(tmp_path, config, message):
    with pytest.raises(InputError, match=message):
        generate([DEMO / "corpus.jsonl"], tmp_path / "out", GenerateConfig(**config), progress=False)
    assert list(tmp_path.iterdir()) == []


def test_unknown_format_and_output_that_is_a_file(tmp_path):
    with pytest.raises(InputError, match="must be pairs or triplets"):
        generate([DEMO], tmp_path / "out", output_format="quads")
    (tmp_path / "out").write_text("")
    with pytest.raises(InputError, match="is a file"):
        generate([DEMO], tmp_path / "out", progress=False)


def test_a_corpus_that_gives_no_pair_is_an_error_and_leaves_nothing(tmp_path):
    path = tmp_path / "corpus.txt"
    path.write_text("Hello.\nGood morning.\n")
    with pytest.raises(InputError, match=r"no pairs could be made from 2 sentences \(skipped: 2 too_short"):
        generate([path], tmp_path / "out", progress=False)
    assert list(tmp_path.iterdir()) == [path]


def test_load_pairs_names_what_is_missing(tmp_path, demo):
    with pytest.raises(InputError, match="no such folder"):
        load_pairs(tmp_path / "none", "train")
    (tmp_path / "log.csv").write_text("anchor,candidate,label\n")
    with pytest.raises(InputError, match=r"log\.csv: is a file, not a folder; .*verisieve train --labelled"):
        load_pairs(tmp_path / "log.csv", "train")
    with pytest.raises(InputError, match="give a folder written by `verisieve generate`"):
        load_pairs(tmp_path, "train")
    with pytest.raises(InputError, match=r"has no split .*, only train, validation, test: a split"):
        load_pairs(demo, "dev")
    folder = tmp_path / "pairs"
    (folder / "data").mkdir(parents=True)
    datasets.Dataset.from_dict({"anchor": ["a"], "candidate": ["b"]}).to_parquet(split_file(folder, "train"))
    with pytest.raises(InputError, match=r"no column label, family.*found: anchor, candidate"):
        load_pairs(folder, "train")
    split_file(folder, "train").write_bytes(b"no parquet")
    with pytest.raises(InputError, match="not readable as Parquet"):
        load_pairs(folder, "train")


def test_an_empty_split_is_left_out(tmp_path):
    config = GenerateConfig(max_sentences=20, validation_fraction=0, test_fraction=0)
    generate([DEMO / "corpus.jsonl"], tmp_path / "out", config, progress=False)
    loaded = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))
    assert list(loaded) == ["train"]
    with pytest.raises(InputError, match=r"has no split .*, only train: a split without pairs is left out"):
        load_pairs(tmp_path / "out", "test")


def test_empty_splits_are_told(one_pipeline, tmp_path, capsys):
    corpus, config = tmp_path / "three.txt", GenerateConfig(validation_fraction=0, test_fraction=0)
    corpus.write_text(
        "The tenant pays the landlord on Monday.\nThe nurse called the doctor before noon.\n"
        "The red car was parked behind the old house.\n"
    )
    generate([corpus], tmp_path / "pairs", progress=False)
    assert "pairs: no pairs in the split validation (train needs it)" in capsys.readouterr().err
    generate([corpus], tmp_path / "none", config, progress=False)
    assert "no pairs in the split" not in capsys.readouterr().err
    with pytest.raises(InputError, match="has no split 'test', only train: a split without"):
        read_labelled(tmp_path / "none", "test")
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="give a folder written by `verisieve generate`"):
        read_labelled(tmp_path / "empty", "test")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("corpus", "advice"),
    [
        ("Yes.\nNo, no.\n", "fewer than min_words (5) words"),
        ("word " * 300 + "\n", "more than max_words (40) words"),
        ("12 34 56 78 90 12 34\n99 88 77 66 55 44\n", "fewer letters than figures"),
        ("def main():\nimport os\nreturn x;\n", "most are code"),
        ("Oh dear, what a lovely lovely.\n", "no rule found anything to change in the 1 sentences"),
    ],
)
def test_the_advice_fits_the_reason(tmp_path, corpus, advice):
    path = tmp_path / "corpus.txt"
    path.write_text(corpus)
    with pytest.raises(InputError, match=re.escape(advice)):
        generate([path], tmp_path / "out", GenerateConfig(language_check=False), progress=False)
    assert not (tmp_path / "out").exists()


def test_a_corpus_in_capitals_and_a_web_page_give_pairs(tmp_path):
    (tmp_path / "a.txt").write_text("THE TENANT PAYS THE LANDLORD EVERY MONTH.\n")
    (tmp_path / "b.html").write_text("<html><p>Visitors must show a passport at the desk.</p></html>")
    manifest = generate([tmp_path / "a.txt", tmp_path / "b.html"], tmp_path / "out", progress=False)
    assert manifest["sentences"]["kept"] == 2
    texts = {row["anchor"] for row in all_rows(tmp_path / "out")}
    assert "The tenant pays the landlord every month." in texts
    assert "Visitors must show a passport at the desk." in texts
