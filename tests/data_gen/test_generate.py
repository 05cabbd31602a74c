"""Generation as a whole: rows, splits, determinism, resuming, formats, and what it refuses."""

import json
from collections import defaultdict
from pathlib import Path

import datasets
import pytest
from pyarrow import parquet

import verisieve
from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.edits.edit import Edit, Replacement
from verisieve.data_gen.edits.propose import Made
from verisieve.data_gen.generate import generate
from verisieve.data_gen.hashing import text_key
from verisieve.data_gen.pairing import quadruples, variants
from verisieve.data_gen.pairing import rows as pairing
from verisieve.data_gen.schema import FEATURES, SPLITS, load_pairs

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
    reworded = [row for row in rows if row["label"] == 0 and row["edit"].startswith("paraphrase.frame+")]
    assert reworded
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


@pytest.mark.slow
def test_families_and_rules_can_be_chosen(tmp_path):
    def made(**keys) -> set[str]:
        out = tmp_path / str(len(list(tmp_path.iterdir())))
        config = GenerateConfig(max_sentences=60, **keys)
        generate([DEMO / "corpus.jsonl"], out, config, progress=False)
        return {rule for row in all_rows(out) for rule in row["edit"].split("+")}

    chosen = made(families=["negation", "paraphrase"])
    assert {rule.split(".")[0] for rule in chosen} == {"negation", "paraphrase"}
    some = {"negation.auxiliary", "negation.copula", "paraphrase.adjunct_movement", "paraphrase.frame"}
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


# labels that contradict each other


def made(rule: str, label: int, source: str, text: str) -> Made:
    edit = Edit(rule, label, (Replacement(0, len(source), text),))
    return Made(rule, rule.partition(".")[0], label, text, source, edit, (0, len(source), len(text)))


def test_contradicting_labels_are_dropped_and_counted(tmp_path, monkeypatch):
    text, other = "The tenant pays the landlord.", "The landlord is paid by the tenant."
    third = "The tenant gives money to the landlord."

    def edits(doc, rng, families, rejections, rules, plausibility):
        if doc.text == text:
            yield made("negation.a", 0, text, "the landlord is paid, by the tenant")  # a known paraphrase
            yield made("negation.b", 0, text, third)  # a paraphrase in another record
            yield made("negation.c", 0, text, "The tenant does not pay.")
            yield made("paraphrase.a", 1, text, "The tenant pays him.")
            yield made("paraphrase.b", 1, text, "THE TENANT PAYS THE LANDLORD")  # nothing but case
        if doc.text == other:
            yield made("negation.d", 0, other, "The tenant pays the landlord!")  # the anchor
            yield made("argument_swap.a", 0, other, "the tenant pays him")  # what paraphrase.a made
            yield made("argument_swap.b", 0, other, "The tenant is paid.")

    monkeypatch.setattr(pairing, "make", edits)
    path = jsonl(
        tmp_path / "pairs.jsonl", {"text": text, "paraphrase": other}, {"text": other, "paraphrase": third}
    )
    config = GenerateConfig(max_per_family=9, max_positives=9, unpaired=True, without=["paraphrase.frame"])
    manifest = generate([path], tmp_path / "out", config, progress=False)
    group = f"{text_key(text):016x}"
    kept = {(r["candidate"], r["label"]) for r in all_rows(tmp_path / "out") if r["group_id"] == group}
    assert kept == {(other, 1), ("The tenant does not pay.", 0), ("The tenant is paid.", 0)}
    assert manifest["rejections"]["label_conflict"] >= 4
    assert manifest["rejections"]["trivial_paraphrase"] >= 1


def test_a_text_that_two_records_of_a_group_read_differently_is_dropped(tmp_path, monkeypatch):
    text, one, two = (
        "The tenant pays the landlord.",
        "The landlord is paid by him.",
        "He pays his landlord now.",
    )
    wrong = "The landlord pays the tenant."

    def edits(doc, rng, families, rejections, rules, plausibility):
        if doc.text == one:
            yield made("paraphrase.a", 1, one, wrong)
        if doc.text == two:
            yield made("argument_swap.a", 0, two, wrong)
            yield made("argument_swap.b", 0, two, "His landlord pays him now.")

    monkeypatch.setattr(pairing, "make", edits)
    path = jsonl(
        tmp_path / "pairs.jsonl", {"text": text, "paraphrase": one}, {"text": text, "paraphrase": two}
    )
    config = GenerateConfig(unpaired=True, without=["paraphrase.frame"], shard_size=1, near_duplicates=None)
    manifest = generate([path], tmp_path / "out", config, progress=False)
    texts = {row["candidate"] for row in all_rows(tmp_path / "out")}
    assert wrong not in texts
    assert "His landlord pays him now." in texts
    assert manifest["rejections"]["label_conflict"] >= 2


# splits


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
    config = GenerateConfig(max_sentences=10, near_duplicates=None, alike=1, families=families)
    manifest = generate([path], tmp_path / "out", config, progress=False)
    numbers = sorted({int(row["source_id"].split("-")[1]) for row in all_rows(tmp_path / "out")})
    assert numbers == list(range(10, 101, 10))
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
