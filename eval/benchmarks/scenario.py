"""Two pipelines as their users feel them: RAG on a corpus with planted contradictions, and an agent's memory.

Both are made from labelled pairs whose anchors have positives and near-misses (what `verisieve generate`
writes). *rag*: the anchor is a claim to be checked, the corpus holds every candidate: the passages that bear
it out and those that contradict it. *memory*: the anchors and their near-misses are notes, each true in its
own right, and a positive is the question that one of them answers. Called by run.py with `--scenario`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from ...common.errors import InputError
from ...data_gen.labelled.pair_set import PairSet
from ...data_gen.schema import SAME
from ...models.stores.nearest import top_k
from ...models.verdict import thresholds_of
from ..config import EvaluateConfig
from ..metrics import mean_interval
from ..score_store import ScoreStore
from .near_miss import Scorer, score_in_batches
from .retrieval import NEAR_MISS_COLUMN

if TYPE_CHECKING:
    from ...models.retriever import Retriever
    from ...models.verifier import Verifier

SERVED = 3
"""Passages that a query is given."""
CHAIN = 5
"""Dependent steps of a chain: each must go right."""
QUALITIES = ("correct", "complete", "useful")


@dataclass(frozen=True)
class Scenario:
    """queries and texts; right, wrong: by query, the indices of the texts that it needs and must not get."""

    name: str
    queries: list[str]
    texts: list[str]
    right: list[frozenset[int]]
    wrong: list[frozenset[int]]


def rag(data: PairSet) -> Scenario:
    """Return claims (anchors) and a corpus of all candidates, the planted contradictions among them."""
    positives, near_misses = _by_anchor(data)
    texts = list(dict.fromkeys(data.candidates))
    place = {text: index for index, text in enumerate(texts)}
    queries = list(positives)
    right = [frozenset(place[text] for text in positives[query]) for query in queries]
    wrong = [frozenset(place[text] for text in near_misses[query]) for query in queries]
    return Scenario("rag", queries, texts, right, [b - a for a, b in zip(right, wrong, strict=True)])


def memory(data: PairSet) -> Scenario:
    """Return questions (one positive of each anchor) and the notes: all anchors and all their near-misses."""
    positives, near_misses = _by_anchor(data)
    texts = list(dict.fromkeys(chain(positives, *near_misses.values())))
    place = {text: index for index, text in enumerate(texts)}
    right = [frozenset({place[anchor]}) for anchor in positives]
    wrong = [frozenset(place[text] for text in near_misses[anchor]) for anchor in positives]
    questions = [found[0] for found in positives.values()]
    return Scenario("memory", questions, texts, right, [b - a for a, b in zip(right, wrong, strict=True)])


def _by_anchor(data: PairSet) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return positives and near-misses of the anchors that have both."""
    sides: tuple[dict[str, list[str]], dict[str, list[str]]] = ({}, {})
    for anchor, candidate, label in zip(data.anchors, data.candidates, data.labels, strict=True):
        sides[0 if label == SAME else 1].setdefault(anchor, []).append(candidate)
    both = [anchor for anchor in sides[0] if anchor in sides[1]]
    if not both:
        raise InputError(
            f"{data.name}: no anchor has both a positive and a near-miss, so no scenario can be made of it; "
            "give a dataset written by `verisieve generate`"
        )
    return {anchor: sides[0][anchor] for anchor in both}, {anchor: sides[1][anchor] for anchor in both}


def benchmark(
    scenario: Scenario,
    verifier: "Verifier",
    scorers: Mapping[str, Scorer],
    config: EvaluateConfig,
    store: ScoreStore | None = None,
    identity: str = "",
) -> dict[str, Any]:
    """Serve every query with every scorer; return, as in metrics.json, what was served how well.

    Each reads the retriever's first `config.scenario_depth` texts. `cosine` serves them in the retriever's
    order, `gate` without those the verifier takes for near-misses, `verifier` the rest of the gate by
    P(same), any other by its score; 3 are served. Per scorer: `correct` (share of queries served nothing
    that contradicts), `complete` (served something that is needed), `useful` (the first served is needed),
    `chain` (five steps drawn at random were all correct and useful), and intervals of the first three.
    """
    recalled = _recall(scenario, verifier.retriever, config.scenario_depth)
    pairs = [(scenario.queries[q], scenario.texts[t]) for q, found in enumerate(recalled) for t in found]

    def read(scorer: Scorer) -> np.ndarray:
        kind = f"{scorer.name} {identity}"
        return score_in_batches(scorer, pairs, config.batch_size, f"scenario {scenario.name}", store, kind)

    keeps = read(_Answers(verifier))[:, NEAR_MISS_COLUMN] < thresholds_of(verifier.calibration, pairs)[1]
    order = -np.arange(len(pairs), dtype=np.float64)  # the retriever's own
    everything = np.ones(len(pairs), dtype=bool)
    served = {"cosine": (order, everything), "gate": (order, keeps)}
    for scorer_name, scorer in scorers.items():
        if scorer_name != "cosine":
            served[scorer_name] = (read(scorer), keeps if scorer_name == "verifier" else everything)
    figures = {
        scorer_name: _figures(_serve(recalled, scores, keep), scenario, config)
        for scorer_name, (scores, keep) in served.items()
    }
    return {"queries": len(scenario.queries), "texts": len(scenario.texts), "scorers": figures}


class _Answers:
    """A verifier's probabilities of the three answers, [n, 3], for the gate."""

    name = "answers"

    def __init__(self, verifier: "Verifier") -> None:
        self.score = verifier.probabilities


def _recall(scenario: Scenario, retriever: "Retriever", depth: int) -> list[list[int]]:
    """Return the retriever's nearest texts per query, without one that is the query itself."""
    vectors, asked = retriever.pooled(scenario.texts), retriever.pooled(scenario.queries)
    found = []
    for query, vector in zip(scenario.queries, asked, strict=True):
        best = [int(i) for i in top_k(vectors @ vector, depth + 1) if scenario.texts[i] != query]
        found.append(best[:depth])
    return found


def _serve(recalled: list[list[int]], scores: np.ndarray, keep: np.ndarray) -> list[list[int]]:
    """Return what each query is served: the best-scored of the texts that are kept."""
    served, place = [], 0
    for found in recalled:
        own = slice(place, place + len(found))
        place += len(found)
        order = [i for i in np.argsort(-scores[own], kind="stable") if keep[own][i]]
        served.append([found[i] for i in order[:SERVED]])
    return served


def _figures(served: list[list[int]], scenario: Scenario, config: EvaluateConfig) -> dict[str, Any]:
    columns = {quality: np.zeros(len(served)) for quality in QUALITIES}
    for query, texts in enumerate(served):
        right, wrong = scenario.right[query], scenario.wrong[query]
        columns["correct"][query] = not wrong.intersection(texts)
        columns["complete"][query] = bool(right.intersection(texts))
        columns["useful"][query] = bool(texts) and texts[0] in right
    rng = np.random.default_rng(config.seed)
    figures: dict[str, Any] = {quality: float(column.mean()) for quality, column in columns.items()}
    for quality, column in columns.items():
        figures[f"{quality}_ci95"] = mean_interval(column, config.bootstrap_samples, rng)
    steps = rng.integers(len(served), size=(10_000, CHAIN))
    figures["chain"] = float((columns["correct"] * columns["useful"])[steps].min(axis=1).mean())
    return figures
