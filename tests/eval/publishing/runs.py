"""What the tests of publishing share: what belongs on the Hub, changes to a run or a card, and a Hub."""

import json
from typing import ClassVar

from huggingface_hub import ModelCard
from huggingface_hub.errors import EntryNotFoundError

from verisieve.eval.publish import publish

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


MANIFEST = {
    "rows": {
        "train": {"negation": {"near_miss": 70}, "paraphrase": {"same": 90}},
        "test": {"negation": {"near_miss": 7}},
    },
    "corpora": [{"name": "news.jsonl", "sha256": "00", "records": 12}],
}


def with_summary(folder, **values):
    path = folder / "summary.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | values), encoding="utf-8")


def card_of(folder, out, **options):
    publish(folder, "org/tiny", dry_run=out, **options)
    return ModelCard.load(out / "README.md")


def edited(path, text="A note of mine."):
    path.write_text(path.read_text(encoding="utf-8").replace("## Limits", f"{text}\n\n## Limits"))
    return path.read_text(encoding="utf-8")


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
