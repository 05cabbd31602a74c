"""Why a verifier judged as it did: a sentence for each verdict, and a page that draws the similarity maps.

`verisieve verify --explain FILE.html` writes the page; explain.html.jinja has its layout. It is one file
without scripts or outside resources.
"""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...common.files import write_text
from ...data_gen.audit.browse import marked
from .report import template_environment

if TYPE_CHECKING:
    from ...models.explanation import ExplainedText, Explanation
    from ...models.verifier import Verdict, Verifier

MOST = 50
"""Verdicts that a page shows at most."""
LEVELS = 10
"""Shades of a heat map; a cosine of 0.1 or less is blank, 1 is the darkest."""
CELL = 20
LETTER = 6.6
"""Width of a letter of a token's label, in the units of the drawing."""
LONGEST_LABEL = 16


def reason(verdict: "Verdict") -> str:
    """Say in one sentence why the verdict is what it is."""
    probabilities = f"P(same) {verdict.score:.2f}, P(near-miss) {verdict.near_miss:.2f}"
    if verdict.answer == "near_miss":
        family = (verdict.family or "").replace("_", " ")
        words = ", ".join(f"“{word}”" for word in verdict.words)
        carried = f"; it turns on {words}" if words else "; no single word carries it"
        also = f"; {verdict.reason}" if verdict.reason else ""
        return f"rejected as a near-miss of the kind {family}{carried}{also} ({probabilities})"
    if verdict.reason:
        outcome = "accepted" if verdict.answer == "same" else "never the same"
        return f"{outcome}: {verdict.reason} ({probabilities})"
    if verdict.answer == "same":
        return f"accepted: means the same ({probabilities})"
    if verdict.score >= 0.5 and verdict.threshold >= 1:
        return f"not served: the verifier has no cache threshold that kept its budget ({probabilities})"
    if verdict.answer == "unsure":
        return f"not surely the same, which takes {verdict.threshold:.2f} ({probabilities})"
    return f"neither the same nor a near-miss of it ({probabilities})"


def write_page(
    path: Path,
    verifier: "Verifier",
    name: str,
    judged: Sequence[tuple[str, str, "Verdict"]],
    total: int,
) -> None:
    """Write the page on verdicts (query, candidate, verdict), the first of `total`.

    It appears under its name when it is complete.
    """
    from ...models.explanation import explain

    explanations = explain(verifier, [(query, candidate) for query, candidate, _ in judged])
    views = [
        _view(explanation, candidate, verdict)
        for explanation, (_, candidate, verdict) in zip(explanations, judged, strict=True)
    ]
    page = (
        template_environment(is_html=True)
        .get_template("explain.html.jinja")
        .render(
            name=name,
            retriever=verifier.config.retriever.name,
            calibration=verifier.calibration,
            views=views,
            total=total,
            levels=LEVELS,
            cell=CELL,
        )
    )
    write_text(path, page)


def _view(explanation: "Explanation", candidate: str, verdict: "Verdict") -> dict[str, Any]:
    """Prepare one verdict; words are marked where it is a rejection."""
    query = explanation.query
    is_rejected = verdict.answer == "near_miss"
    return {
        "answer": verdict.answer.replace("_", "-"),
        "family": (verdict.family or "").replace("_", " "),
        "reason": reason(verdict),
        "probabilities": [
            ("same", verdict.score), ("near-miss", verdict.near_miss), ("other", verdict.other)
        ],
        "query": marked(query.text, [list(span) for span in query.deciding] if is_rejected else []),
        "candidate": marked(candidate, [list(span) for span in verdict.spans]),
        "window": explanation.candidate.text if explanation.is_window else "",
        "maps": [
            heat_map(explanation, index, is_rejected) for index in range(len(explanation.layers))
        ],
    }  # fmt: skip


def heat_map(explanation: "Explanation", index: int, mark: bool) -> dict[str, Any]:
    """Prepare the map of one layer: labels, shades as SVG paths, equal tokens; deciding tokens if `mark`."""
    values = explanation.maps[index]
    rows, columns = _labels(explanation.query, mark), _labels(explanation.candidate, mark)
    left = 10 + LETTER * max(len(label) for label, _ in rows)
    top = 10 + LETTER * max(len(label) for label, _ in columns)
    return {
        "layer": explanation.layers[index],
        "rows": rows,
        "columns": columns,
        "left": round(left),
        "top": round(top),
        "width": round(left) + CELL * len(columns) + 2,
        "height": round(top) + CELL * len(rows) + 2,
        "shades": shades(values),
        "equal": np.argwhere(explanation.exact).tolist(),
    }


def shades(values: np.ndarray) -> list[tuple[int, str]]:
    """Draw cosines [rows, columns] as one SVG path per level from 1 to LEVELS; a cell is one unit wide.

    Neighbours of one level in a row are drawn at once.

    >>> shades(np.array([[1.0, 1.0, 0.0, 0.55]]))
    [(5, 'M3 0h1v1h-1z'), (10, 'M0 0h2v1h-2z')]
    """
    levels = np.floor(np.clip(values, 0, 1) * LEVELS).astype(int)
    paths: dict[int, list[str]] = {}
    for row, line in enumerate(levels):
        edges = [0, *(np.flatnonzero(np.diff(line)) + 1).tolist(), len(line)]
        for start, end in pairwise(edges):
            paths.setdefault(int(line[start]), []).append(f"M{start} {row}h{end - start}v1h-{end - start}z")
    return [(level, "".join(paths[level])) for level in sorted(paths) if level > 0]


def _labels(text: "ExplainedText", mark: bool) -> list[tuple[str, bool]]:
    """Return each token, shortened where it is long, and whether it is to be marked."""
    return [
        (
            token if len(token) <= LONGEST_LABEL else token[: LONGEST_LABEL - 1] + "…",
            mark and text.is_deciding(position),
        )
        for position, token in enumerate(text.tokens)
    ]
