"""The command line: `verisieve generate | audit | train | evaluate | verify | publish | demo`.

Only parses arguments and calls the stage; heavy modules are imported by the command that needs them.
Bad input (InputError) is printed and exits with code 2.
"""

import argparse
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from . import __version__
from .configuration import load_config
from .errors import InputError

EPILOG = """examples:
  verisieve generate corpus.jsonl --out pairs
  verisieve audit pairs --out pairs
  verisieve train --data pairs --out run --config minilm
  verisieve evaluate run --near-miss pairs --retrieval scifact --out report
  verisieve verify run --query "Rome is closer than Paris." --candidates candidates.txt
  verisieve publish run --dry-run hub-folder
"""


def main(argv: list[str] | None = None) -> int:
    """Run a command; return its exit code: 0, 1 for a failed check, 2 for bad input, 130 when interrupted."""
    arguments = build_parser().parse_args(argv)
    try:
        code: int | None = arguments.command(arguments)
    except InputError as error:
        print(f"verisieve: error: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("verisieve: interrupted; the same command continues where it can", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code or 0


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = argparse.ArgumentParser(
        prog="verisieve",
        description="Train small verifiers that catch near-misses behind a frozen retriever.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"verisieve {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    generate = commands.add_parser("generate", help="make near-miss pairs from a corpus")
    generate.add_argument(
        "corpora", nargs="+", metavar="CORPUS", help="file, folder or Hugging Face dataset; see the README"
    )
    generate.add_argument("--out", type=Path, required=True, help="folder to write the dataset to")
    generate.add_argument(
        "--format", choices=("pairs", "triplets"), default="pairs", help="triplets for sentence-transformers"
    )
    _add_configuration(generate)
    generate.set_defaults(command=_generate)

    audit = commands.add_parser(
        "audit", help="what a generated dataset holds, and what gives its labels away"
    )
    audit.add_argument("dataset", type=Path, help="folder written by `verisieve generate`")
    audit.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write audit.json, audit.html and browse.html; may be the dataset's",
    )
    audit.add_argument("--json", action="store_true", help="print the findings as JSON")
    audit.add_argument(
        "--retriever",
        metavar="NAME",
        help="frozen encoder of the blind audit (default: all-MiniLM-L6-v2), or none",
    )
    audit.add_argument(
        "--rows", type=int, default=60_000, help="about how many rows to sample (default: 60000)"
    )
    audit.add_argument(
        "--per-rule", type=int, default=12, help="pairs of each rule in browse.html (default: 12)"
    )
    audit.add_argument("--strict", action="store_true", help="exit with code 1 unless the blind audit passes")
    audit.set_defaults(command=_audit)

    train = commands.add_parser("train", help="fit a verifier on generated pairs")
    train.add_argument("--data", type=Path, required=True, help="folder written by `verisieve generate`")
    train.add_argument("--out", type=Path, required=True, help="run folder to write, or to continue")
    _add_configuration(train)
    train.set_defaults(command=_train)

    evaluate = commands.add_parser("evaluate", help="measure near-miss detection and retrieval")
    evaluate.add_argument("run", help="run folder or published verifier")
    evaluate.add_argument(
        "--near-miss",
        type=Path,
        action="extend",
        nargs="+",
        default=[],
        metavar="FILE",
        help="labelled pairs or triplets, a generated dataset folder (its test split), or a public set: "
        "hub:paws, hub:nevir=LOCAL_COPY, ...",
    )
    evaluate.add_argument(
        "--retrieval",
        type=Path,
        action="extend",
        nargs="+",
        default=[],
        metavar="DIR",
        help="BEIR folder: corpus.jsonl, queries.jsonl, qrels/test.tsv",
    )
    evaluate.add_argument(
        "--cache",
        type=Path,
        action="extend",
        nargs="+",
        default=[],
        metavar="FILE",
        help="labelled pairs (questions) on which a semantic cache is played through",
    )
    evaluate.add_argument(
        "--scenario",
        type=Path,
        action="extend",
        nargs="+",
        default=[],
        metavar="DIR",
        help="generated pairs of which RAG with planted contradictions and an agent's memory are made",
    )
    evaluate.add_argument("--latency", action="store_true", help="measure milliseconds and bytes as well")
    evaluate.add_argument(
        "--scorers",
        metavar="NAMES",
        help="comma-separated: verifier, gate, cosine, bm25, hybrid, maxsim, mean-map, soft-alignment, "
        "cross-encoder:MODEL, embedder:MODEL, verifier:RUN (default: all that need no further model)",
    )
    evaluate.add_argument("--out", type=Path, required=True, help="folder for metrics.json and the report")
    _add_configuration(evaluate)
    evaluate.set_defaults(command=_evaluate)

    compare = commands.add_parser("compare", help="two evaluations of the same sets, with significance")
    compare.add_argument("first", type=Path, metavar="A", help="folder written by `verisieve evaluate`")
    compare.add_argument("second", type=Path, metavar="B", help="another one")
    compare.add_argument("--scorer", default="verifier", help="whose figures are compared")
    compare.add_argument("--json", action="store_true", help="write JSON instead of a table")
    compare.set_defaults(command=_compare)

    probe = commands.add_parser("probe", help="what an embedding model gets silently wrong on your texts")
    probe.add_argument("model", help="sentence-transformers model, by folder or Hub name")
    probe.add_argument("--corpus", nargs="+", required=True, help="as for `verisieve generate`")
    probe.add_argument("--against", metavar="OTHER", help="a second model, side by side")
    probe.add_argument(
        "--retrieval", type=Path, nargs="+", default=[], metavar="DIR", help="BEIR folders to measure as well"
    )
    probe.add_argument("--out", type=Path, required=True, help="folder for the report and the pairs")
    probe.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="override a key of the generate section (max_sentences is 400 here)",
    )
    probe.set_defaults(command=_probe)

    tradeoff = commands.add_parser(
        "tradeoff", help="what tuning the embedder would gain and cost, against the verifier"
    )
    tradeoff.add_argument("run", help="run folder or published verifier")
    tradeoff.add_argument("--data", type=Path, required=True, help="pairs that copies of its retriever learn")
    tradeoff.add_argument("--near-miss", type=Path, nargs="+", required=True, metavar="FILE")
    tradeoff.add_argument("--retrieval", type=Path, nargs="+", required=True, metavar="DIR")
    tradeoff.add_argument("--out", type=Path, required=True, help="folder for the report and tuned embedders")
    tradeoff.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="steps, batch_size, learning_rate, ...",
    )
    tradeoff.set_defaults(command=_tradeoff)

    verify = commands.add_parser("verify", help="judge candidates; one JSON line each")
    verify.add_argument("run", help="run folder or published verifier")
    verify.add_argument("--query", required=True, help="the text that candidates are compared with")
    verify.add_argument(
        "--candidates", default="-", metavar="FILE", help="one candidate per line; - reads standard input"
    )
    verify.set_defaults(command=_verify)

    publish = commands.add_parser("publish", help="write the card and upload a run or a dataset to the Hub")
    publish.add_argument(
        "run", type=Path, help="run folder, or dataset folder written by `verisieve generate`"
    )
    publish.add_argument("--repo", metavar="ORG/NAME", help="repository on the Hugging Face Hub")
    publish.add_argument(
        "--dry-run", type=Path, metavar="DIR", help="write what would be uploaded to DIR and stop"
    )
    publish.add_argument("--public", action="store_true", help="make a new repository public")
    publish.add_argument(
        "--license",
        action="append",
        default=[],
        metavar="[CORPUS=]ID",
        help="datasets: the licence of the source texts, as an identifier of the Hub (cc-by-4.0)",
    )
    publish.set_defaults(command=_publish)

    demo = commands.add_parser("demo", help="all of it on the bundled corpus and all-MiniLM-L6-v2")
    demo.add_argument("--out", type=Path, default=Path("demo-out"), help="folder to write (must not exist)")
    demo.add_argument("--config", default="demo", help="recipe to use")
    demo.set_defaults(command=_demo)
    return parser


