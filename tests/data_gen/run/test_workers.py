"""Several processes, and a Ray cluster: the same bytes as one process, and what a dead worker does."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

import verisieve
from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.generate import generate
from verisieve.tests.processes import HANGS

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"
KEYS = {"max_sentences": 60, "shard_size": 30, "validation_fraction": 0.15, "test_fraction": 0.15}


def files(folder: Path) -> dict[str, bytes]:
    """Return the contents of every file; the manifest without its timing."""
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads(found.pop("manifest.json"))
    del manifest["timing"]
    return {**found, "manifest": json.dumps(manifest).encode()}


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("alone") / "pairs"
    generate([DEMO], out, GenerateConfig(**KEYS), progress=False)
    return out


def when(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + HANGS
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def workers_of(pid: int) -> list[psutil.Process]:
    """Return the processes that a run has spawned, without the one that tracks their resources."""
    try:
        children = psutil.Process(pid).children()
        return [child for child in children if "spawn_main" in " ".join(child.cmdline())]
    except psutil.Error:
        return []


@pytest.mark.slow
def test_two_workers_make_the_bytes_of_one(tmp_path, alone):
    manifest = generate([DEMO], tmp_path / "out", GenerateConfig(**KEYS, workers=2), progress=False)
    assert files(tmp_path / "out") == files(alone)
    assert "workers" not in manifest["config"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.slow
def test_a_run_with_other_workers_continues_one_that_was_killed(tmp_path, alone):
    """Kill the process that hands out the work: its workers end with it, and another one ends the work."""
    out, working = tmp_path / "out", tmp_path / ".out.partial"
    code = (
        "import sys; from verisieve.data_gen.config import GenerateConfig as C; "
        "from verisieve.data_gen.generate import generate\n"
        f"if __name__ == '__main__': generate([{str(DEMO)!r}], sys.argv[1], C(**{KEYS!r}, workers=2))"
    )
    script = tmp_path / "run.py"
    script.write_text(code)
    process = subprocess.Popen([sys.executable, str(script), str(out)], stderr=subprocess.DEVNULL)
    when(lambda: any(working.glob("shard-*.json")) or process.poll() is not None)
    assert process.poll() is None, "the run ended before it could be killed"
    workers = workers_of(process.pid)
    assert len(workers) == 2
    process.kill()
    process.wait()
    when(lambda: not any(worker.is_running() and worker.status() != "zombie" for worker in workers))
    assert not out.exists()
    generate([DEMO], out, GenerateConfig(**KEYS), progress=False)
    assert files(out) == files(alone)
    assert not working.exists()


@pytest.mark.slow
def test_a_worker_that_dies_is_reported_and_its_work_is_not_lost(tmp_path, alone):
    """Kill both workers once a shard is there; the same command continues."""
    working = tmp_path / ".out.partial"

    def kill() -> None:
        when(lambda: any(working.glob("shard-*.json")))
        for worker in workers_of(os.getpid()):
            worker.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    config = GenerateConfig(**{**KEYS, "shard_size": 10}, workers=2)
    with pytest.raises(InputError, match=r"a worker process died .* the same command continues where it was"):
        generate([DEMO], tmp_path / "out", config, progress=False)
    killer.join()
    made = {path.name: path.stat().st_mtime_ns for path in working.glob("shard-*.json")}
    assert made
    os.utime(working)
    generate([DEMO], tmp_path / "out", config, progress=False)
    whole = tmp_path / "whole"
    generate([DEMO], whole, GenerateConfig(**{**KEYS, "shard_size": 10}), progress=False)
    assert files(tmp_path / "out") == files(whole)


@pytest.mark.slow
def test_an_error_in_a_worker_is_told(tmp_path):
    path = tmp_path / "c.txt"
    path.write_text("The tenant pays the landlord.\n")
    with pytest.raises(InputError, match="unknown family"):
        generate([path], tmp_path / "out", GenerateConfig(workers=2, families=["negaton"]), progress=False)
    with pytest.raises(InputError, match="pipeline no_such: spaCy cannot load it"):
        generate([path], tmp_path / "out", GenerateConfig(workers=2, pipeline="no_such"), progress=False)


def test_ray_that_is_not_installed_is_a_clear_error(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    path = tmp_path / "c.txt"
    path.write_text("The tenant pays the landlord.\n")
    with pytest.raises(InputError, match=r"ray is not installed; install verisieve\[ray\]"):
        generate([path], tmp_path / "out", GenerateConfig(backend="ray"), progress=False)
