"""Balancing: each option evens what it names, and nothing else decides which rows stay."""

import json
import random
from collections import Counter
from itertools import compress
from pathlib import Path

import pytest

import verisieve
from verisieve.common.configuration import load_config
from verisieve.common.errors import InputError
from verisieve.data_gen.config import BalanceConfig, GenerateConfig
from verisieve.data_gen.generate import generate
from verisieve.data_gen.pairing.balance import learn_balance, rule_of
from verisieve.data_gen.pairing.buckets import difference_bucket, length_bucket, overlap_bucket

TEXT = "the tenant owner paid late fee on monday after lunch in rome and left her keys there"
WORDS = TEXT.split()
DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo" / "corpus.jsonl"


@pytest.fixture
def rows() -> list[dict]:
    """3000 near-misses and 1500 positives: near-misses overlap more, are longer, and often say "not"."""
    rng = random.Random(0)
    made = []
    for number in range(4500):
        is_near_miss = number % 3 > 0
        length = rng.randint(8, 16) if is_near_miss else rng.randint(5, 12)
        anchor = [rng.choice(WORDS) for _ in range(length)]
        candidate = list(anchor)
        if is_near_miss and rng.random() < 0.7:
            candidate.insert(2, "not")
        if not is_near_miss and rng.random() < 0.8:
            candidate[rng.randrange(length)] = "fine"
        family = "negation" if is_near_miss else "paraphrase"
        rule = rng.choice(["common", "common", "common", "rare"])
        made.append(
            {
                "anchor": " ".join(anchor),
                "candidate": " ".join(candidate),
                "label": int(not is_near_miss),
                "family": family,
                "edit": f"{family}.{rule}",
                "group_id": str(number),
                "grain": "sentence",
            }
        )
    return made


def kept(rows, **options):
    balance = learn_balance(lambda: iter([rows]), BalanceConfig(**options), seed=0)
    return list(compress(rows, balance.keeps(rows))), balance


def shares(rows, name) -> dict[str, float]:
    """Return the share of positives by bucket, of buckets with enough rows."""
    counts = Counter(name(row) for row in rows)
    positives = Counter(name(row) for row in rows if row["label"])
    return {bucket: positives[bucket] / n for bucket, n in counts.items() if n >= 150}


def test_without_options_every_row_stays(rows):
    left, balance = kept(rows)
    assert left == rows
    assert balance.summary() == {"dropped": {}, "capped_rules": [], "capped_exchanges": {}, "ngrams": []}


def test_labels(rows):
    left, balance = kept(rows, labels=True)
    assert 0.47 < sum(row["label"] for row in left) / len(left) < 0.53
    assert sum(row["label"] for row in left) == 1500, "the rarer label is kept"
    assert balance.summary()["dropped"] == {"labels": len(rows) - len(left)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("option", "bucket"),
    [
        ("overlap", lambda row: overlap_bucket(row["anchor"], row["candidate"])),
        ("length", lambda row: length_bucket(row["candidate"])),
        ("length", lambda row: difference_bucket(row["anchor"], row["candidate"])),
    ],
)
def test_buckets(rows, option, bucket):
    def unevenness(found):
        return max(abs(share - 0.5) for share in found.values())

    left, _ = kept(rows, **{option: True})
    assert unevenness(shares(rows, bucket)) > 0.25
    assert unevenness(shares(left, bucket)) < 0.1
    assert len(left) > 800


def test_artefacts(rows):
    def share_with(rows, word):
        holding = [row for row in rows if word in row["candidate"].split()]
        return sum(row["label"] for row in holding) / max(1, len(holding)), len(holding)

    assert share_with(rows, "not") == (0, 2088)
    left, balance = kept(rows, artefacts=10)
    assert {"fine", "not"} <= set(balance.summary()["ngrams"])
    for word in ("not", "fine"):
        assert share_with(left, word)[1] < 0.05 * share_with(rows, word)[1], "what one label has alone goes"
    assert len(left) > 400