def _add_configuration(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--config", help="recipe: a YAML file or the name of one in configs/")
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help="override a key of the command's section",
    )


def _generate(arguments: argparse.Namespace) -> None:
    from .data_gen.config import GenerateConfig
    from .data_gen.generate import generate

    config = load_config(GenerateConfig, "generate", arguments.config, arguments.set)
    manifest = generate(arguments.corpora, arguments.out, config, output_format=arguments.format)
    print(f"{arguments.out}: {json.dumps(manifest['rows'])}")


def _audit(arguments: argparse.Namespace) -> int:
    from rich.console import Console

    from .data_gen.audit import audit, write_audit
    from .data_gen.audit_report import print_audit

    encoder = None
    if arguments.retriever != "none":
        from .models.retriever import Retriever

        encoder = Retriever.load(arguments.retriever).pooled
    findings = audit(arguments.dataset, encoder, arguments.rows)
    if arguments.out is not None:
        write_audit(findings, arguments.dataset, arguments.out, arguments.per_rule)
    if arguments.json:
        print(json.dumps(findings, indent=2, ensure_ascii=False))
    else:
        console = Console()
        print_audit(findings, console if console.is_terminal else Console(width=120))
    return 1 if arguments.strict and findings["blind"]["passed"] is not True else 0


def _train(arguments: argparse.Namespace) -> None:
    from .train.run import run

    run(arguments)


