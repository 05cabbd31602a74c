"""The manifest, the card and the triplets of a dataset."""

import json
from collections import defaultdict

import datasets
import pytest

from verisieve.common.errors import InputError
from verisieve.data_gen.generate import generate
from verisieve.data_gen.schema import SPLITS, load_pairs
from verisieve.tests.data_gen.generate.files import DEMO

pytestmark = pytest.mark.usefixtures("one_pipeline")


def test_manifest_counts_agree_with_the_rows(demo, rows):
    manifest = json.loads((demo / "manifest.json").read_text())
    for split in SPLITS:
        for family, labels in manifest["rows"][split].items():
            for name, label in (("same", 1), ("near_miss", 0)):
                found = [r for r in rows if (r["split"], r["family"], r["label"]) == (split, family, label)]
                assert labels.get(name, 0) == len(found)
    assert sum(manifest["rules"].values()) == len(rows)
    assert [corpus["name"] for corpus in manifest["corpora"]] == ["corpus.jsonl", "paraphrases.jsonl"]
    assert all(len(corpus["sha256"]) == 64 for corpus in manifest["corpora"])
    assert manifest["seed"] == 0
    assert len(manifest["rules_sha256"]) == len(manifest["pipeline"]["sha256"]) == 64
    assert manifest["config"]["max_sentences"] == 120
    assert manifest["timing"]["sentences_per_second"] > 0


def test_card_has_valid_metadata_and_the_counts(demo):
    from huggingface_hub import DatasetCard

    card = DatasetCard.load(demo / "README.md")
    splits = [entry["split"] for entry in card.data.to_dict()["configs"][0]["data_files"]]
    assert splits == list(SPLITS)
    manifest = json.loads((demo / "manifest.json").read_text())
    swaps = [str(manifest["rows"][split]["argument_swap"]["near_miss"]) for split in SPLITS]
    assert f"| argument_swap | near_miss | {' | '.join(swaps)} |" in card.text


@pytest.mark.slow
def test_triplets_are_the_positives_and_near_misses_of_each_anchor(tmp_path, demo, rows, quick):
    out = tmp_path / "triplets"
    generate([DEMO], out, quick, output_format="triplets", progress=False)
    loaded = datasets.load_dataset(str(out), cache_dir=str(tmp_path / "cache"))
    by_label = [defaultdict(set), defaultdict(set)]
    for row in rows:
        by_label[row["label"]][row["split"], row["group_id"], row["anchor"]].add(row["candidate"])
    expected = {
        (split, group, anchor, positive, negative)
        for (split, group, anchor), positives in by_label[1].items()
        for positive in positives
        for negative in by_label[0][split, group, anchor]
    }
    found = [
        (split, row["group_id"], row["anchor"], row["positive"], row["negative"])
        for split in SPLITS
        for row in loaded[split]
    ]
    assert loaded["train"].column_names == ["anchor", "positive", "negative", "family", "group_id"]
    assert len(found) == len(set(found))
    assert set(found) == expected
    with pytest.raises(InputError, match="holds triplets"):
        load_pairs(out, "train")
