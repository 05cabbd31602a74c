"""Train a verifier: the entry of `verisieve train` and of `accelerate launch train/run.py`.

    accelerate launch --num_processes 2 --cpu train/run.py --data pairs --out run --config minilm

Writes a run folder: model.safetensors, config.json, train_config.yaml, train_log.jsonl, summary.json and
checkpoints/. The same command continues a run that was interrupted.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import yaml

from verisieve.configuration import load_config, to_plain
from verisieve.errors import InputError
from verisieve.train.config import TrainConfig
from verisieve.train.launch import relaunch_on_cpu

TRAIN_CONFIG = "train_config.yaml"
SUMMARY = "summary.json"
PRECISIONS = {"fp32": "no", "bf16": "bf16"}
"""config.precision as accelerate names it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("--data", type=Path, required=True, help="folder written by `verisieve generate`")
    parser.add_argument("--out", type=Path, required=True, help="run folder to write, or to continue")
    parser.add_argument("--config", help="recipe: a YAML file or the name of one in configs/")
    parser.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", help="override a key of the train section"
    )


def run(arguments: argparse.Namespace) -> None:
    """Run the command; raises InputError for bad input."""
    config = load_config(TrainConfig, "train", arguments.config, arguments.set)
    summary = train(arguments.data, arguments.out, config)
    if summary is not None:
        figures = summary["validation"]
        print(f"{arguments.out}: {summary['steps']} steps, {summary['seconds']:.0f} s, ", end="")
        print("validation " + ", ".join(f"{name} {value:.4f}" for name, value in figures.items()))


def train(data: Path, out: Path, config: TrainConfig) -> dict[str, Any] | None:
    """Train on the pairs in `data` and fill the run folder `out`; return the summary on the main process.

    Continues from the last checkpoint when `out` holds an unfinished run of the same configuration and
    data. Raises InputError when it holds another one, or when the pairs cannot be used.
    """
    from accelerate import Accelerator
    from accelerate.utils import set_seed

    from verisieve.data_gen.store import load_pairs
    from verisieve.models.map_models import make_reader
    from verisieve.models.retriever import Retriever
    from verisieve.models.verifier import VerifierConfig, identity, save_verifier
    from verisieve.train.calibration import calibrate
    from verisieve.train.data import GroupedPairs, near_miss_families
    from verisieve.train.loop import Trainer
    from verisieve.train.model import TrainingModel
    from verisieve.train.states import DTYPES, cached, encoder_of

    train_pairs, validation_pairs = load_pairs(data, "train"), load_pairs(data, "validation")
    families = near_miss_families(train_pairs)
    digest = _digest(data, config)
    accelerator = Accelerator(
        gradient_accumulation_steps=config.gradient_accumulation,
        mixed_precision=PRECISIONS[config.precision],
    )
    if accelerator.is_main_process:
        _claim(out, config, digest)
    accelerator.wait_for_everyone()
    retriever = Retriever.load(config.retriever, device=str(accelerator.device))
    _check_layers(retriever, config)
    set_seed(config.seed)
    interaction = make_reader(config.interaction, retriever.hidden_size, len(families))
    set_seed(config.seed + accelerator.process_index)
    pairs = GroupedPairs(train_pairs, families)
    if config.overlap_balance:
        pairs.balance_overlap(config)
    validation = _validation_examples(GroupedPairs(validation_pairs, families), config)
    encode = encoder_of(retriever, config)
    if config.cache_states:
        texts = [text for split in (train_pairs, validation_pairs) for text in split["anchor"]]
        texts += [text for split in (train_pairs, validation_pairs) for text in split["candidate"]]
        encode = cached(encode, texts, DTYPES[config.precision], accelerator.is_main_process)
    trainer = Trainer(accelerator, TrainingModel(interaction, config), encode, pairs, validation, config, out)
    position = trainer.run()
    accelerator.wait_for_everyone()
    if not accelerator.is_main_process or trainer.held_out is None:
        return None
    figures, logits, answers = trainer.held_out
    summary = {
        "steps": position.step,
        "pairs_read": position.pairs,
        "seconds": round(position.seconds, 1),
        "processes": accelerator.num_processes,
        "device": str(accelerator.device),
        "parameters": sum(parameter.numel() for parameter in interaction.parameters()),
        "train_pairs": len(train_pairs),
        "validation_pairs": len(validation_pairs),
        "validation": figures,
        "digest": digest,
        "data": _manifest(data),
    }
    verifier_config = VerifierConfig(
        retriever=identity(retriever),
        families=families,
        interaction=config.interaction,
        calibration=calibrate(logits, answers, config.budget),
        max_tokens=min(256, retriever.model.max_seq_length or 256),
    )
    save_verifier(out, verifier_config, interaction)
    _write_json(out / SUMMARY, summary)
    return summary


def _validation_examples(pairs: Any, config: TrainConfig) -> list[Any]:
    """Return a fixed sample of the validation split, others included."""
    from dataclasses import replace

    plan = pairs.plan_epoch(0, replace(config, seed=0))
    examples = [example for groups in plan for example in pairs.examples(groups)]
    return examples[: config.validation_pairs]


def _check_layers(retriever: Any, config: TrainConfig) -> None:
    layers = config.interaction.layers
    if not layers or min(layers) < 0 or max(layers) > retriever.num_layers:
        raise InputError(
            f"train.interaction.layers {list(layers)}: "
            f"{retriever.name} has layers 0 to {retriever.num_layers}"
        )


def _claim(out: Path, config: TrainConfig, digest: str) -> None:
    """Make the run folder this run's own, or recognise it as this run's."""
    claim = out / "run.json"
    if claim.exists():
        if json.loads(claim.read_text(encoding="utf-8"))["digest"] != digest:
            raise InputError(f"{out}: holds a run of another configuration or data; choose another --out")
        if (out / SUMMARY).exists():
            raise InputError(f"{out}: this run is finished; choose another --out to train again")
    elif out.exists() and any(out.iterdir()):
        raise InputError(f"{out}: not empty and no run of verisieve; choose another --out")
    out.mkdir(parents=True, exist_ok=True)
    (out / TRAIN_CONFIG).write_text(yaml.safe_dump({"train": to_plain(config)}), encoding="utf-8")
    _write_json(claim, {"digest": digest})


def _digest(data: Path, config: TrainConfig) -> str:
    """Hash what determines the run: the configuration and the training data's manifest."""
    manifest = json.dumps(_manifest(data), sort_keys=True)
    return hashlib.sha256((repr(config) + manifest).encode()).hexdigest()


def _manifest(data: Path) -> dict[str, Any]:
    path = data / "manifest.json"
    if not path.is_file():
        raise InputError(f"{data}: no manifest.json; give a folder written by `verisieve generate`")
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest.pop("timing", None)
    return manifest


def _write_json(path: Path, value: Any) -> None:
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    partial.replace(path)


def main() -> None:
    """Entry of `accelerate launch train/run.py`."""
    parser = argparse.ArgumentParser(description="Train a verifier on generated pairs.")
    add_arguments(parser)
    arguments = parser.parse_args()
    relaunch_on_cpu(Path(__file__))
    try:
        run(arguments)
    except InputError as error:
        print(f"verisieve: error: {error}", file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main()
