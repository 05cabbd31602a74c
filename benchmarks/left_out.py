"""How a verifier does on services, databases and command templates that its training never saw.

    python benchmarks/left_out.py prepare WORK [--data ../shared/data] [--share 0.25]
    verisieve train --data PAIRS --config reference --set sources_root=WORK --set init_from=EARLIER --out RUN
    python benchmarks/left_out.py measure WORK RUN [RUN ...]

`prepare` draws a share of the services of the dialogue sets, of the databases of the question sets and of the
templates of the home commands, and writes a copy of the labelled and paraphrase sets without them; every
other file under --data is linked, so that a recipe reads the copy as its `sources_root`. The pairs left out
go to WORK/left_out. A labelled pair's service or database is that of the paraphrases in which one of its
texts stands; a pair with a text of a left-out group is left out of training, and so is one whose group
nothing tells. `measure` prints, for each set, the AUC of P(same) on what was left out, and the cosine's.
"""

import argparse
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from sklearn.metrics import roc_auc_score

from verisieve.common.failures import ended
from verisieve.data_gen.labelled.read import read_labelled
from verisieve.models.scorers.baselines import Cosine
from verisieve.models.verifier import Verifier

NAMED = {
    "sgd": ("paraphrases/sgd_same_acts.jsonl",),
    "spider": ("paraphrases/spider_same_sql.jsonl", "paraphrases/spider_syn.jsonl"),
}
"""By labelled set, the paraphrases whose `source` names the service or the database."""
LABELLED = {
    "sgd": "labelled/sgd_pairs.jsonl",
    "spider": "labelled/spider_pairs.jsonl",
    "home": "labelled/home_commands.jsonl",
}


def main() -> None:
    """Prepare the copy, or measure runs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    prepare_it = commands.add_parser("prepare")
    prepare_it.add_argument("work", type=Path)
    prepare_it.add_argument("--data", type=Path, default=Path("../shared/data"))
    prepare_it.add_argument("--share", type=float, default=0.25, help="of the groups of each set")
    measure_it = commands.add_parser("measure")
    measure_it.add_argument("work", type=Path)
    measure_it.add_argument("runs", nargs="+")
    arguments = parser.parse_args()
    if arguments.command == "prepare":
        prepare(arguments.data.resolve(), arguments.work, arguments.share)
    else:
        measure(arguments.work, arguments.runs)


def prepare(data: Path, work: Path, share: float) -> None:
    """Write the copy without the left-out groups, and the left-out pairs."""
    written: dict[str, list[dict]] = {}
    for name, place in LABELLED.items():
        rows = _rows(data / place)
        if name == "home":
            of_row = [set(row["family"].split("|")) for row in rows]
        else:
            groups: dict[str, set[str]] = defaultdict(set)
            for path in NAMED[name]:
                for row in _rows(data / path):
                    for text in (row["text"], row["paraphrase"]):
                        groups[text].add(_group(row))
            of_row = [groups[row["anchor"]] | groups[row["candidate"]] for row in rows]
        out = {group for groups in of_row for group in groups if _is_out(group, share)}
        written[place] = [
            row for row, groups in zip(rows, of_row, strict=True) if groups and not groups & out
        ]
        tested = [row for row, groups in zip(rows, of_row, strict=True) if groups & out]
        _write(work / "left_out" / f"{name}.jsonl", tested)
        seen = {text for row in tested for text in (row["anchor"], row["candidate"])}
        for path in NAMED.get(name, ()):
            written[path] = [
                row
                for row in _rows(data / path)
                if _group(row) not in out and not seen & {row["text"], row["paraphrase"]}
            ]
        print(f"{name}: {len(out)} groups left out with {len(tested)} pairs: {', '.join(sorted(out))}")
    for source in sorted(path for path in data.rglob("*") if path.is_file()):
        target = work / source.relative_to(data)
        target.parent.mkdir(parents=True, exist_ok=True)
        if str(source.relative_to(data)) in written:
            _write(target, written[str(source.relative_to(data))])
        elif not target.exists():
            target.symlink_to(source)


def measure(work: Path, runs: Iterable[str]) -> None:
    """Print a row for each set."""
    verifiers = [Verifier.from_pretrained(run) for run in runs]
    print("| set | pairs | cosine | " + " | ".join(runs) + " |")
    print("|---|---|---|" + "---|" * len(verifiers))
    for name in LABELLED:
        pairs = read_labelled(work / "left_out" / f"{name}.jsonl")
        scores = [Cosine(verifiers[0].retriever).score(pairs.texts())]
        scores += [verifier.score(pairs.texts()) for verifier in verifiers]
        cells = " | ".join(f"{roc_auc_score(pairs.labels, of_one):.3f}" for of_one in scores)
        print(f"| {name} | {len(pairs)} | {cells} |", flush=True)


def _group(row: dict) -> str:
    """Return the service or database that a paraphrase's source names: "SGD Weather user" -> "Weather"."""
    words = row["source"].replace(",", " ").split()
    return words[1] if words[0] == "SGD" else words[-1]


def _is_out(group: str, share: float) -> bool:
    return int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) < share * 2**32


def _rows(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def _write(path: Path, rows: list[dict]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


if __name__ == "__main__":
    sys.exit(ended("left_out.py", main))
