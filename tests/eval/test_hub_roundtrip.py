"""Publishing through the real huggingface_hub client to a Hub on loopback, and loading what arrived there."""

import json
import os

import numpy as np
import pytest

from verisieve.tests.eval.hub_server import HubServer
from verisieve.tests.eval.test_cross_encoder import PAIRS, alone, make_run
from verisieve.tests.processes import Forks

pytestmark = pytest.mark.slow

PUBLISH = """
import sys
from pathlib import Path
from verisieve.eval.publish import publish
print(publish(Path(sys.argv[1]), sys.argv[2]))
"""
LOAD = """
import json, sys
from verisieve import Verifier, cross_encoder
repo, revision, pairs = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
verifier = Verifier.from_pretrained(repo, revision=revision, device="cpu")
scores = [float(score) for score in verifier.score(pairs)]
model = cross_encoder(repo, revision=revision, device="cpu")
print(json.dumps([scores, [float(score) for score in model.predict(pairs)]]))
"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """(server, a function that runs code in a process which uses it as the Hub, that one's environment)."""
    with HubServer() as server:
        environment = {
            "HF_ENDPOINT": server.url,
            "HF_HOME": str(tmp_path_factory.mktemp("hub") / "home"),
            "HF_TOKEN": server.token,
            "HF_HUB_OFFLINE": "0",
            "HF_HUB_DISABLE_XET": "1",
            "OMP_NUM_THREADS": "1",
        }
        forks = Forks(environment)
        yield server, forks.run, os.environ | environment
        forks.close()


@pytest.mark.slow
@pytest.mark.parametrize("mode", ["frozen", "lora", "full"])
def test_published_in_one_commit_and_loaded_back_by_revision(hub, tmp_path, tiny_model, mode):
    server, run, _ = hub
    repo_name = f"org/{mode}"
    verifier = make_run(tmp_path / "run", tiny_model("bert"), mode)
    done = run(PUBLISH, tmp_path / "run", repo_name)
    assert done.returncode == 0, done.stderr
    repo = server.repos[repo_name]
    assert repo.private
    commit = done.stdout.strip().rpartition("/")[2]
    assert repo.refs["main"] == commit
    assert len(repo.commits) == 2  # the repository's first, and the upload
    files = repo.commits[commit]
    assert files["model.safetensors"] == (tmp_path / "run" / "model.safetensors").read_bytes()
    assert {"README.md", "modules.json", "modeling_verisieve.py", "checksums.json"} <= set(files)

    newer = dict(files) | {"model.safetensors": b"broken"}
    repo.commit(newer)  # main has moved on; the pinned revision has not
    done = run(LOAD, repo_name, commit, json.dumps(PAIRS))
    assert done.returncode == 0, done.stderr
    for scores in json.loads(done.stdout):
        np.testing.assert_allclose(scores, verifier.score(PAIRS), atol=1e-6)
    done = run(LOAD, repo_name, "main", json.dumps(PAIRS))
    assert done.returncode != 0
    assert "changed or damaged after publishing" in done.stderr


@pytest.mark.slow
def test_the_repositorys_own_code_runs_from_the_hub(hub, tmp_path, tiny_model):
    _, run, environment = hub
    repo_name = "org/own-code"
    verifier = make_run(tmp_path / "run", tiny_model("bert"), "frozen")
    assert run(PUBLISH, tmp_path / "run", repo_name).returncode == 0
    np.testing.assert_allclose(alone(repo_name, environment), verifier.score(PAIRS), atol=1e-6)


@pytest.mark.slow
def test_a_pickle_on_the_hub_is_never_downloaded_or_is_refused(hub, tmp_path, tiny_model):
    server, run, _ = hub
    repo_name = "org/pickle"
    verifier = make_run(tmp_path / "run", tiny_model("bert"), "full")
    assert run(PUBLISH, tmp_path / "run", repo_name).returncode == 0
    repo = server.repos[repo_name]
    clean = repo.commits[repo.refs["main"]]
    repo.commit(clean | {"pytorch_model.bin": b"pickle"})
    done = run(LOAD, repo_name, "main", json.dumps(PAIRS))
    assert done.returncode == 0, done.stderr
    np.testing.assert_allclose(json.loads(done.stdout)[0], verifier.score(PAIRS), atol=1e-6)
    assert not [path for _, path in server.requests if path.endswith(".bin")]
    repo.commit(clean | {"retriever/pytorch_model.bin": b"pickle"})
    done = run(LOAD, repo_name, "main", json.dumps(PAIRS))
    assert done.returncode != 0
    assert "may hold a pickle" in done.stderr


@pytest.mark.slow
def test_a_wrong_token_and_a_missing_revision_are_input_errors(hub, tmp_path, tiny_model):
    server, run, _ = hub
    repo_name = "org/refused"
    make_run(tmp_path / "run", tiny_model("bert"), "frozen")
    done = run(PUBLISH, tmp_path / "run", repo_name, HF_TOKEN="hf_other")
    assert f"InputError: {repo_name}: the Hub refused" in done.stderr
    assert repo_name not in server.repos
    assert run(PUBLISH, tmp_path / "run", repo_name).returncode == 0
    done = run(LOAD, repo_name, "v9", json.dumps(PAIRS))
    assert f"InputError: {repo_name}: no such folder, and not found on the Hub" in done.stderr
