"""`verisieve paraphrase`: let a language model, a translator or a command reword a corpus, for generate."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..common.configuration import load_config
from ..common.errors import InputError
from ..data_gen.paraphrasing.chat import INSTRUCTION, KEY_VARIABLE, EndpointConfig
from ..data_gen.paraphrasing.cost import Prices
from ..data_gen.paraphrasing.fidelity import MIN_COSINE
from .options import add_configuration, add_device, add_json, print_json

if TYPE_CHECKING:
    from ..data_gen.paraphrasing.backend import Backend
    from ..data_gen.paraphrasing.run import Outcome

HELP = "reword a corpus's sentences with a language model, a translator or a command, for generate"
EXAMPLES = """
  verisieve paraphrase c.jsonl --out p.jsonl --endpoint gpt-4o-mini --price-in .15 --price-out .6 --max-cost 5
  verisieve paraphrase c.jsonl --out p.jsonl --endpoint llama3 --base-url http://localhost:11434/v1
  verisieve paraphrase c.jsonl --out p.jsonl --model my-t5-paraphraser --prefix "paraphrase: "
  verisieve paraphrase c.jsonl --out p.jsonl --model opus-mt-en-de --back opus-mt-de-en
  verisieve paraphrase c.jsonl --out p.jsonl --model nllb-200 --languages eng_Latn deu_Latn
  verisieve paraphrase c.jsonl --out p.jsonl --command "my-rewriter" --to-confirm doubtful.jsonl

Then: verisieve generate c.jsonl p.jsonl --out pairs. The same command goes on with a run that was
interrupted, failed, or stopped at a limit; what was answered is not asked for again.
"""
OWN = {
    "endpoint": (
        *("base_url", "key_variable", "instruction", "temperature", "seed", "max_tokens", "timeout"),
        *("retries", "concurrency", "price_in", "price_out", "max_requests", "max_cost", "estimate"),
    ),
    "model": ("back", "languages", "prefix", "beams", "temperature", "seed", "batch_size"),
    "command": ("back",),
}
"""Which options a back end reads; any other is an error with it."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments on a parser."""
    add_corpus(parser)
    chosen = parser.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--endpoint", metavar="MODEL", help="ask this model of an OpenAI-compatible endpoint")
    chosen.add_argument(
        "--model", metavar="NAME", help="run this transformers sequence-to-sequence model: Hub name or folder"
    )
    chosen.add_argument(
        "--command", dest="program", metavar="COMMAND", help="pipe lines through this command"
    )
    parser.add_argument(
        "--back", metavar="NAME", help="model or command that translates back what the first translated"
    )
    add_sieve(parser)

    asked = parser.add_argument_group("with --endpoint")
    asked.add_argument(
        "--base-url", metavar="URL", help="of the server (default: OPENAI_BASE_URL, or OpenAI)"
    )
    asked.add_argument(
        "--key-variable", metavar="NAME", help=f"environment variable with the key (default: {KEY_VARIABLE})"
    )
    asked.add_argument(
        "--instruction", metavar="TEXT", help=f'what the model is told (default: "{INSTRUCTION[:26]}...")'
    )
    asked.add_argument("--max-tokens", type=int, metavar="N", help="of an answer (default: 256)")
    asked.add_argument("--timeout", type=float, metavar="SECONDS", help="for a request (default: 60)")
    asked.add_argument("--retries", type=int, metavar="N", help="repeats of what fails (default: 5)")
    asked.add_argument("--concurrency", type=int, metavar="N", help="requests at a time (default: 8)")
    asked.add_argument("--price-in", type=float, metavar="PRICE", help="of a million tokens sent")
    asked.add_argument("--price-out", type=float, metavar="PRICE", help="of a million tokens received")
    asked.add_argument("--max-requests", type=int, metavar="N", help="stop after so many in this start")
    asked.add_argument("--max-cost", type=float, metavar="AMOUNT", help="stop before this start costs more")
    asked.add_argument(
        "--estimate", action="store_true", default=None, help="only say what it would take; ask for nothing"
    )

    own = parser.add_argument_group("with --model")
    own.add_argument(
        "--languages",
        nargs=2,
        metavar="CODE",
        help="of the text and in between, for a model of many languages",
    )
    own.add_argument("--prefix", metavar="TEXT", help='put before every sentence (T5: "paraphrase: ")')
    own.add_argument("--beams", type=int, metavar="N", help="of the search (default: 4)")
    own.add_argument("--batch-size", type=int, metavar="N", help="sentences at a time (default: 16)")

    drawn = parser.add_argument_group("with --endpoint or --model")
    drawn.add_argument("--temperature", type=float, metavar="T", help="above 0 draws words at random")
    drawn.add_argument(
        "--seed", type=int, metavar="N", help="of what is drawn (default: 0, or the endpoint's)"
    )


