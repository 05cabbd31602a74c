"""Paraphrases of a natural text, composed of several edits, and the near-misses that the same edits reword.

A near-miss is always made together with a paraphrase of the same text, so that no wording marks a label.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ..corpus.sources import Passage
from ..edits.paraphrase import frames
from ..edits.propose import Made, apply
from ..hashing import text_key
from ..parsing.reading import read
from .composing import Composed, combine, compose, kept_share
from .quadruples import Near, Wording, stands_around

BOTH_SHARE = (
    0.6  # of the near-misses: so many are paired in two rewordings, the others as they are and in one
)
SHARES = (0.1, 0.5)  # a paraphrase is reworded until it keeps no more than a share of its words between these


TRIES = 3  # orders in which edits are composed; what leaves the fewest words as they were is taken


def _kept(one: Composed) -> float:
    return kept_share(one.paraphrase.source, one.paraphrase.edit.replacements)


class _Composed(NamedTuple):
    """A paraphrase with the key of its text, the passage with its edits and the near-miss's, and which
    positives it is made of.
    """

    paraphrase: Wording
    key: int
    text: str
    places: frozenset[int]


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
    """Paraphrases one natural text (base) of a source, and rewords its near-misses.

    positives: what the rules made of the text that keeps its meaning, each by one edit. wrong: keys of texts
    that mean something else; those that are made are added. made: the paraphrases so far, by the key of their
    text. used: how many paraphrases each positive is in, by its place in the list.
    """

    natural: Wording
    passage: Passage
    positives: list[Edited]
    with_frames: bool
    rng: random.Random
    wrong: set[int] = field(default_factory=set)
    made: dict[int, Wording] = field(default_factory=dict)
    used: Counter[int] = field(default_factory=Counter)

    @cached_property
    def _natural_key(self) -> int:
        return text_key(self.natural.text)

    @cached_property
    def _changed(self) -> list[float]:
        """The share of the words that each positive changes."""
        return [1 - kept_share(one.made.source, one.made.edit.replacements) for one in self.positives]

    def of(self, near: Edited) -> Near:
        """Return the near-miss with its rewording, if there is one. Where it is paired in two, what words the
        one is not in the other, so that the two have few words in common.
        """
        found = self._composed(near)
        if found is None:
            return self._framed(near)
        both = self.rng.random() < BOTH_SHARE
        other = self._composed(near, around=False, without=found.places) if both else None
        return self._near(near, found, other)

    def add(self) -> bool:
        """Make one more paraphrase; return whether that was possible."""
        found = self._composed(None)
        if found is None or found.key in self.made:
            return False
        self.made[found.key] = found.paraphrase
        return True

    def _near(self, near: Edited, found: _Composed, other: _Composed | None = None) -> Near:
        """Return the near-miss with the rewording that was found, and with another one instead of none."""
        partner, reworded = self._kept(near, found)
        if other is None:
            return Near(self.natural, near.wording, near.wording, reworded, (None, partner))
        second, plain = self._kept(near, other)
        return Near(self.natural, near.wording, plain, reworded, (second, partner))

    def _kept(self, near: Edited, found: _Composed) -> tuple[Wording, Wording]:
        """Keep a paraphrase with those made; return it, and the near-miss that its edits reword."""
        partner = self.made.setdefault(found.key, found.paraphrase)
        return partner, Wording(found.text, near.wording.base, near.wording.rule, near_miss=True)

    def _composed(
        self, near: Edited | None, around: bool = True, without: frozenset[int] = frozenset()
    ) -> _Composed | None:
        """Return a paraphrase, and the passage with its edits and the near-miss's made.

        around: whether something may stand around it (quadruples.py). without: the places of positives that
        it is not made of.
        """
        share = self.rng.uniform(*SHARES)
        reworded: dict[int, Made] = {}
        both: dict[int, Made] = {near.index: near.made} if near is not None else {}
        places: set[int] = set()
        for index in sorted({one.index for one in self.positives}):
            sentence = read(self.passage.sentences[index][1])
            order = [
                place
                for place in self._order(index)
                if place not in without and (around or not stands_around(self.positives[place].made.rule))
            ]
            other = near.made if near is not None and near.index == index else None
            orders = [order, *(self.rng.sample(order, len(order)) for _ in range(TRIES - 1))]
            tried = (
                compose(sentence, [self.positives[place].made for place in some], share, other, Counter())
                for some in dict.fromkeys(map(tuple, orders))
            )
            found = min((one for one in tried if one is not None), key=_kept, default=None)
            if found is None:
                continue
            reworded[index], both[index] = found.paraphrase, found.near or found.paraphrase
            places.update(place for place in order if self.positives[place].made in found.taken)
        self.used.update(places)
        if not reworded:
            return None
        texts = {index: made.text for index, made in reworded.items()}
        text = self.passage.with_sentences(texts)
        whole = self.passage.with_sentences({index: made.text for index, made in both.items()})
        key = text_key(text)
        if key in self.wrong or key == self._natural_key:
            return None
        if near is not None:
            whole_key = text_key(whole)
            if whole_key in self.wrong or whole_key in self.made:
                return None  # another near-miss in other words
            self.wrong.add(whole_key)
        rule = "+".join(made.rule for made in reworded.values())
        only = next(iter(reworded.items())) if len(reworded) == 1 else None
        offset = self.passage.sentences[only[0]][0] if only else 0
        paraphrase = Wording(text, self.natural.base, rule, made=only[1] if only else None, offset=offset)
        return _Composed(paraphrase, key, whole, frozenset(places))

    def _order(self, index: int) -> list[int]:
        """Return the places of the sentence's positives: what is used least and changes most comes first,
        by chance.
        """
        order = []
        for place, one in enumerate(self.positives):
            if one.index == index:
                weight = (0.02 + self._changed[place]) / (1 + self.used[place])
                order.append((self.rng.random() ** (1 / weight), place))
        return [place for _, place in sorted(order, reverse=True)]

    def _framed(self, near: Edited) -> Near:
        """Put a near-miss that nothing else rewords into a frame."""
        sentence = read(self.passage.sentences[near.index][1])
        if self.with_frames:
            for edit in frames.propose(sentence, self.rng):
                made = apply(sentence, edit, Counter())
                both = made and combine(sentence, made, near.made, Counter())
                if made and both:
                    partner = edited(self.passage, self.natural.base, near.index, made).wording
                    text = self.passage.with_sentences({near.index: both.text})
                    reworded = Wording(text, partner.base, near.wording.rule, near_miss=True)
                    return Near(self.natural, near.wording, near.wording, reworded, (None, partner))
        return Near(self.natural, near.wording, near.wording)
