"""Paraphrases by a real sequence-to-sequence model: a tiny T5 that knows two sentences by heart."""

import json
from pathlib import Path

import pytest

from verisieve.cli import main
from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.paraphrasing.model import ModelConfig, Models
from verisieve.data_gen.paraphrasing.run import paraphrase

CONFIG = GenerateConfig(language_check=False)
TEXTS = ["The nurse gave the patient a large apple.", "The clerk sent the tenant a short letter."]
MADE = ["The nurse gave the patient a big apple.", "The clerk sent a short letter to the tenant."]


@pytest.fixture(scope="module")
def tiny_t5(tmp_path_factory) -> Path:
    """A T5 that rewords TEXTS as MADE; it also has tokens for the languages "aa" and "bb"."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

    words = sorted({word for text in [*TEXTS, *MADE] for word in text.replace(".", " .").split()})
    vocabulary = {word: number for number, word in enumerate(["<pad>", "</s>", "<unk>", "aa", "bb", *words])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation()]
    )
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", unk_token="<unk>"
    )
    config = T5Config(
        vocab_size=len(vocabulary), d_model=32, d_kv=8, d_ff=64, num_layers=1, num_heads=4, dropout_rate=0.0,
        pad_token_id=0, eos_token_id=1,
    )  # fmt: skip
    config.decoder_start_token_id = 0
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        model = T5ForConditionalGeneration(config)
        optimizer = torch.optim.Adam(model.parameters(), 0.01)
        batch = fast(TEXTS, return_tensors="pt", padding=True)
        labels = fast(MADE, return_tensors="pt", padding=True)["input_ids"]
        labels[labels == 0] = -100
        for _ in range(80):
            loss = model(
                input_ids=batch["input_ids"], attention_mask=batch["attention_mask"], labels=labels
            ).loss
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    folder = tmp_path_factory.mktemp("models") / "t5"
    model.eval().save_pretrained(folder)
    fast.save_pretrained(folder)
    return folder


@pytest.fixture
def corpus(tmp_path) -> Path:
    path = tmp_path / "corpus.txt"
    path.write_text("".join(f"{text}\n" for text in TEXTS))
    return path


def made_by(models: Models, sentences=TEXTS) -> dict[int, str | None]:
    return {place: text for lot in models.paraphrase(sentences) for place, text in lot.made.items()}


@pytest.mark.slow
def test_rewords_in_batches_and_the_command_writes_it(tmp_path, corpus, tiny_t5, capsys):
    out = tmp_path / "p.jsonl"
    command = ["paraphrase", str(corpus), "--out", str(out), "--model", str(tiny_t5), "--batch-size", "1"]
    assert main([*command, "--retriever", "none", "--device", "cpu", "--set", "language_check=false"]) == 0
    assert "2 paraphrases of 2 sentences (none dropped)" in capsys.readouterr().out
    assert [json.loads(line)["paraphrase"] for line in out.read_text().splitlines()] == MADE


@pytest.mark.slow
def test_what_is_drawn_depends_on_the_seed_alone(tiny_t5):
    import torch

    def drawn(seed: int) -> dict[int, str | None]:
        return made_by(
            Models(ModelConfig(str(tiny_t5), temperature=4.0, beams=1, seed=seed), "cpu"), TEXTS * 4
        )

    one = drawn(1)
    state = torch.get_rng_state()
    torch.rand(3)
    assert drawn(1) == one
    assert drawn(2) != one
    torch.set_rng_state(state)


def test_there_and_back_and_by_languages(tiny_t5):
    there_and_back = Models(ModelConfig(str(tiny_t5), back=str(tiny_t5)), "cpu")
    assert len(there_and_back.identity()["weights"]) == 2
    assert set(made_by(there_and_back)) == {0, 1}
    by_language = Models(ModelConfig(str(tiny_t5), languages=("aa", "bb")), "cpu")
    assert all(text is None or text.startswith("aa") for text in made_by(by_language).values())
    with pytest.raises(InputError, match="knows no language 'cc'"):
        Models(ModelConfig(str(tiny_t5), languages=("aa", "cc")), "cpu")


def test_another_model_does_not_go_on_with_the_work_of_this_one(tmp_path, tiny_t5):
    import shutil

    other = tmp_path / "other"
    shutil.copytree(tiny_t5, other)
    (other / "generation_config.json").write_text('{"eos_token_id": 1, "pad_token_id": 0}')
    one = Models(ModelConfig(str(tiny_t5)), "cpu").identity()
    assert one["weights"] != Models(ModelConfig(str(other)), "cpu").identity()["weights"]


@pytest.mark.slow
def test_killed_between_batches_it_goes_on_to_the_same_bytes(tmp_path, corpus, tiny_t5, monkeypatch):
    models = Models(ModelConfig(str(tiny_t5), batch_size=1), "cpu")
    whole, out = tmp_path / "whole.jsonl", tmp_path / "p.jsonl"
    paraphrase([corpus], whole, models, CONFIG, progress=False)
    generated: list[list[str]] = []
    (first, _, _) = models._steps[0]
    generate = type(first).generate

    def killed_at_the_second(self, texts, *rest):
        generated.append(list(texts))
        if len(generated) == 2:
            raise KeyboardInterrupt
        return generate(self, texts, *rest)

    monkeypatch.setattr(type(first), "generate", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        paraphrase([corpus], out, models, CONFIG, progress=False)
    assert not out.exists()
    paraphrase([corpus], out, models, CONFIG, progress=False)
    assert generated[2:] == [[TEXTS[1]]]
    assert out.read_bytes() == whole.read_bytes()


def test_a_folder_that_is_no_such_model_is_one_line(tmp_path, corpus, capsys, tiny_model):
    empty = tmp_path / "empty"
    empty.mkdir()
    for folder in (empty, tmp_path / "nowhere", tiny_model("bert")):
        command = ["paraphrase", str(corpus), "--out", str(tmp_path / "p.jsonl"), "--model", str(folder)]
        assert main([*command, "--retriever", "none"]) == 2
        told = capsys.readouterr().err
        assert f"{folder}: no sequence-to-sequence model can be loaded" in told
        assert len(told.strip().splitlines()) == 1
    for figure in ({"beams": 0}, {"batch_size": 0}, {"temperature": -1.0}):
        with pytest.raises(InputError, match="or more"):
            ModelConfig("m", **figure)
