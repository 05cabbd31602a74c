"""From source sentences to pairs: which edits are taken, and what is left out.

The heart of generation. For every source the rules are run on its text and on its natural paraphrase
(edits/propose.py); some of what they make is taken; paraphrases are composed of it, and each near-miss is
reworded by one or two of them (variants.py); and the wordings are paired so that none gives its label away
(quadruples.py). Some candidates are also set into the passage that the source comes from (passages.py).
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from ..config import GenerateConfig
from ..corpus.sources import Passage, Source
from ..corpus.survey import Clusters
from ..edits.propose import make
from ..hashing import folded, stable_fraction, stable_hash, text_key
from ..plausibility.fit import Plausibility
from ..schema import SAME, Pair
from .buckets import shared
from .passages import setting_of
from .quadruples import Near, Row, Wording, near_miss_row, pair_of, same_row, squares
from .questions import question_rows
from .selection import Selection
from .variants import Edited, Rewordings, edited

PARAPHRASES = 3  # of a text, where they are kept without a square
ALIKE = 0.1  # of the squares whose rewordings change little: so many are kept
REORDERING = frozenset(("argument_swap", "modifier_rebinding"))
"""Families whose near-misses share all words with the text: they are rare, and a rewording that shares most
of them too, in squares, is what tells that the order of words may mean nothing."""
PASSAGE_SQUARES = 2  # of one source, whose candidates are set into the same passage


def pairs_of(
    source: Source,
    clusters: Clusters,
    selection: Selection,
    config: GenerateConfig,
    rejections: Counter[str],
    plausibility: Plausibility | None = None,
) -> Iterator[tuple[Pair, Row]]:
    """Yield the pairs of a source, each with the wordings that it was made of.

    What is not emitted is counted in `rejections`: by guard, and as "unpaired RULE" for a near-miss that is
    in no square.
    """
    other = source.paraphrase.text if source.paraphrase is not None else ""
    rng = random.Random(stable_hash(f"{config.seed} {source.group_id} {other}"))
    passages = [source.passage, *([source.paraphrase] if source.paraphrase is not None else [])]
    naturals = [Wording(passage.text, base) for base, passage in enumerate(passages)]
    positives, near_misses = _edits(source, passages, selection, config, rng, rejections, plausibility)
    _drop_conflicts(source, naturals, positives, near_misses, clusters, rejections)
    drawn = stable_fraction(f"{config.seed} frame {source.group_id}") < config.frames
    wrong = {text_key(one.wording.text) for some in near_misses for one in some}
    rewordings = [
        Rewordings(natural, passage, some, selection.frames and drawn, rng, wrong)
        for natural, passage, some in zip(naturals, passages, positives, strict=True)
    ]
    near = [one for some in near_misses for one in some]
    rng.shuffle(near)
    near_reworded = [rewordings[one.wording.base].of(one) for one in near]
    keeps_unpaired = selection.lang != "en" if config.unpaired is None else config.unpaired
    setting = setting_of(source, config, rng)
    for number, rows in enumerate(
        _rows(naturals, rewordings, near_reworded, keeps_unpaired, rng, rejections, config.alike)
    ):
        for row in rows:
            pair = pair_of(source, row)
            yield pair, row
            if setting is not None and number < PASSAGE_SQUARES and len(rows) > 1:
                yield setting.put(pair), row
    yield from question_rows(source, near_reworded, setting, config, rng)


def _edits(
    source: Source,
    passages: Sequence[Passage],
    selection: Selection,
    config: GenerateConfig,
    rng: random.Random,
    rejections: Counter[str],
    plausibility: Plausibility | None,
) -> tuple[list[list[Edited]], list[list[Edited]]]:
    """Run the rules on the natural texts; return the paraphrases and the near-misses taken of each."""
    positives, near_misses = [], []
    for base, passage in enumerate(passages):
        edits: list[Edited] = []
        if base or not source.is_repeat:
            for index, (_, doc) in enumerate(passage.sentences):
                of_sentence = make(
                    doc, config.seed, selection.families, rejections, selection.rules, plausibility
                )
                edits += [edited(passage, base, index, made) for made in of_sentence]
        taken = _take(edits, config, rng)
        positives.append([one for one in taken if one.made.label == SAME])
        near_misses.append([one for one in taken if one.made.label != SAME][: config.max_near_misses])
    return positives, near_misses


def _take(edits: Sequence[Edited], config: GenerateConfig, rng: random.Random) -> list[Edited]:
    """Draw the allowed number of each family: each rule once before any comes twice, each family likewise."""
    of_rule: Counter[str] = Counter()
    turns: list[tuple[int, Edited]] = []
    for one in rng.sample(edits, len(edits)):
        turns.append((of_rule[one.made.rule], one))
        of_rule[one.made.rule] += 1
    of_family: Counter[tuple[int, str]] = Counter()
    chosen: list[tuple[int, Edited]] = []
    for _, one in sorted(turns, key=lambda turn: turn[0]):
        kind = (one.made.label, one.made.family)
        if of_family[kind] < (config.max_positives if one.made.label == SAME else config.max_per_family):
            chosen.append((of_family[kind], one))
            of_family[kind] += 1
    return [one for _, one in sorted(chosen, key=lambda turn: turn[0])]


def _drop_conflicts(
    source: Source,
    naturals: Sequence[Wording],
    positives: list[list[Edited]],
    near_misses: list[list[Edited]],
    clusters: Clusters,
    rejections: Counter[str],
) -> None:
    """Drop edits that contradict a wording known to mean the same, or each other, or change nothing."""
    is_clustered = source.cluster is not None
    key = folded if is_clustered else str.lower  # texts that paraphrase each other come closer to each other
    known = {key(wording.text) for wording in naturals}
    wrong = {key(one.wording.text) for some in near_misses for one in some}
    for base, some in enumerate(positives):
        kept: dict[str, Edited] = {}
        for one in some:
            text = key(one.wording.text)
            is_known = text in known and one.made.family != "noise"  # which is to change next to nothing
            if is_known or text in wrong:
                rejections["trivial_paraphrase" if text in known else "label_conflict"] += 1
            else:
                kept.setdefault(text, one)
        known |= {key(one.wording.text) for one in some}
        positives[base] = list(kept.values())
    seen: set[str] = set()
    for base, some in enumerate(near_misses):
        kept = {}
        for one in some:
            text = key(one.wording.text)
            if text in known or (
                is_clustered and clusters.find(text_key(one.wording.text)) == source.cluster
            ):
                rejections["label_conflict"] += 1
            elif text not in seen:
                kept[text] = one
                seen.add(text)
        near_misses[base] = list(kept.values())


def _rows(
    naturals: Sequence[Wording],
    rewordings: Sequence[Rewordings],
    near: Sequence[Near],
    keeps_unpaired: bool,
    rng: random.Random,
    rejections: Counter[str],
    alike: float,
) -> Iterator[list[Row]]:
    """Yield the squares of the near-misses, then row by row what is in no square but is kept.

    alike: squares whose rewordings keep more of the words are mostly left out, where all rows are in squares,
    but for those of REORDERING.
    """
    reworded = [one for one in near if one.reworded is not None]
    if keeps_unpaired:
        for some in rewordings:
            for _ in range(PARAPHRASES - len(some.made)):
                some.add()
    _make_room(naturals, rewordings, len(reworded))
    meaning = _meaning(naturals, rewordings)
    squared: set[int] = set()
    paired: set[tuple[int, int]] = set()
    for one, rows in squares(meaning, reworded, rng):
        squared.add(id(one))
        is_held = keeps_unpaired or one.plain.rule.partition(".")[0] in REORDERING
        if not is_held and _is_alike(rows, alike) and rng.random() >= ALIKE:
            rejections[f"alike {one.plain.rule}"] += 1
            continue
        paired |= {(id(row.anchor), id(row.candidate)) for row in rows}
        yield rows
    for one in near:
        if id(one) in squared:
            continue
        if keeps_unpaired:
            other = naturals[1 - one.base.base] if len(naturals) > 1 else one.base
            yield [near_miss_row(other, one.plain, one, one.spans())]
        else:
            rejections[f"unpaired {one.plain.rule}"] += 1
    for other in meaning[1:]:
        is_kept = keeps_unpaired or not other.rule
        if is_kept and (id(naturals[0]), id(other)) not in paired:
            yield [same_row(naturals[0], other)]


def _is_alike(rows: Sequence[Row], most: float) -> bool:
    """Whether the rows that mean the same share more than `most` of their words, in the mean."""
    same = [row for row in rows if row.label == SAME]
    return sum(shared(row.anchor.text, row.candidate.text) for row in same) > most * len(same)


def _meaning(naturals: Sequence[Wording], rewordings: Sequence[Rewordings]) -> list[Wording]:
    """Return the wordings of the source's meaning, natural ones first."""
    return [*naturals, *(one for some in rewordings for one in some.made.values())]


def _make_room(naturals: Sequence[Wording], rewordings: Sequence[Rewordings], squares: int) -> None:
    """Paraphrase the text until there are enough pairs of wordings for so many squares."""
    while (count := len(_meaning(naturals, rewordings))) * (count - 1) < squares:
        if not any(one.add() for one in rewordings):
            return
