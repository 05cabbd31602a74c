"""The blind audit: it finds planted artefacts, and none where there is none."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from verisieve.data_gen.audit.candidate_only import (
    AT_LEAST,
    artefacts,
    auc_with_interval,
    blind_audit,
    cross_fitted_scores,
    ngram_features,
)
from verisieve.data_gen.audit.table import read_pairs

NAMES = ["Anna", "Ruth", "Omar", "Lena", "Paul", "Vera", "Nils", "Iris", "Hugo", "Olga"]
VERBS = ["paid", "called", "sued", "thanked", "visited", "warned", "hired"]


def telltale_rows() -> list[dict]:
    """Near-misses say "never", positives do not."""
    rows = []
    for one in NAMES:
        for other in NAMES:
            for verb in VERBS[:4]:
                group = f"{one} {verb} {other}"
                rows += [
                    {"anchor": f"{group}.", "candidate": text, "label": label, "group_id": group}
                    for text, label in [
                        (f"{one} never {verb} {other}.", 0),
                        (f"It was {other} that {one} {verb}.", 1),
                    ]
                ]
    return rows


def square_rows() -> list[dict]:
    """Every text is a candidate once with either label."""
    rows = []
    for one in NAMES:
        for other in NAMES:
            for verb in VERBS[:2]:
                plain, cleft = f"{one} {verb} {other}.", f"It was {other} that {one} {verb}."
                never, neither = f"{one} never {verb} {other}.", f"It was never {other} that {one} {verb}."
                same = [(plain, cleft), (cleft, plain), (never, neither), (neither, never)]
                near = [(plain, never), (never, plain), (cleft, neither), (neither, cleft)]
                group = f"{one} {verb} {other}"
                rows += [
                    {"anchor": a, "candidate": b, "label": 1, "group_id": group, "edit": "paraphrase.cleft"}
                    for a, b in same
                ]
                rows += [{"anchor": a, "candidate": b, "label": 0, "group_id": group} for a, b in near]
    return rows


def encoder(texts) -> np.ndarray:
    """Stand for a frozen encoder: one dimension says whether the text holds "never"."""
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(len(texts), 8)).astype(np.float32)
    vectors[:, 0] += [4 * ("never" in text) for text in texts]
    return vectors


def test_planted_artefacts_fail_and_are_named(dataset_of):
    found = blind_audit(read_pairs(dataset_of(telltale_rows())), encoder, 10_000)
    assert found["passed"] is False
    by_name = {(figure["reader"], figure["side"], figure["of"]): figure for figure in found["figures"]}
    assert by_name["n-grams", "candidate", "all"]["auc"] > 0.95
    assert by_name["embeddings", "candidate", "all"]["auc"] > 0.95
    assert by_name["n-grams", "candidate", "family negation"]["passed"] is False
    assert by_name["n-grams", "anchor", "all"]["auc"] < 0.6
    telltale = next(one for one in found["artefacts"] if one["ngram"] == "never")
    assert (telltale["speaks_for"], telltale["same"], telltale["near_miss"]) == ("near_miss", 0, 400)


@pytest.mark.slow
def test_squares_pass(dataset_of):
    found = blind_audit(read_pairs(dataset_of(square_rows())), encoder, 10_000)
    assert found["passed"] is True
    assert found["failed"] == []
    assert found["artefacts"] == []
    for figure in found["figures"]:
        assert figure["auc"] is None or 0.4 < figure["auc"] < 0.6, figure


def test_what_only_identifies_the_group_gives_nothing_away():
    rng = np.random.default_rng(1)
    groups = [str(i // 8) for i in range(1600)]
    labels = rng.integers(2, size=1600)
    labels[::8], labels[1::8] = 0, 1
    features = ngram_features([f"source number {group} says so" for group in groups])[0]
    assert 0.45 < roc_auc_score(labels, cross_fitted_scores(features, labels, groups)) < 0.55


def test_scores_of_a_group_come_from_models_that_did_not_see_it():
    """A word that tells the label in one group only is of no use for that group itself."""
    groups = ["odd"] * 40 + [str(i) for i in range(400)]
    labels = np.array([i % 2 for i in range(440)])
    texts = ["zz yy" if label else "zz qq" for label in labels[:40]]
    texts += ["plain text"] * 400
    scores = cross_fitted_scores(ngram_features(texts)[0], labels, groups)
    assert roc_auc_score(labels[:40], scores[:40]) == 0.5


def test_the_auc_is_scikit_learns_and_lies_in_its_interval():
    rng = np.random.default_rng(0)
    labels = rng.integers(2, size=500)
    scores = np.round(rng.normal(size=500) + labels, 1)  # with ties
    auc, low, high = auc_with_interval(scores, labels, [str(i // 4) for i in range(500)])
    assert auc == pytest.approx(roc_auc_score(labels, scores))
    assert low < auc < high
    assert 0.02 < high - low < 0.15


def test_shallow_comparisons_are_measured(dataset_of):
    cues = blind_audit(read_pairs(dataset_of(telltale_rows())), None, 10)["pair_cues"]
    assert cues["words in common"] < 0.3, "near-misses share more words"
    assert 0 <= cues["equal length"] < 0.5


def test_too_few_rows_are_not_judged(dataset_of):
    rows = telltale_rows()[: 2 * AT_LEAST - 2]
    found = blind_audit(read_pairs(dataset_of(rows)), None, 10)
    assert found["passed"] is None
    assert {figure["auc"] for figure in found["figures"]} == {None}


@pytest.mark.slow
def test_a_grain_is_judged_by_itself(dataset_of):
    rows = square_rows() + [
        row | {"grain": "passage", "group_id": f"p {row['group_id']}"} for row in telltale_rows()
    ]
    found = blind_audit(read_pairs(dataset_of(rows)), None, 10)
    by_name = {figure["of"]: figure for figure in found["figures"] if figure["side"] == "candidate"}
    assert by_name["grain sentence"]["passed"] is True
    assert by_name["grain passage"]["passed"] is False


def test_artefacts_that_repeat_each_other_are_listed_once():
    texts = ["she did not go"] * 50 + ["she went"] * 50
    features, names = ngram_features(texts)
    listed = artefacts(features, names, np.array([0] * 50 + [1] * 50))
    assert sum(one["speaks_for"] == "near_miss" for one in listed) == 1


@pytest.mark.slow
def test_the_audit_is_deterministic(dataset_of):
    table = read_pairs(dataset_of(telltale_rows()))
    assert blind_audit(table, encoder, 300) == blind_audit(table, encoder, 300)
