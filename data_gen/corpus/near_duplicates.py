"""Sentences that nearly repeat an earlier one: found over a whole corpus in bounded memory, and left out.

Each shard keeps for every source sentence the keys of its MinHash bands; sentences that share a key are
candidates, and those whose sets of word pairs are truly alike (Jaccard similarity) are near-duplicates. Only
one band is in memory
at a time: about 24 bytes per sentence. Broder, "On the resemblance and containment of documents" (1997);
Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3. Used by run/merge.py.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

BANDS, ROWS = 21, 3  # a pair of similarity 0.7 is found with probability 0.9998
_WORD = re.compile(r"\w+")
_PRIME = np.uint64((1 << 31) - 1)
_RNG = np.random.default_rng(20_240_229)
_A = _RNG.integers(1, 1 << 31, size=BANDS * ROWS, dtype=np.uint64)
_B = _RNG.integers(0, 1 << 31, size=BANDS * ROWS, dtype=np.uint64)
_MIX = np.uint64(0x9E3779B97F4A7C15)


def shingles(text: str) -> set[str]:
    """Return the pairs of neighbouring words of a text, in lower case."""
    words = _WORD.findall(text.lower())
    return {f"{a} {b}" for a, b in pairwise(words)} or set(words)


def similarity(a: str, b: str) -> float:
    """Return the Jaccard similarity of two texts' word pairs, 0 to 1."""
    one, other = shingles(a), shingles(b)
    return len(one & other) / max(1, len(one | other))


def band_keys(texts: Sequence[str]) -> np.ndarray:
    """Return each text's band keys, uint64 [texts, BANDS]: texts that are alike share one at least."""
    if not texts:
        return np.zeros((0, BANDS), dtype=np.uint64)
    sets = [shingles(text) or {""} for text in texts]
    hashes = np.array([crc32(one.encode()) for some in sets for one in some], dtype=np.uint64)
    starts = np.concatenate([[0], np.cumsum([len(some) for some in sets])[:-1]])
    hashes &= np.uint64(0x7FFFFFFF)
    keys = np.empty((len(texts), BANDS), dtype=np.uint64)
    for band in range(BANDS):
        key = np.full(len(texts), band, dtype=np.uint64)
        for row in range(band * ROWS, (band + 1) * ROWS):
            smallest = np.minimum.reduceat((hashes * _A[row] + _B[row]) % _PRIME, starts)
            key = key * _MIX + smallest
        keys[:, band] = key
    return keys


def candidates(keys: np.ndarray) -> np.ndarray:
    """Return pairs of texts that share a key of one band, int64 [pairs, 2]: each with the one before and the
    first.

    keys: uint64 [texts], the same band of every text.
    """
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    is_same = np.concatenate([[False], ordered[1:] == ordered[:-1]])
    places = np.flatnonzero(is_same)
    first = np.maximum.accumulate(np.where(is_same, 0, np.arange(len(keys))))
    pairs = np.concatenate(
        [
            np.stack([order[places - 1], order[places]], axis=1),
            np.stack([order[first[places]], order[places]], axis=1),
        ]
    )
    return np.unique(np.sort(pairs, axis=1), axis=0)


def later_of_each(pairs: np.ndarray, count: int) -> np.ndarray:
    """Return which texts to leave out, bool [count]: all but the first of those that are connected."""
    graph = coo_matrix((np.ones(len(pairs), dtype=bool), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    _, component = connected_components(graph, directed=False)
    _, first = np.unique(component, return_index=True)
    later = np.ones(count, dtype=bool)
    later[first] = False
    return later
