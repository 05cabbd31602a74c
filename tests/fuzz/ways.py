"""The ways in: each function makes one random input, gives it to the product and judges the end."""

import json
import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from verisieve import CacheGuard, TwoStage, Verifier, generate
from verisieve.cli.entry import COMMANDS
from verisieve.common.configuration import load_config
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.labelled.read import read_labelled
from verisieve.eval.config import EvaluateConfig
from verisieve.models.token_store import TokenStore
from verisieve.tests.fuzz import noise, whole
from verisieve.tests.fuzz.judging import call, judge_output, own_python, run_command
from verisieve.tests.processes import HANGS
from verisieve.train.config import TrainConfig

SECTIONS: dict[str, Any] = {"generate": GenerateConfig, "train": TrainConfig, "evaluate": EvaluateConfig}


@dataclass(frozen=True)
class Places:
    """Where an input may be written (a new folder), and what is there whole: pairs, a run, a token store."""

    folder: Path
    pairs: Path
    run: Path
    store: Path
    verifier: Verifier


def corpus(rng: Random, places: Places) -> None:
    """`generate` from a file, or a folder of files, of any kind; damaged or not."""
    count = rng.choice([1, 1, 3])
    for number in range(count):
        kind = rng.choice(whole.CORPORA)
        columns = rng.choice([("text",), ("text", "paraphrase"), ("text", "id"), ("body",)])
        content = whole.table(rng, kind, columns)
        path = places.folder / "corpus" / f"{number}{kind.upper() if rng.random() < 0.1 else kind}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(noise.damaged(rng, content) if rng.random() < 0.7 else content)
    source = path if count == 1 else path.parent
    out = places.folder / "out"
    options = ["--set", "language_check=false", "--set", f"min_words={rng.randrange(1, 6)}"]
    run_command(["generate", str(source), "--out", str(out), *options], out, "manifest.json")


def requests(rng: Random, places: Places) -> None:
    """`verify` with random JSON lines."""
    lines = []
    for _ in range(rng.randrange(1, 4)):
        record: Any = {"query": noise.text(rng), "candidate": noise.text(rng)}
        if rng.random() < 0.4:
            record = {"query": noise.text(rng), "candidates": [noise.text(rng) for _ in range(3)]}
        if rng.random() < 0.5:
            record = noise.altered(rng, record)
        lines.append(json.dumps(record, ensure_ascii=True).encode())
    content = b"\n".join(lines)
    path = places.folder / "requests.jsonl"
    path.write_bytes(noise.damaged(rng, content) if rng.random() < 0.5 else content)
    if rng.random() < 0.3:
        query = noise.text(rng).replace("\0", "")
        run_command(["verify", "default", f"--query={query}", "--candidates", str(path)])
    else:
        run_command(["verify", "default", str(path)])


def damaged_run(rng: Random, places: Places) -> None:
    """`verify` and `publish` with a damaged run folder."""
    run = places.folder / "run"
    whole.damage_folder(rng, places.run, run)
    if rng.random() < 0.6:
        (places.folder / "requests.jsonl").write_text('{"query": "Is it due?", "candidate": "It is due."}\n')
        run_command(["verify", str(run), str(places.folder / "requests.jsonl")])
    else:
        out = places.folder / "hub"
        run_command(["publish", str(run), "--dry-run", str(out)], out, "README.md")


def labelled(rng: Random, places: Places) -> None:
    """`evaluate` on labelled pairs of any kind."""
    kind = rng.choice(whole.TABLES)
    columns = rng.choice(
        [
            ("anchor", "candidate", "label"),
            ("anchor", "positive", "negative"),
            ("query", "candidate", "label"),
        ]
    )
    content = whole.table(rng, kind, columns)
    path = places.folder / f"pairs{kind}"
    path.write_bytes(noise.damaged(rng, content) if rng.random() < 0.6 else content)
    if rng.random() < 0.5:
        call(read_labelled, path, both_labels=rng.random() < 0.5, skip_unlabelled=rng.random() < 0.5)
        return
    out = places.folder / "out"
    if rng.random() < 0.3:
        run_command(["calibrate", "default", "--pairs", str(path), "--out", str(out)], out, "config.json")
        return
    if rng.random() < 0.15:
        run_command(["sample", "default", "--log", str(path), "--n", "3", "--out", f"{out}.csv"])
        return
    options = ["--scorers", rng.choice(["bm25", "cosine", "bm25,cosine"]), "--set", "bootstrap_samples=10"]
    run_command(
        [
            "evaluate",
            "default",
            rng.choice(["--near-miss", "--cache"]),
            str(path),
            "--out",
            str(out),
            *options,
        ],
        out,
        "metrics.json",
    )


def retrieval(rng: Random, places: Places) -> None:
    """`evaluate` on a damaged retrieval set."""
    whole.beir(rng, places.folder / "whole")
    whole.damage_folder(rng, places.folder / "whole", places.folder / "set")
    out = places.folder / "out"
    options = ["--scorers", "bm25", "--out", str(out), "--set", "bootstrap_samples=10"]
    run_command(
        ["evaluate", "default", "--retrieval", str(places.folder / "set"), *options], out, "metrics.json"
    )


def dataset(rng: Random, places: Places) -> None:
    """`audit` and `publish` with a damaged dataset, and `train` on one that may be whole enough."""
    pairs = places.folder / "pairs"
    whole.damage_folder(rng, places.pairs, pairs)
    out = places.folder / "out"
    if rng.random() < 0.5:
        run_command(["audit", str(pairs), "--retriever", "none", "--out", str(out)], out, "audit.json")
    else:
        run_command(["publish", str(pairs), "--dry-run", str(out)], out, "README.md")


