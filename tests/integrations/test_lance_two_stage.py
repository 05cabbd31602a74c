"""Two stages over a LanceDB table on disk find what the same two stages over a token store do."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from lancedb.index import IvfFlat, IvfPq

import verisieve
from verisieve.common.errors import InputError
from verisieve.models.lance_two_stage import LanceTwoStage
from verisieve.models.token_store import TokenStore
from verisieve.models.two_stage import TwoStage
from verisieve.models.verifier import Verifier
from verisieve.tests.processes import HANGS

ROOT = Path(verisieve.__file__).parent


@pytest.fixture
def texts(documents):
    return [*documents, "The nurse called the broker.", "", "Zoë thanked the guest — twice."]


@pytest.fixture
def lance(verifier, texts, tmp_path):
    search = LanceTwoStage.create(verifier, str(tmp_path / "database"), "passages", depth=6)
    search.append(range(len(texts)), texts)
    return search


@pytest.mark.slow
@pytest.mark.parametrize("rerank", [False, True])
def test_finds_what_a_token_store_does(lance, verifier, texts, query, tmp_path, rerank):
    store = TokenStore.create(tmp_path / "store", verifier)
    store.append(texts)
    wanted = TwoStage(verifier, store, depth=6).search(query, k=4, rerank=rerank)
    found = lance.search(query, k=4, rerank=rerank)
    assert [(hit.corpus_id, hit.text) for hit in found] == [(hit.corpus_id, hit.text) for hit in wanted]
    for field, tolerance in (("cosine", 1e-3), ("score", 1e-6), ("near_miss", 1e-6)):
        ours, theirs = ([getattr(hit, field) for hit in hits] for hits in (found, wanted))
        np.testing.assert_allclose(ours, theirs, atol=tolerance)


def test_a_token_store_moves_into_a_table_as_it_is(verifier, texts, query, tmp_path):
    store = TokenStore.create(tmp_path / "store", verifier)
    store.append(texts)
    store.delete([1])
    moved = LanceTwoStage.create(verifier, str(tmp_path / "database"), "moved", depth=6)
    moved.append_store(store)
    wanted = TwoStage(verifier, store, depth=6).search(query, k=6)
    found = moved.search(query, k=6)
    assert [(hit.corpus_id, hit.text) for hit in found] == [(hit.corpus_id, hit.text) for hit in wanted]
    np.testing.assert_array_equal([hit.score for hit in found], [hit.score for hit in wanted])
    with pytest.raises(IndexError, match="row 1 is deleted"):
        moved.append_store(store, [0, 1])
    assert moved.table.count_rows() == len(texts) - 1
    other = LanceTwoStage.create(verifier, str(tmp_path / "database"), "eight", bits=8)
    with pytest.raises(InputError, match=r"keys have 4 bits, table eight's 8; create the table with bits=4"):
        other.append_store(store)


@pytest.mark.slow
def test_the_gate_drops_near_misses(lance, verifier, query):
    hits = sorted(lance.search(query), key=lambda hit: hit.near_miss)
    middle = len(hits) // 2
    threshold = (hits[middle - 1].near_miss + hits[middle].near_miss) / 2
    before = verifier.config.calibration.gate_threshold
    object.__setattr__(verifier.config.calibration, "gate_threshold", threshold)
    try:
        kept = {hit.text for hit in lance.search(query)}
    finally:
        object.__setattr__(verifier.config.calibration, "gate_threshold", before)
    assert kept == {hit.text for hit in hits[:middle]}


def test_reopens_appends_deletes_and_filters(lance, verifier, query, tmp_path):
    again = LanceTwoStage.open(verifier, str(tmp_path / "database"), "passages")
    again.append([70], ["The tenant paid the landlord in full."])
    assert 70 in [hit.corpus_id for hit in again.search(query)]
    assert {hit.corpus_id for hit in again.search(query, where="id > 3")} == {4, 5, 6, 70}
    again.table.delete("id = 70")
    assert 70 not in [hit.corpus_id for hit in again.search(query)]
    assert again.search(query, where="id > 700") == []


@pytest.mark.slow
def test_an_index_of_lancedb_recalls_too(lance, verifier, query):
    more = [f"The clerk warned the buyer {number} times." for number in range(300)]
    lance.append(range(100, 400), more)
    exact = lance.search(query, k=3)
    lance.table.create_index("vector", config=IvfFlat(distance_type="dot", num_partitions=1))
    assert lance.table.list_indices()
    assert [hit.corpus_id for hit in lance.search(query, k=3)] == [hit.corpus_id for hit in exact]


@pytest.mark.slow
def test_cosines_are_those_of_the_vectors_where_an_index_has_codes(lance, query):
    lance.append(range(100, 400), [f"The clerk warned the buyer {number} times." for number in range(300)])
    exact = {hit.corpus_id: hit.cosine for hit in lance.search(query)}
    codes = IvfPq(distance_type="dot", num_partitions=1, num_sub_vectors=8)
    lance.table.create_index("vector", config=codes)
    found = {hit.corpus_id: hit.cosine for hit in lance.search(query)}
    shared = exact.keys() & found.keys()
    assert shared
    for row in shared:
        assert found[row] == pytest.approx(exact[row], abs=1e-3)


def test_refuses_what_does_not_fit(lance, verifier, tmp_path):
    database = str(tmp_path / "database")
    with pytest.raises(InputError, match="one id for each: got 1 ids, 2 texts"):
        lance.append([1], ["one", "two"])
    with pytest.raises(InputError, match="append needs texts"):
        lance.append([], [])
    with pytest.raises(InputError, match="cannot be created"):
        LanceTwoStage.create(verifier, database, "passages")
    with pytest.raises(InputError, match="cannot be opened"):
        LanceTwoStage.open(verifier, database, "nothing")
    other = Verifier(verifier.config, verifier.interaction, verifier.retriever)
    weights = next(value for name, value in other.interaction.state_dict().items() if "project" in name)
    weights += 1
    try:
        with pytest.raises(InputError, match="was not written by this verifier"):
            LanceTwoStage.open(other, database, "passages")
    finally:
        weights -= 1


def test_says_what_to_install(verifier, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "lancedb", None)
    with pytest.raises(InputError, match=r"pip install 'verisieve\[lancedb\]'"):
        LanceTwoStage.create(verifier, str(tmp_path), "passages")


@pytest.mark.slow
def test_the_example_runs(folder, tmp_path):
    command = [sys.executable, str(ROOT / "examples" / "lancedb_two_stage.py"), "--verifier", str(folder)]
    for added in (4, 4):
        done = subprocess.run(
            [*command, "--database", str(tmp_path / "kept")],
            env=os.environ, capture_output=True, text=True, timeout=HANGS,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert f"{added} passages added" in done.stdout
        assert "bytes per passage on disk" in done.stdout
    best = done.stdout.splitlines()[3]
    assert "P(same)" in best
    assert best.endswith("The landlord was paid by the tenant.")
