"""A published verifier as a CrossEncoder: its scores are the verifier's, with verisieve and without."""

import json
import os
import pickle
import shutil
import subprocess
import sys

import numpy as np
import pytest
import torch
import yaml
from sentence_transformers import CrossEncoder

import verisieve
from verisieve.common.errors import InputError
from verisieve.eval.publish import publish
from verisieve.eval.publishing import standalone
from verisieve.models.encoder.adapter import new_adapter
from verisieve.models.interaction import InteractionModel
from verisieve.models.retriever import Retriever
from verisieve.models.verifier import Calibration, Verifier, VerifierConfig, identity
from verisieve.tests.processes import HANGS
from verisieve.tests.tiny import tiny_size

LONG = "the tenant paid the landlord and the nurse called the patient , " * 60
PAIRS = [
    ("the tenant paid the landlord", "the landlord paid the tenant"),
    ("the tenant paid the landlord", "the landlord was paid by the tenant"),
    ("the nurse never called", "the nurse called"),
    ("", "the dog"),
    (LONG, "the dog"),
    ("the dog", LONG),
    ("the tenant paid the landlord", LONG),
]


def make_run(folder, retriever_folder, mode, architecture="alignment", method="temperature"):
    """Write a finished run of an untrained verifier whose answers are far apart; return the verifier."""
    torch.manual_seed(1)
    retriever = Retriever.load(str(retriever_folder), device="cpu")
    size = tiny_size(architecture=architecture)
    model = InteractionModel(size, retriever.hidden_size, 2)
    model.answer[-1].weight.data.mul_(20)
    config = VerifierConfig(
        retriever=identity(retriever), families=("argument_swap", "negation"), interaction=size, mode=mode,
        calibration=Calibration(temperature=0.7, method=method, biases=(0.3, -0.2, 0.1)), max_tokens=40,
    )  # fmt: skip
    adapter = None
    if mode == "lora":
        adapter = new_adapter(retriever, size.layers, 4, 8)
        for name, value in adapter.named_parameters():
            if "lora_B" in name:
                torch.nn.init.normal_(value.data)
    verifier = Verifier(config, model, retriever, adapter)
    verifier.save_pretrained(folder)
    (folder / "train_config.yaml").write_text(yaml.safe_dump({"steps": 1}), encoding="utf-8")
    (folder / "summary.json").write_text("{}", encoding="utf-8")
    return verifier


@pytest.fixture(scope="module", params=["frozen", "lora", "full"])
def published(request, tmp_path_factory, tiny_model):
    """(folder, verifier) of each mode."""
    base = tmp_path_factory.mktemp(request.param)
    verifier = make_run(base / "run", tiny_model("bert"), request.param, method="platt")
    publish(base / "run", None, dry_run=base / "export")
    return base / "export", verifier


def check_scores(model, verifier):
    wanted = verifier.score(PAIRS)
    assert np.ptp(wanted) > 0.01
    np.testing.assert_allclose(model.predict(PAIRS), wanted, atol=1e-6)
    for batch_size in (1, 3):
        np.testing.assert_allclose(model.predict(PAIRS, batch_size=batch_size), wanted, atol=1e-6)
    assert model.predict(PAIRS[0]) == pytest.approx(wanted[0], abs=1e-6)
    assert len(model.predict([])) == 0
    query, candidates = PAIRS[0][0], [candidate for _, candidate in PAIRS]
    ours, theirs = verifier.rank(query, candidates, top_k=5), model.rank(query, candidates, top_k=5)
    scores = verifier.score([(query, candidate) for candidate in candidates])
    for rows in (ours, theirs):  # two with all but equal scores may stand either way round
        assert (np.diff([scores[row["corpus_id"]] for row in rows]) < 1e-6).all()
    np.testing.assert_allclose([row["score"] for row in ours], [row["score"] for row in theirs], atol=1e-6)
    assert model.rank(query, []) == []


@pytest.mark.slow
def test_predict_and_rank_are_the_verifiers_without_remote_code(published):
    folder, verifier = published
    model = verisieve.cross_encoder(folder, device="cpu")
    check_scores(model, verifier)
    assert model.num_labels == 1
    logits = model.predict(PAIRS, activation_fn=torch.nn.Identity())
    np.testing.assert_allclose(1 / (1 + np.exp(-logits)), verifier.score(PAIRS), atol=1e-6)


