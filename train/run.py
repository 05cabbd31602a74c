"""Train a verifier: the entry of `verisieve train` and of `accelerate launch train/run.py`.

    accelerate launch --num_processes 2 --cpu train/run.py --data pairs --out run --config minilm

Writes a run folder: model.safetensors, config.json, train_config.yaml, train_log.jsonl, summary.json and
calibration.json and checkpoints/. The same command continues a run that was interrupted.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from verisieve.common.configuration import load_config
from verisieve.common.errors import InputError
from verisieve.common.failures import failed
from verisieve.common.files import write_json
from verisieve.models.layout import CALIBRATION, SUMMARY
from verisieve.train.arguments import add_arguments
from verisieve.train.claim import claimed, digest, manifest_of, told
from verisieve.train.config import TrainConfig
from verisieve.train.launch import relaunch_on_cpu
from verisieve.train.sources.read import with_labelled

if TYPE_CHECKING:
    from peft import PeftModel

MOVED = (
    "mode full moved the encoder: its pooled vectors are not the original retriever's, an index has to be "
    "built again, and recall may have fallen; measure it"
)


def run(arguments: argparse.Namespace) -> None:
    """Run the command; raises InputError for bad input."""
    config = load_config(TrainConfig, "train", arguments.config, arguments.set)
    config = with_labelled(config, arguments.labelled)
    summary = train(arguments.data, arguments.out, config, arguments.device)
    if summary is not None and arguments.json:
        print(json.dumps(summary, indent=2))
    elif summary is not None:
        figures = summary["validation"]
        print(f"{arguments.out}: {summary['steps']} steps, {summary['seconds']:.0f} s, ", end="")
        print("validation " + ", ".join(f"{name} {value:.4f}" for name, value in figures.items()))
        for name, note in summary["without_threshold"].items():
            print(f"{arguments.out}: no {name} threshold: {note}")


def train(
    data: Path | None, out: Path, config: TrainConfig, device: str | None = None
) -> dict[str, Any] | None:
    """Train on the pairs in `data` and on the sources, and fill the run folder `out`.

    data: a generated dataset; None where the sources are all. Returns the summary on the main process.

    Continues from the last checkpoint when `out` holds an unfinished run of the same configuration and
    data. device: "cpu", or the kind of accelerator; None is one where there is one. Raises InputError when
    `out` holds another run or another process trains in it, or when the pairs cannot be used.
    """
    with ExitStack() as held:
        return _train(data, out, config, device, held)


def _train(
    data: Path | None, out: Path, config: TrainConfig, device: str | None, held: ExitStack
) -> dict[str, Any] | None:
    """Do the work of `train`; the folder is held until `held` is closed."""
    import numpy as np
    from accelerate.utils import set_seed

    from verisieve.data_gen.publish.card import card_licenses
    from verisieve.models.folder import weights_sha256
    from verisieve.models.networks.map_models import make_reader
    from verisieve.models.retriever import Retriever
    from verisieve.models.text.register import registers_of
    from verisieve.models.verifier import VerifierConfig, identity, save_verifier
    from verisieve.models.verifier_folder import find_verifier
    from verisieve.train.calibration import fitting
    from verisieve.train.loop import Trainer, auc_by_family, auc_by_source
    from verisieve.train.model import TrainingModel
    from verisieve.train.plan.epoch import balance_overlap
    from verisieve.train.plan.examples import sources_of
    from verisieve.train.plan.held_out import held_out_halves
    from verisieve.train.plan.pairs import (
        GroupedPairs,
        check_both_labels,
        near_miss_families,
        without_families,
    )
    from verisieve.train.plan.passages import whole_passages
    from verisieve.train.precompute.supply import cached_states, hard_neighbours, remove_states
    from verisieve.train.precompute.token_states import encoder_of
    from verisieve.train.sources.mixture import load_sources, shares_of
    from verisieve.train.start import make_accelerator, start_from, trained_encoder

    manifest = manifest_of(data, config)
    train_pairs, validation_pairs, counts = load_sources(data, config)
    train_pairs = without_families(train_pairs, config.leave_out)
    check_both_labels(np.asarray(train_pairs["label"]))
    accelerator = make_accelerator(config, out, device)
    retriever = Retriever.load(config.retriever, device=str(accelerator.device))
    _check(retriever, config)
    train_pairs, cut = whole_passages(train_pairs, retriever, config.max_tokens)
    validation_pairs, _ = whole_passages(validation_pairs, retriever, config.max_tokens)
    families = known_families(near_miss_families(train_pairs))
    set_seed(config.seed)
    interaction = make_reader(config.interaction, retriever.hidden_size, len(families))
    identified = identity(retriever)
    encoder = trained_encoder(retriever, config)
    if config.init_from is not None:
        start_from(find_verifier(config.init_from), interaction, families, retriever, encoder, config)
    if accelerator.is_main_process:
        held.enter_context(claimed(out, config, manifest))
    accelerator.wait_for_everyone()
    set_seed(config.seed + accelerator.process_index)
    encode, encoding = encoder_of(retriever, config, encoder), None
    if config.cache_states:
        encode, encoding = cached_states(
            encode, (train_pairs, validation_pairs), retriever, config, out, accelerator
        )
    pairs = GroupedPairs(train_pairs, families, shares_of(config))
    if config.hard_negative_share > 0:
        pairs.neighbours = hard_neighbours(pairs, encode, config, out, accelerator)
    if config.overlap_balance:
        balance_overlap(pairs, config)
    held_out = GroupedPairs(validation_pairs, families, shares_of(config, "calibration"))
    selection, unseen = held_out_halves(held_out, config)
    model = TrainingModel(interaction, config, encode, encoder)
    if config.compile:
        interaction.compile(dynamic=True)
    trainer = Trainer(
        accelerator, model, pairs, selection.examples, config, out, partial(sources_of, held_out)
    )
    position = trainer.run()
    chosen, last = trainer.read(selection.examples), trainer.read(unseen.examples)
    trainer.end()
    if not accelerator.is_main_process:
        return None
    fitted = fitting.fit(chosen.logits, chosen.answers, config.calibration)
    registers = registers_of((example.a, example.b) for example in unseen.examples)
    on_unseen = (last.logits, last.answers, unseen.groups)
    calibrated = fitting.with_thresholds(
        fitted, *on_unseen, config.budget, config.bound, config.gate_budget, registers
    )
    names = [
        str(held_out.family_names[held_out.row_families[e.row]]) if e.row >= 0 else ""
        for e in unseen.examples
    ]
    summary = {
        "mode": config.mode,
        "steps": position.step,
        "best_step": position.best_step if config.keep == "best" else position.step,
        "pairs_read": position.pairs,
        "seconds": round(position.seconds, 1),
        "encoding_seconds": encoding,
        "pairs_per_second": round(position.pairs / max(1e-9, position.seconds), 1),
        "peak_memory_mb": _peak_memory(),
        "processes": accelerator.num_processes,
        "device": str(accelerator.device),
        "parameters": sum(parameter.numel() for parameter in interaction.parameters()),
        "encoder_parameters_trained": _trained(encoder),
        "train_pairs": len(train_pairs),
        "passages_too_long": cut,
        "validation_pairs": len(validation_pairs),
        "validation": last.figures,
        "validation_auc_by_family": auc_by_family(last, unseen.examples, np.asarray(names)),
        "sources": counts,
        "validation_auc_by_source": auc_by_source(last, sources_of(held_out, unseen.examples)),
        "digest": digest(manifest, config),
        "data": told(manifest),
        "licenses": [] if data is None else card_licenses(data),
    }
    if config.mode == "full":
        summary["warning"] = MOVED
        identified = replace(identity(Retriever(retriever.model, retriever.name)), name=retriever.name)
    verifier_config = VerifierConfig(
        retriever=identified,
        families=families,
        interaction=config.interaction,
        calibration=calibrated,
        max_tokens=min(256, retriever.model.max_seq_length or 256),
        mode=config.mode,
    )
    report = fitting.report(calibrated, *on_unseen, registers)
    summary["without_threshold"] = report["notes"]
    write_json(out / CALIBRATION, report)
    adapter = cast("PeftModel", encoder) if config.mode == "lora" else None
    save_verifier(out, verifier_config, interaction, retriever, adapter)
    remove_states(config, out)
    summary["weights_sha256"] = weights_sha256(out)
    write_json(out / SUMMARY, summary)
    return summary


def known_families(present: Sequence[str]) -> tuple[str, ...]:
    """Return those families that the generator knows, which a verdict may name; all where it knows none.

    People's labels come with kinds of their own, which tell a user nothing.
    """
    from verisieve.data_gen.edits.families import families_for

    return tuple(family for family in present if family in families_for("en")) or tuple(present)


def _trained(encoder: Any) -> int:
    """Return how many of the encoder's parameters learn."""
    return 0 if encoder is None else sum(p.numel() for p in encoder.parameters() if p.requires_grad)