def _evaluate(arguments: argparse.Namespace) -> None:
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
    evaluate(arguments.run, sets, scorers, arguments.out, config)
    print((arguments.out / "report.md").read_text(encoding="utf-8"))


def _names(text: str | None) -> list[str] | None:
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]


def _compare(arguments: argparse.Namespace) -> None:
    from .eval.compare import compare, markdown

    rows = compare(arguments.first, arguments.second, arguments.scorer)
    if arguments.json:
        print(json.dumps(rows, indent=2))
    else:
        print(markdown(rows, str(arguments.first), str(arguments.second)), end="")


def _probe(arguments: argparse.Namespace) -> None:
    from .data_gen.config import GenerateConfig
    from .eval.probe import SENTENCES, probe

    overrides = [f"max_sentences={SENTENCES}", *arguments.set]
    config = load_config(GenerateConfig, "generate", None, overrides)
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    probe(arguments.model, arguments.corpus, out, arguments.against, arguments.retrieval, config)
    print((out / "probe.md").read_text(encoding="utf-8"))


def _tradeoff(arguments: argparse.Namespace) -> None:
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
    tradeoff(tuned, arguments.run, arguments.near_miss, arguments.retrieval, out, EvaluateConfig())
    print((out / "tradeoff.md").read_text(encoding="utf-8"))


def _verify(arguments: argparse.Namespace) -> None:
    from .models.verifier import Verifier

    candidates = _read_candidates(arguments.candidates)
    verifier = Verifier.from_pretrained(arguments.run)
    for candidate, verdict in zip(candidates, verifier.verify(arguments.query, candidates), strict=True):
        print(json.dumps({"candidate": candidate, **asdict(verdict)}, ensure_ascii=False))


def _read_candidates(source: str) -> list[str]:
    name = "standard input" if source == "-" else source
    try:
        data = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise InputError(f"{name}: {error.strerror}; give a file with one candidate per line") from None
    candidates = []
    for number, line in enumerate(data.split(b"\n"), start=1):
        try:
            text = line.decode("utf-8").strip()
        except UnicodeDecodeError:
            raise InputError(f"{name}: line {number} is not valid UTF-8; convert the file") from None
        if text:
            candidates.append(text)
    if not candidates:
        raise InputError(f"{name}: no candidates; give one per line")
    return candidates


def _publish(arguments: argparse.Namespace) -> None:
    from .data_gen.publish import is_dataset, publish_dataset
    from .eval.publish import publish

    if is_dataset(arguments.run):
        place = publish_dataset(
            arguments.run, arguments.repo, arguments.dry_run, not arguments.public, arguments.license
        )
        print(place)
        return
    print(publish(arguments.run, arguments.repo, arguments.dry_run, private=not arguments.public))


def _demo(arguments: argparse.Namespace) -> None:
    from .demo import demo

    demo(arguments.out, arguments.config)


if __name__ == "__main__":
    sys.exit(main())
