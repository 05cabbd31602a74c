"""Which split a text is in, and which sentences are taken."""

import json
from collections import defaultdict

import pytest

from verisieve.data_gen.config import BalanceConfig, GenerateConfig
from verisieve.data_gen.generate import generate
from verisieve.data_gen.schema import SPLITS
from verisieve.tests.data_gen.generate.files import DEMO, all_rows, jsonl

pytestmark = pytest.mark.usefixtures("one_pipeline")


@pytest.mark.slow
def test_documents_and_groups_are_in_one_split(tmp_path):
    sentences = [json.loads(line)["text"] for line in (DEMO / "corpus.jsonl").read_text().splitlines()][:120]
    documents = [{"id": f"doc{n}", "text": "\n\n".join(sentences[n : n + 4])} for n in range(0, 120, 4)]
    config = GenerateConfig(validation_fraction=0.3, test_fraction=0.3)
    generate([jsonl(tmp_path / "docs.jsonl", *documents)], tmp_path / "out", config, progress=False)
    splits, groups = defaultdict(set), defaultdict(set)
    for row in all_rows(tmp_path / "out"):
        splits[row["source_id"]].add(row["split"])
        groups[row["group_id"]].add(row["split"])
    assert all(len(found) == 1 for found in [*splits.values(), *groups.values()])
    assert set.union(*splits.values()) == set(SPLITS)


@pytest.mark.slow
def test_the_seed_draws_other_splits(tmp_path, demo, quick):
    config = GenerateConfig(**{**quick.__dict__, "seed": 1})
    generate([DEMO], tmp_path / "out", config, progress=False)
    test = {row["source_id"] for row in all_rows(tmp_path / "out") if row["split"] == "test"}
    assert test != {row["source_id"] for row in all_rows(demo) if row["split"] == "test"}


def test_texts_that_paraphrase_each_other_are_in_one_split(tmp_path):
    subjects = ["nurse", "driver", "lawyer", "teacher", "baker", "pilot", "farmer", "painter"]
    records = []
    for one in subjects:
        a, b, c = (
            f"The {one} called the {one}'s old friend.",
            f"The {one} phoned an old friend.",
            f"A {one} rang a friend.",
        )
        records += [{"text": a, "paraphrase": b}, {"text": c, "paraphrase": b}]
    plain = [{"text": f"The {one} phoned an old friend."} for one in subjects]
    fractions = {"validation_fraction": 0.3, "test_fraction": 0.3}
    config = GenerateConfig(
        **fractions,
        near_duplicates=None,
        alike=1,
        families=["negation", "paraphrase"],
        without=["paraphrase.phrase"],  # "attorney" for "lawyer"
    )
    paths = [jsonl(tmp_path / "plain.jsonl", *plain), jsonl(tmp_path / "pairs.jsonl", *records)]
    manifest = generate(paths, tmp_path / "out", config, progress=False)
    splits = defaultdict(set)
    for row in all_rows(tmp_path / "out"):
        subject = next(one for one in subjects if one in row["anchor"])
        splits[subject].add(row["split"])
    assert all(len(found) == 1 for found in splits.values())
    assert len(set.union(*splits.values())) > 1
    assert manifest["sentences"]["skipped"] == {"duplicate": len(subjects)}  # the plain ones


def test_repeated_sentences_and_too_short_or_long_ones_are_skipped_and_counted(tmp_path):
    text = "The tenant pays the landlord.\nthe tenant pays the landlord\nThe tenant pays.\n1 2 3 4 5 6 7 8.\n"
    path = tmp_path / "c.txt"
    path.write_text(text + "The tenant who rents the old flat pays the landlord.\n")
    manifest = generate([path], tmp_path / "out", GenerateConfig(max_words=8), progress=False)
    skipped = {"duplicate": 1, "not_prose": 1, "too_long": 1, "too_short": 1}
    assert manifest["sentences"] == {"read": 5, "kept": 1, "skipped": skipped}


def test_the_cap_is_spread_over_the_file(tmp_path):
    path = tmp_path / "c.txt"
    path.write_text("".join(f"Tenant number {n} pays the landlord on Friday.\n" for n in range(100)))
    families = ["negation", "paraphrase"]
    balance = BalanceConfig(max_share_per_exchange=None)  # there is but one verb to negate
    config = GenerateConfig(
        max_sentences=10, near_duplicates=None, alike=1, families=families, balance=balance
    )
    manifest = generate([path], tmp_path / "out", config, progress=False)
    numbers = sorted({int(row["source_id"].split("-")[1]) for row in all_rows(tmp_path / "out")})
    assert numbers == list(range(10, 101, 10))
    assert manifest["sentences"]["read"] == 10
