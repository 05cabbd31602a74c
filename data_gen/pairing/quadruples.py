"""Squares: pairs in which no text gives its label away, since each is a candidate of either label equally
often.

With X and Y two wordings of one meaning (the source, its natural paraphrase, or a rule-made paraphrase of
either), N a near-miss edit and Q the same near-miss worded differently (both edits made at once), a square is

    near-miss: (X, N)  (N, Y)        same: (Q, N)  (X, Y)

N and Y are a candidate once with either label. N and Q change places in half of the squares, so that an
anchor does not tell either. No two squares of a source share (X, Y).

What stands around a text and not in it (a greeting, a frame, a slip: AROUND) is on one side in every same
row, and so it has to be in near-miss rows: of such squares most are crossed, {X, N} against {Y, Q}, and half
of them change sides,

    near-miss: (X, Q)  (N, Y)        same: (N, Q)  (X, Y)
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import permutations
from typing import NamedTuple

from ..edits.propose import Made
from ..edits.spans import Spans, differing_spans
from ..schema import NEAR_MISS, SAME

NATURAL = "paraphrase.natural"
POSITIVE_FAMILY = "paraphrase"
AROUND = frozenset(("register", "noise", "paraphrase.frame"))
"""Families and rules whose edits stand around what is said."""
CROSSED = 0.6
"""Share of their squares that are crossed. In the others one near-miss row differs by the edit alone, so that
neither what stands on one side nor the number of common words tells the label.
"""


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """One text of a source's group.

    base: which natural text it was made of (0 the source's text, 1 its paraphrase).
    rule: the edit that made it, "" for a natural text. near_miss: whether its meaning is another one.
    made: what the rule made, of the sentence at `offset` in the base; None where that is not known.
    """

    text: str
    base: int
    rule: str = ""
    near_miss: bool = False
    made: Made | None = None
    offset: int = 0

    def spans(self, base: str) -> tuple[Spans, Spans]:
        """Return where a made wording and its base differ: (in the base, in this text)."""
        if self.made is None:
            return differing_spans(base, self.text)
        by = self.offset
        one, other = self.made.spans
        if by:
            one, other = (tuple((start + by, end + by) for start, end in some) for some in (one, other))
        return one, other


@dataclass(frozen=True, slots=True)
class Near:
    """A near-miss of a natural text (base), and the same near-miss reworded, None where that cannot be.

    partner: the paraphrase of the base that was made by the same rewording.
    """

    base: Wording
    plain: Wording
    reworded: Wording | None = None
    partner: Wording | None = None

    @property
    def family(self) -> str:
        """The family of the near-miss rule."""
        return self.plain.rule.partition(".")[0]

    def spans(self) -> dict[int, Spans]:
        """Return where the words that change the meaning lie, by the id of each wording, where known."""
        found = dict(zip((id(self.base), id(self.plain)), self.plain.spans(self.base.text), strict=True))
        if self.partner is not None and self.reworded is not None:
            found[id(self.partner)], found[id(self.reworded)] = differing_spans(
                self.partner.text, self.reworded.text
            )
        return found


class Row(NamedTuple):
    """A pair before it is written: see pairs.Pair."""

    anchor: Wording
    candidate: Wording
    label: int
    family: str
    edit: str
    anchor_spans: Spans = ()
    candidate_spans: Spans = ()


def squares(
    meaning: Sequence[Wording], near: Sequence[Near], rng: random.Random
) -> Iterator[tuple[Near, list[Row]]]:
    """Yield the rows of each near-miss that has a rewording, while there are pairs (X, Y) left.

    meaning: the wordings of the source's meaning, natural ones first.
    """
    free = list(permutations(meaning, 2))
    rng.shuffle(free)
    for one in near:
        if one.reworded is None or not free:
            continue
        x, y = min(free, key=partial(_preference, one))
        free.remove((x, y))
        exchanged = rng.random() < 0.5
        make = crossed_square if _is_around(one) and rng.random() < CROSSED else square
        yield one, make(x, y, one, exchanged)


def _preference(near: Near, pair: tuple[Wording, Wording]) -> int:
    """Natural anchors first; then natural candidates; then anchors that are worded differently."""
    x, y = pair
    return 8 * bool(x.rule) + 4 * bool(y.rule) + 2 * (x.base == near.base.base) + (y is not near.partner)


def square(x: Wording, y: Wording, near: Near, exchanged: bool) -> list[Row]:
    """Return the four rows of a square; `exchanged` lets N and Q change places."""
    assert near.reworded is not None
    n, q = (near.reworded, near.plain) if exchanged else (near.plain, near.reworded)
    rewording = near.partner.rule if near.partner is not None else NATURAL
    where = near.spans()
    return [
        near_miss_row(x, n, near, where),
        near_miss_row(n, y, near, where),
        Row(q, n, SAME, POSITIVE_FAMILY, f"{near.plain.rule}+{rewording}"),
        same_row(x, y),
    ]


def _is_around(near: Near) -> bool:
    """Whether the near-miss is reworded by what stands around it."""
    rule = near.partner.rule if near.partner is not None else ""
    return not AROUND.isdisjoint((rule, rule.partition(".")[0]))


def crossed_square(x: Wording, y: Wording, near: Near, exchanged: bool) -> list[Row]:
    """Return the four rows of a crossed square; `exchanged` turns all of them round."""
    assert near.reworded is not None
    assert near.partner is not None
    n, q, where = near.plain, near.reworded, near.spans()
    same = Row(n, q, SAME, POSITIVE_FAMILY, f"{near.plain.rule}+{near.partner.rule}")
    rows = [near_miss_row(x, q, near, where), near_miss_row(n, y, near, where), same, same_row(x, y)]
    return [_turned(row) for row in rows] if exchanged else rows


def _turned(row: Row) -> Row:
    return row._replace(
        anchor=row.candidate,
        candidate=row.anchor,
        anchor_spans=row.candidate_spans,
        candidate_spans=row.anchor_spans,
    )


def near_miss_row(anchor: Wording, candidate: Wording, near: Near, where: Mapping[int, Spans]) -> Row:
    """Return the pair of a wording and a near-miss of it, either way round. where: of near.spans()."""
    base, edited = (anchor, candidate) if candidate.near_miss else (candidate, anchor)
    steps = [NATURAL] if base.base != edited.base else []
    reworded_by = near.partner if edited is near.reworded else None
    if base is not reworded_by:
        steps += [base.rule] if base.rule else []
        steps += [reworded_by.rule] if reworded_by is not None else []
    edit = "+".join([*steps, near.plain.rule]) if steps else near.plain.rule
    return Row(
        anchor,
        candidate,
        NEAR_MISS,
        near.family,
        edit,
        where.get(id(anchor), ()),
        where.get(id(candidate), ()),
    )


def same_row(anchor: Wording, candidate: Wording) -> Row:
    """Return the pair of two wordings of the source's meaning."""
    steps = [NATURAL] if anchor.base != candidate.base else []
    steps += [side.rule for side in (anchor, candidate) if side.rule]
    return Row(anchor, candidate, SAME, POSITIVE_FAMILY, "+".join(steps))
