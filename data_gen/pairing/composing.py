"""Several edits of one sentence made at once: beside each other, or one inside of what another moves.

People reword a sentence in three or four places at a time, so a paraphrase is composed of several edits
that keep the meaning, and a near-miss is reworded by the same ones (variants.py). Nothing is parsed again:
edits go together where their spans do not meet, or where the words that one moves stand whole in a new place.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..edits.edit import Edit, Replacement
from ..edits.propose import Made, apply
from ..parsing.sentence import Sentence
from .quadruples import stands_around

MOST = 9  # edits of one paraphrase
_WORD = re.compile(r"[\w'’-]+")
_INVERSES = (
    {"paraphrase.active_passive", "paraphrase.passive_active"},
    {"paraphrase.contraction", "paraphrase.expansion"},
)
_ASKED_ANEW = ("paraphrase.indirect_question", "paraphrase.request")
_SCOPE = ("quantifier.only", "quantifier.even")  # what they stand before must stay there


class Composed(NamedTuple):
    """A sentence with several edits made, with a near-miss's edit as well where there is one, and which edits
    they are.
    """

    paraphrase: Made
    near: Made | None
    taken: tuple[Made, ...]


def may_cancel(first: str, second: str) -> bool:
    """Whether the second of two rules may undo the first, the two may negate twice, or turn a modal twice.

    Rules of composed edits ("a.b+c.d") are looked at one by one.
    """
    return any(_may_cancel(one, two) for one in first.split("+") for two in second.split("+"))


def _may_cancel(first: str, second: str) -> bool:
    rules = {first, second}
    families = {rule.partition(".")[0] for rule in rules}
    if all(stands_around(rule) for rule in rules):
        return True
    if len(rules) == 1:
        return first not in _REPEATABLE
    if rules in _INVERSES or all("negat" in rule or rule.startswith("modality.") for rule in rules):
        return True
    if "register" in families and not rules.isdisjoint(_ASKED_ANEW):
        return True  # "Can you tell me hi all! What ..."
    if "paraphrase.cleft" in rules and "negation" in families:
        return True  # "It is the clerk that does not pay the fee."
    return any(rule in _SCOPE for rule in rules) and "paraphrase" in families


_REPEATABLE = frozenset(
    (
        "substitution.synonym",
        "paraphrase.phrase",
        "paraphrase.verb_phrase",
        "paraphrase.recast",
        "paraphrase.linking",
    )
)
"""Rules that change one word or phrase each: several of their edits go together."""


def combine(sentence: Sentence, first: Made, second: Made, rejections: Counter[str]) -> Made | None:
    """Return the sentence with both edits made, named after both; None where they cannot be made together.

    It keeps the meaning where both do.
    """
    if may_cancel(first.rule, second.rule):
        return None
    replacements = _together(sentence.text, first.edit.replacements, second.edit.replacements)
    if replacements is None:
        return None
    edit = Edit(
        f"{first.rule}+{second.rule}",
        min(first.label, second.label),
        replacements,
        first.edit.lower or second.edit.lower,
    )
    made = apply(sentence, edit, rejections)
    if made is None or made.text.lower() in (first.text.lower(), second.text.lower()):
        return None
    return made


def compose(
    sentence: Sentence, edits: Iterable[Made], share: float, near: Made | None, rejections: Counter[str]
) -> Composed | None:
    """Return the sentence with several edits made, and with `near` made as well; None where none goes.

    edits: label 1 each, the first are tried first. share: of its words; when no more are left as they were,
    no further edit is made. near: an edit that changes the meaning; only edits are taken that go together
    with it.
    """
    taken: list[Made] = []
    replacements: tuple[Replacement, ...] = ()
    for made in edits:
        if len(taken) == MOST or (taken and kept_share(sentence.text, replacements) <= share):
            break
        others = [*taken, near] if near is not None else taken
        if any(may_cancel(made.rule, other.rule) for other in others):
            continue
        new = _together(sentence.text, replacements, made.edit.replacements)
        if new is None or (near and _together(sentence.text, new, near.edit.replacements) is None):
            continue
        replacements = new
        taken.append(made)
    while taken:
        found = _applied(sentence, taken, near, rejections)
        if found is None and len(taken) > 2:  # one of them may be what no other goes with
            less = ([*taken[:i], *taken[i + 1 :]] for i in reversed(range(len(taken))))
            tried = (_applied(sentence, some, near, rejections) for some in less)
            found = next((one for one in tried if one is not None), None)
        if found is not None:
            return found
        taken.pop()
    return None


def _applied(
    sentence: Sentence, taken: Sequence[Made], near: Made | None, rejections: Counter[str]
) -> Composed | None:
    """Return the sentence with the edits, and with `near` too, or None where a guard rejects either."""
    replacements: tuple[Replacement, ...] = ()
    for made in taken:
        new = _together(sentence.text, replacements, made.edit.replacements)
        if new is None:
            return None
        replacements = new
    rule = "+".join(made.rule for made in taken)
    lower = any(made.edit.lower for made in taken)
    composed = apply(sentence, Edit(rule, 1, replacements, lower), rejections)
    if composed is None:
        return None
    if near is None:
        return Composed(composed, None, tuple(taken))
    both = combine(sentence, composed, near, rejections)
    return None if both is None else Composed(composed, both, tuple(taken))


def kept_share(text: str, replacements: Sequence[Replacement]) -> float:
    """Return the share of the text's words that the replacements leave, wherever they then stand."""
    old: Counter[str] = Counter()
    new: Counter[str] = Counter()
    for one in replacements:
        old.update(_WORD.findall(text[one.start : one.end].lower()))
        new.update(_WORD.findall(one.text.lower()))
    return 1 - (old - new).total() / max(1, len(_WORD.findall(text)))


def _together(
    text: str, first: Sequence[Replacement], second: Sequence[Replacement]
) -> tuple[Replacement, ...] | None:
    """Return the replacements of both edits in order, or None where they touch.

    Where one moves words that the other changes, they are changed in their new place.
    """
    return _inside(text, first, second) or (_inside(text, second, first) if first else None)


def _inside(
    text: str, first: Sequence[Replacement], second: Sequence[Replacement]
) -> tuple[Replacement, ...] | None:
    """Do so where it is the first that may move words."""
    beside = []
    inside: list[list[Replacement]] = [[] for _ in first]  # of the texts of the first edit's replacements
    for inner in second:
        if not any(_touch(text, inner, other) for other in first):
            beside.append(inner)
            continue
        place = _new_place(text, first, inner)
        if place is None:
            return None
        index, start = place
        new = inner.text
        if text[inner.start : inner.start + 1].isupper() and first[index].text[start : start + 1].islower():
            new = new[:1].lower() + new[1:]  # what began the sentence stands in the middle of it
        inside[index].append(Replacement(start, start + inner.end - inner.start, new))
    if any(_meet(some) for some in inside):
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
