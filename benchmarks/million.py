"""A million passages for real: a token store built, searched and verified, and the same through LanceDB.

    python benchmarks/million.py RUN FOLDER --texts FILE... [--passages 1000000] [--queries 100] [--rounds 5]
        [--candidates 10 50 100] [--lance 100000] [--precision auto] [--threads 1] [--seconds S]

Takes the sentences of the files (as for verisieve generate), and recombines them (the beginning of one with
the end of another at a like word) until there are as many distinct ones as asked for; builds a token store of
them in FOLDER, or goes on with it after a kill; then measures, per query, recall and verification, all in
turn and several times over. Queries reword sentences of the files and are not in the store. Run again, it
measures what is built. The table is printed, and written to FOLDER/million.json with the command, beside
the earlier runs.
"""

import argparse
import math
import re
import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from verisieve.common.errors import InputError
from verisieve.common.failures import ended
from verisieve.common.files import read_json, write_json
from verisieve.common.progress import Progress
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.corpus.reader import read_corpus
from verisieve.models.lance_two_stage import REFINED, LanceTwoStage
from verisieve.models.text.sentence_ends import SENTENCE_END
from verisieve.models.token_store import STATE, TEXTS_PER_SEGMENT, TokenStore
from verisieve.models.two_stage import Recall, TwoStage, gated
from verisieve.models.verifier import Verifier

WORDS = range(5, 21)
"""Of a passage."""
JOINT = re.compile(
    r",? (?=(?:and|but|or|that|which|who|where|when|while|because|if|as|for|with|from|by|in|on|to|of) )"
)
"""Where a sentence may be taken apart: before one of these words, by which its end is put elsewhere."""
RECORD, LANCE = "million.json", "lance"
COLUMNS = ("p50", "p95", "processor p50", "processor p95")
"""Milliseconds that passed, and of a processor's time: what counts beside other work on the machine."""
NOTHING = {"seconds": 0.0, "cpu": 0.0, "peak_mb": 0.0, "passages": 0}


