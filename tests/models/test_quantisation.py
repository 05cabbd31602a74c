"""Stored keys in few bits: round trip, size, determinism, what is refused."""

import json

import numpy as np
import pytest
import torch

from verisieve.common.errors import InputError
from verisieve.models.networks.map_models import make_reader
from verisieve.models.stores.quantisation import BITS, _rotation, packed, unpacked
from verisieve.models.stores.segments import FORMAT, STATE
from verisieve.models.token_store import TokenStore
from verisieve.models.verifier import Verifier, VerifierConfig, identity
from verisieve.tests.tiny import tiny_size

TEXTS = ["the mill sold flour to the inn", "the inn bought flour", "a storm closed the mill by the river"]


def keys_of(size: int, seed: int = 0) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return torch.nn.functional.normalize(torch.randn(200, 3, size, generator=generator), dim=-1)


@pytest.mark.parametrize(("bits", "least"), [(1, 0.77), (2, 0.93), (4, 0.994), (8, 0.9998)])
def test_keys_come_back_nearly_as_they_were(bits, least):
    for keys in (keys_of(128), torch.eye(128).unsqueeze(1).expand(-1, 3, -1)):  # spread, and in one dimension
        codes = packed(keys, bits)
        assert codes.dtype == torch.uint8
        assert codes.shape == (len(keys), 3 * 128 * bits // 8)
        back = unpacked(codes, bits, 3, 128).float()
        torch.testing.assert_close(back.norm(dim=-1), torch.ones(len(keys), 3), atol=2e-3, rtol=0)
        cosines = (back * keys).sum(-1)
        assert cosines.mean() > least
        assert torch.equal(packed(keys, bits), codes)


@pytest.mark.parametrize("size", [1, 12, 33])
@pytest.mark.parametrize("bits", BITS)
def test_any_size_of_keys_is_packed(size, bits):
    rotation = _rotation(size)
    torch.testing.assert_close(rotation @ rotation.T, torch.eye(size))
    keys = keys_of(size)
    assert unpacked(packed(keys, bits), bits, 3, size).shape == keys.shape


@pytest.fixture(scope="module")
def verifier(retriever):
    config = tiny_size((0, 6), key_size=32)
    torch.manual_seed(0)
    return Verifier(
        VerifierConfig(identity(retriever), ("negation",), config),
        make_reader(config, retriever.hidden_size, 1),
        retriever,
    )


def test_a_store_holds_so_many_bytes_a_token_and_the_same_bytes_again(verifier, tmp_path):
    sizes = {}
    for bits in BITS:
        stores = [TokenStore.create(tmp_path / f"{name}{bits}", verifier, bits=bits) for name in "ab"]
        for store in stores:
            store.append(TEXTS)
        first, again = ([segment.sha256 for segment in store.segments] for store in stores)
        assert first == again
        columns = stores[0].columns([0, 1, 2])
        sizes[bits] = sum(columns[name][0].nbytes for name in ("keys", "ids", "offsets"))
        assert TokenStore(stores[0].folder, verifier).bits == bits
        exact, stored = verifier.encode(TEXTS), stores[0].tokens([0, 1, 2])
        assert torch.equal(stored.offsets[stored.mask], exact.offsets[exact.mask])
        assert torch.equal(stored.ids[stored.mask], exact.ids[exact.mask])
    assert sizes == {bits: 2 * 32 * bits // 8 + 8 for bits in BITS}


def test_half_of_what_a_token_took_before():
    before = 3 * 128 + 3 * 2 + 4 + 2 * 4
    assert packed(keys_of(128), 4)[0].nbytes + 4 + 2 * 2 <= before / 2


def test_a_text_too_long_for_short_offsets_keeps_them(verifier, tmp_path):
    store = TokenStore.create(tmp_path / "store", verifier)
    store.append(["flour" + " " * 40_000 + "mill"])
    store.append(TEXTS)
    assert store.tokens([0]).offsets.max() == 40_009
    assert store.tokens([1, 0]).offsets.max() == 40_009


def test_refuses_other_bits_and_another_format(verifier, tmp_path):
    with pytest.raises(InputError, match=r"bits 3: must be one of 1, 2, 4, 8"):
        TokenStore.create(tmp_path / "none", verifier, bits=3)
    assert not (tmp_path / "none").exists()
    store = TokenStore.create(tmp_path / "store", verifier)
    state = json.loads((store.folder / STATE).read_text())
    (store.folder / STATE).write_text(json.dumps(state | {"format": FORMAT - 1}))
    with pytest.raises(
        InputError, match=f"was written in format {FORMAT - 1}, this version of verisieve reads"
    ):
        TokenStore(store.folder, verifier)
    (store.folder / STATE).write_text(json.dumps(state | {"settings": {"bits": 5}}))
    with pytest.raises(InputError, match="bits 5"):
        TokenStore(store.folder, verifier)


def test_scores_with_four_bits_are_near_those_in_memory(verifier, tmp_path):
    store = TokenStore.create(tmp_path / "store", verifier, bits=4)
    store.append(TEXTS)
    stored = verifier.score("who bought flour", store.tokens([0, 1, 2]))
    np.testing.assert_allclose(stored, verifier.score("who bought flour", verifier.encode(TEXTS)), atol=0.02)
