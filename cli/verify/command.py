"""`verisieve verify`: judge candidates as they arrive, in order; JSON lines out, or colours on a terminal."""

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from ...common.errors import InputError
from ..options import print_json_text
from .input import VERDICT, VERDICTS, Request, open_source, read_requests

if TYPE_CHECKING:
    from ...models.verifier import Verdict, Verifier

PAIRS_AT_ONCE = 64
"""Answers are written after so many candidates, or after all that have arrived."""


def verify(
    model: str,
    source: str,
    query: str | None,
    page: Path | None,
    as_json: bool,
    device: str | None = None,
) -> None:
    """Read requests from `source` ("-" is standard input) and write a line for each, as soon as it is judged.

    query: what every line of the source is a candidate for; None where the lines are JSON objects. page: an
    HTML file that shows the grounds of the first verdicts. as_json: JSON lines even on a terminal. Raises
    InputError for bad input, after the answers to the lines before it.
    """
    if page is not None and not page.parent.is_dir():
        raise InputError(f"{page}: no folder {page.parent}; make it first")
    shown: list[tuple[str, str, Verdict]] = []
    count = 0
    with open_source(source) as stream:
        from ...models.verifier import Verifier

        verifier = Verifier.from_pretrained(model, device=device)
        write = _json_line if as_json or not sys.stdout.isatty() else _terminal(verifier)
        for requests in read_requests(stream, query):
            for request, verdicts in _judged(verifier, requests):
                write(request, verdicts)
                count += len(verdicts)
                if page is not None:
                    _keep(shown, request, verdicts)
    if page is not None:
        from ...eval.reporting.explain import write_page

        write_page(page, verifier, model, shown, count)
        print(f"{page}: {len(shown)} of {count} verdicts explained", file=sys.stderr)


def _judged(verifier: "Verifier", requests: list[Request]) -> Iterator[tuple[Request, "list[Verdict]"]]:
    """Yield each request with its verdicts; the candidates of several are judged at once."""
    start = 0
    while start < len(requests):
        end, pairs = start, 0
        while end < len(requests) and (
            end == start or pairs + len(requests[end].candidates) <= PAIRS_AT_ONCE
        ):
            pairs += len(requests[end].candidates)
            end += 1
        part = requests[start:end]
        verdicts = iter(
            verifier.verify_pairs([(r.query, candidate) for r in part for candidate in r.candidates])
        )
        for request in part:
            yield request, [next(verdicts) for _ in request.candidates]
        start = end


def _json_line(request: Request, verdicts: "list[Verdict]") -> None:
    plain = [asdict(verdict) for verdict in verdicts]
    answer = {VERDICTS: plain} if request.is_list else {VERDICT: plain[0]}
    print_json_text(request.record | answer)


def _terminal(verifier: "Verifier"):  # type: ignore[no-untyped-def]
    from rich.console import Console

    from .terminal import TerminalWriter

    return TerminalWriter(Console()).write


def _keep(shown: "list[tuple[str, str, Verdict]]", request: Request, verdicts: "list[Verdict]") -> None:
    """Add what the page has room for."""
    from ...eval.reporting.explain import MOST

    pairs = zip(request.candidates, verdicts, strict=True)
    shown += [(request.query, candidate, verdict) for candidate, verdict in pairs][: MOST - len(shown)]
