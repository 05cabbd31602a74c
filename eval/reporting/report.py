"""From metrics.json to report.html and report.md: the figures and, in plain sentences, what they mean.

Called by verisieve.eval.run. The templates report.html.jinja and report.md.jinja hold the layout; this module
prepares what they show. The HTML is one file without scripts or outside resources.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ...common.files import write_text
from ...common.text import word_diff
from ...models.layout import REPORT_PAGE, REPORT_TEXT
from ..sets.beir import LEFT_OUT
from . import views

RETRIEVAL_FIGURES = ("ndcg@10", "recall@100", "mrr@10")
SCORER_MEANING = {
    "verifier": "the trained verifier: its probability that both texts mean the same",
    "cosine": "the frozen retriever's own similarity",
    "maxsim": "late interaction on the retriever's token states, untrained",
    "gate": "the retriever's ranking without the candidates the verifier calls near-misses",
    "bm25": "BM25 (Lucene's variant): shared words, weighted by rarity",
    "hybrid": "the ranks of cosine and BM25, fused by reciprocal rank",
    "mean-map": "the mean cosine of all pairs of tokens",
    "soft-alignment": "each token's soft match in the other text, less a penalty for another place",
}
IN_RETRIEVAL = {
    "cosine": "retriever alone",
    "verifier": "reranked by the verifier",
    "maxsim": "reranked by MaxSim",
    "gate": "the gate",
    "bm25": "BM25 alone",
    "hybrid": "hybrid (cosine and BM25)",
}
BUCKETS = {
    "by_register": "register",
    "by_length": "length of the longer text",
    "by_overlap": "share of words in common",
}


def write_report(metrics: dict[str, Any], worst: dict[str, list[dict[str, Any]]], folder: Path) -> None:
    """Write report.html and report.md into `folder`."""
    for name in (REPORT_PAGE, REPORT_TEXT):
        write_text(folder / name, render(name, metrics, worst))


def render(name: str, metrics: dict[str, Any], worst: dict[str, list[dict[str, Any]]]) -> str:
    """Return "report.html" or "report.md" of evaluated metrics and the verifier's worst errors by set."""
    environment = template_environment(name.endswith(".html"))
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
        headline=views.headline(metrics),
        cost_plot=views.cost_plot(metrics),
        caches=[views.cache_view(name, found) for name, found in metrics["cache"].items()],
        scenarios=[views.scenario_view(name, found) for name, found in metrics["scenario"].items()],
    )


def template_environment(is_html: bool) -> Environment:
    """Return the environment in which the templates of this folder are rendered."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=is_html,
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
        "colour": views.colour,
    }
    return environment


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
        "plots": _near_miss_plots(scorers),
        "buckets": [
            (caption, list(first[key]), {scorer: figures[key] for scorer, figures in scorers.items()})
            for key, caption in BUCKETS.items()
            if len(first[key]) > 1
        ],
    }


def _near_miss_plots(scorers: dict[str, dict[str, Any]]) -> list[tuple[str, Any]]:
    """Return captions and plots: the scores of the verifier and of cosine, the reliability diagram."""
    plots: list[tuple[str, Any]] = [
        (f"Scores of {name}", views.distribution_plot(scorers[name], name))
        for name in ("verifier", "cosine")
        if name in scorers
    ]
    reliability = views.reliability_plot(scorers["verifier"]) if "verifier" in scorers else None
    return [*plots, ("Does the probability mean what it says?", reliability)] if reliability else plots


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
        if at["threshold"] >= 1:
            yield (
                f"It has no threshold: none kept the error budget of {percent(budget)} when it was "
                "calibrated, so it serves nothing. `verisieve calibrate` on more labelled pairs, or with a "
                "larger budget, gives it one."
            )
            return
        low, high = figure(at["threshold"]), figure(at["highest_threshold"])
        stored = f"threshold of {low}" if low == high else f"thresholds of {low} to {high}, by register"
        yield (
            f"At its stored {stored}, chosen on held-out pairs for an error budget of {percent(budget)}, "
            f"it {' and '.join(parts)}."
        )
        if len(verifier["by_register"]) > 1:
            yield f"By register, served of the same / of the near-misses: {_by_register(verifier)}."


def _by_register(verifier: dict[str, Any]) -> str:
    """Say for each register what share of either label is served at its threshold."""
    found = []
    for register, figures in verifier["by_register"].items():
        at = figures["accuracy_at_threshold"]
        served = [at["acceptance"], None if at["rejection"] is None else 1 - at["rejection"]]
        shares = " / ".join("–" if share is None else percent(share) for share in served)
        found.append(f"{register} {shares}")
    return "; ".join(found)


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
        "sentences": [*_left_out_sentences(counts), *_retrieval_sentences(scorers)],
        "curve": metrics["depth_curve"].get(name, {}),
        "depth_plot": views.depth_plot(metrics["depth_curve"].get(name, {}), base["ndcg@10"]),
    }


def _left_out_sentences(counts: dict[str, Any]) -> Iterable[str]:
    """Say what of the set as published is not measured."""
    left_out = counts.get("judgements_left_out", {})
    if left_out:
        yield "Judgements left out: " + "; ".join(f"{n} {LEFT_OUT[why]}" for why, n in left_out.items()) + "."
    if counts.get("queries_in_corpus"):
        yield (
            f"{counts['queries_in_corpus']} queries have a document of their own id that is not judged "
            "relevant; as in BEIR no ranking holds it."
        )


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
