"""The retrieval benchmark: what verification does to the ranking of the frozen retriever's own candidates.

Nothing is forced into the candidates: they are the retriever's exact nearest neighbours, so recall is real.
Reads sets through verisieve.eval.sets.beir, measures with verisieve.eval.metrics.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, compress
from typing import TYPE_CHECKING, Any

import numpy as np

from ...common.progress import Progress
from ...models.calibration import NEVER
from ...models.verdict import thresholds_of
from ..config import EvaluateConfig
from ..metrics import mean_interval
from ..score_store import ScoreStore, plan
from ..sets.beir import RetrievalSet
from .near_miss import Scorer, scoring
from .rankings import Column, dropped_figures, gated, measure, reranked
from .search import Ranking, Vectors, best, cosines, nearest, pooled

if TYPE_CHECKING:
    from ...models.scorers.shared_states import SharedStates
    from ...models.verifier import Verifier

CUTOFF = 100  # documents kept of the retriever's ranking, the k of recall@100
NEAR_MISS_COLUMN, SAME_COLUMN, SHIFT_COLUMN = 0, 1, 3


@dataclass(frozen=True)
class RetrievalResult:
    """figures: by scorer, as in metrics.json. depth_curve: the same by number of documents verified.

    seconds: by step. rankings: by scorer and query id. ndcg: nDCG@10 by scorer, [queries].
    """

    figures: dict[str, dict[str, Any]]
    depth_curve: dict[str, dict[str, dict[str, Any]]]
    seconds: dict[str, float]
    rankings: dict[str, Ranking]
    ndcg: Column


@dataclass
class _Work:
    """One set on its way through the benchmark."""

    data: RetrievalSet
    config: EvaluateConfig
    store: ScoreStore
    rankings: dict[str, Ranking] = field(default_factory=dict)
    scores: dict[str, Column] = field(default_factory=dict)
    dropped: dict[str, Column] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


def benchmark(
    data: RetrievalSet,
    verifier: "Verifier",
    scorers: Sequence[str],
    config: EvaluateConfig,
    others: Mapping[str, Scorer] | None = None,
    store: ScoreStore | None = None,
    identity: str = "",
    shared: "SharedStates | None" = None,
) -> RetrievalResult:
    """Rank one set with the frozen retriever and measure what each scorer makes of that ranking.

    scorers: names as in scorers.py. `cosine`, the retriever itself, is always measured: the others are
    compared with it. `verifier` reorders the retriever's first `config.verify_depth` documents by relevance
    (as TwoStage does), those in `others` by their score; `gate` removes those whose probability of a
    near-miss reaches the stored gate threshold and keeps the order of the rest; `bm25` and `hybrid` rank the
    whole corpus themselves, and so do embedders (`embedder:NAME`).
    store keeps what is finished under `identity`, the weights that the verifier and its retriever have.
    shared keeps what the texts are encoded to, so that recall and the verifier encode each once.
    """
    work = _Work(data, config, store or ScoreStore())
    with _timed(work, "search"):
        if shared is not None:
            verifier = shared.verifier() or verifier
        vectors = pooled(data, shared or verifier.retriever, work.store, identity)
        k = max(CUTOFF, config.verify_depth)
        work.rankings["cosine"] = nearest(data, vectors, k)
    recalled = work.rankings["cosine"]
    if "verifier" in scorers or "gate" in scorers:
        with _timed(work, "verify"):
            _verify(work, vectors, verifier, scorers, identity)
    if "bm25" in scorers or "hybrid" in scorers:
        with _timed(work, "bm25"):
            _lexical(work, vectors, scorers, k)
    for name, scorer in (others or {}).items():
        with _timed(work, name):
            if name.startswith("embedder:"):
                own = pooled(data, scorer.retriever, work.store, name)  # type: ignore[attr-defined]
                work.rankings[name] = nearest(data, own, k)
            else:
                work.scores[name] = _score_candidates(work, recalled, scorer)
                work.rankings[name] = reranked(recalled, work.scores[name])
    per_query = {scorer: measure(data, ranking) for scorer, ranking in work.rankings.items()}
    figures = _figures(per_query, config)
    if "gate" in work.rankings:
        dropped = dropped_figures(data, recalled, work.dropped["gate"])
        figures["gate"] |= dropped | {"gate_threshold": float(verifier.calibration.gate_threshold)}
    ndcgs = {scorer: values["ndcg@10"] for scorer, values in per_query.items()}
    return RetrievalResult(figures, _depth_curve(work), work.seconds, work.rankings, ndcgs)


class _timed:
    """Notes the seconds of a step."""

    def __init__(self, work: _Work, step: str) -> None:
        self.work, self.step = work, step

    def __enter__(self) -> None:
        self.started = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.work.seconds[self.step] = round(time.perf_counter() - self.started, 3)


def _verify(
    work: _Work, vectors: Vectors, verifier: "Verifier", scorers: Sequence[str], identity: str
) -> None:
    recalled = work.rankings["cosine"]
    candidates = {query: documents[: work.config.verify_depth] for query, documents in recalled.items()}
    gates = {}
    if "gate" in scorers:
        gates = {
            query: _gate_thresholds(work.data, verifier, query, found) for query, found in candidates.items()
        }
    read = candidates
    if "verifier" not in scorers:  # what the gate may not drop is not read: of a claim's abstracts nearly all
        read = {query: list(compress(found, gates[query] < NEVER)) for query, found in candidates.items()}
    answers = verify(work.data, read, verifier, work.config.documents_in_memory, work.store, identity)
    if "verifier" in scorers:
        place = {document: number for number, document in enumerate(work.data.documents)}
        for vector, (query, documents) in zip(vectors[0], candidates.items(), strict=True):
            own = vectors[1][[place[document] for document in documents]] @ vector
            shifted, same = own + answers[query][:, SHIFT_COLUMN], answers[query][:, SAME_COLUMN]
            work.scores.setdefault("verifier", {})[query] = shifted if verifier.reranks else same
        work.rankings["verifier"] = reranked(recalled, work.scores["verifier"])
    if "gate" in scorers:
        drops = {}
        for query, found in candidates.items():
            near = dict(zip(read[query], answers[query][:, NEAR_MISS_COLUMN], strict=True))
            pairs = zip(found, gates[query], strict=True)
            drops[query] = np.array([near.get(document, 0.0) >= gate for document, gate in pairs], dtype=bool)
        work.dropped["gate"] = drops
        work.rankings["gate"] = gated(recalled, drops)


def _gate_thresholds(
    data: RetrievalSet, verifier: "Verifier", query: str, documents: Sequence[str]
) -> np.ndarray:
    """Return the P(near-miss) from which on each document is dropped for a query, [documents]."""
    text = data.queries[query]
    pairs = ((text, data.documents[document]) for document in documents)
    return thresholds_of(verifier.calibration, pairs)[1]


def verify(
    data: RetrievalSet,
    candidates: Ranking,
    verifier: "Verifier",
    documents_in_memory: int,
    store: ScoreStore | None = None,
    identity: str = "",
) -> Column:
    """Return per query id P(near-miss), P(same), P(other) and the shift (Verifier.judge) of each candidate,
    [candidates, 4].

    Each distinct document is encoded once; `documents_in_memory` of them are held at a time, and every query
    that has candidates among them is answered before the next are encoded.
    """
    distinct = list(dict.fromkeys(document for documents in candidates.values() for document in documents))
    judged = {query: np.full((len(found), 4), np.nan, np.float32) for query, found in candidates.items()}
    kept = store or ScoreStore()
    n_pairs = sum(map(len, candidates.values()))
    with Progress(n_pairs, f"{data.name}: verifier", "pairs") as progress:
        for start in range(0, len(distinct), documents_in_memory):
            held = {document: i for i, document in enumerate(distinct[start : start + documents_in_memory])}
            asked = {
                query: [rank for rank, document in enumerate(found) if document in held]
                for query, found in candidates.items()
            }
            asked = {query: ranks for query, ranks in asked.items() if ranks}

            def answer(held: dict[str, int] = held, asked: dict[str, list[int]] = asked) -> np.ndarray:
                tokens = verifier.encode([data.documents[document] for document in held])
                answers = []
                for query, ranks in asked.items():
                    chosen = tokens[[held[candidates[query][rank]] for rank in ranks]]
                    probabilities, shifts = verifier.judge(data.queries[query], chosen)
                    answers.append(np.column_stack([probabilities, shifts]))
                    progress.update(len(ranks))
                return np.concatenate(answers)

            texts = (data.documents[document] for document in held)
            pairs = (f"{data.queries[query]} {ranks}" for query, ranks in asked.items())
            answers, was_there = kept.get(chain([f"judge {identity}"], texts, pairs), answer)
            place = 0
            for query, ranks in asked.items():
                judged[query][ranks] = answers[place : place + len(ranks)]
                place += len(ranks)
            if was_there:
                progress.update(place)
    return judged


def _lexical(work: _Work, vectors: Vectors, scorers: Sequence[str], k: int) -> None:
    """Rank the corpus by BM25, and by the fusion of its ranks with the retriever's, query after query."""
    from ...models.scorers.lexical import Lexicon, fused, ranks

    data, ids = work.data, list(work.data.documents)
    lexicon = Lexicon(list(data.documents.values()))
    for (query, text), dense in zip(data.queries.items(), cosines(vectors), strict=True):
        words = lexicon.scores(text)
        if "bm25" in scorers:
            work.rankings.setdefault("bm25", {})[query] = best(data, ids, query, words, k)
        if "hybrid" in scorers:
            both = fused(ranks(dense), ranks(words))
            work.rankings.setdefault("hybrid", {})[query] = best(data, ids, query, both, k)


