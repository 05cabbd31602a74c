"""The card and the export: what is written, what parses back, and what is refused."""

import json
import pickle
import re
import shutil
from typing import ClassVar

import pytest
import yaml
from huggingface_hub import ModelCard
from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError

from verisieve.common import hub
from verisieve.common.errors import InputError
from verisieve.eval import run as evaluation
from verisieve.eval.config import EvaluateConfig
from verisieve.eval.publish import publish
from verisieve.eval.publishing.calibrated import by_register
from verisieve.eval.reporting.report import render
from verisieve.models.calibration import NEVER
from verisieve.models.folder import weights_sha256
from verisieve.models.interaction import InteractionConfig, InteractionModel
from verisieve.models.verifier import (
    Calibration,
    RetrieverIdentity,
    VerifierConfig,
    reference_folder,
    save_verifier,
)

EXPORTED = [
    "README.md",
    "checksums.json",
    "config.json",
    "config_sentence_transformers.json",
    "model.safetensors",
    "modeling_verisieve.py",
    "modules.json",
    "summary.json",
    "train_config.yaml",
]


@pytest.fixture
def finished(tmp_path):
    """A finished run folder of a tiny verifier, with what must not be published beside it."""
    folder = tmp_path / "tiny-run"
    interaction = InteractionConfig(
        layers=(0,), key_size=8, value_size=8, alignments=1, width=16, heads=2, depth=1
    )
    config = VerifierConfig(
        retriever=RetrieverIdentity("sentence-transformers/all-MiniLM-L6-v2", "ab" * 32, 12),
        families=("argument_swap", "negation"),
        interaction=interaction,
        calibration=Calibration(cache_threshold=0.731, gate_threshold=0.912, budget=0.02),
    )
    save_verifier(folder, config, InteractionModel(interaction, 12, 2))
    (folder / "train_config.yaml").write_text(yaml.safe_dump({"train": {"steps": 3}}), encoding="utf-8")
    summary = {"steps": 3, "seconds": 1.5, "train_pairs": 1234, "validation": {"auc": 0.8125}}
    (folder / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    (folder / "train_log.jsonl").write_text("{}\n", encoding="utf-8")
    (folder / "checkpoints").mkdir()
    (folder / "checkpoints" / "optimizer.bin").write_bytes(pickle.dumps([1]))
    return folder


@pytest.fixture
def evaluated(finished, near_miss_file, beir_folder, verifier, baselines):
    """The run with the metrics that evaluating hand-written models gives."""
    config = EvaluateConfig(bootstrap_samples=20)
    sets = evaluation.read_sets([near_miss_file], [beir_folder], config)
    evaluation.evaluate_verifier(verifier, str(finished), sets, None, baselines, finished, config)
    return finished


def test_dry_run_holds_exactly_what_belongs_on_the_hub(finished, tmp_path):
    out = tmp_path / "new" / "export"
    assert publish(finished, "org/tiny", dry_run=out) == str(out)
    assert sorted(path.name for path in out.iterdir()) == EXPORTED
    assert weights_sha256(out) == weights_sha256(finished)
    assert [path.name for path in out.parent.iterdir()] == ["export"]


@pytest.mark.slow
def test_metrics_are_exported_when_there(evaluated, tmp_path):
    publish(evaluated, "org/tiny", dry_run=tmp_path / "export")
    names = sorted(path.name for path in (tmp_path / "export").iterdir())
    assert names == sorted([*EXPORTED, "metrics.json"])


@pytest.mark.slow
def test_card_metadata_parses_back_with_the_measured_figures(evaluated, tmp_path):
    publish(evaluated, "org/tiny", dry_run=tmp_path / "export")
    data = ModelCard.load(tmp_path / "export" / "README.md").data
    assert (data.license, data.library_name, data.pipeline_tag) == ("apache-2.0", "verisieve", "text-ranking")
    assert data.base_model == "sentence-transformers/all-MiniLM-L6-v2"
    assert data.model_name == "tiny"
    metrics = json.loads((evaluated / "metrics.json").read_text(encoding="utf-8"))
    values = {(r.dataset_type, r.dataset_config, r.metric_type): r.metric_value for r in data.eval_results}
    measured = metrics["near_miss"]["pairs"]["verifier"]
    assert values["pairs", None, "roc_auc"] == pytest.approx(measured["auc"], abs=5e-5)
    assert values["pairs", "negation", "roc_auc"] == pytest.approx(
        measured["by_family"]["negation"]["auc"], abs=5e-5
    )
    gate = metrics["retrieval"]["tiny"]["gate"]
    assert values["tiny", "gate", "ndcg_at_10"] == pytest.approx(gate["ndcg@10"], abs=5e-5)
    assert values["tiny", "reranked", "mrr_at_10"] == 1.0


@pytest.mark.slow
def test_card_says_where_no_threshold_kept_the_budget_and_what_would(finished, tmp_path):
    config = json.loads((finished / "config.json").read_text(encoding="utf-8"))
    config["calibration"]["cache_threshold"] = NEVER
    (finished / "config.json").write_text(json.dumps(config), encoding="utf-8")
    note = "with 30 near-misses no threshold can promise 2 %; the smallest budget they support is 9.6 %"
    (finished / "calibration.json").write_text(json.dumps({"notes": {"cache": note}}), encoding="utf-8")
    publish(finished, "org/tiny", dry_run=tmp_path / "one")
    card = (tmp_path / "one" / "README.md").read_text(encoding="utf-8")
    assert f"| cache | **no threshold: it serves nothing**; {note} |\n| gate | drop" in card
    assert "1.000" not in card
    (finished / "calibration.json").unlink()
    publish(finished, "org/tiny", dry_run=tmp_path / "two")
    card = (tmp_path / "two" / "README.md").read_text(encoding="utf-8")
    assert "it serves nothing**; none kept the budget; more labelled pairs, or a larger budget" in card


@pytest.mark.slow
def test_report_says_where_no_threshold_kept_the_budget(evaluated):
    metrics = json.loads((evaluated / "metrics.json").read_text(encoding="utf-8"))
    metrics["near_miss"]["pairs"]["verifier"]["accuracy_at_threshold"]["threshold"] = NEVER
    said = "It has no threshold: none kept the error budget of 5.0\u00a0% when it was calibrated"
    assert said in render("report.md", metrics, {"pairs": []})


@pytest.mark.slow
def test_card_shows_thresholds_figures_and_training(evaluated, tmp_path):
    publish(evaluated, "org/tiny", dry_run=tmp_path / "export")
    card = (tmp_path / "export" / "README.md").read_text(encoding="utf-8")
    metrics = json.loads((evaluated / "metrics.json").read_text(encoding="utf-8"))
    assert 'Verifier.from_pretrained("org/tiny")' in card
    assert "0.731" in card
    assert "0.912" in card
    assert "2.0\u00a0%" in card
    assert "ab" * 32 in card
    assert "| training pairs | 1234 |" in card
    assert "| validation: auc | 0.812 |" in card
    measured = metrics["near_miss"]["pairs"]
    wanted = " | ".join(f"{measured[s]['by_family']['negation']['auc']:.3f}" for s in measured)
    assert f"| negation | 2 | {wanted} |" in card
    assert "has not been evaluated" not in card
    assert metrics["command"] in card


@pytest.mark.slow
def test_card_tables_are_tables(evaluated, tmp_path):
    publish(evaluated, "org/tiny", dry_run=tmp_path / "export")
    lines = (tmp_path / "export" / "README.md").read_text(encoding="utf-8").splitlines()
    rules = [index for index, line in enumerate(lines) if re.fullmatch(r"(\|---)+\|", line)]
    assert len(rules) == 7
    for index in rules:
        width = lines[index].count("|")
        assert lines[index - 1].count("|") == lines[index + 1].count("|") == width
        assert lines[index - 2] == ""


def test_card_without_evaluation_says_so(finished, tmp_path):
    publish(finished, "org/tiny", dry_run=tmp_path / "export")
    card = (tmp_path / "export" / "README.md").read_text(encoding="utf-8")
    assert "has not been evaluated on near-misses yet" in card
    assert "has not been evaluated on retrieval yet" in card
    assert ModelCard(card).data.eval_results is None
    assert "{{" not in card
    assert "{%" not in card


def test_counts_of_the_training_data_come_from_its_manifest(finished, tmp_path):
    summary = json.loads((finished / "summary.json").read_text(encoding="utf-8"))
    summary["data"] = MANIFEST
    (finished / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    publish(finished, "org/tiny", dry_run=tmp_path / "export")
    card = (tmp_path / "export" / "README.md").read_text(encoding="utf-8")
    assert "| negation | 0 | 70 |" in card
    assert "| paraphrase | 90 | 0 |" in card
    assert "from news.jsonl (12 records):" in card


MANIFEST = {
    "rows": {
        "train": {"negation": {"near_miss": 70}, "paraphrase": {"same": 90}},
        "test": {"negation": {"near_miss": 7}},
    },
    "corpora": [{"name": "news.jsonl", "sha256": "00", "records": 12}],
}


def test_refuses_unfinished_and_broken_runs(finished, tmp_path):
    def refused(name, content, message):
        broken = tmp_path / "broken"
        shutil.copytree(finished, broken)
        if content is None:
            (broken / name).unlink()
        else:
            (broken / name).write_bytes(content)
        with pytest.raises(InputError, match=message):
            publish(broken, "org/tiny", dry_run=tmp_path / "export")
        assert not (tmp_path / "export").exists()
        shutil.rmtree(broken)

    refused("summary.json", None, "not a finished run")
    refused("model.safetensors", pickle.dumps({"weight": [1.0]}), "safetensors")
    refused("config.json", b"{", "not valid JSON")
    refused("summary.json", b"{", "summary.json: line 1: not valid JSON")
    refused("metrics.json", b"[]", "metrics.json: expected a JSON object")
    refused("metrics.json", b'{"weights_sha256": "123"}', "measured with other weights")
    refused("summary.json", b'{"weights_sha256": "123"}', "not the weights that training wrote")
    for content in (b'{"near_miss": true}', b'{"near_miss": {"a": []}}', b'{"versions": [1]}'):
        refused("metrics.json", content, "metrics.json: not as verisieve writes it")
    for content in (b'{"data": []}', b'{"licenses": 3}', b'{"validation": 1}', b'{"data": {"corpora": [1]}}'):
        refused("summary.json", content, "summary.json: not as verisieve writes it")
    for content in (b'{"notes": true}', b'{"reached": {"acceptance": 1}}'):
        refused("calibration.json", content, "calibration.json: not as verisieve writes it")
    refused("pytorch_model.bin", pickle.dumps([1]), "may hold a pickle")
    refused("train_config.yaml", b"a: [", "train_config.yaml: not readable as YAML")
    with pytest.raises(InputError, match="no such run folder"):
        publish(tmp_path / "none", "org/tiny", dry_run=tmp_path / "export")


def test_refuses_a_link_out_of_the_run(finished, tmp_path):
    (tmp_path / "secret").write_text("{}", encoding="utf-8")
    (finished / "metrics.json").symlink_to("../secret")
    with pytest.raises(InputError, match=r"metrics\.json: is a link out of the run folder"):
        publish(finished, "org/tiny", dry_run=tmp_path / "export")
    assert not (tmp_path / "export").exists()


def test_refuses_a_full_folder_a_bad_name_and_no_destination(finished, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="not an empty folder"):
        publish(finished, None, dry_run=tmp_path / "full")
    assert (tmp_path / "full" / "mine.txt").read_text(encoding="utf-8") == "x"
    with pytest.raises(InputError, match="--repo a/b/c"):
        publish(finished, "a/b/c", dry_run=tmp_path / "export")
    with pytest.raises(InputError, match="needs --repo"):
        publish(finished, None)


def test_an_empty_folder_is_a_fine_destination(finished, tmp_path):
    (tmp_path / "empty").mkdir()
    publish(finished, None, dry_run=tmp_path / "empty")
    assert sorted(path.name for path in (tmp_path / "empty").iterdir()) == EXPORTED
    assert "# tiny-run" in (tmp_path / "empty" / "README.md").read_text(encoding="utf-8")


def test_without_a_token_says_how_to_get_one(finished, monkeypatch):
    monkeypatch.setattr(hub, "get_token", lambda: None)
    with pytest.raises(InputError, match="hf auth login"):
        publish(finished, "org/tiny")


def with_summary(folder, **values):
    path = folder / "summary.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")


def card_of(folder, out, **options):
    publish(folder, "org/tiny", dry_run=out, **options)
    return ModelCard.load(out / "README.md")


def test_the_licence_stated_is_the_cards(finished, tmp_path):
    card = card_of(finished, tmp_path / "export", licenses=["cc-by-4.0"])
    assert card.data.license == "cc-by-4.0"
    assert "## Licence\n\n`cc-by-4.0`." in card.text


def test_weights_carry_the_licence_of_the_texts_they_were_trained_on(finished, tmp_path):
    with_summary(finished, licenses=["cc-by-sa-4.0"], data=MANIFEST)
    card = card_of(finished, tmp_path / "known")
    assert card.data.license == "cc-by-sa-4.0"
    assert "these are known: cc-by-sa-4.0." in card.text
    with_summary(finished, licenses=[])
    card = card_of(finished, tmp_path / "stated", licenses=["news.jsonl=cc-by-4.0"])
    assert card.data.license == "cc-by-4.0"
    assert "from news.jsonl (12 records, cc-by-4.0):" in card.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("known", "licenses", "message"),
    [
        (["cc-by-sa-4.0"], ["apache-2.0"], "--license apache-2.0: the training texts are under cc-by-sa-4.0"),
        ([], ["mit", "news.jsonl=cc-by-nc-4.0"], "--license mit: the training texts are under cc-by-nc-4.0"),
        (["mit", "cc0-1.0"], [], "have the licences cc0-1.0, mit: say with --license ID"),
        ([], ["mit", "cc0-1.0"], "--license cc0-1.0: mit is stated as well; give one"),
        ([], ["CC BY"], "not an identifier of the Hub"),
        ([], ["blog.jsonl=mit"], r"no corpus 'blog\.jsonl'; there are news\.jsonl"),
    ],
)
def test_licences_that_do_not_go_together_are_refused(finished, tmp_path, known, licenses, message):
    with_summary(finished, licenses=known, data=MANIFEST)
    with pytest.raises(InputError, match=message):
        publish(finished, "org/tiny", dry_run=tmp_path / "export", licenses=licenses)
    assert not (tmp_path / "export").exists()


