"""Near-duplicates: the bands find what is alike, groups keep their first, whatever the order of the pairs."""

import json
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.corpus.near_duplicates import BANDS, band_keys, candidates, later_of_each, similarity
from verisieve.data_gen.generate import generate

WORDS = [
    "the",
    "tenant",
    "pays",
    "a",
    "late",
    "fee",
    "to",
    "the",
    "landlord",
    "within",
    "ten",
    "days",
    "after",
    "the",
    "first",
    "notice",
    "arrives",
    "by",
    "post",
]


def test_similarity_is_the_share_of_common_word_pairs():
    assert similarity("Ana met Ben.", "ana MET ben") == 1
    assert similarity("one two three four", "one two three five") == 2 / 4
    assert similarity("one two", "three four") == 0
    assert similarity("one", "one") == 1


def test_alike_texts_share_a_band_and_others_do_not():
    rng = np.random.default_rng(0)
    found = other = 0
    for _ in range(200):
        words = rng.permutation(WORDS).tolist()
        changed = [*words]
        changed[int(rng.integers(len(words)))] = "changed"
        keys = band_keys([" ".join(words), " ".join(changed), " ".join(rng.permutation(WORDS))])
        assert keys.shape == (3, BANDS)
        found += bool((keys[0] == keys[1]).any())
        other += bool((keys[0] == keys[2]).any())
    assert found >= 199
    assert other <= 20


def test_keys_do_not_depend_on_the_other_texts():
    texts = [" ".join(WORDS[n:]) for n in range(10)]
    together = band_keys(texts)
    assert all((band_keys([text])[0] == keys).all() for text, keys in zip(texts, together, strict=True))
    assert band_keys([]).shape == (0, BANDS)
    assert len(band_keys(["..."])) == 1  # no word at all


def test_candidates_are_neighbours_in_a_bucket_and_the_first_of_it():
    pairs = candidates(np.array([5, 7, 5, 5, 9, 7], dtype=np.uint64))
    assert pairs.tolist() == [[0, 2], [0, 3], [1, 5], [2, 3]]
    assert candidates(np.zeros(0, dtype=np.uint64)).shape == (0, 2)


def test_only_the_first_of_what_is_connected_stays():
    later = later_of_each(np.array([[0, 3], [3, 4], [2, 5]]), 6)
    assert later.tolist() == [False, False, False, True, True, True]
    assert not later_of_each(np.zeros((0, 2), dtype=int), 3).any()


@pytest.mark.slow
def test_near_duplicates_are_left_out_and_counted_across_shards(tmp_path):
    base = "The tenant pays the landlord a late fee of ten euros on the first day of every single month."
    texts = [
        base,
        base.replace(" ten ", " twelve "),
        "The nurse gave the patient a new prescription.",
        f"{base[:-1]}!",
    ]
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts)))
    config = GenerateConfig(shard_size=1, alike=1, families=["negation", "paraphrase"])
    manifest = generate([path], tmp_path / "out", config, progress=False)
    assert manifest["sentences"]["kept"] == 2
    assert manifest["sentences"]["skipped"] == {"duplicate": 1, "near_duplicate": 1}
    assert ids(tmp_path / "out") == {"0", "2"}
    kept = GenerateConfig(shard_size=1, alike=1, families=["negation", "paraphrase"], near_duplicates=None)
    generate([path], tmp_path / "kept", kept, progress=False)
    assert ids(tmp_path / "kept") == {"0", "1", "2"}


@pytest.mark.slow
def test_what_paraphrases_each_other_is_no_near_duplicate(tmp_path):
    base = "The tenant pays the landlord a late fee of ten euros on the first day of every single month."
    third = base.replace("single ", "")
    rows = [{"text": base, "paraphrase": third}, {"text": third, "paraphrase": base.replace("euros", "EUR")}]
    path = tmp_path / "c.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    config = GenerateConfig(shard_size=1, families=["negation", "paraphrase"])
    manifest = generate([path], tmp_path / "out", config, progress=False)
    assert manifest["sentences"] == {"read": 2, "kept": 2, "skipped": {}}


def ids(folder: Path) -> set[str]:
    files = sorted(folder.glob("data/*.parquet"))
    return {row["source_id"] for file in files for row in parquet.read_table(file).to_pylist()}
