"""A guard for semantic caches: is a cached query the same question, so that its answer may be served?

A semantic cache looks up the nearest cached query and serves its answer; a near-miss ("renew" for "cancel",
a negation, two names exchanged) lies nearest of all. The guard stands between the look-up and the answer.
It fails closed: whatever it cannot judge is no hit, and it says why. `cache_adapters` puts it into GPTCache
and RedisVL.
"""

import math
from dataclasses import dataclass

from ..common.errors import InputError
from .calibration import NEVER, Calibration
from .verdict import pair_thresholds
from .verifier import Verdict, Verifier


@dataclass(frozen=True)
class Decision:
    """Whether a cached answer may be served, why (a sentence), and what the verifier said, if it did."""

    hit: bool
    reason: str
    verdict: Verdict | None = None


class CacheGuard:
    """Decides whether a cached query means the same as a query.

    threshold: P(same) from which on it does, in (0, 1]; by default the verifier's own cache threshold, which
    was chosen on held-out groups for the error budget in its config.json; without one nothing is a hit.
    Raises InputError for a threshold that is not in (0, 1].
    """

    def __init__(self, verifier: Verifier, threshold: float | None = None) -> None:
        if threshold is not None and not _is_threshold(threshold):
            raise InputError(f"threshold {threshold!r}: must be a number above 0 and at most 1")
        self.verifier = verifier
        self.threshold = threshold

    def allows(self, query: str, cached_query: str) -> Decision:
        """Decide whether the answer to cached_query may be served to query. Raises nothing: see Decision.

        No hit is: a near-miss; P(same) below the threshold, or not a number; a verifier without a threshold;
        what is not text, or is empty; texts that differ in what the tokenizer cannot read; a query longer
        than the verifier reads (a longer cached query is read in windows); any error while scoring. The same
        text is a hit without being scored, and so is one of the same normal form.
        """
        try:
            decision = self.settled(query, cached_query)
            if decision is None:
                decision = self.decided(query, cached_query, self.verifier.verify(query, [cached_query])[0])
            return decision
        except Exception as error:
            return Decision(False, f"could not be judged: {type(error).__name__}: {error}")

    def settled(self, query: str, cached_query: str) -> Decision | None:
        """Decide what needs no verdict; return None for what does."""
        for name, text in (("query", query), ("cached query", cached_query)):
            if not isinstance(text, str) or not text.strip():
                return Decision(False, f"the {name} is not text, or empty: {text!r}")
        if query == cached_query:
            return Decision(True, "the same text")
        threshold = self._threshold(query, cached_query)
        if self.threshold is None and isinstance(threshold, float) and threshold in (1.0, NEVER):
            return Decision(False, without_threshold(self.verifier.calibration))
        if not _is_threshold(threshold):
            return Decision(False, f"the verifier has no usable cache threshold: {threshold!r}")
        return None

    def decided(self, query: str, cached_query: str, verdict: Verdict) -> Decision:
        """Decide what is not `settled` by the verifier's verdict on it."""
        threshold = self._threshold(query, cached_query)
        if not (math.isfinite(verdict.score) and math.isfinite(verdict.near_miss)):
            return Decision(False, f"the score is not a number: {verdict.score}", verdict)
        if verdict.answer == "near_miss":
            words = f": {', '.join(verdict.words)}" if verdict.words else ""
            reason = f"; {verdict.reason}" if verdict.reason else ""
            return Decision(False, f"near-miss ({verdict.family}){words}{reason}", verdict)
        if verdict.reason:
            return Decision(verdict.answer == "same", verdict.reason, verdict)
        relation = ">=" if verdict.score >= threshold else "<"
        reason = f"P(same) {verdict.score:.4f} {relation} threshold {threshold:.4f}"
        return Decision(verdict.score >= threshold, reason, verdict)

    def _threshold(self, query: str, cached_query: str) -> float:
        if self.threshold is not None:
            return self.threshold
        return pair_thresholds(self.verifier.calibration, query, cached_query)[0]


def without_threshold(calibration: Calibration) -> str:
    """Say that a verifier has no cache threshold, and what gives it one."""
    return (
        f"the verifier has no cache threshold: none kept the error budget of {calibration.budget:.3g} "
        f"({calibration.bound}) on its held-out pairs; run `verisieve calibrate` on more labelled pairs or "
        "with a larger budget, or give CacheGuard a threshold"
    )


def _is_threshold(value: object) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool) and 0 < value <= 1
