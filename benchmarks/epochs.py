"""How much faster the epochs after the first are where token states are cached.

    python benchmarks/epochs.py [--layers 22] [--width 768] [--sentences 100] [--threads 1]

Generates pairs from the demo corpus and trains three epochs in mode frozen with cache_states, on an encoder
of random weights (ModernBERT's architecture; by default of the size of gte-modernbert-base, which takes as
long as the real one), and on all-MiniLM-L6-v2. The first epoch includes encoding every text; later ones read
the states from disk.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Pooling, Transformer
from transformers import ModernBertConfig, ModernBertModel

import verisieve
from verisieve.common.failures import ended
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.generate import generate
from verisieve.data_gen.schema import load_pairs
from verisieve.models.interaction import InteractionConfig
from verisieve.models.retriever import Retriever
from verisieve.train.config import TrainConfig
from verisieve.train.plan.epoch import steps_per_epoch
from verisieve.train.plan.pairs import GroupedPairs, near_miss_families
from verisieve.train.run import train

EPOCHS = 3


def main() -> None:
    """Train on both encoders and print a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--layers", type=int, default=22)
    parser.add_argument("--width", type=int, default=768)
    parser.add_argument("--sentences", type=int, default=100, help="source sentences in the pairs")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    os.environ["OMP_NUM_THREADS"] = str(arguments.threads)
    torch.set_num_threads(arguments.threads)
    with tempfile.TemporaryDirectory(prefix="epochs-") as name:
        folder = Path(name)
        demo = Path(verisieve.__file__).parent / "data_gen" / "demo"
        config = GenerateConfig(max_sentences=arguments.sentences)
        generate([demo], folder / "pairs", config, progress=False)
        large = _random_encoder(folder / "encoder", arguments.layers, arguments.width)
        _measure(
            "encoder of random weights", folder, str(large), (0, arguments.layers // 2, arguments.layers)
        )
        _measure("all-MiniLM-L6-v2", folder, None, (0, 3, 6))


def _random_encoder(folder: Path, layers: int, width: int) -> Path:
    """Save a sentence-transformers model of random weights with MiniLM's tokenizer; return where it is."""
    tokenizer = Retriever.load().tokenizer
    torch.manual_seed(0)
    ids = {f"{name}_token_id": tokenizer.pad_token_id for name in ("pad", "bos", "eos", "cls", "sep")}
    shape = ModernBertConfig(
        vocab_size=len(tokenizer),
        num_hidden_layers=layers,
        hidden_size=width,
        intermediate_size=width * 3 // 2,
        num_attention_heads=width // 64,
        **ids,
    )
    ModernBertModel(shape).save_pretrained(folder / "weights")
    tokenizer.save_pretrained(folder / "weights")
    encoder = Transformer(str(folder / "weights"), max_seq_length=256)
    model = SentenceTransformer(modules=[encoder, Pooling(width, pooling_mode="cls")])
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


def _measure(name: str, folder: Path, retriever: str | None, layers: tuple[int, ...]) -> None:
    """Train some epochs and print what the first and the later ones took."""
    pairs = load_pairs(folder / "pairs", "train")
    out = folder / name.replace(" ", "-")
    grouped = GroupedPairs(pairs, near_miss_families(pairs))
    steps = EPOCHS * steps_per_epoch(grouped, TrainConfig())
    config = TrainConfig(
        retriever=retriever,
        cache_states=True,
        steps=steps,
        validate_every=steps,
        checkpoint_every=steps,
        calibration_pairs=200,
        validation_pairs=200,
        tracker=None,
        precision="fp32",
        interaction=InteractionConfig(layers=layers),
    )
    summary = train(folder / "pairs", out, config)
    assert summary is not None
    lines = [json.loads(line) for line in (out / "train_log.jsonl").read_text(encoding="utf-8").splitlines()]
    seconds = [line["epoch_seconds"] for line in lines if "epoch_seconds" in line]
    first, later = summary["encoding_seconds"] + seconds[0], median(seconds[1:])
    print(f"{name}: first epoch {first:.1f} s, later ones {later:.1f} s, {first / later:.1f} times as fast")


if __name__ == "__main__":
    sys.exit(ended("epochs.py", main))
