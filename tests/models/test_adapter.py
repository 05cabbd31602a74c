"""The LoRA view: found in every kind of encoder, learns through it, and never touches the pooled vectors."""

import json

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from verisieve.common.errors import InputError
from verisieve.models.encoder.adapter import (
    copy_adapter,
    linear_layers,
    load_adapter,
    new_adapter,
    save_adapter,
)
from verisieve.models.interaction import InteractionConfig
from verisieve.models.networks.map_models import make_reader
from verisieve.models.retriever import Retriever
from verisieve.models.verifier import Verifier, VerifierConfig, identity

KINDS = ("bert", "mpnet", "modernbert", "xlm-roberta")
TEXTS = ["The dog paid the man.", "The tenant was never warned by the landlord, the nurse is", "a", ""]
PAIRS = [(TEXTS[0], TEXTS[1]), (TEXTS[1], TEXTS[0]), (TEXTS[2], TEXTS[2])]


@pytest.fixture(scope="module", params=KINDS)
def tiny(request, tiny_model) -> Retriever:
    return Retriever.load(str(tiny_model(request.param)), device="cpu")


def moved(adapter: torch.nn.Module) -> torch.nn.Module:
    """Give the updates values, as training would."""
    generator = torch.Generator().manual_seed(0)
    with torch.no_grad():
        for name, parameter in adapter.named_parameters():
            if "lora_B" in name:
                parameter.copy_(torch.randn(parameter.shape, generator=generator) * 0.3)
    return adapter


def states(retriever: Retriever, adapter=None) -> tuple[torch.Tensor, torch.Tensor]:
    with torch.no_grad():
        return retriever.token_states(retriever.tokenize(TEXTS), (0, 2, 3), encoder=adapter)


@pytest.mark.slow
def test_every_linear_layer_of_the_blocks_read_gets_an_update(tiny):
    all_blocks, two = linear_layers(tiny, 3), linear_layers(tiny, 2)
    assert len(all_blocks) * 2 == len(two) * 3 > 0
    assert len(all_blocks) >= 3 * 4
    adapter = new_adapter(tiny, (0, 2), 4, 8)
    learning = [name for name, parameter in adapter.named_parameters() if parameter.requires_grad]
    assert len(learning) == 2 * len(two)
    assert all("lora_" in name for name in learning)


def test_a_fresh_adapter_changes_nothing_and_a_moved_one_the_states_only(tiny):
    bare, pooled = states(tiny)
    fresh = new_adapter(tiny, (0, 2, 3), 4, 8)
    torch.testing.assert_close(states(tiny, fresh)[0], bare)
    changed, pooled_beside = states(tiny, moved(fresh))
    assert torch.equal(changed[:, :, 0], bare[:, :, 0]), "the embedding layer has no update"
    assert (changed[:, :, 2] - bare[:, :, 2]).abs().max() > 1e-3
    assert torch.equal(pooled_beside, pooled)


def test_pooled_vectors_and_identity_are_bit_identical_beside_an_adapter(tiny):
    before, weights = tiny.pooled(TEXTS), tiny.sha256
    adapter = moved(new_adapter(tiny, (3,), 4, 8))
    states(tiny, adapter)
    np.testing.assert_array_equal(tiny.pooled(TEXTS), before)
    assert Retriever(tiny.model, tiny.name).sha256 == weights


def test_gradients_reach_every_update_and_nothing_else(tiny):
    adapter = moved(new_adapter(tiny, (0, 3), 4, 8))
    tiny.token_states(tiny.tokenize(TEXTS), (0, 3), encoder=adapter)[0].square().sum().backward()
    for name, parameter in adapter.named_parameters():
        assert (parameter.grad is not None) == ("lora_" in name), name
    assert all(parameter.grad is None for parameter in tiny.model.parameters())


def test_the_view_shares_the_retrievers_memory(tiny):
    adapter = new_adapter(tiny, (3,), 4, 8)
    own = {parameter.data_ptr() for parameter in tiny.encoder.parameters()}
    frozen = {p.data_ptr() for p in adapter.parameters() if not p.requires_grad}
    assert frozen == own


def verifier_on(tiny: Retriever) -> Verifier:
    torch.manual_seed(0)
    size = InteractionConfig(layers=(0, 3), key_size=8, value_size=8, width=16, heads=2)
    config = VerifierConfig(identity(tiny), ("negation",), size, mode="lora")
    reader = make_reader(size, tiny.hidden_size, 1)
    return Verifier(config, reader, tiny, moved(new_adapter(tiny, size.layers, 4, 8)))


