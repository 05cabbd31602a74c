"""How a near-miss is reworded: made together with a paraphrase of the same text, which leaves its meaning
as it is, so that no wording marks a label.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..corpus.sources import Passage
from ..edits import frames
from ..edits.edit import Edit, Replacement
from ..edits.propose import Made, apply
from ..parsing.reading import read
from ..parsing.sentence import Sentence
from .quadruples import Near, Wording

INVERSES = (
    {"paraphrase.active_passive", "paraphrase.passive_active"},
    {"paraphrase.contraction", "paraphrase.expansion"},
)


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


def may_cancel(first: str, second: str) -> bool:
    """Whether the second of two rules may undo the first, or both may change one verb group.

    "You may not park" is "you must not park", but without "not" the two are no longer the same.
    """
    rules = {first, second}
    if len(rules) == 1 or rules in INVERSES:
        return True
    return all("negat" in rule or rule.startswith("modality.") for rule in rules)


def _together(
    text: str, first: Sequence[Replacement], second: Sequence[Replacement]
) -> tuple[Replacement, ...] | None:
    """Return the replacements of both edits in order, or None where they touch.

    A replacement of the second inside of words that the first moves is made in their new place.
    """
    beside = []
    inside: list[list[Replacement]] = [[] for _ in first]  # of the texts of the first edit's replacements
    for inner in second:
        if not any(_touch(inner, other) for other in first):
            beside.append(inner)
            continue
        place = _new_place(text, first, inner)
        if place is None:
            return None
        index, start = place
        inside[index].append(Replacement(start, start + inner.end - inner.start, inner.text))
    outer = [
        one._replace(text=_made_inside(one.text, some)) if some else one
        for one, some in zip(first, inside, strict=True)
    ]
    return tuple(sorted((*outer, *beside)))


def _touch(a: Replacement, b: Replacement) -> bool:
    """Whether two replacements meet. Words put directly before or after a replaced word do not touch it."""
    if a.start > b.end or b.start > a.end:
        return False
    if (a.end == b.start and _is_mark(b)) or (b.end == a.start and _is_mark(a)):
        return False
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

    All that the first edit takes away around inner must stand unchanged in one new place, and inner must
    keep the grammatical number of those words, since a verb there may agree with them.
    """
    around = next((r for r in first if r.start <= inner.start and inner.end <= r.end), None)
    if around is None or any(_touch(inner, other) for other in first if other is not around):
        return None
    taken = text[around.start : around.end]
    words = taken.strip(" ,")
    offset = inner.start - around.start - (len(taken) - len(taken.lstrip(" ,")))
    length = inner.end - inner.start
    if not words or offset < 0 or offset + length > len(words) or not _same_number(words, offset, inner):
        return None
    places = [(i, r.text.lower().find(words.lower())) for i, r in enumerate(first)]
    places = [(i, at) for i, at in places if at >= 0 and _is_whole(first[i].text, at, at + len(words))]
    return (places[0][0], places[0][1] + offset) if len(places) == 1 else None


def _made_inside(text: str, replacements: list[Replacement]) -> str:
    for one in sorted(replacements, reverse=True):
        text = text[: one.start] + one.text + text[one.end :]
    return text


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word goes on across either end of a stretch of text."""
    return not (text[:start][-1:].isalnum() or text[end:][:1].isalnum())


def _same_number(words: str, offset: int, inner: Replacement) -> bool:
    """Whether old and new words agree in ending with s, or what is changed does not end the phrase."""
    end = offset + inner.end - inner.start
    return end < len(words) or (words.endswith("s") == inner.text.rstrip(" ,").endswith("s"))


MAX_FRAMES = 8  # of one source


@dataclass(frozen=True, slots=True, eq=False)
class Edited:
    """A wording that a rule made of sentence `index` of a passage, with what it made of that sentence."""

    wording: Wording
    made: Made
    index: int


def edited(passage: Passage, base: int, index: int, made: Made) -> Edited:
    """Put a made sentence into its passage."""
    text = passage.with_sentences({index: made.text})
    offset = passage.sentences[index][0]
    return Edited(Wording(text, base, made.rule, made.label == 0, made, offset), made, index)


@dataclass
class Rewordings:
    """Rewords the near-misses of one natural text (base) of a source.

    positives: the rule-made paraphrases of the text. framed: the frames made so far. used: how many
    near-misses each has reworded, by its place in the list.
    """

    natural: Wording
    passage: Passage
    positives: list[Edited]
    with_frames: bool
    rng: random.Random
    framed: list[Edited] = field(default_factory=list)
    used: Counter[int] = field(default_factory=Counter)

    def of(self, near: Edited) -> Near:
        """Return the near-miss with its rewording, if there is one."""
        order = sorted(range(len(self.positives)), key=lambda place: (self.used[place], self.rng.random()))
        for place in order:
            text = self._together(self.positives[place], near)
            if text is not None:
                self.used[place] += 1
                return self._near(near, self.positives[place], text)
        for frame in self._frames(near.index):
            text = self._together(frame, near)
            if text is not None:
                self.framed.append(frame)
                return self._near(near, frame, text)
        return Near(self.natural, near.wording)

    def add_frame(self) -> bool:
        """Make one more wording of the meaning; return whether that was possible."""
        frame = next(self._frames(len(self.passage.sentences) - 1), None)
        if frame is None:
            return False
        self.framed.append(frame)
        return True

    def _near(self, near: Edited, partner: Edited, text: str) -> Near:
        reworded = Wording(text, near.wording.base, near.wording.rule, near_miss=True)
        return Near(self.natural, near.wording, reworded, partner.wording)

    def _together(self, partner: Edited, near: Edited) -> str | None:
        """Return the passage with both edits made, or None where they do not go together."""
        if partner.index != near.index:
            return self.passage.with_sentences({partner.index: partner.made.text, near.index: near.made.text})
        sentence = read(self.passage.sentences[near.index][1])
        both = combine(sentence, partner.made, near.made, Counter())
        return None if both is None else self.passage.with_sentences({near.index: both.text})

    def _frames(self, index: int) -> Iterator[Edited]:
        """Yield ways to frame a sentence of the passage that were not used yet."""
        if not self.with_frames or len(self.framed) >= MAX_FRAMES:
            return
        sentence = read(self.passage.sentences[index][1])
        before = {frame.wording.text for frame in self.framed}
        for edit in frames.propose(sentence, self.rng):
            made = apply(sentence, edit, Counter())
            if made is None:
                continue
            frame = edited(self.passage, self.natural.base, index, made)
            if frame.wording.text not in before:
                yield frame