def _score_candidates(work: _Work, recalled: Ranking, scorer: Scorer) -> Column:
    data, depth = work.data, work.config.verify_depth
    read = chain.from_iterable(documents[:depth] for documents in recalled.values())
    plan(scorer, chain(data.queries.values(), (data.documents[document] for document in read)))
    scores = {}
    with Progress(len(recalled), f"{data.name}: {scorer.name}", "queries") as progress:
        for query, documents in recalled.items():
            pairs = [(data.queries[query], data.documents[document]) for document in documents[:depth]]
            scores[query], _ = work.store.get(chain([scorer.name], *pairs), scoring(scorer, pairs))
            progress.update(1)
    return scores


def _figures(per_query: dict[str, Column], config: EvaluateConfig) -> dict[str, dict[str, Any]]:
    """Return each ranking's means, and its difference to the retriever's own."""
    figures: dict[str, dict[str, Any]] = {}
    for scorer, values in per_query.items():
        figures[scorer] = {name: float(column.mean()) for name, column in values.items()}
        if scorer != "cosine":
            difference = values["ndcg@10"] - per_query["cosine"]["ndcg@10"]
            rng = np.random.default_rng(config.seed)
            figures[scorer]["ndcg@10_difference"] = float(difference.mean())
            figures[scorer]["ndcg@10_difference_ci95"] = mean_interval(
                difference, config.bootstrap_samples, rng
            )
    return figures


def _depth_curve(work: _Work) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the figures of every reranker and the gate when only the first documents are read."""
    recalled = work.rankings["cosine"]
    curve: dict[str, dict[str, dict[str, Any]]] = {}
    for depth in work.config.depths:
        if depth > work.config.verify_depth:
            continue
        rankings = {name: reranked(recalled, scores, depth) for name, scores in work.scores.items()}
        rankings |= {name: gated(recalled, drops, depth) for name, drops in work.dropped.items()}
        for name, ranking in rankings.items():
            means = {key: float(column.mean()) for key, column in measure(work.data, ranking).items()}
            curve.setdefault(name, {})[str(depth)] = means
    return curve
