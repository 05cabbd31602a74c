"""What small stores cost: bytes a token, quality and speed by bits of a key's dimension.

    python benchmarks/store_size.py RUN [--data ../shared/data] [--pairs 1000] [--bits 8 4 2 1]

Candidates are encoded once; for each setting their keys go through what a token store writes and reads.
Prints bytes a stored token, AUC of P(same) on the two sets and what it loses against keys that are not
stored, the largest move of a probability, and how long the codes of 10,000 tokens take to read.
"""

import argparse
import dataclasses
import sys
import time
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from verisieve.common.failures import ended
from verisieve.data_gen.labelled.read import read_labelled
from verisieve.models.interaction import SAME
from verisieve.models.judge_pairs import judge_pairs
from verisieve.models.stores.quantisation import BITS, packed, unpacked
from verisieve.models.token_store import key_shape
from verisieve.models.tokens import Tokens
from verisieve.models.verifier import PAIRS_PER_BATCH, Verifier

SETS = {"cache_dev": "dev/cache_dev.jsonl", "paws_wiki_dev": "near_miss/paws_wiki_dev.jsonl"}
BESIDE_KEYS = 8
"""Bytes of a token's id and offsets."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", help="run folder or published verifier")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="development data")
    parser.add_argument("--pairs", type=int, default=1000, help="at most so many pairs of a set, its first")
    parser.add_argument("--bits", type=int, nargs="+", choices=BITS, default=[8, 4, 2, 1])
    arguments = parser.parse_args()
    verifier = Verifier.from_pretrained(arguments.run)
    sets = {}
    for name, place in SETS.items():
        pairs = read_labelled(arguments.data / place)
        pairs = pairs.rows(np.arange(min(arguments.pairs, len(pairs))))
        queries, candidates = (verifier.encode([pair[side] for pair in pairs.texts()]) for side in (0, 1))
        exact = _scores(verifier, queries, candidates)
        sets[name] = (queries, candidates, pairs.labels, exact)
    told = [f"{name}: {roc_auc_score(labels, exact):.4f}" for name, (_, _, labels, exact) in sets.items()]
    print(f"not stored: AUC {', '.join(told)}\n")
    print(
        "| bits | bytes a token | " + " | ".join(f"{name}: AUC, loss, P moves" for name in sets) + " | ms |"
    )
    print("|---|---|" + "---|" * (len(sets) + 1))
    layers, size = key_shape(verifier)
    for bits in arguments.bits:
        cells = [str(bits), str(-(-layers * size * bits // 8) + BESIDE_KEYS)]
        seconds, tokens = 0.0, 0
        for queries, candidates, labels, exact in sets.values():
            codes = packed(candidates.keys.flatten(0, 1), bits)
            started = time.perf_counter()
            keys = unpacked(codes, bits, layers, size)
            seconds, tokens = seconds + time.perf_counter() - started, tokens + len(codes)
            read = dataclasses.replace(candidates, keys=keys.view_as(candidates.keys))
            found = _scores(verifier, queries, read)
            auc, before = (roc_auc_score(labels, scores) for scores in (found, exact))
            cells.append(f"{auc:.4f}, {before - auc:+.4f}, {abs(found - exact).max():.3f}")
        print("| " + " | ".join([*cells, f"{1e7 * seconds / tokens:.1f}"]) + " |", flush=True)


def _scores(verifier: Verifier, queries: Tokens, candidates: Tokens) -> np.ndarray:
    found = judge_pairs(verifier, queries, candidates, PAIRS_PER_BATCH, explained=False)
    return found.probabilities[:, SAME]


if __name__ == "__main__":
    sys.exit(ended("store_size.py", main))
