"""Rules: what each is called, which label it gives, when it may run, and the function that finds its edits.

A rule is declared beside its function, whose docstring shows what the rule does:

    @rule("temporal.duration", NEAR_MISS, most=2)
    def durations(sentence: Sentence, rng: Random) -> Proposals:
        "within 30 days -> within 60 days; three weeks -> three months"

The function is pure: it reads the sentence, draws from `rng` only, and yields what it replaces, or changes
(edit.py). It may leave `rng` out; one with a parameter `clause` is called for every clause of the sentence,
one declared with `each` for all of what this finds. Several declarations above one function are rules that
are found together: each has its example in its declaration, or in a line of the docstring that begins
"duration: "; the function yields changes, which name their rule. A declaration without a label gives a rule
that is declared elsewhere a further function. families.py gathers all rules, those of other packages too;
propose.py runs them.
"""

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from operator import attrgetter
from random import Random
from typing import Any

from ..hashing import stable_hash
from ..parsing.sentence import Sentence
from ..schema import NEAR_MISS, SAME
from .edit import Change, Proposal, Replacement, change
from .index import related

__all__ = ["ENGLISH", "NEAR_MISS", "OTHER", "SAME", "Finder", "Random", "Rule", "rule"]

ENGLISH = ("en",)
OTHER = ("*",)
"""Any language but English: for rules that read Universal Dependencies labels and features only."""

Find = Callable[..., Iterable[Proposal]]
When = Callable[[Sentence], bool]
Each = Callable[[Sentence], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule is.

    name: "family.rule". label: NEAR_MISS (0) or SAME (1). example: "before -> after", for readers. share: of
    the sentences, that in which its edits are taken. most: edits per sentence. langs: the languages that it
    reads, as spaCy names them. module: where it is declared.
    """

    name: str
    label: int
    example: str
    share: float
    most: int
    langs: tuple[str, ...]
    module: str

    @property
    def family(self) -> str:
        """The part of the name before the dot."""
        return self.name.partition(".")[0]


@dataclass(slots=True, eq=False)
class Finder:
    """A function that finds the edits of one or more rules of a family, and where it is worth calling.

    triggers: words in lower case of which the sentence must have one; empty for any sentence. when: a further
    condition. key: what its draws are seeded by. each: what it reads one at a time, of a sentence.
    """

    find: Find
    langs: tuple[str, ...]
    draws: bool
    family: str
    rules: list[str] = field(default_factory=list)
    triggers: frozenset[str] = frozenset()
    when: When | None = None
    key: int = 0
    each: Each | None = None

    def changes(self, sentence: Sentence, *draws: object) -> list[Change]:
        """Return what the function finds in a sentence; `draws` is the generator of one that draws.

        Raises ValueError for replacements alone of a function of several rules.
        """
        made: list[Change] = []
        places = [(sentence,)] if self.each is None else [(sentence, one) for one in self.each(sentence)]
        for place in places:
            for found in self.find(*place, *draws):  # what it yields may be read until it goes on only
                made.append(found if isinstance(found, Change) else self._named(found))
        return made

    def _named(self, found: Replacement | Iterable[Replacement]) -> Change:
        """Return the change of the function's only rule that makes these replacements."""
        if len(self.rules) > 1:
            raise ValueError(f"{', '.join(self.rules)}: found together, so a change names its rule")
        short = self.rules[0].partition(".")[2]
        return change(short, *((found,) if isinstance(found, Replacement) else found))


RULES: dict[tuple[str, tuple[str, ...]], Rule] = {}
"""Every declared rule by name and languages, in the order of the declarations."""
FINDERS: dict[tuple[Find, tuple[str, ...]], Finder] = {}
"""Every function that finds edits."""


def rule(
    name: str,
    label: int | None = None,
    example: str = "",
    *,
    triggers: Iterable[str] = (),
    when: When | None = None,
    each: Each | str = "",
    share: float = 1.0,
    most: int = 4,
    langs: tuple[str, ...] = ENGLISH,
) -> Callable[[Find], Find]:
    """Declare the function below as one that finds edits of the rule `name`, "family.rule".

    example: "before -> after"; where there is none, the first paragraph of the function's docstring is it,
    or, of several rules, the lines there that begin with the rule's name without its family and a colon.
    Without a label the rule is declared elsewhere. `triggers`, `when` and `each` belong to the function: of
    several declarations, one gives them. each: a relation, a matching.Table or the like: for each word or
    wording that it finds the function is called, with this behind the sentence; its triggers and its
    condition are the rule's, where it has some (matching.Table, requests.Asked). Raises ValueError for a name
    without a family, a label that is neither 0 nor 1, a share out of (0, 1], and a rule that is declared
    twice.
    """
    family, dot, short = name.partition(".")
    if not (dot and family.isidentifier() and short.isidentifier()):
        raise ValueError(f"rule {name!r}: a rule is named family.rule")
    if label not in (None, NEAR_MISS, SAME) or not 0 < share <= 1 or most < 1:
        raise ValueError(
            f"rule {name}: label {label}, share {share}, most {most}: must be 0 or 1, in (0, 1], > 0"
        )

    def declare(find: Find) -> Find:
        if label is not None:
            if (name, langs) in RULES:
                raise ValueError(
                    f"rule {name}: declared in {RULES[name, langs].module} and in {find.__module__}"
                )
            shown = example or _example(find, short)
            RULES[name, langs] = Rule(name, label, shown, share, most, langs, find.__module__)
        finder = FINDERS.get((find, langs))
        if finder is None:
            read = inspect.signature(find, follow_wrapped=False).parameters
            finder = FINDERS[find, langs] = Finder(find, langs, "rng" in read, family)
            finder.each = attrgetter("clauses") if "clause" in read else None
        if finder.family != family:
            raise ValueError(f"rule {name}: its function finds edits of the family {finder.family}")
        finder.rules.insert(0, name)  # decorators run from below
        if isinstance(each, str):
            finder.each = (lambda sentence: related(sentence, each)) if each else finder.each
        else:
            finder.each = each
        finder.triggers |= frozenset(triggers or getattr(each, "firsts", ()))
        finder.when = when or getattr(each, "when", None) or finder.when
        finder.key = stable_hash(f"{name} {find.__name__}")
        return find

    return declare


def _example(find: Find, short: str) -> str:
    """Return the first paragraph of a docstring, or of it what stands in the lines that begin "short: "."""
    text = (inspect.getdoc(find) or "").partition("\n\n")[0]
    of_rule = re.search(rf"^{short}: (.*?)(?=^\w+: |\Z)", text, re.MULTILINE | re.DOTALL)
    return " ".join((of_rule[1] if of_rule else text).split())
