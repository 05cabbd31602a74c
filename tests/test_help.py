"""Every command: its help ends with examples that its parser accepts, and its result can be had as JSON."""

import argparse
import json
import re
import shlex

import pytest

from verisieve.cli import build_parser, main


def commands() -> dict[str, argparse.ArgumentParser]:
    (choices,) = [
        action.choices for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction)
    ]
    return choices


COMMANDS = sorted(commands())


@pytest.mark.slow
@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_with_examples_that_parse(name, capsys):
    with pytest.raises(SystemExit, match="0"):
        main([name, "--help"])
    text = capsys.readouterr().out
    examples = re.findall(r"^  (?:\w+ \| )?verisieve (.*)$", text.partition("examples:")[2], re.MULTILINE)
    assert examples
    for example in examples:
        words = shlex.split(re.split(r" [|>] ", example)[0])
        assert words[0] == name
        build_parser().parse_args(words)


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in ("completion", "serve")])
def test_every_command_has_json(name):
    assert any("--json" in action.option_strings for action in commands()[name]._actions)


@pytest.mark.slow
def test_standard_output_holds_one_json_object(pairs_folder, tmp_path, monkeypatch, capfd):
    """The commands one after the other, as a script would call them."""
    monkeypatch.chdir(tmp_path)
    write_retrieval_set(tmp_path / "beir")
    (tmp_path / "corpus.txt").write_text(
        "Visitors must show a passport at the desk.\nThe nurse purchased a flat near the station in May.\n"
    )
    pairs = str(pairs_folder)
    quick = ["--config", "smoke", "--set"]
    small = ["--set", "bootstrap_samples=20"]
    tiny = ["--set", "steps=1", "--set", "batch_size=4"]
    near_miss = ["--near-miss", pairs]
    for line, keys in [
        (["generate", "corpus.txt", "--out", "made"], {"rows", "seed"}),
        (["audit", "made", "--retriever", "none"], {"blind"}),
        (["train", "--data", pairs, "--out", "run", *quick, "steps=2"], {"steps", "validation"}),
        (
            ["evaluate", "run", *near_miss, "--scorers", "verifier,cosine", *small, "--out", "a"],
            {"near_miss"},
        ),
        (
            ["evaluate", "run", *near_miss, "--scorers", "verifier,cosine", *small, "--out", "b"],
            {"near_miss"},
        ),
        (["compare", "a", "b"], None),
        (["probe", "all-MiniLM-L6-v2", "--corpus", "corpus.txt", "--out", "probe"], {"models", "alarming"}),
        (
            ["tradeoff", "run", "--data", pairs, *near_miss, "--retrieval", "beir", "--out", "t", *tiny],
            {"systems"},
        ),
        (["publish", "made", "--license", "cc0-1.0", "--dry-run", "hub"], {"place", "dry_run"}),
        (["verify", "run", "requests.jsonl"], {"verdict"}),
    ]:
        (tmp_path / "requests.jsonl").write_text('{"query": "a b", "candidate": "b a"}\n')
        capfd.readouterr()
        assert main([*line, "--json"]) == 0, capfd.readouterr().err
        printed = json.loads(capfd.readouterr().out)
        assert keys is None or keys <= set(printed), line


def write_retrieval_set(folder):
    texts = ["The tenant pays rent.", "The nurse helps patients.", "The broker calls clients."]
    (folder / "qrels").mkdir(parents=True)
    for name in ("corpus", "queries"):
        rows = [{"_id": str(n), "title": "", "text": text} for n, text in enumerate(texts)]
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    judged = "".join(f"{n}\t{n}\t1\n" for n in range(len(texts)))
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + judged)
