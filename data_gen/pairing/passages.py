"""The second grain: the candidate is not a sentence but the passage that holds it, as a retriever returns it.

A source sentence of a longer text gets a setting: sentences before and after it, whole ones, so that the
passage has the configured number of words. A pair is then set into it by putting its candidate where the
source sentence stood, so that what holds for the pairs (no text gives its label away) holds for the passages
too. Used by rows.py.
"""

import random
from dataclasses import dataclass

from ..config import GenerateConfig
from ..corpus.sources import Source
from ..schema import PASSAGE, Pair

REPEATS = 0.6  # share of the sentence's words that a neighbour may hold before it counts as saying the same


@dataclass(frozen=True)
class Setting:
    """What stands before and after the candidate in its passage, with the space between."""

    before: str
    after: str

    def put(self, pair: Pair) -> Pair:
        """Return the pair with its candidate in the passage; the candidate's spans move with it."""
        by = len(self.before)
        return pair._replace(
            candidate=f"{self.before}{pair.candidate}{self.after}",
            candidate_spans=tuple((start + by, end + by) for start, end in pair.candidate_spans),
            grain=PASSAGE,
        )


def setting_of(source: Source, config: GenerateConfig, rng: random.Random) -> Setting | None:
    """Draw a setting for a source, None where it has no context, it is not drawn, or too few words are near
    it.

    The passage goes on in both directions by turns, up to a length drawn between the two limits, and stops
    at a sentence that repeats the claim (or contradicts it: which of the two cannot be told from its words).
    """
    if source.context is None or rng.random() >= config.passages:
        return None
    text = source.passage.text
    claim = _words(text)
    sides = [list(reversed(source.context[0])), list(source.context[1])]
    taken: tuple[list[str], list[str]] = ([], [])
    length = len(text.split())
    wanted = rng.randint(config.passage_min_words, max(config.passage_min_words, config.passage_max_words))
    while length < wanted and any(sides):
        side = rng.choice([number for number in (0, 1) if sides[number]])
        sentence = sides[side].pop(0)
        words = len(sentence.split())
        if _repeats(sentence, claim) or length + words > config.passage_max_words:
            sides[side].clear()
            continue
        taken[side].append(sentence)
        length += words
    if length < config.passage_min_words:
        return None
    before = " ".join(reversed(taken[0]))
    after = " ".join(taken[1])
    return Setting(f"{before} " if before else "", f" {after}" if after else "")


def _repeats(sentence: str, claim: set[str]) -> bool:
    return len(claim & _words(sentence)) >= REPEATS * len(claim)


def _words(text: str) -> set[str]:
    """Return the longer words of a text, in lower case: those that carry its claim."""
    words = {word.strip(".,;:!?()\"'").lower() for word in text.split()}
    return {word for word in words if len(word) > 3 or word.isdigit()} or words
