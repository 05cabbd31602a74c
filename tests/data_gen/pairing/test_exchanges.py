"""The cap on one exchange of words: what counts as one, which rows go, and what the manifest tells."""

import json
from collections import Counter
from itertools import compress
from typing import Any

import pyarrow as pa
import pytest

from verisieve.common.configuration import load_config
from verisieve.data_gen.config import BalanceConfig, GenerateConfig
from verisieve.data_gen.edits.propose import make
from verisieve.data_gen.generate import generate
from verisieve.data_gen.pairing.balance import learn_balance
from verisieve.data_gen.pairing.exchanges import FEW, exchange_limits, exchange_of
from verisieve.data_gen.schema import NEAR_MISS, SAME

PAIR = "entity.sibling: chrome / firefox"
PLACES = ("office", "library", "school", "museum", "hall", "clinic", "station", "court", "hotel", "bank")
NAMES = ("Anna", "Ruth", "Omar", "David", "Nora", "Simon", "Clara", "Victor", "Helen", "Oscar")


def rows(exchange: str, sources: int, family: str = "entity", start: int = 0) -> list[dict[str, Any]]:
    """Squares of so many sources by one exchange."""
    found = []
    for number in range(start, start + sources):
        x, y, n, q = (f"{letter}{number}" for letter in "xynq")
        square = [(x, n, NEAR_MISS), (n, y, NEAR_MISS), (q, n, SAME), (x, y, SAME)]
        for anchor, candidate, label in square:
            found.append(
                {
                    "anchor": anchor,
                    "candidate": candidate,
                    "label": label,
                    "family": "paraphrase" if label == SAME else family,
                    "edit": f"{family}.made",
                    "group_id": str(number),
                    "exchange": "" if label == SAME else exchange,
                }
            )
    return found


def kept(found: list[dict[str, Any]], share: float, seed: int = 0):
    limits = exchange_limits(lambda: iter([pa.Table.from_pylist(found)]), share, seed)
    balance = learn_balance(lambda: iter([found]), BalanceConfig(), seed, limits)
    return list(compress(found, balance.keeps(found))), balance


def near_misses(found: list[dict[str, Any]], exchange: str) -> int:
    return sum(row["exchange"] == exchange for row in found)


def test_one_exchange_does_not_make_most_of_a_family():
    others = [row for i in range(60) for row in rows(f"entity.sibling: a{i} / b{i}", 1, start=100 + i)]
    before = rows(PAIR, 40) + others
    left, balance = kept(before, share=0.1)
    assert near_misses(before, PAIR) == 80
    assert near_misses(left, PAIR) == 20, "a tenth of 200"
    assert [row for row in left if row["exchange"] != PAIR and row in others] == others
    assert Counter(row["label"] for row in left) == {SAME: 140, NEAR_MISS: 140}, "positives go along"
    assert balance.summary()["dropped"] == {"max_share_per_exchange": 120}
    assert balance.summary()["capped_exchanges"] == {PAIR: 60}


def test_the_same_rows_go_in_any_order_and_in_any_blocks():
    before = rows(PAIR, 30) + rows("entity.sibling: oslo / rome", 30, start=50)
    left, _ = kept(before, share=0.1)
    again, _ = kept(before[::-1], share=0.1)
    assert {row["group_id"] for row in left} == {row["group_id"] for row in again}
    assert {row["group_id"] for row in left} != {row["group_id"] for row in kept(before, 0.1, seed=1)[0]}
    whole = exchange_limits(lambda: iter([pa.Table.from_pylist(before)]), 0.1, 0)
    parts = [pa.Table.from_pylist(part) for part in (before[:80], before[80:])]
    assert exchange_limits(lambda: iter(parts), 0.1, 0) == whole


def test_a_few_rows_and_the_first_source_always_stay():
    few = rows(PAIR, FEW // 2)
    assert kept(few, share=0.01)[0] == few
    of_one_source = [row | {"group_id": "0"} for row in rows(PAIR, 4)]
    assert kept(of_one_source, share=0.01)[0] == of_one_source


def test_each_family_has_its_own_measure():
    before = rows(PAIR, 10) + rows("condition.scope: in children", 10, "condition", start=50)
    left, _ = kept(before, share=0.5)
    assert near_misses(left, PAIR) == near_misses(left, "condition.scope: in children") == 10


@pytest.mark.parametrize(
    ("text", "rule", "exchange"),
    [
        ("How do I install the app on Windows?", "entity.sibling", "entity.sibling: linux / windows"),
        ("How do I install the app on Linux?", "entity.sibling", "entity.sibling: linux / windows"),
        ("symptoms of iron deficiency", "condition.scope", "condition.scope: in children"),
        ("The tenant is liable.", "negation.copula", ""),  # "not"
    ],
)
def test_an_exchange_is_told_by_its_rule_and_its_words(nlp, text, rule, exchange):
    doc = nlp(text)
    found = {exchange_of(one, "en") for seed in range(40) for one in make(doc, seed, [rule.partition(".")[0]])
             if one.rule == rule}  # fmt: skip
    assert exchange in found


def test_a_corpus_of_one_product_does_not_teach_its_name(one_pipeline, tmp_path):
    corpus = tmp_path / "corpus.jsonl"
    texts = [f"{name} opened the page of the {place} in Firefox." for name in NAMES for place in PLACES]
    corpus.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    made = {}
    for share in ("null", "0.1"):
        overrides = [
            "near_duplicates=null",
            "families=[entity,negation]",
            f"balance.max_share_per_exchange={share}",
        ]
        config = load_config(GenerateConfig, "generate", None, [*overrides, "unpaired=true"])
        made[share] = generate([corpus], tmp_path / share, config, progress=False)
    counts = {share: sum(of.get("entity", {}).get("near_miss", 0) for of in manifest["rows"].values())
              for share, manifest in made.items()}  # fmt: skip
    assert counts["0.1"] < counts["null"] / 2
    dropped = made["0.1"]["balance"]
    lost = sum(
        made[share]["rules"].get("entity.sibling", 0) * (1 if share == "null" else -1) for share in made
    )
    assert (
        0 < lost <= sum(dropped["capped_exchanges"].values()) <= dropped["dropped"]["max_share_per_exchange"]
    )
    assert made["null"]["balance"]["dropped"] == {}
