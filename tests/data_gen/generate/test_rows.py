"""The rows of a dataset: their schema, labels, spans, and how many are taken."""

from collections import defaultdict

import datasets
import pytest

from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.generate import generate
from verisieve.data_gen.hashing import text_key
from verisieve.data_gen.pairing import quadruples, variants
from verisieve.data_gen.schema import FEATURES, SPLITS, load_pairs
from verisieve.tests.data_gen.generate.files import DEMO, all_rows, jsonl

PAYERS = (("tenant", "landlord"), ("guest", "owner"), ("buyer", "seller"))

pytestmark = pytest.mark.usefixtures("one_pipeline")


@pytest.mark.slow
def test_rows_have_the_record_schema_and_both_labels_in_every_split(demo):
    loaded = datasets.load_dataset(str(demo), cache_dir=str(demo.parent / "cache"))
    assert set(loaded) == set(SPLITS)
    for split in SPLITS:
        assert loaded[split].features == FEATURES
        assert set(loaded[split]["label"]) == {0, 1}
        assert set(loaded[split]["split"]) == {split}
        assert loaded[split][:] == load_pairs(demo, split)[:]


@pytest.mark.slow
def test_near_misses_are_of_a_family_and_positives_are_paraphrases(rows):
    for row in rows:
        assert row["family"] == (
            "paraphrase" if row["label"] == 1 else row["edit"].split("+")[-1].split(".")[0]
        )
    assert {"negation", "argument_swap", "modifier_rebinding", "paraphrase"} <= {
        row["family"] for row in rows
    }


def test_every_kind_of_pair_is_made(rows):
    """(rules in the chain, whether the corpus' own paraphrase is one of them, label)"""
    kinds = {
        (row["edit"].count("+") + 1, row["edit"].startswith("paraphrase.natural"), row["label"])
        for row in rows
    }
    assert kinds >= {
        (1, False, 0),  # (T, T')
        (1, False, 1),  # (T, T+)
        (1, True, 1),  # (T, P)
        (2, False, 0),  # (T', T+)
        (2, False, 1),  # (T'+, T')
        (2, True, 0),  # (T, P')
    }


def test_no_text_gives_its_label_away(rows):
    """A rule-made text is a candidate as often with either label; a natural one never less often with 1."""
    times = defaultdict(lambda: [0, 0])
    for row in rows:
        times[row["group_id"], row["candidate"]][row["label"]] += 1
    naturals = {
        (row["group_id"], text)
        for row in rows
        if row["edit"] == "paraphrase.natural"
        for text in (row["anchor"], row["candidate"])
    }
    uneven = {key for key, (near, same) in times.items() if near != same}
    assert len(times) > 500
    assert uneven <= naturals
    assert all(times[key][1] >= times[key][0] for key in uneven)


def test_spans_lie_in_their_texts_and_show_what_changes_the_meaning(rows):
    for row in rows:
        for side in ("anchor", "candidate"):
            for start, end in row[f"{side}_spans"]:
                assert 0 <= start < end <= len(row[side])
        if row["edit"] == "negation.auxiliary":
            texts = [row[side][a:b] for side in ("anchor", "candidate") for a, b in row[f"{side}_spans"]]
            assert any("n't" in text or "not" in text for text in texts)
    reworded = [
        row
        for row in rows
        if row["label"] == 0 and row["edit"].startswith("paraphrase.") and "+" in row["edit"]
    ]
    assert len(reworded) > 50
    for row in reworded:  # the rewording is no part of what changes the meaning
        assert row["anchor_spans"] or row["candidate_spans"]


def test_edits_on_the_paraphrase_are_paired_with_the_text_and_the_other_way_round(rows):
    naturals = {(row["anchor"], row["candidate"]) for row in rows if row["edit"] == "paraphrase.natural"}
    texts, paraphrases = ({pair[side] for pair in naturals} for side in (0, 1))
    crossed = [row for row in rows if row["edit"].startswith("paraphrase.natural+") and row["label"] == 0]
    assert {row["anchor"] for row in crossed} & texts
    assert {row["anchor"] for row in crossed} & paraphrases


def test_no_pair_has_two_labels_or_repeats_its_anchor(rows):
    labels = defaultdict(set)
    for row in rows:
        sides = tuple(sorted((text_key(row["anchor"]), text_key(row["candidate"]))))
        labels[row["group_id"], *sides].add(row["label"])
        assert sides[0] != sides[1] or "noise." in row["edit"]
        assert row["anchor"] != row["candidate"]
    assert all(len(found) == 1 for found in labels.values())


@pytest.mark.slow
def test_near_misses_per_family_and_in_all_are_limited(tmp_path):
    config = GenerateConfig(max_sentences=60, max_per_family=1, max_near_misses=2, seed=3)
    generate([DEMO / "corpus.jsonl"], tmp_path / "out", config, progress=False)
    plain = defaultdict(set)
    for row in all_rows(tmp_path / "out"):
        if row["label"] == 0:
            plain[row["group_id"]].add(row["edit"].split("+")[-1])
    assert max(map(len, plain.values())) == 2
    for rules in plain.values():
        assert len({rule.split(".")[0] for rule in rules}) == len(rules)


