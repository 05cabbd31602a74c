"""The demo corpus, and what tests of generating write and read."""

import json
from pathlib import Path

from pyarrow import parquet

import verisieve

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"


def all_rows(folder: Path) -> list[dict]:
    return [
        row for file in sorted(folder.glob("data/*.parquet")) for row in parquet.read_table(file).to_pylist()
    ]


def jsonl(path: Path, *rows: dict) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
