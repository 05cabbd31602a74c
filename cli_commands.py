"""What each command of cli.py does with its arguments: call the stage, print its result.

Heavy modules are imported by the command that needs them, so that the others start fast.
"""

import argparse
import json
from pathlib import Path
from typing import Any

from .configuration import load_config
from .errors import InputError


def run_generate(arguments: argparse.Namespace) -> None:
    """Make pairs from corpora and print where they are."""
    from .data_gen.config import GenerateConfig
    from .data_gen.generate import generate

    config = load_config(GenerateConfig, "generate", arguments.config, arguments.set)
    manifest = generate(arguments.corpora, arguments.out, config, output_format=arguments.format)
    if arguments.json:
        _print_json(manifest)
    else:
        print(f"{arguments.out}: {json.dumps(manifest['rows'])}")


def run_backtranslate(arguments: argparse.Namespace) -> None:
    """Make paraphrase records of a corpus's sentences and print what became of them."""
    from .data_gen.back_translation import BackTranslation, back_translate
    from .data_gen.config import GenerateConfig

    config = load_config(GenerateConfig, "generate", arguments.config, arguments.set)
    how, encoder = BackTranslation(arguments.there, arguments.back, arguments.min_cosine), None
    if arguments.retriever != "none":
        from .models.retriever import Retriever

        encoder = Retriever.load(arguments.retriever)
    counts = back_translate(arguments.corpora, arguments.out, how, config, encoder)
    if arguments.json:
        _print_json(counts)
    else:
        dropped = ", ".join(f"{n} {name}" for name, n in counts.items() if n and name not in ("read", "kept"))
        print(f"{arguments.out}: {counts['kept']} paraphrases of {counts['read']} sentences ({dropped})")


def run_audit(arguments: argparse.Namespace) -> int:
    """Check a dataset; 1 where a check failed."""
    from rich.console import Console

    from .data_gen.audit import audit, write_audit
    from .data_gen.audit_report import print_audit

    encoder = None
    if arguments.retriever != "none":
        from .models.retriever import Retriever
        from .models.shared_states import SharedStates

        encoder = SharedStates(Retriever.load(arguments.retriever), with_states=False).pooled  # with progress
    findings = audit(arguments.dataset, encoder, arguments.rows)
    if arguments.out is not None:
        write_audit(findings, arguments.dataset, arguments.out, arguments.per_rule)
    if arguments.json:
        _print_json(findings)
    else:
        console = Console()
        print_audit(findings, console if console.is_terminal else Console(width=120))
    return 1 if arguments.strict and findings["blind"]["passed"] is not True else 0


def run_train(arguments: argparse.Namespace) -> None:
    """Train a verifier."""
    from .train.run import run

    run(arguments)


def run_evaluate(arguments: argparse.Namespace) -> None:
    """Measure a run and print its headline."""
    from .eval.config import EvaluateConfig
    from .eval.run import evaluate, read_sets
    from .eval.scorers import check

    config = load_config(EvaluateConfig, "evaluate", arguments.config, arguments.set)
    scorers = _names(arguments.scorers)
    check(scorers)
    sets = read_sets(
        arguments.near_miss,
        arguments.retrieval,
        config,
        arguments.cache,
        arguments.scenario,
        arguments.latency,
    )
    metrics = evaluate(arguments.run, sets, scorers, arguments.out, config)
    _print_result(metrics, arguments.out / "report.md", arguments.json)


def _names(text: str | None) -> list[str] | None:
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]


def run_compare(arguments: argparse.Namespace) -> None:
    """Compare two evaluations."""
    from .eval.compare import compare, markdown

    rows = compare(arguments.first, arguments.second, arguments.scorer)
    if arguments.json:
        _print_json(rows)
    else:
        print(markdown(rows, str(arguments.first), str(arguments.second)), end="")


def run_probe(arguments: argparse.Namespace) -> None:
    """Measure an embedding model on a corpus."""
    from .data_gen.config import GenerateConfig
    from .eval.probe import SENTENCES, probe

    overrides = [f"max_sentences={SENTENCES}", *arguments.set]
    config = load_config(GenerateConfig, "generate", None, overrides)
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    found = probe(arguments.model, arguments.corpus, out, arguments.against, arguments.retrieval, config)
    _print_result(found, out / "probe.md", arguments.json)


def run_tradeoff(arguments: argparse.Namespace) -> None:
    """Tune embedders and set them against the verifier."""
    from .eval.config import EvaluateConfig
    from .eval.tradeoff import tradeoff
    from .models.verifier import Verifier
    from .train.dense import VARIANTS, DenseConfig, tune

    config = load_config(DenseConfig, "train", None, arguments.set)
    retriever = Verifier.from_pretrained(arguments.run).retriever.name
    tuned: dict[str, str] = {
        variant: str(tune(arguments.data, arguments.out / variant, variant, config, retriever))
        for variant in VARIANTS
    }
    out = arguments.out
    found = tradeoff(tuned, arguments.run, arguments.near_miss, arguments.retrieval, out, EvaluateConfig())
    _print_result(found, out / "tradeoff.md", arguments.json)


def _print_result(result: Any, report: Path, as_json: bool) -> None:
    """Print the result as JSON, or else the report on it."""
    if as_json:
        _print_json(result)
    else:
        print(report.read_text(encoding="utf-8"))


def _print_json(result: Any) -> None:
    print(json.dumps(result, indent=2, ensure_ascii=False))


def run_verify(arguments: argparse.Namespace) -> None:
    """Judge candidates."""
    from .verify_command import verify

    query, requests, candidates = arguments.query, arguments.requests, arguments.candidates
    if query is None and candidates is not None:
        raise InputError("--candidates needs --query TEXT; without it give a file of JSON lines")
    if query is not None and requests is not None:
        raise InputError(f"{requests}: with --query, give the candidates with --candidates FILE")
    verify(arguments.run, requests or candidates or "-", query, arguments.explain, arguments.json)


def run_publish(arguments: argparse.Namespace) -> None:
    """Write or upload a run or a dataset."""
    from .data_gen.publish import is_dataset, publish_dataset
    from .eval.publish import publish

    run, dry_run, private = arguments.run, arguments.dry_run, not arguments.public
    if is_dataset(run):
        place = publish_dataset(run, arguments.repo, dry_run, private, arguments.license)
    else:
        place = publish(run, arguments.repo, dry_run, private=private)
    if arguments.json:
        _print_json({"place": place, "dry_run": dry_run is not None})
    else:
        print(place)


def run_demo(arguments: argparse.Namespace) -> None:
    """Run every stage on the bundled corpus."""
    from rich.console import Console

    from .demo import demo

    metrics = demo(arguments.out, arguments.config, Console(stderr=arguments.json))
    if arguments.json:
        _print_json(metrics)
