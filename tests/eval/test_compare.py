"""Comparing two evaluations: paired, by group and by query; what cannot be compared is refused."""

import numpy as np
import pytest

from verisieve.common.errors import InputError
from verisieve.eval.compare import compare, markdown


def write(folder, **arrays):
    folder.mkdir()
    np.savez_compressed(folder / "scores.npz", allow_pickle=False, **arrays)
    return folder


@pytest.fixture
def labels():
    return np.array([0, 1] * 100, dtype=np.int8)


def near_miss(labels, scores):
    return {
        "near_miss/set/labels": labels,
        "near_miss/set/groups": np.arange(len(labels), dtype=np.int32) // 2,
        "near_miss/set/scores/verifier": scores,
    }


def test_a_better_scorer_is_significant_and_an_equal_one_is_not(tmp_path, labels):
    rng = np.random.default_rng(0)
    noise = rng.normal(size=len(labels))
    weak = write(tmp_path / "weak", **near_miss(labels, labels * 0.3 + noise))
    strong = write(tmp_path / "strong", **near_miss(labels, labels * 3.0 + noise))
    row = compare(weak, strong)[0]
    assert row["difference"] > 0.2
    assert row["p"] < 0.01
    assert row["ci95"][0] > 0
    equal = compare(weak, weak)[0]
    assert (equal["difference"], equal["p"], equal["ci95"]) == (0.0, 1.0, [0.0, 0.0])


def test_retrieval_is_compared_query_by_query(tmp_path):
    a = np.linspace(0, 0.9, 50)
    folders = [
        write(tmp_path / name, **{"retrieval/docs/ndcg/verifier": values})
        for name, values in (("a", a), ("b", a + 0.1))
    ]
    row = compare(*folders)[0]
    assert (row["set"], row["figure"]) == ("docs", "ndcg@10")
    assert row["difference"] == pytest.approx(0.1)
    assert row["ci95"] == pytest.approx([0.1, 0.1])  # paired: the spread of the queries drops out
    assert "| docs | ndcg@10 | 0.450 | 0.550 | +0.100 |" in markdown([row], "a", "b")


def test_refuses_what_does_not_compare(tmp_path, labels):
    a = write(tmp_path / "a", **near_miss(labels, labels.astype(float)))
    b = write(tmp_path / "b", **near_miss(labels[::-1], labels.astype(float)))
    with pytest.raises(InputError, match="set: the two folders measured different pairs"):
        compare(a, b)
    with pytest.raises(InputError, match="no set in common"):
        compare(a, a, scorer="maxsim")
    with pytest.raises(InputError, match=r"scores\.npz: no such file"):
        compare(a, tmp_path)
