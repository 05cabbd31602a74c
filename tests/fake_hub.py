"""A Hub that notes what would be uploaded, for tests of publishing."""

from typing import ClassVar

from huggingface_hub.errors import EntryNotFoundError


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
