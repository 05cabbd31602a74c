"""From one parsed sentence to its near-misses and hard positives.

Runs every family's rules, realizes their edits and applies the guards. No parsing happens here.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc

from .edits import FAMILIES
from .edits.edit import Replacement
from .guards import row_guard, sentence_guard
from .realize import Spans, realize
from .roles import read


@dataclass(frozen=True)
class Made:
    """One made sentence.

    rule: "family.rule"; family: the part before the dot; label: 1 same meaning, 0 near-miss.
    source_spans, made_spans: (start, end) characters that differ, in the source and in `text`.
    """

    rule: str
    family: str
    label: int
    text: str
    source_spans: Spans
    made_spans: Spans


def make(
    doc: Doc,
    rng: random.Random,
    families: Sequence[str] = tuple(FAMILIES),
    rejections: Counter[str] | None = None,
) -> Iterator[Made]:
    """Yield what the rules of `families` make of a single-sentence Doc.

    Each rejection is counted in `rejections` under the guard's name. A text is yielded once; one that two
    rules make with different labels is yielded by neither.
    """
    rejections = Counter() if rejections is None else rejections
    sentence = read(doc)
    guard = sentence_guard(sentence)
    if guard is not None:
        rejections[guard] += 1
        return
    made: dict[str, Made] = {}
    labels: dict[str, set[int]] = {}
    for family in families:
        for edit in FAMILIES[family](doc, rng):
            if _overlap(edit.replacements):
                rejections["overlapping_repairs"] += 1
                continue
            result = realize(sentence, edit.replacements)
            guard = row_guard(sentence, result)
            if guard is not None:
                rejections[guard] += 1
                continue
            key = result.text.lower()
            labels.setdefault(key, set()).add(edit.label)
            if key in made:
                rejections["duplicate"] += 1
                continue
            made[key] = Made(
                edit.rule, edit.family, edit.label, result.text, result.source_spans, result.made_spans
            )
    for key, row in made.items():
        if len(labels[key]) > 1:
            rejections["contradictory_label"] += 1
        else:
            yield row


def _overlap(replacements: Sequence[Replacement]) -> bool:
    """Whether two repairs of one edit touch the same characters (a rare parse makes rules propose that)."""
    return any(left.end > right.start for left, right in pairwise(replacements))
