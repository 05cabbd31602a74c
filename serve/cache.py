"""/v1/cache/decide: may one of the entries that a semantic cache found be served, and which?"""

from typing import Any

from ..models.cache_guard import CacheGuard, Decision
from ..models.verifier import Verdict
from .batching import TextPair
from .schemas import CacheRequest


def settled(guard: CacheGuard, asked: CacheRequest) -> list[Decision | None]:
    """Return the guard's decision on each entry that needs no verdict, None for what does."""
    return [guard.settled(asked.query, entry.query) for entry in asked.candidates]


def to_judge(asked: CacheRequest, known: list[Decision | None]) -> list[TextPair]:
    """Return the pairs of query and entry that need a verdict; known: as `settled` returns."""
    pairs = zip(asked.candidates, known, strict=True)
    return [(asked.query, entry.query) for entry, decision in pairs if decision is None]


def decisions(
    guard: CacheGuard, asked: CacheRequest, known: list[Decision | None], verdicts: list[Verdict]
) -> list[Decision]:
    """Return the guard's decision on each entry; verdicts: on the pairs of `to_judge`."""
    left = iter(verdicts)
    return [
        decision or guard.decided(asked.query, entry.query, next(left))
        for entry, decision in zip(asked.candidates, known, strict=True)
    ]


def answer(asked: CacheRequest, found: list[Decision]) -> dict[str, Any]:
    """Return which entry to serve, if one, and why each is or is not.

    Of several that may be served it is the one that is surest to mean the same, and the first of equals: a
    cache lists the nearest first.
    """
    hits = [row for row, decision in enumerate(found) if decision.hit]
    best = max(hits, key=lambda row: _score(found[row]), default=None)
    return {
        "serve": best is not None,
        "index": best,
        "id": None if best is None else asked.candidates[best].id,
        "reason": found[best].reason if best is not None else "no entry means the same",
        "decisions": [_decision(row, asked, decision) for row, decision in enumerate(found)],
    }


def _score(decision: Decision) -> float:
    return 1.0 if decision.verdict is None else decision.verdict.score


def _decision(row: int, asked: CacheRequest, decision: Decision) -> dict[str, Any]:
    verdict = decision.verdict
    return {
        "index": row,
        "id": asked.candidates[row].id,
        "serve": decision.hit,
        "reason": decision.reason,
        "answer": ("same" if decision.hit else None) if verdict is None else verdict.answer,
        "score": verdict.score if verdict is not None else float(decision.hit),
        "family": None if verdict is None else verdict.family,
        "words": [] if verdict is None else list(verdict.words),
    }
