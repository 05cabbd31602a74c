"""The regression at size: what tuning an embedder on near-misses costs in retrieval, over several seeds.

    python benchmarks/regression.py RETRIEVER... --data PAIRS --retrieval DIR... --out FOLDER [--seeds 0 1 2]
        [--rewordings FILE] [--per-kind 30] [--queries 30] [--documents 160] [--words 40] [--set KEY=VALUE]

The experiment of arXiv 2604.16351 as far as a machine goes: each embedder is measured frozen and tuned in the
three ways of `verisieve tradeoff`, once a seed, on near-misses of negation, direction, role and binding from
data_gen/written and on cuts of retrieval sets (0 queries, documents or words: all there are). --rewordings
(JSON lines with `text` and `paraphrase`) adds a set of its own: every fourth long word of a rewording finds
the text. The cuts are drawn once, the seeds are those of the tuning. Tables: the mean over the seeds, and how
far they lie apart. What is finished is kept in FOLDER, and a killed run goes on there.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from statistics import mean, stdev
from typing import Any

import verisieve
from verisieve.cli import main as command_line
from verisieve.common.errors import InputError
from verisieve.common.failures import failed
from verisieve.common.files import read_json, write_json, write_text
from verisieve.eval.sets.beir import RetrievalSet, read_beir
from verisieve.eval.tradeoff import FROZEN

KINDS = {
    "negation": ("negation",),
    "direction": ("direction", "place_swap"),
    "role": ("role_swap", "role_order"),
    "binding": ("modifier_swap", "adjective_swap", "attachment"),
}
"""Kinds of the contrast groups by the paper's."""
WRITTEN = Path(verisieve.__file__).parent / "data_gen" / "written"
LONG_WORD = 5
"""Letters of a word that a keyword query may have."""
SEED = 0
"""Of the draws: which groups, which documents."""


def main() -> int:
    """Cut the sets, tune and measure what is missing, print the tables. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("retrievers", nargs="+", help="embedders, by folder or name")
    parser.add_argument("--data", type=Path, required=True, help="pairs that they are tuned on")
    parser.add_argument("--retrieval", type=Path, nargs="+", required=True, help="folders in BEIR's layout")
    parser.add_argument("--rewordings", type=Path, help="JSON lines with text and paraphrase")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--per-kind", type=int, default=30, help="near-misses, and as many paraphrases")
    parser.add_argument("--queries", type=int, default=30, help="of each retrieval set; 0: all")
    parser.add_argument("--documents", type=int, default=160, help="those that answer among them; 0: all")
    parser.add_argument("--words", type=int, default=40, help="of a document, its first; 0: all")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="as for tradeoff")
    try:
        return run(parser.parse_args())
    except Exception as error:
        return failed(parser.prog, error)


def run(arguments: argparse.Namespace) -> int:
    """Do what `main` says."""
    sets, files = arguments.out / "sets", arguments.out / "sets" / "near_miss.jsonl"
    settings = {
        name: str(value) for name, value in vars(arguments).items() if name not in ("retrievers", "seeds")
    }
    if (sets / "settings.json").exists():
        if read_json(sets / "settings.json", "choose another folder") != settings:
            raise InputError(f"{arguments.out}: was begun with other settings; choose another folder")
    else:
        _write_lines(files, near_misses(arguments.per_kind))
        for folder in arguments.retrieval:
            found = read_beir(folder)
            write_set(sets / folder.name, cut(found, arguments.queries, arguments.documents, arguments.words))
        if arguments.rewordings:
            write_set(sets / "keywords", keywords(arguments.rewordings))
        write_json(sets / "settings.json", settings)
    folders = sorted(place.parent for place in sets.glob("*/corpus.jsonl"))
    tables: dict[str, list[dict[str, Any]]] = {}
    for retriever in arguments.retrievers:
        for seed in arguments.seeds:
            out = arguments.out / f"{Path(retriever).name}-{seed}"
            if not (out / "tradeoff.json").exists():
                line = ["tradeoff", "--retriever", retriever, "--data", arguments.data, "--near-miss", files]
                line += ["--retrieval", *folders, "--out", out]
                for setting in (*arguments.set, f"seed={seed}"):
                    line += ["--set", setting]
                with redirect_stdout(sys.stderr):
                    if code := command_line([str(part) for part in line]):
                        return code
            measured = read_json(out / "tradeoff.json", "delete it")
            tables.setdefault(Path(retriever).name, []).append(measured["systems"])
    print(table(tables))
    return 0


def near_misses(per_kind: int) -> list[dict[str, Any]]:
    """Return pairs of drawn contrast groups: of each kind so many near-misses, and as many paraphrases."""
    rng = random.Random(SEED)
    groups = [
        json.loads(line)
        for path in sorted(WRITTEN.glob("[!p]*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    rng.shuffle(groups)
    pairs = []
    for family, kinds in KINDS.items():
        having = (group for group in groups if any(found["kind"] in kinds for found in group["near_miss"]))
        for group, _ in zip(having, range(per_kind), strict=False):
            near_miss = next(found["text"] for found in group["near_miss"] if found["kind"] in kinds)
            shared = {"anchor": group["anchor"], "group": f"{family}: {group['anchor']}"}
            pairs += [
                shared | {"candidate": near_miss, "label": 0, "family": family},
                shared | {"candidate": group["same"][0]["text"], "label": 1, "family": "paraphrase"},
            ]
    return pairs


def cut(whole: RetrievalSet, queries: int, documents: int, words: int) -> RetrievalSet:
    """Return the first queries, what answers them, others up to so many documents, cut to so many words."""
    judged = dict(list(whole.judged.items())[: queries or None])
    wanted = {document for found in judged.values() for document in found if document in whole.documents}
    others = [document for document in whole.documents if document not in wanted]
    random.Random(SEED).shuffle(others)
    kept = wanted | set(others[: max(0, documents - len(wanted)) if documents else None])
    return RetrievalSet(
        whole.name,
        {
            name: " ".join(text.split()[: words or None])
            for name, text in whole.documents.items()
            if name in kept
        },
        {query: whole.queries[query] for query in judged},
        judged,
        0,
    )


def keywords(path: Path, queries: int = 60, documents: int = 1000) -> RetrievalSet:
    """Return a set of texts, in which every fourth long word of a text's rewording is to find the text."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][:documents]
    asked: dict[str, str] = {}
    for number, row in enumerate(rows[:queries]):
        long = [word for word in row["paraphrase"].split() if len(word) >= LONG_WORD]
        asked[f"q{number}"] = " ".join(long[::4])
    texts = {str(number): row["text"] for number, row in enumerate(rows)}
    return RetrievalSet("keywords", texts, asked, {query: {query[1:]: 1} for query in asked}, 0)


