"""Which wordings are taken, kept aside or dropped, by the checks of fidelity.py and the cosine.

Kept aside are those that look like near-misses: nearly the same words, near in meaning to the retriever, but
with another number, name, pronoun or negation. Nobody knows yet that they are: a person confirms them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from .fidelity import MEANING, reasons_to_drop, tidied


class Encoder(Protocol):
    """What compares a sentence with its wording: models.retriever.Retriever is one."""

    @property
    def sha256(self) -> str:
        """What tells this encoder from another."""

    def pooled(self, texts: Sequence[str]) -> np.ndarray:
        """Return unit vectors, float32 [n, D]."""


@dataclass(frozen=True)
class Sifted:
    """Records that are kept, pairs to be confirmed; counts: read, kept, and why others were dropped."""

    rows: list[dict[str, Any]]
    to_confirm: list[dict[str, Any]]
    counts: dict[str, int]


@dataclass(frozen=True)
class Sieve:
    """What judges wordings. vocabulary: words that the language has, lower case.

    encoder: None leaves how near the two are to the other checks. min_cosine: of their vectors, below which a
    wording is dropped.
    """

    vocabulary: frozenset[str]
    lang: str
    encoder: Encoder | None
    min_cosine: float

    def sift(self, sources: Sequence[tuple[str, str]], made: Mapping[int, str | None]) -> Sifted:
        """Judge the wordings of sentences, (source id, text); `made` has those that were asked for."""
        counts: Counter[str] = Counter(read=len(made))
        kept, doubtful = [], []
        for place, (source_id, text) in enumerate(sources):
            if place not in made:
                continue
            wording = tidied(text, made[place] or "")
            reasons = reasons_to_drop(text, wording, self.vocabulary, self.lang)
            if not reasons:
                kept.append((source_id, text, wording, ""))
                continue
            counts[reasons[0]] += 1
            if set(reasons) <= MEANING:
                doubtful.append((source_id, text, wording, reasons[0]))
        near = self._near([*kept, *doubtful])
        rows = [
            {"id": source_id, "text": text, "paraphrase": wording}
            for (source_id, text, wording, _), is_near in zip(kept, near, strict=False)
            if is_near
        ]
        to_confirm = [
            {"id": source_id, "anchor": text, "candidate": wording, "label": None, "reason": reason}
            for (source_id, text, wording, reason), is_near in zip(doubtful, near[len(kept) :], strict=True)
            if is_near
        ]
        counts["far_in_meaning"] += len(kept) - len(rows)
        counts["kept"] = len(rows)
        return Sifted(rows, to_confirm, {name: n for name, n in counts.items() if n or name == "kept"})

    def _near(self, pairs: Sequence[tuple[str, str, str, str]]) -> list[bool]:
        """Return for each pair whether its vectors are near."""
        if self.encoder is None or not pairs:
            return [True] * len(pairs)
        one, other = (self.encoder.pooled([pair[side] for pair in pairs]) for side in (1, 2))
        return ((one * other).sum(1) >= np.float32(self.min_cosine)).tolist()
