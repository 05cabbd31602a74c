"""From metrics.json to report.html and report.md: the figures and, in plain sentences, what they mean.

Called by verisieve.eval.run. The templates report.html.jinja and report.md.jinja hold the layout; this module
prepares what they show. The HTML is one file without scripts or outside resources.
"""

import difflib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

RETRIEVAL_FIGURES = ("ndcg@10", "recall@100", "mrr@10")
SCORER_MEANING = {
    "verifier": "the trained verifier: its probability that both texts mean the same",
    "cosine": "the frozen retriever's own similarity",
    "maxsim": "late interaction on the retriever's token states, untrained",
    "gate": "the retriever's ranking without the candidates the verifier calls near-misses",
}
IN_RETRIEVAL = {
    "cosine": "retriever alone",
    "verifier": "reranked by the verifier",
    "maxsim": "reranked by MaxSim",
}
WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


def write_report(metrics: dict[str, Any], worst: dict[str, list[dict[str, Any]]], folder: Path) -> None:
    """Write report.html and report.md into `folder`."""
    for name in ("report.html", "report.md"):
        (folder / name).write_text(render(name, metrics, worst), encoding="utf-8")


def render(name: str, metrics: dict[str, Any], worst: dict[str, list[dict[str, Any]]]) -> str:
    """Return "report.html" or "report.md" of evaluated metrics and the verifier's worst errors by set."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=name.endswith(".html"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "figure": figure,
        "percent": percent,
        "signed": signed,
        "interval": interval,
        "cell": cell,
    }
    sets = [_near_miss_view(name, scorers, metrics) for name, scorers in metrics["near_miss"].items()]
    retrievals = [_retrieval_view(name, scorers, metrics) for name, scorers in metrics["retrieval"].items()]
    errors = [(name, [_error_view(error) for error in found]) for name, found in worst.items() if found]
    shown = dict.fromkeys(scorer for view in (*sets, *retrievals) for scorer in view["scorers"])
    return environment.get_template(f"{name}.jinja").render(
        metrics=metrics,
        sets=sets,
        retrievals=retrievals,
        errors=errors,
        meaning={scorer: SCORER_MEANING.get(scorer, "") for scorer in shown},
        retrieval_figures=RETRIEVAL_FIGURES,
    )


def figure(value: float | None, digits: int = 3) -> str:
    """Write a figure with three decimals, a dash for none."""
    return "–" if value is None else f"{value:.{digits}f}"


def percent(value: float | None) -> str:
    """Write a share in per cent (with a no-break space), a dash for none."""
    return "–" if value is None else f"{100 * value:.1f}\u00a0%"


def signed(value: float | None, digits: int = 4) -> str:
    """Write a difference with its sign, a dash for none."""
    return "–" if value is None else f"{value:+.{digits}f}".replace("-", "−")


def interval(bounds: list[float] | None, difference: bool = False) -> str:
    """Write an interval "0.711 to 0.748", an empty text for none."""
    if bounds is None:
        return ""
    write = signed if difference else figure
    return f"{write(bounds[0])} to {write(bounds[1])}"


def cell(text: Any) -> str:
    """Make a text safe inside a Markdown table."""
    return str(text).replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


Runs = list[tuple[str, bool]]


def word_diff(anchor: str, candidate: str) -> tuple[Runs, Runs]:
    """Split two texts into (piece, changed) runs; the pieces join to the texts, changed ones differ."""
    sides = [[(match.start(), match.end()) for match in WORD.finditer(text)] for text in (anchor, candidate)]
    first = [anchor[start:end].lower() for start, end in sides[0]]
    second = [candidate[start:end].lower() for start, end in sides[1]]
    equal: tuple[set[int], set[int]] = (set(), set())
    for block in difflib.SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks():
        equal[0].update(range(block.a, block.a + block.size))
        equal[1].update(range(block.b, block.b + block.size))
    return _runs(anchor, sides[0], equal[0]), _runs(candidate, sides[1], equal[1])


def _runs(text: str, words: list[tuple[int, int]], equal: set[int]) -> Runs:
    """Cut a text around its runs of changed words; a space is changed only between two changed words."""
    runs: Runs = []
    position = index = 0
    while index < len(words):
        if index in equal:
            index += 1
            continue
        start = words[index][0]
        while index + 1 < len(words) and index + 1 not in equal:
            index += 1
        end = words[index][1]
        runs += [(text[position:start], False), (text[start:end], True)]
        position = end
        index += 1
    return [run for run in (*runs, (text[position:], False)) if run[0]]


def _near_miss_view(name: str, scorers: dict[str, dict[str, Any]], metrics: dict[str, Any]) -> dict[str, Any]:
    """Prepare one near-miss set: headline rows, the chart's rows, sentences."""
    first = next(iter(scorers.values()))
    best = _best(scorers)
    families = [("all near-misses", scorers)] + [
        (family, {scorer: figures["by_family"][family] for scorer, figures in scorers.items()})
        for family in first["by_family"]
    ]
    if len(families) == 2:  # the only family is the whole set
        families = families[:1]
    return {
        "name": name,
        "scorers": scorers,
        "n_positive": first["n_positive"],
        "n_negative": first["n_negative"],
        "note": first.get("note"),
        "best": best,
        "families": [{"name": family, "scorers": figures} for family, figures in families],
        "sentences": list(_near_miss_sentences(scorers, metrics)),
    }