def test_exchanges_are_kept_beside_rewordings_that_share_their_words(tmp_path):
    """Other near-misses mostly wait for a rewording in other words; too few exchanges would be left."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    texts = [f"On {day}, the {one} paid the {other}." for day in days for one, other in PAYERS]
    corpus = jsonl(tmp_path / "corpus.jsonl", *({"text": text} for text in texts))

    def refused(family: str) -> int:
        config = GenerateConfig(families=[family, "paraphrase"], near_duplicates=None, seed=1)
        manifest = generate([corpus], tmp_path / family, config, progress=False)
        assert manifest["rows"]
        return sum(count.get("alike", 0) for count in manifest["rejections_by_rule"].values())

    assert refused("argument_swap") == 0
    assert refused("negation") > len(texts) / 4


@pytest.mark.slow
def test_families_and_rules_can_be_chosen(tmp_path):
    def made(**keys) -> set[str]:
        out = tmp_path / str(len(list(tmp_path.iterdir())))
        config = GenerateConfig(max_sentences=60, **keys)
        generate([DEMO / "corpus.jsonl"], out, config, progress=False)
        return {rule for row in all_rows(out) for rule in row["edit"].split("+")}

    chosen = made(families=["negation", "paraphrase"])
    assert {rule.split(".")[0] for rule in chosen} == {"negation", "paraphrase"}
    rewordings = {
        f"paraphrase.{name}" for name in ("phrase", "recast", "adjunct_movement", "active_passive", "frame")
    }
    some = {"negation.auxiliary", "negation.do_support", *rewordings}
    assert made(rules=sorted(some)) <= some
    left = made(families=["negation", "paraphrase"], without=["negation.auxiliary"])
    assert "negation.auxiliary" in chosen
    assert "negation.auxiliary" not in left
    assert "paraphrase.frame" not in made(without=["paraphrase.frame"], families=["negation", "paraphrase"])


@pytest.mark.slow
def test_unpaired_near_misses_are_kept_where_asked(tmp_path):
    """Without a paraphrase no near-miss can be reworded: it is left out and counted, or kept."""
    keys = {"families": ["negation"], "max_sentences": 30}
    manifest = generate(
        [DEMO / "corpus.jsonl"], tmp_path / "kept", GenerateConfig(**keys, unpaired=True), progress=False
    )
    assert {row["label"] for row in all_rows(tmp_path / "kept")} == {0}
    assert "unpaired" not in manifest["rejections"]
    with pytest.raises(InputError, match=r"no pairs could be made .*rejected: .*\d+ unpaired"):
        generate([DEMO / "corpus.jsonl"], tmp_path / "none", GenerateConfig(**keys), progress=False)


def test_several_sentences_with_a_paraphrase_are_one_source(tmp_path, monkeypatch):
    monkeypatch.setattr(variants, "BOTH_SHARE", 0)
    monkeypatch.setattr(quadruples, "CROSSED", 0)
    text = "The tenant pays the landlord. The landlord thanks the tenant."
    other = "The landlord gets money from the tenant. The tenant is thanked by the landlord."
    path = jsonl(tmp_path / "pairs.jsonl", {"text": text, "paraphrase": other})
    without = ["paraphrase.frame", "paraphrase.phrase", "register", "noise"]
    config = GenerateConfig(without=without, unpaired=True)
    generate([path], tmp_path / "out", config, progress=False)
    rows = all_rows(tmp_path / "out")
    assert len({row["group_id"] for row in rows}) == 1
    assert {row["candidate"].count(".") for row in rows} == {2}
    swapped = "The landlord gets money from the tenant. The landlord is thanked by the tenant."
    crossed = [row for row in rows if {row["anchor"], row["candidate"]} == {text, swapped}]
    assert {row["edit"] for row in crossed} == {"paraphrase.natural+argument_swap.passive_agent"}
    side = "candidate" if crossed[0]["candidate"] == swapped else "anchor"
    found = [swapped[start:end] for start, end in crossed[0][f"{side}_spans"]]
    assert found == ["landlord", "tenant"]
    assert crossed[0][f"{side}_spans"][0][0] > swapped.index(".")


def test_trivial_and_repeated_paraphrases_are_no_rows(tmp_path):
    text, other = (
        "The tenant pays the landlord on Friday.",
        "On Friday the landlord gets his money from the tenant.",
    )
    path = jsonl(
        tmp_path / "pairs.jsonl",
        {"text": text, "paraphrase": text.upper().rstrip(".")},
        {"text": text, "paraphrase": other},
        {"text": text, "paraphrase": other},
    )
    manifest = generate([path], tmp_path / "out", progress=False)
    natural = [row for row in all_rows(tmp_path / "out") if row["edit"] == "paraphrase.natural"]
    assert {frozenset((row["anchor"], row["candidate"])) for row in natural} == {frozenset((text, other))}
    assert manifest["sentences"] == {"read": 3, "kept": 2, "skipped": {"duplicate": 1}}
