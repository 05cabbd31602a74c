"""Generation as a whole: rows, splits, determinism, resuming, formats, and what it refuses."""

import json
from collections import defaultdict
from pathlib import Path

import datasets
import pytest
from pyarrow import parquet

import verisieve
from verisieve.data_gen import rows as pairing
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.edits import FAMILIES
from verisieve.data_gen.generate import generate
from verisieve.data_gen.hashing import text_key
from verisieve.data_gen.make import Made
from verisieve.data_gen.pairs import FEATURES
from verisieve.data_gen.store import SPLITS, load_pairs
from verisieve.errors import InputError

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"
pytestmark = pytest.mark.usefixtures("one_pipeline")


@pytest.fixture(scope="module")
def rows(demo) -> list[dict]:
    return all_rows(demo)


def all_rows(folder: Path) -> list[dict]:
    return [
        row for file in sorted(folder.glob("data/*.parquet")) for row in parquet.read_table(file).to_pylist()
    ]


def jsonl(path: Path, *rows: dict) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


# what the rows are


def test_rows_have_the_record_schema_and_both_labels_in_every_split(demo):
    loaded = datasets.load_dataset(str(demo), cache_dir=str(demo.parent / "cache"))
    assert set(loaded) == set(SPLITS)
    for split in SPLITS:
        assert loaded[split].features == FEATURES
        assert set(loaded[split]["label"]) == {0, 1}
        assert set(loaded[split]["split"]) == {split}
        assert loaded[split][:] == load_pairs(demo, split)[:]


def test_near_misses_are_of_a_family_and_positives_are_paraphrases(rows):
    for row in rows:
        assert row["family"] == (
            "paraphrase" if row["label"] == 1 else row["edit"].split("+")[-1].split(".")[0]
        )
    assert {row["family"] for row in rows} == set(FAMILIES)


def test_every_kind_of_pair_is_made(rows):
    kinds = {
        (row["edit"].count("+"), row["edit"].startswith("paraphrase.natural"), row["label"]) for row in rows
    }
    assert kinds >= {
        (0, False, 0),
        (0, False, 1),
        (0, True, 1),
        (1, True, 0),
        (1, True, 1),
        (1, False, 0),
        (1, False, 1),
    }


def test_spans_lie_in_their_texts_and_cover_the_difference(rows):
    for row in rows:
        for side in ("anchor", "candidate"):
            for start, end in row[f"{side}_spans"]:
                assert 0 <= start < end <= len(row[side])
        if row["edit"] == "negation.auxiliary":
            spans = [row["candidate"][start:end] for start, end in row["candidate_spans"]]
            assert any("not" in text for text in spans)
    assert all(not row["anchor_spans"] for row in rows if "+" in row["edit"])


def test_edits_on_the_paraphrase_are_paired_with_the_text_and_the_other_way_round(rows):
    naturals = {(row["anchor"], row["candidate"]) for row in rows if row["edit"] == "paraphrase.natural"}
    texts, paraphrases = ({pair[side] for pair in naturals} for side in (0, 1))
    chained = [row for row in rows if row["edit"].startswith("paraphrase.natural+")]
    assert {row["anchor"] for row in chained} & texts
    assert {row["anchor"] for row in chained} & paraphrases
    assert all(row["anchor"] in texts | paraphrases for row in chained)


def test_no_candidate_has_two_labels_in_its_group_or_repeats_its_anchor(rows):
    labels = defaultdict(set)
    for row in rows:
        labels[row["group_id"], text_key(row["candidate"])].add(row["label"])
        assert text_key(row["anchor"]) != text_key(row["candidate"])
    assert all(len(found) == 1 for found in labels.values())


def test_near_misses_per_family_are_limited(tmp_path):
    corpus = DEMO / "corpus.jsonl"
    config = GenerateConfig(max_sentences=60, max_per_family=1, max_positives=1, compositions=False)
    generate([corpus], tmp_path / "out", config, progress=False)
    counts = defaultdict(int)
    for row in all_rows(tmp_path / "out"):
        assert "+" not in row["edit"]
        counts[row["group_id"], row["family"]] += 1
    assert max(counts.values()) == 1


def test_families_can_be_chosen(tmp_path):
    config = GenerateConfig(max_sentences=60, families=["negation", "paraphrase"])
    generate([DEMO / "corpus.jsonl"], tmp_path / "out", config, progress=False)
    assert {row["family"] for row in all_rows(tmp_path / "out")} == {"negation", "paraphrase"}