@pytest.mark.slow
def test_the_folders_own_code_gives_the_same(published, tmp_path, monkeypatch):
    folder, verifier = published
    monkeypatch.setattr("transformers.dynamic_module_utils.HF_MODULES_CACHE", str(tmp_path / "modules"))
    model = CrossEncoder(str(folder), trust_remote_code=True, device="cpu")
    assert type(model[0]).__module__.startswith("transformers_modules.")
    check_scores(model, verifier)


ALONE = """
import json, sys
BARRED = {"verisieve", "pydantic", "spacy", "bm25s", "peft"}
class Without:
    def __init__(self, finder):
        self.finder = finder
    def __getattr__(self, name):
        return getattr(self.finder, name)
    def find_spec(self, name, *rest):
        return None if name.partition(".")[0] in BARRED else self.finder.find_spec(name, *rest)
sys.meta_path[:] = [Without(finder) for finder in sys.meta_path]
from sentence_transformers import CrossEncoder
folder, pairs = sys.argv[1], json.loads(sys.argv[2])
model = CrossEncoder(folder, trust_remote_code=True, device="cpu")
print(json.dumps([float(score) for score in model.predict(pairs)]))
"""


def alone(folder, environment, pairs=PAIRS):
    """Score pairs in a process that cannot import verisieve or what only verisieve needs."""
    command = [sys.executable, "-c", ALONE, str(folder), json.dumps(pairs)]
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, timeout=HANGS
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.slow
def test_it_runs_where_only_sentence_transformers_is_installed(tmp_path, tiny_model):
    verifier = make_run(tmp_path / "run", tiny_model("bert"), "frozen")
    publish(tmp_path / "run", None, dry_run=tmp_path / "export")
    scores = alone(tmp_path / "export", {"HF_HOME": str(tmp_path / "home")})
    np.testing.assert_allclose(scores, verifier.score(PAIRS), atol=1e-6)


@pytest.mark.slow
def test_other_architectures_and_calibrations(tmp_path, tiny_model):
    verifier = make_run(tmp_path / "run", tiny_model("mpnet"), "frozen")
    config = json.loads((tmp_path / "run" / "config.json").read_text(encoding="utf-8"))
    config["calibration"] |= {
        "method": "isotonic",
        "same_curve": [[0.0, 0.0], [0.3, 0.4], [1.0, 1.0]],
        "near_miss_curve": [[0.0, 0.1], [1.0, 0.9]],
    }
    (tmp_path / "run" / "config.json").write_text(json.dumps(config), encoding="utf-8")
    calibrated = Verifier.from_pretrained(tmp_path / "run", device="cpu")
    assert np.abs(calibrated.score(PAIRS) - verifier.score(PAIRS)).max() > 1e-3
    check_scores(verisieve.cross_encoder(tmp_path / "run", device="cpu"), calibrated)


@pytest.mark.slow
def test_a_certain_answer_has_a_finite_logit(published):
    folder, _ = published
    module = verisieve.cross_encoder(folder, device="cpu")[0]
    module.interaction.answer[-1].bias.data = torch.tensor([-200.0, 200.0, -200.0])
    model = CrossEncoder(modules=[module], device="cpu")
    assert np.isfinite(model.predict(PAIRS, activation_fn=torch.nn.Identity())).all()
    ones = [float(query != LONG) for query, _ in PAIRS]  # a query that is cut off is never the same
    np.testing.assert_allclose(model.predict(PAIRS), ones, rtol=0, atol=1e-30)


@pytest.mark.slow
def test_it_moves_as_a_whole(published):
    folder, _ = published
    model = verisieve.cross_encoder(folder, device="cpu")
    assert {value.device.type for value in model.to("meta").parameters()} == {"meta"}
    assert model.device.type == "meta"
    assert model[0].retriever.device.type == "meta"


@pytest.mark.slow
def test_a_limit_on_the_length_holds_and_a_prompt_is_refused(published, tmp_path, monkeypatch):
    folder, _ = published
    monkeypatch.setattr("transformers.dynamic_module_utils.HF_MODULES_CACHE", str(tmp_path / "modules"))
    model = CrossEncoder(str(folder), trust_remote_code=True, device="cpu", max_length=8)
    features = model.preprocess(PAIRS)
    assert features["query.input.input_ids"].shape[1] == 8
    assert model.max_seq_length == 8
    with pytest.raises(ValueError, match="takes no prompt"):
        model.predict(PAIRS, prompt="query: ")


