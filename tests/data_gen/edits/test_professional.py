"""Sentences that users would care about (contracts, medicine, finance): what must come out of them, reviewed
by eye.

golden/professional.yaml holds {sentence: {rule: [texts]}}: some of the near-misses and positives that each
sentence must yield, under the rule's full name. Rules may make more; what they must make and must not is in
the families' files.
"""

from pathlib import Path

import pytest
import yaml

from verisieve.data_gen.edits.families import rules_for
from verisieve.data_gen.edits.propose import make

GOLDEN = Path(__file__).parent / "golden" / "professional.yaml"
SEEDS = 24
RULES = rules_for("en")
OF_THE_ISSUE = (
    "Rome is closer than Paris.",
    "The dog bit the man.",
    "The tenant shall pay the landlord a late fee unless the notice arrives before the first day of the "
    "month.",
    "The small company acquired the large bank.",
    "No refund is issued after 30 days.",
)


@pytest.fixture(scope="module")
def cases() -> dict[str, dict[str, list[str]]]:
    return yaml.safe_load(GOLDEN.read_text(encoding="utf-8"))


def made(doc) -> dict[str, set[str]]:
    """Return the texts of each rule over a few seeds."""
    texts: dict[str, set[str]] = {}
    for seed in range(SEEDS):
        for row in make(doc, seed):
            texts.setdefault(row.rule, set()).add(row.text)
    return texts


@pytest.mark.slow
def test_every_sentence_yields_what_was_reviewed(cases, nlp):
    missing = []
    for (text, rules), doc in zip(cases.items(), nlp.pipe(cases), strict=True):
        (sentence,) = doc.sents
        found = made(sentence.as_doc())
        for rule, expected in rules.items():
            missing += [
                f"{text!r} {rule}: {wanted!r}" for wanted in expected if wanted not in found.get(rule, ())
            ]
    assert not missing, "\n".join(missing)


def test_there_are_enough_sentences_with_both_labels(cases):
    assert len(cases) >= 45
    labels = [{RULES[rule].label for rule in rules} for rules in cases.values()]
    assert sum(0 in found for found in labels) >= 45
    assert sum(1 in found for found in labels) >= 40


@pytest.mark.parametrize("text", OF_THE_ISSUE)
def test_the_issues_sentences_yield_two_families_and_a_positive(cases, text):
    rules = cases[text]
    assert len({rule.partition(".")[0] for rule in rules if RULES[rule].label == 0}) >= 2
    assert any(RULES[rule].label == 1 for rule in rules)
