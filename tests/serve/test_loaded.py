"""A folder that is replaced while a server loads it: no server of half the one and half the other."""

import shutil

import pytest

from verisieve.common.errors import InputError
from verisieve.serve import loaded
from verisieve.serve.config import ServeConfig


def test_a_folder_that_changes_while_it_is_loaded_is_refused(tiny_run, tmp_path, monkeypatch):
    run = tmp_path / "run"
    shutil.copytree(tiny_run, run)
    original = loaded.Verifier.from_pretrained

    def replaced_meanwhile(folder, **options):
        verifier = original(folder, **options)
        run.rename(tmp_path / "before")
        shutil.copytree(tiny_run, run)
        return verifier

    monkeypatch.setattr(loaded.Verifier, "from_pretrained", replaced_meanwhile)
    with pytest.raises(InputError, match="changed while it was loaded; start again"):
        loaded.LoadedVerifier(str(run), ServeConfig(), "cpu")
