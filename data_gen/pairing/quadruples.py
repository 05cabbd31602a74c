"""Squares: pairs in which no text gives its label away, since each is a candidate of either label equally
often.

With X and Y two wordings of one meaning (the source, its natural paraphrase, or a rule-made paraphrase of
either), N a near-miss edit and Q the same near-miss worded differently (both edits made at once), a square is

    near-miss: (X, N)  (N, Y)        same: (Q, N)  (X, Y)

N and Y are a candidate once with either label. N and Q change places in half of the squares, so that an
anchor does not tell either. No two squares of a source share (X, Y).

Words are what the two sides of a same row differ in, and so it has to be in near-miss rows: most squares are
crossed, {X, N} against {Y, Q},

    near-miss: (X, Q)  (N, Y)        same: (N, Q)  (X, Y)

and where something stands around a text and not in it (a greeting, a frame, a slip: AROUND), half of these
change sides.
"""

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import permutations
from typing import NamedTuple

from ..corpus.sources import Source
from ..edits.propose import Made
from ..edits.spans import Spans, differing_spans, left_out
from ..schema import NEAR_MISS, SAME, Pair
from .buckets import overlap

NATURAL = "paraphrase.natural"
POSITIVE_FAMILY = "paraphrase"
AROUND = frozenset(("register", "noise", "paraphrase.frame"))
"""Families and rules whose edits stand around what is said."""


CROSSED = 0.6
"""Share of the squares that are crossed. In the others one near-miss row differs by the edit alone, so that
neither what stands on one side nor the number of common words tells the label.
"""


@lru_cache(maxsize=8192)  # the chains of rules are few
def stands_around(rule: str) -> bool:
    """Whether an edit of this rule, or one of several ("a.b+c.d"), stands around what is said."""
    return any(one in AROUND or one.partition(".")[0] in AROUND for one in rule.split("+"))


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

    edit: the base with nothing but the near-miss's edit. plain: the wording that is paired, the same or one
    that is reworded too. partners: for plain and reworded, the paraphrase of the base that was made by the
    same rewording, None where there is none.
    """

    base: Wording
    edit: Wording
    plain: Wording
    reworded: Wording | None = None
    partners: tuple[Wording | None, Wording | None] = (None, None)

    @property
    def family(self) -> str:
        """The family of the near-miss rule."""
        return self.plain.rule.partition(".")[0]

    @property
    def steps(self) -> list[str]:
        """The rules that word plain and reworded differently."""
        return [partner.rule for partner in self.partners if partner is not None] or [NATURAL]

    @property
    def is_around(self) -> bool:
        """Whether something stands around the reworded near-miss."""
        return self.partners[1] is not None and stands_around(self.partners[1].rule)

    def partner_of(self, wording: Wording) -> Wording | None:
        """Return the paraphrase made by the rewording of one of the two."""
        return self.partners[wording is self.reworded]

    def spans(self) -> dict[int, Spans]:
        """Return where the words that change the meaning lie, by the id of each wording, where known."""
        found = dict(zip((id(self.base), id(self.edit)), self.edit.spans(self.base.text), strict=True))
        for partner, wording in zip(self.partners, (self.plain, self.reworded), strict=True):
            if partner is not None and wording is not None:
                found[id(partner)], found[id(wording)] = differing_spans(partner.text, wording.text)
        return found


class Row(NamedTuple):
    """A pair before it is written: see schema.Pair. made: of a near-miss, what its rule made of the text."""

    anchor: Wording
    candidate: Wording
    label: int
    family: str
    edit: str
    anchor_spans: Spans = ()
    candidate_spans: Spans = ()
    made: Made | None = None


def squares(
    meaning: Sequence[Wording], near: Sequence[Near], rng: random.Random
) -> Iterator[tuple[Near, list[Row]]]:
    """Yield the rows of each near-miss that has a rewording, while there are pairs (X, Y) left.

    meaning: the wordings of the source's meaning, natural ones first.
    """
    free = list(permutations(meaning, 2))
    rng.shuffle(free)
    common = cache(lambda pair: overlap(pair[0].text, pair[1].text))
    for one in near:
        if one.reworded is None or not free:
            continue
        x, y = min(free, key=partial(_preference, one, common))
        exchanged = rng.random() < 0.5
        crossed = rng.random() < CROSSED
        if crossed:  # its positive is (Y, X) where it is turned
            exchanged = exchanged and one.is_around and (y, x) in free
        free.remove((y, x) if crossed and exchanged else (x, y))
        yield one, (crossed_square if crossed else square)(x, y, one, exchanged)


def _preference(
    near: Near, common: Callable[[tuple[Wording, Wording]], float], pair: tuple[Wording, Wording]
) -> float:
    """Natural anchors first; then natural candidates; then anchors that are worded differently; then what
    the near-miss itself is not worded by; then what has few words in common. common: the overlap of a pair.
    """
    x, y = pair
    own = (y is not near.partners[1]) if near.is_around else (x in near.partners) + (y in near.partners)
    return 16 * bool(x.rule) + 8 * (bool(y.rule)) + 4 * (x.base == near.base.base) + own + common(pair)


def square(x: Wording, y: Wording, near: Near, exchanged: bool) -> list[Row]:
    """Return the four rows of a square; `exchanged` lets N and Q change places."""
    assert near.reworded is not None
    n, q = (near.reworded, near.plain) if exchanged else (near.plain, near.reworded)
    where = near.spans()
    return [
        near_miss_row(x, n, near, where),
        near_miss_row(n, y, near, where),
        Row(q, n, SAME, POSITIVE_FAMILY, "+".join([near.plain.rule, *near.steps])),
        same_row(x, y),
    ]


def crossed_square(x: Wording, y: Wording, near: Near, exchanged: bool) -> list[Row]:
    """Return the four rows of a crossed square; `exchanged` turns all of them round."""
    assert near.reworded is not None
    n, q, where = near.plain, near.reworded, near.spans()
    same = Row(n, q, SAME, POSITIVE_FAMILY, "+".join([near.plain.rule, *near.steps]))
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
    reworded_by = near.partner_of(edited)
    if base is not reworded_by:
        steps += [base.rule] if base.rule else []
        steps += [reworded_by.rule] if reworded_by is not None else []
    edit = "+".join([*steps, near.plain.rule]) if steps else near.plain.rule
    spans = {id(side): where.get(id(side), ()) for side in (anchor, candidate)}
    if not any(spans.values()):  # words were left out, beside a wording of its own
        spans[id(base)] = left_out(edited.text, base.text)
    return Row(
        anchor,
        candidate,
        NEAR_MISS,
        near.family,
        edit,
        spans[id(anchor)],
        spans[id(candidate)],
        near.edit.made,
    )


def same_row(anchor: Wording, candidate: Wording) -> Row:
    """Return the pair of two wordings of the source's meaning."""
    steps = [NATURAL] if anchor.base != candidate.base else []
    steps += [side.rule for side in (anchor, candidate) if side.rule]
    return Row(anchor, candidate, SAME, POSITIVE_FAMILY, "+".join(steps))


def pair_of(source: Source, row: Row) -> Pair:
    """Return the pair of a dataset that a row of a source is."""
    return Pair(
        row.anchor.text,
        row.candidate.text,
        row.label,
        row.family,
        row.edit,
        row.anchor_spans,
        row.candidate_spans,
        source.source_id,
        source.group_id,
        source.split,
    )