def write_set(folder: Path, found: RetrievalSet) -> None:
    """Write a retrieval set in BEIR's layout."""
    _write_lines(
        folder / "corpus.jsonl", ({"_id": name, "text": text} for name, text in found.documents.items())
    )
    _write_lines(
        folder / "queries.jsonl", ({"_id": name, "text": text} for name, text in found.queries.items())
    )
    lines = [
        f"{query}\t{document}\t{relevance}"
        for query, judged in found.judged.items()
        for document, relevance in judged.items()
        if document in found.documents
    ]
    (folder / "qrels").mkdir(exist_ok=True)
    write_text(folder / "qrels" / "test.tsv", "\n".join(["query-id\tcorpus-id\tscore", *lines, ""]))


def _write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows))


def table(retrievers: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Return the table: a row an embedder and way of tuning, means over seeds, ± their standard deviation."""
    first = next(iter(retrievers.values()))[0][FROZEN]
    columns = [*KINDS, *first["retrieval"]]
    lines = [
        f"| | AUC | rejected where 95 % pass | nDCG@10 | against frozen | {' | '.join(columns)} |",
        "|---" * (5 + len(columns)) + "|",
    ]
    for name, seeds in retrievers.items():
        for system in seeds[0]:
            runs = [seed[system] for seed in seeds]
            pairs = [next(iter(run["near_miss"].values())) for run in runs]
            lost = [
                run["ndcg@10"] / seed[FROZEN]["ndcg@10"] - 1 for run, seed in zip(runs, seeds, strict=True)
            ]
            cells = [
                f"{name}, {system}",
                _spread([run["auc"] for run in runs], ".3f"),
                _spread([run["rejection"] for run in runs], ".1%"),
                _spread([run["ndcg@10"] for run in runs], ".3f"),
                "" if system == FROZEN else _spread(lost, "+.1%"),
                *(_spread([found["by_family"][kind]["auc"] for found in pairs], ".2f") for kind in KINDS),
                *(
                    _spread([run["retrieval"][place]["ndcg@10"] for run in runs], ".3f")
                    for place in first["retrieval"]
                ),
            ]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _spread(values: Sequence[float], form: str) -> str:
    """Return the mean, and ± the standard deviation where the values differ."""
    apart = stdev(values) if len(values) > 1 else 0.0
    return f"{mean(values):{form}}" + (f" ± {apart:{form.lstrip('+')}}" if apart > 0 else "")


if __name__ == "__main__":
    raise SystemExit(main())
