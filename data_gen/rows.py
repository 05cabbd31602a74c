"""From source sentences to pairs: which edits are taken, on which wording, and against which anchor.

The heart of generation. With T a source text, P its natural paraphrase, x' a near-miss edit and x+ a
meaning-preserving edit of x, the pairs are

    same:       (T, T+)  (T, P)  (T, P+)  (P, T+)  (T, (T+)+)  (T+, T+)
    near-miss:  (T, T')          (T, P')  (P, T')  (T, (T+)')  (T+, T')

so that neither "something differs" nor "it is worded differently" gives the label away.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.language import Language

from .config import GenerateConfig
from .hashing import text_key
from .make import Made, make
from .pairs import NEAR_MISS, SAME, Pair
from .parse import sentences
from .sources import Passage, Source
from .survey import Survey

NATURAL = "paraphrase.natural"
POSITIVE_FAMILY = "paraphrase"
INVERSES = (
    {"paraphrase.active_passive", "paraphrase.passive_active"},
    {"paraphrase.contraction", "paraphrase.expansion"},
)


@dataclass(frozen=True)
class Edited:
    """A source with the edits that were taken: of its text, of its paraphrase, and of its own T+."""

    source: Source
    own: tuple[Made, ...]
    on_paraphrase: tuple[Made, ...]
    composed: tuple[Made, ...] = ()


def pairs_of(
    sources: Iterable[Source],
    nlp: Language,
    survey: Survey,
    families: Sequence[str],
    config: GenerateConfig,
    rejections: Counter[str],
) -> Iterator[Pair]:
    """Yield the pairs of each source, in order; what is not emitted is counted in `rejections` by guard."""
    edited = [_edit(source, families, config, rejections) for source in sources]
    if config.compositions:
        edited = _compose(edited, nlp, families, config, rejections)
    for item in edited:
        yield from _unambiguous(item, survey, config, rejections)


def _edit(
    source: Source, families: Sequence[str], config: GenerateConfig, rejections: Counter[str]
) -> Edited:
    name = f"{config.seed} {source.group_id} {source.paraphrase.text if source.paraphrase else ''}"
    rng = random.Random(name)
    own: list[Made] = []
    on_paraphrase: list[Made] = []
    if not source.is_repeat:
        own = _take(edits_of(source.passage, families, rng, rejections), config, rng)
    if source.paraphrase is not None:
        on_paraphrase = _take(edits_of(source.paraphrase, families, rng, rejections), config, rng)
    return Edited(source, tuple(own), tuple(on_paraphrase))


def edits_of(
    passage: Passage, families: Sequence[str], rng: random.Random, rejections: Counter[str]
) -> list[Made]:
    """Return every edit of every sentence, applied to the whole passage; spans are offsets into it."""
    edits = []
    for start, doc in passage.sentences:
        before, after = passage.text[:start], passage.text[start + len(doc.text) :]
        for made in make(doc, rng, families, rejections):
            edits.append(
                replace(
                    made,
                    text=before + made.text + after,
                    source_spans=tuple((a + start, b + start) for a, b in made.source_spans),
                    made_spans=tuple((a + start, b + start) for a, b in made.made_spans),
                )
            )
    return edits


def _take(edits: Sequence[Made], config: GenerateConfig, rng: random.Random) -> list[Made]:
    """Draw the allowed number of each family, each rule once before any comes twice."""
    shuffled = rng.sample(edits, len(edits))
    times: Counter[str] = Counter()
    turns = []
    for made in shuffled:
        turns.append(times[made.rule])
        times[made.rule] += 1
    order = sorted(range(len(shuffled)), key=turns.__getitem__)
    taken: Counter[tuple[int, str]] = Counter()
    chosen = []
    for made in (shuffled[index] for index in order):
        kind = (made.label, made.family)
        if taken[kind] < (config.max_positives if made.label == SAME else config.max_per_family):
            taken[kind] += 1
            chosen.append(made)
    return chosen


def _compose(
    edited: Sequence[Edited],
    nlp: Language,
    families: Sequence[str],
    config: GenerateConfig,
    rejections: Counter[str],
) -> list[Edited]:
    """Edit some of each source's own T+ once more: a near-miss and another paraphrase of each."""
    bases = []
    for item in edited:
        single = len(item.source.passage.sentences) == 1
        positives = [made for made in item.own if made.label == SAME and single]
        bases.append(positives[: config.compositions_per_sentence])
    parsed = sentences(nlp, [base.text for some in bases for base in some], config.batch_size)
    result = []
    for item, some in zip(edited, bases, strict=True):
        rng = random.Random(f"{config.seed} {item.source.group_id} compositions")
        composed: list[Made] = []
        for base in some:
            docs = next(parsed)
            if len(docs) != 1:  # the parser took the made sentence for several
                rejections["composition_unreliable_parse"] += 1
                continue
            edits = [made for made in make(docs[0], rng, families, rejections) if not _may_cancel(base, made)]
            composed += [_chain(base, made) for made in _one_of_each_label(edits, rng)]
        result.append(replace(item, composed=tuple(composed)))
    return result


