"""Which rules run: the keys families, rules and without, and what each refuses."""

import pytest

from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.edits.families import FAMILIES, rules_for
from verisieve.data_gen.edits.paraphrase.frames import RULE
from verisieve.data_gen.pairing.selection import select


def test_without_a_choice_all_families_run():
    selection = select(GenerateConfig(), "en")
    assert selection.families == tuple(FAMILIES)
    assert selection.rules is None
    assert selection.frames
    assert selection.left_out == ()


def test_rules_are_chosen_by_name_and_their_families_follow():
    selection = select(GenerateConfig(rules=["negation.auxiliary", "temporal.date"]), "en")
    assert selection.families == ("negation", "temporal")
    assert selection.rules == {"negation.auxiliary", "temporal.date"}
    assert not selection.frames


def test_families_and_rules_are_left_out():
    selection = select(GenerateConfig(without=["entity", "negation.auxiliary", RULE]), "en")
    assert selection.families == tuple(family for family in FAMILIES if family != "entity")
    assert selection.rules == {
        rule for rule in rules_for("en") if rule != "negation.auxiliary" and not rule.startswith("entity.")
    }
    assert not selection.frames


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ({"families": ["negaton"]}, "families: unknown family 'negaton'; known: negation, argument_swap, "),
        (
            {"rules": ["negation.auxilary"]},
            "rules: unknown rule 'negation.auxilary'; known: .*negation.auxiliary",
        ),
        (
            {"without": ["negation.x"]},
            "without: unknown family or rule 'negation.x'; known: negation, .*negation.a",
        ),
        ({"families": []}, "families: the list is empty; .* negation, "),
        ({"rules": []}, "rules: the list is empty; .* negation.auxiliary"),
        ({"families": ["negation"], "without": ["negation"]}, "nothing is left"),
        ({"families": ["negation"], "rules": ["temporal.date"]}, "nothing is left"),
    ],
)
def test_unknown_names_are_refused_and_the_known_ones_listed(config, message):
    with pytest.raises(InputError, match=message):
        select(GenerateConfig(**config), "en")


def test_another_language_has_fewer_families():
    selection = select(GenerateConfig(), "de")
    assert "paraphrase" in selection.families
    assert "negation" in selection.left_out
    assert set(selection.families) | set(selection.left_out) == set(FAMILIES)
    assert not selection.frames
    with pytest.raises(InputError, match="unknown family 'negation'; known: argument_swap, "):
        select(GenerateConfig(families=["negation"]), "de")
