"""The small pieces of the report: word differences and how figures are written."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verisieve.eval.metrics import near_miss_metrics
from verisieve.eval.reporting import views
from verisieve.eval.reporting.report import cell, figure, interval, percent, signed, word_diff


def test_word_diff_marks_changed_words():
    anchor, candidate = word_diff("The cat sees the dog.", "The cat never sees the red dog.")
    assert anchor == [("The cat sees the dog.", False)]
    assert candidate == [
        ("The cat ", False),
        ("never", True),
        (" sees the ", False),
        ("red", True),
        (" dog.", False),
    ]


def test_word_diff_joins_neighbouring_changes_and_ignores_case():
    anchor, candidate = word_diff("Rome is closer", "rome was much closer")
    assert anchor == [("Rome ", False), ("is", True), (" closer", False)]
    assert candidate == [("rome ", False), ("was much", True), (" closer", False)]


@pytest.mark.slow
@given(st.text(max_size=30), st.text(max_size=30))
def test_word_diff_pieces_join_to_the_texts(first, second):
    for text, pieces in zip((first, second), word_diff(first, second), strict=True):
        assert "".join(piece for piece, _ in pieces) == text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (figure(0.12345), "0.123"),
        (figure(None), "–"),
        (percent(0.051), "5.1\u00a0%"),
        (percent(None), "–"),
        (signed(-0.01), "−0.0100"),
        (signed(0.01), "+0.0100"),
        (interval([0.1, 0.25]), "0.100 to 0.250"),
        (interval([-0.1, 0.25], difference=True), "−0.1000 to +0.2500"),
        (interval(None), ""),
        (cell("a|b\nc"), "a\\|b c"),
    ],
)
def test_how_figures_are_written(written, expected):
    assert written == expected


def test_worthless_scorers_are_called_so_in_the_headline():
    rng = np.random.default_rng(0)
    labels = np.tile([0, 1], 100)
    groups = [str(i // 2) for i in range(200)]
    scorers = {
        "rejects everything": np.zeros(200),
        "accepts everything": np.ones(200),
        "guesses": rng.random(200),
        "knows": labels + 0.1 * rng.random(200),
    }
    figures = {
        name: near_miss_metrics(scores, labels, groups, groups, 0.5) for name, scores in scorers.items()
    }
    metrics = {"near_miss": {"set": figures}, "retrieval": {}, "cache": {}, "scenario": {}, "latency": {}}
    verdicts = {row["scorer"]: row["verdict"] for row in views.headline(metrics)}
    assert verdicts == {
        "knows": "",
        "rejects everything": views.WORTHLESS,
        "accepts everything": views.WORTHLESS,
        "guesses": views.WORTHLESS,
    }
    assert next(row["scorer"] for row in views.headline(metrics)) == "knows"
