"""The command line: `verisieve generate | audit | train | evaluate | verify | publish | demo | ...`.

Only parses arguments and calls the stage; heavy modules are imported by the command that needs them.
Bad input (InputError) is printed and exits with code 2.
"""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from . import __version__
from . import cli_commands as commands
from .cli_examples import EXAMPLES
from .data_gen.fidelity import MIN_COSINE
from .data_gen.translator import BACK, THERE
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
        sys.stdout.flush()
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
    added = parser.add_subparsers(required=True, metavar="COMMAND")

    generate = _add_command(added, "generate", help="make near-miss pairs from a corpus")
    generate.add_argument(
        "corpora", nargs="+", metavar="CORPUS", help="file, folder or Hugging Face dataset; see the README"
    )
    generate.add_argument("--out", type=Path, required=True, help="folder to write the dataset to")
    generate.add_argument(
        "--format", choices=("pairs", "triplets"), default="pairs", help="triplets for sentence-transformers"
    )
    _add_configuration(generate)
    _add_json(generate)
    generate.set_defaults(command=commands.run_generate)

    translate = _add_command(
        added, "backtranslate", help="make natural paraphrases of a corpus's sentences, for generate"
    )
    translate.add_argument(
        "corpora", nargs="+", metavar="CORPUS", help="file, folder or Hugging Face dataset; see the README"
    )
    translate.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="JSON lines to write: id, text, paraphrase"
    )
    for side, command in (("there", THERE), ("back", BACK)):
        translate.add_argument(
            f"--{side}",
            default=command,
            metavar="COMMAND",
            help=f"translates lines {side}, from standard input to standard output (default: {command})",
        )
    translate.add_argument(
        "--min-cosine",
        type=float,
        default=MIN_COSINE,
        metavar="COSINE",
        help=f"drop a paraphrase that the retriever finds farther from its source (default: {MIN_COSINE})",
    )
    translate.add_argument(
        "--retriever", metavar="NAME", help="whose vectors are compared (default: all-MiniLM-L6-v2), or none"
    )
    _add_configuration(translate)
    _add_json(translate)
    translate.set_defaults(command=commands.run_backtranslate)

    audit = _add_command(
        added, "audit", help="what a generated dataset holds, and what gives its labels away"
    )
    audit.add_argument("dataset", type=Path, help="folder written by `verisieve generate`")
    audit.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="write audit.json, audit.html and browse.html; may be the dataset's",
    )
    _add_json(audit)
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
    audit.set_defaults(command=commands.run_audit)

    train = _add_command(added, "train", help="fit a verifier on generated pairs")
    train.add_argument("--data", type=Path, required=True, help="folder written by `verisieve generate`")
    train.add_argument("--out", type=Path, required=True, help="run folder to write, or to continue")
    _add_configuration(train)
    _add_json(train)
    train.set_defaults(command=commands.run_train)

    evaluate = _add_command(added, "evaluate", help="measure near-miss detection and retrieval")
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
    _add_json(evaluate)
    evaluate.set_defaults(command=commands.run_evaluate)

    compare = _add_command(added, "compare", help="two evaluations of the same sets, with significance")
    compare.add_argument("first", type=Path, metavar="A", help="folder written by `verisieve evaluate`")
    compare.add_argument("second", type=Path, metavar="B", help="another one")
    compare.add_argument("--scorer", default="verifier", help="whose figures are compared")
    _add_json(compare)
    compare.set_defaults(command=commands.run_compare)

    probe = _add_command(added, "probe", help="what an embedding model gets silently wrong on your texts")
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
    _add_json(probe)
    probe.set_defaults(command=commands.run_probe)

    tradeoff = _add_command(
        added, "tradeoff", help="what tuning the embedder would gain and cost, against the verifier"
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
    _add_json(tradeoff)
    tradeoff.set_defaults(command=commands.run_tradeoff)

    verify = _add_command(
        added, "verify", help="judge candidates as they arrive; JSON lines in, JSON lines out"
    )
    verify.add_argument(
        "run", metavar="MODEL", help='run folder or published verifier; "default" is the bundled one'
    )
    verify.add_argument(
        "requests",
        nargs="?",
        metavar="FILE",
        help='JSON lines with a "query" and a "candidate" or "candidates"; other keys are kept '
        "(default: - for standard input)",
    )
    verify.add_argument("--query", metavar="TEXT", help="one query for all: then every line is a candidate")
    verify.add_argument(
        "--candidates", metavar="FILE", help="with --query: one candidate per line (default: standard input)"
    )
    verify.add_argument(
        "--explain", type=Path, metavar="FILE.html", help="also write a page that shows why, with heat maps"
    )
    _add_json(verify, "JSON lines even on a terminal")
    verify.set_defaults(command=commands.run_verify)

    publish = _add_command(added, "publish", help="write the card and upload a run or a dataset to the Hub")
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
    _add_json(publish)
    publish.set_defaults(command=commands.run_publish)

    demo = _add_command(added, "demo", help="all of it on the bundled corpus and all-MiniLM-L6-v2")
    demo.add_argument("--out", type=Path, default=Path("demo-out"), help="folder to write (must not exist)")
    demo.add_argument("--config", default="demo", help="recipe to use")
    _add_json(demo)
    demo.set_defaults(command=commands.run_demo)

    completion = _add_command(added, "completion", help="write a script that completes commands in a shell")
    completion.add_argument("shell", choices=("bash", "zsh"))
    completion.set_defaults(command=_completion)
    return parser


def _add_command(added: Any, name: str, help: str) -> argparse.ArgumentParser:
    """Add a command whose help ends with its examples."""
    parser: argparse.ArgumentParser = added.add_parser(
        name,
        help=help,
        description=f"{help[0].upper()}{help[1:]}.",
        epilog=f"examples:{EXAMPLES[name]}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
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


def _add_json(parser: argparse.ArgumentParser, help: str = "print the result as one JSON object") -> None:
    parser.add_argument("--json", action="store_true", help=help)


def _completion(arguments: argparse.Namespace) -> None:
    from .completion import completion_script

    print(completion_script(build_parser(), arguments.shell))


if __name__ == "__main__":
    sys.exit(main())
