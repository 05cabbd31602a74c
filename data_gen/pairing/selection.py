"""Which families and rules a run uses: the keys `families`, `rules` and `without`, checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...common.errors import InputError
from ..config import GenerateConfig
from ..edits.families import FAMILIES, families_for, rules_for
from ..edits.paraphrase import frames


@dataclass(frozen=True)
class Selection:
    """families: the families to run, in the registry's order. rules: those to take, None for all of them.

    frames: whether a sentence may be put into a frame (paraphrase/frames.py). left_out: families that the
    pipeline's language does not have. lang: that language.
    """

    families: tuple[str, ...]
    rules: frozenset[str] | None
    frames: bool = True
    left_out: tuple[str, ...] = ()
    lang: str = "en"


def select(config: GenerateConfig, lang: str) -> Selection:
    """Return what a configuration chooses for a pipeline's language; InputError for an unknown name."""
    known_families, known_rules = families_for(lang), list(rules_for(lang))
    if lang == "en":
        known_rules.append(frames.RULE)
    for key, chosen in (("families", config.families), ("rules", config.rules)):
        if chosen == []:
            known = known_families if key == "families" else known_rules
            raise InputError(f"{key}: the list is empty; leave the key out, or choose from {_listed(known)}")
    _check("families", "family", config.families or (), known_families)
    _check("rules", "rule", config.rules or (), known_rules)
    _check("without", "family or rule", config.without, [*known_families, *known_rules])
    without = set(config.without)
    rules = {
        rule
        for rule in known_rules
        if (config.rules is None or rule in config.rules)
        and rule not in without
        and rule.partition(".")[0] not in without
    }
    families = [
        family
        for family in known_families
        if (config.families is None or family in config.families)
        and any(rule.partition(".")[0] == family for rule in rules)
    ]
    if not families:
        raise InputError("families, rules, without: nothing is left; choose at least one rule")
    is_all = config.rules is None and not without
    return Selection(
        tuple(families),
        None if is_all else frozenset(rules),
        frames.RULE in rules and "paraphrase" in families,
        tuple(family for family in FAMILIES if family not in known_families),
        lang,
    )


def _check(key: str, kind: str, chosen: Iterable[str], known: Sequence[str] | Iterable[str]) -> None:
    names = list(known)
    for name in chosen:
        if name not in names:
            raise InputError(f"{key}: unknown {kind} {name!r}; known: {_listed(names)}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
