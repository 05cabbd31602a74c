"""What is uploaded, whose card stays where one was edited, and what a Hub that fails says."""

import pytest
from huggingface_hub.errors import HfHubHTTPError

from verisieve.common import hub
from verisieve.common.errors import InputError
from verisieve.eval.publish import publish
from verisieve.tests.eval.publishing.runs import EXPORTED, edited, with_summary
from verisieve.tests.fake_hub import FakeHub


def test_without_a_token_says_how_to_get_one(finished, monkeypatch):
    monkeypatch.setattr(hub, "get_token", lambda: None)
    with pytest.raises(InputError, match="hf auth login"):
        publish(finished, "org/tiny")


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
