"""Two-stage search over a LanceDB table: recall by LanceDB, verification of what it found.

    pip install 'verisieve[lancedb]'
    python examples/lancedb_two_stage.py --verifier RUN_OR_HUB_NAME --query "Who paid?" --corpus texts.txt

--database takes a folder or an object store's URI (s3://bucket/path); run it again to add and search more.
"""

import argparse
import tempfile
import time
from pathlib import Path

from verisieve import Verifier
from verisieve.common.errors import InputError
from verisieve.models.lance_two_stage import LanceTwoStage

TEXTS = [
    "The landlord paid the tenant.",
    "The landlord was paid by the tenant.",
    "The tenant never paid the landlord.",
    "The driver thanked the guest.",
]
QUERY = "The tenant paid the landlord."


def open_or_create(verifier: Verifier, database: str) -> LanceTwoStage:
    """Return the table `passages` of a database."""
    try:
        return LanceTwoStage.open(verifier, database, "passages")
    except InputError:
        return LanceTwoStage.create(verifier, database, "passages")


def bytes_on_disk(folder: str) -> int:
    """Return the size of all files in a folder."""
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def main() -> None:
    """Fill a table, search it, delete a passage and search again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--verifier", default="default", help="run folder, published folder or Hub name")
    parser.add_argument("--corpus", type=Path, help="a text per line; default: four sentences")
    parser.add_argument("--query", default=QUERY)
    parser.add_argument("--database", help="folder or URI; default: a temporary folder")
    options = parser.parse_args()
    texts = options.corpus.read_text(encoding="utf-8").splitlines() if options.corpus else TEXTS
    with tempfile.TemporaryDirectory() as temporary:
        database = options.database or temporary
        search = open_or_create(Verifier.from_pretrained(options.verifier), database)
        first = search.table.count_rows()
        start = time.perf_counter()
        search.append(range(first, first + len(texts)), texts)
        print(f"{len(texts)} passages added in {time.perf_counter() - start:.1f} s")
        if Path(database).is_dir():
            print(f"{bytes_on_disk(database) / search.table.count_rows():.0f} bytes per passage on disk")

        def show(title: str) -> list[int]:
            start = time.perf_counter()
            hits = search.search(options.query, k=3, rerank=True)
            print(f"{title} ({1000 * (time.perf_counter() - start):.0f} ms): {options.query}")
            for hit in hits:
                print(
                    f"  P(same) {hit.score:.3f}  near-miss {hit.near_miss:.3f}  {hit.corpus_id}  {hit.text}"
                )
            return [hit.corpus_id for hit in hits]

        best = show("searched")[0]
        search.table.delete(f"id = {best}")
        show(f"without passage {best}")


if __name__ == "__main__":
    main()