def main() -> int:
    """Build what is missing, measure, print and write. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", help="run folder or published verifier")
    parser.add_argument("folder", type=Path, help="where the store is, or is to be built")
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="files with text")
    parser.add_argument("--passages", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5, help="how often each query is measured")
    parser.add_argument("--candidates", type=int, nargs="+", default=[10, 50, 100])
    parser.add_argument("--lance", type=int, default=100_000, help="passages in the LanceDB table; 0: none")
    parser.add_argument("--precision", default="auto", help="fp32, bf16, or auto: what the processor has")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=math.inf, help="stop building after so many")
    arguments = parser.parse_args()
    return ended("million.py", lambda: _run(arguments))


def _run(arguments: argparse.Namespace) -> None:
    torch.set_num_threads(arguments.threads)
    verifier = Verifier.from_pretrained(arguments.run, precision=arguments.precision)
    texts, queries = passages(arguments.texts, arguments.passages, arguments.queries)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    store, build = _build(verifier, texts, arguments.folder, arguments.seconds)
    place = arguments.folder / RECORD
    record = read_json(place, "remove it") if place.exists() else {"runs": []}
    command = shlex.join(["python", "benchmarks/million.py", *sys.argv[1:]])
    tokens = sum(segment.tokens for segment in store.segments)
    record |= {
        "command": command,
        "passages": len(store),
        "of": len(texts),
        "tokens a passage": tokens / len(store),
        "bytes": store.bytes(),
        "build": build,
    }
    print(
        f"{len(store):,} passages of {tokens / len(store):.1f} tokens, {store.bytes() / 2**30:.2f} GiB, "
        f"{store.bytes() / len(store):.0f} bytes each; encoded here: {build['passages']:,} in "
        f"{build['seconds']:.0f} s ({build['cpu']:.0f} of a processor), {build['peak_mb']:.0f} MiB at most\n"
    )
    measured = Measured(
        [query for query, _ in queries], record["runs"][-1]["steps"] if record["runs"] else {}
    )
    run = {"steps": measured.steps, "figures": measured.figures}
    held = {*texts[: len(store)]}
    wanted = [passage if passage in held else None for _, passage in queries]
    _two_stage(measured, verifier, store, wanted, arguments.candidates)
    if arguments.lance:
        _lance(measured, verifier, store, arguments)
    measured.take(arguments.rounds)
    record["runs"].append(run)
    write_json(place, record)


class Measured:
    """Times of steps, a row of the table each. earlier: the steps of the run before, to compare with."""

    def __init__(self, queries: list[str], earlier: dict[str, dict[str, float]]) -> None:
        self.queries, self.earlier = queries, earlier
        self.asking: dict[str, Callable[[int], Any]] = {}
        self.steps: dict[str, dict[str, float]] = {}
        self.figures: dict[str, float] = {}

    def queried(self, name: str, ask: Callable[[int], Any]) -> list[Any]:
        """Return what every query gets, asked by its number; `take` measures it."""
        self.asking[name] = ask
        return [ask(number) for number in range(len(self.queries))]

    def take(self, rounds: int) -> None:
        """Measure all steps in so many rounds, one after the other; a query's time is its median over them.

        A machine that is slower for a minute is so for every step, and not for most of a step's rounds.
        """
        shape = (len(COLUMNS) // 2, rounds, len(self.queries))
        taken = {name: np.zeros(shape) for name in self.asking}
        for of_round in range(rounds):
            for name, ask in self.asking.items():
                for number in range(len(self.queries)):
                    started, used = time.perf_counter(), time.process_time()
                    ask(number)
                    cpu, wall = time.process_time() - used, time.perf_counter() - started
                    taken[name][:, of_round, number] = 1000 * wall, 1000 * cpu
        print(f"\n| per query, ms | {' | '.join(COLUMNS)} | times the run before |")
        print("|---|---|---|---|---|---|")
        for name, times in taken.items():
            of_query = np.median(times, axis=1)
            found = dict(zip(COLUMNS, np.percentile(of_query, (50, 95), axis=1).T.ravel(), strict=True))
            self.steps[name] = {column: float(value) for column, value in found.items()}
            before = self.earlier.get(name, {}).get(COLUMNS[2])
            shown = [f"{value:.1f}" for value in found.values()]
            shown.append(f"{found[COLUMNS[2]] / before:.2f}" if before else "-")
            print(f"| {name} | " + " | ".join(shown) + " |", flush=True)

    def noted(self, name: str, value: float, unit: str = "") -> None:
        """Note a figure that no query has."""
        self.figures[name] = value
        print(f"{name}: {value:,.2f} {unit}".rstrip(), flush=True)

    def opened(self, name: str, make: Callable[[], Any]) -> Any:
        """Make something that takes long and holds memory."""
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak starts anew
        before, started = memory()["RssAnon"], time.perf_counter()
        made = make()
        self.noted(f"{name}, seconds", time.perf_counter() - started)
        held, peak = memory()["RssAnon"] - before, memory()["VmHWM"]
        self.noted(f"{name}, memory held", held, f"MiB; the whole process at most {peak:,.0f} MiB")
        return made


def _two_stage(
    measured: Measured,
    verifier: Verifier,
    store: TokenStore,
    wanted: list[str | None],
    depths: Sequence[int],
) -> None:
    """Measure recall and verification over the token store. wanted: the passages that queries reword.

    Verification has the query's vector from recall, as in TwoStage.search.
    """
    k = max(depths)
    vectors = [verifier.retriever.pooled([query])[0] for query in measured.queries]

    def recalled(kind: Recall) -> list[list[tuple[int, float]]]:
        search = measured.opened(f"{kind} index", lambda: TwoStage(verifier, store, k, recall=kind))
        return measured.queried(
            f"recall of {k}, {kind}", lambda number: search.recall(measured.queries[number], k)
        )

    found = recalled("exact")
    for first in sorted({10, k}):
        hits = [
            passage in store.texts([row for row, _ in rows[:first]])
            for passage, rows in zip(wanted, found, strict=True)
            if passage is not None
        ]
        if hits:
            name = f"of {len(hits)} passages that a query rewords, in its first {first}"
            measured.noted(name, float(np.mean(hits)))
    measured.noted("of the exact ones, faiss finds", _share(found, recalled("faiss")))
    for depth in depths:

        def verified(number: int, depth: int = depth) -> object:
            recalled = found[number][:depth]
            tokens = store.tokens([row for row, _ in recalled])
            return gated(verifier, measured.queries[number], recalled, tokens, vector=vectors[number])

        measured.queried(f"verification of {depth}, read from the store", verified)


def _lance(measured: Measured, verifier: Verifier, store: TokenStore, arguments: argparse.Namespace) -> None:
    """Measure the same over a LanceDB table of the store's first passages."""
    from lancedb.index import IvfPq

    place, k = str(arguments.folder / LANCE), max(arguments.candidates)
    count = min(arguments.lance, len(store))
    name = f"first_{count}"
    if (arguments.folder / LANCE / f"{name}.lance").exists():
        lance = LanceTwoStage.open(verifier, place, name, k)
    else:
        lance = LanceTwoStage.create(verifier, place, name, k, store.bits)
    if not lance.table.count_rows():
        measured.opened("LanceDB: copied", lambda: lance.append_store(store, store.live[:count]))
    if not lance.table.list_indices():
        index = IvfPq(distance_type="dot")
        measured.opened("LanceDB: indexed", lambda: lance.table.create_index("vector", config=index))
    size = sum(file.stat().st_size for file in Path(place, f"{name}.lance").rglob("*") if file.is_file())
    measured.noted(f"LanceDB: {lance.table.count_rows():,} passages, GiB", size / 2**30)

    def recalled(number: int, exactly: bool) -> list[tuple[int, float]]:
        vector = verifier.retriever.pooled([measured.queries[number]])[0]
        search = lance.table.search(vector, vector_column_name="vector").distance_type("dot")
        search = search.bypass_vector_index() if exactly else search.refine_factor(REFINED)
        rows = search.select(["id", "_distance"]).limit(k).to_arrow()
        return [(row, 1.0) for row in rows["id"].to_pylist()]

    exact = measured.queried(f"LanceDB: recall of {k}, exact", lambda number: recalled(number, True))
    found = measured.queried(f"LanceDB: recall of {k}, by its index", lambda number: recalled(number, False))
    measured.noted("LanceDB: of the exact ones, the index finds", _share(exact, found))
    for depth in arguments.candidates:

        def searched(number: int, depth: int = depth) -> object:
            lance.depth = depth
            return lance.search(measured.queries[number])

        measured.queried(f"LanceDB: recall by its index and verification of {depth}", searched)


