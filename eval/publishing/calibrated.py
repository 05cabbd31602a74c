"""What the card says of the thresholds: on which pairs they were chosen, and what they reach.

card.py puts it into the template; the figures are those of calibration.json, as train/calibration/ writes it.
"""

from typing import Any

from ..reporting.report import cell, figure, interval, percent


def calibrated_on(calibrated: dict[str, Any]) -> str:
    """Say which pairs the thresholds were chosen on, from calibration.json."""
    name = calibrated.get("labelled")
    return "held-out training pairs" if name is None else f"labelled pairs ({cell(name)})"


def by_register(calibrated: dict[str, Any]) -> list[str]:
    """Return a table of what each register's thresholds reach on held-out pairs; [] where there are none.

    Of "same" the share that is served and the share that the gate drops, of near-misses the share that is not
    served and the share that the gate drops; calibration.json as train/calibration/fitting.py writes it.
    """
    registers = calibrated.get("registers")
    if not registers:
        return []
    lines = [
        "On held-out pairs, by register of the text (thresholds of its own where the pairs support them):",
        "",
        "| register | pairs: same, near-miss | served from | same: served | near-misses: not served "
        "| dropped from | near-misses: dropped | same: dropped |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, reached in registers.items():
        cache, gate = reached["cache"], reached["gate"]
        cells = [
            f"{cache['same']['pairs']}, {cache['near_miss']['pairs']}",
            _threshold(cache["threshold"]),
            _share(cache["same"]["reached"]),
            _share(None if cache["near_miss"]["reached"] is None else 1 - cache["near_miss"]["reached"]),
            _threshold(gate["threshold"]),
            _share(gate["near_miss"]["reached"]),
            _share(gate["same"]["reached"]),
        ]
        lines.append(f"| {cell(name)} | {' | '.join(cells)} |")
    return [*lines, ""]


def _threshold(value: float | None) -> str:
    return "–" if value is None else figure(value)


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def kept_back(calibrated: dict[str, Any]) -> list[str]:
    """Say what the thresholds reached on labelled pairs that were kept back; [] without such pairs."""
    reached = calibrated.get("reached")
    if reached is None:
        return []
    accepted, rejected, dropped = (
        f"{percent(share['share'])} ({interval(share['interval'])})" if share["share"] is not None else "–"
        for share in (reached["acceptance"], reached["rejection"], reached["dropped"])
    )
    return [
        f"On pairs that were kept back, {reached['acceptance']['pairs']} that mean the same and "
        f"{reached['rejection']['pairs']} near-misses (95 % intervals, exact):",
        f"{accepted} of the former were served, {rejected} of the latter were not; the gate dropped "
        f"{dropped} of the former.",
        "",
    ]