def test_terms_of_ones_own_are_stated_as_other(finished, tmp_path):
    with_summary(finished, licenses=["cc-by-sa-4.0"])
    assert card_of(finished, tmp_path / "export", licenses=["other"]).data.license == "other"


def test_the_language_is_that_of_the_training_texts(finished, tmp_path):
    with_summary(finished, data=MANIFEST | {"pipeline": {"name": "de", "language": "de"}})
    card = card_of(finished, tmp_path / "export")
    assert card.data.language == "de"
    assert "- German, and single sentences" in card.text


def test_publishes_the_package_s_own_verifier(tmp_path):
    publish("default", None, dry_run=tmp_path / "export")
    card = ModelCard.load(tmp_path / "export" / "README.md")
    assert card.data.license == "cc-by-sa-4.0"  # models/reference/README.md
    assert 'Verifier.from_pretrained("default")' in card.text
    assert weights_sha256(tmp_path / "export") == weights_sha256(reference_folder())


def edited(path, text="A note of mine."):
    path.write_text(path.read_text(encoding="utf-8").replace("## Limits", f"{text}\n\n## Limits"))
    return path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_card_edited_in_the_folder_is_published_as_it_is(finished, tmp_path, capsys):
    publish(finished, "org/tiny", dry_run=tmp_path / "first")
    publish(tmp_path / "first", "org/tiny", dry_run=tmp_path / "unedited")
    assert capsys.readouterr().err == ""
    mine = edited(tmp_path / "first" / "README.md")
    publish(tmp_path / "first", "org/tiny", dry_run=tmp_path / "second")
    assert (tmp_path / "second" / "README.md").read_text(encoding="utf-8") == mine
    assert "was written or edited by hand and is published as it is" in capsys.readouterr().err
    publish(tmp_path / "first", "org/tiny", dry_run=tmp_path / "third", overwrite_card=True)
    assert "A note of mine." not in (tmp_path / "third" / "README.md").read_text(encoding="utf-8")
    with pytest.raises(InputError, match=r"--license mit: .*was edited by hand and says apache-2\.0"):
        publish(tmp_path / "first", "org/tiny", dry_run=tmp_path / "fourth", licenses=["mit"])
    (tmp_path / "first" / "README.md").write_text("---\nlicense: [\n---\nmine", encoding="utf-8")
    with pytest.raises(InputError, match=r"README.md: the card's metadata is not valid"):
        publish(tmp_path / "first", "org/tiny", dry_run=tmp_path / "fifth")


