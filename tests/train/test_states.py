"""States on disk are those of the encoder, bit by bit, however often the filling was interrupted."""

import os
from dataclasses import replace

import numpy as np
import pytest
import torch

from verisieve.models.retriever import Retriever
from verisieve.train.config import TrainConfig
from verisieve.train.precompute.state_cache import BATCH, StateCache, plan
from verisieve.train.precompute.token_states import PairStates, encoder_of

TEXTS = ["The dog bit the man.", "Rome is closer than Paris, as everybody in this town knows.", "Yes.", ""]
MANY = [
    *TEXTS,
    *(f"Sentence number {number} is here." + " And more." * (number % 7) for number in range(200)),
]
CONFIG = TrainConfig(precision="fp32", max_tokens=32)


@pytest.fixture(scope="module")
def encode(retriever):
    return encoder_of(retriever, CONFIG)


def filled(folder, retriever, encode, texts, config=CONFIG, processes=1) -> StateCache:
    path = plan(folder, lambda: iter(texts), retriever, config, 384)
    for process in range(processes):
        cache = StateCache(path, torch.device("cpu"))
        cache.fill(encode, lambda number: texts[number], process, processes)
    return StateCache(path, torch.device("cpu"))


def test_cached_states_are_the_encoders(retriever, encode, tmp_path):
    cache = filled(tmp_path, retriever, encode, [*TEXTS, *TEXTS])
    direct, found = encode(TEXTS[:2]), cache.encoded(TEXTS[:2])
    length = found.ids.shape[1]
    mask = found.mask
    assert torch.equal(mask, direct.mask[:, :length])
    assert torch.equal(found.ids[mask], direct.ids[:, :length][mask])
    assert torch.equal(found.offsets[mask], direct.offsets[:, :length][mask])
    torch.testing.assert_close(found.states[mask], direct.states[:, :length][mask], atol=2e-3, rtol=2e-3)
    torch.testing.assert_close(found.pooled, direct.pooled, atol=1e-6, rtol=1e-5)
    assert found.states.dtype == torch.float32
    assert [tensor.dtype for tensor in found] == [tensor.dtype for tensor in direct]


@pytest.mark.slow
def test_a_killed_filling_goes_on_to_the_same_bits(retriever, encode, tmp_path):
    whole = filled(tmp_path / "whole", retriever, encode, MANY).encoded(MANY)
    path = plan(tmp_path / "killed", lambda: iter(MANY), retriever, CONFIG, 384)
    calls = []

    def dying(texts):
        if len(calls) == 2:
            raise KeyboardInterrupt
        calls.append(texts)
        return encode(texts)

    with pytest.raises(KeyboardInterrupt):
        StateCache(path, torch.device("cpu")).fill(dying, lambda number: MANY[number], 0, 1)
    assert StateCache(path, torch.device("cpu")).done.tolist() == [True, True, False, False]
    resumed = filled(tmp_path / "killed", retriever, encode, MANY).encoded(MANY)
    assert all(torch.equal(a, b) for a, b in zip(whole, resumed, strict=True))


@pytest.mark.slow
def test_processes_share_the_work(retriever, encode, tmp_path):
    one = filled(tmp_path / "one", retriever, encode, MANY).encoded(MANY)
    three = filled(tmp_path / "three", retriever, encode, MANY, processes=3).encoded(MANY)
    assert all(torch.equal(a, b) for a, b in zip(one, three, strict=True))


@pytest.mark.slow
def test_the_cache_does_not_depend_on_the_order_of_the_texts(retriever, encode, tmp_path):
    one = filled(tmp_path / "one", retriever, encode, MANY)
    other = filled(tmp_path / "other", retriever, encode, MANY[::-1])
    assert one.folder.name == other.folder.name
    assert all(torch.equal(a, b) for a, b in zip(one.encoded(MANY), other.encoded(MANY), strict=True))


def test_whatever_changes_the_states_has_a_folder_of_its_own(retriever, encode, tmp_path):
    layers = replace(CONFIG.interaction, layers=(0, 6))
    variants = [CONFIG, replace(CONFIG, max_tokens=16), replace(CONFIG, interaction=layers)]
    folders = [plan(tmp_path, lambda: iter(TEXTS), retriever, config, 384) for config in variants]
    folders.append(plan(tmp_path, lambda: iter(TEXTS[:2]), retriever, CONFIG, 384))
    assert len(set(folders)) == 4
    assert plan(tmp_path, lambda: iter(TEXTS), retriever, CONFIG, 384) == folders[0]


@pytest.mark.slow
def test_later_epochs_do_not_encode(retriever, encode, tmp_path):
    path = filled(tmp_path, retriever, encode, MANY).folder
    again = StateCache(path, torch.device("cpu"))

    def never(texts):
        raise AssertionError("encoded again")

    again.fill(never, lambda number: MANY[number], 0, 1)
    assert again.encoded(MANY[:BATCH]).states.shape[0] == BATCH


def test_a_text_that_was_not_encoded_is_an_error(retriever, encode, tmp_path):
    with pytest.raises(KeyError, match="never seen"):
        filled(tmp_path, retriever, encode, TEXTS).encoded(["never seen"])


@pytest.mark.slow
def test_memory_holds_no_states(retriever, tmp_path):
    """The resident memory that is not a file's stays where it was while far more is read."""

    def anonymous_mb() -> float:
        with open("/proc/self/status") as status:  # noqa: PTH123
            return next(int(line.split()[1]) for line in status if line.startswith("RssAnon")) / 1024

    if not os.path.exists("/proc/self/status"):  # noqa: PTH110
        pytest.skip("needs Linux")
    texts = [f"{number} " + "word " * 25 for number in range(3000)]
    path = plan(tmp_path, lambda: iter(texts), retriever, CONFIG, 384)
    cache = StateCache(path, torch.device("cpu"))
    size = sum(array.nbytes for array in cache.arrays.values()) / 2**20
    assert size > 150
    cache.arrays["states"][:] = np.float16(1)
    before = anonymous_mb()
    for start in range(0, len(texts), 64):
        cache.encoded(texts[start : start + 64])
    assert anonymous_mb() - before < 50


def test_pair_states_hold_each_text_once(encode):
    states = PairStates(encode, [(TEXTS[0], TEXTS[2]), (TEXTS[2], TEXTS[0]), (TEXTS[0], TEXTS[0])])
    assert len(states.texts.ids) == 2
    assert torch.equal(states.rows_a, states.rows_b[[1, 0, 2]])
    swapped = states.swapped([0, 2])
    assert torch.equal(swapped.rows_a, states.rows_b[[0, 2]])
    assert torch.equal(swapped.rows_b, states.rows_a[[0, 2]])


def test_the_frozen_encoder_gets_no_gradient(retriever: Retriever, encode):
    assert not encode(TEXTS).states.requires_grad