def _best(scorers: dict[str, dict[str, Any]]) -> str | None:
    measured = {scorer: figures["auc"] for scorer, figures in scorers.items() if figures["auc"] is not None}
    return max(measured, key=lambda scorer: measured[scorer]) if len(measured) > 1 else None


def _near_miss_sentences(scorers: dict[str, dict[str, Any]], metrics: dict[str, Any]) -> Iterable[str]:
    verifier, cosine = scorers.get("verifier"), scorers.get("cosine")
    if verifier is None:
        return
    if verifier["auc"] is not None:
        against = f"cosine: {100 * cosine['auc']:.1f}, " if cosine else ""
        yield (
            "Given a pair that means the same and a near-miss, drawn at random, the verifier scores the "
            f"former higher in {100 * verifier['auc']:.1f} of 100 cases ({against}guessing: 50)."
        )
        against = f", cosine {percent(cosine['rejection_at_95_acceptance'])}" if cosine else ""
        yield (
            "With the threshold set so that 95 % of the pairs that mean the same pass, the verifier rejects "
            f"{percent(verifier['rejection_at_95_acceptance'])} of the near-misses{against}."
        )
    at = verifier["accuracy_at_threshold"]
    if at is not None:
        budget = metrics["calibration"]["budget"]
        parts = []
        if at["acceptance"] is not None:
            parts.append(f"accepts {percent(at['acceptance'])} of the pairs that mean the same")
        if at["rejection"] is not None:
            parts.append(f"lets {percent(1 - at['rejection'])} of the near-misses through")
        yield (
            f"At its stored threshold of {figure(at['threshold'])}, chosen on held-out training data for an "
            f"error budget of {percent(budget)}, it {' and '.join(parts)}."
        )


def _retrieval_view(name: str, scorers: dict[str, dict[str, Any]], metrics: dict[str, Any]) -> dict[str, Any]:
    """Prepare one retrieval set: rows with differences to the frozen retriever, sentences."""
    base = scorers["cosine"]
    rows = [
        {
            "scorer": scorer,
            "label": IN_RETRIEVAL.get(scorer, scorer),
            "values": [
                (figures[key], None if scorer == "cosine" else figures[key] - base[key])
                for key in RETRIEVAL_FIGURES
            ],
            "interval": figures.get("ndcg@10_difference_ci95"),
        }
        for scorer, figures in scorers.items()
    ]
    counts = metrics["counts"]["retrieval"][name]
    return {
        "name": name,
        "scorers": scorers,
        "rows": rows,
        "counts": counts,
        "sentences": list(_retrieval_sentences(scorers)),
    }


def _retrieval_sentences(scorers: dict[str, dict[str, Any]]) -> Iterable[str]:
    for scorer, subject in (("gate", "The gate"), ("verifier", "Reranking by the verifier")):
        figures = scorers.get(scorer)
        if figures is None:
            continue
        difference, bounds = figures["ndcg@10_difference"], figures["ndcg@10_difference_ci95"]
        if difference == 0 and bounds == [0, 0]:
            yield f"{subject} leaves nDCG@10 exactly as the frozen retriever has it."
        elif bounds is None:
            yield f"{subject} changes nDCG@10 by {signed(difference)} against the frozen retriever."
        else:
            judgement = "not distinguishable from no change"
            if bounds[0] > 0 or bounds[1] < 0:
                judgement = "a gain beyond chance" if bounds[0] > 0 else "a loss beyond chance"
            yield (
                f"{subject} changes nDCG@10 by {signed(difference)} against the frozen retriever "
                f"(95 % interval {interval(bounds, difference=True)}): {judgement}."
            )
        if scorer == "gate":
            yield (
                f"It drops {figures['dropped_per_query']:.2f} candidates per query; of the relevant "
                f"ones it reads, it drops {percent(figures['dropped_relevant'])}."
            )


def _error_view(error: dict[str, Any]) -> dict[str, Any]:
    anchor, candidate = word_diff(error["anchor"], error["candidate"])
    what = "near-miss accepted" if error["kind"] == "accepted" else "same meaning rejected"
    return error | {"what": what, "anchor_pieces": anchor, "candidate_pieces": candidate}
