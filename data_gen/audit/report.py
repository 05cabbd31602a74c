"""The findings of an audit to read: tables on the terminal, and audit.html (layout in audit.html.jinja)."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from ...common.files import write_json, write_text, writing_into
from .audit import AUDIT, BROWSED
from .browse import browse_page, page_environment
from .table import is_uneven, read_pairs


def write_audit(findings: dict[str, Any], folder: Path, out: Path, per_rule: int, seed: int = 0) -> None:
    """Write audit.json, audit.html and browse.html into the folder `out`, each complete or not at all.

    per_rule: how many pairs of each rule browse.html shows.
    """
    browse = browse_page(read_pairs(folder, BROWSED, seed), findings["dataset"]["name"], per_rule, seed)
    with writing_into(out) as partial:
        write_json(partial / AUDIT, findings)
        write_text(partial / "audit.html", audit_page(findings))
        write_text(partial / "browse.html", browse)


SHOWN_ARTEFACTS = 10
BUCKETS = ("family", "length", "length difference", "overlap", "grain", "split")


def audit_page(findings: dict[str, Any]) -> str:
    """Return audit.html: one self-contained page."""
    return (
        page_environment()
        .get_template("audit.html.jinja")
        .render(
            findings=findings,
            verdict=verdict(findings),
            told=told(findings),
            buckets=[(kind, findings["balance"][kind]) for kind in BUCKETS],
            is_uneven=is_uneven,
        )
    )


def verdict(findings: dict[str, Any]) -> str:
    """Return PASS, FAIL, or why neither can be said."""
    passed = findings["blind"]["passed"]
    return "TOO FEW ROWS" if passed is None else "PASS" if passed else "FAIL"


def told(findings: dict[str, Any]) -> str:
    """Return one sentence on how well blind readers tell the label."""
    blind = findings["blind"]
    known = [figure for figure in blind["figures"] if figure["auc"] is not None]
    if not known:
        return "the blind readers need more rows to be judged"
    worst = max(known, key=lambda figure: figure["auc"])
    return (
        f"{len(blind['failed'])} of {len(known)} readings reach the limit of {blind['limit']:.2f}; "
        f"the highest AUC is {worst['auc']:.3f} ({worst['reader']}, {worst['side']}, {worst['of']})"
    )


def print_audit(findings: dict[str, Any], console: Console) -> None:
    """Print the findings, the verdict of the blind audit last."""
    sentences = findings["yield"]["sentences"]
    console.print(
        f"[bold]{findings['dataset']['name']}[/]: {sentences.get('kept', '?')} sentences kept of "
        f"{sentences.get('read', '?')}; {findings['sampled_rows']} rows sampled"
    )
    console.print(_rules(findings["yield"]["rules"]))
    rejected = findings["yield"]["guards"].items()
    console.print(
        "rejected: " + ", ".join(f"{count} {guard}" for guard, count in rejected), style="dim", soft_wrap=True
    )
    for kind in BUCKETS:
        console.print(_balance(kind, findings["balance"][kind]))
    _print_leaks(findings["leaks"], console)
    console.print(_blind(findings["blind"]))
    if findings["blind"]["artefacts"]:
        console.print(_artefacts(findings["blind"]["artefacts"]))
    cues = ", ".join(f"{name} {_auc(value)}" for name, value in findings["blind"]["pair_cues"].items())
    console.print(f"AUC of shallow comparisons of both texts: {cues}", soft_wrap=True)
    for sentence in findings["advice"]:
        console.print(f"advice: {sentence}", soft_wrap=True)
    _print_verdict(findings, console)


def _rules(rules: dict[str, dict[str, Any]]) -> Table:
    table = _table(
        "rows and rejections by rule", "rule", "alone", "in chains", "per 1000 sentences", "rejected"
    )
    for rule, of in rules.items():
        rejected = ", ".join(f"{count} {guard}" for guard, count in of["rejected"].items())
        table.add_row(rule, str(of["alone"]), str(of["chained"]), str(of["per_1000_sentences"]), rejected)
    return table


def _balance(kind: str, counts: dict[str, dict[str, int]]) -> Table:
    table = _table(f"labels by {kind}", kind, "same", "near-miss", "share of same")
    for name, of in counts.items():
        share = of["same"] / max(1, of["same"] + of["near_miss"])
        style = "yellow" if is_uneven(of) else None
        table.add_row(name, str(of["same"]), str(of["near_miss"]), f"{share:.2f}", style=style)
    return table


def _print_leaks(leaks: dict[str, Any], console: Console) -> None:
    console.print("[bold]across splits[/]")
    for kind, counts in leaks["shared"].items():
        console.print(f"  shared {kind}: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
    near = leaks["near_duplicates"]
    found = ", ".join(f"{n} {name}" for name, n in near["affected"].items()) or "none"
    console.print(f"  sources nearly the same (similarity {near['similarity']} or more): {found}")
    for example in near["examples"][:2]:
        for split, text in zip(example["splits"], example["texts"], strict=True):
            console.print(f"    {split}: {text}", style="dim", markup=False, highlight=False, soft_wrap=True)
    console.print(
        f"  pairs with both labels: {leaks['pairs_with_both_labels']}; "
        f"candidate is the anchor: {leaks['candidate_is_anchor']}"
    )


def _blind(blind: dict[str, Any]) -> Table:
    title = f"blind audit: AUC from one side alone (0.5 is guessing, {blind['limit']:.2f} the limit)"
    table = _table(title, "reader", "side", "rows", "same", "near-miss", "AUC", "95 % interval")
    for figure in blind["figures"]:
        known = figure["auc"] is not None
        table.add_row(
            figure["reader"],
            figure["side"],
            figure["of"],
            str(figure["same"]),
            str(figure["near_miss"]),
            f"{figure['auc']:.3f}" if known else "too few",
            f"{figure['low']:.3f} to {figure['high']:.3f}" if known else "",
            style="red" if figure["passed"] is False else None,
        )
    return table


def _auc(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.3f}"


def _artefacts(found: list[dict[str, Any]]) -> Table:
    table = _table("what tells most", "n-gram", "speaks for", "weight", "rows: same", "near-miss")
    for one in found[:SHOWN_ARTEFACTS]:
        table.add_row(
            one["ngram"].replace("[", "\\["),
            one["speaks_for"].replace("_", "-"),
            f"{one['weight']:+.3f}",
            str(one["same"]),
            str(one["near_miss"]),
        )
    return table


def _print_verdict(findings: dict[str, Any], console: Console) -> None:
    word = verdict(findings)
    style = {"PASS": "bold green", "FAIL": "bold red"}.get(word, "bold")
    console.print(f"blind audit: [{style}]{word}[/]: {told(findings)}", soft_wrap=True)


def _table(title: str, first: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    table.add_column(first, overflow="fold")
    for column in columns:
        is_text = column in ("rejected", "speaks for", "side") or (column == "rows" and first == "reader")
        table.add_column(column, justify="left" if is_text else "right")
    return table