def configuration(rng: Random, places: Places) -> None:
    """Random values for random keys, by recipe and by --set."""
    section = rng.choice(sorted(SECTIONS))
    cls = SECTIONS[section]
    names = [field.name for field in fields(cls)]
    values = {
        rng.choice([*names, noise.text(rng)[:10]]): noise.value(rng) for _ in range(rng.randrange(1, 3))
    }
    recipe = places.folder / "recipe.yaml"
    content = json.dumps({section: values, **({noise.text(rng): 1} if rng.random() < 0.1 else {})}).encode()
    if rng.random() < 0.3:
        content = noise.damaged(rng, (Path(__file__).parents[2] / "configs" / "demo.yaml").read_bytes())
    recipe.write_bytes(content)
    overrides = [f"{rng.choice(names)}={noise.text(rng, True)}" for _ in range(rng.randrange(2))]
    call(load_config, cls, section, recipe, overrides)
    call(load_config, cls, section, None, [f"{name}={json.dumps(item)}" for name, item in values.items()])


def store(rng: Random, places: Places) -> None:
    """A damaged token store, opened, searched, and written to."""
    folder = places.folder / "store"
    whole.damage_folder(rng, places.store, folder, ("*.json", "*.safetensors"))

    def use() -> None:
        opened = TokenStore(folder, places.verifier)
        opened.check()
        opened.tokens([0, 1])
        TwoStage(places.verifier, opened).search("Who pays the rent?", 2)
        opened.delete([0])
        opened.compact()

    call(use)


def interface(rng: Random, places: Places) -> None:
    """The Python interface with arguments that nobody means."""
    verifier = places.verifier

    def odd(depth: int = 1) -> Any:
        made: list[Callable[[], Any]] = [
            lambda: noise.value(rng),
            lambda: noise.text(rng),
            lambda: noise.raw(rng, 20),
            lambda: np.zeros(rng.randrange(3)),
            lambda: object(),
            lambda: [odd(depth - 1) for _ in range(rng.randrange(3))] if depth else None,
            lambda: tuple(noise.text(rng) for _ in range(rng.randrange(4))),
        ]
        return rng.choice(made)()

    def text() -> Any:
        return noise.text(rng) if rng.random() < 0.6 else odd()

    def texts() -> Any:
        return [text() for _ in range(rng.randrange(3))] if rng.random() < 0.7 else odd()

    def pairs() -> Any:
        return [(text(), text()) for _ in range(rng.randrange(3))] if rng.random() < 0.7 else odd()

    calls: list[Callable[[], Any]] = [
        lambda: call(verifier.verify, text(), texts()),
        lambda: call(verifier.score, pairs()),
        lambda: call(verifier.rank, text(), texts(), rng.choice([None, 1, odd()])),
        lambda: call(verifier.verify_pairs, pairs()),
        lambda: call(CacheGuard(verifier).allows, text(), text()),
        lambda: call(CacheGuard, verifier, odd()),
        lambda: call(TwoStage(verifier, texts_of(rng)).search, text(), rng.choice([1, 3, odd()])),
        lambda: call(TwoStage, verifier, texts()),
        lambda: call(generate, [str(places.folder / "none.txt")], places.folder / "out", odd()),
        lambda: call(
            Verifier.from_pretrained, rng.choice([odd(), "default"]), precision=rng.choice(["fp32", odd()])
        ),
    ]
    rng.choice(calls)()


def texts_of(rng: Random) -> list[str]:
    """Return candidates that are fine."""
    return rng.sample(whole.SENTENCES, 3)


def command_line(rng: Random, places: Places) -> None:
    """Random words for a random command."""
    command = rng.choice(
        [module.__name__.rpartition(".")[2] for module in COMMANDS if "demo" not in module.__name__]
    )
    known = ["--out", "--json", "--set", "--config", "--data", "--near-miss", "--help", "--", "-", "seed=x"]
    words = [
        rng.choice([*known, noise.text(rng, True).replace("\0", ""), str(places.folder)])
        for _ in range(rng.randrange(6))
    ]
    if "-" in words and command == "verify":
        words.remove("-")  # standard input has no end here
    here = Path.cwd()
    os.chdir(places.folder)
    try:
        run_command([command, *(word for word in words if not word.startswith("hub:"))])
    finally:
        os.chdir(here)


def process(rng: Random, places: Places) -> None:
    """Bytes for arguments and standard input of a process of its own."""
    words = [noise.raw(rng, 20).replace(b"\0", b"") for _ in range(rng.randrange(1, 4))]
    if rng.random() < 0.6:
        words = [rng.choice([b"generate", b"verify", b"publish", b"completion"]), *words, b"--out", b"o"]
    done = subprocess.run(
        [*map(os.fsencode, own_python()), *words],
        input=noise.raw(rng, 2000),
        capture_output=True,
        cwd=places.folder,
        timeout=HANGS,
        check=False,
        env={**os.environ, **rng.choice([{}, {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}])},
    )
    assert done.returncode in (0, 1, 2), done.stderr[-2000:]
    assert b"Traceback" not in done.stderr, done.stderr[-2000:]
    judge_output(places.folder / "o", None, done.returncode)


WAYS: dict[Callable[[Random, Places], None], float] = {
    corpus: 0.22,
    requests: 0.16,
    damaged_run: 0.1,
    labelled: 0.12,
    retrieval: 0.06,
    dataset: 0.06,
    configuration: 0.12,
    store: 0.05,
    interface: 0.1,
    command_line: 0.05,
    process: 0.01,
}
"""Each way with its share of the inputs."""
