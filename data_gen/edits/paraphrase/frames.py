"""The rewording that any sentence takes: "Note that ...", "In short, ...", "Quick question: ...".

A paraphrase of last resort. Every near-miss must stand in the data with the label 1 as well, beside the same
near-miss reworded (pairing/quadruples.py); where no other paraphrase of the sentence goes together with it,
a frame does. It is no hard positive, and so it is made only there, and is not among the family's
MODULES.
"""

import random
from collections.abc import Iterator

from ..edit import Edit, Replacement
from ..prelude import Sentence, word_lists

_LISTS = word_lists(__package__, "frames")

RULE = "paraphrase.frame"
BEFORE_STATEMENT = _LISTS.phrases("before_statement")  # fmt: skip
BEFORE_QUESTION = _LISTS.phrases("before_question")  # fmt: skip
AFTER_QUESTION = _LISTS.phrases("after_question")


def propose(sentence: Sentence, rng: random.Random) -> Iterator[Edit]:
    """Yield up to two edits that frame the sentence, by words before it and after it, in any order."""
    words, text = sentence.words, sentence.text
    root = sentence.root
    if not root or not text[:1].isalnum() or words[0].lower in _LISTS.not_after:
        return
    if text.endswith("?"):
        sides = [(0, rng.choice(BEFORE_QUESTION)), (len(text), rng.choice(AFTER_QUESTION))]
    elif root.tag != "VBD" and any(clause.is_root and clause.is_told for clause in sentence.clauses):
        sides = [(0, rng.choice(BEFORE_STATEMENT))]
    else:
        return
    for place, frame in rng.sample(sides, len(sides)):
        yield Edit(RULE, 1, (Replacement(place, place, frame),))
