"""The replacements of two edits of one sentence: beside each other, or one inside of what the other moves.

composing.py asks for it edit by edit. Where the words that one edit changes stand whole in a new place by the
other, they are changed there; where the two meet in any other way, they do not go together.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from ..edits.edit import Replacement

WORD = re.compile(r"[\w'’-]+")


@lru_cache(maxsize=256)  # one sentence's edits are tried in several orders, and for each near-miss
def together(
    text: str, first: tuple[Replacement, ...], second: tuple[Replacement, ...]
) -> tuple[Replacement, ...] | None:
    """Return the replacements of both edits in order, or None where they touch.

    Where one moves words that the other changes, they are changed in their new place.
    """
    found = _inside(text, first, second)
    if found is None and first:
        found = _inside(text, second, first, in_one=_moves(text, first))
    return found


@lru_cache(maxsize=256)
def _moves(text: str, some: tuple[Replacement, ...]) -> bool:
    """Whether words that one of the replacements takes away stand in another's text."""
    taken = [set(WORD.findall(text[one.start : one.end].lower())) - {"the", "a", "an"} for one in some]
    return any(
        words & set(WORD.findall(b.text.lower()))
        for i, words in enumerate(taken)
        for j, b in enumerate(some)
        if i != j
    )


def _inside(
    text: str, first: tuple[Replacement, ...], second: tuple[Replacement, ...], in_one: bool = False
) -> tuple[Replacement, ...] | None:
    """Do so where it is the first that may move words.

    in_one: what the second changes may come to stand in one place only: it moves words itself, and its own
    order ("is paid", "by the tenant") would not be kept in two.
    """
    beside = []
    inside: list[list[Replacement]] = [[] for _ in first]  # of the texts of the first edit's replacements
    moving = _moves(text, second) and not _is_exchange(text, second)
    torn = False  # whether both move one phrase, so that what comes in its place belongs where it was
    for inner in second:
        if not any(_touch(text, inner, other) for other in first):
            beside.append(inner)
            continue
        place = _new_place(text, first, inner)
        if place is None:
            return None
        torn |= moving and any(_covers(text, inner, other) for other in first)
        index, start = place
        new = inner.text
        is_name = not set(WORD.findall(new)[:1]).isdisjoint(WORD.findall(text[1:]))
        capital = text[inner.start : inner.start + 1].isupper() and not is_name
        if capital and first[index].text[start : start + 1].islower():
            new = new[:1].lower() + new[1:]  # what began the sentence stands in the middle of it
        inside[index].append(Replacement(start, start + inner.end - inner.start, new))
    if (torn and beside) or any(_meet(some) for some in inside) or (in_one and sum(map(bool, inside)) > 1):
        return None
    outer = [
        one._replace(text=_made_inside(one.text, some)) if some else one
        for one, some in zip(first, inside, strict=True)
    ]
    return tuple(sorted((*outer, *beside)))


def _meet(some: list[Replacement]) -> bool:
    ordered = sorted(some)
    return any(a.end > b.start for a, b in pairwise(ordered))


def _touch(text: str, a: Replacement, b: Replacement) -> bool:
    """Whether two replacements meet. Words put directly before or after a replaced word do not touch it, nor
    what is taken away with the space before it.
    """
    if a.start > b.end or b.start > a.end:
        return False
    if (a.end == b.start and _is_mark(b)) or (b.end == a.start and _is_mark(a)):
        return False
    left, right = sorted((a, b))
    if left.start < left.end == right.start < right.end and text[right.start] == " ":
        return right.text[:1] not in ("", " ", ",")
    for inserted, other in ((a, b), (b, a)):
        if inserted.start == inserted.end and other.start < other.end:
            if inserted.start == other.start and inserted.text.endswith(" "):
                return False
            if inserted.start == other.end and inserted.text.startswith((" ", ",")):
                return False
    return True


def _is_exchange(text: str, some: Sequence[Replacement]) -> bool:
    """Whether the replacements only put what they take away in each other's place."""
    return sorted(text[one.start : one.end].lower() for one in some) == sorted(
        one.text.lower() for one in some
    )


def _covers(text: str, inner: Replacement, outer: Replacement) -> bool:
    """Whether one replacement takes away all words that another one does."""
    return inner.start <= outer.start < outer.end <= inner.end and bool(text[outer.start : outer.end].strip())


def _is_mark(one: Replacement) -> bool:
    """Whether a replacement is of a sentence's last mark, which stands close behind its last word."""
    return one.text in ("", ".", "?", "!") and 0 <= one.end - one.start <= 1


def _new_place(text: str, first: Sequence[Replacement], inner: Replacement) -> tuple[int, int] | None:
    """Return where the words that `inner` replaces stand after the first edit: the number of one of its
    replacements, and the offset in that one's text.

    All that the first edit takes away around inner, or else the words around inner in that, must stand
    unchanged in one new place, and inner must keep the grammatical number of those words, since a verb there
    may agree with them.
    """
    around = next((r for r in first if r.start <= inner.start and inner.end <= r.end), None)
    if around is None or any(_touch(text, inner, other) for other in first if other is not around):
        return None
    if inner.start == inner.end and inner.start in (around.start, around.end):
        return None
    taken = text[around.start : around.end]
    whole = around.start + len(taken) - len(taken.lstrip(" ,")), around.start + len(taken.rstrip(" ,"))
    for start, end in (whole, *_contexts(text, around, inner)):
        words, offset = text[start:end], inner.start - start
        length = inner.end - inner.start
        if not words or offset < 0 or offset + length > len(words) or not _same_number(words, offset, inner):
            continue
        places = [(i, at) for i, r in enumerate(first) for at in _places(r.text, words)]
        if len(places) == 1 and first[places[0][0]] is around and (length == len(words) or " " not in words):
            return None  # "outside" became "outside of", "use" "make use of": it did not move
        if len(places) == 1:
            opens = inner.start == around.start and first[places[0][0]] is around and places[0][1] > 0
            if opens and inner.text.count(" ") > words[:length].count(" "):
                return None  # words put first do not go behind those of the other edit: "was did not use up"
            return places[0][0], places[0][1] + offset
    return None


def _contexts(text: str, around: Replacement, inner: Replacement) -> Iterable[tuple[int, int]]:
    """Yield the stretches of what is taken away that hold inner and two words on either side, or one."""
    words = [
        (around.start + m.start(), around.start + m.end())
        for m in re.finditer(r"\S+", text[around.start : around.end])
    ]
    left = [start for start, _ in words if start < inner.start]
    right = [end for _, end in words if end > inner.end]
    for reach in (2, 1):
        if (
            len(left) >= reach
            and len(right) >= reach
            and inner.start > around.start
            and inner.end < around.end
        ):
            yield left[-reach], right[reach - 1]


def _places(text: str, words: str) -> list[int]:
    """Return where the words stand whole in a text."""
    found, lower, wanted = [], text.lower(), words.lower()
    at = lower.find(wanted)
    while at >= 0:
        if not (text[:at][-1:].isalnum() or text[at + len(words) :][:1].isalnum()):
            found.append(at)
        at = lower.find(wanted, at + 1)
    return found


def _made_inside(text: str, replacements: list[Replacement]) -> str:
    for one in sorted(replacements, reverse=True):
        text = text[: one.start] + one.text + text[one.end :]
    return text


def _same_number(words: str, offset: int, inner: Replacement) -> bool:
    """Whether old and new words agree in ending with s, or what is changed does not end the phrase."""
    end = offset + inner.end - inner.start
    return end < len(words) or (words.endswith("s") == inner.text.rstrip(" ,").endswith("s"))
