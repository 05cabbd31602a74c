"""The export: which files are written, and which runs are refused."""

import pickle
import shutil

import pytest
from huggingface_hub import ModelCard

from verisieve.common.errors import InputError
from verisieve.eval.publish import publish
from verisieve.models.folder import weights_sha256
from verisieve.models.verifier import (
    reference_folder,
)
from verisieve.tests.eval.publishing.runs import EXPORTED


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


def test_publishes_the_package_s_own_verifier(tmp_path):
    publish("default", None, dry_run=tmp_path / "export")
    card = ModelCard.load(tmp_path / "export" / "README.md")
    assert card.data.license == "cc-by-sa-4.0"  # models/reference/README.md
    assert 'Verifier.from_pretrained("default")' in card.text
    assert weights_sha256(tmp_path / "export") == weights_sha256(reference_folder())
