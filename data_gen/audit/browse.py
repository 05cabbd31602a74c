"""A page to read pairs by: a sample of every rule, the words that differ marked, filters by family, rule and
label.

browse.html.jinja has the layout; the page is one file that needs no network. Written by audit.write_audit.
"""

from collections import defaultdict
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ...common.text import Runs, word_diff
from ..hashing import stable_hash
from ..pairing.balance import rule_of
from ..pairing.buckets import SENTENCE
from ..schema import SAME
from .table import PairsTable, Spans


def browse_page(rows: PairsTable, name: str, per_rule: int, seed: int = 0) -> str:
    """Return the HTML page with up to `per_rule` pairs of every rule, label and grain, drawn by `seed`."""
    shown = [_view(rows, index) for index in sample_by_rule(rows, per_rule, seed)]
    return (
        page_environment()
        .get_template("browse.html.jinja")
        .render(
            name=name,
            total=len(rows),
            pairs=shown,
            families=sorted({pair["family"] for pair in shown}),
            rules=sorted({pair["rule"] for pair in shown}),
            grains=sorted({pair["grain"] for pair in shown}),
        )
    )


def page_environment() -> Environment:
    """Return the environment in which the pages of this folder are rendered; it escapes texts."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def sample_by_rule(rows: PairsTable, per_rule: int, seed: int) -> list[int]:
    """Return the indices of up to `per_rule` rows of each rule, label and grain, in the order of these."""
    kinds: defaultdict[tuple[str, str, int, str], list[tuple[int, int]]] = defaultdict(list)
    for index in range(len(rows)):
        rule = rule_of({"family": rows.families[index], "edit": rows.edits[index]})
        kind = (rule.partition(".")[0], rule, int(rows.labels[index]), rows.grains[index])
        place = stable_hash(f"{seed} browse {rows.groups[index]} {rows.candidates[index]}")
        kinds[kind].append((place, index))
    return [index for kind in sorted(kinds) for _, index in sorted(kinds[kind])[:per_rule]]


def marked(text: str, spans: Spans) -> Runs:
    """Cut a text at character spans into (piece, marked).

    >>> marked("He did not go.", [[3, 10]])
    [('He ', False), ('did not', True), (' go.', False)]
    """
    runs: Runs = []
    position = 0
    for start, end in sorted(spans):
        runs += [(text[position:start], False), (text[max(start, position) : end], True)]
        position = max(position, end)
    return [run for run in (*runs, (text[position:], False)) if run[0]]


def _view(rows: PairsTable, index: int) -> dict:
    """Prepare one pair; in a passage only known spans are marked."""
    anchor, candidate, grain = rows.anchors[index], rows.candidates[index], rows.grains[index]
    anchor_runs, candidate_runs = word_diff(anchor, candidate)
    if grain != SENTENCE:
        anchor_runs = marked(anchor, rows.anchor_spans[index])
        candidate_runs = marked(candidate, rows.candidate_spans[index])
    rule = rule_of({"family": rows.families[index], "edit": rows.edits[index]})
    return {
        "anchor": anchor_runs,
        "candidate": candidate_runs,
        "label": "same" if rows.labels[index] == SAME else "near-miss",
        "family": rule.partition(".")[0],
        "rule": rule,
        "edit": rows.edits[index],
        "grain": grain,
        "split": rows.splits[index],
    }
