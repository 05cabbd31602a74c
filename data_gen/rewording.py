"""How a near-miss is reworded: made together with a paraphrase of the same text, which leaves its meaning as
it is.

The paraphrases are those that the rules made of the text; where none goes together with the near-miss, or
where there are too few wordings to pair it with, the sentence is put into a frame (edits/frames.py). Between
taking edits (rows.py) and pairing them (squares.py).
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .compose import combine
from .edits import frames
from .make import Made, apply
from .roles import read
from .sources import Passage
from .squares import Near, Wording

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
