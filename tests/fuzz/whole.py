"""Whole files of every kind that the product reads, small, to be damaged."""

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pyarrow as pa
from pyarrow import parquet

from verisieve.tests.fuzz import noise

SENTENCES = [
    "The tenant pays the landlord before noon.",
    "The nurse never called the patient in July.",
    "Prices rose by 3 percent after the strike.",
    "You must send the form to the clerk every month.",
    "If the fee is due, the buyer pays it.",
]
CORPORA = (".jsonl", ".json", ".csv", ".tsv", ".parquet", ".txt", ".md", ".html", ".jsonl.gz", ".txt.zst")
TABLES = (".jsonl", ".json", ".csv", ".tsv", ".parquet", ".csv.gz")


def rows(rng: Random, columns: tuple[str, ...]) -> list[dict[str, object]]:
    """Return rows of sentences and noise, with what each column is wanted to hold, most often."""
    found: list[dict[str, object]] = []
    for number in range(rng.randrange(1, 7)):
        texts: dict[str, object] = {
            name: rng.choice([rng.choice(SENTENCES), noise.text(rng)]) for name in columns
        }
        if "label" in columns:
            texts["label"] = rng.choice([0, 1, 1, 0, "1", number])
        found.append(texts)
    return found


def table(rng: Random, kind: str, columns: tuple[str, ...]) -> bytes:
    """Return a file of rows in a format, which may be compressed."""
    made = rows(rng, columns)
    bare = kind.removesuffix(".gz").removesuffix(".zst")
    makers: dict[str, Callable[[], bytes]] = {
        ".jsonl": lambda: "".join(json.dumps(row) + "\n" for row in made).encode(),
        ".json": lambda: json.dumps(made).encode(),
        ".csv": lambda: _separated(made, ","),
        ".tsv": lambda: _separated(made, "\t"),
        ".parquet": lambda: _parquet(made),
        ".txt": lambda: "\n".join(str(row[columns[0]]) for row in made).encode(),
        ".md": lambda: "\n\n".join(f"# {row[columns[0]]}" for row in made).encode(),
        ".html": lambda: "".join(f"<p>{row[columns[0]]}</p>" for row in made).encode(),
    }
    content = makers[bare]()
    if kind.endswith(".gz"):
        return gzip.compress(content, mtime=0)
    if kind.endswith(".zst"):
        sink = pa.BufferOutputStream()
        with pa.CompressedOutputStream(sink, "zstd") as stream:
            stream.write(content)
        return sink.getvalue().to_pybytes()
    return content


def _separated(made: list[dict[str, object]], separator: str) -> bytes:
    quoted = [[f'"{str(cell).replace(chr(34), chr(34) * 2)}"' for cell in row.values()] for row in made]
    return "\n".join(separator.join(row) for row in [list(made[0]), *quoted]).encode()


def _parquet(made: list[dict[str, object]]) -> bytes:
    sink = pa.BufferOutputStream()
    columns = {name: pa.array([str(row[name]) for row in made]) for name in made[0]}
    parquet.write_table(pa.table(columns), sink)
    return sink.getvalue().to_pybytes()


def beir(rng: Random, folder: Path) -> None:
    """Write a retrieval set."""
    (folder / "qrels").mkdir(parents=True)
    texts = [rng.choice([rng.choice(SENTENCES), noise.text(rng)]) for _ in range(6)]
    for name in ("corpus.jsonl", "queries.jsonl"):
        lines = [
            json.dumps({"_id": str(number), "title": "", "text": text}) for number, text in enumerate(texts)
        ]
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    judged = "\n".join(f"{rng.randrange(8)}\t{rng.randrange(8)}\t{rng.randrange(3)}" for _ in range(6))
    (folder / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}\n", encoding="utf-8")


def damage_folder(rng: Random, whole: Path, folder: Path, only: tuple[str, ...] = ("*",)) -> Path:
    """Copy a folder and damage one of its files (of those that match), or remove it; return which."""
    shutil.copytree(whole, folder)
    files = sorted(path for pattern in only for path in folder.rglob(pattern) if path.is_file())
    chosen = rng.choice(files)
    if rng.random() < 0.1:
        chosen.unlink()
    elif chosen.suffix == ".safetensors" and rng.random() < 0.5:
        head = 8 + int.from_bytes(chosen.read_bytes()[:8], "little")
        content = chosen.read_bytes()
        chosen.write_bytes(noise.damaged(rng, content[:head]) + content[head:])
    else:
        chosen.write_bytes(noise.damaged(rng, chosen.read_bytes()))
    return chosen