def _peak_memory() -> int:
    """Return this process's largest resident size in MiB; mapped files count while they are resident."""
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset) >> 20
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)


def _check(retriever: Any, config: TrainConfig) -> None:
    layers = config.interaction.layers
    if not layers or min(layers) < 0 or max(layers) > retriever.num_layers:
        raise InputError(
            f"train.interaction.layers {list(layers)}: "
            f"{retriever.name} has layers 0 to {retriever.num_layers}"
        )

    if config.family_weights:
        _check_families(config.family_weights)
    if config.cache_states and config.mode != "frozen":
        raise InputError(
            f"train.cache_states: in mode {config.mode} the states change with every step; use mode frozen, "
            "or cache_states false"
        )


def _check_families(named: Iterable[str]) -> None:
    from verisieve.data_gen.edits.families import families_for

    families = sorted(families_for("en"))
    for family in named:
        if family not in families:
            told = ", ".join(families)
            raise InputError(f"train.family_weights: no family {family!r}; the families are {told}")


def main() -> None:
    """Entry of `accelerate launch train/run.py`."""
    parser = argparse.ArgumentParser(description="Train a verifier on generated pairs.")
    add_arguments(parser)
    arguments = parser.parse_args()
    relaunch_on_cpu(Path(__file__))
    try:
        run(arguments)
    except Exception as error:
        sys.exit(failed("verisieve", error))


if __name__ == "__main__":
    main()
