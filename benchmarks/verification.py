"""Speed and size of verification, in one run: pairs per second against a cross-encoder, and the token store.

    python benchmarks/verification.py RUN [--corpus FILE] [--passages 1000] [--threads 1] [--repeats 5]

Compares the verifier, with candidates stored and not, with a cross-encoder of the retriever's own size, in
turns on the same threads; then builds a token store and searches it. Without --corpus the candidates are made
sentences of about 20 words.
"""

import argparse
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import torch

from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.corpus.reader import read_corpus
from verisieve.eval.benchmarks.latency import JointEncoder
from verisieve.models.token_store import TokenStore
from verisieve.models.two_stage import TwoStage
from verisieve.models.verifier import Verifier

CANDIDATES = 100
NOUNS = (
    "river",
    "mill",
    "storm",
    "clerk",
    "market",
    "notice",
    "tenant",
    "court",
    "patient",
    "dose",
    "contract",
)
VERBS = ("opened", "closed", "sold", "bought", "signed", "reviewed", "delayed", "approved", "repaired")


def main() -> None:
    """Run the benchmark and print its figures, a line each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", help="run folder or published verifier")
    parser.add_argument("--corpus", type=Path, help="texts to use as candidates, as for verisieve generate")
    parser.add_argument("--passages", type=int, default=1000, help="texts in the token store")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    verifier = Verifier.from_pretrained(arguments.run)
    texts = _texts(arguments.corpus, max(arguments.passages, CANDIDATES))
    query, candidates = texts[0], texts[:CANDIDATES]
    words = sum(len(text.split()) for text in candidates) / len(candidates)
    device = verifier.retriever.device
    print(f"{CANDIDATES} candidates of {words:.1f} words, {arguments.threads} thread(s), {device}")

    half = Verifier.from_pretrained(arguments.run, retriever=verifier.retriever, precision="bf16")
    tokens, together = verifier.encode(candidates), JointEncoder(verifier.retriever)
    pairs = [(query, text) for text in candidates]
    seconds = alternate(
        {
            "cross-encoder of the retriever's size": lambda: together.score(query, candidates),
            "verifier, candidates stored": lambda: verifier.score(query, tokens),
            "verifier in bf16, candidates stored": lambda: half.score(query, tokens),
            "verifier, nothing stored": lambda: verifier.score(pairs),
            "verifier in bf16, nothing stored": lambda: half.score(pairs),
        },
        arguments.repeats,
    )
    base = next(iter(seconds.values()))
    for name, taken in seconds.items():
        print(
            f"{name}: {CANDIDATES / taken:.0f} pairs per second, {base / taken:.1f} times the cross-encoder"
        )

    difference = abs(half.score(query, tokens) - verifier.score(query, tokens)).max()
    print(f"in bf16 P(same) moves by at most {difference:.4f}")

    folder = Path(tempfile.mkdtemp(prefix="token-store-"))
    try:
        _store(verifier, texts[: arguments.passages], query, folder / "store", arguments.repeats)
    finally:
        shutil.rmtree(folder)


def alternate(runs: dict[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Return the median seconds of each, run in turns after one round to warm up."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(repeats + 1):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            if turn:
                taken[name].append(time.perf_counter() - started)
    return {name: median(found) for name, found in taken.items()}


def _store(verifier: Verifier, texts: list[str], query: str, folder: Path, repeats: int) -> None:
    store = TokenStore.create(folder, verifier)
    started = time.perf_counter()
    store.append(texts)
    seconds = time.perf_counter() - started
    per_text = store.bytes() / len(texts)
    print(
        f"token store: {len(texts)} texts, {len(texts) / seconds:.0f} encoded a second, {per_text:.0f} bytes "
        f"a text, so {per_text * 1e6 / 2**30:.1f} GiB a million"
    )
    search = TwoStage(verifier, store, depth=CANDIDATES)
    taken = alternate({"search": lambda: search.search(query, k=10)}, repeats)["search"]
    print(f"two-stage search over it, {min(CANDIDATES, len(texts))} verified: {1000 * taken:.1f} ms a query")


def _texts(corpus: Path | None, how_many: int) -> list[str]:
    if corpus is not None:
        found = [record.text for record in read_corpus([corpus], GenerateConfig())]
        if len(found) < how_many:
            raise SystemExit(f"{corpus}: holds {len(found)} texts, {how_many} are needed")
        return found[:how_many]
    rng = random.Random(0)

    def sentence() -> str:
        a, b, c, d, e = (rng.choice(NOUNS) for _ in range(5))
        first, second, day = rng.choice(VERBS), rng.choice(VERBS), rng.randrange(1, 1000)
        return f"The {a} near the {b} was {first} by the {c} on day {day}, since the {d} {second} the {e}."

    return [sentence() for _ in range(how_many)]


if __name__ == "__main__":
    main()