@pytest.mark.slow
def test_a_verifier_with_an_adapter_is_saved_and_loaded(tiny, tmp_path):
    verifier = verifier_on(tiny)
    without = Verifier(verifier.config, verifier.interaction, tiny).probabilities(PAIRS)
    expected = verifier.probabilities(PAIRS)
    assert np.abs(expected - without).max() > 1e-5, "the adapter is read"
    verifier.save_pretrained(tmp_path)
    files = sorted(str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file())
    assert files == [
        "adapter/adapter_config.json",
        "adapter/adapter_model.safetensors",
        "config.json",
        "model.safetensors",
    ]
    names = list(load_file(tmp_path / "adapter/adapter_model.safetensors"))
    assert names
    assert all("lora_" in name for name in names)
    loaded = Verifier.from_pretrained(tmp_path, device="cpu")
    np.testing.assert_allclose(loaded.probabilities(PAIRS), expected, atol=1e-6)
    np.testing.assert_array_equal(loaded.retriever.pooled(TEXTS), tiny.pooled(TEXTS))


@pytest.mark.slow
def test_peft_itself_reads_the_saved_adapter(tmp_path, retriever):
    from peft import PeftConfig

    save_adapter(new_adapter(retriever, (3, 6), 4, 8), retriever.name, tmp_path / "adapter", torch.float16)
    config = PeftConfig.from_pretrained(str(tmp_path / "adapter"))
    assert (config.peft_type.value, config.r, config.lora_alpha) == ("LORA", 4, 8)
    assert config.base_model_name_or_path == retriever.name


def test_a_saved_adapter_has_the_same_bytes_in_every_process(tmp_path, retriever):
    """A set of names comes out of each process in an order of its own."""
    save_adapter(new_adapter(retriever, (3, 6), 4, 8), retriever.name, tmp_path / "adapter", torch.float32)
    names = json.loads((tmp_path / "adapter/adapter_config.json").read_text())["target_modules"]
    assert len(names) > 3
    assert names == sorted(names)


def test_broken_adapters_are_named(tmp_path, retriever):
    folder = tmp_path / "adapter"
    with pytest.raises(InputError, match="adapter: no adapter_config"):
        load_adapter(retriever, folder)
    save_adapter(new_adapter(retriever, (3,), 4, 8), retriever.name, folder, torch.float32)
    weights = folder / "adapter_model.safetensors"
    complete = load_file(weights)
    save_file(dict(list(complete.items())[1:]), weights)
    with pytest.raises(InputError, match="do not belong together"):
        load_adapter(retriever, folder)
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(InputError, match="does not fit"):
        load_adapter(retriever, folder)
    values = json.loads((folder / "adapter_config.json").read_text())
    (folder / "adapter_config.json").write_text(json.dumps(values | {"r": 8}))
    save_file(complete, weights)
    with pytest.raises(InputError, match="does not fit"):
        load_adapter(retriever, folder)


def test_settings_of_another_peft_are_left_out_when_empty_and_refused_otherwise(tmp_path, retriever):
    folder = tmp_path / "adapter"
    save_adapter(new_adapter(retriever, (3,), 4, 8), retriever.name, folder, torch.float32)
    values = json.loads((folder / "adapter_config.json").read_text())
    (folder / "adapter_config.json").write_text(json.dumps(values | {"use_tomorrow": False, "later": None}))
    load_adapter(retriever, folder)
    (folder / "adapter_config.json").write_text(json.dumps(values | {"use_tomorrow": True}))
    told = r"adapter_config\.json: peft .* does not know 'use_tomorrow'.*pip install -U peft"
    with pytest.raises(InputError, match=told):
        load_adapter(retriever, folder)


@pytest.mark.slow
def test_copying_an_adapter(tiny):
    source, target = moved(new_adapter(tiny, (3,), 4, 8)), new_adapter(tiny, (3,), 4, 8)
    copy_adapter(source, target)
    torch.testing.assert_close(states(tiny, target)[0], states(tiny, source)[0])
    with pytest.raises(InputError, match="differ in rank"):
        copy_adapter(source, new_adapter(tiny, (3,), 2, 8))


def test_the_embedding_layer_alone_has_nothing_to_adapt(tiny):
    with pytest.raises(InputError, match="adapts the encoder's blocks"):
        new_adapter(tiny, (0,), 4, 8)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_prompts_are_read_by_the_encoder_and_not_by_the_verifier(kind, tiny_model):
    plain = Retriever.load(str(tiny_model(kind)), device="cpu")
    prompted = Retriever.load(str(tiny_model(kind, {"default": "query : "})), device="cpu")
    tokens, bare = prompted.tokenize(TEXTS[:3]), plain.tokenize(TEXTS[:3])
    for row in range(3):
        assert tokens.ids[row][tokens.mask[row]].tolist() == bare.ids[row][bare.mask[row]].tolist()
        assert tokens.offsets[row][tokens.mask[row]].tolist() == bare.offsets[row][bare.mask[row]].tolist()
    with torch.no_grad():
        _, pooled = prompted.token_states(tokens, (3,))
    np.testing.assert_allclose(pooled.numpy(), prompted.pooled(TEXTS[:3]), atol=1e-6)
    assert np.abs(prompted.pooled(TEXTS[:3]) - plain.pooled(TEXTS[:3])).max() > 1e-4
