"""Leakage between splits: what a model could know of the test split because it is in the training split too.

Groups and texts that occur in two splits, source sentences that nearly do (MinHash over pairs of words,
candidates confirmed by their true Jaccard similarity), and pairs that carry both labels. Called by audit.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np

from ..hashing import stable_fraction, stable_hash, text_key
from ..pairing.buckets import words
from ..schema import SPLITS
from .table import batches, pair_files

NEAR = 0.7  # Jaccard similarity from which two sentences are near-duplicates
PERMUTATIONS, BAND = 96, 3  # 32 bands of 3: a pair of similarity 0.7 is found with probability 0.999 997
MAX_SOURCES = 60_000
MAX_BUCKET = 40  # sources of one bucket and split that are compared
EXAMPLES = 5


def find_leaks(folder: Path, seed: int = 0) -> dict[str, Any]:
    """Return counts (and a few examples) of what the splits of a dataset share, for the audit.

    Near-duplicates are searched among the sources (the first anchor of each group) of validation and test,
    and as many of train as fit into MAX_SOURCES; `train_share` says how many that were.
    """
    keys: dict[str, dict[str, list[np.ndarray]]] = {
        kind: {split: [] for split in SPLITS} for kind in ("groups", "texts", "documents")
    }
    sources: dict[str, tuple[str, str]] = {}
    labels: defaultdict[bool, list[np.ndarray]] = defaultdict(list)
    identical = 0
    columns = ("anchor", "candidate", "label", "group_id", "source_id", "split")
    for file in pair_files(folder):
        for batch in batches(file, columns):
            anchors = np.array([text_key(text) for text in batch["anchor"]], dtype=np.uint64)
            candidates = np.array([text_key(text) for text in batch["candidate"]], dtype=np.uint64)
            identical += int((anchors == candidates).sum())
            same = np.array(batch["label"], dtype=bool)
            pair = anchors * np.uint64(0x9E3779B97F4A7C15) ^ candidates
            labels[True].append(np.unique(pair[same]))
            labels[False].append(np.unique(pair[~same]))
            for split in set(batch["split"]):
                chosen = np.array([name == split for name in batch["split"]])
                groups = {batch["group_id"][i] for i in np.flatnonzero(chosen)}
                documents = {batch["source_id"][i] for i in np.flatnonzero(chosen)}
                keys["groups"][split].append(_hashes(groups))
                keys["documents"][split].append(_hashes(documents))
                keys["texts"][split].append(np.unique(np.concatenate([anchors[chosen], candidates[chosen]])))
            for group, anchor, split in zip(batch["group_id"], batch["anchor"], batch["split"], strict=True):
                sources.setdefault(group, (split, anchor))
    shared = {
        kind: {
            f"{one} and {other}": len(np.intersect1d(_joined(of[one]), _joined(of[other])))
            for one, other in combinations(SPLITS, 2)
        }
        for kind, of in keys.items()
    }
    both = np.intersect1d(_joined(labels[True]), _joined(labels[False]))
    return {
        "shared": shared,
        "pairs_with_both_labels": len(both),
        "candidate_is_anchor": identical,
        "near_duplicates": near_duplicates(list(sources.values()), seed),
    }


def near_duplicates(sources: Sequence[tuple[str, str]], seed: int = 0) -> dict[str, Any]:
    """Count the sources of one split that nearly are a source of another; `sources`: (split, text)."""
    held_out = [source for source in sources if source[0] != "train"]
    train = [source for source in sources if source[0] == "train"]
    share = min(1.0, max(0, MAX_SOURCES - len(held_out)) / max(1, len(train)))
    train = [source for source in train if stable_fraction(f"{seed} leak {source[1]}") < share]
    chosen = held_out[:MAX_SOURCES] + train
    shingles = [_shingles(text) for _, text in chosen]
    confirmed: dict[tuple[int, int], float] = {}
    for first, second in _suspects([split for split, _ in chosen], shingles):
        if (first, second) not in confirmed:
            one, other = shingles[first], shingles[second]
            confirmed[first, second] = len(np.intersect1d(one, other)) / len(np.union1d(one, other))
    found = [(pair, value) for pair, value in sorted(confirmed.items()) if value >= NEAR]
    counts: Counter[str] = Counter()
    affected: defaultdict[str, set[int]] = defaultdict(set)
    for (first, second), _ in found:
        of_split = {chosen[first][0]: first, chosen[second][0]: second}
        splits = [split for split in SPLITS if split in of_split]
        name = " and ".join(splits)
        counts[name] += 1
        affected[name].add(of_split[splits[-1]])
    examples = sorted(found, key=lambda item: (-item[1], item[0]))[:EXAMPLES]
    return {
        "similarity": NEAR,
        "train_share": round(share, 4),
        "sources": dict(sorted(Counter(split for split, _ in chosen).items())),
        "pairs": dict(sorted(counts.items())),
        "affected": {name: len(indices) for name, indices in sorted(affected.items())},
        "examples": [
            {
                "similarity": round(value, 3),
                "splits": [chosen[index][0] for index in pair],
                "texts": [chosen[index][1] for index in pair],
            }
            for pair, value in examples
        ],
    }


def _shingles(text: str) -> np.ndarray:
    """Return the sorted 32-bit hashes of the text's pairs of neighbouring words."""
    tokens = words(text)
    pairs = pairwise(tokens) if len(tokens) > 1 else [(text, "")]
    return np.unique(np.array([crc32(f"{one} {other}".encode()) for one, other in pairs], dtype=np.uint64))


def _suspects(splits: Sequence[str], shingles: Sequence[np.ndarray]) -> Iterator[tuple[int, int]]:
    """Yield pairs of indices of different splits whose MinHash signatures agree in a band."""
    rng = np.random.default_rng(0)
    factors = rng.integers(1, 1 << 63, PERMUTATIONS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    terms = rng.integers(0, 1 << 63, PERMUTATIONS, dtype=np.uint64)
    signatures = np.array(
        [((own[:, None] * factors + terms) >> np.uint64(32)).min(axis=0) for own in shingles], dtype=np.uint32
    ).reshape(-1, PERMUTATIONS)
    for start in range(0, PERMUTATIONS, BAND):
        buckets: defaultdict[bytes, defaultdict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for index, band in enumerate(np.ascontiguousarray(signatures[:, start : start + BAND])):
            buckets[band.tobytes()][splits[index]].append(index)
        for bucket in buckets.values():
            for one, other in combinations(sorted(bucket), 2):
                for first in bucket[one][:MAX_BUCKET]:
                    for second in bucket[other][:MAX_BUCKET]:
                        yield min(first, second), max(first, second)


def _hashes(names: set[str]) -> np.ndarray:
    return np.unique(np.array([stable_hash(name) for name in names], dtype=np.uint64))


def _joined(parts: Sequence[np.ndarray]) -> np.ndarray:
    return np.unique(np.concatenate(parts)) if parts else np.array([], dtype=np.uint64)
