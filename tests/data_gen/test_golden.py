"""Golden cases, reviewed by eye: what each rule makes of a sentence, through the bundled parser.

golden/FAMILY.yaml holds {rule: {sentence: [results]}}; an empty list means that the rule must yield nothing.
The results are all that the rule makes of the sentence, over a few seeds (some rules draw).
"""

import random
from pathlib import Path

import pytest
import yaml

from verisieve.data_gen.edits.families import FAMILIES, RULES
from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.edits.substitution.corpus_slots import Slots, attach

GOLDEN = Path(__file__).parent / "golden"
SEEDS = 8
AT_LEAST, AT_LEAST_EMPTY = 12, 3


def cases(family: str) -> dict[str, dict[str, list[str]]]:
    path = GOLDEN / f"{family}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}


@pytest.mark.parametrize("family", FAMILIES)
def test_the_rules_make_what_was_reviewed(family, nlp):
    listed = [
        (rule, text, expected) for rule, texts in cases(family).items() for text, expected in texts.items()
    ]
    wrong = []
    singles = []
    for (rule, text, _), doc in zip(listed, nlp.pipe(text for _, text, _ in listed), strict=True):
        sentences = list(doc.sents)
        assert len(sentences) == 1, f"{rule}: the parser cuts {text!r} into {len(sentences)} sentences"
        singles.append(sentences[0].as_doc())
    attach(singles, Slots.from_docs(singles))  # what substitution.slot reads
    for (rule, text, expected), single in zip(listed, singles, strict=True):
        made = {
            row.text
            for seed in range(SEEDS)
            for row in make(single, random.Random(seed), [family])
            if row.rule == f"{family}.{rule}"
        }
        if made != set(expected):
            wrong.append(f"{rule}: {text!r}\n  expected {sorted(expected)}\n  made     {sorted(made)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_has_enough_cases(family):
    found = cases(family)
    rules = {name.partition(".")[2] for name in RULES if name.startswith(f"{family}.")}
    assert set(found) == rules
    few = {
        rule: (len(texts), sum(not expected for expected in texts.values()))
        for rule, texts in found.items()
        if len(texts) < AT_LEAST or sum(not expected for expected in texts.values()) < AT_LEAST_EMPTY
    }
    assert not few, f"(cases, of them without result): {few}"
