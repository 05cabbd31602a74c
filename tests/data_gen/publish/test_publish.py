"""Datasets on the Hub: what is exported, that it loads with plain tools, and what is refused."""

import copy
import json
from pathlib import Path

import datasets
import pytest
from huggingface_hub import DatasetCard
from pyarrow import parquet

import verisieve
from verisieve.cli import main
from verisieve.common import hub
from verisieve.common.cards import signed
from verisieve.common.errors import InputError
from verisieve.data_gen.audit.audit import audit
from verisieve.data_gen.audit.report import write_audit
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.generate import generate
from verisieve.data_gen.publish.card import card_licenses, dataset_card
from verisieve.data_gen.publish.publish import is_dataset, publish_dataset
from verisieve.data_gen.schema import FEATURES, load_pairs, split_file
from verisieve.tests.fake_hub import FakeHub

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"


def rows() -> list[dict]:
    return [
        {"anchor": f"It rained {i}.", "candidate": f"It rained, {i}.", "label": i % 2, "split": split}
        for i in range(20)
        for split in ("train", "test")
    ]


@pytest.mark.slow
def test_a_generated_folder_loads_with_plain_datasets_after_export(demo, tmp_path):
    out = tmp_path / "export"
    assert publish_dataset(demo, "org/pairs", out, licenses=["cc0-1.0"]) == str(out)
    loaded = datasets.load_dataset(str(out), cache_dir=str(tmp_path / "cache"))
    assert set(loaded) == {"train", "validation", "test"}
    assert loaded["train"].features == FEATURES
    manifest = json.loads((demo / "manifest.json").read_text())
    assert len(loaded["test"]) == sum(
        n for labels in manifest["rows"]["test"].values() for n in labels.values()
    )
    assert DatasetCard.load(out / "README.md").data.license == "cc0-1.0"


@pytest.mark.slow
def test_triplets_load_and_train_with_sentence_transformers(one_pipeline, retriever, tmp_path):
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss

    config = GenerateConfig(max_sentences=40)
    generate([DEMO / "corpus.jsonl"], tmp_path / "pairs", config, output_format="triplets", progress=False)
    out = tmp_path / "export"
    publish_dataset(tmp_path / "pairs", "org/triplets", out)
    loaded = datasets.load_dataset(str(out), cache_dir=str(tmp_path / "cache"))
    train = loaded["train"].select_columns(["anchor", "positive", "negative"]).select(range(8))
    model = copy.deepcopy(retriever.model).requires_grad_(True)
    arguments = SentenceTransformerTrainingArguments(
        str(tmp_path / "run"), max_steps=1, per_device_train_batch_size=4, use_cpu=True, save_strategy="no",
        report_to="none", disable_tqdm=True,
    )  # fmt: skip
    loss = MultipleNegativesRankingLoss(model)
    trainer = SentenceTransformerTrainer(model, arguments, train_dataset=train, loss=loss)
    assert trainer.train().training_loss > 0


def test_the_export_holds_exactly_what_belongs_there(dataset_of, tmp_path):
    folder = dataset_of(rows())
    (folder / "notes.txt").write_text("private")
    publish_dataset(folder, None, tmp_path / "export")
    names = sorted(
        path.relative_to(tmp_path / "export").as_posix() for path in (tmp_path / "export").rglob("*")
    )
    files = [f"data/{split}-00000-of-00001.parquet" for split in ("test", "train")]
    assert names == ["README.md", "data", *files, "manifest.json"]


def test_an_audit_of_this_dataset_goes_along(dataset_of, tmp_path):
    folder = dataset_of(rows())
    findings = audit(folder, None)
    write_audit(findings, folder, folder, per_rule=1)
    publish_dataset(folder, None, tmp_path / "export")
    assert (tmp_path / "export" / "audit.json").is_file()
    assert "## Audit" in (tmp_path / "export" / "README.md").read_text(encoding="utf-8")
    findings["dataset"]["digest"] = "another"
    write_audit(findings, folder, folder, per_rule=1)
    publish_dataset(folder, None, tmp_path / "later")
    assert not (tmp_path / "later" / "audit.json").exists()
    assert "## Audit" not in (tmp_path / "later" / "README.md").read_text(encoding="utf-8")


def test_damage_and_mistakes_are_refused(dataset_of, tmp_path):
    folder = dataset_of(rows())

    def refused(told, licenses=(), source=folder):
        with pytest.raises(InputError, match=told):
            publish_dataset(source, "org/pairs", tmp_path / "export", licenses=licenses)
        assert not (tmp_path / "export").exists()

    with pytest.raises(InputError, match="needs --repo"):
        publish_dataset(folder, None)
    with pytest.raises(InputError, match="not a repository name"):
        publish_dataset(folder, "a/b/c")
    refused("no corpus 'news.jsonl'; there are notes.jsonl", ["news.jsonl=mit"])
    refused("not an identifier of the Hub", ["CC BY 4.0"])
    (folder / "data" / "test-00000-of-00001.parquet").unlink()
    refused("its split test has 0 rows, its manifest says 20")
    (folder / "data" / "train-00000-of-00001.parquet").write_bytes(b"PAR1")
    refused("train-00000-of-00001.parquet: not readable as Parquet")
    (folder / "manifest.json").write_text("{")
    refused("no readable manifest.json")


