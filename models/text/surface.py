"""What a tokenizer does not show of a text: the spelling behind its tokens, compared between two texts.

An unknown word is one [UNK] whatever it says, and so is a word of more than a hundred characters; an uncased
tokenizer folds accents and capitals; some signs get no token at all. A model that reads tokens cannot tell
such texts apart, so their spelling is compared here: where it differs they are never the same.
"""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from torch import Tensor

from .normal_form import NormalForm, normal_form

LARGEST_ID = 2**31 - 1
ACRONYMS = frozenset(["us", "it", "who", "aids", "sat"])
"""Short words that are another word in capitals (US, IT, WHO): only their case tells which."""
_ACRONYM = re.compile("|".join(sorted(word.upper() for word in ACRONYMS)))
_STOPS = ".?!"
PASSAGE = (2, 6)
"""A candidate of at least twice the query's tokens and six more is a passage."""
SHOWN = 40
"""Characters of each side that a reason shows."""


@dataclass(frozen=True)
class Surface:
    """The spelling of a text, in its normal form.

    pieces: ids and spelling of each token, in order (of those that spell one character together, as bytes do,
    all ids). unread: the spelling of unknown words and of signs without a token, in order. ends: the emoji
    before and after the text. text: the whole text. truncated: whether tokens of it are missing.
    """

    pieces: tuple[tuple[tuple[int, ...], str], ...]
    unread: tuple[str, ...]
    ends: tuple[str, str]
    text: str
    truncated: bool = False

    @cached_property
    def spellings(self) -> dict[tuple[int, ...], frozenset[str]]:
        """How each token is spelt."""
        found: dict[tuple[int, ...], set[str]] = {}
        for ids, spelling in self.pieces:
            found.setdefault(ids, set()).add(spelling)
        return {ids: frozenset(some) for ids, some in found.items()}

    @cached_property
    def words(self) -> list[str]:
        """Its words and signs as they are written, but for the stop at its end."""
        return self.text.rstrip(_STOPS).replace(",", " ,").replace("'", " '").split()


def unknown_id(spelling: str, vocabulary: int) -> int:
    """Return the id by which an unknown word is compared with others: beyond the vocabulary, below 2^31."""
    digest = hashlib.blake2b(spelling.casefold().encode(), digest_size=8).digest()
    return vocabulary + int.from_bytes(digest) % (LARGEST_ID - vocabulary)


def surface_of(
    text: str, ids: Tensor, mask: Tensor, offsets: Tensor, vocabulary: int, truncated: bool = False
) -> Surface:
    """Return the surface of an encoded text.

    ids, mask [T], offsets [T, 2], truncated: as Tokenized has them. vocabulary: ids from here on are those of
    unknown words.
    """
    normal = normal_form(text)
    if (plain := _plain_surface(normal, ids, mask, offsets, vocabulary, truncated)) is not None:
        return plain
    is_loud = normal.text.isupper()
    groups = _groups(normal, ids[mask].tolist(), offsets[mask.cpu()].tolist())
    pieces: list[tuple[tuple[int, ...], str]] = []
    before = groups[0][0] if groups else len(normal.text)
    unread = normal.text[:before].casefold().split()
    last_unknown = -1
    for number, (start, end, group) in enumerate(groups):
        following = end if truncated else len(normal.text)
        if number + 1 < len(groups):
            following = groups[number + 1][0]
        lost = normal.text[end:following].split()
        if lost and not normal.text[end].isspace():  # a mark that the tokenizer takes off its letter
            end += len(lost.pop(0))
        spelling = normal.text[start:end].strip()
        is_acronym = not is_loud and spelling.isupper() and spelling.lower() in ACRONYMS
        pieces.append((group, spelling if is_acronym else spelling.casefold()))
        if max(group) >= vocabulary:
            if last_unknown == start:
                unread[-1] += spelling.casefold()
            else:
                unread.append(spelling.casefold())
            last_unknown = end
        unread += [sign.casefold() for sign in lost]
    return Surface(tuple(pieces), tuple(unread), (normal.lead, normal.trail), normal.text, truncated)


