"""`verisieve evaluate`: measure near-miss detection and retrieval."""

import argparse
from pathlib import Path

from ..common.configuration import load_config
from .options import add_configuration, add_device, add_json, print_result

HELP = "measure near-miss detection and retrieval"
EXAMPLES = """
  verisieve evaluate run --near-miss pairs --out report
  verisieve evaluate run --near-miss questions.csv --retrieval scifact --out report --json
  verisieve evaluate run --near-miss pairs --scorers verifier,cosine,cross-encoder:my-reranker --out report
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("run", help="run folder or published verifier")
    parser.add_argument(
        "--near-miss",
        type=Path,
        action="extend",
        nargs="+",
        default=[],
        metavar="FILE",
        help="labelled pairs or triplets, a generated dataset folder (its test split), or a public set: "
        "hub:paws, hub:nevir=LOCAL_COPY, ...",
    )
    parser.add_argument(
        "--retrieval",
        type=Path,
        action="extend",
        nargs="+",
        default=[],
        metavar="DIR",
        help="BEIR folder: corpus.jsonl, queries.jsonl, qrels/test.tsv",
    )
    parser.add_argument(
        "--cache",
        type=Path,
        action="extend",
        nargs="+",
        default=[],
        metavar="FILE",
        help="labelled pairs (questions) on which a semantic cache is played through",
    )
    parser.add_argument(
        "--scenario",
        type=Path,
        action="extend",
        nargs="+",
        default=[],
        metavar="DIR",
        help="generated pairs of which RAG with planted contradictions and an agent's memory are made",
    )
    parser.add_argument("--latency", action="store_true", help="measure milliseconds and bytes as well")
    parser.add_argument(
        "--scorers",
        metavar="NAMES",
        help="comma-separated: verifier, gate, cosine, bm25, hybrid, maxsim, mean-map, soft-alignment, "
        "cross-encoder:MODEL, embedder:MODEL, verifier:RUN (default: all that need no further model)",
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for metrics.json and the report")
    add_configuration(parser)
    add_device(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Measure a run and print its headline."""
    from ..eval.config import EvaluateConfig
    from ..eval.run import evaluate, read_sets
    from ..eval.scorers import check
    from ..models.layout import REPORT_TEXT

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
    metrics = evaluate(arguments.run, sets, scorers, arguments.out, config, arguments.device)
    print_result(metrics, arguments.out / REPORT_TEXT, arguments.json)


def _names(text: str | None) -> list[str] | None:
    return None if text is None else [name.strip() for name in text.split(",") if name.strip()]
