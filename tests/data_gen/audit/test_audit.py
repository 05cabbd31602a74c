"""The audit as a whole: counts, leakage, advice, the pages, and the command."""

import json
import re

import numpy as np
import pytest

from verisieve.cli import main
from verisieve.common.errors import InputError
from verisieve.data_gen.audit.audit import advice, audit, read_audit
from verisieve.data_gen.audit.leakage import find_leaks, near_duplicates
from verisieve.data_gen.audit.report import write_audit
from verisieve.data_gen.audit.table import read_pairs

TOWNS = ["Oslo", "Rome", "Graz", "Lyon", "Turin", "Bergen", "Porto", "Ghent"]


def sentence(i: int) -> str:
    one, other = TOWNS[i % 8], TOWNS[(i // 8 + i + 1) % 8]
    return f"In {1900 + i} the road from {one} to {other} was mended {i} times by the {i}th guild."


def rows_of(numbers, split="train") -> list[dict]:
    made = []
    for i in numbers:
        text = sentence(i)
        common = {"anchor": text, "group_id": f"g{i}", "split": split}
        made += [
            common | {"candidate": text.replace("was mended", "was not mended"), "label": 0},
            common | {"candidate": f"By the {i}th guild, {text}", "label": 1, "edit": "spatial.converse"},
            common | {"candidate": f"There, {text}", "label": 1, "edit": "paraphrase.natural"},
        ]
    return made


@pytest.fixture
def folder(dataset_of):
    return dataset_of(rows_of(range(80)) + rows_of(range(80, 100), "test"))


# counts


def test_labels_are_counted_by_family_bucket_grain_and_rule(folder):
    balance = audit(folder, None)["balance"]
    assert balance["family"] == {"negation": {"same": 200, "near_miss": 100}}
    assert balance["grain"] == {"sentence": {"same": 200, "near_miss": 100}}
    assert balance["split"]["test"] == {"same": 40, "near_miss": 20}
    for kind in ("overlap", "length"):
        assert sum(of["same"] for of in balance[kind].values()) == 200
    assert balance["overlap"]["0.9 to 1.0"]["near_miss"] == 100
    assert balance["rule"]["negation.made"] == {"same": 0, "near_miss": 100}


def test_yields_come_from_the_manifest(dataset_of):
    rules = {"negation.copula": 6, "paraphrase.dative+negation.copula": 2}
    found = audit(dataset_of(rows_of(range(5)), rules=rules), None)["yield"]
    assert found["rules"]["negation.copula"] == {
        "alone": 6,
        "chained": 2,
        "per_1000_sentences": 666.67,
        "rejected": {"stray_capital": 4},
    }
    assert found["guards"] == {"stray_capital": 4}


def test_rows_without_a_grain_are_sentences(dataset_of):
    import pyarrow as pa
    from pyarrow import parquet

    folder = dataset_of(rows_of(range(5)))
    file = folder / "data" / "train-00000-of-00001.parquet"
    table = parquet.read_table(file)
    parquet.write_table(pa.table(table.drop_columns("grain")), file)
    assert set(read_pairs(folder).grains) == {"sentence"}


def test_a_sample_is_of_whole_groups(folder):
    table = read_pairs(folder, max_rows=150)
    assert 60 < len(table) < 240
    assert len(table) == 3 * len(set(table.groups))


def test_a_familys_own_positives_stand_against_it(dataset_of):
    rows = rows_of(range(40))
    for row in rows:
        if row["label"] == 0:
            row |= {"family": "spatial", "edit": "spatial.inverse"}
    table = read_pairs(dataset_of(rows))
    chosen = table.take(table.of_family("spatial"))
    assert set(chosen.edits) == {"spatial.inverse", "spatial.converse"}
    for row in rows:
        if row["edit"] == "paraphrase.natural":
            row["candidate"] = row["anchor"].replace("was mended", "was not mended")
    table = read_pairs(dataset_of(rows, name="squares"))
    chosen = table.take(table.of_family("spatial"))
    assert set(chosen.edits) == {"spatial.inverse", "paraphrase.natural"}, "the same candidate comes first"
    unrelated = read_pairs(dataset_of(rows_of(range(40)), name="other"))
    chosen = unrelated.take(unrelated.of_family("negation"))
    assert len(chosen) == 120, "without positives of its own, all of its groups' positives"


# leakage


def test_clean_splits_share_nothing(folder):
    leaks = find_leaks(folder)
    assert {count for counts in leaks["shared"].values() for count in counts.values()} == {0}
    assert (leaks["pairs_with_both_labels"], leaks["candidate_is_anchor"]) == (0, 0)


def test_what_splits_share_is_found(dataset_of):
    rows = rows_of(range(60)) + rows_of(range(60, 70), "test")
    rows += rows_of([3], "test")  # a group and its texts in both
    text = sentence(61)
    rows.append({"anchor": text, "candidate": text.upper(), "label": 1, "group_id": "g61", "split": "test"})
    near_miss = rows[0]
    rows.append(near_miss | {"label": 1})
    leaks = find_leaks(dataset_of(rows))
    assert leaks["shared"]["groups"]["train and test"] == 1
    assert leaks["shared"]["texts"]["train and test"] == 4
    assert leaks["shared"]["documents"]["train and test"] == 1
    assert leaks["shared"]["groups"]["train and validation"] == 0
    assert leaks["candidate_is_anchor"] == 1
    assert leaks["pairs_with_both_labels"] == 1


def test_near_duplicates_across_splits_are_found_and_shown():
    rng = np.random.default_rng(0)
    words = [f"word{i}" for i in range(2000)]
    train = [" ".join(rng.choice(words, 20)) for _ in range(500)]
    planted = [text.replace(text.split()[10], "changed") for text in train[:12]]
    fresh = [" ".join(rng.choice(words, 20)) for _ in range(100)]
    sources = [("train", text) for text in train] + [("test", text) for text in planted + fresh]
    found = near_duplicates(sources)
    assert found["affected"] == {"train and test": 12}
    assert found["pairs"] == {"train and test": 12}
    assert found["examples"][0]["similarity"] >= 0.7
    assert set(found["examples"][0]["splits"]) == {"train", "test"}


# advice and pages


@pytest.mark.slow
def test_advice_names_what_to_set(dataset_of):
    telltale = rows_of(range(300))
    findings = audit(dataset_of(telltale), None)
    told = " ".join(findings["advice"])
    for option in ("balance.artefacts", "balance.overlap=true", "balance.max_share_per_rule"):
        assert option in told
    even = findings | {"blind": {"passed": True}, "balance": {kind: {} for kind in findings["balance"]}}
    assert list(advice(even)) == []


@pytest.mark.slow
def test_pages_are_complete_and_need_no_network(dataset_of, tmp_path):
    rows = rows_of(range(200))
    rows[0] |= {"candidate": "<script>alert(1)</script> was not mended"}
    folder = dataset_of(rows)
    out = tmp_path / "out"
    findings = audit(folder, None)
    write_audit(findings, folder, out, per_rule=300)
    assert sorted(path.name for path in out.iterdir()) == ["audit.html", "audit.json", "browse.html"]
    assert json.loads((out / "audit.json").read_text(encoding="utf-8")) == findings
    assert read_audit(out, findings["dataset"]["digest"]) == findings
    assert read_audit(out, "another") is None
    page = (out / "audit.html").read_text(encoding="utf-8")
    assert "Blind audit: FAIL" in page
    assert 'href="browse.html"' in page
    browse = (out / "browse.html").read_text(encoding="utf-8")
    assert "<script>alert" not in browse
    assert "&lt;" in browse
    for text in (page, browse):
        assert not re.search(r"https?://|<link|\bsrc=", text)


# the command


@pytest.mark.slow
def test_the_command_prints_a_verdict_and_strict_fails(dataset_of, tmp_path, capsys):
    folder = dataset_of(rows_of(range(200)))
    arguments = ["audit", str(folder), "--retriever", "none"]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert "blind audit: FAIL" in printed
    assert "negation.copula" in printed
    assert main([*arguments, "--strict", "--json", "--out", str(tmp_path / "out")]) == 1
    assert json.loads(capsys.readouterr().out)["blind"]["passed"] is False
    assert (tmp_path / "out" / "browse.html").is_file()


@pytest.mark.slow
def test_the_command_reads_frozen_vectors(dataset_of, capsys):
    folder = dataset_of(rows_of(range(200)))
    assert main(["audit", str(folder), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["blind"]["figures"]
    (known,) = [f for f in figures if (f["reader"], f["side"], f["of"]) == ("embeddings", "candidate", "all")]
    assert known["auc"] > 0.8


@pytest.mark.parametrize("damage", ["no folder", "no manifest", "no data", "triplets", "broken"])
def test_bad_input_is_named(dataset_of, damage, tmp_path, capsys):
    folder = dataset_of(rows_of(range(5)))
    file = folder / "data" / "train-00000-of-00001.parquet"
    if damage == "no folder":
        folder = tmp_path / "nowhere"
    elif damage == "no manifest":
        (folder / "manifest.json").unlink()
    elif damage == "no data":
        file.unlink()
    elif damage == "triplets":
        import pyarrow as pa
        from pyarrow import parquet

        parquet.write_table(pa.table({"anchor": ["a"], "positive": ["b"], "negative": ["c"]}), file)
    else:
        file.write_bytes(b"PAR1")
    with pytest.raises(InputError, match=str(folder)):
        audit(folder, None)
    assert main(["audit", str(folder), "--retriever", "none"]) == 2
    assert "Traceback" not in capsys.readouterr().err