def _may_cancel(base: Made, made: Made) -> bool:
    """Whether the second edit may undo the first, or the two may negate twice."""
    rules = {base.rule, made.rule}
    return len(rules) == 1 or rules in INVERSES or all("negat" in rule for rule in rules)


def _one_of_each_label(edits: Sequence[Made], rng: random.Random) -> Iterator[Made]:
    """Draw one edit per label: first a family, then one of its edits, so that rare families count."""
    for label in (NEAR_MISS, SAME):
        possible = [made for made in edits if made.label == label]
        if possible:
            family = rng.choice(sorted({made.family for made in possible}))
            yield rng.choice([made for made in possible if made.family == family])


def _chain(base: Made | None, made: Made) -> Made:
    """Name the edit after both steps; where the differing words lie is known in the made text only."""
    rule = NATURAL if base is None else base.rule
    return replace(made, rule=f"{rule}+{made.rule}", source_spans=())


def _unambiguous(
    edited: Edited, survey: Survey, config: GenerateConfig, rejections: Counter[str]
) -> Iterator[Pair]:
    """Yield a source's pairs without those that contradict a wording known to mean the same."""
    source = edited.source
    wordings = [source.passage, *([source.paraphrase] if source.paraphrase else [])]
    known = {text_key(passage.text) for passage in wordings}
    cluster = survey.clusters.find(text_key(source.passage.text))
    emitted = set()
    for pair in _pairs(edited, config.compositions):
        key = text_key(pair.candidate)
        if pair.label == NEAR_MISS and (
            key in known or (cluster is not None and survey.clusters.find(key) == cluster)
        ):
            rejections["label_conflict"] += 1
        elif key == text_key(pair.anchor):
            rejections["trivial_paraphrase"] += 1
        elif (pair.anchor, key, pair.label) not in emitted:
            emitted.add((pair.anchor, key, pair.label))
            yield pair


def _pairs(edited: Edited, compositions: bool) -> Iterator[Pair]:
    source = edited.source
    text = source.passage.text
    if source.paraphrase is not None:  # first: of two rows alike, the first is kept
        paraphrase = source.paraphrase.text
        yield _pair(source, text, Made(NATURAL, POSITIVE_FAMILY, SAME, paraphrase, (), ()))
        for made in edited.on_paraphrase:
            yield _pair(source, text, _chain(None, made))
        for made in _one_per_kind(edited.own):
            yield _pair(source, paraphrase, _chain(None, made))
    for made in (*edited.own, *edited.composed):
        yield _pair(source, text, made)
    if compositions:
        yield from _across(edited)


def _across(edited: Edited) -> Iterator[Pair]:
    """Set each T+ against the other edits of T: no nearer to what means the same than to a near-miss."""
    positives = [made for made in edited.own if made.label == SAME]
    for anchor in positives:
        for made in _one_per_kind(one for one in edited.own if one is not anchor):
            if not _may_cancel(anchor, made):
                yield _pair(edited.source, anchor.text, _chain(anchor, made))


def _one_per_kind(made: Iterable[Made]) -> Iterable[Made]:
    """Return the first edit of each label and family."""
    first: dict[tuple[int, str], Made] = {}
    for one in made:
        first.setdefault((one.label, one.family), one)
    return first.values()


def _pair(source: Source, anchor: str, made: Made) -> Pair:
    return Pair(
        anchor=anchor,
        candidate=made.text,
        label=made.label,
        family=POSITIVE_FAMILY if made.label == SAME else made.family,
        edit=made.rule,
        anchor_spans=made.source_spans,
        candidate_spans=made.made_spans,
        source_id=source.source_id,
        group_id=source.group_id,
        split=source.split,
    )
