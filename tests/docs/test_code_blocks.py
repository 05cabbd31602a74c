"""Every block of code in docs/ runs: ```python and ```bash; what cannot (network, GPU) is marked ```text.

The blocks of a page run in order, in a folder of their own, which holds what docs/index.md names: texts,
labelled pairs, a retrieval set, and (but for the tutorials, which make them) `pairs` and `run`. Commands are
those of the page with fewer sentences and steps (QUICK). A block of plain `verisieve` commands runs in this
process, since loading the libraries takes longer than the work; any other bash block is given to bash.
"""

import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

import pytest

import verisieve
from verisieve.cli import main
from verisieve.tests.processes import HANGS

DOCS = Path(verisieve.__file__).parent / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
RUN = ("python", "bash")
SHOWN = ("text", "json", "yaml")
QUICK = {
    "generate": {"max_sentences": 40},
    "train": {
        "steps": 3,
        "batch_size": 16,
        "validation_pairs": 40,
        "calibration_pairs": 40,
        "max_tokens": 32,
        "checkpoint_every": 3,
    },
    "evaluate": {"bootstrap_samples": 20},
    "probe": {"max_sentences": 15},
    "tradeoff": {"steps": 1, "batch_size": 4},
}
PLAIN = re.compile(r"(verisieve [^|<>&;$`#]*)(?:> *([\w.-]+))?$")
"""A verisieve command, perhaps with its output in a file: what needs no shell."""
ENVIRONMENT = os.environ | {
    "HF_HUB_OFFLINE": "1",
    "OMP_NUM_THREADS": "1",
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
}


@pytest.fixture(scope="session")
def inputs(tmp_path_factory, tiny_model) -> Path:
    """What a reader brings along."""
    folder = tmp_path_factory.mktemp("inputs")
    demo = DOCS.parent / "data_gen" / "demo"
    for name in ("corpus.jsonl", "paraphrases.jsonl"):
        shutil.copy(demo / name, folder / name)
    for pairs in (DOCS.parent / "examples").glob("clinic_*.csv"):
        shutil.copy(pairs, folder)
    lines = [json.loads(line) for line in (demo / "paraphrases.jsonl").read_text().splitlines()][:40]
    rows = [(line["text"], line["paraphrase"], 1) for line in lines]
    rows += [
        (one["text"], other["paraphrase"], 0) for one, other in zip(lines[::2], lines[1::2], strict=True)
    ]
    cells = [[cell.replace('"', '""') for cell in row[:2]] for row in rows]
    labelled = [f'"{a}","{b}",{row[2]}\n' for (a, b), row in zip(cells, rows, strict=True)]
    for name, part in (("questions", labelled), ("labelled", labelled[::2]), ("kept-back", labelled[1::2])):
        (folder / f"{name}.csv").write_text("anchor,candidate,label\n" + "".join(part))
    (folder / "candidates.txt").write_text("The man bit the dog.\nInterest is paid monthly.\n")
    requests = [
        {"query": "The tenant pays.", "candidate": "The tenant never pays.", "id": 1},
        {"query": "Is it open?", "candidates": ["Is it closed?", "Has it opened?"]},
    ]
    (folder / "requests.jsonl").write_text("".join(json.dumps(request) + "\n" for request in requests))
    write_retrieval_set(folder / "my-retrieval", [line["text"] for line in lines])
    shutil.copytree(tiny_model("bert"), folder / "my-embedder")
    return folder


def write_retrieval_set(folder: Path, texts: list[str]) -> None:
    (folder / "qrels").mkdir(parents=True)
    documents = [{"_id": f"d{n}", "title": "", "text": text} for n, text in enumerate(texts)]
    queries = [{"_id": f"q{n}", "text": text.split(",")[0]} for n, text in enumerate(texts[:10])]
    for name, rows in (("corpus", documents), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    judged = "".join(f"q{n}\td{n}\t1\n" for n in range(10))
    (folder / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\n" + judged)


@pytest.fixture(scope="session")
def trained(inputs, tmp_path_factory) -> Path:
    """The inputs, and the `pairs` and the `run` that they make."""
    folder = tmp_path_factory.mktemp("trained")
    shutil.copytree(inputs, folder, dirs_exist_ok=True)
    run_commands(
        f"verisieve generate {folder}/corpus.jsonl {folder}/paraphrases.jsonl --out {folder}/pairs\n"
        f"verisieve train --data {folder}/pairs --out {folder}/run\n"
    )
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_blocks_run(page, request, tmp_path, monkeypatch):
    blocks = FENCE.findall(page.read_text(encoding="utf-8"))
    languages = {language for language, _ in blocks}
    assert languages <= {*RUN, *SHOWN}, "every block needs a language; ```text is not run"
    if not languages & set(RUN):
        return
    source = request.getfixturevalue("inputs" if page.parent.name == "tutorials" else "trained")
    shutil.copytree(source, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    for number, (language, code) in enumerate(blocks, start=1):
        if language == "python":
            exec(compile(code, f"{page.name}, block {number}", "exec"), names)
        elif language == "bash":
            run_commands(code)


def run_commands(code: str) -> None:
    """Run a bash block; of plain verisieve commands without leaving this process."""
    commands = code.replace("\\\n", " ").strip().splitlines()
    plain = [PLAIN.match(command) for command in commands]
    if all(plain):
        for found in plain:
            run_here(quick(shlex.split(found[1])), found[2])
        return
    script = "\n".join(commands)
    done = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        env=ENVIRONMENT, capture_output=True, text=True, timeout=HANGS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"


def run_here(words: list[str], target: str | None) -> None:
    """Run a command in this process, its output in a file if `target`."""
    if "accelerate" in sys.modules:  # chooses its precision once per process
        sys.modules["accelerate"].state.AcceleratorState._reset_state(reset_partial_state=True)
    if target is None:
        assert main(words[1:]) == 0, words
    else:
        with Path(target).open("w") as file, contextlib.redirect_stdout(file):
            assert main(words[1:]) == 0, words


def quick(words: list[str]) -> list[str]:
    """Make a command small: the recipe smoke for any other, and few sentences and steps, said last."""
    if "--config" in words:
        words[words.index("--config") + 1] = "smoke"
    small = [f"--set {key}={value}".split() for key, value in QUICK.get(words[1], {}).items()]
    return [*words, *(["--rows", "300"] if words[1] == "audit" else []), *chain(*small)]


def test_a_wrong_block_would_be_noticed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AssertionError):
        run_commands("verisieve compare nowhere nothing\n")
    with pytest.raises(AssertionError):
        run_commands("true | false\n")
