"""How many edits each rule makes of real text: a guard that kills a rule is seen, golden cases or not.

The text is the demo corpus, its paraphrases, and the first of the written groups of claims and narrative:
prose that was not written for any rule. yields.yaml holds what each rule made of it when it was last looked
at; `make golden` writes what it makes now (--update-golden) and shows the difference.
"""

import json
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
import yaml

import verisieve
from verisieve.data_gen.edits.corpus_slots import Slots, attach
from verisieve.data_gen.edits.families import rules_for
from verisieve.data_gen.edits.propose import apply, propose
from verisieve.data_gen.parsing.reading import read

YIELDS = Path(__file__).parent / "yields.yaml"
DATA = Path(verisieve.__file__).parent / "data_gen"
GROUPS = 150
"""Of each written file, so that groups that are added to it change nothing here."""
FALL = 0.05
"""The part of its edits that a rule may lose before this is a failure."""


def texts() -> list[str]:
    def rows(name: str) -> list[dict]:
        with (DATA / name).open(encoding="utf-8") as file:
            return [json.loads(line) for line in islice(file, GROUPS if "written" in name else None)]

    found = [row["text"] for row in rows("demo/corpus.jsonl")]
    found += [row[side] for row in rows("demo/paraphrases.jsonl") for side in ("text", "paraphrase")]
    return found + [
        row["anchor"] for name in ("claims", "narrative") for row in rows(f"written/{name}.jsonl")
    ]


def yields(nlp) -> Counter[str]:
    """Count the edits of each rule that no guard of edits/guards.py rejects, whatever other rules make."""
    docs = [sent.as_doc() for doc in nlp.pipe(texts()) for sent in doc.sents]
    attach(docs, Slots.from_docs(docs))
    counts: Counter[str] = Counter()
    for doc in docs:
        sentence = read(doc)
        sentence.slots = doc._.slots
        counts.update(edit.rule for edit in propose(sentence, 0) if apply(sentence, edit, Counter()))
    return counts


def falls(before: dict[str, int], now: Counter[str]) -> list[str]:
    """Say which rules lost more than FALL of their edits."""
    return [
        f"{rule}: {count} edits before, {now[rule]} now"
        for rule, count in before.items()
        if now[rule] < (1 - FALL) * count
    ]


def test_a_rule_that_falls_is_named():
    assert falls({"negation.no": 100, "modality.modal": 20}, Counter({"negation.no": 95})) == [
        "modality.modal: 20 edits before, 0 now"
    ]


@pytest.mark.slow
def test_no_rule_loses_its_yield_on_real_text(nlp, request):
    now = yields(nlp)
    if request.config.getoption("--update-golden"):
        YIELDS.write_text(
            yaml.safe_dump({rule: now[rule] for rule in sorted(rules_for("en"))}), encoding="utf-8"
        )
        return
    before = yaml.safe_load(YIELDS.read_text(encoding="utf-8"))
    assert not falls(before, now), "mend the rule, or `make golden` and say in the commit why"
    assert sum(count > 0 for count in before.values()) > 0.8 * len(before)
