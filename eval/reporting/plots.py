"""Plots as inline SVG: they need no script, scale with the page and follow its light or dark colours.

Used by the templates of report.html and probe.html. A series has a name, points and a colour number, of which
the page's style sheet makes a colour; every plot has a text alternative.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

WIDTH, HEIGHT = 460, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 20, 12, 40
PALETTE = ("#0b7a6f", "#7b8794", "#b7791f", "#3b63b5", "#a8281d")
STANDALONE = """
svg { background: #ffffff; } text { fill: #4d5965; font: 11px system-ui, sans-serif; }
.label { fill: #14181d; font-weight: 600; } .grid { stroke: #dfe4e9; stroke-width: 1; }
.line { fill: none; stroke-width: 2; } .chance { stroke: #6b7682; stroke-dasharray: 2 2; }
"""
"""Style of a plot that stands in a file of its own."""


@dataclass(frozen=True)
class Series:
    """name; points (x, y), in the order in which they are joined; colour: number of the palette.

    labels: one per point of a scatter, or none.
    """

    name: str
    points: Sequence[tuple[float, float]]
    colour: int
    labels: Sequence[str] = ()


@dataclass(frozen=True)
class Axis:
    """One axis: what it shows, its range, where its ticks are. log: distances are ratios."""

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]
    log: bool = False

    def place(self, value: float) -> float:
        """Return where on the axis a value lies, 0 to 1."""
        low, high, at = (
            (math.log(v) if self.log else v) for v in (self.low, self.high, max(value, self.low))
        )
        return min(1.0, (at - low) / (high - low)) if high > low else 0.5


def axis(label: str, values: Sequence[float], log: bool = False, zero: bool = False) -> Axis:
    """Return an axis that holds the values, with ticks at round numbers."""
    low, high = min(values), max(values)
    if log:
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        ticks = tuple(10.0**power for power in powers)
        return Axis(label, min(low, ticks[0]), max(high, ticks[-1]), ticks, log=True)
    low = 0.0 if zero else low
    step = _round_step((high - low) or abs(high) or 1.0)
    first, last = math.floor(low / step), math.ceil(high / step + 1e-9)
    ticks = tuple(round(i * step, 10) for i in range(first, max(last, first + 1) + 1))
    return Axis(label, ticks[0], ticks[-1], ticks)


def _round_step(width: float) -> float:
    power = 10.0 ** math.floor(math.log10(width / 4))
    return next(power * m for m in (1, 2, 2.5, 5, 10) if width / (power * m) <= 5)


def standalone(plot: Markup, palette: Sequence[str] = PALETTE) -> str:
    """Return a plot as the content of an .svg file: white, with colours of its own. palette: by number."""
    colours = "".join(
        f".dot.s{number} {{ fill: {colour}; }} .line.s{number} {{ stroke: {colour}; }}\n"
        for number, colour in enumerate(palette)
    )
    opening, _, rest = str(plot).partition(">")
    size = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH * 3 // 2}" height="{HEIGHT * 3 // 2}"'
    return f"{opening.replace('<svg', size)}><style>{STANDALONE}{colours}</style>{rest}\n"


def lines(series: Sequence[Series], x: Axis, y: Axis, title: str, diagonal: bool = False) -> Markup:
    """Draw one line per series, a dot at each point where there are few."""
    parts = [_frame(x, y, title)]
    if diagonal:
        (x0, y0), (x1, y1) = _at(x, y, x.low, y.low), _at(x, y, x.high, y.high)
        parts.append(f'<path class="chance" d="M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"/>')
    for one in series:
        places = [_at(x, y, *point) for point in one.points]
        path = "L".join(f"{px:.1f} {py:.1f}" for px, py in places)
        parts.append(f'<path class="line s{one.colour}" d="M{path}"><title>{escape(one.name)}</title></path>')
        if len(places) <= 20:
            parts += [
                f'<circle class="dot s{one.colour}" cx="{px:.1f}" cy="{py:.1f}" r="3"/>' for px, py in places
            ]
    return Markup("".join(parts) + "</svg>")


def scatter(series: Sequence[Series], x: Axis, y: Axis, title: str) -> Markup:
    """Draw labelled points."""
    parts = [_frame(x, y, title)]
    for one in series:
        labels = one.labels or [one.name] * len(one.points)
        for point, label in zip(one.points, labels, strict=True):
            px, py = _at(x, y, *point)
            anchor, shift = ("end", -8) if px > WIDTH * 0.7 else ("start", 8)
            parts.append(f'<circle class="dot s{one.colour}" cx="{px:.1f}" cy="{py:.1f}" r="5"/>')
            parts.append(
                f'<text class="label" text-anchor="{anchor}" x="{px + shift:.1f}" y="{py + 4:.1f}">'
                f"{escape(label)}</text>"
            )
    return Markup("".join(parts) + "</svg>")


def histogram(edges: Sequence[float], counts: Sequence[tuple[str, Sequence[int]]], title: str) -> Markup:
    """Draw counts per bin as filled outlines over one another, each as a share of its own total."""
    shares = [(name, [n / max(sum(found), 1) for n in found]) for name, found in counts]
    x = axis("score", edges)
    x = Axis("score", edges[0], edges[-1], tuple(t for t in x.ticks if edges[0] <= t <= edges[-1]))
    y = axis("share", [0.0, *(share for _, found in shares for share in found)])
    parts = [_frame(x, y, title)]
    for name, found in shares:
        x0, y0 = _at(x, y, edges[0], 0)
        steps = [f"M{x0:.1f} {y0:.1f}"]
        for (left, right), share in zip(pairwise(edges), found, strict=True):
            (xa, top), (xb, _) = _at(x, y, left, share), _at(x, y, right, share)
            steps.append(f"L{xa:.1f} {top:.1f}L{xb:.1f} {top:.1f}")
        x1, y1 = _at(x, y, edges[-1], 0)
        steps.append(f"L{x1:.1f} {y1:.1f}Z")
        parts.append(f'<path class="area {name}" d="{"".join(steps)}"/>')
    return Markup("".join(parts) + "</svg>")


def _at(x: Axis, y: Axis, value_x: float, value_y: float) -> tuple[float, float]:
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    return LEFT + width * x.place(value_x), TOP + height * (1 - y.place(value_y))


def _frame(x: Axis, y: Axis, title: str) -> str:
    """Return the opening of the SVG with grid, ticks and axis labels."""
    parts = [f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">']
    bottom = HEIGHT - BOTTOM
    for tick in y.ticks:
        _, py = _at(x, y, x.low, tick)
        parts.append(f'<path class="grid" d="M{LEFT} {py:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(
            f'<text class="tick" text-anchor="end" x="{LEFT - 6}" y="{py + 4:.1f}">{_tick(tick)}</text>'
        )
    for tick in x.ticks:
        px, _ = _at(x, y, tick, y.low)
        parts.append(f'<path class="grid" d="M{px:.1f} {TOP}V{bottom}"/>')
        parts.append(
            f'<text class="tick" text-anchor="middle" x="{px:.1f}" y="{bottom + 16}">{_tick(tick)}</text>'
        )
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 2
    parts.append(
        f'<text class="axis" text-anchor="middle" x="{middle}" y="{HEIGHT - 6}">{escape(x.label)}</text>'
    )
    parts.append(
        f'<text class="axis" text-anchor="middle" transform="translate(13 {TOP + (bottom - TOP) / 2}) '
        f'rotate(-90)">{escape(y.label)}</text>'
    )
    return "".join(parts)


def _tick(value: float) -> str:
    return f"{value:g}"