def _share(wanted: list[list[tuple[int, float]]], found: list[list[tuple[int, float]]]) -> float:
    """Return the share of the wanted rows that were found, over all queries."""
    kept = [
        len({row for row, _ in own} & {row for row, _ in other}) / len(own)
        for own, other in zip(wanted, found, strict=True)
    ]
    return float(np.mean(kept))


def passages(files: Sequence[Path], count: int, queries: int) -> tuple[list[str], list[tuple[str, str]]]:
    """Return so many distinct passages, and (query, passage) for other wordings of some: equal every time.

    Raises InputError where the files do not hold enough.
    """
    found: dict[str, None] = {}
    reworded: dict[str, str] = {}
    for record in read_corpus(files, GenerateConfig()):
        own, other = (list(_sentences(text)) for text in (record.text, record.paraphrase or ""))
        found.update(dict.fromkeys([*own, *other]))
        if len(own) == len(other) == 1 and own != other:
            reworded[other[0]] = own[0]
    pairs = [pair for pair in reworded.items() if pair[1] not in reworded]
    asked = pairs[:: max(1, len(pairs) // max(1, queries))][:queries]
    for query, _ in asked:
        del found[query]
    for text in _recombined(list(found)):
        if len(found) >= count:
            break
        found[text] = None
    if len(found) < count or not asked:
        raise InputError(
            f"the texts give {len(found)} distinct passages and {len(asked)} of them in two wordings, "
            f"{count} and one are needed; give more of them"
        )
    return list(found)[:count], asked


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in [*(match.end() for match in re.finditer(SENTENCE_END, text)), len(text)]:
        sentence, start = text[start:end].strip(), end
        if len(sentence.split()) in WORDS:
            yield sentence


def _recombined(sentences: Sequence[str]) -> Iterator[str]:
    """Yield the beginning of each with the end of every other one, at a like word nearest to their middle."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for sentence in sentences:
        middle = len(sentence) / 2
        joint = min(JOINT.finditer(sentence), key=lambda match: abs(match.end() - middle), default=None)
        if joint is not None:
            ending = sentence[joint.start() :]
            groups.setdefault(ending.split()[0 if ending[0] == " " else 1], []).append(
                (sentence[: joint.start()], ending)
            )
    for step in range(1, max(map(len, groups.values()), default=0)):
        for parts in groups.values():
            if step < len(parts):
                for place, (beginning, _) in enumerate(parts):
                    text = beginning + parts[(place + step) % len(parts)][1]
                    if len(text.split()) in WORDS:
                        yield text


def _build(
    verifier: Verifier, texts: list[str], folder: Path, seconds: float
) -> tuple[TokenStore, dict[str, Any]]:
    """Open the store, or make it; add what is missing of the texts. Return it and what building has taken."""
    place, log = folder / "store", folder / "build.json"
    store = TokenStore(place, verifier) if (place / STATE).exists() else TokenStore.create(place, verifier)
    done = min(len(store), len(texts))
    for row in {0, done // 2, done - 1} if done else ():
        if store.texts([row]) != [texts[row]]:
            raise InputError(
                f"{place}: holds other passages (row {row}); give its own texts, or a new folder"
            )
    taken = read_json(log, "remove it") if log.exists() else {**NOTHING}
    begun = time.monotonic()
    with Progress(len(texts), "building", "passages", done=done) as bar:
        for start in range(done, len(texts), TEXTS_PER_SEGMENT):
            if time.monotonic() - begun > seconds:
                break
            wall, cpu = time.perf_counter(), time.process_time()
            added = store.append(texts[start : start + TEXTS_PER_SEGMENT])
            taken["seconds"] += time.perf_counter() - wall
            taken["cpu"] += time.process_time() - cpu
            taken["peak_mb"] = max(taken["peak_mb"], memory()["VmHWM"])
            taken["passages"] += len(added)
            write_json(log, taken)
            bar.update(len(added))
    return store, taken


def memory() -> dict[str, float]:
    """Return MiB of this process: VmHWM, resident at most, and RssAnon, what no file could be read for."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    rows = (line.split() for line in status.splitlines())
    return {row[0][:-1]: int(row[1]) / 1024 for row in rows if row[0] in ("VmHWM:", "RssAnon:")}


if __name__ == "__main__":
    sys.exit(main())