def test_notes_without_metadata_are_no_card(finished, tmp_path):
    (finished / "README.md").write_text("remember to evaluate", encoding="utf-8")
    publish(finished, "org/tiny", dry_run=tmp_path / "export")
    assert "remember" not in (tmp_path / "export" / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_card_edited_on_the_hub_stays(finished, tmp_path, monkeypatch, capsys, overwrite):
    monkeypatch.setattr(hub, "get_token", lambda: "token")
    monkeypatch.setattr(hub, "HfApi", FakeHub)
    publish(finished, "org/tiny")
    generated = FakeHub.card
    (tmp_path / "README.md").write_text(generated, encoding="utf-8")
    monkeypatch.setattr(FakeHub, "published", tmp_path / "README.md")
    with_summary(finished, train_pairs=4321)  # another training: the generated card follows
    publish(finished, "org/tiny")
    assert "| training pairs | 4321 |" in FakeHub.card
    assert capsys.readouterr().err == ""
    mine = edited(tmp_path / "README.md")
    publish(finished, "org/tiny", overwrite_card=overwrite)
    assert (FakeHub.card == mine) is not overwrite
    assert ("stays as it is, figures included" in capsys.readouterr().err) is not overwrite


@pytest.mark.slow
def test_a_card_edited_here_and_on_the_hub(finished, tmp_path, monkeypatch, capsys):
    publish(finished, "org/tiny", dry_run=tmp_path / "run")
    mine = edited(tmp_path / "run" / "README.md", "Newer.")
    (tmp_path / "README.md").write_text(mine.replace("Newer.", "Older."), encoding="utf-8")
    monkeypatch.setattr(hub, "get_token", lambda: "token")
    monkeypatch.setattr(hub, "HfApi", FakeHub)
    monkeypatch.setattr(FakeHub, "published", tmp_path / "README.md")
    publish(tmp_path / "run", "org/tiny")
    assert FakeHub.card == mine
    assert "gives way to the folder's, which was edited too" in capsys.readouterr().err


class FakeHub:
    """Stands for HfApi: notes what would be created and uploaded. published: the card that is there."""

    published = None

    calls: ClassVar[list[object]] = []

    def __init__(self, **_):
        FakeHub.calls = []

    def create_repo(self, repo, **options):
        self.calls.append(("create", repo, options))

    def hf_hub_download(self, repo, name, *, repo_type):
        if self.published is None:
            raise EntryNotFoundError(name)
        return str(self.published)

    def upload_folder(self, *, repo_id, repo_type, folder_path, commit_message):
        FakeHub.card = (folder_path / "README.md").read_text(encoding="utf-8")
        self.calls.append(("upload", repo_id, repo_type, sorted(path.name for path in folder_path.iterdir())))
        return type("Commit", (), {"commit_url": f"https://hub/{repo_id}/commit/1"})()


def test_uploads_everything_in_one_commit_to_a_private_repository(finished, monkeypatch):
    monkeypatch.setattr(hub, "get_token", lambda: "token")
    monkeypatch.setattr(hub, "HfApi", FakeHub)
    assert publish(finished, "org/tiny") == "https://hub/org/tiny/commit/1"
    assert FakeHub.calls == [
        ("create", "org/tiny", {"repo_type": "model", "private": True, "exist_ok": True}),
        ("upload", "org/tiny", "model", EXPORTED),
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("error", "message"),
    [
        (ConnectionError("no route"), "cannot be reached"),
        (HfHubHTTPError.__new__(HfHubHTTPError), "the Hub refused"),
    ],
)
def test_a_failing_hub_is_an_input_error(finished, monkeypatch, error, message):
    class Failing(FakeHub):
        def create_repo(self, repo, **options):
            raise error

    error.args = ("forbidden",)
    monkeypatch.setattr(hub, "get_token", lambda: "token")
    monkeypatch.setattr(hub, "HfApi", Failing)
    with pytest.raises(InputError, match=message):
        publish(finished, "org/tiny")


def test_card_has_a_row_for_each_register():
    def reached(threshold, same, near_miss):
        return {
            "threshold": threshold,
            "same": {"pairs": 40, "reached": same},
            "near_miss": {"pairs": 60, "reached": near_miss},
        }

    registers = {
        "request": {"cache": reached(0.75, 0.6, 0.1), "gate": reached(0.9, 0.02, 0.5)},
        "passage": {"cache": reached(None, 0.0, None), "gate": reached(0.95, None, 0.25)},
    }
    assert [line.replace("\xa0", " ") for line in by_register({"registers": registers})[4:]] == [
        "| request | 40, 60 | 0.750 | 60.0 % | 90.0 % | 0.900 | 50.0 % | 2.0 % |",
        "| passage | 40, 60 | – | 0.0 % | – | 0.950 | 25.0 % | – |",
        "",
    ]
    assert by_register({}) == []


def test_card_shows_pairs_that_the_verifier_gets_wrong(evaluated, tmp_path):
    errors = {
        name: [
            {"kind": kind, "anchor": f"{name} {n}", "candidate": "a | b", "family": "negation", "score": 0.9}
            for n in range(4)
        ]
        for name, kind in (("one", "accepted"), ("two", "rejected"))
    }
    run = tmp_path / "run"
    shutil.copytree(evaluated, run)
    (run / "worst_errors.json").write_text(json.dumps(errors), encoding="utf-8")
    publish(run, None, tmp_path / "hub")
    lines = (tmp_path / "hub" / "README.md").read_text(encoding="utf-8").splitlines()
    shown = [line for line in lines if line.startswith(("| one |", "| two |"))]
    assert [line.split(" | ")[1] for line in shown] == ["one 0", "two 0", "one 1", "two 1", "one 2"]
    assert " | no | " in shown[0]
    assert " | yes | " in shown[1]
    publish(run, None, tmp_path / "none", examples=0)
    assert "gets wrong" not in (tmp_path / "none" / "README.md").read_text(encoding="utf-8")
    (run / "worst_errors.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(InputError, match=r"worst_errors\.json"):
        publish(run, None, tmp_path / "broken")
