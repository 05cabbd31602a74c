"""The third grain: the anchor is a question, the candidate a passage that answers it, or looks as if it did.

Of a statement S and a near-miss N of it, and one question that S answers (asking.py), the same near-miss is
made in the question too, outside of what is asked for; so a square is

    answers: (q of S, S)  (q of N, N)        does not: (q of S, N)  (q of N, S)

in which each question and each passage has both labels. A near-miss that changes the answer itself makes no
row. S and N stand in the passage that they come from where there is one (passages.py). Used by rows.py.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from ..config import GenerateConfig
from ..corpus.sources import Source
from ..edits.propose import Made, apply
from ..hashing import stable_fraction
from ..parsing.reading import read
from ..schema import NEAR_MISS, QUESTION, SAME, Pair
from .asking import Asked, questions_of
from .passages import Setting
from .quadruples import POSITIVE_FAMILY, Near, Row, Wording, pair_of
from .variants import combine

_ANSWERED = frozenset(("modality", "temporal.frequency", "quantity.number", "quantifier"))
"""Families and rules whose near-miss still tells who or what it is: "What may it collect?" is answered by "It
will collect names.", "What covers most rooms?" by "The fee covers all rooms."."""


def question_rows(
    source: Source,
    near: Sequence[Near],
    setting: Setting | None,
    config: GenerateConfig,
    rng: random.Random,
) -> Iterator[tuple[Pair, Row]]:
    """Yield the four rows of one question of a source, where its share draws it and a near-miss goes with a
    question.
    """
    if (
        len(source.passage.sentences) != 1
        or stable_fraction(f"{config.seed} question {source.group_id}") >= config.questions
    ):
        return
    sentence = read(source.passage.sentences[0][1])
    asked = list(questions_of(sentence))
    for one in rng.sample(near, len(near)):
        if one.base.base or one.plain.made is None or one.family == "negation":
            continue
        for question in rng.sample(asked, len(asked)):
            rows = _square(source, one, question)
            if rows:
                yield from ((_pair(source, row, setting), row) for row in rows)
                return


def _square(source: Source, near: Near, question: Asked) -> list[Row]:
    """Return the rows of a near-miss and a question; none where the two do not go together."""
    sentence = read(source.passage.sentences[0][1])
    made = near.plain.made
    if made is None or any(_meet(question.answer, (one.start, one.end)) for one in made.edit.replacements):
        return []
    if question.edit.rule in ("question.subject", "question.object") and {made.family, made.rule} & _ANSWERED:
        return []
    asked = apply(sentence, question.edit, Counter())
    other = combine(sentence, asked, made, Counter()) if asked is not None else None
    if asked is None or other is None or asked.text.lower() == other.text.lower():
        return []
    start, end = question.answer
    answer = sentence.text[start:end]
    if made.text.count(answer) != 1:
        return []
    place = made.text.index(answer)
    q, q_near = _wording(asked, near_miss=False), _wording(other, near_miss=True)
    s, n = near.base, near.plain
    edit = f"{question.edit.rule}+{near.plain.rule}"
    of_text, of_near = near.plain.spans(near.base.text)
    return [
        Row(q, s, SAME, POSITIVE_FAMILY, question.edit.rule, (), ((start, end),)),
        Row(q_near, n, SAME, POSITIVE_FAMILY, edit, (), ((place, place + len(answer)),)),
        Row(q, n, NEAR_MISS, near.family, edit, (), of_near, near.edit.made),
        Row(q_near, s, NEAR_MISS, near.family, edit, (), of_text, near.edit.made),
    ]


def _wording(made: Made, near_miss: bool) -> Wording:
    return Wording(made.text, 0, made.rule, near_miss)


def _meet(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _pair(source: Source, row: Row, setting: Setting | None) -> Pair:
    pair = pair_of(source, row)
    return (pair if setting is None else setting.put(pair))._replace(grain=QUESTION)