@pytest.mark.parametrize(
    "read",
    [
        lambda folder, out: audit(folder, None),
        lambda folder, out: load_pairs(folder, "train"),
        lambda folder, out: publish_dataset(folder, "org/pairs", out),
    ],
    ids=["audit", "train", "publish"],
)
def test_a_file_with_damaged_pages_is_named(dataset_of, tmp_path, read):
    folder = dataset_of(rows())
    file = split_file(folder, "train")
    start = parquet.read_metadata(file).row_group(0).column(0).data_page_offset
    content = file.read_bytes()
    file.write_bytes(content[:start] + bytes(30) + content[start + 30 :])
    with pytest.raises(InputError, match=r"train-00000-of-00001\.parquet: not readable as Parquet: "):
        read(folder, tmp_path / "export")
    assert not (tmp_path / "export").exists()


def test_an_edited_card_is_published_as_it_is(dataset_of, tmp_path, capsys):
    folder = dataset_of(rows())
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for text in (
        signed(dataset_card(manifest)),
        dataset_card(manifest),
    ):
        (folder / "README.md").write_text(text, encoding="utf-8")
        publish_dataset(folder, "org/pairs", tmp_path / str(len(text)), licenses=["mit"])
        assert DatasetCard.load(tmp_path / str(len(text)) / "README.md").data.license == "mit"
    assert capsys.readouterr().err == ""
    mine = dataset_card(manifest).replace("## Limits", "Read by two people.\n\n## Limits")
    (folder / "README.md").write_text(mine, encoding="utf-8")
    publish_dataset(folder, "org/pairs", tmp_path / "export")
    assert (tmp_path / "export" / "README.md").read_text(encoding="utf-8") == mine
    assert "was written or edited by hand and is published as it is" in capsys.readouterr().err
    with pytest.raises(InputError, match=r"--license mit: .*README.md was edited by hand and says none"):
        publish_dataset(folder, "org/pairs", tmp_path / "other", licenses=["mit"])
    publish_dataset(folder, "org/pairs", tmp_path / "new", licenses=["mit"], overwrite_card=True)
    assert "Read by two people." not in (tmp_path / "new" / "README.md").read_text(encoding="utf-8")


def test_training_finds_the_licence_in_the_card(dataset_of, tmp_path):
    folder = dataset_of(rows())
    assert card_licenses(folder) == []
    publish_dataset(folder, None, tmp_path / "one", licenses=["cc-by-sa-4.0"])
    assert card_licenses(tmp_path / "one") == ["cc-by-sa-4.0"]
    (folder / "README.md").write_text("---\nlicense: [mit, cc0-1.0]\n---\n")
    assert card_licenses(folder) == ["cc0-1.0", "mit"]
    (folder / "README.md").write_text("---\nlicense: [\n---\n")
    with pytest.raises(InputError, match=r"README\.md: the card's metadata is not valid"):
        card_licenses(folder)


def test_runs_are_no_datasets(dataset_of, tmp_path):
    assert is_dataset(dataset_of(rows()))
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "config.json").write_text("{}")
    assert not is_dataset(tmp_path / "run")


def test_uploads_in_one_commit_to_a_private_dataset_repository(dataset_of, monkeypatch):
    monkeypatch.setattr(hub, "get_token", lambda: "token")
    monkeypatch.setattr(hub, "HfApi", FakeHub)
    assert publish_dataset(dataset_of(rows()), "org/pairs") == "https://hub/org/pairs/commit/1"
    assert FakeHub.calls == [
        ("create", "org/pairs", {"repo_type": "dataset", "private": True, "exist_ok": True}),
        ("upload", "org/pairs", "dataset", ["README.md", "data", "manifest.json"]),
    ]


def test_without_a_token_says_how_to_get_one(dataset_of, monkeypatch):
    monkeypatch.setattr(hub, "get_token", lambda: None)
    with pytest.raises(InputError, match="hf auth login"):
        publish_dataset(dataset_of(rows()), "org/pairs")


def test_the_command_knows_a_dataset_from_a_run(dataset_of, tmp_path, capsys):
    folder = dataset_of(rows())
    arguments = [
        "publish",
        str(folder),
        "--dry-run",
        str(tmp_path / "export"),
        "--license",
        "notes.jsonl=mit",
    ]
    assert main(arguments) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / "export")
    assert "license: mit" in (tmp_path / "export" / "README.md").read_text(encoding="utf-8")
