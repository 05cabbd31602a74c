"""What the report shows beyond single sets: the headline over all of them, curves, pipelines, cost.

Prepares plain values and plots from metrics.json for the templates of report.py.
"""

from collections.abc import Iterable
from statistics import mean
from typing import Any

from markupsafe import Markup

from .plots import Axis, Series, axis, histogram, lines, scatter

Metrics = dict[str, Any]
WORTHLESS = "no better than guessing"
PALETTE = 8
_FIXED = ("verifier", "cosine", "maxsim", "gate", "bm25", "hybrid", "mean-map", "soft-alignment")


def colour(scorer: str) -> int:
    """Return the number of a scorer's colour: always the same for those known by name."""
    return _FIXED.index(scorer) if scorer in _FIXED else sum(scorer.encode()) % PALETTE


def headline(metrics: Metrics) -> list[dict[str, Any]]:
    """Return a row per scorer over everything measured, best first; each figure may be None.

    auc, rejection: means over the near-miss sets with both classes. ndcg: mean difference of nDCG@10 to the
    retriever alone. stored_ms, ms: per query at the most candidates. hits: of the cache at 5 % false hits.
    chain: share of five-step chains of the RAG scenario that go right. verdict: whether the scorer is of any
    use.
    """
    near_miss = list(metrics["near_miss"].values())
    names = dict.fromkeys(
        name
        for part in (
            *near_miss,
            *metrics["retrieval"].values(),
            *(found["scorers"] for found in metrics["cache"].values()),
        )
        for name in part
    )
    rows = []
    for name in names:
        figures = [scorers[name] for scorers in near_miss if name in scorers]
        measured = [found for found in figures if found["auc"] is not None]
        rows.append(
            {
                "scorer": name,
                "colour": colour(name),
                "auc": _mean(found["auc"] for found in measured),
                "rejection": _mean(found["rejection_at_95_acceptance"] for found in measured),
                "ndcg": _mean(
                    scorers[name].get("ndcg@10_difference")
                    for scorers in metrics["retrieval"].values()
                    if name in scorers
                ),
                "hits": _mean(
                    found["scorers"][name]["at_budget"]["0.05"]["hit_rate"]
                    for found in metrics["cache"].values()
                    if name in found["scorers"]
                ),
                "chain": _mean(
                    found["rag"]["scorers"][name]["chain"]
                    for found in metrics["scenario"].values()
                    if name in found["rag"]["scorers"]
                ),
                **_cost(metrics, name),
                "verdict": _verdict(measured),
            }
        )
    return sorted(rows, key=lambda row: -(row["auc"] if row["auc"] is not None else -1.0))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return mean(known) if known else None


def _cost(metrics: Metrics, name: str) -> dict[str, Any]:
    figures = metrics["latency"].get("scorers", {}).get(name) if metrics["latency"] else None
    if figures is None:
        return {"ms": None, "stored_ms": None, "bytes": None}
    last = [list(figures[way].values())[-1:] for way in ("ms_per_query", "ms_per_query_stored")]
    return {
        "ms": last[0][0] if last[0] else None,
        "stored_ms": last[1][0] if last[1] else None,
        "bytes": figures["bytes_per_candidate"],
    }


def _verdict(measured: list[dict[str, Any]]) -> str:
    """Judge by the sets on which a scorer beats guessing: its interval lies above one half."""
    if not measured:
        return ""
    above = [(found["auc_ci95"] or [found["auc"]])[0] > 0.5 for found in measured]
    if not any(above):
        return WORTHLESS
    return "" if all(above) else f"{WORTHLESS} on {above.count(False)} of {len(above)} sets"


def depth_plot(curve: dict[str, dict[str, dict[str, float]]], base: float) -> Markup | None:
    """Draw nDCG@10 against the number of documents verified; `base` is the retriever alone."""
    if not curve:
        return None
    series = [
        Series(name, [(float(depth), found["ndcg@10"]) for depth, found in points.items()], colour(name))
        for name, points in curve.items()
    ]
    depths = [x for one in series for x, _ in one.points]
    values = [base, *(y for one in series for _, y in one.points)]
    flat = Series("retriever alone", [(0.0, base), (max(depths), base)], colour("cosine"))
    title = "nDCG@10 by number of documents verified"
    return lines(
        [flat, *series], axis("documents verified", depths, zero=True), axis("nDCG@10", values), title
    )


def distribution_plot(figures: dict[str, Any], scorer: str) -> Markup:
    """Draw where a scorer puts the pairs that mean the same, and where the near-misses."""
    found = figures["distribution"]
    return histogram(
        found["edges"],
        [("near-miss", found["near_miss"]), ("same", found["same"])],
        f"distribution of the scores of {scorer}",
    )


def reliability_plot(figures: dict[str, Any]) -> Markup | None:
    """Draw the share of pairs that mean the same against the probability given."""
    if "reliability" not in figures:
        return None
    points = [(row["mean"], row["share"]) for row in figures["reliability"]["bins"]]
    unit = (0.0, 0.25, 0.5, 0.75, 1.0)
    x, y = Axis("probability given", 0, 1, unit), Axis("share that means the same", 0, 1, unit)
    return lines([Series("verifier", points, 0)], x, y, "reliability diagram", diagonal=True)


def cache_view(name: str, found: dict[str, Any]) -> dict[str, Any]:
    """Prepare one cache: the hit rates at each budget, the curve, a sentence."""
    scorers = found["scorers"]
    series = [
        Series(scorer, [(p["false_hit_rate"], p["hit_rate"]) for p in figures["curve"]], colour(scorer))
        for scorer, figures in scorers.items()
    ]
    wrong = [x for one in series for x, _ in one.points]
    hits = [y for one in series for _, y in one.points]
    return {
        "name": name,
        "queries": found["queries"],
        "entries": found["entries"],
        "answerable": found["answerable"],
        "budgets": list(next(iter(scorers.values()))["at_budget"]),
        "scorers": scorers,
        "plot": lines(
            series,
            axis("wrong answers served / queries", wrong, zero=True),
            axis("right answers served", hits, zero=True),
            f"hits against false hits of a cache on {name}",
        ),
    }


def scenario_view(name: str, found: dict[str, Any]) -> dict[str, Any]:
    """Prepare the scenarios made of one set."""
    return {"name": name, "parts": found}


def cost_plot(metrics: Metrics) -> Markup | None:
    """Draw mean AUC against milliseconds per query, with candidates stored where they can be."""
    points = []
    for row in headline(metrics):
        spent = row["stored_ms"] if row["stored_ms"] is not None else row["ms"]
        if row["auc"] is not None and spent is not None:
            points.append((row["scorer"], max(spent, 1e-3), row["auc"]))
    if len(points) < 2:
        return None
    series = [Series(name, [(spent, auc)], colour(name)) for name, spent, auc in points]
    x = axis("milliseconds per query (logarithmic)", [spent for _, spent, _ in points], log=True)
    y = axis("mean AUC on near-misses", [0.5, *(auc for _, _, auc in points)])
    return scatter(series, x, y, "near-miss detection against cost per query")
