"""Every family and rule, and which of them a language's parse can feed.

English has all families. Any other language gets the rules that read Universal Dependencies labels and
features only (universal.py). Other packages add rules by an entry point of the group "verisieve.rules" that
names a module; loading it declares them (rule.py).
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import NamedTuple

from ...common.errors import InputError
from .rule import FINDERS, OTHER, RULES, Finder, Rule

FAMILIES = (
    "negation", "argument_swap", "modifier_rebinding", "spatial", "temporal", "comparison", "quantity",
    "quantifier", "modality", "condition", "entity", "substitution", "register", "noise", "paraphrase",
)  # fmt: skip
"""The families of this package, in the order in which an edit that two of them make is the first one's."""
GROUP = "verisieve.rules"


@lru_cache(maxsize=1)
def load_rules() -> dict[str, str]:
    """Import what declares rules; return the plug-ins by name, each as "distribution version".

    Raises InputError for a plug-in that cannot be loaded.
    """
    for module in _modules():
        import_module(module)
    plugins = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            point.load()
        except Exception as error:
            raise InputError(
                f"plug-in {point.name} ({point.value}): its rules cannot be loaded: {error}"
            ) from error
        plugins[point.name] = (
            f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.value
        )
    return plugins


@lru_cache(maxsize=1)
def _modules() -> tuple[str, ...]:
    """The modules of this package that declare rules, in the order of the families and of their MODULES."""
    packages = [f"{__package__}.{family}" for family in FAMILIES]
    found = [f"{package}.{module}" for package in packages for module in import_module(package).MODULES]
    return (*found, f"{__package__}.universal")


@lru_cache(maxsize=8)
def finders_for(lang: str) -> tuple[Finder, ...]:
    """Return the functions that find the edits of a language, in the order of the families.

    lang is spaCy's code ("en", "de"). Raises InputError for a function whose rule nothing declares.
    """
    load_rules()
    order = {module: place for place, module in enumerate(_modules())}
    other = OTHER if lang != "en" else ()
    found = [finder for finder in FINDERS.values() if lang in finder.langs or finder.langs == other]
    for finder in found:
        for name in finder.rules:
            if (name, finder.langs) not in RULES:
                raise InputError(
                    f"rule {name}: {finder.find.__module__} finds its edits, but nothing declares it"
                )
    return tuple(sorted(found, key=lambda finder: order.get(finder.find.__module__, len(order))))


class Plan(NamedTuple):
    """The functions of a run, in order; by place, those without a trigger, and those of each trigger word."""

    finders: tuple[Finder, ...]
    always: tuple[int, ...]
    by_word: dict[str, tuple[int, ...]]

    def places(self, words: Iterable[str]) -> list[int]:
        """Return the places of the functions that a sentence of these words, in lower case, may feed."""
        found = set(self.always)
        for word in words:
            if word in self.by_word:
                found.update(self.by_word[word])
        return sorted(found)


@lru_cache(maxsize=32)
def plan_for(lang: str, families: frozenset[str] | None, rules: frozenset[str] | None) -> Plan:
    """Return the functions that find edits of these families and rules of a language; None: of all."""
    finders = tuple(
        finder
        for finder in finders_for(lang)
        if (families is None or finder.family in families)
        and (rules is None or not rules.isdisjoint(finder.rules))
    )
    by_word: dict[str, list[int]] = {}
    for place, finder in enumerate(finders):
        for word in finder.triggers:
            by_word.setdefault(word, []).append(place)
    always = tuple(place for place, finder in enumerate(finders) if not finder.triggers)
    return Plan(finders, always, {word: tuple(some) for word, some in by_word.items()})


@lru_cache(maxsize=8)
def rare_for(lang: str) -> dict[Finder, tuple[Rule, ...]]:
    """Return with their rules the functions all of whose rules are taken in a share of the sentences only."""
    known = rules_for(lang)
    found = {finder: tuple(known[name] for name in finder.rules) for finder in finders_for(lang)}
    return {finder: some for finder, some in found.items() if all(rule.share < 1 for rule in some)}


@lru_cache(maxsize=8)
def rules_for(lang: str) -> dict[str, Rule]:
    """Return the rules of a language by name, family by family; those of plug-ins' families come last."""
    return {name: RULES[name, finder.langs] for finder in finders_for(lang) for name in finder.rules}


@lru_cache(maxsize=8)
def families_for(lang: str) -> tuple[str, ...]:
    """Return the families that have rules for a language, in their order."""
    return tuple(dict.fromkeys(finder.family for finder in finders_for(lang)))


def guards_of(rule: Rule) -> str:
    """Return in words where a rule is tried at all; what it needs beside that, its function says."""
    guards = []
    for finder in finders_for(rule.langs[0]):
        if rule.name in finder.rules:
            if finder.triggers:
                words = sorted(finder.triggers)
                guards.append("with " + ", ".join(words[:6]) + (", ..." if len(words) > 6 else ""))
            if finder.when is not None:
                guards.append(
                    (finder.when.__doc__ or finder.when.__name__).partition(";")[0].strip().rstrip(".")
                )
    if rule.share < 1:
        guards.append(f"in {rule.share:.0%} of the sentences")
    guards.append(f"at most {rule.most}")
    return "; ".join(dict.fromkeys(guards))
