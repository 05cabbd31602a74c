"""`verisieve verify` as it is used: through pipes and files, on a terminal, and with a page that explains."""

import json
import os
import pty
import re
import runpy
import select
import shutil
import subprocess
import sys
from collections.abc import Sequence
from io import FileIO
from pathlib import Path

import pytest

from verisieve.cli import main
from verisieve.cli.verify import input as verify_input
from verisieve.common.errors import InputError
from verisieve.tests.processes import HANGS, VERISIEVE

ENVIRONMENT = os.environ | {"HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "COLUMNS": "100"}
COMMAND = str(Path(sys.executable).with_name("verisieve"))
QUERY = "The dog bit the man."
LINES = [
    {"query": QUERY, "candidate": "The man bit the dog.", "id": 7, "score": 0.97},
    {
        "query": "Rome is closer than Paris.",
        "candidates": ["Paris is closer than Rome.", "Interest is paid."],
    },
    {"query": QUERY, "candidates": []},
]


@pytest.fixture(scope="module")
def model(retriever, tmp_path_factory) -> Path:
    """A verifier with random weights whose gate rejects everything as a near-miss."""
    import torch

    from verisieve.models.calibration import Calibration
    from verisieve.models.interaction import InteractionConfig, InteractionModel
    from verisieve.models.verifier import Verifier, VerifierConfig, identity

    torch.manual_seed(0)
    size = InteractionConfig(key_size=32, value_size=16, width=32, heads=2)
    families = ("argument_swap", "negation")
    config = VerifierConfig(identity(retriever), families, size, calibration=Calibration(gate_threshold=0.0))
    interaction = InteractionModel(size, retriever.hidden_size, len(families))
    torch.nn.init.ones_(interaction.words.bias)  # every word carries the mismatch
    folder = tmp_path_factory.mktemp("model")
    Verifier(config, interaction, retriever).save_pretrained(folder)
    return folder


def as_lines(records: Sequence[object]) -> bytes:
    return "".join(json.dumps(record) + "\n" for record in records).encode()


def read_line(stream) -> dict:
    ready, _, _ = select.select([stream], [], [], HANGS)
    assert ready, "no answer while the input is still open"
    return json.loads(stream.readline())


@pytest.mark.slow
def test_answers_each_line_before_the_input_ends(model):
    process = subprocess.Popen(
        [COMMAND, "verify", str(model)],
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,
    )
    answers = []
    for record in LINES:
        process.stdin.write(as_lines([record]))
        answers.append(read_line(process.stdout))
    out, err = process.communicate(timeout=HANGS)
    assert (process.returncode, out, err) == (0, b"", b"")
    assert [{k: v for k, v in answer.items() if not k.startswith("verdict")} for answer in answers] == LINES
    verdict = answers[0]["verdict"]
    assert verdict["answer"] == "near_miss"
    assert verdict["family"] in ("argument_swap", "negation")
    assert verdict["words"] == ["The", "man", "bit", "the", "dog"]
    assert [LINES[0]["candidate"][start:end] for start, end in verdict["spans"]] == verdict["words"]
    assert len(answers[1]["verdicts"]) == 2
    assert answers[2]["verdicts"] == []


@pytest.mark.slow
def test_broken_json_on_line_3_is_named_after_the_lines_before_it(model, forks, tmp_path):
    file = tmp_path / "requests.jsonl"
    file.write_bytes(as_lines(LINES[:2]) + b'{"query": "x", \n' + as_lines(LINES[2:]))
    page = tmp_path / "why.html"
    done = forks.run(VERISIEVE, "verify", model, file, "--explain", page)
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr.startswith(f"verisieve: error: {file}: line 3 is not valid JSON: ")
    assert len(done.stderr.splitlines()) == 1
    assert not page.exists()


@pytest.mark.slow
def test_a_reader_that_goes_away_is_no_error(model, tmp_path):
    file = tmp_path / "requests.jsonl"
    file.write_bytes(as_lines(LINES[:2]) * 400)
    script = f"set -o pipefail; {COMMAND} verify {model} {file} | head -1"
    done = subprocess.run(
        ["bash", "-c", script], env=ENVIRONMENT, capture_output=True, timeout=HANGS, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["id"] == 7


@pytest.mark.slow
def test_on_a_terminal_it_is_coloured_and_says_why(model, tmp_path):
    file = tmp_path / "candidates.txt"
    file.write_text("The man bit the dog.\n")
    main_end, other_end = pty.openpty()
    process = subprocess.Popen(
        [COMMAND, "verify", str(model), "--query", QUERY, "--candidates", str(file)],
        env=ENVIRONMENT | {"TERM": "xterm-256color", "COLUMNS": "200"},
        stdout=other_end,
        stderr=subprocess.PIPE,
    )
    os.close(other_end)
    printed = b""
    while chunk := read_terminal(main_end):
        printed += chunk
    assert process.wait(timeout=HANGS) == 0
    process.stderr.close()
    os.close(main_end)
    text = printed.decode()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert "✗ near-miss" in plain
    assert re.search(
        r"rejected as a near-miss of the kind (argument swap|negation); it turns on “The”, “man”", plain
    )
    assert re.search(r"\x1b\[1;7;31mman\x1b\[0m", text)


@pytest.mark.slow
def test_a_text_cannot_steer_the_terminal(model):
    from rich.console import Console

    from verisieve import Verifier
    from verisieve.cli.verify.input import Request
    from verisieve.cli.verify.terminal import TerminalWriter

    verifier = Verifier.from_pretrained(model)
    candidate = "The man\nbit \x1b[2J\x07the dog."
    console = Console(width=200, color_system=None)
    with console.capture() as printed:
        request = Request({}, "A \x1b[31mquery", (candidate,), False)
        TerminalWriter(console).write(request, verifier.verify(QUERY, [candidate]))
    assert "\x1b" not in printed.get()
    assert "\x07" not in printed.get()
    assert "The man bit \ufffd[2J\ufffdthe dog." in printed.get()


@pytest.mark.slow
def test_what_passes_through_may_be_anything(model, tmp_path, capsys):
    file = tmp_path / "requests.jsonl"
    file.write_text('{"query": "q", "candidate": "c", "note": "\\ud800", "deep": [{"x": null}]}')
    assert main(["verify", str(model), str(file)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["note"], answer["deep"]) == ("\ud800", [{"x": None}])


@pytest.mark.slow
def test_picture_of_the_terminal_is_drawn_from_verdicts(model):
    script = Path(verify_input.__file__).parents[2] / "docs" / "images" / "terminal.py"
    drawn = runpy.run_path(str(script))["draw"](str(model))
    committed = script.with_name("terminal.svg").read_text()
    for svg in (drawn, committed):
        assert svg.startswith("<svg")
        assert "near-miss" in svg
        assert "@font-face" not in svg


def read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""


@pytest.mark.slow
def test_page_draws_every_map_and_needs_nothing_from_outside(model, tmp_path, capsys):
    file = tmp_path / "requests.jsonl"
    file.write_bytes(as_lines([{"query": QUERY, "candidate": "A <b>man</b> bit the dog."}]))
    page = tmp_path / "why.html"
    assert main(["verify", str(model), str(file), "--explain", str(page)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1
    html = page.read_text()
    assert html.count('<svg class="heat"') == 3
    assert "<script" not in html
    assert not re.search(r"(src|href)=|url\(|@import|https?://", html)
    assert "<b>man</b>" not in html
    assert "<mark>&lt;b&gt;man&lt;/b&gt;</mark>" in html
    assert html.count('class="deciding"') > 3
    assert "prefers-color-scheme: dark" in html
    assert [path.name for path in tmp_path.iterdir() if "partial" in path.name] == []


@pytest.mark.slow
def test_maps_are_those_that_the_verifier_reads(model):
    import numpy as np

    from verisieve import Verifier
    from verisieve.models.explanation import explain

    verifier = Verifier.from_pretrained(model)
    (found,) = explain(verifier, [(QUERY, "The man bit the dog.")])
    assert found.layers == (0, 3, 6)
    assert found.query.tokens == ("The", "dog", "bit", "the", "man", ".")
    assert found.maps.shape == (3, 6, 6)
    np.testing.assert_allclose(found.maps[0, 2, 2], 1, atol=1e-3)  # layer 0: "bit" at the same place
    assert found.exact[1].tolist() == [False, False, False, False, True, False]
    assert found.query.is_deciding(4)
    assert not found.query.is_deciding(5)


@pytest.mark.slow
def test_of_a_long_candidate_the_window_that_decides_is_drawn(model, tmp_path):
    from verisieve import Verifier
    from verisieve.eval.reporting.explain import write_page
    from verisieve.models.explanation import explain

    verifier = Verifier.from_pretrained(model)
    text = (
        "The farmer repaired the fence along the field. " * 40
        + "The man bit the dog. "
        + "Rent is due. " * 90
    )
    (found,) = explain(verifier, [(QUERY, text)])
    assert found.is_window
    assert found.candidate.text in text
    assert "The man bit the dog." in found.candidate.text
    assert len(found.candidate.tokens) == found.maps.shape[2] < 64
    page = tmp_path / "why.html"
    write_page(page, verifier, "default", [(QUERY, text, verifier.verify(QUERY, [text])[0])], 1)
    html = page.read_text(encoding="utf-8")
    assert f"the maps show the window that decided: “{found.candidate.text}”" in html
    assert html.count("The farmer repaired the fence") >= 40  # the candidate stands there whole
    (short,) = explain(verifier, [(QUERY, "The man bit the dog.")])
    assert not short.is_window


@pytest.mark.parametrize("chunk", [1, 7, 1 << 16])
def test_lines_come_whole_and_in_order_however_they_arrive(tmp_path, monkeypatch, chunk):
    monkeypatch.setattr(verify_input, "CHUNK", chunk)
    file = tmp_path / "requests.jsonl"
    text = "\n".join(
        json.dumps({"query": "é", "candidate": f"Nr. {n} ü"}, ensure_ascii=False) for n in range(40)
    )
    file.write_text("\ufeff" + text.replace("\n", "\r\n\r\n"), encoding="utf-8")
    with FileIO(file) as stream:
        batches = list(verify_input.read_requests(stream, None))
    assert [r.candidates for batch in batches for r in batch] == [(f"Nr. {n} ü",) for n in range(40)]
    assert len(batches) == (2 if chunk == 1 << 16 else 40)  # the last line has no end


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"[1]", "is JSON, but no object"),
        (b'{"query": "q"}', "needs either candidate or candidates"),
        (b'{"query": "q", "candidate": "c", "candidates": []}', "needs either candidate or candidates"),
        (b'{"candidate": "c"}', "query is missing"),
        (b'{"query": 3, "candidate": "c"}', "query must be a text, not 3"),
        (b'{"query": "q", "candidates": "c"}', "candidates must be a list"),
        (b'{"query": "q", "candidates": ["a", null]}', "candidates[1] is missing"),
        (b'{"query": "q", "candidate": "c", "verdict": 1}', "has a key 'verdict' already"),
        (b'{"query": "q", "candidate": "\\ud800"}', "half of a surrogate pair"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"query": "q", "candidate": "\xff"}', "not valid UTF-8"),
    ],
)
def test_a_bad_line_is_named(tmp_path, line, told):
    file = tmp_path / "requests.jsonl"
    file.write_bytes(as_lines(LINES[:1]) + b"\n" + line + b"\n")
    with FileIO(file) as stream:
        requests = verify_input.read_requests(stream, None)
        assert len(next(requests)) == 1
        with pytest.raises(InputError, match=re.escape(told)) as raised:
            next(requests)
    assert str(raised.value).startswith(f"{file}: line 3")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["empty.jsonl"], "empty.jsonl: no requests; give JSON lines"),
        (["missing.jsonl"], "missing.jsonl: No such file"),
        (["empty.jsonl", "--query", "q"], "with --query, give the candidates with --candidates FILE"),
        (["--candidates", "empty.jsonl"], "--candidates needs --query"),
        (["--query", "q", "--candidates", "empty.jsonl"], "empty.jsonl: no candidates"),
        (["empty.jsonl", "--explain", "nowhere/why.html"], "nowhere/why.html: no folder nowhere"),
    ],
)
def test_bad_arguments_end_with_2(model, tmp_path, monkeypatch, capsys, arguments, told):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.jsonl").write_text("\n\n")
    assert main(["verify", str(model), *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err


def test_a_line_without_end_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(verify_input, "LONGEST_LINE", 100)
    monkeypatch.setattr(verify_input, "CHUNK", 50)
    file = tmp_path / "requests.jsonl"
    file.write_bytes(b"\n" + b"x" * 1000)
    with FileIO(file) as stream, pytest.raises(InputError, match="line 2 is longer than 100 bytes"):
        list(verify_input.read_requests(stream, None))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["verisieve", "ver"], {"verify"}),
        (["verisieve", "verify", "--ex"], {"--explain"}),
        (["verisieve", "completion", ""], {"bash", "zsh"}),
        (["verisieve", "verify", "my-mod"], {"my-model"}),
    ],
)
def test_bash_completes(tmp_path, words, expected):
    script = tmp_path / "completion.bash"
    done = subprocess.run([COMMAND, "completion", "bash"], capture_output=True, text=True, check=True)
    script.write_text(done.stdout)
    (tmp_path / "my-model").mkdir()
    line = " ".join(words)
    code = (
        f"source {script}; COMP_LINE='{line}'; COMP_WORDS=({' '.join(words[:-1])} '{words[-1]}'); "
        f"COMP_CWORD={len(words) - 1}; _shtab_verisieve verisieve '{words[-1]}' '{words[-2]}' 2>/dev/null; "
        'printf "%s\\n" "${COMPREPLY[@]}"'
    )
    done = subprocess.run(
        ["bash", "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=HANGS, check=False
    )
    assert expected <= set(done.stdout.split()), done.stdout + done.stderr


def test_zsh_script_names_every_command(capsys):
    assert main(["completion", "zsh"]) == 0
    script = capsys.readouterr().out
    assert script.startswith("#compdef verisieve")
    for command in ("generate", "verify", "publish", "completion"):
        assert f"    {command}:'" in script
