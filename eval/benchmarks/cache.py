"""A semantic cache as its users feel it: how often it serves, and how often it serves the wrong answer.

The cache holds the anchors of a set of labelled pairs (questions, say) and is asked every candidate. It looks
up the nearest entries with the frozen retriever and serves the best of them if its score reaches a threshold.
A hit is right if a pair of the set says that entry and query mean the same. Called by run.py with the pairs
of `--cache`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...common.errors import InputError
from ...data_gen.labelled.pair_set import PairSet
from ...data_gen.schema import SAME
from ...models.stores.nearest import top_k
from ..config import EvaluateConfig
from ..score_store import ScoreStore
from .near_miss import Scorer, score_in_batches

if TYPE_CHECKING:
    from ...models.retriever import Retriever

LOOKED_UP = 5
"""Entries that a scorer reads per query: the retriever's nearest."""
BUDGETS = (0.01, 0.02, 0.05, 0.1)
"""Shares of queries that may be answered wrongly."""
CURVE_POINTS = 101
QUERIES_AT_ONCE = 256


@dataclass(frozen=True)
class Lookups:
    """What a cache finds for n queries. pairs: (query, entry); owner: the query's index, [pairs].

    right: whether entry and query are known to mean the same, bool [pairs]. answerable: queries with at
    least one right entry in the whole cache, of n_queries.
    """

    pairs: list[tuple[str, str]]
    owner: np.ndarray
    right: np.ndarray
    n_queries: int
    answerable: int
    n_entries: int


def look_up(data: PairSet, retriever: "Retriever", depth: int = LOOKED_UP) -> Lookups:
    """Ask a cache of all anchors for every candidate; the entry that is the query itself is left out.

    Raises InputError for a set without positives, in which no hit could be right.
    """
    same = {
        (anchor, candidate)
        for anchor, candidate, label in zip(data.anchors, data.candidates, data.labels, strict=True)
        if label == SAME
    }
    if not same:
        raise InputError(f"{data.name}: no pair is labelled 1, so no hit of a cache could be right")
    same |= {(b, a) for a, b in same}
    entries, queries = list(dict.fromkeys(data.anchors)), list(dict.fromkeys(data.candidates))
    vectors, asked = retriever.pooled(entries), retriever.pooled(queries)
    known = set(entries)
    partners: dict[str, set[str]] = {}
    for query, entry in same:
        partners.setdefault(query, set()).add(entry)
    pairs, owner = [], []
    for start in range(0, len(queries), QUERIES_AT_ONCE):
        cosines = asked[start : start + QUERIES_AT_ONCE] @ vectors.T
        for index, row in enumerate(cosines, start=start):
            found = [entries[i] for i in top_k(row, depth + 1) if entries[i] != queries[index]][:depth]
            pairs += [(queries[index], entry) for entry in found]
            owner += [index] * len(found)
    return Lookups(
        pairs,
        np.array(owner),
        np.array([pair in same for pair in pairs]),
        len(queries),
        sum(bool(partners.get(query, set()) & known - {query}) for query in queries),
        len(entries),
    )


def benchmark(
    data: PairSet,
    retriever: "Retriever",
    scorers: Sequence[Scorer],
    config: EvaluateConfig,
    store: ScoreStore | None = None,
    identities: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Return, as in metrics.json: queries, entries, answerable, and per scorer what `measure` returns."""
    lookups = look_up(data, retriever)
    figures: dict[str, Any] = {}
    for scorer in scorers:
        identity = (identities or {}).get(scorer.name, scorer.name)
        name = f"{data.name}, cache"
        scores = score_in_batches(scorer, lookups.pairs, config.batch_size, name, store, identity)
        figures[scorer.name] = measure(lookups, scores)
    return {
        "queries": lookups.n_queries,
        "entries": lookups.n_entries,
        "answerable": lookups.answerable,
        "scorers": figures,
    }


def measure(lookups: Lookups, scores: np.ndarray) -> dict[str, Any]:
    """Sweep the threshold over scores [pairs].

    curve: points of (threshold, hit_rate: right answers served / answerable queries, false_hit_rate: wrong
    answers served / queries), from strict to lax. at_budget: by share of queries answered wrongly, the
    highest hit rate within it and its threshold. Each query is served its best-scored entry; of equal scores
    the retriever's nearer.
    """
    order = np.lexsort((np.arange(len(scores)), -scores, lookups.owner))
    first = order[np.unique(lookups.owner[order], return_index=True)[1]]
    best, right = scores[first], lookups.right[first]
    by_score = np.argsort(-best, kind="stable")
    best, right = best[by_score], right[by_score]
    last_of_tie = np.flatnonzero(np.append(np.diff(best) != 0, True))
    hits = right.cumsum()[last_of_tie] / max(lookups.answerable, 1)
    false_hits = (~right).cumsum()[last_of_tie] / lookups.n_queries
    thresholds = best[last_of_tie]
    chosen = np.unique(np.linspace(0, len(thresholds) - 1, CURVE_POINTS).round().astype(int))
    at_budget = {}
    for budget in BUDGETS:
        within = np.flatnonzero(false_hits <= budget)
        at_budget[str(budget)] = {
            "hit_rate": float(hits[within[-1]]) if len(within) else 0.0,
            "threshold": float(thresholds[within[-1]]) if len(within) else None,
        }
    return {
        "curve": [
            {
                "threshold": float(thresholds[i]),
                "hit_rate": float(hits[i]),
                "false_hit_rate": float(false_hits[i]),
            }
            for i in chosen
        ],
        "at_budget": at_budget,
    }
