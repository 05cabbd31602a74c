"""What a calibration on labelled pairs reached: calibration.md and a reliability plot.

Called by `verisieve calibrate` with the report that train/calibration/labelled.py makes.
"""

from pathlib import Path
from typing import Any

from ...models.layout import CALIBRATION_PAGE, RELIABILITY_PLOT
from . import plots
from .report import cell, figure, percent, template_environment

REPORT, PLOT = CALIBRATION_PAGE, RELIABILITY_PLOT


def write_report(report: dict[str, Any], folder: Path) -> None:
    """Write REPORT and PLOT into `folder`."""
    (folder / REPORT).write_text(render(report), encoding="utf-8")
    (folder / PLOT).write_text(plots.standalone(reliability_plot(report)), encoding="utf-8")


def render(report: dict[str, Any]) -> str:
    """Return the report as Markdown."""
    environment = template_environment(is_html=False)
    return environment.get_template("calibrated.md.jinja").render(
        report, verdicts=verdicts(report), share=share, plot=PLOT, title=cell(report["labelled"])
    )


def share(found: dict[str, Any]) -> str:
    """Write a share with its exact interval: "93.3 % (81.7 to 98.6 %)".

    >>> share({"share": 0.5, "interval": [0.25, 0.75]}).replace(chr(160), " ")
    '50.0 % (25.0 to 75.0 %)'
    """
    if found["share"] is None:
        return "–"
    low, high = found["interval"]
    return f"{percent(found['share'])} ({100 * low:.1f} to {percent(high)})"


def verdicts(report: dict[str, Any]) -> list[str]:
    """Say in a sentence for each threshold whether its budget was kept on the pairs that were kept back."""
    budget, reached = report["budget"], report["reached"]
    rejection = reached["rejection"]
    served = {
        "share": 1 - rejection["share"],
        "interval": [1 - bound for bound in reversed(rejection["interval"])],
    }
    sentences = []
    for name, what, found in (
        ("cache", "near-misses were served", served),
        ("gate", "pairs that mean the same were dropped", reached["dropped"]),
    ):
        if report["thresholds"][name]["threshold"] is None:
            sentences.append(f"No {name} threshold: {report['notes'][name]}.")
            continue
        judged = "the budget is kept"
        if found["share"] > budget:
            judged = "more than the budget, as may happen by chance with so few pairs"
            if found["interval"][0] > budget:
                judged = "more than the budget, and more than chance explains: label more pairs"
        sentences.append(f"{name.capitalize()}: {share(found)} of the {what}: {judged}.")
    return sentences


def reliability_plot(report: dict[str, Any]) -> Any:
    """Draw the observed share of pairs that mean the same against P(same), before and after."""
    series = [
        plots.Series(name, [(b["probability"], b["observed"]) for b in report[key]["same"]], colour)
        for name, key, colour in (("before", "reliability_before", 1), ("after", "reliability", 0))
    ]
    ticks = (0.0, 0.25, 0.5, 0.75, 1.0)
    x, y = plots.Axis("P(same)", 0, 1, ticks), plots.Axis("share that means the same", 0, 1, ticks)
    title = (
        "Reliability on the pairs that were kept back: expected calibration error "
        f"{figure(report['expected_calibration_error']['same']['before'])} before (grey), "
        f"{figure(report['expected_calibration_error']['same']['after'])} after (green)"
    )
    return plots.lines(series, x, y, title, diagonal=True)
