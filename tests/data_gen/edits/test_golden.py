"""Golden cases, reviewed by eye: what each rule makes of a sentence, through the bundled parser.

golden/FAMILY.yaml holds {rule: {sentence: [results]}}; an empty list means that the rule must yield nothing.
The results are all that the rule makes of the sentence, over a few seeds (some rules draw). `make golden`
writes what the rules make now in their place (--update-golden) and shows the difference.
"""

from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from verisieve.data_gen.edits.corpus_slots import ENOUGH, Slots, attach
from verisieve.data_gen.edits.families import FAMILIES, rules_for
from verisieve.data_gen.edits.propose import make

GOLDEN = Path(__file__).parent / "golden"
SEEDS = 8
MORE_SEEDS = 24  # tried before a rule is said to yield nothing
AT_LEAST, AT_LEAST_EMPTY = 12, 3


def cases(family: str) -> dict[str, dict[str, list[str]]]:
    path = GOLDEN / f"{family}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}


LISTED = [
    pytest.param(family, rule, text, id=f"{family}.{rule}: {text}".encode("ascii", "replace").decode())
    for family in FAMILIES
    for rule, texts in cases(family).items()
    for text in texts
]


@pytest.fixture(scope="module")
def parsed_cases(nlp):
    """A function from a family to its parsed sentences by text, with the slots that they have together."""

    @lru_cache(maxsize=2)
    def parse(family: str) -> dict:
        texts = list(dict.fromkeys(text for some in cases(family).values() for text in some))
        found = {text: list(doc.sents) for text, doc in zip(texts, nlp.pipe(texts), strict=True)}
        singles = {text: of[0].as_doc() if len(of) == 1 else None for text, of in found.items()}
        docs = [doc for doc in singles.values() if doc is not None]
        few = docs[-(ENOUGH - 1) :]  # too few to tell which words the corpus never uses
        attach(docs, Slots.from_docs(few))  # what substitution.slot reads
        return singles

    return parse


@pytest.mark.slow
@pytest.mark.parametrize(("family", "rule", "text"), LISTED)
def test_the_rule_makes_what_was_reviewed(family, rule, text, parsed_cases, request):
    doc = parsed_cases(family)[text]
    assert doc is not None, "the parser cuts it into several sentences"
    made = of_seeds(doc, family, rule, range(SEEDS)) or of_seeds(doc, family, rule, range(SEEDS, MORE_SEEDS))
    expected = cases_of(family)[rule][text]
    if made != set(expected) and request.config.getoption("--update-golden"):
        write_case(
            family, rule, text, [*(one for one in expected if one in made), *sorted(made - set(expected))]
        )
    else:
        assert sorted(made) == sorted(expected)


def of_seeds(doc, family: str, rule: str, seeds: range) -> set[str]:
    wanted = f"{family}.{rule}"
    return {row.text for seed in seeds for row in make(doc, seed, [family]) if row.rule == wanted}


@lru_cache(maxsize=2)
def cases_of(family: str) -> dict[str, dict[str, list[str]]]:
    return cases(family)


def write_case(family: str, rule: str, text: str, results: list[str]) -> None:
    """Put other results of one sentence into the family's file, and leave all the rest as it stands."""
    path = GOLDEN / f"{family}.yaml"
    content = path.read_text(encoding="utf-8")
    rules = {key.value: value for key, value in yaml.compose(content, yaml.SafeLoader).value}
    (node,) = [value for key, value in rules[rule].value if key.value == text]
    items = "".join(f"  - {scalar(one)}\n" for one in results)
    line = content.rfind("\n", 0, node.end_mark.index) + 1
    rest = line if not content[line : node.end_mark.index].strip() else content.index("\n", line) + 1
    before = content[: node.start_mark.index].rstrip()
    path.write_text(before + (f"\n{items}" if items else " []\n") + content[rest:], encoding="utf-8")


def scalar(text: str) -> str:
    return yaml.safe_dump([text], default_flow_style=True, width=10_000, allow_unicode=True).strip()[1:-1]


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_every_rule_has_enough_cases(family):
    found = cases(family)
    assert set(found) == {name.partition(".")[2] for name in rules_for("en") if name.startswith(f"{family}.")}
    few = {
        rule: (len(texts), sum(not expected for expected in texts.values()))
        for rule, texts in found.items()
        if len(texts) < AT_LEAST or sum(not expected for expected in texts.values()) < AT_LEAST_EMPTY
    }
    assert not few, f"(cases, of them without result): {few}"