def add_corpus(parser: argparse.ArgumentParser) -> None:
    """Add the corpora and the files that are written."""
    parser.add_argument(
        "corpora", nargs="+", metavar="CORPUS", help="file, folder or Hugging Face dataset; see the README"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="JSON lines to write: id, text, paraphrase"
    )
    parser.add_argument(
        "--to-confirm",
        type=Path,
        metavar="FILE",
        help="also write what may be near-misses, for you to label: anchor, candidate, label (null), reason",
    )


def add_sieve(parser: argparse.ArgumentParser) -> None:
    """Add what decides on the wordings, and the options of every command that reads a corpus."""
    parser.add_argument(
        "--min-cosine",
        type=float,
        default=MIN_COSINE,
        metavar="COSINE",
        help=f"drop a paraphrase that the retriever finds farther from its source (default: {MIN_COSINE})",
    )
    parser.add_argument(
        "--retriever", metavar="NAME", help="whose vectors are compared (default: all-MiniLM-L6-v2), or none"
    )
    add_configuration(parser)
    add_device(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> None:
    """Make paraphrase records of a corpus's sentences and print what became of them."""
    backend = backend_of(arguments)
    if arguments.estimate:
        from ..data_gen.config import GenerateConfig
        from ..data_gen.paraphrasing.run import estimate

        config = load_config(GenerateConfig, "generate", arguments.config, arguments.set)
        told = estimate(arguments.corpora, backend, config)
        if arguments.json:
            print_json({"estimate": told})
        else:
            print(told)
        return
    reword(arguments, backend, Prices(arguments.price_in, arguments.price_out))


def backend_of(arguments: argparse.Namespace) -> "Backend":
    """Return the back end that the options name. Raises InputError for an option that it does not read."""
    kind = next(kind for kind, name in _CHOICES.items() if getattr(arguments, name) is not None)
    for name in sorted({name for names in OWN.values() for name in names} - set(OWN[kind])):
        if getattr(arguments, name) is not None:
            raise InputError(f"--{name.replace('_', '-')}: --{kind} does not read it; leave it out")
    chosen = getattr(arguments, _CHOICES[kind])
    given: dict[str, Any] = {
        name: value for name in OWN[kind] if (value := getattr(arguments, name)) is not None
    }
    if kind == "endpoint":
        from ..data_gen.paraphrasing.cost import Budget
        from ..data_gen.paraphrasing.endpoint import Endpoint

        given.pop("estimate", None)
        prices = Prices(given.pop("price_in", None), given.pop("price_out", None))
        budget = Budget(prices, given.pop("max_requests", None), given.pop("max_cost", None))
        return Endpoint(EndpointConfig(chosen, **given), budget)
    if kind == "model":
        from ..data_gen.paraphrasing.model import ModelConfig, Models

        if "languages" in given:
            given["languages"] = tuple(given["languages"])
        return Models(ModelConfig(chosen, **given), arguments.device)
    from ..data_gen.paraphrasing.command import Commands

    return Commands(chosen, *given.values())


_CHOICES = {"endpoint": "endpoint", "model": "model", "command": "program"}


def reword(arguments: argparse.Namespace, backend: "Backend", prices: Prices | None = None) -> None:
    """Let a back end reword the corpora, and print what became of the sentences."""
    prices = prices or Prices()
    from ..data_gen.config import GenerateConfig
    from ..data_gen.paraphrasing.run import paraphrase

    config, encoder = load_config(GenerateConfig, "generate", arguments.config, arguments.set), None
    if arguments.retriever != "none":
        from ..models.retriever import Retriever

        encoder = Retriever.load(arguments.retriever, arguments.device)
    outcome = paraphrase(
        arguments.corpora,
        arguments.out,
        backend,
        config,
        encoder,
        arguments.min_cosine,
        arguments.to_confirm,
    )
    if arguments.json:
        from dataclasses import asdict

        usage = {**asdict(outcome.usage), "cost": prices.of(outcome.usage)}
        print_json({**outcome.counts, "usage": usage, "limit": outcome.limit, "records_left": outcome.left})
    else:
        print(told_of(outcome, arguments, prices))


def told_of(outcome: "Outcome", arguments: argparse.Namespace, prices: Prices) -> str:
    """Return what became of the sentences, as lines."""
    counts = outcome.counts
    dropped = ", ".join(f"{n} {name}" for name, n in outcome.dropped().items()) or "none dropped"
    lines = [f"{arguments.out}: {counts['kept']} paraphrases of {counts['read']} sentences ({dropped})"]
    if arguments.to_confirm is not None and counts["to_confirm"]:
        lines.append(
            f"{arguments.to_confirm}: {counts['to_confirm']} may be near-misses; fill in label (0 near-miss, "
            "1 same) before you use them"
        )
    if outcome.usage.requests:
        lines.append(f"used: {prices.told(outcome.usage)}")
    if outcome.limit is not None:
        lines.append(
            f"stopped at {outcome.limit}, {outcome.left} records before the end: the same command goes on"
        )
    return "\n".join(lines)
