"""Hard others: the retriever's nearest sentences, without those that may mean the same."""

import numpy as np
import pytest

from verisieve.data_gen.schema import load_pairs
from verisieve.train.plan.pairs import GroupedPairs, near_miss_families
from verisieve.train.precompute.neighbours import load_or_find, nearest_groups


@pytest.fixture(scope="module")
def pairs(pairs_folder):
    dataset = load_pairs(pairs_folder, "train")
    return GroupedPairs(dataset, near_miss_families(dataset))


@pytest.fixture
def vectors_of(pairs):
    """Vectors on a circle: the anchors of neighbouring groups are 0.05 apart."""
    angle = {pairs.dataset[int(rows[0])]["anchor"]: 0.05 * i for i, rows in enumerate(pairs.rows_of_group)}
    return lambda texts: np.asarray(
        [[np.cos(angle[text]), np.sin(angle[text])] for text in texts], dtype=np.float32
    )


def test_neighbours_are_the_nearest_below_the_ceiling(pairs, vectors_of):
    count = len(pairs.names)
    found = nearest_groups(pairs, vectors_of, 4, ceiling=0.9999, progress=False)
    assert found.shape == (count, 4)
    assert set(found[20]) == {18, 19, 21, 22}
    assert set(found[20][:2]) == {19, 21}, "nearest first"
    strict = nearest_groups(pairs, vectors_of, 4, ceiling=float(np.cos(0.075)), progress=False)
    assert set(strict[20]) == {17, 18, 22, 23}, "the two at an angle of 0.05 might mean the same"
    none = nearest_groups(pairs, vectors_of, 3, ceiling=-1.0, progress=False)
    assert (none == -1).all()


def test_a_large_corpus_is_searched_in_pools(pairs, vectors_of, monkeypatch):
    monkeypatch.setattr("verisieve.train.precompute.neighbours.POOL", 15)
    count = len(pairs.names)

    def in_pools(texts):
        assert len(texts) <= 15
        return vectors_of(texts)

    pools = -(-count // 15)
    assert pools > 1
    found = nearest_groups(pairs, in_pools, 2, ceiling=0.9999, progress=False)
    assert set(found[pools]) == {0, 2 * pools}
    assert (found % pools == np.arange(count)[:, None] % pools).all()


def test_neighbours_are_found_once(pairs, tmp_path):
    calls = []

    def find():
        calls.append(None)
        return np.zeros((3, 2), dtype=np.int32)

    for _ in range(2):
        np.testing.assert_array_equal(load_or_find(tmp_path / "n.npy", find), np.zeros((3, 2)))
    assert len(calls) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["n.npy"]
