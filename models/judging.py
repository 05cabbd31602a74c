"""From the model's probabilities to what is answered: texts alike, texts unlike, and texts read in windows.

Called by the verifier and by the CrossEncoder's module, which answer alike. The rules: two texts of one
normal form are the same; where the tokenizer hides a difference, or the query is cut off, P(same) goes to
P(other); of a long candidate one window speaks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .interaction import NEAR_MISS, OTHER, SAME
from .text.clock import other_half
from .text.identifiers import other_identifier
from .text.slips import differ_in_slips
from .text.surface import Surface, are_same, unlike
from .text.turned import turned_round

NEAR_THE_BEST = 0.1
"""A window that contradicts decides when its cosine is at most so far below the best window's."""
UNREADABLE = "differs in what the tokenizer cannot read: "
ONE_FORM = "the same text in its normal form"
BUT_FOR_SLIPS = "the same text but for a slip in writing"
OTHER_HALF = "names another half of the day: "
OTHER_NUMBER = "names another number: "
TURNED_ROUND = "the other direction: "
CUT_OFF = "the query is longer than the verifier reads"
_NEVER_SAME = ((OTHER_HALF, other_half), (OTHER_NUMBER, other_identifier), (TURNED_ROUND, turned_round))
"""Rules on two texts that say what differs, or "", each with the reason that it gives."""


@dataclass(frozen=True)
class Relation:
    """How two texts stand to each other before a model reads them.

    same: of one normal form, or that but for slips in writing. reason: why they are the same, or why they
    never are; "" where the model decides.
    """

    same: bool
    reason: str

    @property
    def never_same(self) -> bool:
        """Whether the model's P(same) does not count."""
        return bool(self.reason) and not self.same


def relation(query: Surface, candidate: Surface) -> Relation:
    """Compare the surfaces of a query and a candidate."""
    if are_same(query, candidate):
        return Relation(True, ONE_FORM)
    if query.truncated:
        return Relation(False, CUT_OFF)
    if differ_in_slips(query, candidate):
        return Relation(True, BUT_FOR_SLIPS)
    if difference := unlike(query, candidate):
        return Relation(False, UNREADABLE + difference)
    for reason, differing in _NEVER_SAME:
        if told := differing(query.text, candidate.text):
            return Relation(False, reason + told)
    return Relation(False, "")


@dataclass(frozen=True)
class Judged:
    """What was found of n pairs.

    raw: the model's probabilities, [n, 3] in the order of ANSWERS. probabilities: settled ones. shifts [n]:
    see Verifier.judge. families [n]: index of the likeliest family of near-miss. spans: where the candidate's
    words stand that carry the mismatch. truncated [n]: whether the query was cut off. places: what was read
    of the candidate: where it stands in it.
    """

    raw: np.ndarray
    probabilities: np.ndarray
    relations: list[Relation]
    shifts: np.ndarray
    families: list[int]
    spans: list[tuple[tuple[int, int], ...]]
    truncated: np.ndarray
    places: list[tuple[int, int]]


def judged(
    raw: np.ndarray,
    relations: list[Relation],
    shifts: np.ndarray,
    families: list[int],
    spans: list[tuple[tuple[int, int], ...]],
    truncated: np.ndarray,
    places: list[tuple[int, int]],
) -> Judged:
    """Settle what the model found of n pairs; see Judged."""
    return Judged(raw, settled(raw, relations), relations, shifts, families, spans, truncated, places)


def settled(probabilities: np.ndarray, relations: Sequence[Relation]) -> np.ndarray:
    """Return probabilities [n, 3] in the order of ANSWERS with what the relations decide."""
    result = probabilities.copy()
    for row, found in enumerate(relations):
        if found.same:
            result[row] = 0.0
            result[row, SAME] = 1.0
        elif found.never_same:
            result[row, OTHER] += result[row, SAME]
            result[row, SAME] = 0.0
    return result


def speaking_window(probabilities: np.ndarray, cosines: np.ndarray) -> int:
    """Return which window of a candidate speaks for it.

    probabilities: settled, [w, 3]. cosines: of query and windows, [w]. It is the one of the highest P(same),
    unless one that is nearly as near to the query (NEAR_THE_BEST) is a near-miss: then the surest of these.
    """
    best = int(probabilities[:, SAME].argmax())
    near = cosines >= cosines[best] - NEAR_THE_BEST
    against = near & (probabilities.argmax(1) == NEAR_MISS)
    return int(np.where(against, probabilities[:, NEAR_MISS], -1.0).argmax()) if against.any() else best


def spoken(
    windows: Judged,
    owners: Sequence[int],
    cosines: np.ndarray,
    whole: np.ndarray,
    beginnings: np.ndarray | None,
) -> Judged:
    """Return of n candidates what the window found that speaks for each.

    windows: of all candidates' windows, of which row r belongs to candidate `owners[r]`. cosines: of query
    and windows. whole: of query and candidates, [n]. beginnings [n]: the shifts of long candidates as
    far as they are read at once; None where the model does not rerank. A long candidate is as relevant as its
    most relevant window, or as its beginning: its shift is what makes that of its own cosine.
    """
    owner = np.asarray(owners)
    chosen = []
    shifts = np.zeros(len(whole), dtype=np.float32)
    for candidate, cosine in enumerate(whole):
        rows = np.flatnonzero(owner == candidate)
        chosen.append(int(rows[speaking_window(windows.probabilities[rows], cosines[rows])]))
        shifts[candidate] = windows.shifts[rows[0]]
        if len(rows) > 1 and beginnings is not None:
            relevance = (cosines[rows] + windows.shifts[rows]).max()
            shifts[candidate] = max(relevance - cosine, beginnings[candidate])
    return Judged(
        windows.raw[chosen],
        windows.probabilities[chosen],
        [windows.relations[row] for row in chosen],
        shifts,
        [windows.families[row] for row in chosen],
        [windows.spans[row] for row in chosen],
        windows.truncated[chosen],
        [windows.places[row] for row in chosen],
    )
