"""Speed and size of verification, in one run: how many times a cross-encoder's speed, and the token store.

    python benchmarks/verification.py RUN [--tokens 19 77 154 234] [--query-tokens 12] [--candidates 100]
        [--corpus FILE] [--passages 1000] [--threads 1] [--repeats 5] [--clock wall|processor]

For each length of the candidates, compares the verifier, in both precisions and with candidates stored and
not, with a cross-encoder of the retriever's own size, in turns on the same threads, and prints the median of
the ratios of the turns to the cross-encoder in fp32 and, where the verifier is in bf16, to one in bf16 too.
--clock processor counts the processor's time, which other work on the machine lengthens less (one thread of a
CPU only). Where candidates are stored, the query's vector is at hand too, as recall leaves it. Then builds a
token store and searches it (--passages 0: not). Without --corpus texts are made of sentences of about 20
words.
"""

import argparse
import copy
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import torch

from verisieve.common.failures import ended
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.corpus.reader import read_corpus
from verisieve.eval.benchmarks.latency import JointEncoder
from verisieve.models.token_store import TokenStore
from verisieve.models.two_stage import TwoStage
from verisieve.models.verifier import Verifier

WAYS = ("stored, fp32", "stored, bf16", "nothing stored, fp32", "nothing stored, bf16")
WORDS = 15
"""Every text has more tokens."""
CLOCKS: dict[str, Callable[[], float]] = {"wall": time.perf_counter, "processor": time.process_time}
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
    """Run the benchmark and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", help="run folder or published verifier")
    parser.add_argument("--tokens", type=int, nargs="*", default=[19, 77, 154, 234], help="of a candidate")
    parser.add_argument("--query-tokens", type=int, default=12)
    parser.add_argument("--candidates", type=int, default=100)
    parser.add_argument("--corpus", type=Path, help="texts to use, as for verisieve generate")
    parser.add_argument("--passages", type=int, default=1000, help="texts in the token store")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    verifier = Verifier.from_pretrained(arguments.run)
    half = Verifier.from_pretrained(arguments.run, retriever=verifier.retriever, precision="bf16")
    count = arguments.candidates
    enough = count * max(arguments.tokens, default=0) // WORDS + 1  # so that no candidate is another's copy
    texts = _texts(arguments.corpus, max(arguments.passages, count, enough))
    print(
        f"{count} candidates, a query of {arguments.query_tokens} tokens, {arguments.threads} thread(s), "
        f"{verifier.retriever.device}; times the speed of a cross-encoder of the retriever's size in fp32 "
        f"/ in bf16, by {arguments.clock} time\n"
    )
    print(
        f"| tokens of a candidate | cross-encoder, pairs per second | {' | '.join(WAYS)} | P(same) in bf16 |"
    )
    print("|---|---|" + "---|" * (len(WAYS) + 1))
    for tokens in arguments.tokens:
        query, *candidates = _of_length(verifier, texts, [arguments.query_tokens, *[tokens] * count])
        print(
            _row(tokens, verifier, half, query, candidates, arguments.repeats, CLOCKS[arguments.clock]),
            flush=True,
        )
    if not arguments.passages:
        return
    folder = Path(tempfile.mkdtemp(prefix="token-store-"))
    try:
        _store(verifier, texts[: arguments.passages], texts[0], folder / "store", count, arguments.repeats)
    finally:
        shutil.rmtree(folder)


def _row(
    tokens: int,
    verifier: Verifier,
    half: Verifier,
    query: str,
    candidates: list[str],
    repeats: int,
    clock: Callable[[], float],
) -> str:
    """Return a row of the table: medians of the ratios to the cross-encoder's time of the same turn."""
    stored, together = verifier.encode(candidates), JointEncoder(verifier.retriever)
    vector = verifier.retriever.pooled([query])[0]  # recall has made it, as in TwoStage.search
    low = copy.deepcopy(verifier.retriever)
    low.encoder.to(torch.bfloat16)
    together_low = JointEncoder(low)
    pairs = [(query, text) for text in candidates]
    runs: list[Callable[[], object]] = [
        lambda: together.score(query, candidates),
        lambda: together_low.score(query, candidates),
        lambda: verifier.judge(query, stored, vector),
        lambda: half.judge(query, stored, vector),
        lambda: verifier.score(pairs),
        lambda: half.score(pairs),
    ]
    base, base_low, *others = turns(runs, repeats, clock)
    times = [_times(base, found) for found in others]
    for place, way in enumerate(WAYS):
        if "bf16" in way:
            times[place] += f" / {_times(base_low, others[place])}"
    moved = abs(half.score(query, stored) - verifier.score(query, stored)).max()
    cells = [
        f"{tokens}",
        f"{len(candidates) / median(base):.0f} / {len(candidates) / median(base_low):.0f}",
        *times,
        f"moves by {moved:.3f} at most",
    ]
    return "| " + " | ".join(cells) + " |"


def _times(base: list[float], own: list[float]) -> str:
    """Return the median of the ratios, turn by turn."""
    return f"{median(one / other for one, other in zip(base, own, strict=True)):.1f}"


def turns(
    runs: Sequence[Callable[[], object]], repeats: int, clock: Callable[[], float] = time.perf_counter
) -> list[list[float]]:
    """Return the seconds of each in every turn, after one to warm up."""
    taken: list[list[float]] = [[] for _ in runs]
    for turn in range(repeats + 1):
        for run, found in zip(runs, taken, strict=True):
            started = clock()
            run()
            if turn:
                found.append(clock() - started)
    return taken


def _of_length(verifier: Verifier, texts: list[str], lengths: list[int]) -> list[str]:
    """Return texts of so many tokens each, cut from the given ones written one behind the other."""
    words, place, found = " ".join(texts).split(), 0, []
    for length in lengths:
        part = [words[(place + n) % len(words)] for n in range(length)]  # a word has a token at least
        encoded = verifier.retriever.tokenizer(
            " ".join(part),
            add_special_tokens=False,
            truncation=False,
            return_offsets_mapping=True,
            verbose=False,
        )
        ends = encoded["offset_mapping"]
        found.append(" ".join(part)[: ends[length - 1][1]])
        place += len(found[-1].split())
    return found


def _store(verifier: Verifier, texts: list[str], query: str, folder: Path, depth: int, repeats: int) -> None:
    store = TokenStore.create(folder, verifier)
    started = time.perf_counter()
    store.append(texts)
    seconds = time.perf_counter() - started
    per_text = store.bytes() / len(texts)
    print(
        f"\ntoken store: {len(texts)} texts, {len(texts) / seconds:.0f} encoded a second, {per_text:.0f} "
        f"bytes a text, so {per_text * 1e6 / 2**30:.1f} GiB a million"
    )
    search = TwoStage(verifier, store, depth=depth)
    taken = median(turns([lambda: search.search(query, k=10)], repeats)[0])
    print(f"two-stage search over it, {min(depth, len(texts))} verified: {1000 * taken:.1f} ms a query")


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
    sys.exit(ended("verification.py", main))
