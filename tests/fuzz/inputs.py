"""Small inputs for kill.py: a corpus, pairs, a tiny retriever, a run of it, a retrieval set, a translator."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import verisieve

sys.path.insert(0, str(Path(__file__).parents[1]))
from conftest import PEOPLE, VERBS, make_tiny_model

SENTENCES = [
    f"The {one} {verb} the {other} before the large meeting on Monday."
    for one, other in zip(PEOPLE, PEOPLE[3:] + PEOPLE[:3], strict=True)
    for verb in VERBS[:4]
]
BACK = "exec tr A-Z a-z | sed 's/large/big/; s/^the/The/; s/monday/Monday/'\n"


def make_inputs(folder: Path, child: Callable[[Callable[[], int]], int]) -> None:
    """Write everything; child: does work in a process of its own, and returns its exit code."""
    if (folder / "whole").exists():
        return
    folder.mkdir(parents=True)
    records = [{"id": f"d{number}", "text": text} for number, text in enumerate(SENTENCES)]
    (folder / "corpus.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    (folder / "back.sh").write_text(BACK)
    assert child(lambda: _models(folder)) == 0, "the inputs could not be made"
    (folder / "whole").touch()


def _models(folder: Path) -> int:
    """Make the tiny retriever, pairs of the demo corpus, a run trained on them, and a retrieval set."""
    from verisieve.cli import main

    (folder / "tiny").mkdir()
    make_tiny_model("bert", folder / "tiny").rename(folder / "retriever")
    demo = Path(verisieve.__file__).parent / "data_gen" / "demo" / "corpus.jsonl"
    fractions = ["validation_fraction=0.25", "test_fraction=0.25", "max_sentences=80"]
    train = [f"retriever={folder / 'retriever'}", "steps=2", "batch_size=8", "validation_pairs=16"]
    train += ["tracker=null", "interaction.width=16", "interaction.layers=[1,3]", "interaction.heads=2"]
    code = main(["generate", str(demo), "--out", str(folder / "pairs"), *_set(fractions)])
    pairs, run = str(folder / "pairs"), str(folder / "run")
    code = code or main(["train", "--data", pairs, "--out", run, *_set(train)])
    (folder / "beir" / "qrels").mkdir(parents=True)
    for name, prefix, texts in (("corpus", "d", SENTENCES[:24]), ("queries", "q", SENTENCES[:6])):
        rows = [json.dumps({"_id": f"{prefix}{n}", "text": text}) for n, text in enumerate(texts)]
        (folder / "beir" / f"{name}.jsonl").write_text("\n".join(rows) + "\n")
    judged = [f"q{n}\td{n}\t1" for n in range(6)]
    (folder / "beir" / "qrels" / "test.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *judged]))
    return code


def _set(settings: list[str]) -> list[str]:
    return [part for setting in settings for part in ("--set", setting)]