@pytest.mark.slow
def test_saved_again_it_still_loads(published, tmp_path):
    folder, verifier = published
    model = verisieve.cross_encoder(folder, device="cpu")
    model.save(str(tmp_path / "copy"), create_model_card=False)
    np.testing.assert_allclose(
        verisieve.cross_encoder(tmp_path / "copy", device="cpu").predict(PAIRS),
        verifier.score(PAIRS),
        atol=1e-6,
    )


def test_refuses_another_retriever_without_verisieve_too(tmp_path, tiny_model):
    make_run(tmp_path / "run", tiny_model("bert"), "frozen")
    path = tmp_path / "run" / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["retriever"]["sha256"] = "00" * 32
    path.write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(InputError, match="has other weights"):
        verisieve.cross_encoder(tmp_path / "run")


@pytest.fixture
def copy(published, tmp_path):
    folder, _ = published
    return shutil.copytree(folder, tmp_path / "copy")


class Bomb:
    def __reduce__(self):
        return (os.abort, ())


@pytest.mark.slow
@pytest.mark.parametrize("load", [Verifier.from_pretrained, verisieve.cross_encoder])
def test_loading_refuses_pickles_changed_weights_and_climbing_paths(copy, load):
    def refused(message):
        with pytest.raises(InputError, match=message):
            load(copy, device="cpu")

    for place in ("pytorch_model.bin", "retriever/1_Pooling/x.PT", "adapter/adapter_model.pkl"):
        (copy / place).parent.mkdir(parents=True, exist_ok=True)
        (copy / place).write_bytes(pickle.dumps(Bomb()))
        refused("may hold a pickle")
        (copy / place).unlink()

    sums = (copy / "checksums.json").read_text(encoding="utf-8")
    (copy / "checksums.json").write_text('{"sha256": {"../../secret": "0"}}', encoding="utf-8")
    refused("climbs out")
    (copy / "checksums.json").write_text(sums, encoding="utf-8")

    weights = bytearray((copy / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (copy / "model.safetensors").write_bytes(weights)
    refused("changed or damaged after publishing")
    (copy / "model.safetensors").unlink()
    refused("model.safetensors")
    (copy / "model.safetensors").write_bytes(pickle.dumps(Bomb()))
    (copy / "checksums.json").unlink()
    refused("not a complete safetensors file")


def test_loading_refuses_a_retriever_that_climbs(tmp_path, tiny_model):
    make_run(tmp_path / "run", tiny_model("bert"), "frozen")
    path = tmp_path / "run" / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["retriever"]["name"] = "../elsewhere"
    path.write_text(json.dumps(config), encoding="utf-8")
    for load in (Verifier.from_pretrained, verisieve.cross_encoder):
        with pytest.raises(InputError, match="climbs out of the folder"):
            load(tmp_path / "run")
    with pytest.raises(InputError, match="climbs out of the folder"):
        publish(tmp_path / "run", None, dry_run=tmp_path / "export")


def test_the_modeling_file_is_the_packages_own_sources(monkeypatch, tmp_path):
    source = standalone.modeling_source("frozen")
    compile(source, "modeling_verisieve.py", "exec")
    assert "class InteractionModel(nn.Module)" in source
    assert "peft" not in source
    assert "import PeftModel" in standalone.modeling_source("lora")
    texts = {
        "one": '"""One."""\n\nfrom .text.two import TWO\n\nSAME = TWO\n',
        "text/two": '"""Two."""\n\nfrom ..three import THREE\n\nTWO = THREE\n',
        "three": '"""Three."""\n\nTHREE = 3\n',
    }
    (tmp_path / "text").mkdir()
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(standalone, "PACKAGE", tmp_path)
    monkeypatch.setattr(standalone, "MODULE", "one")
    assert standalone.sources("frozen") == ["three", "text/two", "one"]
    assert "from" not in standalone.modeling_source("frozen").partition("# three.py")[2]
    (tmp_path / "three.py").write_text('"""Three."""\n\nTHREE = 3\nSAME = 4\n', encoding="utf-8")
    with pytest.raises(InputError, match="SAME is defined in three"):
        standalone.modeling_source("frozen")