def _plain_surface(
    normal: NormalForm, ids: Tensor, mask: Tensor, offsets: Tensor, vocabulary: int, truncated: bool
) -> Surface | None:
    """Return the surface of a text of known words, every sign of which is in one token; None for others.

    Most texts are such, and then their tokens need not be looked at one by one.
    """
    text, folded = normal.text, normal.text.casefold()
    known, places = ids[mask].tolist(), offsets[mask.cpu()].numpy()
    if not known or max(known) >= vocabulary or len(folded) != len(text) or _ACRONYM.search(text):
        return None
    starts, ends = places[:, 0], places[:, 1]
    if not isinstance(normal.starts, range):
        starts, ends = np.searchsorted(normal.starts, starts), np.searchsorted(normal.ends, ends, "right")
    if not ((ends > starts).all() and (starts[1:] >= ends[:-1]).all()):
        return None
    read = int(ends[-1]) if truncated else len(text)
    if int((ends - starts).sum()) != read - text.count(" ", 0, read):
        return None
    spellings = (folded[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
    pieces = tuple(((token,), spelling) for token, spelling in zip(known, spellings, strict=True))
    return Surface(pieces, (), (normal.lead, normal.trail), text, truncated)


def _groups(
    normal: NormalForm, ids: list[int], offsets: list[list[int]]
) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return where tokens stand in the normal form, those together that spell one character together."""
    groups: list[tuple[int, int, tuple[int, ...]]] = []
    for token, (first, last) in zip(ids, offsets, strict=True):
        start, end = bisect_left(normal.starts, first), bisect_right(normal.ends, last)
        if end <= start:
            continue
        if groups and start < groups[-1][1]:
            start, before, group = groups.pop()
            groups.append((start, max(before, end), (*group, token)))
        else:
            groups.append((start, end, (token,)))
    return groups


def are_same(a: Surface, b: Surface) -> bool:
    """Whether two texts have the same normal form: the same tokens, spelt the same."""
    if not a.text or _other_ends(a, b):
        return False
    return a.text == b.text or (
        not a.truncated and not b.truncated and a.pieces == b.pieces and a.unread == b.unread
    )


def unlike(a: Surface, b: Surface) -> str | None:
    """Say where a query and a candidate differ in what the tokenizer does not show; None where they do not.

    A candidate that is much longer than the query, a passage, may have more of it than the query has.
    """
    is_passage = len(b.pieces) >= PASSAGE[0] * len(a.pieces) + PASSAGE[1]
    if a.unread != b.unread and not (is_passage and _is_within(a.unread, b.unread)):
        return _shown(a.unread, b.unread)
    known = b.spellings
    for ids, ours in a.spellings.items():
        theirs = known.get(ids, ours)
        if ours != theirs and (ours - theirs or not is_passage):
            return _shown(sorted(ours - theirs) or sorted(ours), sorted(theirs - ours) or sorted(theirs))
    ends = _other_ends(a, b)
    return _shown(ends[:1], ends[1:]) if ends else None


def _other_ends(a: Surface, b: Surface) -> tuple[str, str] | None:
    """Return the emoji that differ at one end of both texts; None where they are alike, or one has none."""
    if a.ends == b.ends:
        return None
    pairs = zip(a.ends, b.ends, strict=True)
    return next(((one, other) for one, other in pairs if one and other and one != other), None)


def _is_within(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether `others` has all of `some` in their order."""
    rest = iter(others)
    return all(one in rest for one in some)


def _shown(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """Write down two lists from where they differ."""
    first = next(
        (n for n, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other),
        min(len(ours), len(theirs)),
    )
    sides = [" ".join(side[first:]) for side in (ours, theirs)]
    common = next((n for n, both in enumerate(zip(*sides, strict=False)) if len({*both}) > 1), 0)
    if max(map(len, sides)) > SHOWN and common > SHOWN // 4:
        sides = ["…" + side[common - SHOWN // 4 :] for side in sides]
    return " / ".join(
        (side if len(side) <= SHOWN else side[: SHOWN - 1] + "…") or "nothing" for side in sides
    )