def test_max_share_per_rule(rows):
    left, balance = kept(rows, max_share_per_rule=0.3)
    before, after = (Counter(row["edit"] for row in some) for some in (rows, left))
    assert before["negation.common"] / 3000 > 0.7
    assert after["negation.common"] / 3000 == pytest.approx(0.3, abs=0.03)
    for rule in ("negation.rare", "paraphrase.common", "paraphrase.rare"):
        assert after[rule] == before[rule]
    assert balance.summary()["capped_rules"] == ["negation.common"]
    assert balance.summary()["dropped"] == {"max_share_per_rule": len(rows) - len(left)}


def test_the_cap_drops_squares_as_a_whole():
    rows = []
    for number in range(300):
        rule = "negation.common" if number % 10 else "negation.rare"
        x, y, n, q = (f"{letter}{number // 2 if letter in 'xy' else number}" for letter in "xynq")
        for anchor, candidate, label, edit in [
            (x, n, 0, rule),
            (n, y, 0, f"paraphrase.dative+{rule}"),
            (q, n, 1, f"{rule}+paraphrase.dative"),
            (x, y, 1, "paraphrase.dative"),
        ]:
            rows.append(
                {
                    "anchor": anchor,
                    "candidate": candidate,
                    "label": label,
                    "edit": edit,
                    "family": "paraphrase" if label else "negation",
                    "group_id": str(number // 2),
                }
            )
    left, _ = kept(rows, max_share_per_rule=0.5)
    assert 0.4 < len(left) / len(rows) < 0.75
    for side in ("anchor", "candidate"):
        balance = Counter((row[side], row["label"]) for row in left)
        before = Counter((row[side], row["label"]) for row in rows)
        for text in {text for text, _ in before}:
            uneven = before[text, 0] - before[text, 1]
            assert balance[text, 0] - balance[text, 1] in (uneven, 0), (side, text)


@pytest.mark.slow
def test_the_order_of_the_rows_and_later_rows_do_not_matter(rows):
    left, _ = kept(rows, overlap=True)
    shuffled = random.Random(1).sample(rows, len(rows))
    again, _ = kept(shuffled, overlap=True)
    assert {row["group_id"] for row in again} == {row["group_id"] for row in left}


def test_rule_of_a_chain_is_the_one_that_made_the_label():
    assert rule_of({"family": "negation", "edit": "paraphrase.natural+negation.copula"}) == "negation.copula"
    assert rule_of({"family": "negation", "edit": "negation.copula+paraphrase.dative"}) == "negation.copula"
    assert rule_of({"family": "paraphrase", "edit": "spatial.converse"}) == "spatial.converse"


@pytest.mark.slow
def test_generation_balances_and_tells_in_the_manifest(one_pipeline, tmp_path):
    overrides = [
        "max_sentences=60",
        "unpaired=true",
        "balance.labels=true",
        "balance.max_share_per_rule=0.05",
    ]
    config = load_config(GenerateConfig, "generate", None, overrides)
    manifest = generate([DEMO], tmp_path / "out", config, progress=False)
    assert set(manifest["balance"]["dropped"]) == {"labels", "max_share_per_rule"}
    assert manifest["config"]["balance"]["labels"] is True
    labels = Counter()
    for families in manifest["rows"].values():
        for of in families.values():
            labels.update(of)
    assert 0.75 < labels["same"] / labels["near_miss"] < 1.33
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["balance"] == manifest["balance"]


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("balance.overlpa=true", "unknown key generate.balance.overlpa; did you mean 'overlap'?"),
        ("balance.max_share_per_rule=0", "generate.balance.max_share_per_rule"),
        ("balance.artefacts=-1", "generate.balance.artefacts"),
        ("balance=yes", "generate.balance"),
    ],
)
def test_mistakes_in_the_options_are_named(override, told):
    with pytest.raises(InputError) as error:
        load_config(GenerateConfig, "generate", None, [override])
    assert told in str(error.value)
