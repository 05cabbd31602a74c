"""Generation on a Ray cluster: the same blocks, the same shards, the same bytes as in one process
(workers.py).

Each block is a Ray task, so that Ray places it on any node and repeats it where a worker process or a node
is lost. A process loads the pipeline with its first task and keeps it; the survey's tables lie in Ray's
object store. The shards
come back to the process that started the run, which writes them: the nodes need no common disk, only
verisieve and the pipeline (installed, or its folder at the same place). Chosen with `--set backend=ray`;
needs the extra `[ray]`.
"""

import os
import re
import socket
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from ...common.errors import InputError
from ..config import GenerateConfig
from ..corpus.boilerplate import LineCounts
from ..corpus.survey import Clusters, Survey
from ..parsing.pipeline import load_pipeline
from ..plausibility.word_pairs import WordPairs
from .shards import Counts, Shard, Shards
from .workers import AHEAD, THREADS, Block, Maker

RETRIES = 3  # of a task whose worker died
SECONDS_TO_ANSWER = 10


@dataclass(frozen=True)
class Job:
    """What a worker needs besides the blocks. digest: tells one run from the next in a process."""

    digest: str
    config: GenerateConfig
    keys: np.ndarray
    names: np.ndarray
    lines: np.ndarray
    records: int
    words: np.ndarray


def make_on_ray(
    blocks: Iterable[Block], shards: Shards, config: GenerateConfig, found: Survey
) -> Iterator[Counts]:
    """Make the blocks as Ray tasks; yield the counts of each shard when it is complete.

    Joins the cluster that this process is connected to, else the one that RAY_ADDRESS names, else it starts
    one on this machine with config.workers processes. Raises InputError when Ray is missing, when a cluster
    cannot be joined, and when a worker keeps dying.
    """
    ray = _ray()
    started = not ray.is_initialized()
    if started:
        _start(ray, config)
    try:
        clusters = found.clusters
        job = ray.put(
            Job(
                shards.folder.name,
                config,
                clusters.keys,
                clusters.names,
                found.lines.table,
                found.lines.records,
                found.words.table,
            )
        )
        task = ray.remote(num_cpus=1, max_retries=RETRIES)(make_remotely)
        ahead = AHEAD * max(config.workers, int(ray.cluster_resources().get("CPU", 1)))
        running: dict[Any, int] = {}
        for index, records in blocks:
            running[task.remote(job, list(records))] = index
            while len(running) >= ahead:
                yield _finish_one(ray, running, shards)
        while running:
            yield _finish_one(ray, running, shards)
    finally:
        if started:
            ray.shutdown()


def make_remotely(job: Job, records: list[Any]) -> tuple[pa.Table, pa.Table, Counts]:
    """Make the shard of one block, in a process of the cluster."""
    shard = _maker(job).make(records)
    return shard.rows, shard.sources, shard.counts


_makers: dict[str, Maker] = {}  # of this process: the last run's


def _maker(job: Job) -> Maker:
    if job.digest not in _makers:
        from threadpoolctl import threadpool_limits

        threadpool_limits(1)
        _makers.clear()
        lines = LineCounts(job.lines, job.records)
        nlp = load_pipeline(job.config.pipeline)
        _makers[job.digest] = Maker.of(
            nlp, Clusters(job.keys, job.names), lines, WordPairs(job.words), job.config
        )
    return _makers[job.digest]


def _finish_one(ray: Any, running: dict[Any, int], shards: Shards) -> Counts:
    """Wait for one task and save its shard."""
    done, _ = ray.wait(list(running), num_returns=1)
    index = running.pop(done[0])
    try:
        rows, sources, counts = ray.get(done[0])
    except ray.exceptions.RayTaskError as error:
        raise error.as_instanceof_cause() from None
    except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError) as error:
        raise InputError(
            f"a Ray worker died {RETRIES + 1} times over block {index} ({type(error).__name__}). "
            "The same command continues where it was: give it a smaller shard_size, or larger nodes"
        ) from None
    except ray.exceptions.RayError as error:
        raise InputError(
            f"the Ray cluster failed at block {index} ({type(error).__name__}: {str(error).strip()[:300]}); "
            "the same command continues where it was"
        ) from None
    shards.commit(index, Shard(rows, sources, counts))
    return counts


def _ray() -> Any:
    try:
        import ray
    except ImportError:
        raise InputError(
            "backend: ray is not installed; install verisieve[ray], or leave the key out to use processes"
        ) from None
    return ray


def _start(ray: Any, config: GenerateConfig) -> None:
    environment = {"env_vars": dict.fromkeys(THREADS, "1")}
    address = os.environ.get("RAY_ADDRESS")
    if address:
        _check_reachable(address)
    local: dict[str, Any] = {} if address else {"num_cpus": config.workers, "include_dashboard": False}
    try:
        ray.init(
            address=address, runtime_env=environment, log_to_driver=False, logging_level="ERROR", **local
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise InputError(f"no Ray cluster at {address or 'this machine'}: {error}") from None


def _check_reachable(address: str) -> None:
    """Raise InputError where nothing answers at "host:port"; Ray would try for minutes and then exit."""
    place = re.fullmatch(r"(?:ray://)?\[?([^\]]+?)\]?:(\d+)", address)
    if place is None:
        return  # "auto", "local"
    try:
        socket.create_connection((place[1], int(place[2])), SECONDS_TO_ANSWER).close()
    except OSError as error:
        raise InputError(f"no Ray cluster at {address} (RAY_ADDRESS): {error.strerror or error}") from None
