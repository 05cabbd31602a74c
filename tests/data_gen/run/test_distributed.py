"""Generation on a real local Ray cluster of two workers. Needs the extra [ray]."""

import os
from pathlib import Path

import pytest

import verisieve
from verisieve.common.errors import InputError
from verisieve.data_gen.config import GenerateConfig
from verisieve.data_gen.generate import generate
from verisieve.data_gen.run import distributed

ray = pytest.importorskip("ray")

DEMO = Path(verisieve.__file__).parent / "data_gen" / "demo"
KEYS = {"max_sentences": 60, "shard_size": 30, "validation_fraction": 0.15, "test_fraction": 0.15}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::FutureWarning:ray.*"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def cluster():
    root = Path(verisieve.__file__).parent
    path = os.pathsep.join([str(root.parent), os.environ.get("PYTHONPATH", "")])
    ray.init(
        num_cpus=2,
        include_dashboard=False,
        log_to_driver=False,
        logging_level="ERROR",
        runtime_env={"env_vars": {"PYTHONPATH": path, "OMP_NUM_THREADS": "1"}},
        _system_config={"worker_niceness": 0},  # at Ray's 15 a busy machine starves the workers
    )
    yield
    ray.shutdown()


@pytest.fixture(scope="module")
def alone(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("alone") / "pairs"
    generate([DEMO], out, GenerateConfig(**KEYS), progress=False)
    return out


def parquet_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("data/*.parquet")}


@pytest.mark.slow
@pytest.mark.usefixtures("cluster")
def test_two_ray_workers_make_the_bytes_of_one_process(tmp_path, alone):
    config = GenerateConfig(**KEYS, backend="ray", workers=2)
    manifest = generate([DEMO], tmp_path / "out", config, progress=False)
    assert len(parquet_files(alone)) == 3
    assert parquet_files(tmp_path / "out") == parquet_files(alone)
    assert manifest["rows"]["train"]["paraphrase"]["same"] > 100
    assert ray.is_initialized()  # a cluster that was there before is left alone


def die_once(job, records):
    """Stand in for a worker that is killed at its first task, on either of the two processes."""
    mark = Path(job.config.pipeline)
    if not mark.exists():
        mark.write_text("died")
        os._exit(1)
    alive = distributed.Job(
        job.digest, GenerateConfig(**KEYS), job.keys, job.names, job.lines, job.records, job.words
    )
    return distributed.make_remotely(alive, records)


def die(job, records):
    os._exit(1)


@pytest.mark.slow
@pytest.mark.usefixtures("cluster")
def test_a_task_whose_worker_dies_is_repeated(tmp_path, alone, monkeypatch):
    monkeypatch.setattr(distributed, "make_remotely", die_once)
    start = distributed.make_on_ray

    def with_mark(blocks, shards, config, found):
        changed = GenerateConfig(**{**KEYS, "pipeline": str(tmp_path / "mark")})
        return start(blocks, shards, changed, found)

    monkeypatch.setattr(distributed, "make_on_ray", with_mark)
    generate([DEMO], tmp_path / "out", GenerateConfig(**KEYS, backend="ray"), progress=False)
    assert (tmp_path / "mark").exists()
    assert parquet_files(tmp_path / "out") == parquet_files(alone)


@pytest.mark.slow
@pytest.mark.usefixtures("cluster")
def test_a_worker_that_keeps_dying_is_a_clear_error(tmp_path, monkeypatch):
    monkeypatch.setattr(distributed, "make_remotely", die)
    monkeypatch.setattr(distributed, "RETRIES", 1)
    with pytest.raises(InputError, match=r"a Ray worker died 2 times over block \d.*smaller shard_size"):
        generate([DEMO], tmp_path / "out", GenerateConfig(**KEYS, backend="ray"), progress=False)


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_a_clear_error(tmp_path, monkeypatch):
    if ray.is_initialized():
        ray.shutdown()
    monkeypatch.setenv("RAY_ADDRESS", "127.0.0.1:1")
    with pytest.raises(InputError, match=r"no Ray cluster at 127.0.0.1:1 .*refused"):
        generate([DEMO], tmp_path / "out", GenerateConfig(**KEYS, backend="ray"), progress=False)
