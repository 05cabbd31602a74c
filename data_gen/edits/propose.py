"""From one parsed sentence to its near-misses and hard positives.

`propose` runs the rules: each function draws from a generator of its own, seeded by the run's seed, its name
and the sentence, so that no rule moves another's draws. `make` realizes the edits and applies the guards. No
parsing happens here. Two of the made sentences are put together by pairing/variants.py; pairing/rows.py turns
all of them into pairs.
"""

import random
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc

from ..hashing import stable_fraction, stable_hash
from ..parsing.reading import Parsed, read
from ..parsing.sentence import Sentence
from ..plausibility.fit import Plausibility
from .apply import Rewritten, rewrite
from .edit import Change, Edit, Replacement
from .families import plan_for, rare_for, rules_for
from .guards import row_guard, sentence_guard
from .index import lowers
from .requests import asks
from .rule import Rule, When
from .spans import Spans, differing_spans


@dataclass(frozen=True, slots=True)
class Made:
    """One made sentence.

    rule: "family.rule"; family: the part before the dot; label: 1 same meaning, 0 near-miss.
    source: the sentence's text. edit: what was done to it. within: the part that differs (apply.Rewritten).
    """

    rule: str
    family: str
    label: int
    text: str
    source: str
    edit: Edit
    within: tuple[int, int, int]

    @property
    def spans(self) -> tuple[Spans, Spans]:
        """The (start, end) characters that differ: in the source, in the made text."""
        return differing_spans(self.source, self.text, self.within)

    @property
    def source_spans(self) -> Spans:
        """The (start, end) characters of the source that differ in the made text."""
        return self.spans[0]

    @property
    def made_spans(self) -> Spans:
        """The (start, end) characters of the made text that differ in the source."""
        return self.spans[1]


class _Draws:
    """A random.Random, seeded when something is first drawn: most functions find nothing to draw for."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def __getattr__(self, name: str) -> Any:
        """Return a method of the generator, and keep it, so that it is asked for once."""
        if name == "_rng":
            self._rng = random.Random(self._seed)
            return self._rng
        method = getattr(self._rng, name)
        setattr(self, name, method)
        return method


def propose(
    sentence: Sentence,
    seed: int,
    families: Collection[str] | None = None,
    rules: Collection[str] | None = None,
    plausibility: Plausibility | None = None,
    rejections: Counter[str] | None = None,
    is_torn: bool = False,
) -> Iterator[Edit]:
    """Yield the edits that the rules find in a sentence, family by family.

    families, rules: those to take ("family.rule"), None for all of the sentence's language. plausibility:
    what refuses those that put a word where it does not fit, before any are drawn; each is counted in
    `rejections`. is_torn: a request whose parse is in pieces ("hi! I'd like to ..."): only the rules that
    read requests by their words are run. An edit that two rules of a family make is the first one's. Of a
    rule that finds more than its `most`, some are drawn.
    """
    known, rare = rules_for(sentence.lang), rare_for(sentence.lang)
    plan = plan_for(
        sentence.lang,
        None if families is None else frozenset(families),
        None if rules is None else frozenset(rules),
    )
    key = stable_hash(f"{seed} {sentence.text}")
    taken: dict[str, bool] = {}
    holds: dict[When, bool] = {}

    def is_taken(rule: Rule) -> bool:
        if rule.share == 1:
            return True
        if rule.name not in taken:
            taken[rule.name] = stable_fraction(f"{seed} {rule.name} {sentence.text}") < rule.share
        return taken[rule.name]

    found: dict[str, dict[str, list[Change]]] = {}
    for place in plan.places(lowers(sentence)):
        finder = plan.finders[place]
        when = finder.when
        if is_torn and when is not asks:
            continue
        if when is not None and when not in holds:
            holds[when] = when(sentence)
        if when is not None and not holds[when]:
            continue
        if finder in rare and not any(map(is_taken, rare[finder])):
            continue
        draws = (_Draws(key ^ finder.key),) if finder.draws else ()
        for change in finder.changes(sentence, *draws):
            if plausibility is not None and change.placed and plausibility.refuses(change.placed):
                if rejections is not None:
                    rejections[f"implausible {finder.family}.{change.rule}"] += 1
                continue
            found.setdefault(finder.family, {}).setdefault(change.rule, []).append(change)
    for family, of_family in found.items():
        seen: set[tuple[Replacement, ...]] = set()
        for short, changes in of_family.items():
            rule = known[f"{family}.{short}"]
            if rules is not None and rule.name not in rules:
                continue
            new = {one.replacements: one for one in changes if one.replacements not in seen}
            if not is_taken(rule):
                continue
            chosen = list(new)
            if len(chosen) > rule.most:
                chosen = random.Random(key ^ stable_hash(rule.name)).sample(chosen, rule.most)
            seen.update(chosen)
            yield from (Edit(rule.name, rule.label, one, new[one].lower, new[one].placed) for one in chosen)


def make(
    doc: Doc | Parsed,
    seed: int,
    families: Collection[str] | None = None,
    rejections: Counter[str] | None = None,
    rules: Collection[str] | None = None,
    plausibility: Plausibility | None = None,
) -> Iterator[Made]:
    """Yield what the rules of `families` make of a single-sentence Doc; None is all families of its language.

    rules: the rules whose edits are taken ("family.rule"), None for all. plausibility: what refuses an edit
    that puts a word where it does not fit; None refuses nothing. Each rejection is counted in `rejections`
    under the guard's name, and the rule's where an edit was rejected: "no_finite_clause",
    "stray_capital negation.copula", "implausible modifier_rebinding.adjectives". A text is yielded once; one
    that two rules make with different labels is yielded by neither.
    """
    rejections = Counter() if rejections is None else rejections
    sentence = read(doc)
    guard = sentence_guard(sentence)
    is_torn = guard == "unreliable_parse" and sentence.alone and asks(sentence)
    if guard is not None and not is_torn:
        rejections[guard] += 1
        return
    sentence.slots = getattr(doc._, "slots", None)
    made: dict[str, Made] = {}
    labels: dict[str, set[int]] = {}
    for edit in propose(sentence, seed, families, rules, plausibility, rejections, is_torn):
        row = apply(sentence, edit, rejections)
        if row is None:
            continue
        key = row.text.lower()
        labels.setdefault(key, set()).add(edit.label)
        if key in made:
            rejections[f"duplicate {edit.rule}"] += 1
        else:
            made[key] = row
    for key, row in made.items():
        if len(labels[key]) > 1:
            rejections[f"contradictory_label {row.rule}"] += 1
        else:
            yield row


def apply(sentence: Sentence, edit: Edit, rejections: Counter[str]) -> Made | None:
    """Return the sentence with the edit made, or None where a guard rejects it (and count that)."""
    if any(left.end > right.start for left, right in pairwise(edit.replacements)):  # in a rare parse
        rejections[f"overlapping_repairs {edit.rule}"] += 1
        return None
    result, guard = _realised(sentence, edit.replacements, edit.lower)
    if guard is not None:
        rejections[f"{guard} {edit.rule}"] += 1
        return None
    within = (result.start, result.source_end, result.end)
    return Made(edit.rule, edit.family, edit.label, result.text, sentence.text, edit, within)


@lru_cache(maxsize=64)  # a composed paraphrase is made anew for each near-miss
def _realised(
    sentence: Sentence, replacements: tuple[Replacement, ...], lower: bool
) -> tuple[Rewritten, str | None]:
    """Return the sentence with the replacements made, and the name of the guard that rejects it, or None."""
    result = rewrite(sentence, replacements, lower)
    return result, row_guard(sentence, result)
