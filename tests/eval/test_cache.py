"""The cache benchmark: a cache of four questions worked by hand, and that budgets are kept."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verisieve.common.errors import InputError
from verisieve.data_gen.labelled.pair_set import PairSet
from verisieve.eval.benchmarks import cache
from verisieve.eval.benchmarks.cache import Lookups, measure


def pairs(*rows: tuple[str, str, int]) -> PairSet:
    anchors, candidates, labels = (list(column) for column in zip(*rows, strict=True))
    return PairSet("questions", anchors, candidates, np.array(labels, np.int8), [""] * len(rows), anchors)


QUESTIONS = pairs(
    ("how do I turn on dark mode", "how do I enable dark mode", 1),
    ("how do I turn off dark mode", "how do I turn on the dark mode", 0),
    ("can I cancel my order", "may I cancel my order", 1),
    ("can I cancel my order", "can I change my order", 0),
)


def test_looks_up_the_nearest_entries_of_all_anchors(verifier):
    found = cache.look_up(QUESTIONS, verifier.retriever, depth=2)
    assert (found.n_queries, found.n_entries, found.answerable) == (4, 3, 2)
    assert len(found.pairs) == 8
    assert ("may I cancel my order", "can I cancel my order") in found.pairs
    assert found.right.sum() == 2


def test_the_query_itself_is_no_entry(verifier):
    both = pairs(("a b", "a c", 1), ("a c", "a b", 1), ("x y", "a c", 0))
    found = cache.look_up(both, verifier.retriever)
    assert all(query != entry for query, entry in found.pairs)


def test_sweep_worked_by_hand():
    lookups = Lookups(
        pairs=[("q1", "a"), ("q1", "b"), ("q2", "a"), ("q3", "b"), ("q4", "b")],
        owner=np.array([0, 0, 1, 2, 3]),
        right=np.array([False, True, False, True, False]),
        n_queries=4,
        answerable=2,
        n_entries=2,
    )
    figures = measure(lookups, np.array([0.2, 0.9, 0.8, 0.7, 0.1]))
    points = [(p["threshold"], p["hit_rate"], p["false_hit_rate"]) for p in figures["curve"]]
    assert points == [(0.9, 0.5, 0.0), (0.8, 0.5, 0.25), (0.7, 1.0, 0.25), (0.1, 1.0, 0.5)]
    assert figures["at_budget"]["0.1"] == {"hit_rate": 0.5, "threshold": 0.9}


def test_a_cache_that_errs_first_serves_nothing_within_the_budget():
    lookups = Lookups([("q", "a")], np.array([0]), np.array([False]), 1, 1, 1)
    assert measure(lookups, np.array([0.5]))["at_budget"]["0.05"] == {"hit_rate": 0.0, "threshold": None}


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40))
def test_budgets_hold_at_their_thresholds(rows):
    scores = np.array([score for score, _ in rows])
    right = np.array([flag for _, flag in rows])
    n = len(rows)
    lookups = Lookups([("", "")] * n, np.arange(n), right, n, max(int(right.sum()), 1), n)
    for budget, chosen in measure(lookups, scores)["at_budget"].items():
        if chosen["threshold"] is None:
            continue
        served = scores >= chosen["threshold"]
        assert (served & ~right).sum() / n <= float(budget)
        assert chosen["hit_rate"] == pytest.approx((served & right).sum() / lookups.answerable)


def test_refuses_a_set_without_positives(verifier):
    with pytest.raises(InputError, match="questions: no pair is labelled 1"):
        cache.look_up(pairs(("a", "b", 0)), verifier.retriever)
