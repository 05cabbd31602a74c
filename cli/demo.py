"""`verisieve demo`: generate, train, evaluate, card and export on the bundled corpus and retriever.

Ends with a table of what cosine, MaxSim and the verifier do with held-out near-misses, and with a few
concrete pairs and their scores.
"""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..common.cards import CARD
from ..common.configuration import load_config
from ..common.files import check_new_folder
from .options import add_json, print_json

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

HELP = "all of it on the bundled corpus and all-MiniLM-L6-v2"
EXAMPLES = """
  verisieve demo
  verisieve demo --out quick --config smoke
"""

CORPUS = Path(__file__).parent.parent / "data_gen" / "demo"
SHOWN = (
    ("Rome is closer than Paris.", "Paris is closer than Rome.", "near-miss"),
    ("Rome is closer than Paris.", "Paris is farther away than Rome.", "same"),
    ("The dog bit the man.", "The man bit the dog.", "near-miss"),
    ("The dog bit the man.", "The man was bitten by the dog.", "same"),
    ("The small company acquired the large bank.", "The large company acquired the small bank.", "near-miss"),
    (
        "The small company acquired the large bank.",
        "The large bank was acquired by the small company.",
        "same",
    ),
    ("No refund is issued after 30 days.", "A refund is issued after 30 days.", "near-miss"),
    ("How do I turn off dark mode?", "How do I turn on dark mode?", "near-miss"),
)
"""Pairs that no rule of the generator has seen, with what they are."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    parser.add_argument("--out", type=Path, default=Path("demo-out"), help="folder to write (must not exist)")
    parser.add_argument("--config", default="demo", help="recipe to use")
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Run every stage on the bundled corpus."""
    from rich.console import Console

    metrics = demo(arguments.out, arguments.config, Console(stderr=arguments.json))
    if arguments.json:
        print_json(metrics)


def demo(out: Path, recipe: str = "demo", console: "Console | None" = None) -> dict[str, Any]:
    """Run every stage into the folder `out` and return the metrics; InputError when `out` is in use.

    console: where the stages and the tables are printed; standard output by default.
    """
    import numpy as np
    from rich.console import Console

    from ..data_gen.config import GenerateConfig
    from ..data_gen.generate import generate
    from ..eval.config import EvaluateConfig
    from ..eval.publish import publish
    from ..eval.run import evaluate, read_sets
    from ..models.layout import REPORT_PAGE
    from ..models.verifier import Verifier
    from ..train.config import TrainConfig
    from ..train.run import train

    check_new_folder(out)
    generation = load_config(GenerateConfig, "generate", recipe, [])
    training = load_config(TrainConfig, "train", recipe, [])
    evaluation = load_config(EvaluateConfig, "evaluate", recipe, [])
    console, started = console or Console(), time.perf_counter()
    pairs, run, published = out / "pairs", out / "run", out / "published"
    console.rule("1/4 generate: near-misses and hard positives from the bundled corpus")
    generate([CORPUS / "corpus.jsonl", CORPUS / "paraphrases.jsonl"], pairs, generation)
    console.rule("2/4 train: a verifier on the frozen retriever")
    train(pairs, run, training)
    console.rule("3/4 evaluate: held-out sentences")
    metrics = evaluate(str(run), read_sets([pairs], [], evaluation), None, run, evaluation)
    console.rule("4/4 publish: model card and export (dry run)")
    publish(run, None, published)
    trained, exported = (Verifier.from_pretrained(folder) for folder in (run, published))
    shown = [(query, candidate) for query, candidate, _ in SHOWN]
    if not np.array_equal(trained.score(shown), exported.score(shown)):
        raise RuntimeError("the exported verifier scores differently from the trained one")
    console.print(_summary(metrics["near_miss"]["pairs"]))
    console.print(_concrete(exported))
    console.print(
        f"{time.perf_counter() - started:.0f} s for all of it. "
        f"Report: {run / REPORT_PAGE}. Card: {published / CARD}.\n"
        f'Next: verisieve verify {published} --query "The dog bit the man." --candidates FILE'
    )
    return metrics


def _summary(scorers: dict[str, dict[str, Any]]) -> "Table":
    """Held-out near-misses, scorer by scorer."""
    from rich.table import Table

    table = Table(title="Held-out near-misses of the demo corpus")
    for heading in ("scorer", "AUC", "95 % interval", "rejected at\n95 % acceptance", "right order\nin pair"):
        table.add_column(heading, justify="left" if heading == "scorer" else "right")
    for name in ("cosine", "maxsim", "verifier"):
        figures = scorers[name]
        low, high = figures["auc_ci95"] or (float("nan"), float("nan"))
        table.add_row(
            name,
            f"{figures['auc']:.3f}",
            f"{low:.3f}-{high:.3f}",
            f"{figures['rejection_at_95_acceptance']:.1%}",
            f"{figures['pairwise_accuracy']:.1%}",
        )
    return table


def _concrete(verifier: Any) -> "Table":
    """A few pairs with the scores of all three."""
    from rich.table import Table

    from ..models.scorers.baselines import Cosine, MaxSim

    table = Table(title="Concrete pairs (the verifier's score is P(same))", show_lines=True)
    table.add_column("query / candidate", ratio=1)
    for heading in ("truth", "cosine", "maxsim", "verifier", "verdict"):
        table.add_column(heading, no_wrap=True)
    pairs = [(query, candidate) for query, candidate, _ in SHOWN]
    scorers = (Cosine(verifier.retriever), MaxSim(verifier.retriever), verifier)
    columns = [scorer.score(pairs) for scorer in scorers]
    for row, (query, candidate, truth) in enumerate(SHOWN):
        verdict = verifier.verify(query, [candidate])[0]
        scores = (f"{column[row]:.3f}" for column in columns)
        table.add_row(f"{query}\n{candidate}", truth, *scores, verdict.answer.replace("_", "-"))
    return table