def test_several_sentences_with_a_paraphrase_are_one_source(tmp_path):
    text = "The tenant pays the landlord. The landlord thanks the tenant."
    other = "The landlord gets money from the tenant. The tenant is thanked by the landlord."
    path = jsonl(tmp_path / "pairs.jsonl", {"text": text, "paraphrase": other})
    generate([path], tmp_path / "out", GenerateConfig(compositions=False), progress=False)
    rows = all_rows(tmp_path / "out")
    assert len({row["group_id"] for row in rows}) == 1
    edited = [row for row in rows if row["edit"] == "paraphrase.natural+argument_swap.subject_object"]
    assert edited
    for row in rows:
        assert row["anchor"] in (text, other)
        assert row["candidate"].count(".") == 2
    swapped = next(row for row in rows if row["edit"] == "argument_swap.subject_object")
    spans = [swapped["candidate"][start:end] for start, end in swapped["candidate_spans"]]
    assert {span.lower() for span in spans} >= {"tenant", "landlord"} or {"the tenant", "the landlord"} <= {
        span.lower() for span in spans
    }


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
    assert [(row["anchor"], row["candidate"]) for row in natural] == [(text, other)]
    assert manifest["sentences"] == {"read": 3, "kept": 2, "skipped": {"duplicate": 1}}


# labels that contradict each other


def made(rule: str, label: int, text: str) -> Made:
    return Made(rule, rule.partition(".")[0], label, text, (), ((0, 3),))


def test_contradicting_labels_are_dropped_and_counted(tmp_path, monkeypatch):
    text, other = "The tenant pays the landlord.", "The landlord is paid by the tenant."
    third = "The tenant gives money to the landlord."

    def edits(doc, rng, families, rejections):
        if doc.text == text:
            yield made("negation.a", 0, "the landlord is paid, by the tenant")  # a known paraphrase
            yield made("negation.b", 0, third)  # a paraphrase in another record
            yield made("negation.c", 0, "The tenant does not pay.")
            yield made("paraphrase.a", 1, "The tenant pays him.")
            yield made("paraphrase.b", 1, "THE TENANT PAYS THE LANDLORD")  # nothing but case
        if doc.text == other:
            yield made("negation.d", 0, "The tenant pays the landlord!")  # the anchor
            yield made("argument_swap.a", 0, "the tenant pays him")  # what paraphrase.a made
            yield made("argument_swap.b", 0, "The tenant is paid.")

    monkeypatch.setattr(pairing, "make", edits)
    path = jsonl(
        tmp_path / "pairs.jsonl", {"text": text, "paraphrase": other}, {"text": other, "paraphrase": third}
    )
    config = GenerateConfig(max_per_family=9, max_positives=9, compositions=False)
    manifest = generate([path], tmp_path / "out", config, progress=False)
    group = f"{text_key(text):016x}"
    kept = {(r["candidate"], r["label"]) for r in all_rows(tmp_path / "out") if r["group_id"] == group}
    assert kept == {(other, 1), ("The tenant does not pay.", 0), ("The tenant is paid.", 0)}
    assert manifest["rejections"]["label_conflict"] >= 5
    assert manifest["rejections"]["trivial_paraphrase"] >= 1


def test_an_edit_is_not_made_upon_its_inverse_or_upon_itself():
    passive, active = made("paraphrase.active_passive", 1, "x"), made("paraphrase.passive_active", 1, "y")
    double = made("paraphrase.double_negation", 1, "z")
    assert pairing._may_cancel(passive, active)
    assert pairing._may_cancel(passive, passive)
    assert pairing._may_cancel(double, made("negation.removal", 0, "w"))
    assert not pairing._may_cancel(passive, made("negation.removal", 0, "w"))


# splits


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
    config = GenerateConfig(validation_fraction=0.3, test_fraction=0.3)
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
    manifest = generate(
        [path], tmp_path / "out", GenerateConfig(max_sentences=10, compositions=False), progress=False
    )
    numbers = sorted({int(row["anchor"].split()[2]) for row in all_rows(tmp_path / "out")})
    assert numbers == list(range(9, 100, 10))
    assert manifest["sentences"]["read"] == 10


# manifest, card, triplets


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


def test_positives_are_set_against_the_other_edits(tmp_path):
    text = "The tenant pays the landlord."
    path = tmp_path / "c.txt"
    path.write_text(text + "\n")
    generate([path], tmp_path / "out", GenerateConfig(seed=1), progress=False)
    passive = "The landlord is paid by the tenant."
    across = {row["candidate"]: row for row in all_rows(tmp_path / "out") if row["anchor"] == passive}
    swapped = across["The landlord pays the tenant."]
    assert (swapped["label"], swapped["family"]) == (0, "argument_swap")
    assert swapped["edit"] == "paraphrase.active_passive+argument_swap.subject_object"
    assert swapped["anchor_spans"] == []
    assert swapped["candidate_spans"] != []
